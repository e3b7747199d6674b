//! Powers and logarithms of equations that have no exact value: decimal numbers of 18 places in 128-bit integers.
//!
//! Each result says how far it may lie from the true one. Must not be used where an exact fraction exists: what is
//! compared with a limit stays in [`Exact`], unless the equation itself has a root or an exponent.

use super::ratio::Exact;

/// One, in units of the last place.
const ONE: i128 = 1_000_000_000_000_000_000;

/// The natural logarithm of 2, 0.693147180559945309417..., rounded.
const LN_2: i128 = 693_147_180_559_945_309;

/// Largest magnitude that [`Fixed::exp`] takes.
const MOST: i128 = 40 * ONE;

/// A number of 18 decimal places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fixed(i128);

impl Fixed {
    /// Zero.
    pub const ZERO: Self = Self(0);

    /// Returns the natural logarithm, off by less than 1e-16 for numbers from 1e-12 to 1e12. None of a number that is
    /// not above 0, and of one with too many digits.
    pub fn ln(number: Exact) -> Option<Self> {
        if !number.is_positive() {
            return None;
        }
        // number = 2^halvings * top / bottom, the fraction between 2/3 and 4/3, where the series converges fast.
        let (mut top, mut bottom) = (number.numerator(), number.denominator());
        let mut halvings = 0_i128;
        while top.checked_mul(3)? > bottom.checked_mul(4)? {
            bottom = bottom.checked_mul(2)?;
            halvings += 1;
        }
        while top.checked_mul(3)? < bottom.checked_mul(2)? {
            top = top.checked_mul(2)?;
            halvings -= 1;
        }
        // ln(q) = 2 artanh((q - 1) / (q + 1)) = 2 (t + t^3/3 + t^5/5 + ...).
        let t = nearest(
            top.checked_sub(bottom)?.checked_mul(ONE)?,
            top.checked_add(bottom)?,
        )?;
        let square = nearest(t.checked_mul(t)?, ONE)?;
        let (mut power, mut sum, mut odd) = (t, 0_i128, 1_i128);
        while power != 0 {
            sum = sum.checked_add(nearest(power, odd)?)?;
            power = nearest(power.checked_mul(square)?, ONE)?;
            odd += 2;
        }
        Some(Self(
            sum.checked_mul(2)?
                .checked_add(halvings.checked_mul(LN_2)?)?,
        ))
    }

    /// Returns e to this power, off by less than 1e-16 times the larger of the result and 1. None beyond -40 to 40.
    pub fn exp(self) -> Option<Self> {
        if self.0.abs() > MOST {
            return None;
        }
        // e^x = 2^doublings * e^rest, the rest within half a ln 2, where the series converges fast.
        let doublings = nearest(self.0, LN_2)?;
        let rest = self.0.checked_sub(doublings.checked_mul(LN_2)?)?;
        let (mut term, mut sum, mut place) = (ONE, 0_i128, 1_i128);
        while term != 0 {
            sum = sum.checked_add(term)?;
            term = nearest(term.checked_mul(rest)?, ONE.checked_mul(place)?)?;
            place += 1;
        }
        let power = 1_i128.checked_shl(u32::try_from(doublings.unsigned_abs()).ok()?)?;
        let result = if doublings < 0 {
            nearest(sum, power)?
        } else {
            sum.checked_mul(power)?
        };
        Some(Self(result))
    }

    /// Returns the sum; none when it does not fit.
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// Returns the product with an exact number, to the nearest last place; none when it does not fit.
    pub fn times(self, by: Exact) -> Option<Self> {
        let product = self.0.checked_mul(by.numerator())?;
        nearest(product, by.denominator()).map(Self)
    }

    /// Returns the nearest number of 18 places; none when it does not fit.
    pub fn from_exact(number: Exact) -> Option<Self> {
        Self(ONE).times(number)
    }

    /// Returns the number as a fraction, which has the error of this number and no more; none when it does not fit.
    pub fn to_exact(self) -> Option<Exact> {
        Exact::fraction(self.0, ONE).ok()
    }
}

/// Divides by a number above 0, to the nearest whole, half away from zero.
fn nearest(number: i128, by: i128) -> Option<i128> {
    let quotient = number.checked_div(by)?;
    let rest = number.checked_rem(by)?.abs();
    if rest >= by.checked_sub(rest)? {
        quotient.checked_add(number.signum())
    } else {
        Some(quotient)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exact(text: &str) -> Exact {
        Exact::parse(text).unwrap()
    }

    fn last_places(number: Fixed, true_value: &str) -> i128 {
        let (whole, places) = true_value.split_once('.').unwrap();
        let true_value: i128 = format!("{whole}{}", &places[..18]).parse().unwrap();
        (number.0 - true_value).abs()
    }

    #[test]
    fn logarithms_agree_with_tables() {
        for (number, true_value) in [
            ("2", "0.693147180559945309"),
            ("10", "2.302585092994045684"),
            ("0.5", "-0.693147180559945309"),
            ("0.9938", "-0.006219299813916849"),
            ("1.012", "0.011928570865273801"),
            ("1", "0.000000000000000000"),
        ] {
            let off = last_places(Fixed::ln(exact(number)).unwrap(), true_value);
            assert!(off <= 20, "{number}: {off}");
        }
    }

    #[test]
    fn powers_of_e_agree_with_tables() {
        for (number, true_value) in [
            ("1", "2.718281828459045235"),
            ("0", "1.000000000000000000"),
            ("-1", "0.367879441171442321"),
            ("-0.5", "0.606530659712633423"),
            ("5", "148.413159102576603421"),
        ] {
            let power = Fixed::from_exact(exact(number)).unwrap().exp().unwrap();
            let off = last_places(power, true_value);
            assert!(off <= 100 * 149, "{number}: {off}");
        }
    }

    #[test]
    fn what_has_no_logarithm_or_is_too_large_has_none() {
        assert_eq!(Fixed::ln(Exact::ZERO), None);
        assert_eq!(Fixed::ln(Exact::int(-1)), None);
        assert_eq!(Fixed::ln(exact("99999999999999999999999999999999")), None);
        assert_eq!(Fixed::from_exact(exact("40.1")).unwrap().exp(), None);
        assert_eq!(Fixed::from_exact(exact("-40.1")).unwrap().exp(), None);
        assert!(Fixed::from_exact(exact("40")).unwrap().exp().is_some());
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        let rounded = [(5, 2), (-5, 2), (4, 3), (-4, 3), (-5, 3), (0, 7)]
            .map(|(number, by)| nearest(number, by).unwrap());
        assert_eq!(rounded, [3, -3, 1, -1, -2, 0]);
        assert_eq!(nearest(1, 0), None);
    }

    proptest! {
        #[test]
        fn a_logarithm_is_undone(top in 1_i128..1_000_000_000, bottom in 1_i128..1_000_000_000) {
            let number = Exact::fraction(top, bottom).unwrap();
            let back = Fixed::ln(number).unwrap().exp().unwrap();
            let off = (back.0 - Fixed::from_exact(number).unwrap().0).abs();
            prop_assert!(off <= 1 + 200 * (1 + top / bottom), "{off}");
        }

        #[test]
        fn more_has_a_larger_power(a in -30_000_i64..30_000, b in -30_000_i64..30_000) {
            let power = |thousandths: i64| {
                Fixed::from_exact(Exact::fraction(i128::from(thousandths), 1000).unwrap()).unwrap().exp().unwrap()
            };
            prop_assert_eq!(a.cmp(&b), power(a).cmp(&power(b)));
        }
    }
}
