//! Limits the requests of one client that wait for the owner: a client that asks faster than it is answered must wait.
//!
//! Requests without a reply are counted too: after some of them the connection asks a question of its own,
//! whose answer says that they are done with. A request whose reply may be long is answered before the next
//! one is brought to the owner, so that no more than one such reply waits for a client.

use crate::domain::base::ids::ParticipantId;
use crate::protocol::messages::{Reply, Request};
use crate::protocol::mutex;
use std::sync::{Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// Most bytes of requests that wait for the owner, not counting the last one.
const BYTES: usize = 2 << 20;
/// Requests without a reply before a question is asked.
const SILENT: usize = 32;
/// What the question asks about: no participant has such an id.
const MARK: &str = "\u{0}done";

/// Returns whether the reply to a request may be long: it holds what was ever stored, or lists it.
fn may_be_long(request: &Request) -> bool {
    match request {
        Request::Record(_)
        | Request::RecordAt { .. }
        | Request::Ids { .. }
        | Request::History(_)
        | Request::Trail { .. }
        | Request::Find { .. }
        | Request::FindNear { .. }
        | Request::Queries
        | Request::Users
        | Request::Amendment
        | Request::ImportMap(_)
        | Request::Overview => true,
        Request::Append(_)
        | Request::Sign(_)
        | Request::Taken(_)
        | Request::Alike(_)
        | Request::At(_)
        | Request::Remember(_)
        | Request::Unlock(_)
        | Request::SetPassphrase { .. }
        | Request::Amend(_)
        | Request::AsOf(_)
        | Request::Export { .. }
        | Request::StopExport
        | Request::Head => false,
    }
}

/// The requests that have no reply yet.
#[derive(Debug)]
pub(super) struct Flow {
    most: usize,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// Requests whose reply is still due, the own question included.
    due: usize,
    /// Bytes of requests since nothing was due.
    bytes: usize,
    /// Requests without a reply since the last question.
    silent: usize,
    /// The reply to one of the waiting requests may be long.
    long: bool,
    /// Replies are no longer taken.
    over: bool,
}

impl Flow {
    /// Returns a count that allows so many requests without an answer.
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            state: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// Counts a request and returns the question to ask behind it, if one is due.
    pub(super) fn asked(&self, request: &Request, bytes: usize) -> Option<Request> {
        let mut state = self.lock();
        state.bytes = state.bytes.saturating_add(bytes);
        state.long |= may_be_long(request);
        let is_silent = matches!(
            request,
            Request::At(_) | Request::Remember(_) | Request::StopExport
        );
        if !is_silent {
            state.due += 1;
            return None;
        }
        state.silent += 1;
        if state.silent < SILENT && state.bytes < BYTES {
            return None;
        }
        state.silent = 0;
        state.due += 1;
        Some(Request::Taken(ParticipantId::new(MARK)))
    }

    /// Returns whether a reply is for the client, not for the question asked behind its requests.
    pub(super) fn is_for_client(reply: &Reply) -> bool {
        !matches!(reply, Reply::Taken { id, .. } if id.as_str() == MARK)
    }

    /// Returns whether a reply answers a request; unasked messages do not.
    pub(super) fn is_answer(reply: &Reply) -> bool {
        !reply.is_news() && !matches!(reply, Reply::Lost(_) | Reply::Back(_))
    }

    /// Counts a reply, once it is queued for sending.
    pub(super) fn answered(&self) {
        let mut state = self.lock();
        state.due = state.due.saturating_sub(1);
        if state.due == 0 {
            state.bytes = 0;
            state.long = false;
        }
        self.changed.notify_all();
    }

    /// Ends the count when the client takes no more replies, and wakes all who wait.
    pub(super) fn over(&self) {
        self.lock().over = true;
        self.changed.notify_all();
    }

    /// Returns whether replies are no longer taken.
    pub(super) fn is_over(&self) -> bool {
        self.lock().over
    }

    /// Waits for room for one more request, at most for the time given; returns whether there is some.
    pub(super) fn wait(&self, time: Duration) -> bool {
        let until = Instant::now() + time;
        self.wait_until(until, |state| {
            let room = state.bytes < BYTES && !state.long;
            state.due < self.most && (room || state.due == 0)
        })
    }

    /// Waits until everything is answered.
    pub(super) fn wait_all(&self, until: Instant) -> bool {
        self.wait_until(until, |state| state.due == 0)
    }

    fn wait_until(&self, until: Instant, done: impl Fn(&State) -> bool) -> bool {
        let mut state = self.lock();
        loop {
            if done(&state) || state.over {
                return true;
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            state = mutex::wait_for(&self.changed, state, left);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        mutex::lock(&self.state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(id: &str) -> Reply {
        let id = ParticipantId::new(id);
        Reply::Taken { id, taken: false }
    }

    fn ask() -> Request {
        Request::Taken(ParticipantId::new("01-001"))
    }

    #[test]
    fn so_many_requests_may_wait_for_their_answers() {
        let flow = Flow::new(2);
        for _ in 0..2 {
            assert!(flow.wait(Duration::ZERO));
            assert_eq!(flow.asked(&ask(), 10), None);
        }
        assert!(!flow.wait(Duration::ZERO));
        flow.answered();
        assert!(flow.wait(Duration::ZERO) && !flow.wait_all(Instant::now()));
    }

    #[test]
    fn news_answer_nothing() {
        assert!(!Flow::is_answer(&Reply::Present(Vec::new())));
        assert!(!Flow::is_answer(&Reply::BackupStatus(Default::default())));
        assert!(Flow::is_answer(&taken("01-001")) && Flow::is_for_client(&taken("01-001")));
    }

    #[test]
    fn many_bytes_wait_until_nothing_is_due() {
        let flow = Flow::new(10);
        flow.asked(&ask(), BYTES);
        assert!(!flow.wait(Duration::ZERO));
        flow.answered();
        assert!(flow.wait(Duration::ZERO));
    }

    #[test]
    fn requests_without_a_reply_are_followed_by_a_question_of_its_own() {
        let flow = Flow::new(1);
        let asked: Vec<_> = (1..=SILENT)
            .filter_map(|_| flow.asked(&Request::At(None), 10))
            .collect();
        assert_eq!(asked, [Request::Taken(ParticipantId::new(MARK))]);
        assert!(!flow.wait(Duration::ZERO) && !flow.wait_all(Instant::now()));
        assert!(!Flow::is_for_client(&taken(MARK)) && Flow::is_answer(&taken(MARK)));
        flow.answered();
        assert!(flow.wait(Duration::ZERO) && flow.wait_all(Instant::now()));
        assert!(flow.asked(&Request::Remember(None), BYTES).is_some());
    }

    #[test]
    fn a_reply_that_may_be_long_is_waited_for() {
        let flow = Flow::new(10);
        flow.asked(&ask(), 10);
        flow.asked(&Request::Queries, 10);
        assert!(!flow.wait(Duration::ZERO));
        flow.answered();
        assert!(!flow.wait(Duration::ZERO));
        flow.answered();
        assert!(flow.wait(Duration::ZERO));
    }

    #[test]
    fn nobody_waits_when_replies_are_no_longer_taken() {
        let flow = Flow::new(0);
        assert!(!flow.wait(Duration::ZERO));
        flow.over();
        assert!(flow.wait(Duration::ZERO) && flow.is_over());
    }
}
