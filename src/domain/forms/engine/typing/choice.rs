//! Options as they are typed: by their code in either case, by the one key that stands for them, or by letters of their
//! label. Letters of a label wait for Enter even when one option alone begins so: who types the whole word must not
//! type its end into the next field.

use super::{Refusal, Remedy, Typed};
use crate::domain::base::answer::Answer;
use crate::domain::forms::engine::instrument::Choice;
use unicode_segmentation::UnicodeSegmentation as _;

/// Returns whether a character goes on towards some option's code or label, or is an option's own key.
pub(super) fn takes(choices: &[Choice], text: &str, c: char) -> bool {
    let longer: String = text.chars().chain([c]).collect();
    leads_somewhere(choices, &longer)
}

fn leads_somewhere(choices: &[Choice], text: &str) -> bool {
    choices.iter().any(|choice| {
        is_called(choice, text) || choice.key.as_deref().is_some_and(|k| same(k, text))
    })
}

/// Returns whether the code or the label of an option begins as the text does.
fn is_called(choice: &Choice, text: &str) -> bool {
    begins(&choice.code, text) || begins(&choice.label, text)
}

/// Returns the one option whose code or label begins as the text does; of several the one whose label it is.
fn called<'a>(choices: &'a [Choice], text: &str) -> Option<&'a Choice> {
    let whole = choices.iter().find(|choice| same(&choice.label, text));
    let mut begun = choices.iter().filter(|choice| is_called(choice, text));
    whole.or_else(|| begun.next().filter(|_| begun.next().is_none()))
}

/// Returns what the text means: a code in its own case first, then in either case, then a key, then letters of a label;
/// `grades` where the options are grades.
pub(super) fn read(choices: &[Choice], text: &str, grades: bool) -> Typed {
    let found = choices
        .iter()
        .find(|choice| choice.code == text)
        .or_else(|| choices.iter().find(|choice| same(&choice.code, text)))
        .or_else(|| {
            choices
                .iter()
                .find(|choice| choice.key.as_deref().is_some_and(|k| same(k, text)))
        });
    // Going on to the code of the option already found (`f` to `female`) changes nothing.
    let grows = choices.iter().any(|choice| {
        begins(&choice.code, text)
            && !same(&choice.code, text)
            && found.is_none_or(|found| found.code != choice.code)
    });
    match (found, grows) {
        (Some(choice), true) => Typed::Ready(Answer::code(&choice.code)),
        (Some(choice), false) => Typed::Full(Answer::code(&choice.code)),
        (None, _) if leads_somewhere(choices, text) => called(choices, text)
            .map_or(Typed::Partial, |choice| {
                Typed::Ready(Answer::code(&choice.code))
            }),
        (None, _) => Typed::Wrong(Refusal::NoOption {
            text: text.to_owned(),
            grades,
            remedy: remedy(choices, text),
        }),
    }
}

/// Returns what makes an option of a text that is none: which keys are too many, or which options there are.
fn remedy(choices: &[Choice], text: &str) -> Remedy {
    let ends = text.grapheme_indices(true).rev().map(|(end, _)| end);
    let mut beginnings = ends.filter_map(|end| text.split_at_checked(end));
    let good = beginnings
        .find(|(good, _)| *good == "." || (!good.is_empty() && leads_somewhere(choices, good)));
    match good {
        Some((_, rest)) if last(rest) == rest => Remedy::DeleteLast(rest.to_owned()),
        Some((good, rest)) => Remedy::DeleteBackTo {
            good: good.to_owned(),
            last: last(rest).to_owned(),
        },
        None => Remedy::Choose(choices.to_vec()),
    }
}

/// Returns the last character of a text, as it is seen and deleted.
fn last(text: &str) -> &str {
    text.graphemes(true).next_back().unwrap_or_default()
}

fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

fn begins(code: &str, text: &str) -> bool {
    code.to_lowercase().starts_with(&text.to_lowercase())
}
