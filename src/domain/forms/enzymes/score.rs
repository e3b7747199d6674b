//! Muscle enzymes: multiples of the upper limit of normal (ULN), and which enzyme counts.
//!
//! One enzyme counts, the most abnormal at baseline, and stays the one that counts; it is never
//! chosen anew at a later visit. While blanks at baseline could still make it another, it is open.

use crate::domain::base::ratio::{Exact, RatioError};
use serde::{Deserialize, Serialize};
use std::fmt;

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

/// What is known of a number at baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Known {
    /// Nothing yet: any number can still come, or a reason why there is none.
    Blank,
    /// There is none and will be none.
    #[default]
    Gone,
    /// The number.
    Value(Exact),
}

impl Known {
    /// Returns the number, if there is one.
    pub fn value(self) -> Option<Exact> {
        match self {
            Self::Value(value) => Some(value),
            Self::Blank | Self::Gone => None,
        }
    }
}

/// An enzyme at baseline, with what is blank of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AtBaseline {
    /// The value in the unit of the ULN, 0 or more; gone when the sample makes it unfit.
    pub value: Known,
    /// The upper limit of normal, above 0.
    pub uln: Known,
    /// Whether the sample can still turn out to make the value unfit.
    pub may_be_unfit: bool,
}

/// The enzymes that can come to count, whatever the blanks at baseline become.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// The enzymes, in the order that breaks ties.
    pub enzymes: Vec<Enzyme>,
    /// Whether it can also come out that none counts.
    pub none: bool,
}

impl Choices {
    /// Returns whether more than one choice is possible.
    pub fn is_open(&self) -> bool {
        self.enzymes.len() + usize::from(self.none) > 1
    }
}

/// Returns every choice that some completion of the blanks leads to. A blank value can come to be any number of 0 or
/// more or to be missing, a blank ULN any number above 0 or missing. Fails on numbers with too many digits.
pub fn choices(known: &ByEnzyme<AtBaseline>) -> Result<Choices, RatioError> {
    let unfit = |entry: &AtBaseline| match entry.may_be_unfit {
        true => AtBaseline::default(),
        false => *entry,
    };
    let fit = Standing::of(known)?;
    let mut found = fit.choices();
    // One answer decides over all enzymes that it concerns: they fall out together or stay together.
    if known.iter().any(|(_, entry)| entry.may_be_unfit) {
        let less = ByEnzyme::make(|enzyme| unfit(known.get(enzyme)));
        let other = Standing::of(&less)?.choices();
        let either =
            |enzyme: &Enzyme| found.enzymes.contains(enzyme) || other.enzymes.contains(enzyme);
        found = Choices {
            enzymes: Enzyme::ALL.into_iter().filter(either).collect(),
            none: found.none || other.none,
        };
    }
    Ok(found)
}

/// Enzymes at baseline with the multiples that are known.
struct Standing<'a> {
    known: &'a ByEnzyme<AtBaseline>,
    multiples: ByEnzyme<Option<Exact>>,
}

impl<'a> Standing<'a> {
    fn of(known: &'a ByEnzyme<AtBaseline>) -> Result<Self, RatioError> {
        let mut multiples = ByEnzyme::default();
        for (enzyme, entry) in known.iter() {
            if let (Known::Value(value), Known::Value(uln)) = (entry.value, entry.uln) {
                *multiples.get_mut(enzyme) = Some(value.over(uln)?);
            }
        }
        Ok(Self { known, multiples })
    }

    fn choices(&self) -> Choices {
        let can = |enzyme: &Enzyme| self.can_count(*enzyme);
        Choices {
            enzymes: Enzyme::ALL.into_iter().filter(can).collect(),
            none: self.can_be_none(),
        }
    }

    /// Returns whether some completion makes this enzyme count. The others' blanks are taken as missing, which is
    /// what stands least in its way.
    fn can_count(&self, enzyme: Enzyme) -> bool {
        let entry = self.known.get(enzyme);
        let alone = || {
            let mut others = self.known.iter().filter(|(other, _)| *other != enzyme);
            others.all(|(_, other)| other.value.value().is_none())
        };
        match (entry.value, entry.uln) {
            (Known::Gone, _) => false,
            // No limit of the field is relied on, and a ULN can come with the value.
            (Known::Blank, _) => true,
            // Without a ULN an enzyme counts only when no other was measured.
            (Known::Value(_), Known::Gone) => alone(),
            (Known::Value(value), Known::Value(_) | Known::Blank) => {
                let own = match (self.multiples.get(enzyme), value.is_zero()) {
                    (Some(multiple), _) => *multiple,
                    (None, true) => Exact::ZERO,
                    // Any ULN can still come: a small one makes the multiple as large as it takes.
                    (None, false) => return true,
                };
                let stands = |(other, multiple): (Enzyme, &Option<Exact>)| {
                    multiple.is_none_or(|multiple| {
                        other == enzyme || own > multiple || (own == multiple && enzyme < other)
                    })
                };
                self.multiples.iter().all(stands)
            }
        }
    }

    /// Returns whether some completion leaves no enzyme that counts: nothing measured, or several without any ULN.
    fn can_be_none(&self) -> bool {
        if self
            .multiples
            .iter()
            .any(|(_, multiple)| multiple.is_some())
        {
            return false;
        }
        let count = |pass: fn(&AtBaseline) -> bool| {
            let found = self.known.iter().filter(|(_, entry)| pass(entry));
            found.count()
        };
        let measured = count(|entry| entry.value.value().is_some());
        // A blank value whose ULN is known can only come with a multiple.
        let blank = count(|entry| entry.value == Known::Blank && entry.uln.value().is_none());
        measured != 1 || blank > 0
    }
}

/// What is blank of an enzyme at baseline, so that another may come to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lack {
    /// The value.
    Value,
    /// The ULN of the value.
    Limit,
    /// Whether the sample was haemolysed.
    Haemolysis,
}

/// Why it is open which enzyme counts: what is blank at baseline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenChoice(ByEnzyme<Option<Lack>>);

impl OpenChoice {
    /// Returns what is blank of these enzymes.
    pub fn of(known: &ByEnzyme<AtBaseline>) -> Self {
        Self(ByEnzyme::make(|enzyme| {
            let entry = known.get(enzyme);
            match (entry.value, entry.uln) {
                (Known::Blank, _) => Some(Lack::Value),
                (Known::Value(_), Known::Blank) => Some(Lack::Limit),
                (Known::Value(_), _) if entry.may_be_unfit => Some(Lack::Haemolysis),
                (Known::Value(_) | Known::Gone, _) => None,
            }
        }))
    }

    /// Returns the enzymes that lack this, in the order that breaks ties.
    pub fn lacking(&self, lack: Lack) -> impl Iterator<Item = Enzyme> {
        let all = self.0.iter().filter(move |(_, own)| **own == Some(lack));
        all.map(|(enzyme, _)| enzyme)
    }
}

impl fmt::Display for OpenChoice {
    /// Writes what is blank, such as `Aldolase, LDH; the ULN of AST`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |lack| {
            let names: Vec<&str> = self.lacking(lack).map(Enzyme::label).collect();
            names.join(", ")
        };
        let mut parts = vec![names(Lack::Value)];
        let limits = names(Lack::Limit);
        if !limits.is_empty() {
            parts.push(format!("the ULN of {limits}"));
        }
        if self.lacking(Lack::Haemolysis).next().is_some() {
            parts.push("whether the sample was haemolysed".to_owned());
        }
        parts.retain(|part| !part.is_empty());
        f.write_str(&parts.join("; "))
    }
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
