//! Dates in the field of a form: whole ones, and those of which only the year or the month is known.
//!
//! What was not typed is never filled in: a partial date is stored as the text it was typed as, in
//! its one form (`2024-03`), and a field for whole dates waits for the rest.

use super::{Refusal, Typed};
use crate::domain::base::answer::{Answer, Value};
use crate::domain::base::partial::typed;
use crate::domain::base::partial::typed::Entry;
use chrono::NaiveDate;

/// Returns the character that a key puts at the end of the text, if it can go on from here.
pub(super) fn inserts(text: &str, c: char, partial: bool) -> Option<char> {
    let c = match c {
        'u' | 'n' | 'k' => c.to_ascii_uppercase(),
        _ => c,
    };
    typed::takes(text, c, partial).then_some(c)
}

/// Returns what the text means where a whole date is asked for, none after today.
pub(super) fn read(text: &str, today: NaiveDate) -> Typed {
    let entry = typed::whole(typed::read(text, today, false), text);
    told(entry, text, false, |date| Value::Date(date.earliest()))
}

/// Returns what the text means where a part of a date will do; `future` when one after today will.
pub(super) fn read_partial(text: &str, today: NaiveDate, future: bool) -> Typed {
    let entry = typed::read(text, today, future);
    told(entry, text, true, |date| Value::Text(date.to_string()))
}

fn told(
    entry: Entry,
    text: &str,
    partial: bool,
    value: impl Fn(crate::domain::base::partial::PartialDate) -> Value,
) -> Typed {
    let answer = |date| Answer::Value {
        value: value(date),
        unit: None,
    };
    match entry {
        Entry::Unfinished => Typed::Partial,
        Entry::Open(date) => Typed::Ready(answer(date)),
        Entry::Full(date) => Typed::Full(answer(date)),
        Entry::Wrong(fault) => Typed::Wrong(Refusal::Date {
            text: text.to_owned(),
            fault,
            partial,
        }),
    }
}
