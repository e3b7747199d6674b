//! Definitions of improvement that count measures: IMACS (Rider 2004) and the registered wording.
//!
//! A missing measure is neither improved nor worse. While one can still be entered, the verdict
//! stands only when no value of it could change the verdict; while it is open which enzyme counts,
//! only when no choice of it could.

use super::change::{Outcome, Threshold};
use super::scenarios::{EnzymeScenario, Thresholds};
use super::{ByMeasure, Change, Scale};
use crate::domain::base::bounds::decided;
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::study::ZeroBaseline;
use serde::{Deserialize, Serialize};

/// What a definition of improvement says of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Judgement {
    /// It is met.
    Met,
    /// It is not met.
    NotMet,
    /// A value that is still to come may decide.
    Open,
    /// The visit or the baseline does not ask for all six measures.
    NotJudged,
}

impl Judgement {
    /// Returns whether it is met; `None` where that is not decided or not judged.
    pub fn decided(self) -> Option<bool> {
        match self {
            Self::Met => Some(true),
            Self::NotMet => Some(false),
            Self::Open | Self::NotJudged => None,
        }
    }

    /// Returns the name in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not-met",
            Self::Open => "open",
            Self::NotJudged => "not-judged",
        }
    }
}

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
    /// Verdict when nothing more is entered: missing measures, and an enzyme that is open, count as neither.
    pub met_as_is: bool,
    /// Verdict that no value still to be entered and no choice of the enzyme could change; `None` while one could.
    pub met: Option<bool>,
    /// Whether values still to be entered could make it met.
    pub reachable: bool,
    /// Each condition by itself.
    pub conditions: Conditions,
}

/// The conditions of a definition, each by itself; `None` while a value still to come or the choice of the enzyme
/// decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conditions {
    /// At least [`LEAST_IMPROVED`] measures improved.
    pub improved: Option<bool>,
    /// At most [`MOST_WORSE`] measures worse.
    pub worse: Option<bool>,
    /// Muscle strength is not worse; a definition without this clause has none.
    pub strength: Strength,
}

/// The clause about muscle strength.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// The definition has no such clause.
    NoClause,
    /// It is not worse; `None` while that is not decided.
    Kept(Option<bool>),
}

impl Doi {
    /// Returns the measures that count as `outcome`, in order.
    pub fn which(&self, outcome: Outcome) -> Vec<Measure> {
        self.outcomes.which(|o| *o == outcome)
    }
}

struct Rule {
    thresholds: Thresholds,
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

/// Improvement of a measure as the registered wording counts it.
pub const REGISTERED_IMPROVED: Threshold = Threshold {
    percent: 20,
    inclusive: false,
};
/// Worsening of a measure as the registered wording counts it.
pub const REGISTERED_WORSE: Threshold = Threshold {
    percent: 25,
    inclusive: false,
};

/// Fewest measures improved, of both definitions.
pub const LEAST_IMPROVED: usize = 3;
/// Most measures worse, of both definitions.
pub const MOST_WORSE: usize = 2;

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
    rider_2004_over(changes, scale, open, &[], zero)
}

/// Judges the IMACS definition over every scenario of the enzyme measure; without any, the enzyme's own
/// change counts.
pub fn rider_2004_over(
    changes: &ByMeasure<Change>,
    scale: &Scale,
    open: &ByMeasure<bool>,
    scenarios: &[EnzymeScenario],
    zero: ZeroBaseline,
) -> Doi {
    let rule = Rule {
        thresholds: Thresholds {
            better: IMPROVED,
            worse: WORSE,
            zero,
        },
        mmt_may_not_worsen: true,
    };
    judge(&rule, changes, scale, open, scenarios)
}

/// Judges the primary outcome as NCT04946669 words it: 3 improved by > 20 %, no more than 2 worse by
/// > 25 %, no clause about strength (ClinicalTrials.gov).
pub fn registered_literal(
    changes: &ByMeasure<Change>,
    scale: &Scale,
    open: &ByMeasure<bool>,
    zero: ZeroBaseline,
) -> Doi {
    registered_literal_over(changes, scale, open, &[], zero)
}

/// Judges the registered wording over every scenario of the enzyme measure; without any, the enzyme's own
/// change counts.
pub fn registered_literal_over(
    changes: &ByMeasure<Change>,
    scale: &Scale,
    open: &ByMeasure<bool>,
    scenarios: &[EnzymeScenario],
    zero: ZeroBaseline,
) -> Doi {
    let rule = Rule {
        thresholds: Thresholds {
            better: REGISTERED_IMPROVED,
            worse: REGISTERED_WORSE,
            zero,
        },
        mmt_may_not_worsen: false,
    };
    judge(&rule, changes, scale, open, scenarios)
}

fn judge(
    rule: &Rule,
    changes: &ByMeasure<Change>,
    scale: &Scale,
    open: &ByMeasure<bool>,
    scenarios: &[EnzymeScenario],
) -> Doi {
    let thresholds = &rule.thresholds;
    let mut outcomes = ByMeasure::make(|measure| thresholds.outcome(changes.get(measure)));
    let mut ends = ByMeasure::make(|measure| {
        thresholds.ends(changes.get(measure), *open.get(measure), scale.max(measure))
    });
    if !scenarios.is_empty() {
        (ends.enzyme, outcomes.enzyme) = thresholds.over(scenarios);
    }
    let improved = outcomes.count(|o| *o == Outcome::Improved);
    let worse = outcomes.count(|o| *o == Outcome::Worse);
    let mmt_worse = outcomes.mmt == Outcome::Worse;
    let met_with = |improved: usize, worse: usize, mmt_worse: bool| {
        improved >= LEAST_IMPROVED && worse <= MOST_WORSE && !(rule.mmt_may_not_worsen && mmt_worse)
    };
    // Better outcomes never make it less met, and the measures do not depend on each other: the two ends decide.
    let reachable = met_with(
        ends.count(|ends| ends.best == Outcome::Improved),
        ends.count(|ends| ends.best == Outcome::Worse),
        ends.mmt.best == Outcome::Worse,
    );
    let certain = met_with(
        ends.count(|ends| ends.worst == Outcome::Improved),
        ends.count(|ends| ends.worst == Outcome::Worse),
        ends.mmt.worst == Outcome::Worse,
    );
    let best = |outcome| ends.count(|ends| ends.best == outcome);
    let worst = |outcome| ends.count(|ends| ends.worst == outcome);
    let conditions = Conditions {
        improved: decided(
            worst(Outcome::Improved) >= LEAST_IMPROVED,
            best(Outcome::Improved) < LEAST_IMPROVED,
        ),
        worse: decided(
            worst(Outcome::Worse) <= MOST_WORSE,
            best(Outcome::Worse) > MOST_WORSE,
        ),
        strength: match rule.mmt_may_not_worsen {
            false => Strength::NoClause,
            true => Strength::Kept(decided(
                ends.mmt.worst != Outcome::Worse,
                ends.mmt.best == Outcome::Worse,
            )),
        },
    };
    Doi {
        conditions,
        outcomes,
        improved,
        worse,
        mmt_worse,
        met_as_is: met_with(improved, worse, mmt_worse),
        met: (reachable == certain).then_some(certain),
        reachable,
    }
}
