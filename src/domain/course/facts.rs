//! What follows from a row of a log, a sentence each: grades in words, clocks, equivalents, departures from a plan.
//!
//! For the screen; every number is computed elsewhere. Of a row entered in error only that is said.

mod course;
mod dose;
mod happening;

pub(super) use dose::{next as next_infusion, planned_until, was_given};
pub(super) use happening::clock_of;

use super::{ABATACEPT, ADVERSE_EVENT, MEDICATION, text};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FormId;
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::cells;
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::record::rows;
use crate::domain::record::rows::{Row, rows};
use crate::domain::record::session::{FormCells, ParticipantRecord};
use crate::domain::study::Study;
use chrono::{NaiveDateTime, TimeDelta};

/// How a fact is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Good to know.
    Plain,
    /// As it should be.
    Good,
    /// Needs a look.
    Warn,
    /// Must not wait.
    Bad,
}

/// Something that follows from what was entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// How it is to be taken.
    pub mark: Mark,
    /// One sentence.
    pub text: String,
}

impl Fact {
    /// Returns a fact that is good to know.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::marked(Mark::Plain, text)
    }

    /// Returns a fact that needs a look.
    pub fn warn(text: impl Into<String>) -> Self {
        Self::marked(Mark::Warn, text)
    }

    /// Returns a fact to be taken so.
    pub fn marked(mark: Mark, text: impl Into<String>) -> Self {
        Self {
            mark,
            text: text.into(),
        }
    }
}

/// Returns what follows from a row of a log at a time of the site; nothing of a row that holds no answer.
pub fn facts(
    study: &Study,
    record: &ParticipantRecord,
    id: &FormId,
    now: NaiveDateTime,
) -> Vec<Fact> {
    let Some((form, number)) = rows::split(id.as_str()) else {
        return Vec::new();
    };
    let rows = rows(record, form);
    let Some(row) = rows.iter().find(|row| row.number == number) else {
        return Vec::new();
    };
    if row.is_in_error() {
        let why = text(row.cells, rows::ERROR_REASON);
        let words = why.map_or_else(
            || "Entered in error; why is not said yet.".to_owned(),
            |why| format!("Entered in error: {why}. It counts nowhere."),
        );
        return vec![Fact::warn(words)];
    }
    match form {
        MEDICATION => course::facts(study, record, row, now.date()),
        ABATACEPT => dose::facts(study, record, row, now.date()),
        ADVERSE_EVENT => happening::facts(study, record, row, now),
        _ => Vec::new(),
    }
}

/// Returns whether something in a row contradicts itself, departs from the plan or is forbidden.
pub(super) fn is_doubtful(study: &Study, record: &ParticipantRecord, row: &Row<'_>) -> bool {
    match row.id.as_str().split('#').next() {
        Some(MEDICATION) => {
            super::ends_before_it_begins(row.cells)
                || course::forbidden_with(study, record, row).is_some()
        }
        Some(ABATACEPT) => !dose::departures(study, record, row).is_empty(),
        Some(ADVERSE_EVENT) => !super::event::contradictions(row.cells).is_empty(),
        _ => false,
    }
}

/// Returns what the option chosen in a field means.
pub(super) fn label(form: &Instrument, cells: &FormCells, field: &str) -> Option<String> {
    let code = cells::answer(cells, field).and_then(Answer::as_code)?;
    let choices = form.choices(form.field(field)?);
    let choice = choices.iter().find(|choice| choice.code == code)?;
    Some(choice.label.clone())
}

/// Returns an amount for the screen, without a zero behind the point.
pub(super) fn short(number: Exact, decimals: u32) -> String {
    let text = number.rounded(decimals);
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// Returns a stretch of time in its largest fitting unit: `45 min`, `7 h`, `3 d`.
pub(super) fn stretch(time: TimeDelta) -> String {
    match time.num_minutes() {
        minutes @ ..120 => format!("{minutes} min"),
        minutes @ ..2880 => format!("{} h", minutes / 60),
        minutes => format!("{} d", minutes / 1440),
    }
}
