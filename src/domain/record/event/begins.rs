//! What an event begins: a visit, and a form in it. The one place that says so; who asks must not decide it again.

use super::Event;
use crate::domain::base::ids::{FormId, VisitId};

impl Event {
    /// Returns the visit that the event begins, and the form that it begins there; `None` for an event that leaves a visit
    /// not begun. What was begun before stays begun as it was.
    ///
    /// Something must have been entered: an answer, a note, or the day of the visit.
    pub fn begins(&self) -> Option<(&VisitId, Option<&FormId>)> {
        match self {
            Self::SessionBegun { visit, .. } | Self::UnscheduledBegun { visit, .. } => {
                Some((visit, None))
            }
            Self::Filled { visit, form, .. } => Some((visit, Some(form))),
            Self::Answered { place, .. } | Self::Noted { place, .. } => {
                Some((&place.visit, Some(&place.form)))
            }
            // These are about what was entered, or was not: a question whose answer was taken back, a look at earlier scores.
            Self::Prompted { .. }
            | Self::Cleared { .. }
            | Self::SessionDated { .. }
            | Self::SessionVoided { .. }
            | Self::FormMoved { .. }
            | Self::ConsentRenewed { .. }
            | Self::DeviationJudged { .. }
            | Self::Queried { .. }
            | Self::Shown { .. }
            | Self::Completed { .. }
            | Self::FormLeft { .. }
            | Self::Signed { .. }
            // These write to no visit.
            | Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Amended { .. }
            | Self::Enrolled { .. }
            | Self::StatusChanged { .. }
            | Self::EnrolmentCorrected { .. }
            | Self::Locked { .. }
            | Self::Unlocked { .. }
            | Self::ClockMoved { .. }
            | Self::ServerStarted { .. }
            | Self::ServerStopped { .. }
            | Self::Refused { .. }
            | Self::TrailRead { .. }
            | Self::HeadMissing { .. }
            | Self::HeadAccepted { .. }
            | Self::Restored { .. }
            | Self::LoggedIn { .. }
            | Self::LoggedOut { .. }
            | Self::Copied { .. }
            | Self::UserAdded { .. }
            | Self::UserRoles { .. }
            | Self::UserNamed { .. }
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
}
