//! Who takes part: the few facts of enrolment, never a name.

use crate::domain::base::ids::ParticipantId;
use chrono::{Datelike as _, NaiveDate};
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

/// The first year in which anybody can be born.
pub const FIRST_YEAR: i32 = 1900;

impl Participant {
    /// Returns the year of birth; `None` where the one that is stored cannot be: before 1900, or after the year of
    /// enrolment.
    pub fn born(&self) -> Option<i32> {
        Some(self.birth_year).filter(|year| (FIRST_YEAR..=self.enrolled_on.year()).contains(year))
    }

    /// Returns the day of enrolment; `None` where the one that is stored cannot be: before 1900.
    pub fn enrolled(&self) -> Option<NaiveDate> {
        Some(self.enrolled_on).filter(|day| day.year() >= FIRST_YEAR)
    }

    /// Returns whether the participant can have been seen on a day: not after today, and not before the birth, or before
    /// 1900 where the year of birth is not known.
    pub fn may_be_seen_on(&self, day: NaiveDate, today: NaiveDate) -> bool {
        day <= today && day.year() >= self.born().unwrap_or(FIRST_YEAR)
    }
}
