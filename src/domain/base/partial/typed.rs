//! Dates as they are typed: `2024-03-09`, `2024-3-9`, `20240309`, `2024`, `2024-UNK`, `2024-03-UNK`, `t` for today,
//! `t-3` or `-3` for three days ago, `t+2` or `+2` for the day after tomorrow, `-` and `+` for one day. The year comes
//! first; `-`, `/` and `.` separate alike, one of them throughout a date.
//!
//! Text in, meaning out. Whether a partial date or one in the future will do is the caller's to say.

use super::{FIRST_YEAR, LAST_YEAR, PartialDate, Precision};
use chrono::{Datelike, Days, NaiveDate};

/// Most digits of a number of days.
const MAX_DAY_DIGITS: usize = 5;
/// What is typed for a month or a day that is not known.
const UNKNOWN: &str = "UNK";

/// What the text means so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Not a date yet, but more keys can make it one.
    Unfinished,
    /// A date that more keys could change.
    Open(PartialDate),
    /// A date that no further key could change.
    Full(PartialDate),
    /// No date, and no further key makes it one.
    Wrong(Fault),
}

/// Why a text is no date that can be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It has no form of a date.
    Form,
    /// Its first part is no year of four digits: the day, or a short year.
    YearFirst,
    /// There is no such month or day.
    Calendar,
    /// It is before 1900.
    TooOld,
    /// It is after the last day that can be written.
    TooLate,
    /// Every day that it could be is after this one, today.
    Future(NaiveDate),
}

/// Returns whether a character can go on from here.
pub fn takes(text: &str, c: char, partial: bool) -> bool {
    // What the calendar refuses has the form of a date all the same.
    let longer = format!("{text}{c}");
    let today = NaiveDate::MIN;
    match read(&longer, today, true) {
        Entry::Wrong(Fault::Form | Fault::YearFirst) => false,
        _ => partial || !longer.contains(['u', 'U']),
    }
}

/// Returns what the text means; `future` when a date after today will do.
pub fn read(text: &str, today: NaiveDate, future: bool) -> Entry {
    let entry = match text.strip_prefix(['t', 'T']) {
        Some("") => Entry::Open(today.into()),
        Some(shift) if !shift.starts_with(['-', '+']) => Entry::Wrong(Fault::Form),
        // `t-` asks for a number; a lone `-` or `+` is one day.
        Some("-" | "+") => Entry::Unfinished,
        Some(shift) => read_shift(shift, today),
        None if matches!(text, "-" | "+") => read_shift(&format!("{text}1"), today),
        None if text.starts_with(['-', '+']) => read_shift(text, today),
        None => read_calendar(text),
    };
    match entry {
        Entry::Open(date) | Entry::Full(date) if !future && date.earliest() > today => {
            Entry::Wrong(Fault::Future(today))
        }
        // More keys can only move it further ahead.
        Entry::Unfinished if !future && text.ends_with('+') => Entry::Wrong(Fault::Future(today)),
        entry => entry,
    }
}

/// Reads a sign and a number of days.
fn read_shift(text: &str, today: NaiveDate) -> Entry {
    let (back, days) = match (text.strip_prefix('-'), text.strip_prefix('+')) {
        (Some(days), _) => (true, days),
        (None, Some(days)) => (false, days),
        (None, None) => return Entry::Wrong(Fault::Form),
    };
    if days.len() > MAX_DAY_DIGITS || !days.bytes().all(|b| b.is_ascii_digit()) {
        return Entry::Wrong(Fault::Form);
    }
    let Ok(days) = days.parse::<u64>() else {
        return Entry::Wrong(Fault::Form);
    };
    let (day, fault) = if back {
        (today.checked_sub_days(Days::new(days)), Fault::TooOld)
    } else {
        (today.checked_add_days(Days::new(days)), Fault::TooLate)
    };
    match day {
        Some(day) if (FIRST_YEAR..=LAST_YEAR).contains(&day.year()) => Entry::Open(day.into()),
        _ => Entry::Wrong(fault),
    }
}

fn read_calendar(text: &str) -> Entry {
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let Some(separator) = text.chars().find(|c| matches!(c, '-' | '/' | '.')) else {
        return read_digits(text);
    };
    let mut parts = text.splitn(3, separator);
    let (year, month, day) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
    match year.len() {
        _ if !digits(year) => Entry::Wrong(Fault::Form),
        4 => read_parts(year, month, day),
        1 | 2 => Entry::Wrong(Fault::YearFirst),
        _ => Entry::Wrong(Fault::Form),
    }
}

