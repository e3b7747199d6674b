//! The scores and verdicts that an event carries.

use super::super::kept_scores::{FormScores, KeptForm};
use super::Event;
use crate::domain::base::ids::{FormId, ParticipantId, VisitId};

/// That a form was left complete, with the place of its scores.
#[derive(Debug, PartialEq, Eq)]
pub struct Completion<'a> {
    /// The participant.
    pub participant: &'a ParticipantId,
    /// The visit.
    pub visit: &'a VisitId,
    /// The form.
    pub form: &'a FormId,
    /// Its scores.
    pub kept: &'a mut Option<Box<KeptForm>>,
}

impl Event {
    /// Returns what the event says of a completed form; `None` when it completes none.
    pub fn completion_mut(&mut self) -> Option<Completion<'_>> {
        match self {
            Self::Completed {
                participant,
                visit,
                form,
                kept,
            } => Some(Completion {
                participant,
                visit,
                form,
                kept,
            }),
            Self::Queried { .. }
            | Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Amended { .. }
            | Self::Enrolled { .. }
            | Self::SessionBegun { .. }
            | Self::Answered { .. }
            | Self::Cleared { .. }
            | Self::Noted { .. }
            | Self::Prompted { .. }
            | Self::Shown { .. }
            | Self::Filled { .. }
            | Self::FormLeft { .. }
            | Self::Signed { .. }
            | Self::Locked { .. }
            | Self::Unlocked { .. }
            | Self::ClockMoved { .. }
            | Self::HeadMissing { .. }
            | Self::HeadAccepted { .. }
            | Self::Restored { .. }
            | Self::LoggedIn { .. }
            | Self::LoggedOut { .. }
            | Self::Copied { .. }
            | Self::UserAdded { .. }
            | Self::UserRoles { .. }
            | Self::UserDisabled { .. }
            | Self::UserEnabled { .. }
            | Self::PassphraseSet { .. }
            | Self::PassphraseCleared { .. }
            | Self::PassphraseWrong { .. }
            | Self::PassphraseRight { .. }
            | Self::BackedUp { .. }
            | Self::RestoreTested { .. }
            | Self::Recovered { .. } => None,
        }
    }

    /// Returns the scores that the event carries, each with its form.
    pub fn scores_mut(&mut self) -> Vec<(&FormId, &mut FormScores)> {
        match self {
            Self::Completed { form, kept, .. } => {
                let kept = kept.iter_mut();
                kept.map(|kept| (&*form, &mut kept.scores)).collect()
            }
            Self::Signed { kept, .. } => {
                let kept = kept.iter_mut();
                kept.flat_map(|kept| &mut kept.forms).collect()
            }
            Self::Queried { .. }
            | Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Amended { .. }
            | Self::Enrolled { .. }
            | Self::SessionBegun { .. }
            | Self::Answered { .. }
            | Self::Cleared { .. }
            | Self::Noted { .. }
            | Self::Prompted { .. }
            | Self::Shown { .. }
            | Self::Filled { .. }
            | Self::FormLeft { .. }
            | Self::Locked { .. }
            | Self::Unlocked { .. }
            | Self::ClockMoved { .. }
            | Self::HeadMissing { .. }
            | Self::HeadAccepted { .. }
            | Self::Restored { .. }
            | Self::LoggedIn { .. }
            | Self::LoggedOut { .. }
            | Self::Copied { .. }
            | Self::UserAdded { .. }
            | Self::UserRoles { .. }
            | Self::UserDisabled { .. }
            | Self::UserEnabled { .. }
            | Self::PassphraseSet { .. }
            | Self::PassphraseCleared { .. }
            | Self::PassphraseWrong { .. }
            | Self::PassphraseRight { .. }
            | Self::BackedUp { .. }
            | Self::RestoreTested { .. }
            | Self::Recovered { .. } => Vec::new(),
        }
    }
}
