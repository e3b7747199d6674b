//! Confirmed deterioration as ProDERM defined it (Arthritis Res Ther, s13075-023-03232-2, figure 1).
//!
//! One visit fulfils the criteria or not; deterioration is confirmed by the visit after it.

use super::scenarios::{EnzymeScenario, worse_over};
use super::{ByMeasure, Change, Scale};
use crate::domain::base::bounds::Bounds;
use crate::domain::base::measured::Amount;
use crate::domain::base::ratio::{Exact, RatioError};
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::study::{Worsening, ZeroBaseline};

/// The criteria of deterioration at one visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deterioration {
    /// Which measures the study counts.
    pub rule: Worsening,
    /// (a) Physician global worse by >= 2 cm and MMT-8 worse by >= 20 % of baseline.
    pub physician_and_strength: bool,
    /// (b) Extramuscular global worse by >= 2 cm.
    pub extramuscular: bool,
    /// (c) How many of the five measures without the enzyme are worse by >= 30 % of baseline.
    pub of_five: usize,
    /// The same of all six, between its ends while it is open which enzyme counts or how much it changed.
    pub of_six: Bounds<usize>,
}

impl Deterioration {
    /// Returns whether the visit fulfils the criteria as the study counts them; not while the enzyme that is open decides.
    pub fn met(&self) -> bool {
        match self.rule {
            Worsening::Proderm => {
                self.physician_and_strength || self.extramuscular || self.of_five >= 3
            }
            Worsening::ProdermOfSix => self.met_of_six() == Some(true),
        }
    }

    /// Returns whether the visit fulfils the criteria where 3 of all 6 count; `None` while the enzyme that is
    /// open decides.
    pub fn met_of_six(&self) -> Option<bool> {
        if self.physician_and_strength || self.extramuscular {
            return Some(true);
        }
        self.of_six.below(3).map(|below| !below)
    }
}

/// Judges one visit; a missing measure is not worse. Fails on numbers with too many digits.
pub fn deterioration(
    changes: &ByMeasure<Change>,
    scale: &Scale,
    zero: ZeroBaseline,
) -> Result<Deterioration, RatioError> {
    deterioration_over(changes, scale, &[], zero)
}