/// Reads digits alone: a year or a whole date, for without a separator `2024031` could be cut in two ways.
fn read_digits(text: &str) -> Entry {
    if !text.bytes().all(|b| b.is_ascii_digit()) || text.len() > 8 {
        return Entry::Wrong(Fault::Form);
    }
    let entry = match (text.get(..4), text.get(4..6), text.get(6..)) {
        (Some(year), Some(month), Some("")) => read_parts(year, Some(month), None),
        (Some(year), Some(month), Some(day)) => read_parts(year, Some(month), Some(day)),
        (Some(year), None, _) => read_parts(year, None, None),
        _ => read_parts(text, None, None),
    };
    match (entry, text.len()) {
        (Entry::Open(_), 5..=7) => Entry::Unfinished,
        (entry, _) => entry,
    }
}

/// How far a month or a day has been typed.
enum Part {
    Nothing,
    Begun,
    Unknown,
    Number(u32),
}

fn part(text: Option<&str>) -> Option<Part> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Some(Part::Nothing);
    };
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return match text.len() {
            1 if text == "0" => Some(Part::Begun),
            1 | 2 => text.parse().ok().map(Part::Number),
            _ => None,
        };
    }
    match UNKNOWN.get(..text.len()) {
        Some(begun) if begun.eq_ignore_ascii_case(text) => Some(if text.len() == UNKNOWN.len() {
            Part::Unknown
        } else {
            Part::Begun
        }),
        _ => None,
    }
}

fn read_parts(year: &str, month: Option<&str>, day: Option<&str>) -> Entry {
    let (Some(month_part), Some(day_part)) = (part(month), part(day)) else {
        return Entry::Wrong(Fault::Form);
    };
    // A second separator comes after a month or UNK, never after one that was only begun.
    if day.is_some() && matches!(month_part, Part::Begun | Part::Nothing) {
        return Entry::Wrong(Fault::Form);
    }
    if year.len() < 4 {
        return Entry::Unfinished;
    }
    let Ok(year) = year.parse::<i32>() else {
        return Entry::Wrong(Fault::Form);
    };
    if year < FIRST_YEAR {
        return Entry::Wrong(Fault::TooOld);
    }
    let made = |month: Option<u32>, day: Option<u32>| PartialDate::new(year, month, day);
    let full = |date: Option<PartialDate>| date.map_or(Entry::Wrong(Fault::Calendar), Entry::Full);
    match (month_part, day_part) {
        (Part::Nothing, _) if month.is_none() => match made(None, None) {
            Some(date) => Entry::Open(date),
            None => Entry::Wrong(Fault::Calendar),
        },
        (Part::Nothing | Part::Begun, _) => Entry::Unfinished,
        // Without a month there is no day to know.
        (Part::Unknown, Part::Number(_)) => Entry::Wrong(Fault::Form),
        (Part::Unknown, Part::Nothing) if day.is_none() => full(made(None, None)),
        (Part::Unknown, Part::Begun) if !day.is_some_and(|day| day.starts_with(['u', 'U'])) => {
            Entry::Wrong(Fault::Form)
        }
        (Part::Unknown, Part::Nothing | Part::Begun) => Entry::Unfinished,
        (Part::Unknown, Part::Unknown) => full(made(None, None)),
        (Part::Number(month), day_part) => match (made(Some(month), None), day_part) {
            (None, _) => Entry::Wrong(Fault::Calendar),
            (Some(date), Part::Nothing) if day.is_none() => Entry::Open(date),
            (Some(_), Part::Nothing | Part::Begun) => Entry::Unfinished,
            (Some(date), Part::Unknown) => Entry::Full(date),
            (Some(_), Part::Number(number)) => match made(Some(month), Some(number)) {
                // `2024-3-1` can become `2024-3-12`.
                Some(date) if day.is_some_and(|day| day.len() == 1) => Entry::Open(date),
                date => full(date),
            },
        },
    }
}

/// Returns the whole date of an entry; a part of one is not finished where a whole date is asked for.
pub fn whole(entry: Entry, text: &str) -> Entry {
    let date = match entry {
        Entry::Open(date) | Entry::Full(date) => date,
        other => return other,
    };
    match date.precision() {
        Precision::Day => entry,
        _ if text.contains(['u', 'U']) => Entry::Wrong(Fault::Form),
        _ => Entry::Unfinished,
    }
}
