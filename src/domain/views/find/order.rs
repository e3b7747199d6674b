//! The orders of the list of participants.

use super::super::summary::Summary;
use crate::domain::study::schedule::{PlannedVisit, next_visit};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// In which order participants are listed that match equally well.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Sort {
    /// By the day of the latest visit, or of enrolment without one; the newest first.
    #[default]
    LastVisit,
    /// By id.
    Id,
    /// By the last day of the window of the next visit; participants without one are last.
    NextDue,
    /// By the verdict: met with the highest score first, then not decided, then not met, then those without one and
    /// those whose verdict the user does not see.
    Verdict,
    /// By the time of the last entry about them; the newest first.
    LastEntry,
}

impl Sort {
    /// All orders, as one key goes through them.
    pub const ALL: [Self; 5] = [
        Self::LastVisit,
        Self::Id,
        Self::NextDue,
        Self::Verdict,
        Self::LastEntry,
    ];

    /// Returns the order after this one; after the last one comes the first.
    pub fn next(self) -> Self {
        let mut all = Self::ALL.into_iter().cycle();
        all.find(|sort| *sort == self);
        all.next().unwrap_or_default()
    }
}

/// Rank of a participant without a verdict.
const NO_VERDICT: u8 = 3;

/// What a participant is put in order by, for every order.
#[derive(Clone, Debug)]
pub(super) struct Keys {
    /// Day of the latest visit, else of enrolment.
    pub(super) recent: NaiveDate,
    /// Last day of the window of the next visit.
    due: Option<NaiveDate>,
    /// Rank of the verdict, the least first, and the score.
    verdict: (u8, Reverse<Option<rust_decimal::Decimal>>),
    /// When the last entry was stored.
    entry: Option<DateTime<Utc>>,
}

/// The key of one order; the least goes first. Equals go by their day and then by id.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key<'a> {
    Id(&'a str),
    Due(bool, Option<NaiveDate>),
    Verdict(u8, Reverse<Option<rust_decimal::Decimal>>),
    Entry(Reverse<Option<DateTime<Utc>>>),
    Same,
}

impl Keys {
    pub(super) fn of(summary: &Summary, plan: &[PlannedVisit], today: NaiveDate) -> Self {
        let visits = summary.visits.iter().filter(|visit| !visit.unfit_date);
        let latest = visits.map(|visit| visit.date).max();
        let verdict = summary.verdict.seen().and_then(Option::as_ref);
        let rank = match verdict.map(|verdict| verdict.doi) {
            Some(Some(true)) => 0,
            Some(None) => 1,
            Some(Some(false)) => 2,
            None => NO_VERDICT,
        };
        Self {
            recent: latest.unwrap_or(summary.participant.enrolled_on),
            due: next_visit(plan, today).map(|next| next.to),
            verdict: (rank, Reverse(verdict.and_then(|verdict| verdict.tis))),
            entry: summary.last_entry.map(|at| at.to_utc()),
        }
    }

    /// Returns the key of an order; `name` begins with the id. A verdict that is hidden goes where none is.
    pub(super) fn of_sort<'a>(&self, sort: Sort, name: &'a str, hidden: bool) -> Key<'a> {
        match sort {
            Sort::Verdict if hidden => Key::Verdict(NO_VERDICT, Reverse(None)),
            Sort::LastVisit => Key::Same,
            Sort::Id => Key::Id(name),
            Sort::NextDue => Key::Due(self.due.is_none(), self.due),
            Sort::Verdict => Key::Verdict(self.verdict.0, self.verdict.1),
            Sort::LastEntry => Key::Entry(Reverse(self.entry)),
        }
    }
}
