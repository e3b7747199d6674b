//! What an amendment took out of the study takes no answers any more. What makes a fault go away is still taken: an
//! answer that its field does not take is cleared, and a row of a log is marked as entered in error. That a serious event was
//! seen is still said.

use super::answers;
use super::fault::ContentFault;
use super::places;
use crate::domain::base::ids::{FieldId, FormId, VisitId};
use crate::domain::course::{ADVERSE_EVENT, SEEN};
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::record::moved::MoveSide;
use crate::domain::record::rows;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::Study;
use chrono::NaiveDate;

/// Checks that an event answers nothing that an amendment took away; `study` is the version in force, and `day` the one on
/// which it was observed: what was observed before the amendment holds can still be entered late.
///
/// # Errors
/// What was taken away, and by which version.
pub fn check_not_removed(
    study: &Study,
    record: &ParticipantRecord,
    event: &Event,
    day: NaiveDate,
) -> Result<(), ContentFault> {
    let check = |visit: &VisitId, form: &FormId| check_place(study, record, visit, form, day);
    match event {
        Event::SessionBegun { visit, date, .. } => match study.visit_removed(visit, *date) {
            Some(by) => Err(ContentFault::Removed {
                part: study.label_of_visit(visit),
                by,
            }),
            None => Ok(()),
        },
        Event::Answered { place, .. } | Event::Prompted { place, .. } => {
            match stays_open(&place.form, &place.field) && is_row_of(record, place) {
                true => Ok(()),
                false => check(&place.visit, &place.form),
            }
        }
        Event::Filled { visit, form, .. }
        | Event::FormMoved {
            visit,
            form,
            side: MoveSide::Here,
            ..
        } => check(visit, form),
        Event::Cleared { place, .. } => match check(&place.visit, &place.form) {
            Err(_) if !is_right(study, record, place, day) => Ok(()),
            checked => checked,
        },
        // What was entered is still left, asked about, noted on, signed, locked and printed.
        Event::Noted { .. }
        | Event::SessionDated { .. }
        | Event::SessionVoided { .. }
        | Event::UnscheduledBegun { .. }
        | Event::FormMoved {
            side: MoveSide::Away,
            ..
        }
        | Event::ConsentRenewed { .. }
        | Event::DeviationJudged { .. }
        | Event::Queried { .. }
        | Event::Shown { .. }
        | Event::Completed { .. }
        | Event::FormLeft { .. }
        | Event::Signed { .. }
        | Event::Locked { .. }
        | Event::Unlocked { .. }
        | Event::Copied { .. }
        // These write to no visit.
        | Event::Enrolled { .. }
        | Event::StatusChanged { .. }
        | Event::EnrolmentCorrected { .. }
        | Event::StudyOpened { .. }
        | Event::FilesRecorded { .. }
        | Event::FileKept { .. }
        | Event::Amended { .. }
        | Event::ClockMoved { .. }
        | Event::ServerStarted { .. }
        | Event::ServerStopped { .. }
        | Event::Refused { .. }
        | Event::TrailRead { .. }
        | Event::HeadMissing { .. }
        | Event::HeadAccepted { .. }
        | Event::Restored { .. }
        | Event::LoggedIn { .. }
        | Event::LoggedOut { .. }
        | Event::UserAdded { .. }
        | Event::UserRoles { .. }
        | Event::UserNamed { .. }
        | Event::UserDisabled { .. }
        | Event::UserEnabled { .. }
        | Event::PassphraseSet { .. }
        | Event::PassphraseCleared { .. }
        | Event::PassphraseWrong { .. }
        | Event::PassphraseRight { .. }
        | Event::BackedUp { .. }
        | Event::RestoreTested { .. }
        | Event::Recovered { .. } => Ok(()),
    }
}

/// Returns whether a field of a row of a log is answered although an amendment took the log away: it takes the row out of
/// everything computed, or says why, or that an investigator has seen a serious event.
pub fn stays_open(form: &FormId, field: &FieldId) -> bool {
    let marks = [rows::IN_ERROR, rows::ERROR_REASON].contains(&field.as_str());
    let row = rows::split(form.as_str());
    row.is_some_and(|(log, _)| marks || (log == ADVERSE_EVENT && field.as_str() == SEEN))
}

/// Returns whether a row has something that can be an error.
fn is_row_of(record: &ParticipantRecord, place: &FieldPath) -> bool {
    let session = record.session(place.visit.as_str());
    session.is_some_and(|session| session.forms.contains_key(&place.form))
}

fn check_place(
    study: &Study,
    record: &ParticipantRecord,
    visit: &VisitId,
    form: &FormId,
    day: NaiveDate,
) -> Result<(), ContentFault> {
    let Some(by) = study.place_removed(visit, form, day) else {
        return Ok(());
    };
    let version = study.of_place(record, visit.as_str(), form);
    let form = version
        .form(form.as_str())
        .or_else(|| study.known_form(form.as_str()));
    let part = match study.visit_removed(visit, day) {
        Some(_) => study.label_of_visit(visit),
        None => form.map_or_else(String::new, |form| form.title.clone()),
    };
    Err(ContentFault::Removed { part, by })
}

/// Returns whether the answer that stands in a field is one that its field takes.
pub(in crate::domain::rules) fn is_right(
    study: &Study,
    record: &ParticipantRecord,
    place: &FieldPath,
    today: NaiveDate,
) -> bool {
    let version = study.of_place(record, place.visit.as_str(), &place.form);
    let cell = record.cell(place);
    if cell.is_some_and(|cell| cell.unfit.is_some()) {
        return false;
    }
    let answer = cell.and_then(|cell| cell.answer.as_ref());
    match (places::field(version, record, place), answer) {
        (Ok((form, field)), Some(answer)) => {
            answers::fits(version, form, field, answer, today).is_ok()
        }
        (Ok(_), None) => true,
        (Err(_), _) => false,
    }
}
