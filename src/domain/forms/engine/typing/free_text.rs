//! Text, free or on one line of a fixed form: `9` a digit, `A` a capital letter, `#` the check character, `|` between
//! alternatives, anything else itself.
//!
//! A hyphen of a form may be left out, and letters may be small.

use super::{Refusal, Typed};
use crate::domain::base::answer::Answer;
use crate::domain::base::text::{self, TextFault};
use crate::domain::forms::engine::instrument::pattern;

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
        Some(pattern) => {
            let longer: String = text.chars().chain([c]).collect();
            pattern
                .split('|')
                .find_map(|form| fit_all(form, &longer))
                .and_then(|raised| raised.chars().last())
        }
        None => (text::may_stand(c) && length < max_length).then_some(c),
    }
}

/// Returns the separator that the pattern wants next, when the key goes behind it: `01` and `0` make
/// `01-0` where the pattern is `99-999`.
pub(super) fn separator(pattern: &str, text: &str, c: char) -> Option<char> {
    let here = text.chars().count();
    let wanted = pattern.split('|').filter_map(|form| form.chars().nth(here));
    wanted
        .filter(|wanted| !matches!(*wanted, '9' | 'A' | pattern::CHECK))
        .find(|wanted| {
            let longer: String = text.chars().chain([*wanted, c]).collect();
            pattern
                .split('|')
                .any(|form| fit_all(form, &longer).is_some())
        })
}

/// Returns what the text means.
pub(super) fn read(max_length: usize, pattern: Option<&str>, text: &str) -> Typed {
    match pattern {
        Some(pattern) => read_pattern(pattern, text),
        None => judged(text::check(text, max_length), text, max_length),
    }
}

/// Returns what a text of at most so many characters means that was checked.
pub(super) fn judged(checked: Result<(), TextFault>, text: &str, max_length: usize) -> Typed {
    match checked {
        Ok(()) => Typed::Ready(Answer::text(text)),
        Err(TextFault::Unfit(_)) => Typed::Wrong(Refusal::Unprintable),
        Err(TextFault::TooLong(length)) => Typed::Wrong(Refusal::TooLong { length, max_length }),
        Err(TextFault::TooLarge(bytes)) => Typed::Wrong(Refusal::TooManyBytes { bytes }),
    }
}

fn read_pattern(pattern: &str, text: &str) -> Typed {
    let (mut done, mut grows, mut unchecked) = (None, false, None);
    for form in pattern.split('|') {
        if let Some(raised) = fit_all(form, text) {
            match form.chars().count() == raised.chars().count() {
                true if pattern::is_checked(form, &raised) => done = Some(raised),
                true => unchecked = Some(raised),
                false => grows = true,
            }
        }
    }
    match (done, grows, unchecked) {
        (Some(text), true, _) => Typed::Ready(Answer::text(&text)),
        (Some(text), false, _) => Typed::Full(Answer::text(&text)),
        (None, true, _) => Typed::Partial,
        (None, false, Some(text)) => Typed::Wrong(Refusal::CheckCharacter { text }),
        (None, false, None) => Typed::Wrong(Refusal::OtherForm {
            text: text.to_owned(),
            pattern: pattern.to_owned(),
        }),
    }
}

/// Returns the text with its letters raised and the hyphens that were left out, if it is the beginning of a text of
/// this form.
fn fit_all(form: &str, text: &str) -> Option<String> {
    let mut places = form.chars();
    let mut raised = String::new();
    for c in text.chars() {
        loop {
            let place = places.next()?;
            match fit(place, c) {
                Some(c) => {
                    raised.push(c);
                    break;
                }
                None if place == '-' => raised.push(place),
                None => return None,
            }
        }
    }
    Some(raised)
}

/// Returns the character as it stands in this place of a pattern, if it may.
fn fit(place: char, c: char) -> Option<char> {
    match place {
        '9' => c.is_ascii_digit().then_some(c),
        'A' => c.is_ascii_alphabetic().then(|| c.to_ascii_uppercase()),
        pattern::CHECK => c.is_ascii_alphanumeric().then(|| c.to_ascii_uppercase()),
        literal => literal.eq_ignore_ascii_case(&c).then_some(literal),
    }
}
