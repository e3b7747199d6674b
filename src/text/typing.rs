//! What a field says about text that is typed into it: what it expects, and why a text is no answer.

use crate::domain::forms::engine::typing::{Expectation, Refusal};

/// What a field says about text that is typed into it: what it expects, and why a text is no answer.
pub trait Typing {
    /// Says what can be typed into a field, as the end of a sentence, without its full stop.
    fn expectation(&self, expectation: &Expectation<'_>) -> String;

    /// Says why a text is no answer of a field, and what is allowed.
    fn refused_text(&self, refusal: &Refusal) -> String;

    /// Says the same of a word with the cursor at its end, which the key `delete` shortens.
    fn refused_word(&self, refusal: &Refusal, delete: &str) -> String;
}
