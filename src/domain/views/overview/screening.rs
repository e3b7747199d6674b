//! The screening log: how far each participant came on the way into the trial, and since when.
//!
//! The flow is counted from this, so that both say the same.

use crate::domain::base::ids::FieldId;
use crate::domain::course::eligibility::State;
use crate::domain::record::status::Status;
use crate::domain::study::Study;
use crate::domain::views::summary::Summary;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How far somebody came on the way into the trial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Screened {
    /// Enrolled by mistake: counts nowhere else.
    ByMistake,
    /// Still in screening.
    InScreening {
        /// A criterion is not met, and nobody said that the screening failed.
        fails: bool,
    },
    /// Failed the screening, as it was said.
    Failed {
        /// Since which day.
        on: NaiveDate,
        /// Criteria that are not met, as far as they are named.
        criteria: Vec<FieldId>,
    },
    /// Left before they entered, for another reason.
    LeftBefore {
        /// Since which day.
        on: NaiveDate,
    },
    /// Entered the trial: the baseline visit or one after it was begun, or a dose was given.
    Entered {
        /// Day of the first of these visits; none where only a dose says it, or the day is not by the rules.
        on: Option<NaiveDate>,
    },
}

impl Screened {
    /// Returns how far a participant came.
    pub(super) fn of(study: &Study, summary: &Summary) -> Self {
        if summary.statuses.is_void() {
            return Self::ByMistake;
        }
        let first = study.visit_index(study.protocol.baseline.as_str());
        let begun = summary.visits.iter().filter(|visit| {
            let place = study.visit_index(visit.visit.as_str());
            place.is_some() && place >= first
        });
        if begun.clone().next().is_some() || summary.story.doses_given > 0 {
            let known = begun.filter(|visit| !visit.unfit_date);
            return Self::Entered {
                on: known.map(|visit| visit.date).min(),
            };
        }
        let Some(said) = summary.statuses.now() else {
            return Self::InScreening {
                fails: summary.story.eligibility == Some(State::Failed),
            };
        };
        match &said.status {
            Status::TakesPart => Self::InScreening {
                fails: summary.story.eligibility == Some(State::Failed),
            },
            Status::ScreenFailure { criteria } => Self::Failed {
                on: said.day,
                criteria: criteria.clone(),
            },
            Status::TreatmentStopped { .. }
            | Status::Withdrawn { .. }
            | Status::Lost { .. }
            | Status::Died { .. }
            | Status::Completed => Self::LeftBefore { on: said.day },
            Status::EnrolledByMistake => Self::ByMistake,
        }
    }

    /// Returns the word in JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Self::ByMistake => "enrolled-by-mistake",
            Self::InScreening { .. } => "in-screening",
            Self::Failed { .. } => "failed",
            Self::LeftBefore { .. } => "left-before-entry",
            Self::Entered { .. } => "entered",
        }
    }

    /// Returns since which day, where that is known; nobody is in screening since any but the day of enrolment.
    pub fn on(&self) -> Option<NaiveDate> {
        match self {
            Self::ByMistake | Self::InScreening { .. } => None,
            Self::Failed { on, .. } | Self::LeftBefore { on } => Some(*on),
            Self::Entered { on } => *on,
        }
    }

    /// Returns whether a criterion is not met, and nobody said that the screening failed.
    pub fn fails_unsaid(&self) -> bool {
        *self == Self::InScreening { fails: true }
    }

    /// Returns the criteria that are not met, as far as they are named.
    pub fn criteria(&self) -> &[FieldId] {
        match self {
            Self::Failed { criteria, .. } => criteria,
            Self::ByMistake
            | Self::InScreening { .. }
            | Self::LeftBefore { .. }
            | Self::Entered { .. } => &[],
        }
    }
}
