//! The subgroup of a probable or definite class, by the authors' tree.
//!
//! The tree's figure was not read: its order and inclusion body myositis are from a secondary source, amyopathic
//! dermatomyositis from an abstract (Korean J Intern Med 2021;36:441), the rest from memory.

use super::Findings;
use super::items::Item;
use crate::domain::base::bounds::any;

/// A subgroup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subgroup {
    /// Polymyositis. Immune-mediated necrotising myopathy is within it, since there were too few cases to split it.
    Polymyositis,
    /// Inclusion body myositis.
    InclusionBody,
    /// Amyopathic dermatomyositis.
    Amyopathic,
    /// Dermatomyositis.
    Dermatomyositis,
    /// Juvenile dermatomyositis.
    JuvenileDermatomyositis,
    /// Juvenile myositis other than dermatomyositis.
    JuvenileOther,
}

impl Subgroup {
    /// Returns its code in the record.
    pub fn code(self) -> &'static str {
        match self {
            Self::Polymyositis => "PM",
            Self::InclusionBody => "IBM",
            Self::Amyopathic => "ADM",
            Self::Dermatomyositis => "DM",
            Self::JuvenileDermatomyositis => "JDM",
            Self::JuvenileOther => "JM-OTHER",
        }
    }
}

/// A subgroup, and whether it can still change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SubgroupFound {
    /// The subgroup with what is not known counted as absent, as in the least points (a site default).
    pub subgroup: Subgroup,
    /// Whether it stays whatever the unknown answers are.
    pub is_settled: bool,
}

/// Returns the subgroup of a class that is probable or definite; none where the age at onset is not known.
pub(super) fn of(findings: &Findings) -> Option<SubgroupFound> {
    let adult = findings.age_at_onset? >= 18;
    let skin = any(Item::SKIN.map(|item| findings.has(item)));
    let weakness = any(Item::WEAKNESS.map(|item| findings.has(item)));
    let inclusion = any([
        both(
            findings.finger_flexors_weak,
            findings.not_improved_by_treatment,
        ),
        // Without a biopsy there are no rimmed vacuoles to be found.
        if findings.biopsy_read {
            findings.has(Item::RimmedVacuoles)
        } else {
            Some(false)
        },
    ]);
    let subgroup = |unknown: bool| {
        let is = |fact: Option<bool>| fact.unwrap_or(unknown);
        match (adult, is(skin)) {
            (true, true) if is(weakness) => Subgroup::Dermatomyositis,
            (true, true) => Subgroup::Amyopathic,
            (true, false) if is(inclusion) => Subgroup::InclusionBody,
            (true, false) => Subgroup::Polymyositis,
            (false, true) => Subgroup::JuvenileDermatomyositis,
            (false, false) => Subgroup::JuvenileOther,
        }
    };
    // Only what the branch asks can change it; another branch always changes it.
    let asked = match (adult, skin) {
        (_, None) => None,
        (true, Some(true)) => weakness,
        (true, Some(false)) => inclusion,
        (false, Some(_)) => skin,
    };
    Some(SubgroupFound {
        subgroup: subgroup(false),
        is_settled: asked.is_some(),
    })
}

/// Returns whether both of two are so: one that is not decides.
fn both(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        (None, _) | (_, None) => None,
    }
}
