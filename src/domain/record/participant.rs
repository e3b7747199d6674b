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

impl Sex {
    /// Returns the code of the sex in the form of enrolment.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
        }
    }
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

impl Diagnosis {
    /// Returns the code of the diagnosis in the form of enrolment.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Dermatomyositis => "dermatomyositis",
            Self::Amyopathic => "amyopathic",
        }
    }
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

/// What two enrolments of the same person have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Likeness {
    /// Initials, in small letters.
    pub initials: String,
    /// Year of birth.
    pub birth_year: i32,
    /// Sex.
    pub sex: Sex,
}

/// A participant who may be the same person as one that is to be enrolled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alike {
    /// Study id.
    pub id: ParticipantId,
    /// Day of enrolment.
    pub enrolled_on: NaiveDate,
    /// Number of the entry that enrolled them.
    pub seq: u64,
}

/// The first year in which anybody can be born.
pub const FIRST_YEAR: i32 = 1900;

impl Participant {
    /// Returns what another enrolment of the same person would have in common with this one.
    pub fn likeness(&self) -> Likeness {
        Likeness {
            initials: self.initials.to_lowercase(),
            birth_year: self.birth_year,
            sex: self.sex,
        }
    }

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
