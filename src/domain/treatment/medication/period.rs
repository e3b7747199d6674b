//! The days from the first to the last one on which something was taken.
//!
//! Both ends may be partial or unknown; an ongoing row lasts through every day that is asked about.

use crate::domain::base::bounds::{Bounds, decided};
use crate::domain::base::partial::PartialDate;
use chrono::NaiveDate;

/// How a period ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It goes on.
    Ongoing,
    /// The last day on which it was taken.
    On(PartialDate),
    /// It is not known whether or when it ended.
    Unknown,
}

/// From the first to the last day, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day; none when nothing is known of it.
    pub start: Option<PartialDate>,
    /// Last day.
    pub end: End,
}

impl Period {
    /// Returns the period of one day.
    pub fn day(day: PartialDate) -> Self {
        Self {
            start: Some(day),
            end: End::On(day),
        }
    }

    /// Returns whether both ends are known to the day, or it is ongoing from a known day.
    pub fn is_exact(&self) -> bool {
        let end_known = match self.end {
            End::Ongoing => true,
            End::On(end) => end.whole().is_some(),
            End::Unknown => false,
        };
        end_known && self.start.is_some_and(|start| start.whole().is_some())
    }

    /// Returns whether it could be: it does not end before it starts.
    pub fn is_possible(&self) -> bool {
        let (first, last) = self.possible();
        first <= last
    }

    /// Returns the days that belong to it for certain: first and last. They may be the wrong way
    /// round, and then no day is certain.
    fn certain(&self) -> (NaiveDate, NaiveDate) {
        let start = self.start.map_or(NaiveDate::MAX, |start| start.latest());
        let first = self.start.map_or(NaiveDate::MIN, |start| start.earliest());
        match self.end {
            End::Ongoing => (start, NaiveDate::MAX),
            // It started no later than it ended, and ended no earlier than it started.
            End::On(end) => (start.min(end.latest()), end.earliest().max(first)),
            End::Unknown => match self.start.and_then(|start| start.whole()) {
                Some(start) => (start, start),
                None => (NaiveDate::MAX, NaiveDate::MIN),
            },
        }
    }

    /// Returns the days that could belong to it: first and last.
    fn possible(&self) -> (NaiveDate, NaiveDate) {
        let first = self.start.map_or(NaiveDate::MIN, |start| start.earliest());
        match self.end {
            End::Ongoing | End::Unknown => (first, NaiveDate::MAX),
            End::On(end) => (first, end.latest()),
        }
    }

    /// Returns whether a day belongs to it; `None` when what is unknown decides.
    pub fn active(&self, day: NaiveDate) -> Option<bool> {
        self.overlaps(day, day)
    }

    /// Returns whether it shares a day with the days from one to another, both included; `None` when
    /// what is unknown decides.
    pub fn overlaps(&self, from: NaiveDate, to: NaiveDate) -> Option<bool> {
        let (first, last) = self.possible();
        let cannot = from > to || last < from || first > to || !self.is_possible();
        let (start, end) = self.certain();
        let covers = start <= end && start <= to && end >= from;
        let inside = self.lies_within(from, to);
        decided(!cannot && (covers || inside), cannot)
    }

    /// Returns how many days of those from one to another, both included, belong to it.
    pub fn days_within(&self, from: NaiveDate, to: NaiveDate) -> Bounds<i64> {
        if !self.is_possible() {
            return Bounds::known(0);
        }
        let shared = |(first, last): (NaiveDate, NaiveDate)| {
            let (first, last) = (first.max(from), last.min(to));
            if first > last {
                0
            } else {
                (last - first).num_days() + 1
            }
        };
        let least = shared(self.certain()).max(i64::from(self.lies_within(from, to)));
        Bounds::between(least, shared(self.possible()))
    }

    /// Returns whether one end lies within these days wherever in its unknown part it lies.
    fn lies_within(&self, from: NaiveDate, to: NaiveDate) -> bool {
        let within = |date: PartialDate| from <= date.earliest() && date.latest() <= to;
        self.start.is_some_and(within) || matches!(self.end, End::On(end) if within(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(start: &str, end: &str) -> Period {
        Period {
            start: start.parse().ok(),
            end: match end {
                "ongoing" => End::Ongoing,
                "" => End::Unknown,
                date => End::On(date.parse().unwrap()),
            },
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_belongs_for_certain_perhaps_or_not() {
        for (start, end, asked, expected) in [
            ("2024-03-09", "2024-03-10", "2024-03-10", Some(true)),
            ("2024-03-09", "2024-03-10", "2024-03-11", Some(false)),
            ("2024-03", "ongoing", "2024-03-15", None),
            ("2024-03", "ongoing", "2024-03-31", Some(true)),
            ("2024-03", "ongoing", "2024-02-29", Some(false)),
            ("2024-03", "2024-03-10", "2024-03-10", Some(true)),
            ("2024-03", "2024-03-10", "2024-03-09", None),
            ("2024-03-09", "2024", "2024-03-09", Some(true)),
            ("2024-03-09", "2024", "2025-01-01", Some(false)),
            ("2024-03-09", "", "2024-03-09", Some(true)),
            ("2024-03-09", "", "2029-03-09", None),
            ("", "ongoing", "2024-03-09", None),
            ("", "2024-03-09", "2024-03-09", Some(true)),
            ("", "2024-03-09", "2024-03-10", Some(false)),
        ] {
            let period = period(start, end);
            assert_eq!(period.active(day(asked)), expected, "{start} {end} {asked}");
        }
    }

    #[test]
    fn days_are_counted_between_bounds() {
        let days = |start: &str, end: &str, from: &str, to: &str| {
            let bounds = period(start, end).days_within(day(from), day(to));
            (bounds.low, bounds.high)
        };
        assert_eq!(
            days("2024-02-28", "2024-03-01", "2024-01-01", "2024-12-31"),
            (3, 3)
        );
        assert_eq!(
            days("2023-02-28", "2023-03-01", "2023-01-01", "2023-12-31"),
            (2, 2)
        );
        assert_eq!(
            days("2024-02", "2024-03-01", "2024-01-01", "2024-12-31"),
            (2, 30)
        );
        assert_eq!(
            days("2024-02", "2024-02", "2024-02-01", "2024-02-29"),
            (1, 29)
        );
        assert_eq!(
            days("2024-02", "2024-02", "2024-02-10", "2024-02-19"),
            (0, 10)
        );
        assert_eq!(days("", "", "2024-02-01", "2024-02-29"), (0, 29));
        assert_eq!(
            days("2024-02", "ongoing", "2024-03-01", "2024-03-10"),
            (10, 10)
        );
        // The end is before the start, so no day belongs to the period.
        assert!(!period("2024-03-10", "2024-03-01").is_possible());
        assert_eq!(
            days("2024-03-10", "2024-03-01", "2024-01-01", "2024-12-31"),
            (0, 0)
        );
    }

    #[test]
    fn a_period_that_starts_within_shares_a_day_whichever_it_is() {
        let within = period("2024-02", "2024-02");
        assert_eq!(
            within.overlaps(day("2024-02-01"), day("2024-02-29")),
            Some(true)
        );
        assert_eq!(within.overlaps(day("2024-02-02"), day("2024-02-29")), None);
        assert_eq!(
            within.overlaps(day("2024-03-01"), day("2024-03-29")),
            Some(false)
        );
    }
}
