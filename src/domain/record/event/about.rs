//! Whom and what an event is about: participant, user, form, field, protocol.

use super::super::place::{FieldPath, Scope};
use super::Event;
use crate::domain::base::ids::{FormId, ParticipantId, VisitId};

impl Event {
    /// Returns the participant that the event is about, if it is about one.
    pub fn participant(&self) -> Option<&ParticipantId> {
        match self {
            Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Amended { .. }
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
            | Self::Recovered { .. }
            | Self::ClockMoved { .. }
            | Self::HeadMissing { .. }
            | Self::HeadAccepted { .. }
            | Self::Restored { .. }
            | Self::LoggedIn { .. }
            | Self::LoggedOut { .. } => None,
            Self::Locked { scope, .. } | Self::Unlocked { scope, .. } => scope.participant.as_ref(),
            Self::Copied { participant, .. } => participant.as_ref(),
            Self::Enrolled { participant } => Some(&participant.id),
            Self::SessionBegun { participant, .. }
            | Self::Shown { participant, .. }
            | Self::Filled { participant, .. }
            | Self::Completed { participant, .. }
            | Self::FormLeft { participant, .. }
            | Self::Signed { participant, .. } => Some(participant),
            Self::Answered { place, .. }
            | Self::Cleared { place, .. }
            | Self::Noted { place, .. }
            | Self::Prompted { place, .. }
            | Self::Queried { place, .. } => Some(&place.participant),
        }
    }

    /// Returns whether the user that the event is about has a passphrase after it; none where it changes none.
    pub fn leaves_passphrase(&self) -> Option<bool> {
        if let Self::PassphraseSet { .. } = self {
            return Some(true);
        }
        if let Self::PassphraseCleared { .. } = self {
            return Some(false);
        }
        None
    }

    /// Returns the login name of the user that the event is about, if it is about one.
    pub fn user(&self) -> Option<&str> {
        match self {
            Self::UserAdded { user, .. }
            | Self::UserRoles { user, .. }
            | Self::UserDisabled { user }
            | Self::UserEnabled { user }
            | Self::PassphraseSet { user, .. }
            | Self::PassphraseCleared { user }
            | Self::PassphraseWrong { user }
            | Self::PassphraseRight { user }
            | Self::LoggedIn { user }
            | Self::HeadMissing { user, .. }
            | Self::LoggedOut { user } => Some(user),
            Self::StudyOpened { .. }
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
            | Self::Completed { .. }
            | Self::FormLeft { .. }
            | Self::Signed { .. }
            | Self::Locked { .. }
            | Self::Unlocked { .. }
            | Self::Queried { .. }
            | Self::ClockMoved { .. }
            | Self::HeadAccepted { .. }
            | Self::Restored { .. }
            | Self::Copied { .. }
            | Self::BackedUp { .. }
            | Self::RestoreTested { .. }
            | Self::Recovered { .. } => None,
        }
    }

    /// Returns the form that the event is about, if it is about one.
    pub fn form(&self) -> Option<&FormId> {
        match self {
            Self::Shown { form, .. }
            | Self::Filled { form, .. }
            | Self::Completed { form, .. }
            | Self::FormLeft { form, .. } => Some(form),
            Self::Answered { place, .. }
            | Self::Cleared { place, .. }
            | Self::Noted { place, .. }
            | Self::Prompted { place, .. }
            | Self::Queried { place, .. } => Some(&place.form),
            Self::Locked { scope, .. } | Self::Unlocked { scope, .. } => scope.form.as_ref(),
            Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Amended { .. }
            | Self::Enrolled { .. }
            | Self::SessionBegun { .. }
            | Self::Signed { .. }
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

    /// Returns whether the event belongs to the history of a field: it is about the field, or was decided over it.
    pub fn concerns(&self, place: &FieldPath) -> bool {
        let here = |participant: &ParticipantId, visit: &VisitId| {
            *participant == place.participant && *visit == place.visit
        };
        match self {
            Self::Prompted { place: at, .. } | Self::Queried { place: at, .. } => at == place,
            Self::Signed {
                participant, visit, ..
            } => here(participant, visit),
            Self::Completed {
                participant,
                visit,
                form,
                ..
            }
            | Self::FormLeft {
                participant,
                visit,
                form,
            } => here(participant, visit) && *form == place.form,
            Self::Locked { scope, .. } | Self::Unlocked { scope, .. } => {
                scope.covers(&Scope::of(place))
            }
            Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Amended { .. }
            | Self::Enrolled { .. }
            | Self::SessionBegun { .. }
            | Self::Answered { .. }
            | Self::Cleared { .. }
            | Self::Noted { .. }
            | Self::Shown { .. }
            | Self::Filled { .. }
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
            | Self::Recovered { .. } => self.fields().contains(place),
        }
    }

    /// Returns the form that the event says was left, complete or not: its participant, its visit, itself.
    pub fn left_form(&self) -> Option<(&ParticipantId, &VisitId, &FormId)> {
        match self {
            Self::Completed {
                participant,
                visit,
                form,
                ..
            }
            | Self::FormLeft {
                participant,
                visit,
                form,
            } => Some((participant, visit, form)),
            Self::StudyOpened { .. }
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
            | Self::Signed { .. }
            | Self::Locked { .. }
            | Self::Unlocked { .. }
            | Self::Queried { .. }
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

    /// Returns the id of the protocol that the event names, if it names one.
    pub fn protocol(&self) -> Option<&str> {
        match self {
            Self::StudyOpened { protocol, .. }
            | Self::FilesRecorded { protocol, .. }
            | Self::Amended { protocol, .. } => Some(protocol),
            Self::FileKept { .. }
            | Self::Enrolled { .. }
            | Self::SessionBegun { .. }
            | Self::Answered { .. }
            | Self::Cleared { .. }
            | Self::Noted { .. }
            | Self::Prompted { .. }
            | Self::Shown { .. }
            | Self::Filled { .. }
            | Self::Completed { .. }
            | Self::FormLeft { .. }
            | Self::Signed { .. }
            | Self::Locked { .. }
            | Self::Unlocked { .. }
            | Self::Queried { .. }
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

    /// Returns the number of the version of the study that the event puts in force, if it does.
    pub fn version(&self) -> Option<u32> {
        match self {
            Self::Amended { version, .. } => Some(*version),
            Self::StudyOpened { .. }
            | Self::Recovered { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Enrolled { .. }
            | Self::SessionBegun { .. }
            | Self::Answered { .. }
            | Self::Cleared { .. }
            | Self::Noted { .. }
            | Self::Prompted { .. }
            | Self::Shown { .. }
            | Self::Filled { .. }
            | Self::Completed { .. }
            | Self::FormLeft { .. }
            | Self::Signed { .. }
            | Self::Locked { .. }
            | Self::Unlocked { .. }
            | Self::Queried { .. }
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
            | Self::RestoreTested { .. } => None,
        }
    }

    /// Returns whether the event says that all participants of the study are synthetic.
    pub fn marks_demo(&self) -> bool {
        match self {
            Self::StudyOpened { demo, .. } | Self::Recovered { demo, .. } => *demo,
            Self::FilesRecorded { .. }
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
            | Self::Completed { .. }
            | Self::FormLeft { .. }
            | Self::Signed { .. }
            | Self::Locked { .. }
            | Self::Unlocked { .. }
            | Self::Queried { .. }
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
            | Self::RestoreTested { .. } => false,
        }
    }
}
