//! Lists of names inside a sentence. What is cut is never a single name: it takes no more room than the words about it, and is
//! what tells this list from another.

/// Returns names one after the other, the first `fits` of them and one that would be left alone; of more, how many there are
/// and, in `where_all`, how they are seen.
pub(super) fn named(names: &[String], fits: usize, where_all: &str) -> String {
    let shown = match names.len().saturating_sub(fits) {
        0 | 1 => names,
        _ => names.get(..fits).unwrap_or(names),
    };
    let said = shown.join("; ");
    match names.len() - shown.len() {
        0 => said,
        more if said.is_empty() => format!("{more}, {where_all}"),
        more => format!("{said}; and {more} more, {where_all}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_name_is_never_counted_instead_of_named() {
        let names = |count: usize| -> Vec<String> {
            let numbers = 1..=count;
            numbers.map(|n| n.to_string()).collect()
        };
        assert_eq!(named(&names(2), 2, "below"), "1; 2");
        assert_eq!(named(&names(3), 2, "below"), "1; 2; 3");
        assert_eq!(named(&names(4), 2, "below"), "1; 2; and 2 more, below");
        for (count, fits) in (0..12).flat_map(|count| (0..12).map(move |fits| (count, fits))) {
            let said = named(&names(count), fits, "below");
            assert!(
                !said.contains(" 1 more") && !said.starts_with("1, "),
                "{said}"
            );
        }
    }
}
