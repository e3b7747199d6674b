//! What the text typed into a field means: which keys it takes, and whether the text is an answer,
//! on the way to one, or wrong.
//!
//! Pure text in, answer out. A word is taken whole or refused whole: no character of it is left out, and none is
//! cut off. It asks no question about a legal value (`domain::rules::checks` does) and never fills in what was not typed.

mod characters;
mod choice;
mod date;
mod expects;
mod free_text;
mod number;
mod refusal;
mod time;

use super::instrument::{Field, FieldKind, Instrument};
use crate::domain::base::answer::{Answer, Value};
use crate::domain::base::partial::typed;
use crate::domain::base::partial::typed::Entry;
use crate::domain::base::shown::shown_start;
use crate::domain::base::text::{self, PARAGRAPH, says_nothing};
use crate::domain::record::rows::ERROR_REASON;
use chrono::{Datelike as _, NaiveDate, NaiveTime};

pub use characters::{plain_char, plain_text};
pub use expects::{Expectation, Within, expects};
pub use number::{LAB_DECIMALS, factor, in_unit_of_limits, is_microkatal, limit_in_unit};
pub use refusal::{Refusal, Remedy};

/// What the text in a field means so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Nothing was typed.
    Empty,
    /// Exactly `.`: Enter opens the missing reasons.
    Missing,
    /// Not an answer yet, but more keys can make it one.
    Partial,
    /// An answer that more keys could change: it waits for Enter.
    Ready(Answer),
    /// An answer that no further key could change: a choice moves on by itself, all else waits for Enter.
    Full(Answer),
    /// No answer, and no further key makes it one.
    Wrong(Refusal),
}

impl Typed {
    /// Returns the answer, if the text is one.
    pub fn answer(&self) -> Option<&Answer> {
        match self {
            Self::Ready(answer) | Self::Full(answer) => Some(answer),
            Self::Empty | Self::Missing | Self::Partial | Self::Wrong(_) => None,
        }
    }
}

/// Returns whether a character can begin the word of a field, or go on with it.
///
/// One that cannot begin it stays free for commands; one that cannot go on makes the whole word wrong.
pub fn takes(instrument: &Instrument, field: &Field, text: &str, c: char) -> bool {
    inserts(instrument, field, text, c).is_some()
}

/// Returns the character that a key puts at the end of the word, if the word can go on with it: a decimal comma
/// becomes a point, and a lower-case letter is raised where the field's pattern wants a capital.
pub fn inserts(instrument: &Instrument, field: &Field, text: &str, c: char) -> Option<char> {
    let first = text.is_empty();
    let c = plain_in(field, c);
    match &field.kind {
        FieldKind::Vas { .. } | FieldKind::Number { .. } => number::inserts(text, c, false),
        FieldKind::Lab { is_limit, .. } => number::inserts(text, c, !is_limit),
        FieldKind::Choice { .. } => {
            let taken = (first && c == '.') || choice::takes(instrument.choices(field), text, c);
            taken.then_some(c)
        }
        FieldKind::Text {
            max_length,
            pattern,
        } => free_text::inserts(*max_length, pattern.as_deref(), text, c),
        FieldKind::Paragraph => free_text::inserts(PARAGRAPH, None, text, c),
        FieldKind::Date | FieldKind::PartialDate { .. } | FieldKind::Time if first && c == '.' => {
            Some(c)
        }
        FieldKind::Time => time::inserts(text, c),
        FieldKind::Date => date::inserts(text, c, false),
        FieldKind::PartialDate { .. } => date::inserts(text, c, true),
    }
}

/// Returns a typed character as this field reads it: as it is in free text, else by [`plain_char`].
pub fn plain_in(field: &Field, c: char) -> char {
    if is_free_text(field) {
        c
    } else {
        plain_char(c)
    }
}

/// Returns whether a field takes any text.
fn is_free_text(field: &Field) -> bool {
    most_characters(field).is_some()
}

/// Returns the most characters of a field that takes any text; `None` for any other.
pub fn most_characters(field: &Field) -> Option<usize> {
    match &field.kind {
        FieldKind::Text {
            max_length,
            pattern: None,
        } => Some(*max_length),
        FieldKind::Paragraph => Some(PARAGRAPH),
        FieldKind::Text {
            pattern: Some(_), ..
        }
        | FieldKind::Vas { .. }
        | FieldKind::Number { .. }
        | FieldKind::Lab { .. }
        | FieldKind::Choice { .. }
        | FieldKind::Date
        | FieldKind::PartialDate { .. }
        | FieldKind::Time => None,
    }
}

