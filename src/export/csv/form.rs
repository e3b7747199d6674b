//! The table of one form: a row for each visit that asks it, for each row of a log, or for each participant.
//!
//! Its columns are the fields of every version of the form, those of the newest first, in bedside order.

use super::Rows;
use super::columns::{PARTICIPANT, Put, VISIT, participant, visit};
use crate::domain::base::answer::{Answer, Value};
use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::base::partial::{PartialDate, Precision};
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument, Kept};
use crate::domain::forms::engine::progress::{self, Setting};
use crate::domain::forms::names::{FieldNames, FormNames, StudyNames, oids};
use crate::domain::record::rows;
use crate::domain::record::session::{Cell as Answered, FormCells, Session, has_answer};
use crate::domain::study::Study;
use crate::export::exporter::Fault;
use crate::export::fields;
use crate::export::odm;
use crate::export::person::Person;
use crate::export::table::{Cell, Column, Kind, Table};

/// Name of the column of the number of a row in a log.
const ROW: &str = "row";

/// The table of a form.
pub(super) struct FormTable {
    form: FormId,
    kept: Kept,
    fields: Vec<Columns>,
    /// Places of the fields in the order of their ids, which is that of the cells of a form.
    by_id: Vec<usize>,
    table: Table,
}

/// The columns of a field.
struct Columns {
    field: FieldId,
    /// The sign of a result below a limit has a column.
    has_limit: bool,
    /// The unit is stored with each value.
    has_unit: bool,
    /// Month or day may be unknown.
    is_partial: bool,
    /// Words can be said with a missing reason.
    has_words: bool,
}

impl FormTable {
    /// Returns the table of a form; `None` where no version of the study has it.
    pub(super) fn of(study: &Study, names: &StudyNames, form: &FormId) -> Option<Self> {
        let newest = study.known_form(form.as_str())?;
        let known = names.form(form)?;
        let mut columns = vec![participant()];
        let mut key = vec![PARTICIPANT];
        match newest.kept {
            Kept::Visits => {
                columns.push(visit());
                columns.push(Column::new("held_on", "Day of the assessments", Kind::Day));
                key.push(VISIT);
            }
            Kept::Rows => {
                columns.push(Column::new(ROW, "Number of the row", Kind::Whole).required());
                key.push(ROW);
            }
            Kept::Once => {}
        }
        columns.push(
            Column::new(
                "study_version",
                "Version of the study by which it is read",
                Kind::Whole,
            )
            .required(),
        );
        let states = ["blank", "incomplete", "complete", "hidden"];
        let states = states.map(|state| (state.to_owned(), state.to_owned()));
        columns.push(
            Column::new(
                "form_state",
                "How far the form is",
                Kind::Code(states.into()),
            )
            .required(),
        );
        let mut own = Vec::new();
        for (_, form, field) in fields::all(study, form) {
            own.push(add(study, form, field, known, &mut columns)?);
        }
        columns.push(Column::new(
            "entered_by",
            "Users whose answers stand",
            Kind::Text,
        ));
        columns.push(Column::new(
            "observed_at",
            "When the last of them was observed",
            Kind::Moment,
        ));
        columns.push(Column::new(
            "stored_at",
            "When the last of them was stored",
            Kind::Moment,
        ));
        columns.push(Column::new(
            "last_entry",
            "Number of the newest entry of them",
            Kind::Whole,
        ));
        let id = |place: &usize| own.get(*place).map(|columns| columns.field.clone());
        let mut by_id: Vec<usize> = (0..own.len()).collect();
        by_id.sort_by_key(id);
        Some(Self {
            form: form.clone(),
            kept: newest.kept,
            by_id,
            fields: own,
            table: Table {
                name: known.redcap.clone(),
                label: newest.long_title.clone(),
                columns,
                key: key.into_iter().map(str::to_owned).collect(),
                oid: Some(oids::form(&known.oid)),
            },
        })
    }
}

