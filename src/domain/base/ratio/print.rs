//! Exact fractions as text: exactly for the record and batch output, rounded for the screen.
//!
//! Rounding happens here and nowhere else; its results are never read back.

use super::Exact;

impl Exact {
    /// Returns the number rounded half away from zero to so many decimals, for display only.
    pub fn rounded(self, decimals: u32) -> String {
        let r = self.reduced();
        let (num, den) = (r.num().unsigned_abs(), r.den().unsigned_abs());
        let scaled = 10_u128
            .checked_pow(decimals)
            .and_then(|power| num.checked_mul(power));
        let Some(scaled) = scaled else {
            return self.to_string();
        };
        let (mut quotient, rest) = (scaled / den, scaled % den);
        if rest >= den - rest {
            quotient += 1;
        }
        let sign = if r.num() < 0 && quotient != 0 {
            "-"
        } else {
            ""
        };
        let places = decimals as usize;
        let digits = format!("{quotient:0>width$}", width = places + 1);
        let (whole, part) = digits.split_at(digits.len() - places);
        if part.is_empty() {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{part}")
        }
    }

    /// Returns the rounded number with its sign always shown, `+` included; 0 has none. For display only.
    pub fn signed(self, decimals: u32) -> String {
        let text = self.rounded(decimals);
        let zero = text.bytes().all(|b| matches!(b, b'0' | b'.'));
        if self.is_positive() && !zero {
            format!("+{text}")
        } else {
            text
        }
    }

    /// Appends the exact number: a terminating decimal, else `numerator/denominator`.
    pub fn write_exact(self, out: &mut String) {
        let r = self.reduced();
        let (num, den) = (r.num().unsigned_abs(), r.den().unsigned_abs());
        if r.num() < 0 {
            out.push('-');
        }
        if den == 1 {
            return push_number(out, num);
        }
        if let (Ok(num), Ok(den)) = (u64::try_from(num), u64::try_from(den))
            && den < u64::MAX / 10
        {
            return push_fraction_64(out, num, den);
        }
        let mut odd = den;
        while odd.is_multiple_of(2) {
            odd /= 2;
        }
        while odd.is_multiple_of(5) {
            odd /= 5;
        }
        // Beyond this the long division below could itself overflow.
        if odd != 1 || den > u128::MAX / 10 {
            push_number(out, num);
            out.push('/');
            return push_number(out, den);
        }
        push_number(out, num / den);
        out.push('.');
        let mut rest = num % den;
        while rest != 0 {
            rest *= 10;
            push_number(out, rest / den);
            rest %= den;
        }
    }
}

/// Appends a fraction in lowest terms, the denominator above 1 and small enough to multiply by 10.
fn push_fraction_64(out: &mut String, num: u64, den: u64) {
    let mut odd = den >> den.trailing_zeros();
    while odd.is_multiple_of(5) {
        odd /= 5;
    }
    if odd != 1 {
        push_number(out, u128::from(num));
        out.push('/');
        return push_number(out, u128::from(den));
    }
    push_number(out, u128::from(num / den));
    out.push('.');
    let mut rest = num % den;
    while rest != 0 {
        rest *= 10;
        push_number(out, u128::from(rest / den));
        rest %= den;
    }
}

fn push_number(out: &mut String, number: u128) {
    use std::fmt::Write;
    match u64::try_from(number) {
        Ok(small @ 0..=9) => out.push(char::from(b'0' + small as u8)),
        // Writing to a string cannot fail.
        Ok(small) => drop(write!(out, "{small}")),
        Err(_) => drop(write!(out, "{number}")),
    }
}
