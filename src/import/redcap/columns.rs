//! What each column of the data is of.

use super::{Table, beside, box_code};
use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::forms::engine::instrument::{FieldKind, Kept};
use crate::domain::forms::names::{StudyNames, redcap};
use crate::domain::record::event::Event;
use crate::domain::record::rows;
use crate::domain::study::Study;
use crate::import::table::on;
use crate::text::imports::{ImportFault, ImportWrong};
use std::collections::BTreeMap;

/// What of a field stands in a column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Value,
    Missing,
    Words,
    Limit,
    Unit,
    Precision,
    Note,
    /// Whether this option is ticked.
    Box(String),
}

/// Columns of REDCap itself, which say nothing of the study.
const OF_REDCAP: [&str; 2] = ["redcap_data_access_group", "redcap_survey_identifier"];

/// The columns of a form: of each field, by what of it stands there.
pub(super) struct FormColumns {
    pub(super) form: FormId,
    /// Its name in REDCap.
    pub(super) name: String,
    pub(super) fields: BTreeMap<FieldId, BTreeMap<Part, usize>>,
    pub(super) complete: Option<usize>,
}

/// All columns.
pub(super) struct Columns {
    pub(super) record: usize,
    pub(super) event: usize,
    pub(super) repeated: Option<usize>,
    pub(super) instance: Option<usize>,
    pub(super) day: Option<usize>,
    pub(super) words: Option<usize>,
    pub(super) facts: Vec<(FieldId, usize)>,
    pub(super) forms: Vec<FormColumns>,
}

impl Columns {
    pub(super) fn of(
        study: &Study,
        names: &StudyNames,
        table: &Table,
    ) -> Result<Self, ImportFault> {
        let mut left = table.columns()?;
        let missing = |name: &str| {
            let name = name.to_owned();
            on(1, ImportWrong::NoColumn { name })
        };
        let record = left.remove(redcap::RECORD);
        let event = left.remove(redcap::EVENT);
        let visit = redcap::visit_form(names.forms().map(|(_, own)| own.redcap.as_str()));
        let mut columns = Self {
            record: record.ok_or_else(|| missing(redcap::RECORD))?,
            event: event.ok_or_else(|| missing(redcap::EVENT))?,
            repeated: left.remove(redcap::REPEATED),
            instance: left.remove(redcap::INSTANCE),
            day: left.remove(beside(&visit, redcap::AT).as_str()),
            words: left.remove(beside(&visit, redcap::NOTE).as_str()),
            facts: Vec::new(),
            forms: Vec::new(),
        };
        for end in [redcap::VERSION, redcap::COMPLETE] {
            left.remove(beside(&visit, end).as_str());
        }
        for (form, own) in names.forms() {
            let complete = left.remove(beside(&own.redcap, redcap::COMPLETE).as_str());
            let prefix = redcap::prefix(&own.redcap);
            for end in [redcap::VERSION, redcap::BY, redcap::AT, redcap::OFFSET] {
                left.remove(beside(&prefix, end).as_str());
            }
            if *form == study.enrolment.id {
                let facts = own.fields().filter_map(|(field, own)| {
                    let at = left.remove(own.redcap.as_str())?;
                    Some((field.clone(), at))
                });
                columns.facts = facts.collect();
                continue;
            }
            let mut fields = BTreeMap::new();
            for (field, own) in own.fields() {
                let parts = parts(study, form, field, &own.redcap, &mut left);
                if let Some(needed) = needed(study, form, field, &parts) {
                    return Err(missing(&beside(&own.redcap, needed)));
                }
                if !parts.is_empty() {
                    fields.insert(field.clone(), parts);
                }
            }
            let is_log = study
                .known_form(form.as_str())
                .is_some_and(|form| form.kept == Kept::Rows);
            if is_log && !fields.is_empty() {
                let instance = columns.instance.map(|_| ());
                let repeated = columns.repeated.map(|_| ());
                repeated.ok_or_else(|| missing(redcap::REPEATED))?;
                instance.ok_or_else(|| missing(redcap::INSTANCE))?;
            }
            columns.forms.push(FormColumns {
                form: form.clone(),
                name: own.redcap.clone(),
                fields,
                complete,
            });
        }
        left.retain(|name, _| !OF_REDCAP.contains(name));
        match left.values().min() {
            Some(at) => Err(table.fault(1, *at, ImportWrong::UnknownColumn)),
            None => Ok(columns),
        }
    }
}

impl Columns {
    /// Returns the column that an event is from: of a beginning its day, of a row of a log its number, of answers the first of
    /// them; of a note or a query that of the event.
    pub(super) fn of_event(&self, event: &Event) -> usize {
        if event.begun_on().is_some() {
            return self.day.unwrap_or(self.event);
        }
        let Some(place) = event.answers().into_iter().next() else {
            return self.event;
        };
        let (form, instance) = match rows::split(place.form.as_str()) {
            Some((form, _)) => (form, self.instance),
            None => (place.form.as_str(), None),
        };
        let own = self.forms.iter().find(|own| own.form.as_str() == form);
        let parts = own.and_then(|own| own.fields.get(&place.field));
        let first = parts.and_then(|parts| parts.values().next());
        instance.or(first.copied()).unwrap_or(self.event)
    }
}

/// Takes the columns of a field out of those that are left.
fn parts(
    study: &Study,
    form: &FormId,
    field: &FieldId,
    name: &str,
    left: &mut BTreeMap<&str, usize>,
) -> BTreeMap<Part, usize> {
    let ends = [
        ("", Part::Value),
        (redcap::MISSING, Part::Missing),
        (redcap::WORDS, Part::Words),
        (redcap::LIMIT, Part::Limit),
        (redcap::UNIT, Part::Unit),
        (redcap::PRECISION, Part::Precision),
        (redcap::NOTE, Part::Note),
    ];
    let mut parts = BTreeMap::new();
    for (end, part) in ends {
        if let Some(at) = left.remove(beside(name, end).as_str()) {
            parts.insert(part, at);
        }
    }
    for version in study.versions() {
        let Some(form) = version.form(form.as_str()) else {
            continue;
        };
        let choices = form.field(field.as_str());
        for choice in choices.map(|field| form.choices(field)).unwrap_or_default() {
            let column = format!("{name}___{}", box_code(&choice.code));
            if let Some(at) = left.remove(column.as_str()) {
                parts.insert(Part::Box(choice.code.clone()), at);
            }
        }
    }
    parts
}

/// Returns the end of the column that must stand beside the value and does not: no unit is guessed.
fn needed(
    study: &Study,
    form: &FormId,
    field: &FieldId,
    parts: &BTreeMap<Part, usize>,
) -> Option<&'static str> {
    let (_, field) = study.known_field(form.as_str(), field.as_str())?;
    let is_measured = matches!(field.kind, FieldKind::Lab { .. });
    let lacks_unit = parts.contains_key(&Part::Value) && !parts.contains_key(&Part::Unit);
    (is_measured && lacks_unit).then_some(redcap::UNIT)
}
