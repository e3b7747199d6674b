//! Sums refused logins and actions, and records the sums once a minute: whoever tries again and again fills neither the
//! record nor the memory.

use super::{ConnectionId, Work};
use crate::domain::record::event::Event;
use crate::domain::record::refused::RefusedFor;
use crate::domain::rules::Refusal;
use crate::text::server::Unwelcome;
use chrono::{DateTime, FixedOffset, TimeDelta};
use std::collections::BTreeMap;
use std::time::Duration;

/// How long refusals are summed.
const SPAN: TimeDelta = TimeDelta::minutes(1);

/// Most sums of one span; what comes beside them is summed as one.
const MOST: usize = 64;

/// Whose refusals of which kind are summed: login name, what was asked for, and why it was refused.
type Kind = (Option<String>, String, RefusedFor);

/// How often, when the first time, and when the last time.
type Sum = (u64, DateTime<FixedOffset>, DateTime<FixedOffset>);

/// The refusals since the last entries about them.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    sums: BTreeMap<Kind, Sum>,
    /// When they are recorded; `None` while there are none.
    due: Option<DateTime<FixedOffset>>,
}

impl Refusals {
    /// Takes a refusal.
    fn take(&mut self, kind: Kind, now: DateTime<FixedOffset>) {
        let known = self.sums.contains_key(&kind);
        let kind = match known || self.sums.len() < MOST {
            true => kind,
            false => (None, "several".to_owned(), RefusedFor::Several),
        };
        let (count, _, last) = self.sums.entry(kind).or_insert((0, now, now));
        *count += 1;
        *last = now;
        self.due.get_or_insert(now + SPAN);
    }

    /// Returns the sums as events.
    fn events(&self) -> Vec<Event> {
        let sums = self.sums.iter();
        sums.map(|((user, what, why), (count, first, last))| Event::Refused {
            user: user.clone(),
            what: what.clone(),
            why: *why,
            count: *count,
            first: *first,
            last: *last,
        })
        .collect()
    }
}

impl Work {
    /// Sums that a client was not let in, where that is for who it is or claims to be.
    pub(super) fn login_refused(&mut self, why: &Unwelcome) {
        let (login, why) = match why {
            Unwelcome::NotListed { login } => (login, RefusedFor::NotListed),
            Unwelcome::AccessEnded { login } => (login, RefusedFor::Disabled),
            Unwelcome::ForeignClient { login } => (login, RefusedFor::Forged),
            Unwelcome::UnclearPlace
            | Unwelcome::NotLookedUp { .. }
            | Unwelcome::NotRecorded { .. }
            | Unwelcome::Closed
            | Unwelcome::TooManyOfUser { .. }
            | Unwelcome::TooMany
            | Unwelcome::NoRoom
            | Unwelcome::InWords { .. } => return,
        };
        self.sum(login.clone(), "login", why);
    }

    /// Sums that a request of a connection was refused, where that is for what its user may not do.
    pub(super) fn request_refused(&mut self, from: ConnectionId, what: &str, refusal: &Refusal) {
        let connection = self.connections.get(from);
        let user = connection.map(|connection| connection.who.user.clone());
        if let (Some(user), Some(why)) = (user, refusal.summed_as()) {
            self.sum(user, what, why);
        }
    }

    fn sum(&mut self, user: String, what: &str, why: RefusedFor) {
        let now = self.store.now();
        self.refusals.take((Some(user), what.to_owned(), why), now);
    }

    /// Returns how long until refusals are recorded; `None` while there are none, so that an idle server is not woken,
    /// and while nothing can be stored.
    pub(super) fn refusals_due_in(&self) -> Option<Duration> {
        let due = self.refusals.due.filter(|_| !self.store.is_closed())?;
        let left = (due - self.store.now()).clamp(TimeDelta::zero(), SPAN);
        left.to_std().ok()
    }

    /// Records the refusals when their span is over. None waits longer than it would have to if it were the first one
    /// now: the clock may have gone back since.
    pub(super) fn record_refusals(&mut self) {
        let Some(due) = self.refusals.due else {
            return;
        };
        let now = self.store.now();
        self.refusals.due = Some(due.min(now + SPAN));
        if due <= now && !self.store.is_closed() {
            self.write_refusals();
        }
    }

    /// Records the refusals so far. What cannot be stored is summed on, and tried again after a span.
    pub(super) fn write_refusals(&mut self) {
        let events = self.refusals.events();
        if events.is_empty() {
            return;
        }
        match self.recorded_all(self.program.clone(), events) {
            Ok(_) => self.refusals = Refusals::default(),
            Err(_) => self.refusals.due = Some(self.store.now() + SPAN),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<FixedOffset> {
        DateTime::from_timestamp(second, 0).unwrap().fixed_offset()
    }

    fn kind(user: &str) -> Kind {
        (
            Some(user.to_owned()),
            "login".to_owned(),
            RefusedFor::NotListed,
        )
    }

    #[test]
    fn the_same_refusals_are_one_sum() {
        let mut refusals = Refusals::default();
        (0..5).for_each(|second| refusals.take(kind("eve"), at(second)));
        refusals.take(kind("mallory"), at(9));
        assert_eq!(refusals.due, Some(at(60)));
        let events = refusals.events();
        let expected = Event::Refused {
            user: Some("eve".to_owned()),
            what: "login".to_owned(),
            why: RefusedFor::NotListed,
            count: 5,
            first: at(0),
            last: at(4),
        };
        assert_eq!((events.len(), &events[0]), (2, &expected));
    }

    #[test]
    fn however_many_users_are_refused_the_sums_have_a_bound() {
        let mut refusals = Refusals::default();
        for number in 0..10_000 {
            refusals.take(kind(&format!("user{number}")), at(1));
        }
        refusals.take(kind("user7"), at(2));
        let counts = refusals.sums.values().map(|(count, ..)| *count);
        assert_eq!(refusals.sums.len(), MOST + 1);
        assert_eq!(counts.sum::<u64>(), 10_001);
        assert!(
            refusals
                .events()
                .iter()
                .all(|event| event.user() != Some("user9999"))
        );
    }
}
