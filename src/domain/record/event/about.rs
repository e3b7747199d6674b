//! Whom and what an event is about: participant, user, form, field, protocol.

use super::super::place::{FieldPath, Scope};
use super::super::user::Role;
use super::Event;
use crate::domain::base::ids::{FormId, ParticipantId, VisitId};

impl Event {
    /// Returns the kind of the event, as it stands in the journal.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::StudyOpened { .. } => "study-opened",
            Self::FilesRecorded { .. } => "files-recorded",
            Self::FileKept { .. } => "file-kept",
            Self::Amended { .. } => "amended",
            Self::Enrolled { .. } => "enrolled",
            Self::EnrolmentCorrected { .. } => "enrolment-corrected",
            Self::StatusChanged { .. } => "status-changed",
            Self::SessionBegun { .. } => "session-begun",
            Self::SessionDated { .. } => "session-dated",
            Self::SessionVoided { .. } => "session-voided",
            Self::UnscheduledBegun { .. } => "unscheduled-begun",
            Self::FormMoved { .. } => "form-moved",
            Self::ConsentRenewed { .. } => "consent-renewed",
            Self::DeviationJudged { .. } => "deviation-judged",
            Self::Answered { .. } => "answered",
            Self::Cleared { .. } => "cleared",
            Self::Noted { .. } => "noted",
            Self::Prompted { .. } => "prompted",
            Self::Shown { .. } => "shown",
            Self::Filled { .. } => "filled",
            Self::Completed { .. } => "completed",
            Self::FormLeft { .. } => "form-left",
            Self::Signed { .. } => "signed",
            Self::Locked { .. } => "locked",
            Self::Unlocked { .. } => "unlocked",
            Self::Queried { .. } => "queried",
            Self::ClockMoved { .. } => "clock-moved",
            Self::ServerStarted { .. } => "server-started",
            Self::ServerStopped { .. } => "server-stopped",
            Self::LoggedIn { .. } => "came-in",
            Self::LoggedOut { .. } => "went-out",
            Self::Refused { .. } => "refused",
            Self::TrailRead { .. } => "trail-read",
            Self::Copied { .. } => "copied",
            Self::UserAdded { .. } => "user-added",
            Self::UserNamed { .. } => "user-named",
            Self::UserRoles { .. } => "user-roles",
            Self::UserDisabled { .. } => "user-disabled",
            Self::UserEnabled { .. } => "user-enabled",
            Self::PassphraseSet { .. } => "passphrase-set",
            Self::PassphraseCleared { .. } => "passphrase-cleared",
            Self::PassphraseWrong { .. } => "passphrase-wrong",
            Self::PassphraseRight { .. } => "passphrase-right",
            Self::BackedUp { .. } => "backed-up",
            Self::RestoreTested { .. } => "restore-tested",
            Self::HeadMissing { .. } => "head-missing",
            Self::HeadAccepted { .. } => "head-accepted",
            Self::Restored { .. } => "restored",
            Self::Recovered { .. } => "recovered",
        }
    }

    /// Returns the participant that the event is about, if it is about one.
    pub fn participant(&self) -> Option<&ParticipantId> {
        match self {
            Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Amended { .. }
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
            | Self::Recovered { .. }
            | Self::ClockMoved { .. }
            | Self::ServerStarted { .. }
            | Self::ServerStopped { .. }
            | Self::Refused { .. }
            | Self::TrailRead { .. }
            | Self::HeadMissing { .. }
            | Self::HeadAccepted { .. }
            | Self::Restored { .. }
            | Self::LoggedIn { .. }
            | Self::LoggedOut { .. } => None,
            Self::Locked { scope, .. } | Self::Unlocked { scope, .. } => scope.participant.as_ref(),
            Self::Copied { participant, .. } => participant.as_ref(),
            Self::Enrolled { participant } => Some(&participant.id),
            Self::EnrolmentCorrected { participant, .. } => Some(&participant.id),
            Self::SessionBegun { participant, .. }
            | Self::SessionDated { participant, .. }
            | Self::SessionVoided { participant, .. }
            | Self::UnscheduledBegun { participant, .. }
            | Self::FormMoved { participant, .. }
            | Self::ConsentRenewed { participant, .. }
            | Self::DeviationJudged { participant, .. }
            | Self::StatusChanged { participant, .. }
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

    /// Returns whether the event says that the audit trail of everybody is printed.
    pub fn prints_trail(&self) -> bool {
        matches!(self, Self::Copied { what, participant: None } if what == "audit")
    }

    /// Returns the field about whose value a check asked, as the event says.
    pub fn asked_at(&self) -> Option<&FieldPath> {
        let Self::Prompted { place, .. } = self else {
            return None;
        };
        Some(place)
    }

    /// Returns the field whose value the event says to be kept against a check of this name.
    pub fn kept_against(&self, check: &str) -> Option<&FieldPath> {
        match self {
            Self::Prompted {
                place,
                rule,
                outcome: super::PromptOutcome::Kept,
                ..
            } if rule == check => Some(place),
            Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Amended { .. }
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
            | Self::Recovered { .. }
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
            | Self::Locked { .. }
            | Self::Unlocked { .. }
            | Self::Copied { .. }
            | Self::Enrolled { .. }
            | Self::StatusChanged { .. }
            | Self::EnrolmentCorrected { .. }
            | Self::SessionBegun { .. }
            | Self::SessionDated { .. }
            | Self::SessionVoided { .. }
            | Self::UnscheduledBegun { .. }
            | Self::FormMoved { .. }
            | Self::ConsentRenewed { .. }
            | Self::DeviationJudged { .. }
            | Self::Shown { .. }
            | Self::Filled { .. }
            | Self::Completed { .. }
            | Self::FormLeft { .. }
            | Self::Signed { .. }
            | Self::Answered { .. }
            | Self::Cleared { .. }
            | Self::Noted { .. }
            | Self::Prompted { .. }
            | Self::Queried { .. } => None,
        }
    }

    /// Returns the roles that the event gives a user, and whom; `None` where it gives none.
    pub fn roles_given(&self) -> Option<(&str, &[Role])> {
        match self {
            Self::UserRoles { user, roles } => Some((user, roles)),
            Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Amended { .. }
            | Self::Enrolled { .. }
            | Self::StatusChanged { .. }
            | Self::EnrolmentCorrected { .. }
            | Self::SessionBegun { .. }
            | Self::SessionDated { .. }
            | Self::SessionVoided { .. }
            | Self::UnscheduledBegun { .. }
            | Self::FormMoved { .. }
            | Self::ConsentRenewed { .. }
            | Self::DeviationJudged { .. }
            | Self::Completed { .. }
            | Self::Queried { .. }
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

    /// Returns whether the user that the event is about has a passphrase after it; none where it changes none.
    pub fn leaves_passphrase(&self) -> Option<bool> {
        match self {
            Self::PassphraseSet { .. } => Some(true),
            Self::PassphraseCleared { .. } => Some(false),
            Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Amended { .. }
            | Self::Enrolled { .. }
            | Self::StatusChanged { .. }
            | Self::EnrolmentCorrected { .. }
            | Self::SessionBegun { .. }
            | Self::SessionDated { .. }
            | Self::SessionVoided { .. }
            | Self::UnscheduledBegun { .. }
            | Self::FormMoved { .. }
            | Self::ConsentRenewed { .. }
            | Self::DeviationJudged { .. }
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
            | Self::ServerStarted { .. }
            | Self::ServerStopped { .. }
            | Self::LoggedIn { .. }
            | Self::LoggedOut { .. }
            | Self::Refused { .. }
            | Self::TrailRead { .. }
            | Self::Copied { .. }
            | Self::UserAdded { .. }
            | Self::UserNamed { .. }
            | Self::UserRoles { .. }
            | Self::UserDisabled { .. }
            | Self::UserEnabled { .. }
            | Self::PassphraseWrong { .. }
            | Self::PassphraseRight { .. }
            | Self::BackedUp { .. }
            | Self::RestoreTested { .. }
            | Self::HeadMissing { .. }
            | Self::HeadAccepted { .. }
            | Self::Restored { .. }
            | Self::Recovered { .. } => None,
        }
    }

    /// Returns the login name of the user that the event is about, if it is about one.
    pub fn user(&self) -> Option<&str> {
        match self {
            Self::UserAdded { user, .. }
            | Self::UserNamed { user, .. }
            | Self::UserRoles { user, .. }
            | Self::UserDisabled { user }
            | Self::UserEnabled { user }
            | Self::PassphraseSet { user, .. }
            | Self::PassphraseCleared { user }
            | Self::PassphraseWrong { user }
            | Self::PassphraseRight { user }
            | Self::LoggedIn { user, .. }
            | Self::TrailRead { user }
            | Self::HeadMissing { user, .. }
            | Self::LoggedOut { user } => Some(user),
            Self::Refused { user, .. } => user.as_deref(),
            Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Amended { .. }
            | Self::Enrolled { .. }
            | Self::StatusChanged { .. }
            | Self::EnrolmentCorrected { .. }
            | Self::SessionBegun { .. }
            | Self::SessionDated { .. }
            | Self::SessionVoided { .. }
            | Self::UnscheduledBegun { .. }
            | Self::FormMoved { .. }
            | Self::ConsentRenewed { .. }
            | Self::DeviationJudged { .. }
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
            | Self::ServerStarted { .. }
            | Self::ServerStopped { .. }
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
            | Self::FormLeft { form, .. }
            | Self::FormMoved { form, .. } => Some(form),
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
            | Self::StatusChanged { .. }
            | Self::EnrolmentCorrected { .. }
            | Self::SessionBegun { .. }
            | Self::SessionDated { .. }
            | Self::SessionVoided { .. }
            | Self::UnscheduledBegun { .. }
            | Self::ConsentRenewed { .. }
            | Self::DeviationJudged { .. }
            | Self::Signed { .. }
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

    /// Returns whether the event belongs to the history of a field: it is about the field, or was decided over it.
    pub fn concerns(&self, place: &FieldPath) -> bool {
        let here = |participant: &ParticipantId, visit: &VisitId| {
            *participant == place.participant && *visit == place.visit
        };
        match self {
            Self::Prompted { place: at, .. } | Self::Queried { place: at, .. } => at == place,
            Self::Signed {
                participant, visit, ..
            }
            | Self::SessionDated {
                participant, visit, ..
            }
            | Self::SessionVoided {
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
            | Self::StatusChanged { .. }
            | Self::EnrolmentCorrected { .. }
            | Self::SessionBegun { .. }
            | Self::UnscheduledBegun { .. }
            | Self::FormMoved { .. }
            | Self::ConsentRenewed { .. }
            | Self::DeviationJudged { .. }
            | Self::Answered { .. }
            | Self::Cleared { .. }
            | Self::Noted { .. }
            | Self::Shown { .. }
            | Self::Filled { .. }
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
            | Self::StatusChanged { .. }
            | Self::EnrolmentCorrected { .. }
            | Self::SessionBegun { .. }
            | Self::SessionDated { .. }
            | Self::SessionVoided { .. }
            | Self::UnscheduledBegun { .. }
            | Self::FormMoved { .. }
            | Self::ConsentRenewed { .. }
            | Self::DeviationJudged { .. }
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

    /// Returns the id of the protocol that the event names, if it names one.
    pub fn protocol(&self) -> Option<&str> {
        match self {
            Self::StudyOpened { protocol, .. }
            | Self::FilesRecorded { protocol, .. }
            | Self::Amended { protocol, .. } => Some(protocol),
            Self::FileKept { .. }
            | Self::Enrolled { .. }
            | Self::StatusChanged { .. }
            | Self::EnrolmentCorrected { .. }
            | Self::SessionBegun { .. }
            | Self::SessionDated { .. }
            | Self::SessionVoided { .. }
            | Self::UnscheduledBegun { .. }
            | Self::FormMoved { .. }
            | Self::ConsentRenewed { .. }
            | Self::DeviationJudged { .. }
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

    /// Returns the number of the version of the study that the event puts in force, if it does.
    pub fn version(&self) -> Option<u32> {
        match self {
            Self::Amended { version, .. } => Some(*version),
            Self::StudyOpened { .. }
            | Self::Recovered { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Enrolled { .. }
            | Self::StatusChanged { .. }
            | Self::EnrolmentCorrected { .. }
            | Self::SessionBegun { .. }
            | Self::SessionDated { .. }
            | Self::SessionVoided { .. }
            | Self::UnscheduledBegun { .. }
            | Self::FormMoved { .. }
            | Self::ConsentRenewed { .. }
            | Self::DeviationJudged { .. }
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
            | Self::StatusChanged { .. }
            | Self::EnrolmentCorrected { .. }
            | Self::SessionBegun { .. }
            | Self::SessionDated { .. }
            | Self::SessionVoided { .. }
            | Self::UnscheduledBegun { .. }
            | Self::FormMoved { .. }
            | Self::ConsentRenewed { .. }
            | Self::DeviationJudged { .. }
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
            | Self::RestoreTested { .. } => false,
        }
    }
}
