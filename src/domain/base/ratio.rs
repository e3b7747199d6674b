//! Exact fractions: every verdict is computed and compared in these, never in binary floating point.
//!
//! Each operation is checked: a result that does not fit 128 bits is an error, never a wrapped or
//! rounded number. Rounding exists for display only.

mod print;

use num_rational::Ratio;
use rust_decimal::Decimal;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;

/// Why there is no exact number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RatioError {
    /// The text is not a decimal number.
    #[error("`{0}` is not a decimal number; write it like 4.5")]
    NotANumber(String),
    /// The number has more digits than can be judged exactly.
    #[error("a number has too many digits to be judged exactly; give fewer decimals")]
    TooManyDigits,
    /// Something was divided by zero.
    #[error("a range or limit is 0; give one above 0")]
    DivisionByZero,
}

/// An exact fraction with a positive denominator, not always in lowest terms.
#[derive(Clone, Copy, Debug)]
pub struct Exact(Ratio<i128>);

impl Exact {
    /// Zero.
    pub const ZERO: Self = Self::int(0);

    /// Returns a whole number.
    pub const fn int(number: i64) -> Self {
        Self(Ratio::new_raw(number as i128, 1))
    }

    /// Returns a fraction; fails when the denominator is 0.
    pub fn fraction(numerator: i128, denominator: i128) -> Result<Self, RatioError> {
        match denominator.cmp(&0) {
            Ordering::Equal => Err(RatioError::DivisionByZero),
            Ordering::Greater => Ok(Self(Ratio::new_raw(numerator, denominator))),
            Ordering::Less => {
                let negate = |n: i128| n.checked_neg().ok_or(RatioError::TooManyDigits);
                Ok(Self(Ratio::new_raw(
                    negate(numerator)?,
                    negate(denominator)?,
                )))
            }
        }
    }

    /// Returns the same number as a decimal.
    pub fn from_decimal(decimal: Decimal) -> Self {
        let decimal = decimal.normalize();
        // A decimal has at most 28 places, and 10^28 fits.
        Self(Ratio::new_raw(decimal.mantissa(), pow10(decimal.scale())))
    }

