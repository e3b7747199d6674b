//! The rows of a log as a table shows them: what, how much, from when to when, and what is wrong with each.
//!
//! Rows entered in error stand here too, marked; what goes on comes first.

use super::facts::{self, label};
use super::{
    ABATACEPT, ADVERSE_EVENT, MEDICATION, date, event, infusion, medication, period, text,
};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FormId;
use crate::domain::base::partial::PartialDate;
use crate::domain::forms::engine::cells;
use crate::domain::forms::engine::instrument::{FieldKind, Instrument};
use crate::domain::forms::engine::progress::progress;
use crate::domain::forms::engine::typing;
use crate::domain::record::rows::{Row, rows};
use crate::domain::record::session::{FormCells, ParticipantRecord};
use crate::domain::study::Study;
use crate::domain::treatment::abatacept::Given;
use crate::domain::treatment::medication::End;

/// A row of a log in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Number of the row.
    pub number: u32,
    /// Its form id, such as `medication#2`.
    pub id: FormId,
    /// What it is about.
    pub what: String,
    /// Dose or grade.
    pub amount: String,
    /// First day as far as it is known; blank while not entered.
    pub start: String,
    /// Last day as far as it is known, or `ongoing`.
    pub end: String,
    /// It goes on.
    pub ongoing: bool,
    /// It was entered in error.
    pub in_error: bool,
    /// Something required is still empty.
    pub incomplete: bool,
    /// Something contradicts itself, departs from the plan or is forbidden.
    pub doubtful: bool,
    /// A serious event.
    pub serious: bool,
    /// A serious event that no investigator has seen.
    pub unseen: bool,
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
    let in_error = row.is_in_error();
    let period = period(row.cells);
    let end = match period.end {
        End::Ongoing => "ongoing".to_owned(),
        End::On(day) => day.to_string(),
        End::Unknown => String::new(),
    };
    let mut line = Line {
        number: row.number,
        id: row.id.clone(),
        what: String::new(),
        amount: String::new(),
        start: start(row.cells).map_or_else(String::new, |day| day.to_string()),
        end,
        ongoing: period.end == End::Ongoing,
        in_error,
        incomplete: !progress(study.scoring(), form, false, row.cells).is_complete(),
        doubtful: false,
        serious: false,
        unseen: false,
    };
    match form.id.as_str() {
        MEDICATION => of_medication(form, row, &mut line),
        ABATACEPT => of_infusion(row, &mut line),
        ADVERSE_EVENT => of_event(row, &mut line),
        _ => line.what = first_text(form, row.cells),
    }
    if line.what.is_empty() {
        line.what = "not named yet".to_owned();
    }
    line.doubtful = !in_error && facts::is_doubtful(study, record, row);
    line
}

fn of_medication(form: &Instrument, row: &Row<'_>, line: &mut Line) {
    let known = medication(row);
    line.what.clone_from(&known.treatment.drug);
    if cells::yes(row.cells, "pulse") {
        line.what.push_str(", pulse");
    }
    let unit = known.treatment.unit.as_deref().unwrap_or_default();
    let dose = known.treatment.dose.map(|dose| format!("{dose} {unit}"));
    let often = label(form, row.cells, "frequency");
    let words: Vec<String> = dose.into_iter().chain(often).collect();
    line.amount = words.join(" ");
}

fn of_infusion(row: &Row<'_>, line: &mut Line) {
    let Some(known) = infusion(row) else {
        return;
    };
    line.what = format!("infusion {}", known.infusion.dose.saturating_add(1));
    line.amount = match (known.infusion.given, known.infusion.mg) {
        (Given::LeftOut, _) => "left out".to_owned(),
        (Given::Interrupted, Some(mg)) => format!("{mg} mg interrupted"),
        (_, Some(mg)) => format!("{mg} mg"),
        (_, None) => String::new(),
    };
    line.end = match (known.start, known.end) {
        (Some(start), Some(end)) => format!("{}-{}", start.format("%H:%M"), end.format("%H:%M")),
        (Some(start), None) => format!("{}-", start.format("%H:%M")),
        _ => String::new(),
    };
}

fn of_event(row: &Row<'_>, line: &mut Line) {
    let known = event::event(row);
    line.what.clone_from(&known.term);
    line.amount = known
        .grade
        .map_or_else(String::new, |grade| format!("grade {grade}"));
    line.serious = known.serious == Some(true);
    line.unseen = !line.in_error && known.is_unseen();
}

/// Returns what the first text of a form says, of a log that is not one of the known ones.
fn first_text(form: &Instrument, cells: &FormCells) -> String {
    let words = |answer: &Answer, field| typing::show(form, field, answer);
    let mut fields = form.fields();
    let field = fields.find(|field| matches!(field.kind, FieldKind::Text { .. }));
    let said = field.and_then(|field| {
        let answer = cells.get(&field.id)?.answer.as_ref()?;
        Some(words(answer, field))
    });
    said.or_else(|| text(cells, "name").map(str::to_owned))
        .unwrap_or_default()
}
