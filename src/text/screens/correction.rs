//! The words of the screen of `screens::correction`.

/// What is asked of a correction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Which fact is wrong.
    Which,
    /// What is right.
    Value,
    /// Why it is corrected.
    Reason,
    /// Whether it is corrected.
    Agree,
}

/// The words of the screen of `screens::correction`.
pub trait Correction {
    /// Heading of the questions.
    fn correction(&self) -> &'static str;

    /// Asks a question.
    fn asks_correction(&self, question: Question) -> &'static str;

    /// Says that nothing else follows from the correction.
    fn nothing_follows(&self) -> &'static str;

    /// The line that corrects, and the one that goes back.
    fn correct_it(&self) -> [&'static str; 2];

    /// Asks for the reason where it is missing.
    fn correction_needs_reason(&self) -> &'static str;

    /// Refuses the value that stands already.
    fn stands_already(&self) -> &'static str;

    /// How a day is typed.
    fn day_of_enrolment_typed_as(&self) -> &'static str;

    /// Said when the correction was sent.
    fn enrolment_corrected(&self, id: &str, change: &str) -> String;

    /// Said where it is given up.
    fn nothing_corrected(&self) -> &'static str;

    /// Said where no participant is open.
    fn correction_of_open(&self) -> &'static str;
}
