//! Texts: none has a control character, which could show something else than is stored.

use super::fault::ContentFault;
use crate::domain::record::event::Event;
use crate::domain::rules::text_limits::{TextName, texts};

/// Checks every text of an event.
///
/// # Errors
/// The first one that has a control character.
pub(in crate::domain::rules) fn check(event: &Event) -> Result<(), ContentFault> {
    let mut texts = texts(event).into_iter();
    texts.try_for_each(|(what, text)| check_words(what, text))
}

/// Checks one text.
///
/// # Errors
/// When it has a control character.
pub(in crate::domain::rules) fn check_words(
    what: TextName,
    text: &str,
) -> Result<(), ContentFault> {
    match text.chars().any(char::is_control) {
        true => Err(ContentFault::ControlCharacter { what }),
        false => Ok(()),
    }
}
