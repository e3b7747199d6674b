//! Numbers of entries in stretches, and how a message names them.

/// Names numbers in ascending order, such as `entries 3, 12 to 14`.
pub(in crate::store) fn ranges(numbers: &[u64]) -> String {
    stretches_in_words(&stretches(numbers))
}

/// Returns ascending numbers as stretches: first and last of each.
pub(in crate::store) fn stretches(numbers: &[u64]) -> Vec<(u64, u64)> {
    let mut found: Vec<(u64, u64)> = Vec::new();
    for number in numbers {
        match found.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => found.push((*number, *number)),
        }
    }
    found
}

/// Names stretches of numbers.
pub(in crate::store) fn stretches_in_words(stretches: &[(u64, u64)]) -> String {
    let words: Vec<String> = stretches
        .iter()
        .map(|(first, last)| match first == last {
            true => first.to_string(),
            false => format!("{first} to {last}"),
        })
        .collect();
    let noun = match stretches {
        [(first, last)] if first == last => "entry",
        _ => "entries",
    };
    format!("{noun} {}", words.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_named_in_ranges() {
        assert_eq!(ranges(&[395]), "entry 395");
        assert_eq!(ranges(&[3, 12, 13, 14]), "entries 3, 12 to 14");
    }
}
