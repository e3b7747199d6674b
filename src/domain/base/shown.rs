//! Text as it is shown: what nobody could see in it stands as a visible escape, such as `\u{202e}`, and the end of a line
//! within one line as `↵`.
//!
//! Every output passes through here at its one door: the canvas of the screens, `cli::output`, the server's log. What is
//! stored is not changed; journals of earlier versions hold such characters.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Returns whether a character must never be put out as it is: it controls the terminal, turns the direction of what
/// follows, ends a line, or takes no place on the screen.
pub fn is_unseen(c: char) -> bool {
    match c {
        ' '..='~' => false,
        _ if c.is_control() => true,
        // Soft hyphen, the joiner of graphemes, and the mark of Arabic letters.
        '\u{ad}' | '\u{34f}' | '\u{61c}' => true,
        // The fillers of Hangul, and the separator of Mongolian vowels.
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{180e}' => true,
        // Zero width, marks of direction.
        '\u{200b}'..='\u{200f}' => true,
        // Ends of lines and paragraphs, embeddings and overrides.
        '\u{2028}'..='\u{202e}' => true,
        // Joiners, operators that are not drawn, isolates, marks out of use.
        '\u{2060}'..='\u{206f}' => true,
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' => true,
        // Controls of shorthand and of music, tags.
        '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}' => true,
        _ => false,
    }
}

/// Stands for the end of a line where the text is shown on one.
pub const LINE_END: char = '↵';

/// Returns text that belongs on one line.
pub fn shown_line(text: &str) -> Cow<'_, str> {
    escaped(text, is_unseen, |c, out| match c {
        '\n' => out.push(LINE_END),
        c => braced(c, out),
    })
}

/// Returns text of several lines, in pages where it has form feeds.
pub fn shown_lines(text: &str) -> Cow<'_, str> {
    escaped(
        text,
        |c| is_unseen(c) && !matches!(c, '\n' | '\u{c}'),
        braced,
    )
}

/// Returns JSON with the same meaning, in which such a character stands as `\u` and four digits.
///
/// Outside a string JSON has no such character but the end of a line, which stays.
pub fn shown_json(json: &str) -> Cow<'_, str> {
    escaped(json, |c| is_unseen(c) && c != '\n', utf16)
}

/// Returns the start of what somebody typed, for a sentence that repeats it.
pub fn shown_start(text: &str) -> String {
    /// More of it would hide the sentence.
    const MOST: usize = 40;
    match text.char_indices().nth(MOST) {
        None => shown_line(text).into_owned(),
        Some((end, _)) => {
            let start = text.get(..end).unwrap_or_default();
            format!("{}...", shown_line(start))
        }
    }
}

/// Writes the visible escape of a character.
pub(super) fn braced(c: char, out: &mut String) {
    // Writing to a string cannot fail.
    let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
}

fn utf16(c: char, out: &mut String) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        let _ = write!(out, "\\u{unit:04x}");
    }
}

/// Returns text with an escape in the place of each character of a kind.
pub fn escaped(
    text: &str,
    is: impl Fn(char) -> bool,
    escape: impl Fn(char, &mut String),
) -> Cow<'_, str> {
    let Some(first) = text.find(&is) else {
        return Cow::Borrowed(text);
    };
    let (before, rest) = text.split_at(first);
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(before);
    for c in rest.chars() {
        match is(c) {
            true => escape(c, &mut out),
            false => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What must be in no output, as it was asked for.
    fn is_forbidden(c: char) -> bool {
        c.is_control()
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}'..='\u{200f}')
            || matches!(
                c,
                '\u{61c}' | '\u{2060}' | '\u{feff}' | '\u{2028}' | '\u{2029}'
            )
    }

    #[test]
    fn what_nobody_sees_is_escaped_and_letters_and_signs_stay() {
        for (text, line) in [
            ("", ""),
            ("a b", "a b"),
            (
                "\u{c5}sa \u{738b} \u{1f600} e\u{301} \u{2265}",
                "\u{c5}sa \u{738b} \u{1f600} e\u{301} \u{2265}",
            ),
            ("a\u{202e}b", "a\\u{202e}b"),
            (
                "\u{1b}[2J\n\t\u{7f}\u{9b}",
                "\\u{1b}[2J\u{21b5}\\u{9}\\u{7f}\\u{9b}",
            ),
            ("\u{feff}x\u{200b}", "\\u{feff}x\\u{200b}"),
        ] {
            assert_eq!(shown_line(text), line);
        }
        assert_eq!(
            shown_lines("a\nb\u{c}c\rd\u{2028}"),
            "a\nb\u{c}c\\u{d}d\\u{2028}"
        );
        assert_eq!(
            shown_json("{\"a\":\"\u{202e}\u{e0001}\u{7f}\"}\n"),
            "{\"a\":\"\\u202e\\udb40\\udc01\\u007f\"}\n"
        );
        for c in (0..=0x10_ffff).filter_map(char::from_u32) {
            assert!(is_unseen(c) || !is_forbidden(c), "{:x}", u32::from(c));
        }
    }

    #[test]
    fn what_is_repeated_is_cut_before_it_is_escaped() {
        assert_eq!(shown_start(&"\u{202e}".repeat(40)), "\\u{202e}".repeat(40));
        assert_eq!(
            shown_start(&"a".repeat(41)),
            format!("{}...", "a".repeat(40))
        );
    }

    proptest! {
        #[test]
        fn no_text_comes_out_with_what_nobody_sees(text in any::<String>()) {
            let line = shown_line(&text);
            prop_assert!(!line.contains(is_unseen));
            prop_assert_eq!(shown_line(&line), line.clone());
            let lines = shown_lines(&text);
            let left = lines.chars().find(|c| is_unseen(*c) && !matches!(c, '\n' | '\u{c}'));
            prop_assert_eq!(left, None);
            let json = serde_json::Value::from(text).to_string();
            let shown = shown_json(&json);
            prop_assert!(!shown.contains(is_unseen));
            let read: serde_json::Value = serde_json::from_str(&shown).unwrap();
            prop_assert_eq!(read, serde_json::from_str::<serde_json::Value>(&json).unwrap());
        }
    }
}
