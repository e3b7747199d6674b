//! Places: visits of the schedule, forms that they ask, rows of logs, fields. What is stored elsewhere can still be
//! taken away and asked about.

use super::fault::ContentFault;
use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::forms::engine::instrument::{Field, Instrument, Kept};
use crate::domain::record::event::FieldPath;
use crate::domain::record::place::Scope;
use crate::domain::record::query::Step;
use crate::domain::record::rows;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::Study;

/// Rows that a client may be ahead of the record: rows before them may be on their way, or be refused.
const ROWS_AHEAD: u32 = 8;

/// Checks that a visit is one of the schedule, or the session of the logs.
pub(super) fn visit(study: &Study, visit: &VisitId) -> Result<(), ContentFault> {
    let is_log = visit.as_str() == rows::SESSION
        && (study.logs().next().is_some() || study.eligibility().is_some());
    match is_log || study.visit(visit.as_str()).is_some() {
        true => Ok(()),
        false => Err(ContentFault::NoVisit {
            visit: visit.clone(),
        }),
    }
}

/// Returns the form that is asked at a visit, or whose row a log has or has next.
pub(super) fn form<'a>(
    study: &'a Study,
    record: &ParticipantRecord,
    visit: &VisitId,
    form: &FormId,
) -> Result<&'a Instrument, ContentFault> {
    self::visit(study, visit)?;
    let instrument = study.form(form.as_str());
    let instrument = instrument.ok_or_else(|| ContentFault::NoForm { form: form.clone() })?;
    let title = || instrument.title.clone();
    let is_asked = match (study.visit(visit.as_str()), rows::split(form.as_str())) {
        (Some(_), _) => study.forms_at(record, visit.as_str()).contains(form),
        (None, Some((log, row))) => {
            let next = rows::next_row(record, log);
            if row > next.saturating_add(ROWS_AHEAD) {
                let form = title();
                return Err(ContentFault::NoRow { form, row, next });
            }
            study.logs().any(|form| form.id == instrument.id)
        }
        (None, None) => instrument.kept == Kept::Once,
    };
    match is_asked {
        true => Ok(instrument),
        false => Err(ContentFault::NotAsked {
            form: title(),
            visit: visit.clone(),
        }),
    }
}

/// Returns a field with its form, if the form is asked there and has it.
pub(super) fn field<'a>(
    study: &'a Study,
    record: &ParticipantRecord,
    place: &FieldPath,
) -> Result<(&'a Instrument, &'a Field), ContentFault> {
    let form = form(study, record, &place.visit, &place.form)?;
    let field = form.field(place.field.as_str());
    let field = field.ok_or_else(|| ContentFault::NoField {
        form: form.title.clone(),
        field: place.field.to_string(),
    })?;
    Ok((form, field))
}

/// Checks that a note belongs to a field; a note that is stored where no field is can still be removed.
pub(super) fn check_noted(
    study: &Study,
    record: &ParticipantRecord,
    place: &FieldPath,
    text: &str,
) -> Result<(), ContentFault> {
    let is_noted = record.cell(place).is_some_and(|cell| cell.note.is_some());
    match text.is_empty() && is_noted {
        true => Ok(()),
        false => field(study, record, place).map(|_| ()),
    }
}

/// Checks that a query is opened on a field, or on an answer that is stored elsewhere; its other steps are judged by
/// the query.
pub(super) fn check_queried(
    study: &Study,
    record: &ParticipantRecord,
    place: &FieldPath,
    step: Step,
) -> Result<(), ContentFault> {
    match step {
        Step::Open if record.cell(place).is_none() => field(study, record, place).map(|_| ()),
        Step::Open | Step::Answer | Step::Propose | Step::Close | Step::Reopen => Ok(()),
    }
}

/// Checks that a part of a participant exists, or something is stored in it.
pub(super) fn check_scope(
    study: &Study,
    record: &ParticipantRecord,
    scope: &Scope,
) -> Result<(), ContentFault> {
    let stored = |visit: &VisitId| record.session(visit.as_str());
    match (&scope.visit, &scope.form) {
        (None, None) => Ok(()),
        (None, Some(_)) => Err(ContentFault::NoSuchPart),
        (Some(visit), None) => match stored(visit) {
            Some(_) => Ok(()),
            None => self::visit(study, visit),
        },
        (Some(visit), Some(form)) => {
            match stored(visit).is_some_and(|session| session.forms.contains_key(form)) {
                true => Ok(()),
                false => self::form(study, record, visit, form).map(|_| ()),
            }
        }
    }
}
