//! The change of one measure between baseline and a later visit, in every form a rule asks for.
//!
//! Improvement is positive for every measure: strength rises, everything else falls.

use crate::domain::base::bounds::Bounds;
use crate::domain::base::measured::{Amount, Edge};
use crate::domain::base::ratio::{Exact, RatioError};
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::study::ZeroBaseline;

/// Change relative to baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relative {
    /// A value is missing.
    Missing,
    /// `100 * improvement / baseline`, positive when better.
    Percent(Amount),
    /// A `<` result leaves it open: such a percentage, or baseline 0 and now above, which is undefined and worse.
    PercentOrZeroWorse(Amount),
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
    /// It is still open which enzyme counts and the choices differ, or a result is only known to be below a limit.
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
    pub(super) fn reached(self, percent: Exact) -> bool {
        let limit = Exact::int(self.percent);
        if self.inclusive {
            percent >= limit
        } else {
            percent > limit
        }
    }
}

impl Threshold {
    /// Returns whether what lies at or directly beside this end reaches it.
    fn reached_at(self, percent: Edge) -> bool {
        let limit = Edge::at(Exact::int(self.percent));
        percent > limit || (self.inclusive && percent == limit)
    }

    /// Returns whether what lies at or directly beside this end is negative by as much as it takes.
    fn reached_down_at(self, percent: Edge) -> bool {
        let limit = Edge::at(Exact::int(-self.percent));
        percent < limit || (self.inclusive && percent == limit)
    }
}

/// The best and the worst that a rule can count a measure as: improved, neither or worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ends {
    pub(super) best: Outcome,
    pub(super) worst: Outcome,
}

impl Ends {
    pub(super) fn both(outcome: Outcome) -> Self {
        Self {
            best: outcome,
            worst: outcome,
        }
    }

    pub(super) fn with(self, other: Self) -> Self {
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

/// The change of one measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The measure.
    pub measure: Measure,
    /// Value at baseline.
    pub baseline: Option<Amount>,
    /// Value now.
    pub now: Option<Amount>,
    /// Improvement in the measure's own unit, positive when better.
    pub improvement: Option<Amount>,
    /// Improvement relative to baseline.
    pub relative: Relative,
    /// Range of the measure, as the total improvement score uses it.
    pub range: Option<Exact>,
    /// `100 * improvement / range`; missing when a value or the range is.
    pub of_range: Option<Amount>,
}

impl Change {
    /// Computes the change; fails on a range of 0 and on numbers with too many digits.
    pub fn between(
        measure: Measure,
        baseline: Option<Exact>,
        now: Option<Exact>,
        range: Option<Exact>,
    ) -> Result<Self, RatioError> {
        let amount = |value: Option<Exact>| value.map(Amount::Is);
        Self::of_amounts(measure, amount(baseline), amount(now), range)
    }

