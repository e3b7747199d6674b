//! Times of day as they are typed: `14:30`, `1430` or `9:05`, 24 hours. Stored as text, `09:05`.
//!
//! There is no clock here, and nothing that was not typed is filled in.

use super::{Refusal, Typed};
use crate::domain::answer::Answer;

/// Returns the character that a key puts at the end of the text.
pub(super) fn inserts(text: &str, c: char) -> Option<char> {
    let (hours, minutes) = halves(text);
    let taken = match (c, minutes) {
        (':' | '.', None) => (1..=2).contains(&hours.len()),
        ('0'..='9', None) => hours.len() < 4,
        ('0'..='9', Some(minutes)) => minutes.len() < 2,
        _ => false,
    };
    taken.then_some(if c == '.' { ':' } else { c })
}

/// Returns the colon that goes in before a third digit.
pub(super) fn separator(text: &str, c: char) -> Option<char> {
    let two = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    (two && c.is_ascii_digit()).then_some(':')
}

/// Returns what the text means.
pub(super) fn read(text: &str) -> Typed {
    let (hours, minutes) = match halves(text) {
        (digits, None) if digits.len() > 2 => match digits.split_at_checked(2) {
            Some((hours, minutes)) => (hours, minutes),
            None => return form(text),
        },
        (hours, minutes) => (hours, minutes.unwrap_or_default()),
    };
    let digits = |part: &str| part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
    if hours.is_empty() || !digits(hours) || !digits(minutes) {
        return form(text);
    }
    let number = |part: &str| part.parse::<u8>().unwrap_or(0);
    if number(hours) > 23 {
        return none(text);
    }
    match minutes.len() {
        2 if number(minutes) > 59 => none(text),
        2 => Typed::Full(Answer::text(&format!("{hours:0>2}:{minutes}"))),
        1 if number(minutes) > 5 => none(text),
        _ => Typed::Partial,
    }
}

fn halves(text: &str) -> (&str, Option<&str>) {
    match text.split_once(':') {
        Some((hours, minutes)) => (hours, Some(minutes)),
        None => (text, None),
    }
}

fn form(text: &str) -> Typed {
    Typed::Wrong(Refusal::new(format!(
        "{text} is not a time: type hours and minutes, such as 14:30 or 1430."
    )))
}

fn none(text: &str) -> Typed {
    Typed::Wrong(Refusal::new(format!(
        "{text} is on no clock: the last time of a day is 23:59."
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Types a text key by key, as a field takes it.
    fn typed(keys: &str) -> String {
        let mut text = String::new();
        for key in keys.chars() {
            text.extend(separator(&text, key));
            text.extend(inserts(&text, key));
        }
        text
    }

    #[test]
    fn four_digits_make_a_time_and_the_colon_comes_by_itself() {
        assert_eq!(typed("1430"), "14:30");
        assert_eq!(typed("9:05"), "9:05");
        assert_eq!(typed("9.05"), "9:05");
        assert_eq!(typed("14:305"), "14:30");
        assert_eq!(typed("a:1"), "1");
        let full = |text: &str| Typed::Full(Answer::text(text));
        assert_eq!(read("14:30"), full("14:30"));
        assert_eq!(read("1430"), full("14:30"));
        assert_eq!(read("9:05"), full("09:05"));
        assert_eq!(read("00:00"), full("00:00"));
        assert_eq!(read("23:59"), full("23:59"));
    }

    #[test]
    fn what_is_on_the_way_waits_and_what_is_on_no_clock_is_refused() {
        for text in ["1", "14", "14:", "14:3", "143"] {
            assert_eq!(read(text), Typed::Partial, "{text}");
        }
        for text in ["24", "24:00", "14:6", "14:60", "99"] {
            assert!(matches!(read(text), Typed::Wrong(_)), "{text}");
        }
        for text in [":30", "ab", "1:2:3", "12345", "1\u{e4}:30"] {
            assert!(matches!(read(text), Typed::Wrong(_)), "{text}");
        }
    }
}
