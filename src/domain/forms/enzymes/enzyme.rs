//! The five muscle enzymes: names, ranges, and one thing for each.

use crate::domain::base::ratio::{Exact, RatioError};
use serde::{Deserialize, Serialize};

/// Exact units per microkatal: 1 microkat/L = 60 U/L, by definition of the two units.
pub const UNITS_PER_MICROKATAL: Exact = Exact::int(60);

/// A muscle enzyme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Enzyme {
    /// Creatine kinase.
    Ck,
    /// Aldolase.
    Aldolase,
    /// Lactate dehydrogenase.
    Ldh,
    /// Aspartate aminotransferase.
    Ast,
    /// Alanine aminotransferase.
    Alt,
}

impl Enzyme {
    /// All, in the order that breaks ties (site default).
    pub const ALL: [Self; 5] = [Self::Ck, Self::Aldolase, Self::Ldh, Self::Ast, Self::Alt];

    /// Returns the field name and the name in batch input and output.
    pub fn key(self) -> &'static str {
        match self {
            Self::Ck => "ck",
            Self::Aldolase => "aldolase",
            Self::Ldh => "ldh",
            Self::Ast => "ast",
            Self::Alt => "alt",
        }
    }

    /// Returns the range of the total improvement score in multiples of the ULN.
    ///
    /// CK 15, LDH, AST and ALT 3 as public calculators have it; aldolase 6 from the field's recollection.
    pub fn range_in_uln(self) -> i64 {
        match self {
            Self::Ck => 15,
            Self::Aldolase => 6,
            Self::Ldh | Self::Ast | Self::Alt => 3,
        }
    }

    /// Returns the range in the unit of the ULN.
    pub fn range(self, uln: Exact) -> Result<Exact, RatioError> {
        uln.times(Exact::int(self.range_in_uln()))
    }

    /// Returns whether haemolysis of the sample makes the result unfit as the core enzyme.
    pub fn spoilt_by_haemolysis(self) -> bool {
        matches!(self, Self::Ldh | Self::Ast | Self::Alt)
    }
}

/// One thing for each enzyme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByEnzyme<T> {
    /// Creatine kinase.
    pub ck: T,
    /// Aldolase.
    pub aldolase: T,
    /// Lactate dehydrogenase.
    pub ldh: T,
    /// Aspartate aminotransferase.
    pub ast: T,
    /// Alanine aminotransferase.
    pub alt: T,
}

impl<T> ByEnzyme<T> {
    /// Returns the thing of one enzyme.
    pub fn get(&self, enzyme: Enzyme) -> &T {
        match enzyme {
            Enzyme::Ck => &self.ck,
            Enzyme::Aldolase => &self.aldolase,
            Enzyme::Ldh => &self.ldh,
            Enzyme::Ast => &self.ast,
            Enzyme::Alt => &self.alt,
        }
    }

    /// Makes one thing for each enzyme.
    pub fn make(mut make: impl FnMut(Enzyme) -> T) -> Self {
        Self {
            ck: make(Enzyme::Ck),
            aldolase: make(Enzyme::Aldolase),
            ldh: make(Enzyme::Ldh),
            ast: make(Enzyme::Ast),
            alt: make(Enzyme::Alt),
        }
    }

    /// Returns the thing of one enzyme, to be changed.
    pub fn get_mut(&mut self, enzyme: Enzyme) -> &mut T {
        match enzyme {
            Enzyme::Ck => &mut self.ck,
            Enzyme::Aldolase => &mut self.aldolase,
            Enzyme::Ldh => &mut self.ldh,
            Enzyme::Ast => &mut self.ast,
            Enzyme::Alt => &mut self.alt,
        }
    }

    /// Returns enzymes and things in the order that breaks ties.
    pub fn iter(&self) -> impl Iterator<Item = (Enzyme, &T)> {
        Enzyme::ALL
            .into_iter()
            .map(|enzyme| (enzyme, self.get(enzyme)))
    }
}
