//! Which events need a request of their own: those that decide whether other events are admitted.

use super::checks::names::SAME_PERSON;
use super::refusal::Refusal;
use crate::domain::record::event::Event;

/// Returns whether an event decides which events are admitted after it.
pub fn needs_own_request(event: &Event) -> bool {
    match event {
        Event::Completed { .. }
        | Event::FormLeft { .. }
        | Event::SessionDated { .. }
        | Event::SessionVoided { .. }
        | Event::EnrolmentCorrected { .. }
        | Event::Locked { .. }
        | Event::Unlocked { .. }
        | Event::Queried { .. }
        | Event::HeadAccepted { .. }
        | Event::UserRoles { .. }
        | Event::UserDisabled { .. } => true,
        Event::StudyOpened { .. }
        | Event::FilesRecorded { .. }
        | Event::FileKept { .. }
        | Event::Amended { .. }
        | Event::Enrolled { .. }
        | Event::StatusChanged { .. }
        | Event::UnscheduledBegun { .. }
        // Both sides of a move, which `content::moves` judges, and nothing else.
        | Event::FormMoved { .. }
        | Event::ConsentRenewed { .. }
        | Event::DeviationJudged { .. }
        | Event::SessionBegun { .. }
        | Event::Answered { .. }
        | Event::Cleared { .. }
        | Event::Noted { .. }
        | Event::Prompted { .. }
        | Event::Shown { .. }
        | Event::Filled { .. }
        | Event::Signed { .. }
        | Event::ClockMoved { .. }
        | Event::ServerStarted { .. }
        | Event::ServerStopped { .. }
        | Event::Refused { .. }
        | Event::TrailRead { .. }
        | Event::HeadMissing { .. }
        | Event::Restored { .. }
        | Event::LoggedIn { .. }
        | Event::LoggedOut { .. }
        | Event::Copied { .. }
        | Event::UserAdded { .. }
        | Event::UserNamed { .. }
        | Event::UserEnabled { .. }
        | Event::PassphraseSet { .. }
        | Event::PassphraseCleared { .. }
        | Event::PassphraseWrong { .. }
        | Event::PassphraseRight { .. }
        | Event::BackedUp { .. }
        | Event::RestoreTested { .. }
        | Event::Recovered { .. } => false,
    }
}

/// Checks that such an event is the only one of its request: events are judged on what was stored before the request. That
/// somebody is somebody else than a participant who is alike goes with the correction that it is about.
///
/// # Errors
/// [`Refusal::NotAlone`] when the request has other events too.
pub(super) fn check_own_request(events: &[Event]) -> Result<(), Refusal> {
    let said = |event: &&Event| event.kept_against(SAME_PERSON).is_some();
    let others = events.iter().filter(|event| !said(event)).count();
    match others > 1 && events.iter().any(needs_own_request) {
        true => Err(Refusal::NotAlone),
        false => Ok(()),
    }
}