/// Adds the columns of a field.
fn add(
    study: &Study,
    form: &Instrument,
    field: &Field,
    names: &FormNames,
    columns: &mut Vec<Column>,
) -> Option<Columns> {
    let FieldNames {
        redcap: name, oid, ..
    } = names.field(&field.id)?;
    let label = fields::label(form, field);
    let mut value = Column::new(name, &label, kind(study, form, field));
    value.unit = field.own_unit().map(str::to_owned);
    value.oid = Some(oid.clone());
    if let Some((min, max)) = fields::bounds(study, &form.id, &field.id) {
        (value.min, value.max) = (Some(min), Some(max));
    }
    columns.push(value);
    let beside = |suffix: &str, what: &str, kind: Kind| {
        Column::new(format!("{name}{suffix}"), format!("{label}: {what}"), kind)
    };
    let has_limit = matches!(
        field.kind,
        FieldKind::Lab {
            is_limit: false,
            ..
        }
    );
    if has_limit {
        let below = vec![("<".to_owned(), "below".to_owned())];
        let limit = beside(
            "_limit",
            "sign of a result below a limit",
            Kind::Code(below),
        );
        columns.push(limit.of_item(odm::items::limit_of(oid, &field.kind)));
    }
    let has_unit = matches!(field.kind, FieldKind::Lab { .. });
    if has_unit {
        columns.push(beside("_unit", "unit", Kind::Text));
    }
    let is_partial = matches!(field.kind, FieldKind::PartialDate { .. });
    if is_partial {
        let known = ["year", "month", "day"].map(|part| (part.to_owned(), part.to_owned()));
        columns.push(beside("_precision", "known to", Kind::Code(known.into())));
    }
    let reasons = fields::reasons(study, &form.id, &field.id);
    let has_words = reasons.iter().any(|reason| reason.needs_text);
    let codes = reasons
        .into_iter()
        .map(|reason| (reason.code, reason.label));
    columns.push(beside(
        "_missing",
        "why there is no value",
        Kind::Code(codes.collect()),
    ));
    if has_words {
        columns.push(beside(
            "_mwords",
            "said of why there is no value",
            Kind::Text,
        ));
    }
    columns.push(beside("_note", "note", Kind::Text));
    Some(Columns {
        field: field.id.clone(),
        has_limit,
        has_unit,
        is_partial,
        has_words,
    })
}

fn kind(study: &Study, form: &Instrument, field: &Field) -> Kind {
    match &field.kind {
        FieldKind::Vas { .. } | FieldKind::Lab { .. } => Kind::Number,
        FieldKind::Number { decimals, .. } => match decimals {
            0 => Kind::Whole,
            _ => Kind::Number,
        },
        FieldKind::Choice { .. } => Kind::Code(fields::choices(study, &form.id, &field.id)),
        FieldKind::Text { .. } | FieldKind::Paragraph => Kind::Text,
        FieldKind::Date => Kind::Day,
        FieldKind::PartialDate { .. } => Kind::PartialDay,
        FieldKind::Time => Kind::Time,
    }
}

impl Rows for FormTable {
    fn table(&self) -> &Table {
        &self.table
    }

    fn rows(&self, person: &Person<'_>, put: &mut Put<'_>) -> Result<(), Fault> {
        match self.kept {
            Kept::Visits => {
                for (stop, session) in person.visits() {
                    let first = [
                        Cell::text(stop.planned.visit.as_str()),
                        Cell::of(session.day(), Cell::Day),
                    ];
                    self.row(person, session, &self.form, first.into(), put)?;
                }
            }
            Kept::Rows => {
                let Some(session) = person.beside() else {
                    return Ok(());
                };
                for row in rows::rows(person.record, self.form.as_str()) {
                    let first = vec![Cell::Whole(row.number.into())];
                    self.row(person, session, row.id, first, put)?;
                }
            }
            Kept::Once => {
                if let Some(session) = person.beside() {
                    self.row(person, session, &self.form, Vec::new(), put)?;
                }
            }
        }
        Ok(())
    }
}