    /// Reads a decimal number such as `4.5`, `-1` or `1.2e3` exactly.
    pub fn parse(text: &str) -> Result<Self, RatioError> {
        let bad = || RatioError::NotANumber(text.chars().take(40).collect());
        let (body, exponent) = match text.find(['e', 'E']) {
            None => (text, 0_i32),
            Some(at) => {
                let (body, rest) = text.split_at(at);
                let power = rest.get(1..).unwrap_or_default();
                (body, power.parse::<i32>().map_err(|_| bad())?)
            }
        };
        let (negative, body) = match body.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, body),
        };
        let (whole, places) = body.split_once('.').unwrap_or((body, ""));
        if whole.is_empty() || (places.is_empty() && body.contains('.')) {
            return Err(bad());
        }
        let places_kept = places.trim_end_matches('0');
        let digits = || whole.bytes().chain(places_kept.bytes());
        if !digits().all(|byte| byte.is_ascii_digit()) {
            return Err(bad());
        }
        let mantissa = if whole.len() + places_kept.len() <= 18 {
            // 18 digits fit 64 bits, which is faster than 128.
            i128::from(digits().fold(0_u64, |m, byte| m * 10 + u64::from(byte - b'0')))
        } else {
            digits()
                .try_fold(0_i128, |m, byte| {
                    m.checked_mul(10)?.checked_add(i128::from(byte - b'0'))
                })
                .ok_or(RatioError::TooManyDigits)?
        };
        if mantissa == 0 {
            return Ok(Self::ZERO);
        }
        let signed = if negative { -mantissa } else { mantissa };
        let scale = i32::try_from(places_kept.len())
            .ok()
            .and_then(|places| places.checked_sub(exponent))
            .ok_or(RatioError::TooManyDigits)?;
        if scale.unsigned_abs() > 28 {
            return Err(RatioError::TooManyDigits);
        }
        let power = pow10(scale.unsigned_abs());
        if scale >= 0 {
            Ok(Self(Ratio::new_raw(signed, power)))
        } else {
            let number = signed.checked_mul(power);
            Ok(Self(Ratio::new_raw(
                number.ok_or(RatioError::TooManyDigits)?,
                1,
            )))
        }
    }

    /// Returns the numerator, in lowest terms.
    pub fn numerator(self) -> i128 {
        self.reduced().num()
    }

    /// Returns the denominator, in lowest terms, above 0.
    pub fn denominator(self) -> i128 {
        self.reduced().den()
    }

    /// Returns whether the number is 0.
    pub fn is_zero(self) -> bool {
        self.num() == 0
    }

    /// Returns whether the number is below 0.
    pub fn is_negative(self) -> bool {
        self.num() < 0
    }

    /// Returns whether the number is above 0.
    pub fn is_positive(self) -> bool {
        self.num() > 0
    }

    /// Returns the number with the other sign.
    pub fn negated(self) -> Self {
        // The numerator is never i128::MIN: every operation is checked and MIN has no product form here.
        Self(Ratio::new_raw(self.num().saturating_neg(), self.den()))
    }

    /// Returns the number without its sign.
    pub fn magnitude(self) -> Self {
        if self.is_negative() {
            self.negated()
        } else {
            self
        }
    }

    /// Returns the sum.
    pub fn plus(self, other: Self) -> Result<Self, RatioError> {
        self.minus(other.negated())
    }

    /// Returns the difference.
    pub fn minus(self, other: Self) -> Result<Self, RatioError> {
        let direct = |a: Self, b: Self| -> Option<Self> {
            let (an, bn, den) = if a.den() == b.den() {
                (a.num(), b.num(), a.den())
            } else {
                let common = gcd(a.den().unsigned_abs(), b.den().unsigned_abs());
                let common = i128::try_from(common).ok()?;
                let (fa, fb) = (b.den() / common, a.den() / common);
                let den = a.den().checked_mul(fa)?;
                (a.num().checked_mul(fa)?, b.num().checked_mul(fb)?, den)
            };
            Some(Self(Ratio::new_raw(an.checked_sub(bn)?, den)))
        };
        direct(self, other)
            .or_else(|| direct(self.reduced(), other.reduced()))
            .ok_or(RatioError::TooManyDigits)
    }

    /// Returns the product.
    pub fn times(self, other: Self) -> Result<Self, RatioError> {
        let direct = |a: Self, b: Self| -> Option<Self> {
            Some(Self(Ratio::new_raw(
                product(a.num(), b.num())?,
                product(a.den(), b.den())?,
            )))
        };
        direct(self, other)
            .or_else(|| {
                // Cancel crosswise before giving up.
                let left = Self(Ratio::new_raw(self.num(), other.den())).reduced();
                let right = Self(Ratio::new_raw(other.num(), self.den())).reduced();
                direct(left, right)
            })
            .ok_or(RatioError::TooManyDigits)
    }

    /// Returns the quotient; fails when the divisor is 0.
    pub fn over(self, other: Self) -> Result<Self, RatioError> {
        if self.den() == other.den() {
            return Self::fraction(self.num(), other.num());
        }
        self.times(Self::fraction(other.den(), other.num())?)
    }

    /// Returns `100 * self / whole`; fails when the whole is 0.
    pub fn percent_of(self, whole: Self) -> Result<Self, RatioError> {
        self.times(Self::int(100))?.over(whole)
    }

    /// Returns the nearest decimal with up to 28 places; exact whenever the fraction terminates in them.
    pub fn to_decimal(self) -> Option<Decimal> {
        let r = self.reduced();
        let numerator = Decimal::try_from_i128_with_scale(r.num(), 0).ok()?;
        let denominator = Decimal::try_from_i128_with_scale(r.den(), 0).ok()?;
        Some(numerator.checked_div(denominator)?.normalize())
    }

    fn num(self) -> i128 {
        *self.0.numer()
    }

    fn den(self) -> i128 {
        *self.0.denom()
    }

    fn reduced(self) -> Self {
        let common = gcd(self.num().unsigned_abs(), self.den().unsigned_abs());
        match i128::try_from(common) {
            Ok(common) if common > 1 => {
                Self(Ratio::new_raw(self.num() / common, self.den() / common))
            }
            _ => self,
        }
    }
}

impl Serialize for Exact {
    /// Writes `numerator/denominator`, in lowest terms.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let lowest = self.0.reduced();
        serializer.collect_str(&format_args!("{}/{}", lowest.numer(), lowest.denom()))
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let parts = text.split_once('/');
        let parts = parts.and_then(|(top, bottom)| Some((top.parse().ok()?, bottom.parse().ok()?)));
        let (top, bottom) = parts.ok_or_else(|| D::Error::custom("no fraction"))?;
        Self::fraction(top, bottom).map_err(D::Error::custom)
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Exact {}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    /// Compares by cross-multiplying; where that would not fit, by continued fractions, as exactly.
    fn cmp(&self, other: &Self) -> Ordering {
        let left = product(self.num(), other.den());
        let right = product(other.num(), self.den());
        match (left, right) {
            (Some(left), Some(right)) => left.cmp(&right),
            _ => self.0.cmp(&other.0),
        }
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.write_exact(&mut text);
        f.pad(&text)
    }
}

impl From<u32> for Exact {
    fn from(number: u32) -> Self {
        Self::int(i64::from(number))
    }
}

/// Multiplies; two numbers of 64 bits, the usual case, need no check.
fn product(a: i128, b: i128) -> Option<i128> {
    match (i64::try_from(a), i64::try_from(b)) {
        (Ok(a), Ok(b)) => Some(i128::from(a) * i128::from(b)),
        _ => a.checked_mul(b),
    }
}

