//! Who came in and who went out: an entry each for a terminal with screens.
//!
//! Whoever comes does not wait for it: the entry is written right after they were let in, with the sync of the
//! appends that follow directly where there are some. A client that is still in when it comes again, over a new
//! connection or to a server that was started anew, has not come in twice; one that was seen to go has.

use super::seats::Seat;
use super::{SeatId, Work};
use crate::domain::record::entry::{Assessor, Draft};
use crate::domain::record::event::Event;
use crate::store::{Appended, ErrorKind, StoreError, Wanted};

/// What is still to be written.
pub(super) type Comings = Vec<Wanted>;

impl Work {
    /// Notes that somebody came in.
    pub(super) fn came_in(&mut self, who: &Assessor, client: &str) {
        let time = match self.time_of(client) {
            (time, false) => time,
            (_, true) => return,
        };
        let event = Event::CameIn {
            user: who.user.clone(),
        };
        self.note(in_request(client, time), who, event);
    }

    /// Notes that somebody went out, unless the same client has another seat by now.
    pub(super) fn went_out(&mut self, left: &Seat) {
        if !left.screens || self.seats.has_client(&left.client) {
            return;
        }
        if let (time, true) = self.time_of(&left.client) {
            let event = Event::WentOut {
                user: left.who.user.clone(),
            };
            self.note(out_request(&left.client, time), &left.who, event);
        }
    }

    /// Lets everybody go who is still there at the end.
    pub(super) fn all_go(&mut self) {
        let there: Vec<SeatId> = self.seats.ids().collect();
        for id in there {
            if let Some(left) = self.seats.remove(id) {
                self.went_out(&left);
            }
        }
        self.write_comings();
    }

    /// Writes what is still to be written, if anything is.
    pub(super) fn write_comings(&mut self) {
        if !self.comings.is_empty() {
            self.write(Vec::new(), Vec::new());
        }
    }

    /// Keeps those that could not be stored for now: the next append tries again.
    pub(super) fn keep_comings(
        &mut self,
        tried: Comings,
        answers: &[Result<Appended, StoreError>],
    ) {
        let failed = |answer: &Result<_, StoreError>| {
            let error = answer.as_ref().err();
            error.is_some_and(|error| !matches!(error.kind(), ErrorKind::Refused))
        };
        let tried = tried.into_iter().zip(answers);
        let kept = tried.filter(|(_, answer)| failed(answer));
        self.comings.extend(kept.map(|(wanted, _)| wanted));
    }

    fn note(&mut self, request: String, who: &Assessor, event: Event) {
        self.comings.push(Wanted {
            request,
            drafts: vec![Draft::new(who.clone(), event)],
            seen: None,
        });
    }

    /// Returns how often a client has gone out, and whether it is in now.
    fn time_of(&mut self, client: &str) -> (u64, bool) {
        let mut time = 0;
        while self.is_noted(&out_request(client, time)) {
            time += 1;
        }
        (time, self.is_noted(&in_request(client, time)))
    }

    fn is_noted(&mut self, request: &str) -> bool {
        let waits = self.comings.iter().any(|wanted| wanted.request == request);
        // Where sled fails, this is told to whoever asks next.
        waits || self.store.is_known(request).unwrap_or(false)
    }
}

fn in_request(client: &str, time: u64) -> String {
    format!("owner-in-{time}-{client}")
}

fn out_request(client: &str, time: u64) -> String {
    format!("owner-out-{time}-{client}")
}
