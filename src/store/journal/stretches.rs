//! Numbers of entries in stretches.

use crate::text::store::Stretches;

/// Returns ascending numbers as stretches: first and last of each.
pub(in crate::store) fn stretches(numbers: &[u64]) -> Stretches {
    let mut found = Stretches::new();
    for number in numbers {
        match found.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => found.push((*number, *number)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_follow_each_other_are_a_stretch() {
        assert_eq!(stretches(&[395]), [(395, 395)]);
        assert_eq!(stretches(&[3, 12, 13, 14]), [(3, 3), (12, 14)]);
    }
}
