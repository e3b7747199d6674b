//! Texts: what they hold is judged by `base::text`.

use super::fault::ContentFault;
use crate::domain::base::text::{says_nothing, unfit};
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::record::rows;
use crate::domain::rules::refusal::Refusal;
use crate::domain::rules::text_limits::{TextName, check_text, texts};

/// Checks every text of an event, and that every reason among them says something.
///
/// # Errors
/// The first one that holds a character which may not stand in a text.
pub(in crate::domain::rules) fn check(event: &Event) -> Result<(), ContentFault> {
    let mut texts = texts(event).into_iter();
    texts.try_for_each(|(what, text)| check_words(what, text))?;
    // The reason for taking a row out of what counts is a field of the row.
    let is_reason = |place: &FieldPath| place.field.as_str() == rows::ERROR_REASON;
    let reasons = event.typed_answers().into_iter();
    let reasons = reasons.filter(|(place, _)| is_reason(place));
    let mut reasons = reasons.filter_map(|(_, answer)| answer.as_text());
    match reasons.any(says_nothing) {
        true => Err(ContentFault::SaysNothing {
            what: TextName::ChangeReason,
        }),
        false => Ok(()),
    }
}

/// Returns the answers of an event whose text only a paragraph takes, each with why another field refuses it.
pub(super) fn only_in_paragraphs(event: &Event) -> Vec<(FieldPath, Refusal)> {
    let what = TextName::Text;
    let places = event.answers().into_iter();
    let refused = places.filter_map(|place| {
        let text = event.answer_at(&place)?.as_text()?;
        let refusal = match check_text(what, text) {
            Err(what) => Refusal::TooLong { what },
            Ok(()) if text.contains('\n') => {
                let character = '\n';
                ContentFault::UnfitCharacter { what, character }.into()
            }
            Ok(()) => return None,
        };
        Some((place, refusal))
    });
    refused.collect()
}

/// Checks one text.
///
/// # Errors
/// When it holds such a character.
pub(in crate::domain::rules) fn check_words(
    what: TextName,
    text: &str,
) -> Result<(), ContentFault> {
    // An id of an earlier version may hold such a character, and what is stored under it is read and printed as before.
    // Whether a new one may be given is judged by its pattern.
    let found = if what == TextName::Participant {
        text.chars().find(|c| c.is_control())
    } else if what == TextName::Text {
        // A paragraph has lines; see `only_in_paragraphs`.
        text.split('\n').find_map(unfit)
    } else {
        unfit(text)
    };
    if let Some(character) = found {
        return Err(ContentFault::UnfitCharacter { what, character });
    }
    // One that must be there is asked for elsewhere.
    let empty = text.trim().is_empty();
    let words = match has_code(what) {
        true => behind_code(text),
        false => text,
    };
    match what.is_reason() && !empty && says_nothing(words) {
        true => Err(ContentFault::SaysNothing { what }),
        false => Ok(()),
    }
}

/// Returns whether a reason can be a code of the study with words behind it.
fn has_code(what: TextName) -> bool {
    matches!(
        what,
        TextName::KeepReason | TextName::ChangeReason | TextName::LateReason
    )
}

