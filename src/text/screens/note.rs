//! The words of the screen of `screens::note`.

use crate::domain::record::query::Step;

/// The words of the screen of `screens::note`.
pub trait Note {
    /// Says in a word what Enter does on the line.
    fn enter_keeps(&self) -> &'static str;

    /// Said when a query, or a reason that needs them, has no words.
    fn needs_words(&self, query: bool) -> &'static str;

    /// Heading of a note.
    fn note_on(&self, label: &str) -> String;

    /// Heading of the words of a query.
    fn query_words(&self, step: Step, label: &str) -> String;

    /// Asks why a field has no value.
    fn why_missing(&self, label: &str) -> String;

    /// Heading of the words that a reason needs.
    fn reason_of(&self, reason: &str) -> String;
}