impl FormTable {
    /// Gives the row of a form, where the session asks it or holds something of it.
    fn row<'a>(
        &self,
        person: &Person<'a>,
        session: &'a Session,
        id: &FormId,
        first: Vec<Cell<'a>>,
        put: &mut Put<'_>,
    ) -> Result<(), Fault> {
        let version = person.study.of_form(session, id);
        let blank = FormCells::new();
        let cells = session.forms.get(id).unwrap_or(&blank);
        let is_hidden = session.withheld.contains_key(id);
        let is_asked = version.forms_of(session).contains(id);
        if !is_asked && !is_hidden && !has_answer(cells) {
            return Ok(());
        }
        let state = match (is_hidden, has_answer(cells)) {
            (true, _) => "hidden",
            (false, false) => "blank",
            (false, true) => state(person, version, session, id, cells),
        };
        let mut row = Vec::with_capacity(self.table.columns.len());
        row.push(Cell::text(person.id()));
        row.extend(first);
        row.push(Cell::Whole(version.number.into()));
        row.push(Cell::text(state));
        for (columns, cell) in self.fields.iter().zip(self.in_columns(cells)) {
            columns.fill(cell, &mut row);
        }
        who_and_when(cells, &mut row);
        put(&row)
    }

    /// Returns the cell of each field, in the order of the columns: both orders are walked once.
    fn in_columns<'a>(&self, cells: &'a FormCells) -> Vec<Option<&'a Answered>> {
        let mut found = vec![None; self.fields.len()];
        let mut cells = cells.iter().peekable();
        for place in &self.by_id {
            let (Some(columns), Some(own)) = (self.fields.get(*place), found.get_mut(*place))
            else {
                continue;
            };
            while cells.next_if(|(id, _)| **id < columns.field).is_some() {}
            *own = cells
                .next_if(|(id, _)| **id == columns.field)
                .map(|(_, cell)| cell);
        }
        found
    }
}

fn state(
    person: &Person<'_>,
    version: &Study,
    session: &Session,
    id: &FormId,
    cells: &FormCells,
) -> &'static str {
    let is_baseline = session.visit == version.protocol.baseline;
    let setting = Setting::of(is_baseline, person.record.participant.sex);
    let complete = version
        .form(id.as_str())
        .is_some_and(|form| progress::complete(version.scoring(), form, setting, cells));
    match complete {
        true => "complete",
        false => "incomplete",
    }
}

impl Columns {
    /// Adds what stands in the field.
    fn fill<'a>(&self, cell: Option<&'a Answered>, row: &mut Vec<Cell<'a>>) {
        let answer = cell.and_then(|cell| cell.answer.as_ref());
        let value = answer.and_then(Answer::value);
        row.push(match value {
            None => Cell::Empty,
            Some(Value::Number(number) | Value::Below(number)) => Cell::Decimal(*number),
            Some(Value::Code(text) | Value::Text(text)) => Cell::text(text),
            Some(Value::Date(day)) => Cell::Day(*day),
        });
        if self.has_limit {
            let below = matches!(value, Some(Value::Below(_)));
            row.push(Cell::text(if below { "<" } else { "" }));
        }
        if self.has_unit {
            let unit = answer.and_then(Answer::unit);
            row.push(Cell::of(unit, Cell::text));
        }
        if self.is_partial {
            row.push(Cell::of(value.and_then(precision), Cell::text));
        }
        let missing = answer.and_then(Answer::missing_reason);
        row.push(Cell::of(missing, Cell::text));
        if self.has_words {
            row.push(match answer {
                Some(Answer::Missing { text, .. }) => Cell::of(text.as_deref(), Cell::text),
                Some(Answer::Value { .. }) | None => Cell::Empty,
            });
        }
        let note = cell.and_then(|cell| cell.note.as_deref());
        row.push(Cell::of(note, Cell::text));
    }
}

/// Returns how much of a date is known.
fn precision(value: &Value) -> Option<&'static str> {
    let known = match value {
        Value::Date(_) => Precision::Day,
        Value::Text(text) => text.parse::<PartialDate>().ok()?.precision(),
        Value::Number(_) | Value::Below(_) | Value::Code(_) => return None,
    };
    Some(match known {
        Precision::Year => "year",
        Precision::Month => "month",
        Precision::Day => "day",
    })
}

/// Adds whose answers stand in a form, and when the newest was observed and stored.
fn who_and_when<'a>(cells: &'a FormCells, row: &mut Vec<Cell<'a>>) {
    let mut by: Vec<&'a str> = Vec::new();
    let mut newest: Option<&'a Answered> = None;
    for cell in cells.values().filter(|cell| cell.answer.is_some()) {
        if !by.contains(&cell.by.as_str()) {
            by.push(&cell.by);
        }
        if newest.is_none_or(|newest| newest.seq <= cell.seq) {
            newest = Some(cell);
        }
    }
    by.sort_unstable();
    row.push(match by.as_slice() {
        [one] => Cell::text(one),
        several => Cell::owned(several.join(" ")),
    });
    let observed = newest.and_then(|cell| cell.stamp.observed().time());
    row.push(Cell::of(observed, Cell::Moment));
    let stored = newest.and_then(|cell| cell.stamp.stored.time());
    row.push(Cell::of(stored, Cell::Moment));
    row.push(Cell::of(newest, |cell| Cell::count(cell.seq)));
}
