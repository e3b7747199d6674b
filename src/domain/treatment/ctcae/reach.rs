//! Whether a grade is reached: yes, no, or not known for want of something.

use crate::domain::base::bounds::Bounds;
use crate::domain::base::measured::Edge;
use crate::domain::base::ratio::{Exact, RatioError};

/// What is missing to tell a grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lack {
    /// The result.
    Value,
    /// A result with a number: this one is only known to be below a limit.
    BelowLimit,
    /// A unit in which the term is graded.
    Unit,
    /// The lower limit of normal.
    LowerLimit,
    /// The upper limit of normal, above 0.
    UpperLimit,
    /// The result at baseline, above 0.
    Baseline,
    /// Whether the result at baseline was above its own upper limit.
    BaselineLimit,
    /// Whether there are symptoms or an intervention is called for.
    Symptoms,
    /// Whether it lasted longer than 24 hours.
    Duration,
    /// Systolic blood pressure.
    Systolic,
    /// Diastolic blood pressure.
    Diastolic,
    /// A number with fewer digits: these cannot be compared exactly.
    FewerDigits,
}

impl From<RatioError> for Lack {
    fn from(error: RatioError) -> Self {
        match error {
            RatioError::NotANumber(_) | RatioError::TooManyDigits | RatioError::DivisionByZero => {
                Self::FewerDigits
            }
        }
    }
}

/// Whether a grade is reached, or why that is not known.
pub(super) type Reached = Result<bool, Lack>;

/// Whether each grade is reached by its own criterion, from the mildest.
pub(super) type Steps = [Reached; 4];

/// What a result lies between.
pub(super) type Value = Result<Bounds<Edge>, Lack>;

/// A limit.
pub(super) type Limit = Result<Exact, Lack>;

/// No number reaches it: the term has no such grade, or words alone describe it.
pub(super) const NEVER: Reached = Ok(false);

/// Returns whether a result is below a limit.
pub(super) fn below(value: Value, limit: Limit) -> Reached {
    value?.below(Edge::at(limit?)).ok_or(Lack::BelowLimit)
}

/// Returns whether a result is above a limit.
pub(super) fn above(value: Value, limit: Limit) -> Reached {
    value?.above(Edge::at(limit?)).ok_or(Lack::BelowLimit)
}

/// Returns whether a result is at or below a limit.
pub(super) fn at_most(value: Value, limit: Limit) -> Reached {
    above(value, limit).map(|above| !above)
}

/// Returns whether a result is at or above a limit.
pub(super) fn at_least(value: Value, limit: Limit) -> Reached {
    below(value, limit).map(|below| !below)
}

/// Returns whether one of two is so.
pub(super) fn or(one: Reached, other: Reached) -> Reached {
    match (one, other) {
        (Ok(true), _) | (_, Ok(true)) => Ok(true),
        (Err(lack), _) | (_, Err(lack)) => Err(lack),
        (Ok(false), Ok(false)) => Ok(false),
    }
}

/// Returns whether both are so.
pub(super) fn and(one: Reached, other: Reached) -> Reached {
    match (one, other) {
        (Ok(false), _) | (_, Ok(false)) => Ok(false),
        (Err(lack), _) | (_, Err(lack)) => Err(lack),
        (Ok(true), Ok(true)) => Ok(true),
    }
}

/// Returns a whole number as a limit.
pub(super) const fn whole(number: i64) -> Limit {
    Ok(Exact::int(number))
}

/// Returns so many hundredths as a limit.
pub(super) fn hundredths(number: i64) -> Limit {
    Ok(Exact::fraction(i128::from(number), 100)?)
}
