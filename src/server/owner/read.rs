//! What is asked and changes nothing of the record.

use super::list::Part;
use super::passphrase::Wish;
use super::{SeatId, Work, now, sentence};
use crate::domain::base::ids::ParticipantId;
use crate::domain::rules::text_limits;
use crate::domain::views::find::filter::Filter;
use crate::domain::views::find::order::Sort;
use crate::protocol::messages::{Found, Reply, Request, Spot};
use crate::store::StoreError;
use crate::text::{English, Language as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Most rows of the list in one reply: more than any screen shows.
const MOST_ROWS: usize = 1000;

impl Work {
    /// Answers a request that is no append.
    pub(super) fn answer(&mut self, seat: SeatId, request: Request) {
        if let Err(refusal) = self.user_of(seat) {
            return self
                .seats
                .reply(seat, Reply::Failed(English.refusal(&refusal)));
        }
        let answer = catch_unwind(AssertUnwindSafe(|| self.read(seat, request)));
        match answer {
            Ok(Ok(Some(reply))) => self.seats.reply(seat, reply),
            Ok(Ok(None)) => {}
            Ok(Err(error)) => self.seats.reply(seat, Reply::Failed(sentence(&error))),
            Err(_) => {
                let failed = "Reading failed inside the program. Leave coreset and start it again.";
                self.seats.reply(seat, Reply::Failed(failed.to_owned()));
            }
        }
    }

    fn read(&mut self, seat: SeatId, request: Request) -> Result<Option<Reply>, StoreError> {
        Ok(match request {
            Request::Find {
                query,
                filter,
                sort,
                from,
                count,
            } => Some(self.find(seat, query, (filter, sort), &Part::From(from), count)?),
            Request::FindNear {
                query,
                filter,
                sort,
                who,
                count,
            } => Some(self.find(seat, query, (filter, sort), &Part::Around(who), count)?),
            Request::Record(who) => Some(self.record(seat, who)?),
            Request::Taken(id) => Some(Reply::Taken {
                taken: self.list.is_taken(&id),
                id,
            }),
            Request::At(spot) => {
                self.at(seat, spot);
                None
            }
            Request::Overview => Some(Reply::Overview(Box::new(self.overview(seat)?))),
            Request::Queries => Some(self.queries(seat)?),
            Request::Users => {
                let users = self.store.users();
                Some(Reply::Users(users.iter().cloned().collect()))
            }
            Request::Remember(text) => {
                self.remember(seat, text.as_deref());
                None
            }
            Request::Unlock(given) => {
                self.passphrase(seat, Wish::Unlock(given));
                None
            }
            Request::SetPassphrase { old, new } => {
                self.passphrase(seat, Wish::Set { old, new });
                None
            }
            Request::Sign(sign) => {
                self.passphrase(seat, Wish::Sign(sign));
                None
            }
            Request::Head => Some(Reply::Head(self.store.head()?)),
            Request::History(place) => Some(self.history(seat, place)?),
            Request::Trail { participant, after } => {
                Some(self.trail(seat, participant.as_ref(), after)?)
            }
            // Appends have a way of their own.
            Request::Append(_) => None,
        })
    }

    fn find(
        &mut self,
        seat: SeatId,
        query: String,
        (filter, sort): (Filter, Sort),
        part: &Part,
        count: usize,
    ) -> Result<Reply, StoreError> {
        if let Some(seat) = self.seats.get_mut(seat) {
            seat.record = None;
        }
        self.list.turn_to(now().date_naive(), &mut self.store)?;
        let found = self
            .list
            .find(&query, (filter, sort), part, count.min(MOST_ROWS));
        let mut rows = Vec::with_capacity(found.rows.len());
        for id in &found.rows {
            rows.extend(self.store.summary(id)?);
        }
        Ok(Reply::Found(Found {
            query,
            filter,
            sort,
            from: found.from,
            matching: found.matching,
            all: self.list.len(),
            counts: self.list.counts(),
            rows,
        }))
    }

    fn record(&mut self, seat: SeatId, who: ParticipantId) -> Result<Reply, StoreError> {
        let record = self.store.record(&who)?;
        if let Some(seat) = self.seats.get_mut(seat) {
            seat.record = record.is_some().then_some(who);
        }
        let sex = record.as_ref().map(|record| record.participant.sex);
        Ok(Reply::Record {
            last: self.store.last(),
            laboratories: sex.map_or_else(Vec::new, |sex| self.list.laboratories(sex)),
            record: record.map(Box::new),
        })
    }

    fn remember(&mut self, seat: SeatId, text: Option<&str>) {
        if let Some(seat) = self.seats.get(seat) {
            // A full disk takes this comfort away, not the answers: those have their own way and say so.
            let _ = self.remembered.remember(&seat.who.user, text);
        }
    }

    fn at(&mut self, id: SeatId, spot: Option<Spot>) {
        // Others are told of it: one with names that nothing has is nowhere.
        let spot = spot.filter(has_short_names);
        let Some(seat) = self.seats.get_mut(id) else {
            return;
        };
        let before = std::mem::replace(&mut seat.spot, spot.clone());
        let before = before.map(|spot| spot.participant);
        let after = spot.map(|spot| spot.participant);
        if let Some(left) = before.filter(|before| after.as_ref() != Some(before)) {
            self.seats.tell_present(&left);
        }
        if let Some(there) = after {
            self.seats.tell_present(&there);
        }
    }
}

fn has_short_names(spot: &Spot) -> bool {
    let visit = spot.visit.iter().map(|visit| visit.as_str());
    let form = spot.form.iter().map(|form| form.as_str());
    let names = visit.chain(form).chain([spot.participant.as_str()]);
    text_limits::are_short(names)
}
