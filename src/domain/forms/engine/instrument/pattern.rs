//! Forms of short texts such as `99-999`.
//!
//! `9` is a digit, `A` a capital letter, `|` divides alternatives, anything else is itself.

/// Returns whether a text has the form of one of a pattern's alternatives.
pub fn matches(pattern: &str, text: &str) -> bool {
    pattern.split('|').any(|form| {
        form.chars().count() == text.chars().count()
            && form.chars().zip(text.chars()).all(|(form, c)| match form {
                '9' => c.is_ascii_digit(),
                'A' => c.is_ascii_uppercase(),
                itself => c == itself,
            })
    })
}

/// Returns the length of a pattern's longest alternative, in characters.
pub fn longest(pattern: &str) -> usize {
    pattern
        .split('|')
        .map(|form| form.chars().count())
        .max()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_letters_and_signs() {
        assert!(matches("99-999", "01-003"));
        assert!(!matches("99-999", "01-03"));
        assert!(!matches("99-999", "01 003"));
        assert!(!matches("99-999", "01-00٣"));
        assert!(!matches("99", ""));
    }

    #[test]
    fn alternatives_differ_in_length() {
        assert!(matches("AA|AAA", "AB"));
        assert!(matches("AA|AAA", "ABC"));
        assert!(!matches("AA|AAA", "A"));
        assert!(!matches("AA|AAA", "Ab"));
        assert!(!matches("AA|AAA", "ABCD"));
        assert_eq!(longest("AA|AAA"), 3);
    }
}
