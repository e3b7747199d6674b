//! Forms of short texts such as `99-999`.
//!
//! `9` is a digit, `A` a capital letter, `#` at the end the check character of all before it, `|` divides alternatives,
//! anything else is itself.
//!
//! The check character is that of ISO/IEC 7064, MOD 37,36: it finds every single character that is mistyped, and nearly all
//! that change places.

/// The sign of the check character in a pattern.
pub const CHECK: char = '#';

/// What is wrong with a pattern that is not sound.
pub const UNSOUND: &str = "has a # that is not at the end, behind what it checks";

/// Returns whether a text has the form of one of a pattern's alternatives, with a check character that fits.
pub fn matches(pattern: &str, text: &str) -> bool {
    pattern
        .split('|')
        .any(|form| has_form(form, text) && is_checked(form, text))
}

/// Returns whether a text has the form of one alternative, whatever its check character.
fn has_form(form: &str, text: &str) -> bool {
    form.chars().count() == text.chars().count()
        && form.chars().zip(text.chars()).all(|(form, c)| match form {
            '9' => c.is_ascii_digit(),
            'A' => c.is_ascii_uppercase(),
            CHECK => c.is_ascii_digit() || c.is_ascii_uppercase(),
            itself => c == itself,
        })
}

/// Returns whether the check character of a text that has the form of one alternative fits; `true` for a form without one.
pub fn is_checked(form: &str, text: &str) -> bool {
    let mut before = text.chars();
    !form.ends_with(CHECK) || before.next_back() == check_character(before.as_str())
}

/// Returns the check character of a text by its digits and capital letters; all else does not count. None where it has
/// neither.
pub fn check_character(text: &str) -> Option<char> {
    let values = text.chars().filter(|c| !c.is_ascii_lowercase());
    let mut values = values.filter_map(|c| c.to_digit(36)).peekable();
    values.peek()?;
    let product = values.fold(36, |product, value| {
        let sum = match (product + value) % 36 {
            0 => 36,
            sum => sum,
        };
        sum * 2 % 37
    });
    // The product and the check character make 1 modulo 36.
    let check = char::from_digit((37 - product) % 36, 36)?;
    Some(check.to_ascii_uppercase())
}

/// Returns whether every check character of a pattern stands where it can: once, at the end of its alternative, behind
/// something that it checks.
pub fn is_sound(pattern: &str) -> bool {
    pattern.split('|').all(|form| match form.split_once(CHECK) {
        None => true,
        Some((before, after)) => {
            after.is_empty()
                && before.contains(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase())
        }
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
    fn the_check_character_is_that_of_iso_7064_mod_37_36() {
        // The example of the Global Release Identifier standard: A1-2425G-ABC1234002-M.
        assert_eq!(check_character("A12425GABC1234002"), Some('M'));
        // By hand for 1: 36 + 1 = 37, 1 modulo 36, 2 modulo 37; 35 makes 37, 1 modulo 36.
        assert_eq!(check_character("1"), Some('Z'));
        assert_eq!(check_character("-"), None);
        assert!(matches("A9-9999A-AAA9999999-#", "A1-2425G-ABC1234002-M"));
        assert!(!matches("A9-9999A-AAA9999999-#", "A1-2425G-ABC1234002-N"));
        assert!(is_sound("99-999#|A9") && !is_sound("9#9") && !is_sound("#") && !is_sound("9##"));
    }

    #[test]
    fn every_single_character_that_is_mistyped_is_found() {
        for number in 0..1000 {
            let id = format!("01-{number:03}");
            let whole = format!("{id}{}", check_character(&id).unwrap());
            assert!(matches("99-999#", &whole), "{whole}");
            for (at, _) in whole.char_indices().filter(|(_, c)| *c != '-') {
                for other in ('0'..='9').chain('A'..='Z') {
                    let mut wrong = whole.clone();
                    wrong.replace_range(at..=at, &other.to_string());
                    assert_eq!(matches("99-999#", &wrong), wrong == whole, "{wrong}");
                }
            }
        }
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