/// Returns the words of such a reason: those behind its code where it has one, as in `other: seen on paper`.
fn behind_code(reason: &str) -> &str {
    let is_code = |code: &str| {
        let plain =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.');
        !code.is_empty() && code.chars().all(plain)
    };
    match reason.split_once(": ") {
        Some((code, words)) if is_code(code) => words,
        // Blanks at the end are taken off where words are typed.
        _ => match reason.strip_suffix(':') {
            Some(code) if is_code(code) => "",
            _ => reason,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::base::answer::Answer;
    use crate::domain::record::event::{Origin, PromptOutcome};
    use crate::domain::record::lock::Scope;
    use crate::domain::rules::text_limits::TooLong;

    fn place(form: &str, field: &str) -> FieldPath {
        FieldPath {
            participant: "01-001".into(),
            visit: "baseline".into(),
            form: form.into(),
            field: field.into(),
        }
    }

    /// Events that carry a reason.
    fn reasoned(reason: &str) -> Vec<Event> {
        let missing = Answer::Missing {
            reason: "other".to_owned(),
            text: Some(reason.to_owned()),
        };
        vec![
            Event::Locked {
                scope: Scope::study(),
                reason: reason.to_owned(),
            },
            Event::Unlocked {
                scope: Scope::study(),
                reason: reason.to_owned(),
            },
            Event::HeadAccepted {
                seq: 1,
                hash: "00".to_owned(),
                reason: reason.to_owned(),
            },
            Event::Prompted {
                place: place("phga", "vas"),
                rule: "soft-limit".to_owned(),
                rule_version: "1".to_owned(),
                value: "9".to_owned(),
                outcome: PromptOutcome::Kept,
                reason: Some(format!("other: {reason}")),
            },
            Event::Answered {
                place: place("phga", "vas"),
                answer: missing,
                origin: Origin::Typed,
            },
            Event::Answered {
                place: place("medication#1", rows::ERROR_REASON),
                answer: Answer::text(reason),
                origin: Origin::Typed,
            },
        ]
    }

    #[test]
    fn whatever_carries_a_reason_one_that_says_nothing_is_refused() {
        for nothing in [".", "x", "?!", "- 1 -"] {
            for event in reasoned(nothing) {
                let refused = check(&event);
                let nothing = matches!(refused, Err(ContentFault::SaysNothing { .. }));
                assert!(nothing, "{event:?}: {refused:?}");
            }
            for what in [TextName::ChangeReason, TextName::LateReason] {
                for reason in [nothing.to_owned(), format!("other: {nothing}")] {
                    let refused = check_words(what, &reason);
                    assert_eq!(refused, Err(ContentFault::SaysNothing { what }), "{reason}");
                }
            }
        }
        for event in reasoned("ok") {
            assert_eq!(check(&event), Ok(()), "{event:?}");
        }
        // A lock has no code, so that all of it is what somebody said.
        assert_eq!(check_words(TextName::LockReason, "ticket: 7"), Ok(()));
        let coded = check_words(TextName::KeepReason, "lab.repeat: .");
        let what = TextName::KeepReason;
        assert_eq!(coded, Err(ContentFault::SaysNothing { what }));
        // A note or an answer is no reason, and one that must be there is asked for elsewhere.
        assert_eq!(check_words(TextName::Note, "."), Ok(()));
        assert_eq!(check_words(TextName::Text, "x"), Ok(()));
        assert_eq!(check_words(TextName::ChangeReason, ""), Ok(()));
    }

    #[test]
    fn what_only_a_paragraph_takes_is_named_with_its_field() {
        let answered = |text: &str, origin| Event::Answered {
            place: place("phga", "words"),
            answer: Answer::text(text),
            origin,
        };
        let what = TextName::Text;
        let (long, character) = ("x".repeat(2001), '\n');
        let too_long = TooLong::Text { what, length: 2001 };
        for (text, refusal) in [
            (
                "one\ntwo",
                ContentFault::UnfitCharacter { what, character }.into(),
            ),
            (long.as_str(), Refusal::TooLong { what: too_long }),
        ] {
            for origin in [Origin::Typed, Origin::Undone, Origin::Carried] {
                let event = answered(text, origin);
                assert_eq!(check(&event), Ok(()));
                let found = only_in_paragraphs(&event);
                assert_eq!(found, [(place("phga", "words"), refusal.clone())]);
            }
        }
        let line = "x".repeat(2000);
        assert_eq!(only_in_paragraphs(&answered(&line, Origin::Typed)), []);
        let tab = check(&answered("one\ttwo", Origin::Typed));
        assert!(matches!(
            tab,
            Err(ContentFault::UnfitCharacter {
                character: '\t',
                ..
            })
        ));
    }

    #[test]
    fn no_text_of_an_event_holds_a_character_that_nobody_sees() {
        for event in reasoned("seen \u{202e}on paper") {
            let refused = check(&event);
            let unseen = matches!(
                refused,
                Err(ContentFault::UnfitCharacter {
                    character: '\u{202e}',
                    ..
                })
            );
            assert!(unseen, "{event:?}: {refused:?}");
        }
    }
}
