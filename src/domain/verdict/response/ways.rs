//! What the enzyme measure can still come to while it is open which enzyme counts.
//!
//! Each way is one enzyme that could come to count, with what is known of its change. Only the enzyme measure depends
//! on that choice, so a verdict is the same for all choices when it is the same at the best and at the worst way.

use super::Change;
use super::change::{Outcome, Threshold};
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::study::ZeroBaseline;

/// One way that the enzyme measure can come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// The change of the enzyme, as far as it is known.
    pub change: Change,
    /// Whether a value of it can still be entered.
    pub blank: bool,
    /// Whether a value that is there can still turn out not to count.
    pub may_go: bool,
}

impl Way {
    /// Returns the way in which no enzyme counts.
    pub fn none() -> Self {
        Self {
            change: Change::missing(Measure::Enzyme),
            blank: false,
            may_go: false,
        }
    }
}

/// The best and the worst that a rule can count a measure as: improved, neither or worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ends {
    pub(super) best: Outcome,
    pub(super) worst: Outcome,
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

    /// Returns the ends of a measure with a scale up to `max`; a missing one is neither, one still to come can always
    /// be no change.
    pub(super) fn ends(&self, change: &Change, blank: bool, max: Option<Exact>) -> Ends {
        match self.outcome(change) {
            Outcome::Missing | Outcome::Open if blank => {
                let (better, worse) = change.possible(max, self.better, self.worse, self.zero);
                let either = |can: bool, outcome| if can { outcome } else { Outcome::Neither };
                Ends {
                    best: either(better, Outcome::Improved),
                    worst: either(worse, Outcome::Worse),
                }
            }
            Outcome::Missing | Outcome::Open => Ends::both(Outcome::Neither),
            known @ (Outcome::Improved | Outcome::Worse | Outcome::Neither) => Ends::both(known),
        }
    }

    /// Returns the ends over every way, and what all ways count as; [`Outcome::Open`] where they differ.
    pub(super) fn over(&self, ways: &[Way]) -> (Ends, Outcome) {
        let mut all = ways.iter().map(|way| {
            let ends = self.ends(&way.change, way.blank, None);
            match way.may_go {
                true => ends.with(Ends::both(Outcome::Neither)),
                false => ends,
            }
        });
        let first = all.next().unwrap_or(Ends::both(Outcome::Neither));
        let ends = all.fold(first, Ends::with);
        let settled = |way: &Way| !way.blank && !way.may_go;
        let mut outcomes = ways.iter().map(|way| self.outcome(&way.change));
        let same = outcomes
            .next()
            .filter(|first| outcomes.all(|o| o == *first));
        let outcome = same.filter(|_| ends.best == ends.worst && ways.iter().all(settled));
        (ends, outcome.unwrap_or(Outcome::Open))
    }
}

impl Ends {
    fn both(outcome: Outcome) -> Self {
        Self {
            best: outcome,
            worst: outcome,
        }
    }

    fn with(self, other: Self) -> Self {
        let rank = |outcome: &Outcome| match outcome {
            Outcome::Worse => 0,
            Outcome::Neither | Outcome::Missing | Outcome::Open => 1,
            Outcome::Improved => 2,
        };
        Self {
            best: std::cmp::max_by_key(self.best, other.best, rank),
            worst: std::cmp::min_by_key(self.worst, other.worst, rank),
        }
    }
}

/// Returns whether the enzyme is worse by at least so many percent in every way, and whether in any.
pub(super) fn worse_over(ways: &[Way], percent: i64, zero: ZeroBaseline) -> (bool, bool) {
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
    let (ends, _) = thresholds.over(ways);
    (ends.best == Outcome::Worse, ends.worst == Outcome::Worse)
}
