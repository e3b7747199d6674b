//! The words of the screen of `screens::history`.

/// The words of the screen of `screens::history`.
pub trait History {
    /// Heading.
    fn history_of(&self, field: &str) -> String;

    /// Said when the history cannot be read now.
    fn history_needs_connection(&self) -> &'static str;

    /// Said while the history is read.
    fn reading_history(&self) -> &'static str;

    /// Said when a field has no history.
    fn no_history(&self) -> &'static str;

    /// Said when the history of an enrolment is asked for.
    fn enrolment_has_no_history(&self) -> &'static str;
}
