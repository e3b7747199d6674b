//! The columns of one form, and what a session puts into them.
//!
//! A value has a column of its own; beside it stand why there is none, the sign of a result below a limit, the unit, how much
//! of a date is known, and the note.

use super::data::Line;
use super::dictionary::{Item, Sheet, Takes};
use super::events::Events;
use super::logic::{Logic, all_of};
use super::shape::{self, Shape};
use crate::domain::base::answer::{Answer, Value};
use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::base::partial::{PartialDate, Precision};
use crate::domain::forms::engine::instrument::{Field, FieldKind, Kept};
use crate::domain::forms::engine::progress::{self, Setting};
use crate::domain::forms::names::{FormNames, StudyNames, redcap};
use crate::domain::record::rows;
use crate::domain::record::session::{
    Cell as Answered, FormCells, ParticipantRecord, Session, has_answer,
};
use crate::domain::study::Study;
use crate::export::exporter::Fault;
use crate::export::fields;
use crate::export::table::Cell;
use std::collections::BTreeSet;

/// The columns of a form.
pub(super) struct FormColumns {
    pub(super) form: FormId,
    /// Its name in REDCap.
    pub(super) name: String,
    kept: Kept,
    fields: Vec<Columns>,
    version: usize,
    by: usize,
    at: usize,
    offset: usize,
    complete: usize,
}

/// The columns of a field.
struct Columns {
    field: FieldId,
    shape: Shape,
    value: usize,
    limit: Option<usize>,
    unit: Option<usize>,
    precision: Option<usize>,
    missing: Option<usize>,
    words: Option<usize>,
    note: usize,
}

impl FormColumns {
    /// Adds a form; `None` where no version of the study has it.
    pub(super) fn add(
        study: &Study,
        names: &StudyNames,
        events: &Events,
        form: &FormId,
        sheet: &mut Sheet,
    ) -> Result<Option<Self>, Fault> {
        let Some(newest) = study.known_form(form.as_str()) else {
            return Ok(None);
        };
        let own = names.form(form).ok_or_else(|| nameless(form.as_str()))?;
        let mut columns = Vec::new();
        let mut section = None;
        for (version, form, field) in fields::all(study, form) {
            let logic = Logic {
                study: version,
                form,
                names: own,
                all: names,
                events,
            };
            let header = form.section_of(field.id.as_str());
            let header = header.map(|section| section.title.clone());
            let is_new = header != section;
            section = header;
            let header = section.clone().filter(|_| is_new).unwrap_or_default();
            columns.push(Columns::add(study, own, &logic, field, header, sheet)?);
        }
        let prefix = redcap::prefix(&own.redcap);
        let mut beside = |end: &str, label: &str, takes: Takes| {
            sheet.add(Item {
                name: format!("{prefix}{end}"),
                form: own.redcap.clone(),
                section: match end {
                    redcap::VERSION => "How the form was filled in".to_owned(),
                    _ => String::new(),
                },
                takes,
                label: label.to_owned(),
                is_read_only: true,
                ..Item::default()
            })
        };
        let version = beside(
            redcap::VERSION,
            "Version of the study by which it is read",
            Takes::Checked("integer"),
        );
        let by = beside(redcap::BY, "Users whose answers stand", Takes::Line);
        let at = beside(
            redcap::AT,
            "When the last of them was observed, local time",
            Takes::Checked("datetime_seconds_ymd"),
        );
        let offset = beside(redcap::OFFSET, "Offset of that time from UTC", Takes::Line);
        Ok(Some(Self {
            form: form.clone(),
            name: own.redcap.clone(),
            kept: newest.kept,
            fields: columns,
            version,
            by,
            at,
            offset,
            complete: sheet.end(&own.redcap),
        }))
    }

    /// Returns whether it is filled in at visits.
    pub(super) fn is_at_visits(&self) -> bool {
        self.kept == Kept::Visits
    }

    /// Returns whether it is filled in once, beside the visits.
    pub(super) fn is_once(&self) -> bool {
        self.kept == Kept::Once
    }

    /// Returns whether it is a log.
    pub(super) fn is_log(&self) -> bool {
        self.kept == Kept::Rows
    }

