//! Which enzymes can still come to count while something is blank at baseline.

use super::enzyme::{ByEnzyme, Enzyme};
use crate::domain::base::measured::{Edge, Measured};
use crate::domain::base::ratio::{Exact, RatioError};
use serde::{Deserialize, Serialize};

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
    /// Only that it is below this number, which is above 0.
    Below(Exact),
}

impl Known {
    /// Returns the number, if it is known.
    pub fn value(self) -> Option<Exact> {
        match self {
            Self::Value(value) => Some(value),
            Self::Below(_) | Self::Blank | Self::Gone => None,
        }
    }

    /// Returns the number with its sign, if there is one.
    pub fn measured(self) -> Option<Measured> {
        match self {
            Self::Value(value) => Some(Measured::At(value)),
            Self::Below(limit) => Some(Measured::Below(limit)),
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
    let fit = Standing::of(known)?;
    let mut found = fit.choices();
    // One answer decides over all enzymes that it concerns: they fall out together or stay together.
    if known.iter().any(|(_, entry)| entry.may_be_unfit) {
        let other = Standing::of(&fit_alone(known))?.choices();
        let either =
            |enzyme: &Enzyme| found.enzymes.contains(enzyme) || other.enzymes.contains(enzyme);
        found = Choices {
            enzymes: Enzyme::ALL.into_iter().filter(either).collect(),
            none: found.none || other.none,
        };
    }
    Ok(found)
}

/// Returns what is left when the sample turns out to make the results unfit that it can.
fn fit_alone(known: &ByEnzyme<AtBaseline>) -> ByEnzyme<AtBaseline> {
    ByEnzyme::make(|enzyme| match known.get(enzyme) {
        entry if entry.may_be_unfit => AtBaseline::default(),
        entry => *entry,
    })
}

/// Returns the least value with which an enzyme whose result at baseline is below a limit can count. Fails on numbers with
/// too many digits.
pub fn least_that_counts(known: &ByEnzyme<AtBaseline>, enzyme: Enzyme) -> Result<Edge, RatioError> {
    let least = Standing::of(known)?.least(enzyme)?;
    if !known.iter().any(|(_, entry)| entry.may_be_unfit) || known.get(enzyme).may_be_unfit {
        return Ok(least);
    }
    Ok(least.min(Standing::of(&fit_alone(known))?.least(enzyme)?))
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

    /// Returns the multiple that a `<` result with a known ULN stays below.
    fn at_most(&self, enzyme: Enzyme) -> Option<Exact> {
        let entry = self.known.get(enzyme);
        match (entry.value, entry.uln) {
            (Known::Below(limit), Known::Value(uln)) => limit.over(uln).ok(),
            _ => None,
        }
    }

    /// Returns the least value with which an enzyme whose result is below a limit can count: none below the largest known
    /// multiple of another.
    fn least(&self, enzyme: Enzyme) -> Result<Edge, RatioError> {
        let uln = self.known.get(enzyme).uln.value();
        let mut least = Edge::at(Exact::ZERO);
        for (other, multiple) in self.multiples.iter().filter(|(other, _)| *other != enzyme) {
            let zero = self.at_most(other).map(|_| Exact::ZERO);
            let Some(multiple) = multiple.or(zero) else {
                continue;
            };
            let number = match uln {
                Some(uln) => multiple.times(uln)?,
                // A small ULN makes any value above 0 enough.
                None => Exact::ZERO,
            };
            least = least.max(
                match enzyme < other && (multiple.is_zero() || uln.is_some()) {
                    true => Edge::at(number),
                    false => Edge::just_above(number),
                },
            );
        }
        Ok(least)
    }

    /// Returns whether some completion makes this enzyme count. The others' blanks are taken as missing, which is
    /// what stands least in its way.
    fn can_count(&self, enzyme: Enzyme) -> bool {
        let entry = self.known.get(enzyme);
        let alone = || {
            let mut others = self.known.iter().filter(|(other, _)| *other != enzyme);
            others.all(|(_, other)| other.value.measured().is_none())
        };
        match (entry.value, entry.uln) {
            (Known::Gone, _) => false,
            // No limit of the field is relied on, and a ULN can come with the value.
            (Known::Blank, _) => true,
            // Without a ULN an enzyme counts only when no other was measured.
            (Known::Value(_) | Known::Below(_), Known::Gone) => alone(),
            // A ULN is never known only as below a limit; with a blank one any multiple above 0 is possible.
            (Known::Below(_), Known::Blank | Known::Below(_)) => true,
            (Known::Below(_), Known::Value(_)) => {
                let most = self.at_most(enzyme);
                self.multiples.iter().all(|(_, multiple)| most > *multiple)
            }
            (Known::Value(value), Known::Value(_) | Known::Blank | Known::Below(_)) => {
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
                // A result below a limit stands least in the way when it is 0.
                let over_zero = |other: &Enzyme| {
                    *other == enzyme || self.at_most(*other).is_none() || {
                        own.is_positive() || enzyme < *other
                    }
                };
                self.multiples.iter().all(stands) && Enzyme::ALL.iter().all(over_zero)
            }
        }
    }

    /// Returns whether some completion leaves no enzyme that counts: nothing measured, or several without any ULN.
    fn can_be_none(&self) -> bool {
        let has_multiple = |enzyme: &Enzyme| {
            self.multiples.get(*enzyme).is_some() || self.at_most(*enzyme).is_some()
        };
        if Enzyme::ALL.iter().any(has_multiple) {
            return false;
        }
        let count = |pass: fn(&AtBaseline) -> bool| {
            let found = self.known.iter().filter(|(_, entry)| pass(entry));
            found.count()
        };
        let measured = count(|entry| entry.value.measured().is_some());
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
    /// The number of the value, which is only known to be below a limit.
    Number,
}

/// Why it is open which enzyme counts: what is blank at baseline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenChoice(ByEnzyme<Option<Lack>>);

impl OpenChoice {
    /// Returns what is not known of these enzymes; `None` where it leaves one choice only.
    pub fn of(known: &ByEnzyme<AtBaseline>, choices: &Choices) -> Option<Self> {
        let lack = |enzyme: Enzyme| {
            let entry = known.get(enzyme);
            match (entry.value, entry.uln) {
                (Known::Blank, _) => Some(Lack::Value),
                (Known::Value(_) | Known::Below(_), Known::Blank) => Some(Lack::Limit),
                (Known::Value(_) | Known::Below(_), _) if entry.may_be_unfit => {
                    Some(Lack::Haemolysis)
                }
                // One that cannot count stands in no way either.
                (Known::Below(_), _) => choices.enzymes.contains(&enzyme).then_some(Lack::Number),
                (Known::Value(_) | Known::Gone, _) => None,
            }
        };
        choices.is_open().then(|| Self(ByEnzyme::make(lack)))
    }

    /// Returns whether anything is blank that can still be entered.
    pub fn has_blanks(&self) -> bool {
        let mut all = self.0.iter();
        all.any(|(_, lack)| matches!(lack, Some(Lack::Value | Lack::Limit | Lack::Haemolysis)))
    }

    /// Returns the enzymes that lack this, in the order that breaks ties.
    pub fn lacking(&self, lack: Lack) -> impl Iterator<Item = Enzyme> {
        let all = self.0.iter().filter(move |(_, own)| **own == Some(lack));
        all.map(|(enzyme, _)| enzyme)
    }
}
