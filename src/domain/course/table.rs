//! The rows of a log as a table shows them: what, how much, from when to when, and what is wrong with each; `text`
//! words them.
//!
//! Rows entered in error stand here too, marked; what goes on comes first.

use super::facts::{self, label};
use super::{
    ABATACEPT, ADVERSE_EVENT, MEDICATION, date, event, infusion, medication, period, text,
};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FormId;
use crate::domain::base::partial::PartialDate;
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::cells;
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::forms::engine::progress::{Setting, progress};
use crate::domain::forms::engine::typing;
use crate::domain::record::rows::{Row, SESSION, rows};
use crate::domain::record::session::{FormCells, ParticipantRecord};
use crate::domain::study::Study;
use crate::domain::treatment::abatacept::Given;
use crate::domain::treatment::medication::{End, Treatment};
use chrono::NaiveTime;

/// A row of a log in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Number of the row.
    pub number: u32,
    /// Its form id, such as `medication#2`.
    pub id: FormId,
    /// What it is about.
    pub what: What,
    /// Dose or grade.
    pub amount: Amount,
    /// First day as far as it is known; none while not entered.
    pub start: Option<PartialDate>,
    /// Last day as far as it is known, or the times of an infusion.
    pub end: Until,
    /// It goes on.
    pub ongoing: bool,
    /// It was entered in error.
    pub in_error: bool,
    /// Something required is still empty.
    pub incomplete: bool,
    /// Something is stored that is not by the rules, and does not count.
    pub unfit: bool,
    /// Something contradicts itself, departs from the plan or is forbidden.
    pub doubtful: bool,
    /// A serious event.
    pub serious: bool,
    /// A serious event that no investigator has seen, also one entered in error.
    pub unseen: bool,
}

/// What a row is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It does not say yet.
    NotNamed,
    /// This name, as it was entered.
    Named(String),
    /// A pulse of this drug; the name is blank while it is not entered.
    Pulse(String),
    /// The infusion of this number, from 1.
    Infusion(usize),
}

/// Dose or grade of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amount {
    /// Not entered.
    Blank,
    /// Of a medication.
    Dose {
        /// The dose each time with the code of its unit; the code is blank while not entered.
        dose: Option<(Exact, String)>,
        /// How often, as the form labels it.
        often: Option<String>,
    },
    /// An infusion that was left out.
    LeftOut,
    /// An infusion, mg, and whether it was interrupted.
    Given {
        /// mg.
        mg: Exact,
        /// Whether it was interrupted.
        interrupted: bool,
    },
    /// Grade of an event, 1 to 5.
    Grade(u8),
}

/// When a row ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// Not known.
    Unknown,
    /// It goes on.
    Ongoing,
    /// A day as far as it is known.
    Day(PartialDate),
    /// Times of an infusion: its beginning, and its end where that is entered.
    Times(NaiveTime, Option<NaiveTime>),
}

/// Returns the rows of a log: those that go on first, then by their first day.
pub fn lines(study: &Study, record: &ParticipantRecord, form: &Instrument) -> Vec<Line> {
    let mut lines: Vec<(Option<PartialDate>, Line)> = rows(record, form.id.as_str())
        .iter()
        .map(|row| (start(row.cells), line(study, record, form, row)))
        .collect();
    lines.sort_by_key(|(start, line)| {
        let first = start.map(|start| start.earliest());
        (!line.ongoing || line.in_error, first, line.number)
    });
    lines.into_iter().map(|(_, line)| line).collect()
}

/// Returns the first day of a row: each log has it in one of these fields.
fn start(cells: &FormCells) -> Option<PartialDate> {
    let whole = || super::day(cells, "date").map(PartialDate::from);
    date(cells, "start")
        .or_else(|| date(cells, "onset"))
        .or_else(whole)
}

fn line(study: &Study, record: &ParticipantRecord, form: &Instrument, row: &Row<'_>) -> Line {
    let version = study.of_place(record, SESSION, row.id);
    let form = version.form(row.id.as_str()).unwrap_or(form);
    let in_error = row.is_in_error();
    let setting = Setting::of(false, record.participant.sex);
    let period = period(row.cells);
    let end = match period.end {
        End::Ongoing => Until::Ongoing,
        End::On(day) => Until::Day(day),
        End::Unknown => Until::Unknown,
    };
    let mut line = Line {
        number: row.number,
        id: row.id.clone(),
        what: What::NotNamed,
        amount: Amount::Blank,
        start: start(row.cells),
        end,
        ongoing: period.end == End::Ongoing,
        in_error,
        incomplete: !progress(version.scoring(), form, setting, row.cells).is_complete(),
        unfit: !in_error && row.cells.values().any(|cell| cell.unfit.is_some()),
        doubtful: false,
        serious: false,
        unseen: false,
    };
    match form.id.as_str() {
        MEDICATION => of_medication(form, row, &mut line),
        ABATACEPT => of_infusion(row, &mut line),
        ADVERSE_EVENT => of_event(row, &mut line),
        _ => line.what = named(first_text(form, row.cells)),
    }
    line.doubtful = !in_error && facts::is_doubtful(study, record, row);
    line
}

fn named(name: String) -> What {
    match name.is_empty() {
        true => What::NotNamed,
        false => What::Named(name),
    }
}

fn of_medication(form: &Instrument, row: &Row<'_>, line: &mut Line) {
    let known = medication(Some(form), row);
    let Treatment {
        drug, dose, unit, ..
    } = known.treatment;
    line.what = match cells::yes(row.cells, "pulse") {
        true => What::Pulse(drug),
        false => named(drug),
    };
    line.amount = Amount::Dose {
        dose: dose.map(|dose| (dose, unit.unwrap_or_default())),
        often: label(form, row.cells, "frequency"),
    };
}

fn of_infusion(row: &Row<'_>, line: &mut Line) {
    let Some(known) = infusion(row) else {
        return;
    };
    line.what = What::Infusion(known.infusion.dose.saturating_add(1));
    line.amount = match (known.infusion.given, known.infusion.mg) {
        (Given::LeftOut, _) => Amount::LeftOut,
        (given @ (Given::Interrupted | Given::Whole), Some(mg)) => Amount::Given {
            mg,
            interrupted: given == Given::Interrupted,
        },
        (Given::Interrupted | Given::Whole, None) => Amount::Blank,
    };
    let end = known.end.map(|end| end.time());
    line.end = known
        .start
        .map_or(Until::Unknown, |start| Until::Times(start.time(), end));
}

fn of_event(row: &Row<'_>, line: &mut Line) {
    let known = event::event(row);
    line.serious = known.serious == Some(true);
    line.unseen = known.is_unseen();
    line.amount = known.grade.map_or(Amount::Blank, Amount::Grade);
    line.what = named(known.term);
}

/// Returns what the first text of a form says, of a log that is not one of the known ones.
fn first_text(form: &Instrument, cells: &FormCells) -> String {
    let words = |answer: &Answer, field| typing::show(form, field, answer);
    let mut fields = form.fields();
    let is_text =
        |field: &&Field| matches!(field.kind, FieldKind::Text { .. } | FieldKind::Paragraph);
    let field = fields.find(is_text);
    let said = field.and_then(|field| {
        let answer = cells.get(&field.id)?.answer.as_ref()?;
        Some(words(answer, field))
    });
    said.or_else(|| text(cells, "name").map(str::to_owned))
        .unwrap_or_default()
}
