//! What the owner puts into an event: scores, verdicts, and the answers of a form that is moved unseen.

use super::super::kept_scores::{FormScores, KeptForm, KeptVerdict};
use super::super::moved::MovedAnswer;
use super::Event;
use crate::domain::base::ids::{FormId, ParticipantId, VisitId};

/// What of an event only the owner of the study puts in.
#[derive(Debug, PartialEq, Eq)]
pub enum OwnersPart<'a> {
    /// The scores of a form that was left complete.
    Scores(Completion<'a>),
    /// The answers of a form that is moved by somebody who does not see them.
    Moved(&'a mut Vec<MovedAnswer>),
}

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

/// Scores and verdict that an event carries.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Scores<'a> {
    /// Each form with its scores.
    pub forms: Vec<(&'a FormId, &'a mut FormScores)>,
    /// The verdict on the visit.
    pub verdict: Option<&'a mut KeptVerdict>,
}

impl Event {
    /// Returns what of the event the owner puts in; `None` where all of it is the client's.
    pub fn owners_part_mut(&mut self) -> Option<OwnersPart<'_>> {
        match self {
            Self::Completed {
                participant,
                visit,
                form,
                kept,
            } => Some(OwnersPart::Scores(Completion {
                participant,
                visit,
                form,
                kept,
            })),
            Self::FormMoved { answers, .. } => Some(OwnersPart::Moved(answers)),
            Self::Queried { .. }
            | Self::StudyOpened { .. }
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

    /// Returns the scores and the verdict that the event carries.
    pub fn scores_mut(&mut self) -> Scores<'_> {
        match self {
            Self::Completed { form, kept, .. } => Scores {
                forms: kept
                    .iter_mut()
                    .map(|kept| (&*form, &mut kept.scores))
                    .collect(),
                verdict: None,
            },
            Self::Signed { kept, .. } => match kept {
                Some(kept) => Scores {
                    forms: kept.forms.iter_mut().collect(),
                    verdict: kept.verdict.as_mut(),
                },
                None => Scores::default(),
            },
            Self::Queried { .. }
            | Self::StudyOpened { .. }
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
            | Self::FormLeft { .. }
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
            | Self::Recovered { .. } => Scores::default(),
        }
    }

    /// Returns the hash of what was signed; `None` of an event that is no signature.
    pub fn signed_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::Signed { content, .. } => Some(content),
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
