//! Times of day as they are typed: `14:30`, `1430`, `9:05`, `9.05` or `905`, 24 hours. Stored as text, `09:05`.
//!
//! There is no clock here, and nothing that was not typed is filled in.

use super::{Refusal, Typed};
use crate::domain::base::answer::Answer;

/// Returns the character that a key puts at the end of the text, if it can go on from here; a point is a colon.
pub(super) fn inserts(text: &str, c: char) -> Option<char> {
    let longer = format!("{text}{c}");
    let taken = match read(&longer) {
        Typed::Wrong(_) => false,
        Typed::Empty | Typed::Missing | Typed::Partial | Typed::Ready(_) | Typed::Full(_) => true,
    };
    taken.then_some(if c == '.' { ':' } else { c })
}

/// Returns what the text means.
pub(super) fn read(text: &str) -> Typed {
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    match text.split_once([':', '.']) {
        Some((hours, minutes)) if digits(hours) && digits(minutes) => {
            match (hours.len(), minutes.len()) {
                (1 | 2, 2) => time(hours, minutes).map_or_else(|| none(text), Typed::Full),
                (1 | 2, 0 | 1) if can_be(hours, minutes) => Typed::Partial,
                (1 | 2, 0 | 1) => none(text),
                _ => form(text),
            }
        }
        None if digits(text) => read_digits(text),
        Some(_) | None => form(text),
    }
}

/// Returns what digits alone mean: `930` is 9:30, while `0930` and `1430` have two digits for the hour.
fn read_digits(text: &str) -> Typed {
    let split = |at: usize| text.split_at_checked(at).unwrap_or_default();
    let can_split = |at: usize| {
        let (hours, minutes) = split(at);
        can_be(hours, minutes)
    };
    match text.len() {
        1 => Typed::Partial,
        2 if can_split(1) || can_split(2) => Typed::Partial,
        2 => none(text),
        3 => {
            let (hours, minutes) = split(1);
            match (time(hours, minutes), can_split(2)) {
                (Some(answer), true) => Typed::Ready(answer),
                (Some(answer), false) => Typed::Full(answer),
                (None, true) => Typed::Partial,
                (None, false) => none(text),
            }
        }
        4 => {
            let (hours, minutes) = split(2);
            time(hours, minutes).map_or_else(|| none(text), Typed::Full)
        }
        _ => form(text),
    }
}

/// Returns whether digits can go on to a time: these hours, and minutes that begin so.
fn can_be(hours: &str, minutes: &str) -> bool {
    let number = |part: &str| part.parse::<u8>().unwrap_or(0);
    number(hours) <= 23 && (minutes.len() != 1 || number(minutes) <= 5)
}

fn time(hours: &str, minutes: &str) -> Option<Answer> {
    let number = |part: &str| part.parse::<u8>().ok();
    let legal = number(hours)? <= 23 && number(minutes)? <= 59;
    legal.then(|| Answer::text(&format!("{hours:0>2}:{minutes}")))
}

fn form(text: &str) -> Typed {
    Typed::Wrong(Refusal::NotTime {
        text: text.to_owned(),
    })
}

fn none(text: &str) -> Typed {
    Typed::Wrong(Refusal::NoSuchTime {
        text: text.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Types a text key by key, as a field takes it.
    fn typed(keys: &str) -> String {
        let mut text = String::new();
        for key in keys.chars() {
            text.push(inserts(&text, key).unwrap_or(key));
        }
        text
    }

    #[test]
    fn digits_alone_make_a_time_and_a_point_is_a_colon() {
        assert_eq!(typed("9:05"), "9:05");
        assert_eq!(typed("9.05"), "9:05");
        let full = |text: &str| Typed::Full(Answer::text(text));
        for (text, time) in [
            ("14:30", "14:30"),
            ("1430", "14:30"),
            ("9:05", "09:05"),
            ("9.30", "09:30"),
            ("0930", "09:30"),
            ("09:30", "09:30"),
            ("930", "09:30"),
            ("00:00", "00:00"),
            ("23:59", "23:59"),
        ] {
            assert_eq!(read(text), full(time), "{text}");
        }
        // It can become 14:3x.
        assert_eq!(read("143"), Typed::Ready(Answer::text("01:43")));
    }

    #[test]
    fn no_character_of_a_time_is_left_out() {
        for text in ["14:305", "a:1", "93:0", "24:00", "2400", "9:30:15", "9h30"] {
            assert!(matches!(read(&typed(text)), Typed::Wrong(_)), "{text}");
        }
    }

    #[test]
    fn what_is_on_the_way_waits_and_what_is_on_no_clock_is_refused() {
        for text in ["1", "14", "14:", "14:3", "93", "24", "170"] {
            assert_eq!(read(text), Typed::Partial, "{text}");
        }
        for text in ["24:", "24:00", "14:6", "14:60", "99", "965", "2460"] {
            assert!(matches!(read(text), Typed::Wrong(_)), "{text}");
        }
        for text in [":30", "ab", "1:2:3", "12345", "1\u{e4}:30", "1\u{e4}3"] {
            assert!(matches!(read(text), Typed::Wrong(_)), "{text}");
        }
    }
}
