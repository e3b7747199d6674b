//! Which enzyme counts, by multiples of the upper limit of normal (ULN).
//!
//! One enzyme counts, the most abnormal at baseline, and stays the one that counts; it is never
//! chosen again at a later visit. While blanks at baseline could still make it another, it is open: see `choices`.

use super::enzyme::{ByEnzyme, Enzyme};
use crate::domain::base::measured::{Amount, Edge, Measured};
use crate::domain::base::ratio::{Exact, RatioError};

/// Version of the rule that chooses the enzyme, kept with exports.
pub const SELECTION_RULE: &str = "highest-xuln-at-baseline-1";

/// A result that can be chosen, value and ULN in the same unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    /// The value, if it was measured and may count.
    pub value: Option<Measured>,
    /// The upper limit of normal, above 0.
    pub uln: Option<Exact>,
}

/// The enzyme that counts, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selected {
    /// The enzyme.
    pub enzyme: Enzyme,
    /// Its value in multiples of its ULN; unknown when it counts only because it is the only one.
    pub multiple: Option<Measured>,
    /// Whether even this one is within normal limits.
    pub none_abnormal: bool,
}

/// Chooses the most abnormal enzyme: the largest multiple of its ULN, ties in the order of [`Enzyme::ALL`]. A `<` result
/// goes by its limit, which is the answer only where `choices` says that no other can count.
///
/// Without any ULN a single measured enzyme counts; several cannot be compared, so none does.
pub fn select(candidates: &ByEnzyme<Candidate>) -> Result<Option<Selected>, RatioError> {
    let mut best: Option<(Enzyme, Measured)> = None;
    let mut measured = 0;
    let mut only = None;
    for (enzyme, candidate) in candidates.iter() {
        let Some(value) = candidate.value else {
            continue;
        };
        measured += 1;
        only = Some(enzyme);
        if let Some(uln) = candidate.uln {
            let multiple = value.map(|number| number.over(uln))?;
            if best.is_none_or(|(_, most)| most_of(multiple) > most_of(most)) {
                best = Some((enzyme, multiple));
            }
        }
    }
    if let Some((enzyme, multiple)) = best {
        return Ok(Some(Selected {
            enzyme,
            multiple: Some(multiple),
            none_abnormal: multiple.number() <= Exact::int(1),
        }));
    }
    Ok(only.filter(|_| measured == 1).map(|enzyme| Selected {
        enzyme,
        multiple: None,
        none_abnormal: false,
    }))
}

/// Returns the most that a multiple can be; the number itself is more than whatever is below it.
fn most_of(multiple: Measured) -> Edge {
    Amount::from(multiple).ends().high
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(value: &str, uln: &str) -> Candidate {
        Candidate {
            value: Exact::parse(value).ok().map(Measured::At),
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
            .map(|(_, c)| {
                c.value
                    .unwrap()
                    .number()
                    .over(c.uln.unwrap())
                    .unwrap()
                    .rounded(2)
            })
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