    /// Computes the change of results of 0 or more of which only a limit may be known; fails as [`Change::between`] does.
    pub fn of_amounts(
        measure: Measure,
        baseline: Option<Amount>,
        now: Option<Amount>,
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

    /// Returns whether a value is only known to be below a limit.
    pub fn has_limit(&self) -> bool {
        let values = [self.baseline, self.now].into_iter().flatten();
        values.into_iter().any(|value| value.exact().is_none())
    }

    /// Returns what a rule with these thresholds counts the measure as; [`Outcome::Open`] where a `<` result leaves that
    /// open.
    pub fn outcome(&self, better: Threshold, worse: Threshold, zero: ZeroBaseline) -> Outcome {
        match self.ends(better, worse, zero) {
            None => Outcome::Missing,
            Some(ends) if ends.best == ends.worst => ends.best,
            Some(_) => Outcome::Open,
        }
    }

    /// Returns the best and the worst that a rule with these thresholds can count the measure as; none where a value is
    /// missing.
    pub(super) fn ends(
        &self,
        better: Threshold,
        worse: Threshold,
        zero: ZeroBaseline,
    ) -> Option<Ends> {
        ends(self.relative, better, worse, zero)
    }

    /// Returns whether the measure is worse by at least so many percent of its baseline; not where that is open.
    pub fn worse_by(&self, percent: i64, zero: ZeroBaseline) -> bool {
        self.worse_ends(percent, zero).0
    }

    /// Returns whether the measure is surely worse by at least so many percent of its baseline, and whether it can be.
    pub(super) fn worse_ends(&self, percent: i64, zero: ZeroBaseline) -> (bool, bool) {
        let never = Threshold {
            percent: i64::MAX,
            inclusive: false,
        };
        let worse = Threshold {
            percent,
            inclusive: true,
        };
        let ends = self.ends(never, worse, zero);
        ends.map_or((false, false), |ends| {
            (ends.best == Outcome::Worse, ends.worst == Outcome::Worse)
        })
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
        // Of a baseline that is only known to be below a limit everything is possible as well.
        let Some(baseline) = self.baseline.and_then(Amount::exact) else {
            return (true, true);
        };
        let judged = |value: Exact| {
            let relative = relative(self.measure, baseline.into(), value.into());
            relative.map(|relative| ends(relative, better, worse, zero).map(|ends| ends.best))
        };
        // Improvement is monotone in the value, so the two ends of the scale decide. Without a maximum,
        // anything above the baseline can be reached: twice the baseline is worse by 100 %.
        let high = match max {
            Some(max) => Ok(max),
            None if baseline.is_zero() => Ok(Exact::int(1)),
            None => baseline.plus(baseline),
        };
        let ends = [judged(Exact::ZERO), high.and_then(judged)];
        let reach = |wanted: Outcome| {
            ends.iter()
                .any(|end| *end == Ok(Some(wanted)) || end.is_err())
        };
        (reach(Outcome::Improved), reach(Outcome::Worse))
    }
}

fn improvement(measure: Measure, baseline: Amount, now: Amount) -> Result<Amount, RatioError> {
    if measure == Measure::Mmt {
        now.minus(baseline)
    } else {
        baseline.minus(now)
    }
}

fn relative(measure: Measure, baseline: Amount, now: Amount) -> Result<Relative, RatioError> {
    let (Amount::Is(before), Amount::Is(after)) = (baseline, now) else {
        return relative_of_ends(baseline.ends(), now.ends());
    };
    if !before.is_zero() {
        let percent = improvement(measure, baseline, now)?.percent_of(before)?;
        return Ok(Relative::Percent(percent));
    }
    Ok(if after.is_zero() {
        Relative::Percent(Amount::Is(Exact::ZERO))
    } else if measure == Measure::Mmt {
        Relative::ZeroBetter
    } else {
        Relative::ZeroWorse
    })
}

/// Returns the relative change of a measure that falls when it is better, between the ends of both values: it rises with the
/// baseline and falls with the value now.
fn relative_of_ends(baseline: Bounds<Edge>, now: Bounds<Edge>) -> Result<Relative, RatioError> {
    let zero = Edge::at(Exact::ZERO);
    // With a baseline of 0 and 0 now there is no change; with anything above 0 now the change is undefined.
    if baseline.high == zero {
        return Ok(Relative::PercentOrZeroWorse(Amount::Is(Exact::ZERO)));
    }
    let percent = |before: Edge, after: Edge| -> Result<Edge, RatioError> {
        match before.number().filter(|number| number.is_positive()) {
            Some(_) if after == zero => Ok(Edge::at(Exact::int(100))),
            Some(number) => Amount::between(before, before)
                .minus(Amount::between(after, after))?
                .percent_of(number)
                .map(|percent| percent.ends().low),
            // The nearer the baseline comes to 0 the worse is any value above it.
            None if now.high > zero => Ok(Edge::LOWEST),
            None if before == zero => Ok(zero),
            None => Ok(Edge::at(Exact::int(100))),
        }
    };
    let amount = Amount::between(
        percent(baseline.low, now.high)?,
        percent(baseline.high, now.low)?,
    );
    Ok(match baseline.low == zero && now.high > zero {
        true => Relative::PercentOrZeroWorse(amount),
        false => Relative::Percent(amount),
    })
}

/// Returns the best and the worst outcome; none where a value is missing.
fn ends(
    relative: Relative,
    better: Threshold,
    worse: Threshold,
    zero: ZeroBaseline,
) -> Option<Ends> {
    let zero_counts = |outcome: Outcome| match zero {
        ZeroBaseline::Worse => Ends::both(outcome),
        ZeroBaseline::Unevaluable => Ends::both(Outcome::Neither),
    };
    let of = |amount: Amount| match amount {
        Amount::Is(percent) if better.reached(percent) => Ends::both(Outcome::Improved),
        Amount::Is(percent) if worse.reached(percent.negated()) => Ends::both(Outcome::Worse),
        Amount::Is(_) => Ends::both(Outcome::Neither),
        Amount::Between(between) => {
            let at = |end: Edge| match (better.reached_at(end), worse.reached_down_at(end)) {
                (true, _) => Outcome::Improved,
                (false, true) => Outcome::Worse,
                (false, false) => Outcome::Neither,
            };
            Ends {
                best: at(between.high),
                worst: at(between.low),
            }
        }
    };
    match relative {
        Relative::Missing => None,
        Relative::Percent(amount) => Some(of(amount)),
        Relative::PercentOrZeroWorse(amount) => Some(of(amount).with(zero_counts(Outcome::Worse))),
        Relative::ZeroWorse => Some(zero_counts(Outcome::Worse)),
        Relative::ZeroBetter => Some(zero_counts(Outcome::Improved)),
    }
}
