//! How a typed character is read: one place for form fields, logs, enrolment and the dates and times of late entry.
//!
//! An input method types full-width forms and stops of its own. Each is read as the ASCII character that it stands
//! for. A dot in the middle (`·`, `・`) stands for none: some write it as a decimal mark, others between thousands.

use std::borrow::Cow;

/// Distance between a full-width form and its ASCII character.
const FULL_WIDTH: u32 = 0xFEE0;

/// Returns the ASCII character that a typed one stands for, or the character itself.
pub fn plain_char(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - FULL_WIDTH).unwrap_or(c),
        // Ideographic full stop, and its half-width form.
        '\u{3002}' | '\u{ff61}' => '.',
        // Ideographic comma, and the decimal mark of Arabic.
        '\u{3001}' | '\u{66b}' => ',',
        // En dash, em dash, minus sign.
        '\u{2013}' | '\u{2014}' | '\u{2212}' => '-',
        c => c,
    }
}

/// Returns a text with each character read by [`plain_char`].
pub fn plain_text(text: &str) -> Cow<'_, str> {
    if text.chars().any(|c| plain_char(c) != c) {
        Cow::Owned(text.chars().map(plain_char).collect())
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_input_methods_type_is_read_as_ascii() {
        for (typed, plain) in [
            ("３５。５", "35.5"),
            ("．｡", ".."),
            ("，、٫", ",,,"),
            ("：", ":"),
            ("－–—−", "----"),
            ("！～Ｔ＊", "!~T*"),
        ] {
            assert_eq!(plain_text(typed), plain);
        }
    }

    #[test]
    fn what_stands_for_no_ascii_character_stays() {
        let text = "1·5・5漢é7.5";
        assert!(matches!(plain_text(text), Cow::Borrowed(same) if same == text));
    }
}
