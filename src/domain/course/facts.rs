//! What follows from a row of a log: grades, clocks, equivalents, departures from a plan.
//!
//! Every number is computed elsewhere; `text` makes a sentence of each fact. Of a row entered in error only that is
//! said.

mod course;
mod dose;
mod happening;

pub use course::OfMedication;
pub(super) use course::forbidden_with;
pub use dose::{Departure, OfInfusion, PlannedFor};
pub(super) use dose::{departures, next as next_infusion, planned_until, was_given};
pub(super) use happening::clock_of;
pub use happening::{After, Began, OfEvent, Window};

use super::eligibility::{Reason, Standing};
use super::totals::Sum;
use super::{ABATACEPT, ADVERSE_EVENT, MEDICATION};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FormId;
use crate::domain::forms::disease::bohan_peter::Classified;
use crate::domain::forms::engine::cells;
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::record::rows;
use crate::domain::record::rows::{Row, rows};
use crate::domain::record::session::{FormCells, ParticipantRecord};
use crate::domain::study::Study;
use crate::domain::treatment::kidney::ByYear;
use chrono::NaiveDateTime;

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
    /// What it is.
    pub said: Said,
}

/// What a fact says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// The row was entered in error, and why where that is answered.
    InError(Option<String>),
    /// Something required is still empty.
    Incomplete,
    /// Of a medication.
    Medication(OfMedication),
    /// Of an infusion.
    Infusion(OfInfusion),
    /// Of an adverse event.
    Event(OfEvent),
    /// A sum over a log.
    Sum(Sum),
    /// How far somebody is on the way into the trial.
    Standing(Standing),
    /// What keeps somebody out of the trial.
    Reason(Reason),
    /// The class by the items of Bohan and Peter.
    BohanPeter(Classified),
    /// The filtration rate by creatinine.
    Filtration(ByYear),
}

impl Fact {
    /// Returns a fact that is good to know.
    pub fn plain(said: impl Into<Said>) -> Self {
        Self::marked(Mark::Plain, said)
    }

    /// Returns a fact that needs a look.
    pub fn warn(said: impl Into<Said>) -> Self {
        Self::marked(Mark::Warn, said)
    }

    /// Returns a fact to be taken so.
    pub fn marked(mark: Mark, said: impl Into<Said>) -> Self {
        Self {
            mark,
            said: said.into(),
        }
    }
}

impl From<OfMedication> for Said {
    fn from(said: OfMedication) -> Self {
        Self::Medication(said)
    }
}

impl From<OfInfusion> for Said {
    fn from(said: OfInfusion) -> Self {
        Self::Infusion(said)
    }
}

impl From<OfEvent> for Said {
    fn from(said: OfEvent) -> Self {
        Self::Event(said)
    }
}

impl From<Sum> for Said {
    fn from(said: Sum) -> Self {
        Self::Sum(said)
    }
}

impl From<Standing> for Said {
    fn from(said: Standing) -> Self {
        Self::Standing(said)
    }
}

impl From<Reason> for Said {
    fn from(said: Reason) -> Self {
        Self::Reason(said)
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
        let why = row.why_in_error().map(str::to_owned);
        let mut facts = vec![Fact::warn(Said::InError(why))];
        if form == ADVERSE_EVENT {
            facts.extend(happening::unseen(study, record, row, now));
        }
        return facts;
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
    let study = study.of_place(record, rows::SESSION, row.id);
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
    let choice = form.choice(form.field(field)?, code)?;
    Some(choice.label.clone())
}
