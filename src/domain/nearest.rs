//! Which of the valid names somebody probably meant.
//!
//! Compares characters only; it knows nothing of what the names stand for.

/// Returns the valid name nearest to a given one, the first of equals; none when all are too different.
///
/// A name is near when at most a third of its characters (at least one) were changed, added,
/// left out or swapped with a neighbour.
pub fn nearest<'a>(given: &str, valid: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut best: Option<(usize, &str)> = None;
    for name in valid {
        let distance = distance(given, name);
        let longest = given.chars().count().max(name.chars().count());
        let near = distance <= (longest / 3).max(1) && distance < longest;
        if near && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// Returns the edit distance of two names, capital letters being equal to small ones and a swap of neighbours counting one.
fn distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.to_lowercase().chars().collect();
    let right: Vec<char> = right.to_lowercase().chars().collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX / 2);
    for (i, l) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, r) in right.iter().enumerate() {
            let change = at(&last, j) + usize::from(l != r);
            let mut least = change.min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let swapped =
                i > 0 && j > 0 && left.get(i - 1) == Some(r) && right.get(j - 1) == Some(l);
            if swapped {
                least = least.min(at(&before_last, j - 1) + 1);
            }
            row.push(least);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(left.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_changes_additions_gaps_and_swaps() {
        assert_eq!(distance("label", "label"), 0);
        assert_eq!(distance("labl", "label"), 1);
        assert_eq!(distance("lable", "label"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("Vas", "vas"), 0);
    }

    #[test]
    fn names_the_nearest_or_none() {
        let kinds = ["vas", "number", "lab", "choice", "text", "date"];
        assert_eq!(nearest("numbr", kinds), Some("number"));
        assert_eq!(nearest("vass", kinds), Some("vas"));
        assert_eq!(nearest("slider", kinds), None);
        assert_eq!(nearest("x", ["y"]), None);
    }
}
