//! Dates of which the day, or the month and the day, may be unknown: `2024`, `2024-03`, `2024-03-09`.
//!
//! ISO 8601 with the unknown end left out. What is unknown is never filled in: every question is
//! answered by all days that the date could be, and `None` is the answer when they disagree.

pub mod typed;

use super::bounds::{Bounds, decided};
use chrono::{Datelike, Days, Months, NaiveDate};
use std::fmt;
use std::str::FromStr;

/// First year that a date can have.
pub const FIRST_YEAR: i32 = 1900;
/// Last year that can be written with four digits.
pub const LAST_YEAR: i32 = 9999;

/// How much of a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// The year alone.
    Year,
    /// Year and month.
    Month,
    /// The whole date.
    Day,
}

/// A date known to the year, the month or the day; years 1900-9999, and only days of the calendar.
///
/// The order is that of lists: by the earliest day, the vaguer date first. It does not say which is
/// earlier; `before` does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    earliest: NaiveDate,
    known: Precision,
}

/// A text that is no partial date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date: write 2024, 2024-03 or 2024-03-09")]
pub struct NotADate(String);

impl PartialDate {
    /// Returns the date of these parts; none for a day without a month, a day that is not in the
    /// calendar, or a year outside 1900-9999.
    pub fn new(year: i32, month: Option<u32>, day: Option<u32>) -> Option<Self> {
        let known = match (month, day) {
            (None, None) => Precision::Year,
            (Some(_), None) => Precision::Month,
            (Some(_), Some(_)) => Precision::Day,
            (None, Some(_)) => return None,
        };
        let earliest = NaiveDate::from_ymd_opt(year, month.unwrap_or(1), day.unwrap_or(1))?;
        (FIRST_YEAR..=LAST_YEAR)
            .contains(&year)
            .then_some(Self { earliest, known })
    }

    /// Returns the year.
    pub fn year(&self) -> i32 {
        self.earliest.year()
    }

    /// Returns the month, 1-12, if it is known.
    pub fn month(&self) -> Option<u32> {
        (self.known >= Precision::Month).then(|| self.earliest.month())
    }

    /// Returns the day of the month, 1-31, if it is known.
    pub fn day(&self) -> Option<u32> {
        (self.known == Precision::Day).then(|| self.earliest.day())
    }

    /// Returns how much of the date is known.
    pub fn precision(&self) -> Precision {
        self.known
    }

    /// Returns the whole date, if all of it is known.
    pub fn whole(&self) -> Option<NaiveDate> {
        (self.known == Precision::Day).then_some(self.earliest)
    }

    /// Returns the first day that it could be.
    pub fn earliest(&self) -> NaiveDate {
        self.earliest
    }

    /// Returns the last day that it could be.
    pub fn latest(&self) -> NaiveDate {
        let months = match self.known {
            Precision::Day => return self.earliest,
            Precision::Month => 1,
            Precision::Year => 12,
        };
        self.earliest
            .checked_add_months(Months::new(months))
            .and_then(|next| next.checked_sub_days(Days::new(1)))
            .unwrap_or(NaiveDate::MAX)
    }

    /// Returns whether it could be this day.
    pub fn can_be(&self, day: NaiveDate) -> bool {
        self.earliest <= day && day <= self.latest()
    }

    /// Returns whether it is before another date, whole or partial; `None` when what is unknown decides.
    pub fn before(&self, other: impl Into<Self>) -> Option<bool> {
        let other = other.into();
        decided(
            self.latest() < other.earliest,
            self.earliest >= other.latest(),
        )
    }

    /// Returns whether it is after another date, whole or partial; `None` when what is unknown decides.
    pub fn after(&self, other: impl Into<Self>) -> Option<bool> {
        other.into().before(*self)
    }

    /// Returns whether both are the same day; `None` when what is unknown decides.
    pub fn same_day(&self, other: impl Into<Self>) -> Option<bool> {
        let other = other.into();
        let apart = self.latest() < other.earliest || other.latest() < self.earliest;
        let both_whole = self.known == Precision::Day && other.known == Precision::Day;
        decided(both_whole && !apart, apart)
    }

    /// Returns the number of days from this date to another, negative when the other is earlier.
    pub fn days_until(&self, other: impl Into<Self>) -> Bounds<i64> {
        let other = other.into();
        Bounds::between(
            (other.earliest - self.latest()).num_days(),
            (other.latest() - self.earliest).num_days(),
        )
    }

    /// Returns the completed years from this date, a birth, to a day. Who was born on 29 February
    /// completes a year on 1 March of a common year.
    pub fn years_until(&self, day: NaiveDate) -> Bounds<i64> {
        let years = |from: NaiveDate| {
            let passed = (day.month(), day.day()) >= (from.month(), from.day());
            i64::from(day.year()) - i64::from(from.year()) - i64::from(!passed)
        };
        Bounds::between(years(self.latest()), years(self.earliest))
    }
}

