//! What an investigator says of a deviation from the protocol. Which deviations there are is derived elsewhere, and
//! stored nowhere.

use serde::{Deserialize, Serialize};

/// What a deviation is about. A site default, in the order of a report: ICH E3 section 10.2 asks for groups of this
/// kind and leaves the list to the trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeviationCategory {
    /// Somebody entered who should not have.
    Eligibility,
    /// The study drug: its dose or its day.
    Treatment,
    /// A drug that the protocol forbids.
    ForbiddenDrug,
    /// A visit outside its window, or none.
    Visit,
    /// An assessment that was not made, or not as planned.
    Procedure,
    /// A serious event that was reported late.
    Safety,
    /// Something else, in words.
    Other,
}

impl DeviationCategory {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Eligibility,
        Self::Treatment,
        Self::ForbiddenDrug,
        Self::Visit,
        Self::Procedure,
        Self::Safety,
        Self::Other,
    ];

    /// Returns the name in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Eligibility => "eligibility",
            Self::Treatment => "treatment",
            Self::ForbiddenDrug => "forbidden-drug",
            Self::Visit => "visit",
            Self::Procedure => "procedure",
            Self::Safety => "safety",
            Self::Other => "other",
        }
    }
}

/// How much a deviation weighs. A major one takes its participant out of the set per protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeviationWeight {
    /// It may affect the safety of the participant, or what the trial finds.
    Major,
    /// It does not.
    Minor,
}

impl DeviationWeight {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Major, Self::Minor];

    /// Returns the name in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Major => "major",
            Self::Minor => "minor",
        }
    }
}

/// What was said last of a deviation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// Its category.
    pub category: DeviationCategory,
    /// How much it weighs.
    pub weight: DeviationWeight,
    /// What was said in words.
    pub words: String,
    /// Who said it, as printed.
    pub by: String,
    /// The entry that says it; 0 where it is not stored yet.
    pub seq: u64,
}
