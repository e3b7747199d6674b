//! A result that may only be known as below a limit, such as `<800`, and what is computed from it.
//!
//! Every number of 0 or more below the limit stays possible; none of them is ever picked.

use super::bounds::Bounds;
use super::ratio::{Exact, RatioError};
use std::fmt;

/// A result as a laboratory gives it, 0 or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measured {
    /// The number.
    At(Exact),
    /// Only that it is below this number, which is above 0.
    Below(Exact),
}

impl Measured {
    /// Returns the number, or the limit that the result is below.
    pub fn number(self) -> Exact {
        match self {
            Self::At(number) | Self::Below(number) => number,
        }
    }

    /// Returns whether only a limit is known.
    pub fn is_below(self) -> bool {
        matches!(self, Self::Below(_))
    }

    /// Returns the result in another unit or as a multiple; `change` must keep 0 at 0 and the order of numbers.
    pub fn map(
        self,
        change: impl FnOnce(Exact) -> Result<Exact, RatioError>,
    ) -> Result<Self, RatioError> {
        Ok(match self {
            Self::At(number) => Self::At(change(number)?),
            Self::Below(limit) => Self::Below(change(limit)?),
        })
    }

    /// Returns the sign before the number: `<`, or nothing.
    pub fn sign(self) -> &'static str {
        if self.is_below() { "<" } else { "" }
    }

    /// Writes the number rounded, with its sign.
    pub fn rounded(self, decimals: u32) -> String {
        format!("{}{}", self.sign(), self.number().rounded(decimals))
    }
}

impl From<Exact> for Measured {
    fn from(number: Exact) -> Self {
        Self::At(number)
    }
}

impl fmt::Display for Measured {
    /// Writes the exact number with its sign, such as `<800`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.sign(), self.number())
    }
}

/// On which side of a number an end lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Below,
    At,
    Above,
}

/// An end of what a number can be: a number, what lies directly beside one, or no end at all.
///
/// The order is that of numbers: what is directly above 20 is more than 20 and less than any number above 20.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge(Option<(Exact, Side)>);

impl Edge {
    /// Lies below every number.
    pub const LOWEST: Self = Self(None);

    /// Returns the end that is this number.
    pub const fn at(number: Exact) -> Self {
        Self(Some((number, Side::At)))
    }

    /// Returns the end directly below a number.
    pub const fn just_below(number: Exact) -> Self {
        Self(Some((number, Side::Below)))
    }

    /// Returns the end directly above a number.
    pub const fn just_above(number: Exact) -> Self {
        Self(Some((number, Side::Above)))
    }

    /// Returns the number that it is or lies beside; none where there is no end.
    pub fn number(self) -> Option<Exact> {
        self.0.map(|(number, _)| number)
    }

    /// Returns whether the end itself can be reached.
    pub fn is_reached(self) -> bool {
        matches!(self.0, Some((_, Side::At)))
    }

    /// Returns the difference of two ends that do not lie on the same side of their numbers.
    fn minus(self, other: Self) -> Result<Self, RatioError> {
        let (Some((own, side)), Some((taken, taken_side))) = (self.0, other.0) else {
            return Ok(Self::LOWEST);
        };
        let side = match (side, taken_side) {
            (Side::At, Side::Below) => Side::Above,
            (Side::At, Side::Above) => Side::Below,
            (side, _) => side,
        };
        Ok(Self(Some((own.minus(taken)?, side))))
    }

    /// Returns the end after a change of scale that keeps the order.
    fn scaled(
        self,
        scale: impl FnOnce(Exact) -> Result<Exact, RatioError>,
    ) -> Result<Self, RatioError> {
        Ok(match self.0 {
            None => Self::LOWEST,
            Some((number, side)) => Self(Some((scale(number)?, side))),
        })
    }
}

/// A number that is known, or between which ends it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// The number.
    Is(Exact),
    /// Any number between these ends.
    Between(Bounds<Edge>),
}

impl Amount {
    /// Returns what lies between two ends.
    pub fn between(low: Edge, high: Edge) -> Self {
        match low.number() {
            Some(number) if low == high && low.is_reached() => Self::Is(number),
            Some(_) | None => Self::Between(Bounds { low, high }),
        }
    }

    /// Returns the number, where it is known.
    pub fn exact(self) -> Option<Exact> {
        match self {
            Self::Is(number) => Some(number),
            Self::Between(_) => None,
        }
    }

