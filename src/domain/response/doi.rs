//! Definitions of improvement that count measures: IMACS (Rider 2004) and the registered wording.
//!
//! A missing measure is neither improved nor worse. While one can still be entered, the verdict
//! stands only when no value of it could change the verdict.

use super::change::{Outcome, Threshold};
use super::{ByMeasure, Change, Scale};
use crate::domain::instrument::Measure;
use crate::domain::study::ZeroBaseline;

/// The result of a definition of improvement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doi {
    /// What each measure counts as.
    pub outcomes: ByMeasure<Outcome>,
    /// Measures improved by the threshold.
    pub improved: usize,
    /// Measures worse by the threshold.
    pub worse: usize,
    /// Whether muscle strength is worse by the threshold.
    pub mmt_worse: bool,
    /// Verdict when nothing more is entered: missing measures count as neither.
    pub met_as_is: bool,
    /// Verdict that no value still to be entered could change; `None` while one could.
    pub met: Option<bool>,
    /// Whether values still to be entered could make it met.
    pub reachable: bool,
}

impl Doi {
    /// Returns the measures that count as `outcome`, in order.
    pub fn which(&self, outcome: Outcome) -> Vec<Measure> {
        self.outcomes.which(|o| *o == outcome)
    }
}

struct Rule {
    better: Threshold,
    worse: Threshold,
    mmt_may_not_worsen: bool,
}

/// Improvement of a measure as the IMACS definition counts it.
pub const IMPROVED: Threshold = Threshold {
    percent: 20,
    inclusive: true,
};
/// Worsening of a measure as the IMACS definition counts it.
pub const WORSE: Threshold = Threshold {
    percent: 25,
    inclusive: true,
};

/// At least 3 improved, at most 2 worse: both definitions.
const LEAST_IMPROVED: usize = 3;
const MOST_WORSE: usize = 2;

/// Judges the IMACS definition of improvement: 3 of 6 improved by >= 20 %, no more than 2 worse by
/// >= 25 %, which may not be muscle strength (Rider 2004, Arthritis Rheum 50:2281).
///
/// `open` marks the measures that can still be entered.
pub fn rider_2004(
    changes: &ByMeasure<Change>,
    scale: &Scale,
    open: &ByMeasure<bool>,
    zero: ZeroBaseline,
) -> Doi {
    let rule = Rule {
        better: IMPROVED,
        worse: WORSE,
        mmt_may_not_worsen: true,
    };
    judge(&rule, changes, scale, open, zero)
}

/// Judges the primary outcome as NCT04946669 words it: 3 improved by > 20 %, no more than 2 worse by
/// > 25 %, no clause about strength (ClinicalTrials.gov).
pub fn registered_literal(
    changes: &ByMeasure<Change>,
    scale: &Scale,
    open: &ByMeasure<bool>,
    zero: ZeroBaseline,
) -> Doi {
    let rule = Rule {
        better: Threshold {
            percent: 20,
            inclusive: false,
        },
        worse: Threshold {
            percent: 25,
            inclusive: false,
        },
        mmt_may_not_worsen: false,
    };
    judge(&rule, changes, scale, open, zero)
}

fn judge(
    rule: &Rule,
    changes: &ByMeasure<Change>,
    scale: &Scale,
    open: &ByMeasure<bool>,
    zero: ZeroBaseline,
) -> Doi {
    let outcomes =
        ByMeasure::make(|measure| changes.get(measure).outcome(rule.better, rule.worse, zero));
    let improved = outcomes.count(|o| *o == Outcome::Improved);
    let worse = outcomes.count(|o| *o == Outcome::Worse);
    let mmt_worse = outcomes.mmt == Outcome::Worse;
    let met_with = |improved: usize, worse: usize, mmt_worse: bool| {
        improved >= LEAST_IMPROVED && worse <= MOST_WORSE && !(rule.mmt_may_not_worsen && mmt_worse)
    };
    let mut may_improve = 0;
    let mut may_worsen = 0;
    let mut mmt_may_worsen = false;
    for (measure, outcome) in outcomes.iter() {
        if *outcome == Outcome::Missing && *open.get(measure) {
            let (better, worse) =
                changes
                    .get(measure)
                    .possible(scale.max(measure), rule.better, rule.worse, zero);
            may_improve += usize::from(better);
            may_worsen += usize::from(worse);
            mmt_may_worsen |= worse && measure == Measure::Mmt;
        }
    }
    // A value still to come can always be no change, so the best and the worst case are independent.
    let reachable = met_with(improved + may_improve, worse, mmt_worse);
    let certain = met_with(improved, worse + may_worsen, mmt_worse || mmt_may_worsen);
    Doi {
        outcomes,
        improved,
        worse,
        mmt_worse,
        met_as_is: met_with(improved, worse, mmt_worse),
        met: (reachable == certain).then_some(certain),
        reachable,
    }
}