    /// Fills in what a session has of the form, or of a row of the log; returns how many answers are left out, since they
    /// are not by the rules.
    pub(super) fn fill(
        &self,
        study: &Study,
        record: &ParticipantRecord,
        session: &Session,
        id: &FormId,
        line: &mut Line,
    ) -> u64 {
        let version = study.of_form(session, id);
        let blank = FormCells::new();
        let cells = session.forms.get(id).unwrap_or(&blank);
        let is_asked = version.forms_of(session).contains(id);
        if session.withheld.contains_key(id) || !is_asked && !has_something(cells) {
            return 0;
        }
        for columns in &self.fields {
            columns.fill(cells.get(&columns.field), line);
        }
        line.put(self.version, &Cell::Whole(version.number.into()));
        let answered = cells.values().filter(|cell| cell.answer.is_some());
        let by: BTreeSet<&str> = answered.clone().map(|cell| cell.by.as_str()).collect();
        let by: Vec<&str> = by.into_iter().collect();
        line.text(self.by, &by.join(" "));
        let newest = answered.max_by_key(|cell| cell.seq);
        if let Some(at) = newest.and_then(|cell| cell.stamp.observed().time()) {
            line.text(self.at, &at.format("%Y-%m-%d %H:%M:%S").to_string());
            line.text(self.offset, &at.format("%:z").to_string());
        }
        line.text(self.complete, self.how_far(version, record, session, id));
        cells.values().filter(|cell| cell.unfit.is_some()).count() as u64
    }

    /// Returns how far a form is: 0 while something required is open, 1 when nothing is, 2 when who filled it in also left
    /// it complete. What is kept beside the visits is not left.
    fn how_far(
        &self,
        version: &Study,
        record: &ParticipantRecord,
        session: &Session,
        id: &FormId,
    ) -> &'static str {
        let blank = FormCells::new();
        let cells = session.forms.get(id).unwrap_or(&blank);
        let is_baseline = session.visit == version.protocol.baseline;
        let setting = Setting::of(is_baseline, record.participant.sex);
        let is_complete = has_answer(cells)
            && version
                .form(id.as_str())
                .is_some_and(|form| progress::complete(version.scoring(), form, setting, cells));
        let is_left = session.completed.contains_key(id) || session.visit.as_str() == rows::SESSION;
        match (is_complete, is_left) {
            (false, _) => "0",
            (true, false) => "1",
            (true, true) => "2",
        }
    }
}

/// Returns whether a form holds an answer or a note.
fn has_something(cells: &FormCells) -> bool {
    has_answer(cells) || cells.values().any(|cell| cell.note.is_some())
}

/// Returns that a form or a field has no name, which the tests rule out.
pub(super) fn nameless(what: &str) -> Fault {
    Fault::Format(format!("{what} has no name for REDCap"))
}

impl Columns {
    /// Adds a field with the columns beside it.
    fn add(
        study: &Study,
        names: &FormNames,
        logic: &Logic<'_>,
        field: &Field,
        section: String,
        sheet: &mut Sheet,
    ) -> Result<Self, Fault> {
        let form = logic.form;
        let name = &names
            .field(&field.id)
            .ok_or_else(|| nameless(field.id.as_str()))?
            .redcap;
        let shape = Shape::of(study, &form.id, &field.id);
        let label = fields::label(form, field);
        let asked = logic.asked(field);
        let reasons = fields::reasons(study, &form.id, &field.id);
        let value = sheet.add(Item {
            name: name.clone(),
            form: names.redcap.clone(),
            section,
            takes: shape.takes(&fields::choices(study, &form.id, &field.id)),
            label: label.clone(),
            note: shape::note(form, field),
            bounds: fields::bounds(study, &form.id, &field.id).filter(|_| shape.has_bounds()),
            when: asked.clone(),
            // Where a reason may stand in its place, the reason is what is required.
            required: field.required && reasons.is_empty(),
            is_read_only: false,
        });
        let mut beside = |end: &str, what: &str, takes: Takes, when: &str, required: bool| {
            sheet.add(Item {
                name: format!("{name}{end}"),
                form: names.redcap.clone(),
                takes,
                label: format!("{label}: {what}"),
                when: all_of(&[asked.clone(), when.to_owned()]),
                required,
                ..Item::default()
            })
        };
        let answered = format!("[{name}] <> ''");
        let options = |all: &[(&str, &str)]| {
            let all = all.iter();
            let all = all.map(|(code, label)| ((*code).to_owned(), (*label).to_owned()));
            Takes::Choice(all.collect())
        };
        let limit = has_limit(study, &form.id, &field.id).then(|| {
            let below = options(&[(redcap::BELOW, "below this number")]);
            beside(redcap::LIMIT, "limit", below, &answered, false)
        });
        let unit = has_unit(study, &form.id, &field.id)
            .then(|| beside(redcap::UNIT, "unit", Takes::Line, &answered, false));
        let precision = (shape == Shape::PartialDay).then(|| {
            let known = options(&[("year", "year"), ("month", "month"), ("day", "day")]);
            beside(redcap::PRECISION, "known to", known, &answered, false)
        });
        let has_words = reasons.iter().any(|reason| reason.needs_text);
        let wordy: Vec<String> = reasons
            .iter()
            .filter(|reason| reason.needs_text)
            .map(|reason| {
                let code = redcap::code(&reason.code);
                format!("[{name}{}] = '{code}'", redcap::MISSING)
            })
            .collect();
        let missing = (!reasons.is_empty()).then(|| {
            let codes = reasons.iter();
            let codes = codes.map(|reason| (reason.code.clone(), reason.label.clone()));
            let codes = shape::coded(&codes.collect::<Vec<_>>());
            let open = format!("[{name}] = ''");
            beside(
                redcap::MISSING,
                "why there is no value",
                Takes::Choice(codes),
                &open,
                field.required,
            )
        });
        let words = has_words.then(|| {
            let when = wordy.join(" or ");
            beside(redcap::WORDS, "said of why", Takes::Line, &when, false)
        });
        Ok(Self {
            field: field.id.clone(),
            shape,
            value,
            limit,
            unit,
            precision,
            missing,
            words,
            note: beside(redcap::NOTE, "note", Takes::Lines, "", false),
        })
    }

