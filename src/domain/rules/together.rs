//! Alone, or with others: what decides about other events is stored by itself.

use super::refusal::Refusal;
use crate::domain::record::event::Event;

/// Returns whether an event decides what may follow it.
pub fn decides(event: &Event) -> bool {
    match event {
        Event::Completed { .. }
        | Event::Locked { .. }
        | Event::Unlocked { .. }
        | Event::Queried { .. }
        | Event::UserRoles { .. }
        | Event::UserDisabled { .. } => true,
        Event::StudyOpened { .. }
        | Event::FilesRecorded { .. }
        | Event::Enrolled { .. }
        | Event::SessionBegun { .. }
        | Event::Answered { .. }
        | Event::Cleared { .. }
        | Event::Noted { .. }
        | Event::Prompted { .. }
        | Event::Shown { .. }
        | Event::Filled { .. }
        | Event::Signed { .. }
        | Event::ClockMoved { .. }
        | Event::LoggedIn { .. }
        | Event::LoggedOut { .. }
        | Event::Copied { .. }
        | Event::UserAdded { .. }
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

/// Checks that what decides about other events comes alone: each event is judged on what was stored before.
///
/// # Errors
/// When such an event comes with others.
pub(super) fn check_single(events: &[Event]) -> Result<(), Refusal> {
    match events.len() > 1 && events.iter().any(decides) {
        true => Err(Refusal::NotAlone),
        false => Ok(()),
    }
}
