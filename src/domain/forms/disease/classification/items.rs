//! The items and their points: the methodology report (RMD Open 2017) and a public table that has the ages too.

use crate::domain::base::ratio::Exact;
use rust_decimal::Decimal;
use std::fmt;

/// Points, exact in tenths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(u32);

impl Points {
    /// No points.
    pub const ZERO: Self = Self(0);

    /// Returns so many tenths of a point.
    pub const fn from_tenths(tenths: u32) -> Self {
        Self(tenths)
    }

    /// Returns the tenths of a point.
    pub const fn tenths(self) -> u32 {
        self.0
    }

    /// Returns the sum.
    pub(super) fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// Returns the exact number.
    pub fn exact(self) -> Exact {
        Exact::from_decimal(Decimal::new(i64::from(self.0), 1))
    }
}

impl fmt::Display for Points {
    /// Writes them with one decimal, such as `5.3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

/// An item that has points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// Objective symmetric weakness, usually progressive, of the proximal upper extremities.
    WeakUpper,
    /// The same of the proximal lower extremities.
    WeakLower,
    /// Neck flexors weaker than neck extensors.
    NeckFlexors,
    /// In the legs proximal muscles weaker than distal ones.
    LegsProximal,
    /// Heliotrope rash.
    Heliotrope,
    /// Gottron's papules.
    GottronPapules,
    /// Gottron's sign.
    GottronSign,
    /// Dysphagia or oesophageal dysmotility.
    Dysphagia,
    /// Anti-Jo-1 antibody positive.
    Jo1,
    /// CK, LDH, AST or ALT above the upper limit of normal. Aldolase does not count.
    Enzymes,
    /// Biopsy: endomysial mononuclear cells surrounding, but not invading, myofibres.
    Endomysial,
    /// Biopsy: perimysial or perivascular mononuclear cells.
    Perimysial,
    /// Biopsy: perifascicular atrophy.
    Perifascicular,
    /// Biopsy: rimmed vacuoles.
    RimmedVacuoles,
}

impl Item {
    /// All.
    pub const ALL: [Self; 14] = [
        Self::WeakUpper,
        Self::WeakLower,
        Self::NeckFlexors,
        Self::LegsProximal,
        Self::Heliotrope,
        Self::GottronPapules,
        Self::GottronSign,
        Self::Dysphagia,
        Self::Jo1,
        Self::Enzymes,
        Self::Endomysial,
        Self::Perimysial,
        Self::Perifascicular,
        Self::RimmedVacuoles,
    ];

    /// The items of the skin; their points add.
    pub const SKIN: [Self; 3] = [Self::Heliotrope, Self::GottronPapules, Self::GottronSign];

    /// The items of weakness.
    pub const WEAKNESS: [Self; 4] = [
        Self::WeakUpper,
        Self::WeakLower,
        Self::NeckFlexors,
        Self::LegsProximal,
    ];

    /// Returns its code in the record.
    pub fn code(self) -> &'static str {
        match self {
            Self::WeakUpper => "weak-upper",
            Self::WeakLower => "weak-lower",
            Self::NeckFlexors => "neck-flexors",
            Self::LegsProximal => "legs-proximal",
            Self::Heliotrope => "heliotrope",
            Self::GottronPapules => "gottron-papules",
            Self::GottronSign => "gottron-sign",
            Self::Dysphagia => "dysphagia",
            Self::Jo1 => "jo1",
            Self::Enzymes => "enzymes",
            Self::Endomysial => "bx-endomysial",
            Self::Perimysial => "bx-perimysial",
            Self::Perifascicular => "bx-perifascicular",
            Self::RimmedVacuoles => "bx-rimmed",
        }
    }

    /// Returns the points of the item, by whether a biopsy was read; without one a feature of a biopsy has none.
    pub fn points(self, biopsy_read: bool) -> Points {
        let (without, with) = match self {
            Self::WeakUpper => (7, 7),
            Self::WeakLower => (8, 5),
            Self::NeckFlexors => (19, 16),
            Self::LegsProximal => (9, 12),
            Self::Heliotrope => (31, 32),
            Self::GottronPapules => (21, 27),
            Self::GottronSign => (33, 37),
            Self::Dysphagia => (7, 6),
            Self::Jo1 => (39, 38),
            Self::Enzymes => (13, 14),
            Self::Endomysial => (0, 17),
            Self::Perimysial => (0, 12),
            Self::Perifascicular => (0, 19),
            Self::RimmedVacuoles => (0, 31),
        };
        Points(if biopsy_read { with } else { without })
    }
}

/// Returns the points of an age at onset, years: below 18 none, from 18 and from 40.
pub(super) fn of_age(years: u32, biopsy_read: bool) -> Points {
    match (years, biopsy_read) {
        (0..18, _) => Points::ZERO,
        (18..40, false) => Points(13),
        (18..40, true) => Points(15),
        (40.., _) => most_of_age(biopsy_read),
    }
}

/// Returns the points of an age at onset of 40 years and more.
pub(super) fn most_of_age(biopsy_read: bool) -> Points {
    Points(if biopsy_read { 22 } else { 21 })
}
