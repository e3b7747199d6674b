//! Which events say something of a participant as a whole, move a form, or choose the forms of a visit. Must not decide
//! whether they may.

use super::super::moved::{MoveSide, MovedAnswer};
use super::Event;
use crate::domain::base::ids::{FormId, ParticipantId, VisitId};

/// One side of a move, as an event says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved<'a> {
    /// Participant and visit of this side.
    pub here: (&'a ParticipantId, &'a VisitId),
    /// Participant and visit of the other side.
    pub there: (&'a ParticipantId, &'a VisitId),
    /// The form.
    pub form: &'a FormId,
    /// Which side it is.
    pub side: MoveSide,
    /// The answers.
    pub answers: &'a [MovedAnswer],
}

impl Event {
    /// Returns whether the event changes what is known of a participant beside their visits, or which visits there are.
    pub fn describes(&self) -> bool {
        match self {
            Self::Enrolled { .. }
            | Self::EnrolmentCorrected { .. }
            | Self::StatusChanged { .. }
            | Self::SessionVoided { .. }
            | Self::ConsentRenewed { .. }
            | Self::DeviationJudged { .. } => true,
            Self::SessionBegun { .. }
            | Self::UnscheduledBegun { .. }
            | Self::SessionDated { .. }
            | Self::FormMoved { .. }
            | Self::Answered { .. }
            | Self::Cleared { .. }
            | Self::Noted { .. }
            | Self::Prompted { .. }
            | Self::Shown { .. }
            | Self::Filled { .. }
            | Self::Completed { .. }
            | Self::FormLeft { .. }
            | Self::Signed { .. }
            | Self::Queried { .. }
            | Self::Locked { .. }
            | Self::Unlocked { .. }
            | Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Amended { .. }
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
            | Self::Recovered { .. } => false,
        }
    }

    /// Returns which side of a move it is, where it moves a form.
    pub fn moved(&self) -> Option<Moved<'_>> {
        match self {
            Self::FormMoved {
                participant,
                visit,
                form,
                side,
                other,
                other_visit,
                answers,
            } => Some(Moved {
                here: (participant, visit),
                there: (other, other_visit),
                form,
                side: *side,
                answers,
            }),
            Self::SessionBegun { .. }
            | Self::SessionDated { .. }
            | Self::SessionVoided { .. }
            | Self::Answered { .. }
            | Self::Cleared { .. }
            | Self::Noted { .. }
            | Self::Prompted { .. }
            | Self::Shown { .. }
            | Self::Filled { .. }
            | Self::Completed { .. }
            | Self::FormLeft { .. }
            | Self::Signed { .. }
            | Self::Queried { .. }
            | Self::Locked { .. }
            | Self::Unlocked { .. }
            | Self::Enrolled { .. }
            | Self::EnrolmentCorrected { .. }
            | Self::ConsentRenewed { .. }
            | Self::DeviationJudged { .. }
            | Self::StatusChanged { .. }
            | Self::UnscheduledBegun { .. }
            | Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Amended { .. }
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

    /// Returns the forms that the event chooses for the visit that it begins, where no schedule plans it.
    pub fn chosen_forms(&self) -> Option<&[FormId]> {
        match self {
            Self::UnscheduledBegun { forms, .. } => Some(forms),
            Self::SessionBegun { .. }
            | Self::SessionDated { .. }
            | Self::SessionVoided { .. }
            | Self::Answered { .. }
            | Self::Cleared { .. }
            | Self::Noted { .. }
            | Self::Prompted { .. }
            | Self::Shown { .. }
            | Self::Filled { .. }
            | Self::Completed { .. }
            | Self::FormLeft { .. }
            | Self::Signed { .. }
            | Self::Queried { .. }
            | Self::Locked { .. }
            | Self::Unlocked { .. }
            | Self::Enrolled { .. }
            | Self::EnrolmentCorrected { .. }
            | Self::ConsentRenewed { .. }
            | Self::DeviationJudged { .. }
            | Self::StatusChanged { .. }
            | Self::FormMoved { .. }
            | Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Amended { .. }
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

    /// Returns whether the event may be about somebody who was enrolled by mistake: it says how they take part, or copies
    /// or unlocks what stays to be read.
    pub fn may_follow_mistake(&self) -> bool {
        match self {
            Self::StatusChanged { .. } | Self::Copied { .. } | Self::Unlocked { .. } => true,
            Self::SessionBegun { .. }
            | Self::SessionDated { .. }
            | Self::SessionVoided { .. }
            | Self::Answered { .. }
            | Self::Cleared { .. }
            | Self::Noted { .. }
            | Self::Prompted { .. }
            | Self::Shown { .. }
            | Self::Filled { .. }
            | Self::Completed { .. }
            | Self::FormLeft { .. }
            | Self::Signed { .. }
            | Self::Queried { .. }
            | Self::Locked { .. }
            | Self::Enrolled { .. }
            | Self::EnrolmentCorrected { .. }
            | Self::ConsentRenewed { .. }
            | Self::DeviationJudged { .. }
            | Self::UnscheduledBegun { .. }
            | Self::FormMoved { .. }
            | Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Amended { .. }
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
            | Self::Recovered { .. } => false,
        }
    }
}
