//! Shares of participants with their exact binomial confidence interval, and medians. Whole numbers and exact
//! fractions only.

use super::ratio::Exact;
use std::cmp::Ordering;

/// Most participants of a share: the sums of larger ones take too long to be exact while somebody waits.
pub const MOST: u32 = 1000;

/// Tenths of a percent in the whole.
const WHOLE: u32 = 1000;

/// A two-sided 95 % confidence interval in tenths of a percent, 0 to 1000, each limit rounded to the nearest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// Lower limit.
    pub low: u32,
    /// Upper limit.
    pub high: u32,
}

/// Returns the interval of Clopper and Pearson (Biometrika 1934;26:404) for `count` of `of`: the shares at which the
/// chance of a count as large, or as small, is 2.5 %. None for nobody, for more than all, and above [`MOST`].
pub fn clopper_pearson(count: u32, of: u32) -> Option<Interval> {
    if of == 0 || count > of || of > MOST {
        return None;
    }
    let low = lower(count, of);
    // The upper limit is the lower one of those who do not have it.
    let high = WHOLE - lower(of - count, of);
    Some(Interval { low, high })
}

/// Returns how many of the middles between two tenths of a percent lie below the lower limit, which is the limit to
/// the nearest tenth.
fn lower(count: u32, of: u32) -> u32 {
    let (mut least, mut most) = (0, WHOLE);
    while least < most {
        let middle = least + (most - least) / 2;
        if is_rare(count, of, 2 * middle + 1) {
            least = middle + 1;
        } else {
            most = middle;
        }
    }
    least
}

/// Returns whether `count` or more of `of` have a chance of at most 2.5 % at a share of `share` two-thousandths.
fn is_rare(count: u32, of: u32, share: u32) -> bool {
    let other = 2 * WHOLE - share;
    // Terms are C(of, i) share^i other^(of - i); together they make 2000^of.
    let mut term = Natural::one();
    for _ in 0..of {
        term.times(other);
    }
    let (mut tail, mut whole) = (Natural::default(), Natural::one());
    for i in 0..=of {
        if i >= count {
            tail.add(&term);
        }
        if i < of {
            term.times(of - i);
            term.times(share);
            term.over(i + 1);
            term.over(other);
        }
    }
    for _ in 0..of {
        whole.times(2 * WHOLE);
    }
    tail.times(40);
    tail.compare(&whole) != Ordering::Greater
}

/// A natural number of any size, the lowest digits of 2^32 first, without zeros at the top.
#[derive(Clone, Debug, Default)]
struct Natural(Vec<u32>);

impl Natural {
    fn one() -> Self {
        Self(vec![1])
    }

    fn times(&mut self, by: u32) {
        let mut carry = 0_u64;
        for digit in &mut self.0 {
            let product = u64::from(*digit) * u64::from(by) + carry;
            *digit = product as u32;
            carry = product >> 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    /// Divides by a number above 0 that leaves no rest.
    fn over(&mut self, by: u32) {
        let mut rest = 0_u64;
        for digit in self.0.iter_mut().rev() {
            let whole = (rest << 32) | u64::from(*digit);
            *digit = (whole / u64::from(by)) as u32;
            rest = whole % u64::from(by);
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        let mut carry = 0_u64;
        let others = other.0.iter().copied().chain(std::iter::repeat(0));
        for (digit, other) in self.0.iter_mut().zip(others) {
            let sum = u64::from(*digit) + u64::from(other) + carry;
            *digit = sum as u32;
            carry = sum >> 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    fn compare(&self, other: &Self) -> Ordering {
        let lengths = self.0.len().cmp(&other.0.len());
        lengths.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

/// Returns the median: the middle one, or the mean of the two in the middle. None of nothing.
pub fn median(values: &[Exact]) -> Option<Exact> {
    let mut values = values.to_vec();
    values.sort();
    let upper = *values.get(values.len() / 2)?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *values.get(values.len() / 2 - 1)?;
    lower.plus(upper).ok()?.over(Exact::int(2)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(count: u32, of: u32) -> (u32, u32) {
        let found = clopper_pearson(count, of).unwrap();
        (found.low, found.high)
    }

    #[test]
    fn limits_with_a_closed_form() {
        // None of n: the upper limit is 1 - 0.025^(1/n). n = 1: 97.5 %; n = 2: 1 - 0.158114 = 84.2 %;
        // n = 20: 1 - e^(ln 0.025 / 20) = 1 - e^-0.184444 = 16.8 %.
        assert_eq!(interval(0, 1), (0, 975));
        // 1 of 1 and n of n mirror it: the lower limit is 0.025^(1/n).
        assert_eq!(interval(1, 1), (25, 1000));
        assert_eq!(interval(2, 2), (158, 1000));
        assert_eq!(interval(0, 2), (0, 842));
        assert_eq!(interval(0, 20), (0, 168));
        assert_eq!(interval(20, 20), (832, 1000));
        // 1 of 2: (1 - p)^2 = 0.975 below, so 1 - 0.987421 = 1.3 %.
        assert_eq!(interval(1, 2), (13, 987));
    }

    #[test]
    fn limits_of_published_tables() {
        assert_eq!(interval(10, 20), (272, 728));
        // 0.3605 to 0.8088, as published for 12 of 20; none of 10 up to 0.3085; 10 of 10 from 0.6915.
        assert_eq!(interval(12, 20), (361, 809));
        assert_eq!(interval(0, 10), (0, 308));
        assert_eq!(interval(10, 10), (692, 1000));
        assert_eq!(interval(5, 10), (187, 813));
        assert_eq!(interval(3, 6), (118, 882));
        assert_eq!(interval(1, 10), (3, 445));
    }

    #[test]
    fn limits_are_where_the_chance_is_a_fortieth() {
        for of in 1..=25 {
            for count in 0..=of {
                let (low, high) = interval(count, of);
                assert!(low * of <= 1000 * count && 1000 * count <= high * of);
                assert_eq!(interval(of - count, of), (1000 - high, 1000 - low));
                if count > 0 {
                    assert!(low == 0 || is_rare(count, of, 2 * low - 1));
                    assert!(!is_rare(count, of, 2 * low + 1));
                }
            }
        }
    }

    #[test]
    fn nobody_and_too_many_have_no_interval() {
        assert_eq!(clopper_pearson(0, 0), None);
        assert_eq!(clopper_pearson(2, 1), None);
        assert_eq!(clopper_pearson(1, MOST + 1), None);
        let (low, high) = interval(500, MOST);
        // The normal approximation: 50 % +- 1.96 * 1.58 % = 46.9 to 53.1 %; exact limits lie a little wider.
        assert!((465..=469).contains(&low) && (531..=535).contains(&high));
    }

    #[test]
    fn the_median_is_the_middle() {
        let of = |values: &[i64]| {
            let values: Vec<Exact> = values.iter().map(|value| Exact::int(*value)).collect();
            median(&values).map(|median| median.to_string())
        };
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[3, 1, 2]).as_deref(), Some("2"));
        assert_eq!(of(&[4, 1, 2, 3]).as_deref(), Some("2.5"));
    }
}