/// Judges one visit over every scenario of the enzyme measure; without any, the enzyme's own change counts.
/// Fails on numbers with too many digits.
pub fn deterioration_over(
    changes: &ByMeasure<Change>,
    scale: &Scale,
    scenarios: &[EnzymeScenario],
    zero: ZeroBaseline,
) -> Result<Deterioration, RatioError> {
    // 2 cm of a line of 10 cm, in whatever unit the line is read.
    let two_cm = |max: Exact| max.times(Exact::fraction(2, 10)?);
    let fell = |change: &Change, max: Exact| -> Result<bool, RatioError> {
        let limit = two_cm(max)?;
        Ok(change
            .improvement
            .and_then(Amount::exact)
            .is_some_and(|improvement| improvement.negated() >= limit))
    };
    let of_five =
        changes.count(|change| change.measure != Measure::Enzyme && change.worse_by(30, zero));
    let (surely, perhaps) = match scenarios {
        [] => changes.enzyme.worse_ends(30, zero),
        scenarios => worse_over(scenarios, 30, zero),
    };
    Ok(Deterioration {
        rule: Worsening::default(),
        physician_and_strength: fell(&changes.phga, scale.vas_max)?
            && changes.mmt.worse_by(20, zero),
        extramuscular: fell(&changes.extramuscular, scale.extramuscular_max)?,
        of_five,
        of_six: Bounds {
            low: of_five + usize::from(surely),
            high: of_five + usize::from(perhaps),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = "4 4 100 1 1000 4";

    /// The changes of six values, in the order of every list of results; `-` is none.
    fn changes(before: &str, after: &str) -> ByMeasure<Change> {
        let read = |text: &str| {
            let all: Vec<_> = text.split(' ').map(|t| Exact::parse(t).ok()).collect();
            ByMeasure::make(|measure| all[Measure::ALL.iter().position(|m| *m == measure).unwrap()])
        };
        let (before, after) = (read(before), read(after));
        ByMeasure::make(|measure| {
            Change::between(measure, *before.get(measure), *after.get(measure), None).unwrap()
        })
    }

    fn judged_over(after: &str, scenarios: &[EnzymeScenario]) -> Deterioration {
        let scale = Scale::centimetres(Exact::int(150));
        let changes = changes(BEFORE, after);
        deterioration_over(&changes, &scale, scenarios, ZeroBaseline::Worse).unwrap()
    }

    fn judged(after: &str) -> Deterioration {
        judged_over(after, &[])
    }

    #[test]
    fn the_physician_by_two_centimetres_counts_only_with_strength_by_a_fifth() {
        for (after, met) in [
            ("6 4 80 1 1000 4", true),
            ("5.9 4 80 1 1000 4", false),
            ("6 4 81 1 1000 4", false),
            ("6 4 100 1 1000 4", false),
            ("4 4 80 1 1000 4", false),
            // Both must be worse: one of them better and the other worse is not enough.
            ("2 4 80 1 1000 4", false),
            ("6 4 120 1 1000 4", false),
        ] {
            let found = judged(after);
            assert_eq!(found.physician_and_strength, met, "{after}");
            assert_eq!((found.met(), found.met_of_six()), (met, Some(met)));
        }
    }

    #[test]
    fn extramuscular_disease_by_two_centimetres_counts_alone() {
        for (after, met) in [("4 4 100 1 1000 6", true), ("4 4 100 1 1000 5.9", false)] {
            let found = judged(after);
            assert_eq!(found.extramuscular, met, "{after}");
            assert_eq!((found.met(), found.met_of_six()), (met, Some(met)));
        }
    }

    #[test]
    fn three_of_five_by_exactly_three_tenths_count_and_the_enzyme_is_none_of_the_five() {
        for (after, of_five, of_six) in [
            ("5.2 5.2 100 1.3 1000 4", 3, 3),
            ("4 5.2 70 1 1000 5.2", 3, 3),
            ("5.2 5.1 100 1.3 1000 4", 2, 2),
            ("5.2 5.2 71 1 1000 4", 2, 2),
            ("5.2 5.2 100 1 1300 4", 2, 3),
            ("5.2 5.2 100 1 1299 4", 2, 2),
            ("- - - - - -", 0, 0),
        ] {
            let found = judged(after);
            let six = Bounds {
                low: of_six,
                high: of_six,
            };
            assert_eq!((found.of_five, found.of_six), (of_five, six), "{after}");
            assert_eq!(found.met(), of_five == 3, "{after}");
            assert_eq!(found.met_of_six(), Some(of_six == 3), "{after}");
        }
    }

    #[test]
    fn a_study_may_count_the_enzyme_among_the_three() {
        for (after, five, six) in [
            ("5.2 5.2 100 1 1300 4", false, true),
            ("5.2 5.2 100 1 1299 4", false, false),
            ("5.2 5.2 100 1.3 1000 4", true, true),
        ] {
            let published = judged(after);
            let of_six = Deterioration {
                rule: Worsening::ProdermOfSix,
                ..published
            };
            assert_eq!((published.met(), of_six.met()), (five, six), "{after}");
        }
    }

    #[test]
    fn an_open_enzyme_decides_only_what_nothing_else_does() {
        let open = |after: &str| {
            let scenario = EnzymeScenario {
                change: changes(BEFORE, after).enzyme,
                blank: false,
                may_not_count: true,
            };
            judged_over(after, &[scenario])
        };
        let third = open("5.2 5.2 100 1 1300 4");
        assert_eq!(third.of_six, Bounds { low: 2, high: 3 });
        assert_eq!((third.met(), third.met_of_six()), (false, None));
        assert_eq!(open("5.2 4 100 1 1300 4").met_of_six(), Some(false));
        assert_eq!(open("5.2 5.2 100 1.3 1300 4").met_of_six(), Some(true));
        assert_eq!(open("6 5.2 80 1 1300 4").met_of_six(), Some(true));
        assert_eq!(open("4 5.2 100 1 1300 6").met_of_six(), Some(true));
    }
}