    /// Fills in what stands in the field.
    fn fill(&self, cell: Option<&Answered>, line: &mut Line) {
        let answer = cell.and_then(|cell| cell.answer.as_ref());
        let mut beside = |at: Option<usize>, text: &str| {
            if let Some(at) = at {
                line.text(at, text);
            }
        };
        match answer {
            Some(Answer::Value { value, unit }) => {
                beside(self.unit, unit.as_deref().unwrap_or_default());
                if matches!(value, Value::Below(_)) {
                    beside(self.limit, redcap::BELOW);
                }
                beside(self.precision, precision(value));
                line.put(self.value, &self.value(value));
            }
            Some(Answer::Missing { reason, text }) => {
                beside(self.missing, &redcap::code(reason));
                beside(self.words, text.as_deref().unwrap_or_default());
            }
            None => {}
        }
        let note = cell.and_then(|cell| cell.note.as_deref());
        line.text(self.note, note.unwrap_or_default());
    }

    fn value<'a>(&self, value: &'a Value) -> Cell<'a> {
        match value {
            Value::Number(number) | Value::Below(number) => match self.shape == Shape::Whole {
                true => Cell::Decimal(number.normalize()),
                false => Cell::Decimal(*number),
            },
            Value::Code(code) if self.shape == Shape::Choice => Cell::owned(redcap::code(code)),
            Value::Code(text) | Value::Text(text) => Cell::text(text),
            Value::Date(day) => Cell::Day(*day),
        }
    }
}

/// Returns whether a result of the field can be below a limit, by any version.
fn has_limit(study: &Study, form: &FormId, field: &FieldId) -> bool {
    fields::versions(study, form, field).any(|(_, _, field)| {
        matches!(
            field.kind,
            FieldKind::Lab {
                is_limit: false,
                ..
            }
        )
    })
}

/// Returns whether the unit stands with each value: one is chosen beside it, or the versions have not all the same.
fn has_unit(study: &Study, form: &FormId, field: &FieldId) -> bool {
    let all: Vec<&Field> = fields::versions(study, form, field)
        .map(|(_, _, field)| field)
        .collect();
    let units: BTreeSet<Option<&str>> = all.iter().map(|field| field.own_unit()).collect();
    let is_chosen = |field: &&Field| matches!(field.kind, FieldKind::Lab { .. });
    units.len() > 1 || all.iter().any(is_chosen)
}

/// Returns how much of a date is known; nothing of what is no date.
fn precision(value: &Value) -> &'static str {
    let known = match value {
        Value::Date(_) => Some(Precision::Day),
        Value::Text(text) => text.parse().ok().map(|day: PartialDate| day.precision()),
        Value::Number(_) | Value::Below(_) | Value::Code(_) => None,
    };
    match known {
        Some(Precision::Year) => "year",
        Some(Precision::Month) => "month",
        Some(Precision::Day) => "day",
        None => "",
    }
}
