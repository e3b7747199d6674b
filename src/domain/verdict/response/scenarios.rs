//! The scenarios of the enzyme measure while it is open which enzyme counts.
//!
//! Each scenario is one enzyme that could come to count, with what is known of its change. Only the enzyme measure depends
//! on that choice, so a verdict is the same for all choices when it is the same in the best and in the worst scenario.
//!
//! Example: at baseline CK is 1000 U/L with a ULN of 200 U/L (5 x ULN), aldolase is 40 U/L, and the ULN of aldolase is
//! blank. CK counts unless that ULN turns out to be below 8 U/L; then aldolase counts. At week 12 CK is 500 U/L (50 %
//! better) and aldolase 36 U/L (10 % better). With a threshold of 20 % the best scenario is "improved" (CK) and the worst
//! is "neither" (aldolase): a definition that needs the enzyme is not decided, and one that is met without it is met.

use super::Change;
use super::change::{Ends, Outcome, Threshold};
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::study::ZeroBaseline;

/// One enzyme that could come to count, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnzymeScenario {
    /// The change of the enzyme, as far as it is known.
    pub change: Change,
    /// Whether a value at baseline or at the visit can still be entered, so that the change can still become any other.
    pub blank: bool,
    /// Whether the value of the visit can still turn out not to count, such as that of a haemolysed sample.
    pub may_not_count: bool,
}

impl EnzymeScenario {
    /// Returns the scenario in which no enzyme counts.
    pub fn none() -> Self {
        Self {
            change: Change::missing(Measure::Enzyme),
            blank: false,
            may_not_count: false,
        }
    }

    /// Returns whether the enzyme brings points whatever is still open, though perhaps not always as many.
    pub fn has_points(&self) -> bool {
        self.change.of_range.is_some() && !self.blank && !self.may_not_count
    }
}

/// A rule's thresholds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Thresholds {
    pub(super) better: Threshold,
    pub(super) worse: Threshold,
    pub(super) zero: ZeroBaseline,
}

impl Thresholds {
    pub(super) fn outcome(&self, change: &Change) -> Outcome {
        change.outcome(self.better, self.worse, self.zero)
    }

    /// Returns the best and the worst outcome of a measure with a scale up to `max`. A missing measure counts as neither
    /// improved nor worse. One whose value can still be entered (`blank`) can become whatever its scale allows, at least
    /// no change.
    pub(super) fn ends(&self, change: &Change, blank: bool, max: Option<Exact>) -> Ends {
        match change.ends(self.better, self.worse, self.zero) {
            Some(ends) => ends,
            None if blank => {
                let (better, worse) = change.possible(max, self.better, self.worse, self.zero);
                let either = |can: bool, outcome| if can { outcome } else { Outcome::Neither };
                Ends {
                    best: either(better, Outcome::Improved),
                    worst: either(worse, Outcome::Worse),
                }
            }
            None => Ends::both(Outcome::Neither),
        }
    }

    /// Returns the best and the worst outcome over all scenarios, and the outcome that all scenarios share;
    /// [`Outcome::Open`] where they differ.
    pub(super) fn over(&self, scenarios: &[EnzymeScenario]) -> (Ends, Outcome) {
        let mut all = scenarios.iter().map(|scenario| {
            let ends = self.ends(&scenario.change, scenario.blank, None);
            match scenario.may_not_count {
                true => ends.with(Ends::both(Outcome::Neither)),
                false => ends,
            }
        });
        let first = all.next().unwrap_or(Ends::both(Outcome::Neither));
        let ends = all.fold(first, Ends::with);
        let settled = |scenario: &EnzymeScenario| !scenario.blank && !scenario.may_not_count;
        let mut outcomes = scenarios
            .iter()
            .map(|scenario| self.outcome(&scenario.change));
        let same = outcomes
            .next()
            .filter(|first| outcomes.all(|o| o == *first));
        let outcome = same.filter(|_| ends.best == ends.worst && scenarios.iter().all(settled));
        (ends, outcome.unwrap_or(Outcome::Open))
    }
}

/// Returns whether the enzyme is worse by at least `percent` in every scenario, and whether it is in any.
pub(super) fn worse_over(
    scenarios: &[EnzymeScenario],
    percent: i64,
    zero: ZeroBaseline,
) -> (bool, bool) {
    let never = Threshold {
        percent: i64::MAX,
        inclusive: false,
    };
    let thresholds = Thresholds {
        better: never,
        worse: Threshold {
            percent,
            inclusive: true,
        },
        zero,
    };
    let (ends, _) = thresholds.over(scenarios);
    (ends.best == Outcome::Worse, ends.worst == Outcome::Worse)
}
