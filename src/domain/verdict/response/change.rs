//! The change of one measure between baseline and a later visit, in every form a rule asks for.
//!
//! Improvement is positive for every measure: strength rises, everything else falls.

use crate::domain::base::ratio::{Exact, RatioError};
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::study::ZeroBaseline;

/// Change relative to baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relative {
    /// A value is missing.
    Missing,
    /// `100 * improvement / baseline`, positive when better.
    Percent(Exact),
    /// Baseline 0 and now above: undefined, and worse (any measure but strength).
    ZeroWorse,
    /// Baseline 0 and now above: undefined, and better (strength).
    ZeroBetter,
}

/// What a rule counts a measure as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Improved by the rule's threshold.
    Improved,
    /// Worse by the rule's threshold.
    Worse,
    /// Neither.
    Neither,
    /// A value is missing.
    Missing,
    /// It is still open which enzyme counts, and the choices differ.
    Open,
}

/// A threshold in percent, and whether reaching it exactly is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// Percent, positive.
    pub percent: i64,
    /// Whether exactly this percent counts.
    pub inclusive: bool,
}

impl Threshold {
    fn reached(self, percent: Exact) -> bool {
        let limit = Exact::int(self.percent);
        if self.inclusive {
            percent >= limit
        } else {
            percent > limit
        }
    }
}

/// The change of one measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The measure.
    pub measure: Measure,
    /// Value at baseline.
    pub baseline: Option<Exact>,
    /// Value now.
    pub now: Option<Exact>,
    /// Improvement in the measure's own unit, positive when better.
    pub improvement: Option<Exact>,
    /// Improvement relative to baseline.
    pub relative: Relative,
    /// Range of the measure, as the total improvement score uses it.
    pub range: Option<Exact>,
    /// `100 * improvement / range`; missing when a value or the range is.
    pub of_range: Option<Exact>,
}

impl Change {
    /// Computes the change; fails on a range of 0 and on numbers with too many digits.
    pub fn between(
        measure: Measure,
        baseline: Option<Exact>,
        now: Option<Exact>,
        range: Option<Exact>,
    ) -> Result<Self, RatioError> {
        let mut change = Self {
            measure,
            baseline,
            now,
            improvement: None,
            relative: Relative::Missing,
            range,
            of_range: None,
        };
        if let (Some(baseline), Some(now)) = (baseline, now) {
            let improvement = improvement(measure, baseline, now)?;
            change.improvement = Some(improvement);
            change.relative = relative(measure, baseline, now)?;
            change.of_range = range
                .map(|range| improvement.percent_of(range))
                .transpose()?;
        }
        Ok(change)
    }

    /// Returns the change of a measure that has no values.
    pub fn missing(measure: Measure) -> Self {
        Self {
            measure,
            baseline: None,
            now: None,
            improvement: None,
            relative: Relative::Missing,
            range: None,
            of_range: None,
        }
    }

    /// Returns what a rule with these thresholds counts the measure as.
    pub fn outcome(&self, better: Threshold, worse: Threshold, zero: ZeroBaseline) -> Outcome {
        outcome(self.relative, better, worse, zero)
    }

    /// Returns whether the measure is worse by at least so many percent of its baseline.
    pub fn worse_by(&self, percent: i64, zero: ZeroBaseline) -> bool {
        let never = Threshold {
            percent: i64::MAX,
            inclusive: false,
        };
        let worse = Threshold {
            percent,
            inclusive: true,
        };
        outcome(self.relative, never, worse, zero) == Outcome::Worse
    }

    /// Returns whether some value from 0 to `max` would count as improved, and whether one would count as worse.
    ///
    /// Without a baseline everything is possible; an enzyme has no maximum.
    pub fn possible(
        &self,
        max: Option<Exact>,
        better: Threshold,
        worse: Threshold,
        zero: ZeroBaseline,
    ) -> (bool, bool) {
        let Some(baseline) = self.baseline else {
            return (true, true);
        };
        let judged = |value: Exact| {
            relative(self.measure, baseline, value)
                .map(|relative| outcome(relative, better, worse, zero))
        };
        // Improvement is monotone in the value, so the two ends of the scale decide. Without a maximum,
        // anything above the baseline can be reached: twice the baseline is worse by 100 %.
        let high = match max {
            Some(max) => Ok(max),
            None if baseline.is_zero() => Ok(Exact::int(1)),
            None => baseline.plus(baseline),
        };
        let ends = [judged(Exact::ZERO), high.and_then(judged)];
        let reach = |wanted: Outcome| ends.iter().any(|end| *end == Ok(wanted) || end.is_err());
        (reach(Outcome::Improved), reach(Outcome::Worse))
    }
}

fn improvement(measure: Measure, baseline: Exact, now: Exact) -> Result<Exact, RatioError> {
    if measure == Measure::Mmt {
        now.minus(baseline)
    } else {
        baseline.minus(now)
    }
}

fn relative(measure: Measure, baseline: Exact, now: Exact) -> Result<Relative, RatioError> {
    if !baseline.is_zero() {
        let percent = improvement(measure, baseline, now)?.percent_of(baseline)?;
        return Ok(Relative::Percent(percent));
    }
    Ok(if now.is_zero() {
        Relative::Percent(Exact::ZERO)
    } else if measure == Measure::Mmt {
        Relative::ZeroBetter
    } else {
        Relative::ZeroWorse
    })
}

fn outcome(relative: Relative, better: Threshold, worse: Threshold, zero: ZeroBaseline) -> Outcome {
    match relative {
        Relative::Missing => Outcome::Missing,
        Relative::Percent(percent) if better.reached(percent) => Outcome::Improved,
        Relative::Percent(percent) if worse.reached(percent.negated()) => Outcome::Worse,
        Relative::Percent(_) => Outcome::Neither,
        Relative::ZeroWorse | Relative::ZeroBetter if zero == ZeroBaseline::Unevaluable => {
            Outcome::Neither
        }
        Relative::ZeroWorse => Outcome::Worse,
        Relative::ZeroBetter => Outcome::Improved,
    }
}
