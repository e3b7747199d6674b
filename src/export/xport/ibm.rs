//! Numbers as the format holds them: the hexadecimal floating point of IBM mainframes, in 64 bits.
//!
//! One bit of sign, seven of a power of 16 (64 more than it is), then 56 of a fraction from 1/16 up to 1. Worked out in
//! whole numbers; must not touch a binary float on the way.

use crate::domain::base::ratio::Exact;

/// Bits that a number is rounded to, of the 56 that there are.
///
/// Readers hold numbers in the 53 bits of an IEEE double and cut off what is beyond: of 0.9 in 56 bits pandas, pyreadstat,
/// haven and xport-js all make 0.8999999999999999. Of 53 bits they make the double that is nearest to the exact number.
const BITS: u32 = 53;

/// What stands for a number that is missing: a point, then zeros.
pub(super) const MISSING: [u8; 8] = [b'.', 0, 0, 0, 0, 0, 0, 0];

/// Returns the nearest number that fits, the even one of two.
///
/// All that [`Exact`] holds lies within the powers of 16: from 16^-32 up to 16^32, of -64 to 63. Nothing overflows or
/// becomes 0, and nothing is eight blanks, which would be less than 16^-32.
pub(super) fn bytes(number: Exact) -> [u8; 8] {
    if number.is_zero() {
        return [0; 8];
    }
    // Not above 2^127 both, so that twice the rest fits.
    let numerator = number.numerator().unsigned_abs();
    let denominator = number.denominator().unsigned_abs();
    let (whole, mut rest) = (numerator / denominator, numerator % denominator);
    // The power of 2 that the number is below, 256 more than it is.
    let mut power = 256 + u128::BITS - whole.leading_zeros();
    let surplus = (power - 256).saturating_sub(BITS);
    let mut digits = whole >> surplus;
    while digits >> (BITS - 1) == 0 {
        rest *= 2;
        digits *= 2;
        if rest >= denominator {
            rest -= denominator;
            digits += 1;
        }
        if digits == 0 {
            power -= 1;
        }
    }
    let left = if surplus == 0 {
        (rest * 2).cmp(&denominator)
    } else {
        let cut = whole & ((1 << surplus) - 1);
        cut.cmp(&(1 << (surplus - 1))).then(rest.cmp(&0))
    };
    // What is left against a half: the even one of two that are as near.
    if left.is_gt() || (left.is_eq() && digits % 2 == 1) {
        digits += 1;
        if digits >> BITS != 0 {
            digits /= 2;
            power += 1;
        }
    }
    // 256 is 64 times 4: a power of 2 becomes one of 16, and what is missing to it shifts the fraction down.
    let hex = power.div_ceil(4);
    let fraction = digits << (56 - BITS - (hex * 4 - power));
    let sign = u128::from(number.is_negative()) << 63;
    let [.., a, b, c, d, e, f, g, h] = (sign | u128::from(hex) << 56 | fraction).to_be_bytes();
    [a, b, c, d, e, f, g, h]
}
