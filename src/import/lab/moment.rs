//! When a sample was taken: the format and the clock that the map states. Must not guess a century, a zone or an hour.

use chrono::format::{Item, StrftimeItems};
use chrono::{
    DateTime, Datelike as _, FixedOffset, LocalResult, NaiveDate, NaiveDateTime, TimeZone as _, Utc,
};
use chrono_tz::Tz;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The first year that a sample may have.
const FIRST_YEAR: i32 = 1900;

/// How a moment is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Format {
    pattern: String,
    /// Whether it has a time, not only a day.
    pub(super) has_time: bool,
}

/// A moment as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    Day(NaiveDate),
    Moment(NaiveDateTime),
}

impl Format {
    /// Reads a format; `None` where it is none that tells one day.
    pub(super) fn read(pattern: &str) -> Option<Self> {
        let mut rest = pattern.chars();
        let mut parts = BTreeSet::new();
        while let Some(c) = rest.next() {
            if c != '%' {
                continue;
            }
            let part = rest.next().filter(|c| "YmdbHMS".contains(*c))?;
            // A month is a month, in digits or letters; of two of one kind, which is meant is not for the program.
            if !parts.insert(if part == 'b' { 'm' } else { part }) {
                return None;
            }
        }
        let items: Vec<Item<'_>> = StrftimeItems::new(pattern).collect();
        if items.contains(&Item::Error) {
            return None;
        }
        let day = NaiveDate::from_ymd_opt(2026, 11, 23)?;
        let sample = day.and_hms_opt(13, 45, 0)?;
        let mut text = String::new();
        write!(text, "{}", sample.format_with_items(items.iter())).ok()?;
        let read = |has_time| Self {
            pattern: pattern.to_owned(),
            has_time,
        };
        let formats = [read(true), read(false)].into_iter();
        let mut fit = formats.filter(|format| match format.written(&text) {
            Some(Written::Moment(moment)) => moment == sample,
            Some(Written::Day(read)) => read == day,
            None => false,
        });
        fit.next()
    }

    /// Returns the moment that a text says; `None` where it says none.
    pub(super) fn written(&self, text: &str) -> Option<Written> {
        let written = match self.has_time {
            true => NaiveDateTime::parse_from_str(text, &self.pattern)
                .ok()
                .map(Written::Moment),
            false => NaiveDate::parse_from_str(text, &self.pattern)
                .ok()
                .map(Written::Day),
        };
        written.filter(|written| match written {
            Written::Day(day) => day.year() >= FIRST_YEAR,
            Written::Moment(moment) => moment.year() >= FIRST_YEAR,
        })
    }

    /// Returns how the end of a year looks in it, as an example.
    pub(super) fn example(&self) -> String {
        let day = NaiveDate::from_ymd_opt(2026, 12, 31).unwrap_or_default();
        let moment = day.and_hms_opt(8, 5, 0).unwrap_or_default();
        let mut text = String::new();
        let _ = write!(text, "{}", moment.format(&self.pattern));
        text
    }
}

/// A clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    Offset(FixedOffset),
    Named(Tz),
}

impl Zone {
    /// Reads the name of a zone, or an offset.
    pub(super) fn read(text: &str) -> Option<Self> {
        if text.starts_with(['+', '-']) {
            let (hours, minutes) = text.split_once(':')?;
            let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
            let is_offset = digits(hours.get(1..)?) && digits(minutes);
            return is_offset
                .then(|| text.parse().ok().map(Self::Offset))
                .flatten();
        }
        text.parse().ok().map(Self::Named)
    }

    /// Returns the moment at which this clock shows something; `None` where it skips that, or shows it twice.
    pub(super) fn moment(self, shown: NaiveDateTime) -> Option<DateTime<Utc>> {
        match self {
            Self::Offset(offset) => once(offset.from_local_datetime(&shown)),
            Self::Named(zone) => once(zone.from_local_datetime(&shown)),
        }
    }
}

fn once<Z: chrono::TimeZone>(found: LocalResult<DateTime<Z>>) -> Option<DateTime<Utc>> {
    match found {
        LocalResult::Single(moment) => Some(moment.to_utc()),
        LocalResult::Ambiguous(..) | LocalResult::None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_tells_one_day_and_perhaps_one_time() {
        for (pattern, has_time) in [
            ("%d.%m.%Y %H:%M", true),
            ("%Y%m%d%H%M%S", true),
            ("%d-%b-%Y", false),
            ("%Y/%m/%d", false),
        ] {
            let format = Format::read(pattern).unwrap();
            assert_eq!(format.has_time, has_time, "{pattern}");
        }
        for pattern in [
            "",
            "%d.%m.%y",
            "%m.%Y",
            "%H:%M",
            "%Y-%m-%d %p",
            "%Y-%m-%d %",
            "%s",
            "%d %d %Y",
            "%d.%d.%m.%Y",
            "%d.%m.%Y %b",
        ] {
            assert_eq!(Format::read(pattern), None, "{pattern}");
        }
        let format = Format::read("%d.%m.%Y").unwrap();
        for text in [
            "31.02.2026",
            "2026-02-03",
            "",
            "03.02.0026",
            "03.02.2026 10:00",
        ] {
            assert_eq!(format.written(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_that_a_clock_skips_or_shows_twice_is_none() {
        let zone = Zone::read("Europe/Berlin").unwrap();
        let shown = |text: &str| zone.moment(text.parse().unwrap());
        assert_eq!(
            shown("2026-07-01T00:30:00").unwrap().to_string(),
            "2026-06-30 22:30:00 UTC"
        );
        assert_eq!(shown("2026-03-29T02:30:00"), None);
        assert_eq!(shown("2026-10-25T02:30:00"), None);
        for text in [
            "Berlin",
            "CEST",
            "+8",
            "+0800",
            "+08:00:00",
            "+99:00",
            "local",
            "",
        ] {
            assert_eq!(Zone::read(text), None, "{text}");
        }
        let offset = Zone::read("-03:30").unwrap();
        let moment = offset.moment("2026-07-01T00:30:00".parse().unwrap());
        assert_eq!(moment.unwrap().to_string(), "2026-07-01 04:00:00 UTC");
    }
}
