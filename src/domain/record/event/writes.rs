//! What an event writes to the record of a participant: enrolment, visit, answers, note.

use super::super::moved::MoveSide;
use super::super::participant::Participant;
use super::super::place::FieldPath;
use super::super::status::Status;
use super::{Event, Origin};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FormId, VisitId};
use chrono::NaiveDate;

impl Event {
    /// Returns the participant whom the event enrols.
    pub fn enrolled(&self) -> Option<&Participant> {
        match self {
            Self::Enrolled { participant } => Some(participant),
            Self::StatusChanged { .. }
            | Self::EnrolmentCorrected { .. }
            | Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Amended { .. }
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

    /// Returns since which day somebody takes part how, with the words for it, where the event says so.
    pub fn said_status(&self) -> Option<(NaiveDate, &Status, &str)> {
        match self {
            Self::StatusChanged {
                day, status, words, ..
            } => Some((*day, status, words)),
            Self::Enrolled { .. }
            | Self::EnrolmentCorrected { .. }
            | Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Amended { .. }
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

    /// Returns the facts of an enrolment before and after the event corrects them.
    pub fn corrected(&self) -> Option<(&Participant, &Participant)> {
        match self {
            Self::EnrolmentCorrected {
                before,
                participant,
            } => Some((before, participant)),
            Self::Enrolled { .. }
            | Self::StatusChanged { .. }
            | Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Amended { .. }
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

    /// Returns the day on which the event says that a visit begins.
    pub fn begun_on(&self) -> Option<NaiveDate> {
        match self {
            Self::SessionBegun { date, .. } | Self::UnscheduledBegun { date, .. } => Some(*date),
            // It was begun on another day before.
            Self::SessionDated { .. }
            | Self::SessionVoided { .. }
            | Self::FormMoved { .. }
            | Self::ConsentRenewed { .. }
            | Self::DeviationJudged { .. }
            | Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Amended { .. }
            | Self::Enrolled { .. }
            | Self::StatusChanged { .. }
            | Self::EnrolmentCorrected { .. }
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

    /// Returns the visit whose session the event takes out, since it was begun by mistake.
    pub fn voided(&self) -> Option<&VisitId> {
        match self {
            Self::SessionVoided { visit, .. } => Some(visit),
            Self::SessionBegun { .. }
            | Self::SessionDated { .. }
            | Self::UnscheduledBegun { .. }
            | Self::FormMoved { .. }
            | Self::ConsentRenewed { .. }
            | Self::DeviationJudged { .. }
            | Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Amended { .. }
            | Self::Enrolled { .. }
            | Self::StatusChanged { .. }
            | Self::EnrolmentCorrected { .. }
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

    /// Returns the visit that the event writes to, and the form of it if it writes to one.
    pub fn written(&self) -> Option<(&VisitId, Option<&FormId>)> {
        match self {
            Self::SessionBegun { visit, .. }
            | Self::SessionDated { visit, .. }
            | Self::SessionVoided { visit, .. }
            | Self::UnscheduledBegun { visit, .. }
            | Self::Shown { visit, .. }
            | Self::Completed { visit, .. }
            | Self::FormLeft { visit, .. }
            | Self::Signed { visit, .. } => Some((visit, None)),
            Self::Filled { visit, form, .. } | Self::FormMoved { visit, form, .. } => {
                Some((visit, Some(form)))
            }
            Self::Answered { place, .. }
            | Self::Cleared { place, .. }
            | Self::Noted { place, .. }
            | Self::Prompted { place, .. }
            | Self::Queried { place, .. } => Some((&place.visit, Some(&place.form))),
            Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Amended { .. }
            | Self::Enrolled { .. }
            | Self::StatusChanged { .. }
            | Self::ConsentRenewed { .. }
            | Self::DeviationJudged { .. }
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

    /// Returns the fields whose answer the event sets or clears, or whose note it writes.
    pub fn fields(&self) -> Vec<FieldPath> {
        match self.note() {
            Some(place) => vec![place.clone()],
            None => self.answers(),
        }
    }

    /// Returns whether the event sets or clears the answer of a field.
    pub fn answers_field(&self, place: &FieldPath) -> bool {
        let is_at_form = self.written() == Some((&place.visit, Some(&place.form)));
        is_at_form && self.answers().contains(place)
    }

    /// Returns the fields whose answer the event sets or clears.
    pub fn answers(&self) -> Vec<FieldPath> {
        match self {
            Self::Answered { place, .. } | Self::Cleared { place, .. } => vec![place.clone()],
            Self::FormMoved {
                participant,
                visit,
                form,
                answers,
                ..
            } => answers
                .iter()
                .map(|moved| FieldPath {
                    participant: participant.clone(),
                    visit: visit.clone(),
                    form: form.clone(),
                    field: moved.field.clone(),
                })
                .collect(),
            Self::Filled {
                participant,
                visit,
                form,
                answers,
                ..
            } => answers
                .iter()
                .map(|(field, _)| FieldPath {
                    participant: participant.clone(),
                    visit: visit.clone(),
                    form: form.clone(),
                    field: field.clone(),
                })
                .collect(),
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
            | Self::Noted { .. }
            | Self::Prompted { .. }
            | Self::Shown { .. }
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
            | Self::Recovered { .. } => Vec::new(),
        }
    }

    /// Returns the field whose note the event writes.
    pub fn note(&self) -> Option<&FieldPath> {
        match self {
            Self::Noted { place, .. } => Some(place),
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

    /// Returns whether it holds answers of the generator, whom nobody can ask.
    pub fn is_generated(&self) -> bool {
        match self {
            Self::Answered { origin, .. }
            | Self::Cleared { origin, .. }
            | Self::Filled { origin, .. } => *origin == Origin::Generated,
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
            | Self::Noted { .. }
            | Self::Prompted { .. }
            | Self::Shown { .. }
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
            | Self::Recovered { .. } => false,
        }
    }

    /// Returns the answers that somebody typed, each with its field.
    pub fn typed_answers(&self) -> Vec<(FieldPath, &Answer)> {
        match self {
            Self::Answered {
                place,
                answer,
                origin: Origin::Typed,
            } => vec![(place.clone(), answer)],
            Self::Filled {
                answers,
                origin: Origin::Typed,
                ..
            } => {
                let answers = answers.iter().map(|(_, answer)| answer);
                self.answers().into_iter().zip(answers).collect()
            }
            Self::Answered { .. }
            | Self::Filled { .. }
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
            | Self::Noted { .. }
            | Self::Cleared { .. }
            | Self::Prompted { .. }
            | Self::Shown { .. }
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
            | Self::ServerStarted { .. }
            | Self::ServerStopped { .. }
            | Self::Refused { .. }
            | Self::TrailRead { .. }
            | Self::UserNamed { .. }
            | Self::RestoreTested { .. }
            | Self::Recovered { .. } => Vec::new(),
        }
    }

    /// Returns the answer that the event sets in a field; none where it sets none there.
    pub fn answer_at(&self, place: &FieldPath) -> Option<&Answer> {
        match self {
            Self::Answered {
                place: at, answer, ..
            } => (at == place).then_some(answer),
            Self::FormMoved {
                side: MoveSide::Here,
                answers,
                ..
            } if self.answers().contains(place) => answers
                .iter()
                .find(|moved| moved.field == place.field)
                .map(|moved| &moved.answer),
            // Away from there nothing is left.
            Self::FormMoved { .. } => None,
            Self::Filled {
                participant,
                visit,
                form,
                answers,
                ..
            } => {
                let here = *participant == place.participant
                    && *visit == place.visit
                    && *form == place.form;
                let mut answers = answers.iter().rev().filter(|_| here);
                let last = answers.find(|(field, _)| *field == place.field);
                last.map(|(_, answer)| answer)
            }
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
            | Self::Cleared { .. }
            | Self::Noted { .. }
            | Self::Prompted { .. }
            | Self::Shown { .. }
            | Self::Completed { .. }
            | Self::FormLeft { .. }
            | Self::Signed { .. }
            | Self::Locked { .. }
            | Self::Unlocked { .. }
            | Self::Queried { .. }
            | Self::HeadMissing { .. }
            | Self::HeadAccepted { .. }
            | Self::Restored { .. }
            | Self::ClockMoved { .. }
            | Self::ServerStarted { .. }
            | Self::ServerStopped { .. }
            | Self::Refused { .. }
            | Self::TrailRead { .. }
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
