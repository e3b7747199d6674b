//! Text on one line, free or of a fixed form (`9` a digit, `A` a capital letter, else itself).
//!
//! Free text never moves on by itself: what is typed after it would land in the next field.

use super::{Refusal, Typed};
use crate::domain::answer::Answer;

/// Returns the character that a key adds to the text, raised where the pattern wants a capital.
pub(super) fn inserts(
    max_length: usize,
    pattern: Option<&str>,
    text: &str,
    c: char,
) -> Option<char> {
    let length = text.chars().count();
    match pattern {
        Some(_) if length == 0 && c == '.' => Some('.'),
        Some(pattern) => fit(pattern.chars().nth(length)?, c),
        None => (printable(c) && length < max_length).then_some(c),
    }
}

/// Returns what the text means.
pub(super) fn read(max_length: usize, pattern: Option<&str>, text: &str) -> Typed {
    match pattern {
        Some(pattern) => read_pattern(pattern, text),
        None if !text.chars().all(printable) => Typed::Wrong(Refusal::new(
            "The text has a character that cannot be printed: take it out.",
        )),
        None if text.chars().count() > max_length => Typed::Wrong(Refusal::new(format!(
            "The text has {} characters: at most {max_length} are allowed here.",
            text.chars().count()
        ))),
        None => Typed::Ready(Answer::text(text)),
    }
}

fn read_pattern(pattern: &str, text: &str) -> Typed {
    let mut raised = String::with_capacity(text.len());
    let mut places = pattern.chars();
    for c in text.chars() {
        match places.next().and_then(|place| fit(place, c)) {
            Some(c) => raised.push(c),
            None => {
                return Typed::Wrong(Refusal::new(format!(
                    "{text} does not have the form {pattern} (9 a digit, A a letter)."
                )));
            }
        }
    }
    if places.next().is_some() {
        Typed::Partial
    } else {
        Typed::Full(Answer::text(&raised))
    }
}

/// Returns the character as it stands in this place of a pattern, if it may.
fn fit(place: char, c: char) -> Option<char> {
    match place {
        '9' => c.is_ascii_digit().then_some(c),
        'A' => c.is_ascii_alphabetic().then(|| c.to_ascii_uppercase()),
        literal => (literal == c).then_some(c),
    }
}

/// Returns whether a character can stand in a line of text; controls and marks that turn the
/// direction of what follows cannot, since they could show something else than is stored.
fn printable(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
