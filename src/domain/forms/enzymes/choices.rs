//! Which enzymes can still come to count while something is blank at baseline.

use super::enzyme::{ByEnzyme, Enzyme};
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
