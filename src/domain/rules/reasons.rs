//! Says when a change needs a reason: when the form was left complete, or the visit is signed.

use super::refusal::Refusal;
use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::record::event::Event;
use crate::domain::record::session::ParticipantRecord;

/// Returns the form whose answers an event changes; the reason of a request is for those.
fn changed_form(event: &Event) -> Option<(&VisitId, &FormId)> {
    match event {
        Event::Answered { place, .. } | Event::Cleared { place, .. } => {
            Some((&place.visit, &place.form))
        }
        Event::Filled { visit, form, .. } => Some((visit, form)),
        Event::StudyOpened { .. }
        | Event::FilesRecorded { .. }
        | Event::FileKept { .. }
        | Event::Amended { .. }
        | Event::Enrolled { .. }
        | Event::SessionBegun { .. }
        | Event::Noted { .. }
        | Event::Prompted { .. }
        | Event::Shown { .. }
        | Event::Completed { .. }
        | Event::FormLeft { .. }
        | Event::Signed { .. }
        | Event::Locked { .. }
        | Event::Unlocked { .. }
        | Event::Queried { .. }
        | Event::ClockMoved { .. }
        | Event::HeadMissing { .. }
        | Event::HeadAccepted { .. }
        | Event::Restored { .. }
        | Event::LoggedIn { .. }
        | Event::LoggedOut { .. }
        | Event::Copied { .. }
        | Event::UserAdded { .. }
        | Event::UserRoles { .. }
        | Event::UserDisabled { .. }
        | Event::UserEnabled { .. }
        | Event::PassphraseSet { .. }
        | Event::PassphraseCleared { .. }
        | Event::PassphraseWrong { .. }
        | Event::PassphraseRight { .. }
        | Event::BackedUp { .. }
        | Event::RestoreTested { .. }
        | Event::Recovered { .. } => None,
    }
}

/// Returns whether the reason of a request is kept with an event.
pub(super) fn takes_reason(event: &Event) -> bool {
    changed_form(event).is_some()
}

/// Returns whether changing an answer of a form asks for a reason: it was left complete, or the visit is signed.
pub fn needs_reason(record: &ParticipantRecord, visit: &VisitId, form: &FormId) -> bool {
    let session = record.session(visit.as_str());
    session.is_some_and(|session| {
        session.completed.contains_key(form) || !session.signatures.is_empty()
    })
}

/// Checks that a change has the reason that it needs.
///
/// # Errors
/// When it needs one and has none but blanks.
pub(super) fn check_reason(
    record: &ParticipantRecord,
    event: &Event,
    reason: Option<&str>,
) -> Result<(), Refusal> {
    let given = reason.is_some_and(|reason| !reason.trim().is_empty());
    match changed_form(event) {
        Some((visit, form)) if !given && needs_reason(record, visit, form) => {
            Err(Refusal::ChangeWithoutReason)
        }
        _ => Ok(()),
    }
}
