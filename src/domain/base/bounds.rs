//! A number that is known exactly, or only between two ends.
//!
//! The ends contain every value that the unknown part could make; nothing in between is ever picked.

use std::fmt;

/// The least and the most that a number can be, both possible or beyond it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds<T> {
    /// Least.
    pub low: T,
    /// Most, not below `low`.
    pub high: T,
}

impl<T: Copy + Ord> Bounds<T> {
    /// Returns a number that is known.
    pub fn known(value: T) -> Self {
        Self {
            low: value,
            high: value,
        }
    }

    /// Returns the bounds with these ends, in either order.
    pub fn between(one: T, other: T) -> Self {
        Self {
            low: one.min(other),
            high: one.max(other),
        }
    }

    /// Returns the number, if it is known.
    pub fn exact(&self) -> Option<T> {
        (self.low == self.high).then_some(self.low)
    }

    /// Returns whether a number lies within, ends included.
    pub fn contains(&self, value: T) -> bool {
        self.low <= value && value <= self.high
    }

    /// Returns whether the number is below a limit; `None` when the unknown part decides.
    pub fn below(&self, limit: T) -> Option<bool> {
        decided(self.high < limit, self.low >= limit)
    }

    /// Returns whether the number is above a limit; `None` when the unknown part decides.
    pub fn above(&self, limit: T) -> Option<bool> {
        decided(self.low > limit, self.high <= limit)
    }
}

impl<T: fmt::Display + PartialEq> fmt::Display for Bounds<T> {
    /// Writes the number, or `2 to 5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.low == self.high {
            write!(f, "{}", self.low)
        } else {
            write!(f, "{} to {}", self.low, self.high)
        }
    }
}

/// Returns true where it must be so, false where it cannot be, and `None` where both are possible.
pub(crate) fn decided(must: bool, cannot: bool) -> Option<bool> {
    match (must, cannot) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
    }
}

/// Returns whether any of several is true: one is enough, and all must be known to be false.
pub(crate) fn any(answers: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut all_known = true;
    for answer in answers {
        match answer {
            Some(true) => return Some(true),
            Some(false) => {}
            None => all_known = false,
        }
    }
    all_known.then_some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_inside_decides_nothing() {
        let known = Bounds::known(3);
        let open = Bounds::between(5, 2);
        assert_eq!((known.exact(), open.exact()), (Some(3), None));
        assert_eq!((open.low, open.high), (2, 5));
        assert_eq!(
            [2, 3, 5, 6].map(|limit| open.below(limit)),
            [Some(false), None, None, Some(true)]
        );
        assert_eq!(
            [1, 2, 4, 5].map(|limit| open.above(limit)),
            [Some(true), None, None, Some(false)]
        );
        assert_eq!(
            (known.to_string(), open.to_string()),
            ("3".into(), "2 to 5".into())
        );
    }

    #[test]
    fn one_true_is_enough_and_false_needs_them_all() {
        assert_eq!(any([None, Some(true)]), Some(true));
        assert_eq!(any([None, Some(false)]), None);
        assert_eq!(any([Some(false), Some(false)]), Some(false));
        assert_eq!(any([]), Some(false));
    }
}
