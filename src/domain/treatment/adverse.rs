//! Adverse events: whether one is serious, how long the clock still runs, how long after an infusion it
//! began, and what in a row contradicts itself.
//!
//! Grades, causes and categories are the form's options; here is only what follows from the answers.
//! What is not known decides nothing.

pub mod contradiction;
pub mod since;
pub mod terms;

pub use contradiction::{Contradiction, Event, Outcome, contradictions};
pub use since::{Moment, SinceInfusion, since_infusion};

use crate::domain::base::bounds::any;
use chrono::{NaiveDateTime, TimeDelta};

/// Whether an event is serious by its criteria (ICH E2A).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seriousness {
    /// At least one criterion holds: these.
    Serious(Vec<String>),
    /// Every criterion was answered with no.
    NotSerious,
    /// None holds so far, and these are not answered.
    Open(Vec<String>),
}

/// Judges by the criteria, each with its answer: serious if any is yes, not serious only if all are no. No
/// criteria at all decide nothing.
pub fn seriousness(criteria: &[(&str, Option<bool>)]) -> Seriousness {
    let named = |wanted: Option<bool>| -> Vec<String> {
        let fits = criteria.iter().filter(|(_, answer)| *answer == wanted);
        fits.map(|(name, _)| (*name).to_owned()).collect()
    };
    let (holding, open) = (named(Some(true)), named(None));
    if !holding.is_empty() {
        Seriousness::Serious(holding)
    } else if open.is_empty() && !criteria.is_empty() {
        Seriousness::NotSerious
    } else {
        Seriousness::Open(open)
    }
}

/// Returns whether an event is related to any of its causes: one is enough, and all must be answered
/// to say no.
pub fn is_related(causes: &[Option<bool>]) -> Option<bool> {
    any(causes.iter().copied())
}

/// The time that is left for a serious event to be seen by an investigator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The event is not serious, or not yet known to be.
    Still,
    /// It is serious, but not since when the site has known it.
    NoStart,
    /// An investigator has seen it.
    Seen,
    /// The time runs.
    Runs {
        /// When it is over.
        until: NaiveDateTime,
        /// What is left, 0 or more.
        left: TimeDelta,
    },
    /// The time is over, and nobody has seen it.
    Over {
        /// When it was over.
        until: NaiveDateTime,
        /// By how much, above 0.
        by: TimeDelta,
    },
}

impl Clock {
    /// Returns the clock of an event so many hours after the site knew of it; all times are those of the site.
    pub fn at(
        serious: Option<bool>,
        aware: Option<NaiveDateTime>,
        seen: bool,
        hours: u32,
        now: NaiveDateTime,
    ) -> Self {
        if serious != Some(true) {
            return Self::Still;
        }
        if seen {
            return Self::Seen;
        }
        let end =
            |aware: NaiveDateTime| aware.checked_add_signed(TimeDelta::hours(i64::from(hours)));
        match aware.and_then(end) {
            None => Self::NoStart,
            Some(until) if now <= until => Self::Runs {
                until,
                left: until - now,
            },
            Some(until) => Self::Over {
                until,
                by: now - until,
            },
        }
    }

    /// Returns whether the event waits for an investigator.
    pub fn is_waiting(&self) -> bool {
        matches!(self, Self::NoStart | Self::Runs { .. } | Self::Over { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_criterion_makes_it_serious_and_no_needs_them_all() {
        let (yes, no) = (Some(true), Some(false));
        let serious = |answers: &[(&str, Option<bool>)]| seriousness(answers);
        assert_eq!(
            serious(&[("death", None), ("hospital", yes)]),
            Seriousness::Serious(vec!["hospital".to_owned()])
        );
        assert_eq!(
            serious(&[("death", no), ("hospital", None)]),
            Seriousness::Open(vec!["hospital".to_owned()])
        );
        assert_eq!(
            serious(&[("death", no), ("hospital", no)]),
            Seriousness::NotSerious
        );
        assert_eq!(serious(&[]), Seriousness::Open(vec![]));
        assert_eq!(is_related(&[no, yes]), yes);
        assert_eq!(is_related(&[no, None]), None);
        assert_eq!(is_related(&[no, no]), no);
    }

    #[test]
    fn the_clock_runs_to_the_last_minute_and_stops_when_seen() {
        let at = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        let aware = Some(at("2024-02-28T23:30:00"));
        let clock = |now: &str| Clock::at(Some(true), aware, false, 24, at(now));
        let until = at("2024-02-29T23:30:00");
        assert_eq!(
            clock("2024-02-29T03:30:00"),
            Clock::Runs {
                until,
                left: TimeDelta::hours(20)
            }
        );
        assert_eq!(
            clock("2024-02-29T23:30:00"),
            Clock::Runs {
                until,
                left: TimeDelta::zero()
            }
        );
        assert_eq!(
            clock("2024-03-01T00:00:00"),
            Clock::Over {
                until,
                by: TimeDelta::minutes(30)
            }
        );
        let now = at("2024-03-05T00:00:00");
        assert_eq!(Clock::at(Some(true), aware, true, 24, now), Clock::Seen);
        assert_eq!(Clock::at(Some(true), None, false, 24, now), Clock::NoStart);
        assert_eq!(Clock::at(None, aware, false, 24, now), Clock::Still);
        assert_eq!(Clock::at(Some(false), aware, false, 24, now), Clock::Still);
        assert!(clock("2024-03-01T00:00:00").is_waiting() && !Clock::Seen.is_waiting());
    }
}
