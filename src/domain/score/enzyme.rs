//! Muscle enzymes: multiples of the upper limit of normal (ULN), and which enzyme counts.
//!
//! One enzyme counts, the most abnormal at baseline, and stays the one that counts; it is never
//! chosen anew at a later visit.

use crate::domain::ratio::{Exact, RatioError};

/// Version of the rule that chooses the enzyme, kept with exports.
pub const SELECTION_RULE: &str = "highest-xuln-at-baseline-1";

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

    /// Returns the name on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Ck => "CK",
            Self::Aldolase => "Aldolase",
            Self::Ldh => "LDH",
            Self::Ast => "AST",
            Self::Alt => "ALT",
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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

    /// Returns enzymes and things in the order that breaks ties.
    pub fn iter(&self) -> impl Iterator<Item = (Enzyme, &T)> {
        Enzyme::ALL
            .into_iter()
            .map(|enzyme| (enzyme, self.get(enzyme)))
    }
}

/// A result that can be chosen, value and ULN in the same unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    /// The value, if it was measured and may count.
    pub value: Option<Exact>,
    /// The upper limit of normal, above 0.
    pub uln: Option<Exact>,
}

/// The enzyme that counts, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selected {
    /// The enzyme.
    pub enzyme: Enzyme,
    /// Its value in multiples of its ULN; unknown when it counts only because it is the only one.
    pub multiple: Option<Exact>,
    /// Whether even this one is within normal limits.
    pub none_abnormal: bool,
}

/// Chooses the most abnormal enzyme: the largest multiple of its ULN, ties in the order of [`Enzyme::ALL`].
///
/// Without any ULN a single measured enzyme counts; several cannot be compared, so none does.
pub fn select(candidates: &ByEnzyme<Candidate>) -> Result<Option<Selected>, RatioError> {
    let mut best: Option<(Enzyme, Exact)> = None;
    let mut measured = 0;
    let mut only = None;
    for (enzyme, candidate) in candidates.iter() {
        let Some(value) = candidate.value else {
            continue;
        };
        measured += 1;
        only = Some(enzyme);
        if let Some(uln) = candidate.uln {
            let multiple = value.over(uln)?;
            if best.is_none_or(|(_, most)| multiple > most) {
                best = Some((enzyme, multiple));
            }
        }
    }
    if let Some((enzyme, multiple)) = best {
        return Ok(Some(Selected {
            enzyme,
            multiple: Some(multiple),
            none_abnormal: multiple <= Exact::int(1),
        }));
    }
    Ok(only.filter(|_| measured == 1).map(|enzyme| Selected {
        enzyme,
        multiple: None,
        none_abnormal: false,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(value: &str, uln: &str) -> Candidate {
        Candidate {
            value: Exact::parse(value).ok(),
            uln: Exact::parse(uln).ok(),
        }
    }

    fn example() -> ByEnzyme<Candidate> {
        ByEnzyme {
            ck: candidate("1260", "200"),
            aldolase: candidate("21.0", "7.6"),
            ldh: candidate("480", "250"),
            ast: candidate("96", "40"),
            alt: candidate("88", "45"),
        }
    }

    #[test]
    fn the_most_abnormal_is_chosen_by_multiples() {
        let chosen = select(&example()).unwrap().unwrap();
        assert_eq!(chosen.enzyme, Enzyme::Ck);
        assert_eq!(chosen.multiple.unwrap().rounded(2), "6.30");
        assert!(!chosen.none_abnormal);
        let shown: Vec<_> = example()
            .iter()
            .map(|(_, c)| c.value.unwrap().over(c.uln.unwrap()).unwrap().rounded(2))
            .collect();
        assert_eq!(shown, ["6.30", "2.76", "1.92", "2.40", "1.96"]);
    }

    #[test]
    fn ties_follow_the_fixed_order() {
        let mut all = ByEnzyme::make(|_| candidate("80", "40"));
        for expected in Enzyme::ALL {
            assert_eq!(select(&all).unwrap().unwrap().enzyme, expected);
            let lower = |enzyme: Enzyme, now: &Candidate| match enzyme == expected {
                true => candidate("1", "40"),
                false => *now,
            };
            all = ByEnzyme::make(|enzyme| lower(enzyme, all.get(enzyme)));
        }
    }

    #[test]
    fn normal_enzymes_still_give_one_with_a_flag() {
        let all = ByEnzyme {
            ck: candidate("100", "200"),
            ldh: candidate("250", "250"),
            ..ByEnzyme::default()
        };
        let chosen = select(&all).unwrap().unwrap();
        assert_eq!((chosen.enzyme, chosen.none_abnormal), (Enzyme::Ldh, true));
    }

    #[test]
    fn without_limits_only_a_single_enzyme_counts() {
        let one = ByEnzyme {
            ast: candidate("96", ""),
            ..ByEnzyme::default()
        };
        assert_eq!(select(&one).unwrap().unwrap().enzyme, Enzyme::Ast);
        let two = ByEnzyme {
            ck: candidate("900", ""),
            ..one
        };
        assert_eq!(select(&two).unwrap(), None);
    }
}