    /// Returns both ends.
    pub fn ends(self) -> Bounds<Edge> {
        match self {
            Self::Is(number) => Bounds::known(Edge::at(number)),
            Self::Between(ends) => ends,
        }
    }

    /// Returns the difference of two results that do not depend on each other.
    pub fn minus(self, other: Self) -> Result<Self, RatioError> {
        if let (Self::Is(own), Self::Is(taken)) = (self, other) {
            return Ok(Self::Is(own.minus(taken)?));
        }
        let (own, taken) = (self.ends(), other.ends());
        Ok(Self::between(
            own.low.minus(taken.high)?,
            own.high.minus(taken.low)?,
        ))
    }

    /// Returns the amount in percent of a whole above 0.
    pub fn percent_of(self, whole: Exact) -> Result<Self, RatioError> {
        if let Self::Is(number) = self {
            return Ok(Self::Is(number.percent_of(whole)?));
        }
        let ends = self.ends();
        let percent = |end: Edge| end.scaled(|number| number.percent_of(whole));
        Ok(Self::between(percent(ends.low)?, percent(ends.high)?))
    }

    /// Returns the one end that a `<` result leaves open, and whether the amount lies above it; none where the number is
    /// known, and where nothing or nothing new is known of it.
    pub fn one_end(self) -> Option<(Exact, bool)> {
        let Self::Between(ends) = self else {
            return None;
        };
        match (ends.low, ends.high) {
            (low, high) if !low.is_reached() && high.is_reached() => Some((low.number()?, true)),
            (low, high) if !high.is_reached() && (low.is_reached() || low == Edge::LOWEST) => {
                Some((high.number()?, false))
            }
            _ => None,
        }
    }

    /// Appends the exact number, or the one end that is known of it with a sign, such as `>20`; returns whether there was
    /// anything to append.
    pub fn write_exact(self, out: &mut String) -> bool {
        let known = match self {
            Self::Is(number) => Some(number),
            Self::Between(_) => self.one_end().map(|(end, above)| {
                out.push(if above { '>' } else { '<' });
                end
            }),
        };
        if let Some(number) = known {
            number.write_exact(out);
        }
        known.is_some()
    }
}

impl From<Exact> for Amount {
    fn from(number: Exact) -> Self {
        Self::Is(number)
    }
}

impl From<Measured> for Amount {
    fn from(result: Measured) -> Self {
        match result {
            Measured::At(number) => Self::Is(number),
            Measured::Below(limit) => Self::between(Edge::at(Exact::ZERO), Edge::just_below(limit)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn below(limit: i64) -> Amount {
        Measured::Below(Exact::int(limit)).into()
    }

    #[test]
    fn what_lies_beside_a_number_is_more_or_less_than_it_by_less_than_any_other() {
        let twenty = Exact::int(20);
        let order = [
            Edge::LOWEST,
            Edge::at(Exact::int(19)),
            Edge::just_below(twenty),
            Edge::at(twenty),
            Edge::just_above(twenty),
            Edge::at(Exact::int(21)),
        ];
        assert!(order.is_sorted() && order.windows(2).all(|two| two[0] != two[1]));
    }

    #[test]
    fn a_number_minus_a_result_below_a_limit_is_more_than_the_difference() {
        // 1000 minus anything below 800 is more than 200 and at most 1000.
        let written = |amount: Amount| {
            let mut text = String::new();
            amount.write_exact(&mut text).then_some(text)
        };
        let fell = Amount::Is(Exact::int(1000)).minus(below(800)).unwrap();
        assert_eq!(written(fell).as_deref(), Some(">200"));
        assert_eq!(written(below(800)).as_deref(), Some("<800"));
        assert_eq!(written(Amount::Is(Exact::int(-3))).as_deref(), Some("-3"));
        assert_eq!(written(below(800).minus(below(100)).unwrap()), None);
        assert_eq!(fell.one_end(), Some((Exact::int(200), true)));
        assert_eq!(fell.ends().high, Edge::at(Exact::int(1000)));
        // Anything below 800 minus 1000 is less than -200 and at least -1000.
        let rose = below(800).minus(Amount::Is(Exact::int(1000))).unwrap();
        assert_eq!(rose.one_end(), Some((Exact::int(-200), false)));
        let both = below(800).minus(below(300)).unwrap();
        assert_eq!(both.one_end(), None);
        assert_eq!(both.ends().low, Edge::just_above(Exact::int(-300)));
        assert_eq!(both.ends().high, Edge::just_below(Exact::int(800)));
    }
}