/// Returns the separator that goes in before a key, where a pattern wants one that was not typed.
pub fn separator(field: &Field, text: &str, c: char) -> Option<char> {
    match &field.kind {
        FieldKind::Text {
            pattern: Some(pattern),
            ..
        } => free_text::separator(pattern, text, plain_char(c)),
        FieldKind::Vas { .. }
        | FieldKind::Number { .. }
        | FieldKind::Lab { .. }
        | FieldKind::Choice { .. }
        | FieldKind::Text { pattern: None, .. }
        | FieldKind::Paragraph
        | FieldKind::Date
        | FieldKind::PartialDate { .. }
        | FieldKind::Time => None,
    }
}

/// Returns both answers that a number with one mark and three digits behind it can mean: with a decimal mark first,
/// then with a mark between thousands. None where the field can hold only one of them.
pub fn two_readings(
    instrument: &Instrument,
    field: &Field,
    text: &str,
    unit: Option<&str>,
    today: NaiveDate,
) -> Option<[Answer; 2]> {
    let numeric = matches!(
        field.kind,
        FieldKind::Vas { .. } | FieldKind::Number { .. } | FieldKind::Lab { .. }
    );
    let whole = number::without_thousands(&plain_text(text)).filter(|_| numeric)?;
    let answer = |text: &str| {
        let typed = read(instrument, field, text, unit, today);
        typed.answer().cloned()
    };
    Some([answer(text)?, answer(&whole)?])
}

/// Returns what the text in a field means. `unit` is the code in the unit field of a laboratory
/// result, `today` the day that `t` stands for and that no date may be after, unless its field says so.
pub fn read(
    instrument: &Instrument,
    field: &Field,
    text: &str,
    unit: Option<&str>,
    today: NaiveDate,
) -> Typed {
    let plain = plain_text(text);
    // A space is part of a word everywhere but at the ends of free text, where it means nothing.
    let text = if is_free_text(field) {
        text.trim()
    } else {
        &plain
    };
    if text.is_empty() {
        return Typed::Empty;
    }
    if text == "." {
        return Typed::Missing;
    }
    match &field.kind {
        FieldKind::Text { .. } | FieldKind::Paragraph
            if field.id.as_str() == ERROR_REASON && says_nothing(text) =>
        {
            Typed::Wrong(Refusal::SaysNothing)
        }
        FieldKind::Vas { .. } => number::read_vas(text),
        FieldKind::Number {
            unit,
            decimals,
            min,
            max,
            year,
            ..
        } => {
            let this = year.then(|| today.year());
            number::read_number(text, unit.as_deref(), *decimals, *min, *max, this)
        }
        FieldKind::Lab {
            quantity,
            min,
            max,
            is_limit,
            ..
        } => number::read_lab(text, unit, *quantity, (*min, *max), *is_limit),
        FieldKind::Choice { options, .. } => {
            choice::read(instrument.choices(field), text, options == "grade")
        }
        FieldKind::Text {
            max_length,
            pattern,
        } => free_text::read(*max_length, pattern.as_deref(), text),
        FieldKind::Paragraph => free_text::judged(text::check_paragraph(text), text, PARAGRAPH),
        FieldKind::Date => date::read(text, today),
        FieldKind::PartialDate { future } => date::read_partial(text, today, *future),
        FieldKind::Time => time::read(text),
    }
}

/// Returns why a text that more keys could make an answer is none as it stands; `None` where only what the field takes can be
/// said.
pub fn unfinished(field: &Field, text: &str, unit: Option<&str>) -> Option<Refusal> {
    let text = plain_text(text);
    match &field.kind {
        FieldKind::Vas { .. } | FieldKind::Number { .. } | FieldKind::Lab { .. } => {
            number::unfinished(&field.kind, &text, unit)
        }
        FieldKind::Date => Some(Refusal::UnfinishedDate),
        FieldKind::Time => Some(Refusal::UnfinishedTime),
        FieldKind::PartialDate { .. } => Some(Refusal::UnfinishedPart),
        FieldKind::Choice { .. } | FieldKind::Text { .. } | FieldKind::Paragraph => None,
    }
}