fn pow10(power: u32) -> i128 {
    // Callers keep the power at or below 28, and 10^38 still fits.
    10_i128.saturating_pow(power)
}

/// Returns the greatest common divisor; that of 0 and n is n.
fn gcd(a: u128, b: u128) -> u128 {
    if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
        return u128::from(gcd64(a, b));
    }
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn gcd64(mut a: u64, mut b: u64) -> u64 {
    if a == 0 || b == 0 {
        return a | b;
    }
    let shift = (a | b).trailing_zeros();
    a >>= a.trailing_zeros();
    while b != 0 {
        b >>= b.trailing_zeros();
        if a > b {
            std::mem::swap(&mut a, &mut b);
        }
        b -= a;
    }
    a << shift
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exact(text: &str) -> Exact {
        Exact::parse(text).unwrap()
    }

    #[test]
    fn decimals_are_read_exactly() {
        for (text, shown) in [
            ("8.0", "8"),
            ("0.10", "0.1"),
            ("-0.0", "0"),
            ("1.2e3", "1200"),
            ("25e-2", "0.25"),
            ("007", "7"),
        ] {
            assert_eq!(exact(text).to_string(), shown);
        }
        for text in ["", "-", ".5", "5.", "1,5", "+1", "1e", "NaN", " 1", "1.-2"] {
            assert!(
                matches!(Exact::parse(text), Err(RatioError::NotANumber(_))),
                "{text}"
            );
        }
        assert_eq!(
            Exact::parse(&"9".repeat(40)),
            Err(RatioError::TooManyDigits)
        );
        assert_eq!(Exact::parse("1e99"), Err(RatioError::TooManyDigits));
    }

    #[test]
    fn overflow_is_an_error() {
        let big = exact(&"7".repeat(37));
        assert_eq!(big.times(big), Err(RatioError::TooManyDigits));
        assert_eq!(
            big.minus(exact("0.0000000001")),
            Err(RatioError::TooManyDigits)
        );
        assert_eq!(big.over(Exact::ZERO), Err(RatioError::DivisionByZero));
        assert_eq!(
            Exact::ZERO.percent_of(Exact::ZERO),
            Err(RatioError::DivisionByZero)
        );
    }

    #[test]
    fn fractions_print_as_decimals_only_where_they_end() {
        assert_eq!(Exact::fraction(280, 3).unwrap().to_string(), "280/3");
        assert_eq!(Exact::fraction(-50, 8).unwrap().to_string(), "-6.25");
        assert_eq!(Exact::fraction(1, -4).unwrap().to_string(), "-0.25");
        assert_eq!(
            Exact::fraction(1, 1024).unwrap().to_string(),
            "0.0009765625"
        );
    }

    #[test]
    fn display_rounds_half_away_from_zero() {
        assert_eq!(exact("2.25").rounded(1), "2.3");
        assert_eq!(exact("-2.25").rounded(1), "-2.3");
        assert_eq!(exact("-0.04").rounded(1), "0.0");
        assert_eq!(exact("0.5").rounded(0), "1");
        assert_eq!(exact("1.5").signed(1), "+1.5");
        assert_eq!(exact("0.01").signed(1), "0.0");
        assert_eq!(Exact::fraction(-371, 10).unwrap().signed(1), "-37.1");
    }

    proptest! {
        #[test]
        fn printing_and_reading_decimals_are_inverse(n in -1_000_000_000_i64..1_000_000_000, s in 0_u32..9) {
            let number = Exact::from_decimal(Decimal::new(n, s));
            prop_assert_eq!(exact(&number.to_string()), number);
        }

        #[test]
        fn arithmetic_agrees_with_decimals(a in -99_999_i64..99_999, b in -99_999_i64..99_999, s in 0_u32..4, t in 0_u32..4) {
            let (x, y) = (Decimal::new(a, s), Decimal::new(b, t));
            let (p, q) = (Exact::from_decimal(x), Exact::from_decimal(y));
            prop_assert_eq!(p.plus(q).unwrap(), Exact::from_decimal(x + y));
            prop_assert_eq!(p.minus(q).unwrap(), Exact::from_decimal(x - y));
            prop_assert_eq!(p.times(q).unwrap(), Exact::from_decimal(x * y));
            prop_assert_eq!(p.cmp(&q), x.cmp(&y));
            if b != 0 {
                prop_assert_eq!(p.over(q).unwrap().times(q).unwrap(), p);
            }
        }

        #[test]
        fn comparing_huge_numbers_never_wraps(a in 1_i128..i128::MAX, b in 1_i128..i128::MAX) {
            let (p, q) = (Exact::fraction(a, b).unwrap(), Exact::fraction(b, a).unwrap());
            prop_assert_eq!(p.cmp(&q), a.cmp(&b));
        }
    }
}
