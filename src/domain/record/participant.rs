//! Who takes part: the few facts of enrolment, never a name.

use crate::domain::base::ids::ParticipantId;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Sex as recorded at enrolment; laboratory limits may depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

/// The diagnoses that the study admits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Diagnosis {
    /// Dermatomyositis.
    Dermatomyositis,
    /// Clinically amyopathic dermatomyositis: full strength and normal enzymes are legal at baseline.
    Amyopathic,
}

/// A person in the study.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Study id.
    pub id: ParticipantId,
    /// Two or three letters that guard against opening the wrong participant.
    pub initials: String,
    /// Year of birth.
    pub birth_year: i32,
    /// Sex.
    pub sex: Sex,
    /// Diagnosis.
    pub diagnosis: Diagnosis,
    /// Weight at enrolment, kg.
    pub weight_kg: Decimal,
    /// Day of enrolment; the schedule is counted from it until the baseline visit has its own date.
    pub enrolled_on: NaiveDate,
}
