//! Checks the order of events: a form is marked complete only when its required fields are answered, it is left only
//! after something was stored in it, and a query takes only the steps that its state allows.

use super::refusal::Refusal;
use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::forms::engine::progress::{self, Setting};
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::record::participant::Sex;
use crate::domain::record::query::Step;
use crate::domain::record::rows;
use crate::domain::record::session::{FormCells, ParticipantRecord, Session};
use crate::domain::study::Study;

/// Checks that the stored record allows an event.
///
/// # Errors
/// When a form is marked as complete that is not, or as left without anything stored in it, or a step of a query cannot
/// be taken.
pub(super) fn check_order(
    study: &Study,
    record: &ParticipantRecord,
    event: &Event,
) -> Result<(), Refusal> {
    match event {
        Event::Completed { visit, form, .. } => {
            let session = record.session(visit.as_str());
            // Nothing is complete at a visit that was not begun, also where no field is required.
            match session.is_some()
                && is_complete(study, session, record.participant.sex, visit, form)
            {
                true => Ok(()),
                false => Err(Refusal::Incomplete),
            }
        }
        Event::Queried {
            place,
            query,
            step,
            text,
        } => check_query(record, place, *query, *step, text),
        Event::FormLeft { visit, form, .. } => {
            let session = record.session(visit.as_str());
            match session.is_some_and(|session| session.is_stored_since_left(form)) {
                true => Ok(()),
                false => Err(Refusal::NothingLeft),
            }
        }
        Event::StudyOpened { .. }
        | Event::FilesRecorded { .. }
        | Event::FileKept { .. }
        | Event::Amended { .. }
        | Event::Enrolled { .. }
        | Event::StatusChanged { .. }
        | Event::EnrolmentCorrected { .. }
        | Event::SessionBegun { .. }
        | Event::SessionDated { .. }
        | Event::SessionVoided { .. }
        | Event::UnscheduledBegun { .. }
        | Event::FormMoved { .. }
        | Event::ConsentRenewed { .. }
        | Event::DeviationJudged { .. }
        | Event::Answered { .. }
        | Event::Cleared { .. }
        | Event::Noted { .. }
        | Event::Prompted { .. }
        | Event::Shown { .. }
        | Event::Filled { .. }
        | Event::Signed { .. }
        | Event::Locked { .. }
        | Event::Unlocked { .. }
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
        | Event::Copied { .. }
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

/// Returns whether nothing required is empty in a form of a session. A row entered in error owes nothing, and is never
/// complete: that word would say that what it holds was finished.
pub fn is_complete(
    study: &Study,
    session: Option<&Session>,
    sex: Sex,
    visit: &VisitId,
    form: &FormId,
) -> bool {
    if let Some(how_far) = session.and_then(|session| session.withheld.get(form)) {
        return how_far.is_complete();
    }
    let study = session.map_or(study, |session| study.of_form(session, form));
    let blank = FormCells::new();
    let cells = session.and_then(|session| session.forms.get(form));
    if rows::split(form.as_str()).is_some() && cells.is_some_and(rows::is_in_error) {
        return false;
    }
    let setting = Setting::of(study.protocol.baseline == *visit, sex);
    study.form(form.as_str()).is_some_and(|instrument| {
        progress::complete(
            study.scoring(),
            instrument,
            setting,
            cells.unwrap_or(&blank),
        )
    })
}

fn check_query(
    record: &ParticipantRecord,
    place: &FieldPath,
    id: u64,
    step: Step,
    text: &str,
) -> Result<(), Refusal> {
    if step != Step::Close && text.trim().is_empty() {
        return Err(Refusal::QueryWithoutWords);
    }
    if step == Step::Open {
        let session = record.session(place.visit.as_str());
        // A row that nobody has begun would get its number from the query.
        let is_begun = session.is_some_and(|session| {
            rows::split(place.form.as_str()).is_none() || session.forms.contains_key(&place.form)
        });
        return is_begun.then_some(()).ok_or(Refusal::QueryBeforeVisit);
    }
    let query = record
        .cell(place)
        .and_then(|cell| cell.queries.iter().find(|query| query.id == id));
    let state = query.ok_or(Refusal::NoSuchQuery)?.state;
    match state.after(step) {
        Some(_) => Ok(()),
        None => Err(Refusal::QueryStep { state, step }),
    }
}
