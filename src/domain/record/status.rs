//! How somebody takes part: from the enrolment to the end of the participation, as an assessor or an investigator says it.
//!
//! Only what is said and since when. What follows from it, such as which visits can still come, is decided by the rooms
//! above.

use crate::domain::base::ids::{FieldId, FormId};
use serde::{Deserialize, Serialize};

/// How somebody takes part, as it is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Takes part. Nobody says it of somebody new; it takes another status back, such as that of one who was found again.
    TakesPart,
    /// Was screened and does not enter the trial.
    ScreenFailure {
        /// The criteria that are not met, as fields of the form of eligibility; none where the words say another reason.
        criteria: Vec<FieldId>,
    },
    /// Gets no study drug any more; the visits go on.
    TreatmentStopped {
        /// Why.
        cause: Cause,
    },
    /// Ended the participation, or it was ended.
    Withdrawn {
        /// Who decided it.
        by: WithdrawnBy,
        /// Why.
        cause: Cause,
        /// What may still be used and collected.
        data: DataUse,
    },
    /// Cannot be reached.
    Lost {
        /// How often it was tried to reach them, 1 or more.
        attempts: u32,
    },
    /// Died.
    Died {
        /// The row of the log of adverse events that led to it, where it is entered there.
        event: Option<FormId>,
    },
    /// Came to the end of the trial as planned.
    Completed,
    /// Should never have been enrolled, such as one who is in the record twice: counts nowhere, and nothing more is stored.
    EnrolledByMistake,
}

/// Who decided a withdrawal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WithdrawnBy {
    /// The participant.
    Participant,
    /// The investigator.
    Investigator,
    /// The sponsor.
    Sponsor,
}

impl WithdrawnBy {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Participant, Self::Investigator, Self::Sponsor];
}

/// What may still be done with the data of somebody who has withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DataUse {
    /// What there is is used, and more is collected.
    Collect,
    /// What there is is used; nothing more is collected.
    Keep,
    /// Nothing is used any more.
    Nothing,
}

impl DataUse {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Collect, Self::Keep, Self::Nothing];
}

/// Why a treatment or a participation ended: terms of the CDISC codelist NCOMPLT (completion/reason for non-completion,
/// SDTM terminology 2025-03-25) that fit a trial of a drug, and others in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// ADVERSE EVENT.
    AdverseEvent,
    /// LACK OF EFFICACY.
    LackOfEfficacy,
    /// RECOVERY.
    Recovery,
    /// PREGNANCY.
    Pregnancy,
    /// PROTOCOL DEVIATION.
    ProtocolDeviation,
    /// REQUIRES PROHIBITED MEDICATION.
    ProhibitedMedication,
    /// PHYSICIAN DECISION.
    PhysicianDecision,
    /// WITHDRAWAL BY SUBJECT.
    OwnDecision,
    /// Another reason, in words.
    Other,
}

impl Cause {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::AdverseEvent,
        Self::LackOfEfficacy,
        Self::Recovery,
        Self::Pregnancy,
        Self::ProtocolDeviation,
        Self::ProhibitedMedication,
        Self::PhysicianDecision,
        Self::OwnDecision,
        Self::Other,
    ];
}

/// The name of a status, without what is said with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StatusName {
    /// [`Status::TakesPart`].
    TakesPart,
    /// [`Status::ScreenFailure`].
    ScreenFailure,
    /// [`Status::TreatmentStopped`].
    TreatmentStopped,
    /// [`Status::Withdrawn`].
    Withdrawn,
    /// [`Status::Lost`].
    Lost,
    /// [`Status::Died`].
    Died,
    /// [`Status::Completed`].
    Completed,
    /// [`Status::EnrolledByMistake`].
    EnrolledByMistake,
}

impl StatusName {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::TakesPart,
        Self::ScreenFailure,
        Self::TreatmentStopped,
        Self::Withdrawn,
        Self::Lost,
        Self::Died,
        Self::Completed,
        Self::EnrolledByMistake,
    ];

    /// Returns the word in JSON and in the finder.
    pub fn word(self) -> &'static str {
        match self {
            Self::TakesPart => "takes-part",
            Self::ScreenFailure => "screen-failure",
            Self::TreatmentStopped => "treatment-stopped",
            Self::Withdrawn => "withdrawn",
            Self::Lost => "lost",
            Self::Died => "died",
            Self::Completed => "completed",
            Self::EnrolledByMistake => "enrolled-by-mistake",
        }
    }
}

impl Status {
    /// Returns its name.
    pub fn name(&self) -> StatusName {
        match self {
            Self::TakesPart => StatusName::TakesPart,
            Self::ScreenFailure { .. } => StatusName::ScreenFailure,
            Self::TreatmentStopped { .. } => StatusName::TreatmentStopped,
            Self::Withdrawn { .. } => StatusName::Withdrawn,
            Self::Lost { .. } => StatusName::Lost,
            Self::Died { .. } => StatusName::Died,
            Self::Completed => StatusName::Completed,
            Self::EnrolledByMistake => StatusName::EnrolledByMistake,
        }
    }

    /// Returns whether no visit comes after its day.
    pub fn ends_visits(&self) -> bool {
        match self {
            Self::TakesPart | Self::TreatmentStopped { .. } => false,
            Self::Withdrawn { data, .. } => match data {
                DataUse::Collect => false,
                DataUse::Keep | DataUse::Nothing => true,
            },
            Self::ScreenFailure { .. }
            | Self::Lost { .. }
            | Self::Died { .. }
            | Self::Completed
            | Self::EnrolledByMistake => true,
        }
    }

    /// Returns whether no dose of the study drug comes after its day.
    pub fn ends_treatment(&self) -> bool {
        match self {
            Self::TakesPart => false,
            Self::ScreenFailure { .. }
            | Self::TreatmentStopped { .. }
            | Self::Withdrawn { .. }
            | Self::Lost { .. }
            | Self::Died { .. }
            | Self::Completed
            | Self::EnrolledByMistake => true,
        }
    }

    /// Returns whether it is said in words too: what no list has.
    pub fn needs_words(&self) -> bool {
        match self {
            Self::Completed => false,
            Self::ScreenFailure { criteria } => criteria.is_empty(),
            Self::TreatmentStopped { cause } | Self::Withdrawn { cause, .. } => {
                *cause == Cause::Other
            }
            Self::TakesPart | Self::Lost { .. } | Self::Died { .. } | Self::EnrolledByMistake => {
                true
            }
        }
    }
}
