//! The nearest valid name to a mistyped one, for error messages that say what to write instead.
//!
//! Must not guess wildly: a name that is mostly different gets no suggestion.

/// Returns the candidate that takes the fewest edits (insert, delete, replace, swap neighbours) to
/// reach, if at most a third of the longer word and at least one edit is allowed; the first on a tie.
///
/// Optimal string alignment: Damerau 1964, Commun ACM 7:171; Wagner & Fischer 1974, J ACM 21:168.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().count();
    candidates
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(edits, candidate)| {
            let longer = length.max(candidate.chars().count());
            *edits <= (longer / 3).max(1) && *edits < longer
        })
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// Returns the number of edits between two words; capitals count as small letters.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().flat_map(char::to_lowercase).collect();
    let b: Vec<char> = b.chars().flat_map(char::to_lowercase).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &y) in b.iter().enumerate() {
            let get = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
            let mut edits = (get(&above, j) + usize::from(x != y))
                .min(get(&above, j + 1) + 1)
                .min(get(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(&y) && b.get(j - 1) == Some(&x);
            if swapped {
                edits = edits.min(get(&before, j - 1) + 1);
            }
            row.push(edits);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or(a.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_edits() {
        for (a, b, edits) in [
            ("", "", 0),
            ("", "abc", 3),
            ("nxt", "next", 1),
            ("netx", "next", 1),
            ("kitten", "sitting", 3),
            ("Next", "next", 0),
        ] {
            assert_eq!(distance(a, b), edits, "{a} {b}");
            assert_eq!(distance(b, a), edits, "{b} {a}");
        }
    }

    #[test]
    fn suggests_only_what_is_near() {
        let names = ["next", "next-section", "note", "quit"];
        assert_eq!(nearest("nxt", names), Some("next"));
        assert_eq!(nearest("next_section", names), Some("next-section"));
        assert_eq!(nearest("qiut", names), Some("quit"));
        assert_eq!(nearest("zzzz", names), None);
        assert_eq!(nearest("", names), None);
        assert_eq!(nearest("x", ["y"]), None);
    }
}
