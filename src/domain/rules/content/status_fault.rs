//! Why it cannot be so that somebody takes part as it is said. Must contain no sentences: `text` makes them.

use crate::domain::record::status::StatusName;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Why it cannot be so that somebody takes part as it is said, or is seen after the end of the participation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status-fault", rename_all = "kebab-case")]
pub enum StatusFault {
    /// It holds already.
    Same,
    /// The day is before the enrolment.
    BeforeEnrolment {
        /// The day.
        day: NaiveDate,
        /// Day of the enrolment.
        enrolled: NaiveDate,
    },
    /// A visit was held after the day.
    BeforeVisit {
        /// The day.
        day: NaiveDate,
        /// Label of the visit.
        visit: String,
        /// Day of the visit.
        held: NaiveDate,
    },
    /// The baseline visit, or one after it, was begun, so that the screening is over.
    AfterBaseline {
        /// Label of the visit.
        visit: String,
    },
    /// A dose of the study drug was given, so that the screening is over.
    AfterDose,
    /// Somebody else said something of the participation since the user looked at it.
    SaidSince,
    /// The form of eligibility has no such criterion, or it is named twice.
    NoCriterion {
        /// Id of the field.
        field: String,
    },
    /// The log of adverse events has no such row that counts.
    NoEvent {
        /// The row.
        event: String,
    },
    /// It needs words.
    WithoutWords,
    /// Somebody who died can only be said to take part, or to have died on another day.
    AfterDeath {
        /// The day of the death.
        died: NaiveDate,
    },
    /// Somebody consented anew after the day on which they are said to have died.
    DiedBeforeConsent {
        /// The day of the death.
        died: NaiveDate,
        /// The version to which they consented.
        version: String,
        /// The day of the consent.
        renewed: NaiveDate,
    },
    /// Nobody consents after their death.
    ConsentAfterDeath {
        /// The day of the consent.
        day: NaiveDate,
        /// The day of the death.
        died: NaiveDate,
    },
    /// Of somebody who was enrolled by mistake it can only be said that they take part after all.
    OfMistake,
    /// Somebody was enrolled by mistake: nothing more is stored of them.
    EnrolledByMistake,
    /// The visit of the outcome was not begun, so that the trial was not completed.
    OutcomeNotHeld {
        /// Label of the visit.
        visit: String,
    },
    /// The visit of the outcome cannot have been begun by mistake, since the trial is said to be completed.
    OutcomeOfCompleted {
        /// Label of the visit.
        visit: String,
    },
    /// So many attempts cannot be.
    Attempts {
        /// How many.
        attempts: u32,
    },
    /// A visit would be held after the end of the participation.
    VisitAfterEnd {
        /// Day of the visit.
        day: NaiveDate,
        /// The day after which no visit comes.
        since: NaiveDate,
        /// How the participation ended.
        status: StatusName,
    },
}

impl StatusFault {
    /// Returns whether the screens never send such content, whatever others store meanwhile.
    pub(in crate::domain::rules) fn is_forged(&self) -> bool {
        match self {
            Self::NoCriterion { .. } | Self::WithoutWords | Self::Attempts { .. } => true,
            Self::Same
            | Self::BeforeEnrolment { .. }
            | Self::BeforeVisit { .. }
            | Self::AfterBaseline { .. }
            | Self::AfterDose
            | Self::SaidSince
            | Self::OfMistake
            | Self::EnrolledByMistake
            | Self::NoEvent { .. }
            | Self::AfterDeath { .. }
            | Self::DiedBeforeConsent { .. }
            | Self::ConsentAfterDeath { .. }
            | Self::OutcomeNotHeld { .. }
            | Self::OutcomeOfCompleted { .. }
            | Self::VisitAfterEnd { .. } => false,
        }
    }
}
