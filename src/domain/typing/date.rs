//! Calendar dates as they are typed: `2026-11-23`, `20261123`, `t` for today, `t-3` or `-3` for
//! three days ago, `-` for yesterday.
//!
//! Whole dates only, and none after today: a part that was not typed is never filled in.

use super::{Refusal, Typed};
use crate::domain::answer::{Answer, Value};
use chrono::{Datelike, Days, NaiveDate};

/// First year that is taken.
const FIRST_YEAR: i32 = 1900;
/// Most digits of a number of days.
const MAX_DAY_DIGITS: usize = 5;

/// Returns whether a character can go on from here.
pub(super) fn takes(text: &str, c: char) -> bool {
    let relative = text.starts_with(['t', 'T', '-', '+']);
    match c {
        't' | 'T' => text.is_empty(),
        '+' => text.is_empty() || text.eq_ignore_ascii_case("t"),
        '-' if relative => text.eq_ignore_ascii_case("t"),
        '-' => text.is_empty() || matches!(text.len(), 4 | 7),
        '0'..='9' if relative => {
            text.len() > 1 && text.len() < 2 + MAX_DAY_DIGITS || text.starts_with(['-', '+'])
        }
        '0'..='9' => text.len() < if text.contains('-') { 10 } else { 8 },
        _ => false,
    }
}

/// Returns what the text means.
pub(super) fn read(text: &str, today: NaiveDate) -> Typed {
    match text.strip_prefix(['t', 'T']) {
        Some("") => Typed::Ready(answer(today)),
        Some(shift) => read_shift(text, shift, today),
        None if text == "-" => back(text, 1, today),
        None if text.starts_with(['-', '+']) => read_shift(text, text, today),
        None => read_calendar(text, today),
    }
}

fn read_shift(text: &str, shift: &str, today: NaiveDate) -> Typed {
    if shift.starts_with('+') {
        return future(text, today);
    }
    let Some(days) = shift.strip_prefix('-') else {
        return form(text);
    };
    if days.is_empty() {
        return Typed::Partial;
    }
    let plain = days.len() <= MAX_DAY_DIGITS && days.bytes().all(|b| b.is_ascii_digit());
    match days.parse() {
        Ok(days) if plain => back(text, days, today),
        _ => form(text),
    }
}

fn back(text: &str, days: u64, today: NaiveDate) -> Typed {
    match today.checked_sub_days(Days::new(days)) {
        Some(date) if date.year() >= FIRST_YEAR => Typed::Ready(answer(date)),
        _ => too_old(text),
    }
}

fn read_calendar(text: &str, today: NaiveDate) -> Typed {
    let bytes = text.as_bytes();
    let dashed = bytes.get(4) == Some(&b'-');
    let length = if dashed { 10 } else { 8 };
    let fits = bytes.len() <= length
        && bytes.iter().enumerate().all(|(place, b)| {
            if dashed && matches!(place, 4 | 7) {
                *b == b'-'
            } else {
                b.is_ascii_digit()
            }
        });
    if !fits {
        return form(text);
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let part = |from: usize, to: usize| digits.get(from..to).and_then(|d| d.parse::<u32>().ok());
    let Some(year) = part(0, 4).and_then(|year| i32::try_from(year).ok()) else {
        return Typed::Partial;
    };
    if year > today.year() {
        return future(text, today);
    }
    if year < FIRST_YEAR {
        return too_old(text);
    }
    let Some(month) = part(4, 6) else {
        return Typed::Partial;
    };
    if !(1..=12).contains(&month) {
        return none(text);
    }
    match part(6, 8) {
        None => Typed::Partial,
        Some(day) => match NaiveDate::from_ymd_opt(year, month, day) {
            None => none(text),
            Some(date) if date > today => future(text, today),
            Some(date) => Typed::Full(answer(date)),
        },
    }
}

fn answer(date: NaiveDate) -> Answer {
    Answer::Value {
        value: Value::Date(date),
        unit: None,
    }
}

fn form(text: &str) -> Typed {
    Typed::Wrong(Refusal::new(format!(
        "{text} is not a date: type year-month-day, t for today or t-3 for three days ago."
    )))
}

fn none(text: &str) -> Typed {
    Typed::Wrong(Refusal::new(format!(
        "{text} is not in the calendar: type year-month-day, such as 2026-02-28."
    )))
}

fn too_old(text: &str) -> Typed {
    Typed::Wrong(Refusal::new(format!(
        "{text} is before {FIRST_YEAR}: type a year from {FIRST_YEAR} on."
    )))
}

fn future(text: &str, today: NaiveDate) -> Typed {
    Typed::Wrong(Refusal::new(format!(
        "{text} is in the future: today, {today}, is the last date allowed."
    )))
}
