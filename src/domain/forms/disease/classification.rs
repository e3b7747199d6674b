//! The 2017 EULAR/ACR classification criteria for idiopathic inflammatory myopathies in adults and children: points,
//! probability, class and subgroup (Lundberg IE et al., Ann Rheum Dis 2017;76:1955, Arthritis Rheumatol 2017;69:2271).
//!
//! Used where no better explanation of the symptoms exists; that is not asked here. Some copies print the columns with and
//! without biopsy the wrong way round.
//!
//! The class goes by the points. The probability is information only: at the edges the two disagree (5.3 points without a
//! biopsy are 49.25 %, 7.5 are 89.75 %), so that a calculator that goes by more than 50 or 90 % gives another class there;
//! [`RULE`] names the one used.

mod items;
mod probability;
mod subgroup;
#[cfg(test)]
mod tests;

pub use items::{Item, Points};
pub use probability::probability;
pub use subgroup::{Subgroup, SubgroupFound};

use crate::domain::base::bounds::Bounds;
use crate::domain::base::ratio::Exact;
use std::collections::BTreeMap;

/// The rule by which the class is found, kept with every result.
pub const RULE: &str = "eular-acr-2017-by-points";

/// What is known of a participant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Age at the first symptom, completed years; none where it is not known.
    pub age_at_onset: Option<u32>,
    /// Whether a muscle biopsy was read. Only then do the features of a biopsy count, and the points of the column with biopsy.
    pub biopsy_read: bool,
    /// The items that are known to be present or absent; all others are not known.
    pub items: BTreeMap<Item, bool>,
    /// Whether the finger flexors are weak; outside the points.
    pub finger_flexors_weak: Option<bool>,
    /// Whether there was treatment and no improvement; outside the points.
    pub not_improved_by_treatment: Option<bool>,
}

impl Findings {
    /// Returns whether an item is present; none where that is not known.
    pub fn has(&self, item: Item) -> Option<bool> {
        self.items.get(&item).copied()
    }

    /// Returns whether an item is known to be present.
    fn shows(&self, item: Item) -> bool {
        self.has(item) == Some(true)
    }
}

/// A class, from the least likely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// No idiopathic inflammatory myopathy: below 50 %.
    No,
    /// Possible: 50 % and more.
    Possible,
    /// Probable: 55 % and more, the least that the authors recommend.
    Probable,
    /// Definite: 90 % and more.
    Definite,
}

impl Class {
    /// Returns the class of points in tenths: without a biopsy possible from 5.3, probable from 5.5, definite from 7.5; with
    /// one from 6.5, 6.7 and 8.7. One summary counts 5.3 as none; the paper's abstract does not.
    pub fn of(points: Points, biopsy_read: bool) -> Self {
        let [possible, probable, definite] = if biopsy_read {
            [65, 67, 87]
        } else {
            [53, 55, 75]
        };
        if points.tenths() >= definite {
            Self::Definite
        } else if points.tenths() >= probable {
            Self::Probable
        } else if points.tenths() >= possible {
            Self::Possible
        } else {
            Self::No
        }
    }

    /// Returns its code in the record.
    pub fn code(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Possible => "possible",
            Self::Probable => "probable",
            Self::Definite => "definite",
        }
    }
}

/// What the criteria say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classified {
    /// Points with what is not known counted as absent, and as present; an age that is not known gives none, or those from 40.
    /// That a least probability is told although items are missing is the authors' idea; the rest is a site default.
    pub points: Bounds<Points>,
    /// Probability at both ends, above 0 and below 1; none where it could not be computed.
    pub probability: Option<Bounds<Exact>>,
    /// The class of the least points.
    pub class: Class,
    /// The class of the most points.
    pub class_reachable: Class,
    /// The subgroup; none below a probable class, and where the age at onset is not known.
    pub subgroup: Option<SubgroupFound>,
    /// Whether the authors ask for a biopsy: no skin item is known to be present, and none was read. With anti-Jo-1 practice
    /// often goes without.
    pub biopsy_wanted: bool,
}

impl Classified {
    /// Returns whether what is not known can no longer change the class.
    pub fn is_settled(&self) -> bool {
        self.class == self.class_reachable
    }
}

/// Classifies findings.
pub fn classify(findings: &Findings) -> Classified {
    let points = points(findings);
    let read = findings.biopsy_read;
    let class = Class::of(points.low, read);
    let subgroup = (class >= Class::Probable)
        .then(|| subgroup::of(findings))
        .flatten();
    let chance = |points| probability(points, read);
    Classified {
        points,
        probability: chance(points.low)
            .zip(chance(points.high))
            .map(|(low, high)| Bounds { low, high }),
        class,
        class_reachable: Class::of(points.high, read),
        subgroup,
        biopsy_wanted: !read && !Item::SKIN.into_iter().any(|item| findings.shows(item)),
    }
}

/// Returns the least and the most points.
fn points(findings: &Findings) -> Bounds<Points> {
    let read = findings.biopsy_read;
    let sum = |unknown: bool| {
        let age = match findings.age_at_onset {
            Some(years) => items::of_age(years, read),
            None if unknown => items::most_of_age(read),
            None => Points::ZERO,
        };
        let present = |item: &Item| findings.has(*item).unwrap_or(unknown);
        let items = Item::ALL.into_iter().filter(present);
        items.fold(age, |sum, item| sum.plus(item.points(read)))
    };
    Bounds {
        low: sum(false),
        high: sum(true),
    }
}