impl From<NaiveDate> for PartialDate {
    fn from(day: NaiveDate) -> Self {
        Self {
            earliest: day,
            known: Precision::Day,
        }
    }
}

impl fmt::Display for PartialDate {
    /// Writes the form that is stored: `2024`, `2024-03` or `2024-03-09`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = match self.known {
            Precision::Year => "%Y",
            Precision::Month => "%Y-%m",
            Precision::Day => "%Y-%m-%d",
        };
        f.pad(&self.earliest.format(form).to_string())
    }
}

impl FromStr for PartialDate {
    type Err = NotADate;

    /// Reads the form that is stored, and no other.
    fn from_str(text: &str) -> Result<Self, NotADate> {
        let wrong = || NotADate(text.chars().take(40).collect());
        let mut parts = text.split('-');
        let mut part = |digits: usize| match parts.next() {
            None => Ok(None),
            Some(part) if part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()) => {
                part.parse::<u32>().map(Some).map_err(|_| wrong())
            }
            Some(_) => Err(wrong()),
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        if parts.next().is_some() {
            return Err(wrong());
        }
        year.and_then(|year| i32::try_from(year).ok())
            .and_then(|year| Self::new(year, month, day))
            .ok_or_else(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> PartialDate {
        text.parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_days_that_a_date_can_be() {
        for (text, earliest, latest) in [
            ("2024", "2024-01-01", "2024-12-31"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2023-02", "2023-02-01", "2023-02-28"),
            ("1900-02", "1900-02-01", "1900-02-28"),
            ("2000-02", "2000-02-01", "2000-02-29"),
            ("2024-12", "2024-12-01", "2024-12-31"),
            ("9999", "9999-01-01", "9999-12-31"),
            ("2024-03-09", "2024-03-09", "2024-03-09"),
        ] {
            let date = date(text);
            assert_eq!(date.earliest(), day(earliest), "{text}");
            assert_eq!(date.latest(), day(latest), "{text}");
            assert_eq!(date.to_string(), text);
        }
        assert_eq!((date("2024").month(), date("2024-03").day()), (None, None));
        assert_eq!(date("2024-03-09").whole(), Some(day("2024-03-09")));
    }

    #[test]
    fn only_the_stored_form_is_read_from_the_record() {
        for text in [
            "",
            "24",
            "02024",
            "2024-",
            "2024-3",
            "2024-13",
            "2024-00",
            "2023-02-29",
            "2024-02-30",
            "2024-UNK",
            "2024-03-9",
            "2024-03-09-01",
            "20240309",
            "1899",
            "+202",
            "2024-+3",
            "t",
        ] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
        assert_eq!(PartialDate::new(2024, None, Some(3)), None);
    }

    #[test]
    fn comparisons_say_when_the_unknown_part_decides() {
        let march = date("2024-03");
        assert_eq!(march.before(day("2024-04-01")), Some(true));
        assert_eq!(march.before(day("2024-03-31")), None);
        assert_eq!(march.before(day("2024-03-01")), Some(false));
        assert_eq!(march.after(day("2024-02-29")), Some(true));
        assert_eq!(march.after(day("2024-03-01")), None);
        assert_eq!(march.after(day("2024-03-31")), Some(false));
        assert_eq!(march.before(date("2024")), None);
        assert_eq!(march.before(date("2025")), Some(true));
        assert_eq!(march.same_day(march), None);
        assert_eq!(march.same_day(date("2024-04")), Some(false));
        assert_eq!(date("2024-03-09").same_day(day("2024-03-09")), Some(true));
    }

    #[test]
    fn days_and_years_are_bounds() {
        let days = |from: &str, to: &str| {
            let bounds = date(from).days_until(date(to));
            (bounds.low, bounds.high)
        };
        assert_eq!(days("2024-02-28", "2024-03-01"), (2, 2));
        assert_eq!(days("2023-02-28", "2023-03-01"), (1, 1));
        assert_eq!(days("2024-02", "2024-03-01"), (1, 29));
        assert_eq!(days("2024", "2024"), (-365, 365));
        assert_eq!(days("2024-03-09", "2024-03-01"), (-8, -8));
        let years = |birth: &str, on: &str| {
            let bounds = date(birth).years_until(day(on));
            (bounds.low, bounds.high)
        };
        assert_eq!(years("2006", "2024-06-01"), (17, 18));
        assert_eq!(years("2006", "2024-12-31"), (18, 18));
        assert_eq!(years("2006", "2025-01-01"), (18, 19));
        assert_eq!(years("2004-02-29", "2022-02-28"), (17, 17));
        assert_eq!(years("2004-02-29", "2022-03-01"), (18, 18));
    }
}