/// Reads a time of day as it is typed into a field of that kind: `14:30`, `1430`, `9:05`.
///
/// # Errors
/// What is wrong with it; a text that can become a time is unfinished.
pub fn time_of_day(text: &str) -> Result<NaiveTime, Refusal> {
    if text.is_empty() {
        return Err(Refusal::UnfinishedTime);
    }
    let typed = time::read(&plain_text(text));
    if let Typed::Wrong(refusal) = typed {
        return Err(refusal);
    }
    let time = typed.answer().and_then(Answer::as_text);
    time.and_then(|time| NaiveTime::parse_from_str(time, "%H:%M").ok())
        .ok_or(Refusal::UnfinishedTime)
}

/// Reads a whole date as it is typed into a field of that kind, none after today.
///
/// # Errors
/// What is wrong with it; a text that can become a whole date is unfinished.
pub fn whole_date(text: &str, today: NaiveDate) -> Result<NaiveDate, Refusal> {
    let text = plain_text(text);
    match typed::whole(typed::read(&text, today, false), &text) {
        Entry::Open(date) | Entry::Full(date) => Ok(date.earliest()),
        Entry::Wrong(fault) => Err(Refusal::Date {
            text: text.into_owned(),
            fault,
            partial: false,
        }),
        Entry::Unfinished => Err(Refusal::UnfinishedDate),
    }
}

/// Returns the short text of an answer on the screen. For a value it is a text that `read` takes
/// back to the same answer; for a missing one it is the reason.
pub fn show(_instrument: &Instrument, field: &Field, answer: &Answer) -> String {
    match answer {
        Answer::Value { value, .. } => match value {
            Value::Number(n)
                if matches!(field.kind, FieldKind::Vas { .. }) && n.normalize().scale() <= 1 =>
            {
                format!("{n:.1}")
            }
            Value::Number(_)
            | Value::Below(_)
            | Value::Code(_)
            | Value::Text(_)
            | Value::Date(_) => value.to_string(),
        },
        Answer::Missing { reason, .. } => reason.replace('-', " "),
    }
}

/// Returns an answer where it is said beside other things: as [`show`] has it, of a paragraph its start.
pub fn brief(instrument: &Instrument, field: &Field, answer: &Answer) -> String {
    let short = show(instrument, field, answer);
    match field.kind {
        FieldKind::Paragraph => shown_start(&short),
        FieldKind::Text { .. }
        | FieldKind::Vas { .. }
        | FieldKind::Number { .. }
        | FieldKind::Lab { .. }
        | FieldKind::Choice { .. }
        | FieldKind::Date
        | FieldKind::PartialDate { .. }
        | FieldKind::Time => short,
    }
}

/// Returns an answer where a sentence tells it: what a code is called, with the code where that is a number.
pub fn told(instrument: &Instrument, field: &Field, answer: &Answer) -> String {
    let choice = answer
        .as_code()
        .and_then(|code| instrument.choice(field, code));
    let Some(choice) = choice else {
        return brief(instrument, field, answer);
    };
    let name = choice.name();
    let numbered = choice.code.bytes().all(|byte| byte.is_ascii_digit());
    match numbered && name != choice.code {
        true => format!("{} ({name})", choice.code),
        false => name.to_owned(),
    }
}

/// Returns an answer in words: the code and what it means (`8  good`), the value with its unit
/// (`1260 U/L`), or the missing reason with what was added (`not done: arm in a cast`).
pub fn words(instrument: &Instrument, field: &Field, answer: &Answer) -> String {
    let short = show(instrument, field, answer);
    match answer {
        Answer::Value {
            value: Value::Code(code),
            ..
        } => instrument
            .choices(field)
            .iter()
            .find(|choice| choice.code == *code)
            .map_or(short, |choice| format!("{code}  {}", choice.label)),
        Answer::Value {
            unit: Some(unit), ..
        } => format!("{short} {unit}"),
        Answer::Missing {
            text: Some(text), ..
        } if !text.is_empty() => format!("{short}: {text}"),
        Answer::Value { unit: None, .. } | Answer::Missing { .. } => short,
    }
}

#[cfg(test)]
mod tests;
