//! Rounding to whole numbers where the source of a rule has its limits in whole numbers only.
//!
//! Must not round what a rule compares exactly.

use super::measured::Edge;
use super::ratio::{Exact, RatioError};

/// Returns the nearest whole number, half up: 59.5 gives 60, -0.5 gives 0.
pub fn half_up(number: Exact) -> Result<Exact, RatioError> {
    let (top, bottom) = (number.numerator(), number.denominator());
    let (below, rest) = (top.div_euclid(bottom), top.rem_euclid(bottom));
    let whole = if rest >= bottom - rest {
        below.checked_add(1).ok_or(RatioError::TooManyDigits)?
    } else {
        below
    };
    Exact::fraction(whole, 1)
}

/// Returns the end of what a number rounds to, half up: what is directly below 59.5 gives 59.
pub fn half_up_edge(end: Edge) -> Result<Edge, RatioError> {
    let Some(number) = end.number() else {
        return Ok(end);
    };
    let whole = half_up(number)?;
    let half = Exact::fraction(1, 2)?;
    // Directly below a half the numbers still round down.
    if end < Edge::at(number) && whole.minus(number)? == half {
        return Ok(Edge::at(whole.minus(Exact::int(1))?));
    }
    Ok(Edge::at(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        Exact::parse(text).unwrap()
    }

    #[test]
    fn halves_go_up() {
        for (number, whole) in [
            ("59.49", "59"),
            ("59.5", "60"),
            ("59", "59"),
            ("0.4", "0"),
            ("-0.5", "0"),
            ("-0.6", "-1"),
        ] {
            assert_eq!(half_up(exact(number)).unwrap(), exact(whole), "{number}");
        }
    }

    #[test]
    fn what_lies_beside_a_half_goes_to_its_own_side() {
        let rounded = |end: Edge| half_up_edge(end).unwrap();
        assert_eq!(
            rounded(Edge::just_below(exact("59.5"))),
            Edge::at(exact("59"))
        );
        assert_eq!(
            rounded(Edge::just_above(exact("59.5"))),
            Edge::at(exact("60"))
        );
        assert_eq!(rounded(Edge::at(exact("59.5"))), Edge::at(exact("60")));
        assert_eq!(
            rounded(Edge::just_below(exact("60"))),
            Edge::at(exact("60"))
        );
        assert_eq!(rounded(Edge::LOWEST), Edge::LOWEST);
    }
}
