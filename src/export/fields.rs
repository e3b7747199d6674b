//! What every format says of a form and its fields over all versions of the study: which there are, their labels, codes and
//! limits.
//!
//! Must not know how a format is written.

use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::study::Study;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// A reason why a value is missing, that a field has in any version.
pub(super) struct MissingReason {
    /// Its code.
    pub(super) code: String,
    /// What it means.
    pub(super) label: String,
    /// Whether words are said with it.
    pub(super) needs_text: bool,
}

/// Returns the forms that the study has or had, but for that of the enrolment: in the order of the visits, then the logs,
/// then the others by id.
pub(super) fn forms(study: &Study) -> Vec<FormId> {
    let mut forms: Vec<FormId> = Vec::new();
    for version in study.versions() {
        let protocol = &version.protocol;
        let at_visits = protocol.visits.iter().flat_map(|visit| &visit.forms);
        let beside = protocol.eligibility.iter().chain(&protocol.logs);
        let all = version.instruments.keys();
        for form in at_visits.chain(beside).chain(all) {
            if !forms.contains(form) && *form != version.enrolment.id {
                forms.push(form.clone());
            }
        }
    }
    forms
}

/// Returns each field of a form by the newest version that has it: those of the newest version first, in bedside order.
pub(super) fn all<'a>(
    study: &'a Study,
    form: &FormId,
) -> Vec<(&'a Study, &'a Instrument, &'a Field)> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for version in study.versions() {
        for (form, field) in form_of(version, form).into_iter().flat_map(fields_of) {
            if seen.insert(&field.id) {
                found.push((version, form, field));
            }
        }
    }
    found
}

fn fields_of(form: &Instrument) -> impl Iterator<Item = (&Instrument, &Field)> {
    form.fields().map(move |field| (form, field))
}

/// Returns a form of a version, that of the enrolment too.
pub(super) fn form_of<'a>(version: &'a Study, form: &FormId) -> Option<&'a Instrument> {
    match version.enrolment.id == *form {
        true => Some(&version.enrolment),
        false => version.form(form.as_str()),
    }
}

/// Returns a field as each version has it, the newest first.
pub(super) fn versions<'a>(
    study: &'a Study,
    form: &FormId,
    field: &FieldId,
) -> impl Iterator<Item = (&'a Study, &'a Instrument, &'a Field)> {
    study.versions().filter_map(move |version| {
        let form = form_of(version, form)?;
        Some((version, form, form.field(field.as_str())?))
    })
}

/// Returns the label of a field with its section where the label alone does not tell it, as in a grid of two sides.
pub(super) fn label(form: &Instrument, field: &Field) -> String {
    let same = form.fields().filter(|other| other.label == field.label);
    match form.section_of(field.id.as_str()) {
        Some(section) if same.count() > 1 => format!("{}: {}", section.title, field.label),
        Some(_) | None => field.label.clone(),
    }
}

/// Returns the options that a field has in any version: code and meaning, those of the newest first.
pub(super) fn choices(study: &Study, form: &FormId, field: &FieldId) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for (_, form, field) in versions(study, form, field) {
        for choice in form.choices(field) {
            if found.iter().all(|(code, _)| *code != choice.code) {
                found.push((choice.code.clone(), choice.label.clone()));
            }
        }
    }
    found
}

/// Returns the missing reasons that a field has in any version.
pub(super) fn reasons(study: &Study, form: &FormId, field: &FieldId) -> Vec<MissingReason> {
    let mut found: Vec<MissingReason> = Vec::new();
    for (version, form, field) in versions(study, form, field) {
        for code in form.reasons(field) {
            let reason = version.missing_reason(code);
            let needs_text = reason.is_some_and(|reason| reason.needs_text);
            match found.iter_mut().find(|known| known.code == *code) {
                Some(known) => known.needs_text |= needs_text,
                None => found.push(MissingReason {
                    code: code.clone(),
                    label: reason.map_or_else(|| code.clone(), |reason| reason.label.clone()),
                    needs_text,
                }),
            }
        }
    }
    found
}

/// Returns the smallest and the largest number that a field takes in any version; `None` where a version has no limits.
pub(super) fn bounds(study: &Study, form: &FormId, field: &FieldId) -> Option<(Decimal, Decimal)> {
    let mut all = versions(study, form, field).map(|(_, _, field)| bounds_of(field));
    let first = all.next()??;
    all.try_fold(first, |(min, max), own| {
        let (own_min, own_max) = own?;
        Some((min.min(own_min), max.max(own_max)))
    })
}

fn bounds_of(field: &Field) -> Option<(Decimal, Decimal)> {
    match &field.kind {
        FieldKind::Vas { .. } => Some((0.into(), 10.into())),
        FieldKind::Number { min, max, .. } => Some((*min, *max)),
        // Its limits are in the stored unit, its values in the unit beside them.
        FieldKind::Lab { .. }
        | FieldKind::Choice { .. }
        | FieldKind::Text { .. }
        | FieldKind::Paragraph
        | FieldKind::Date
        | FieldKind::PartialDate { .. }
        | FieldKind::Time => None,
    }
}
