//! The words of the screen of `screens::addition`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a participant gets beside the schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Addition {
    /// A visit that no schedule plans.
    Unscheduled,
    /// The visit of an early end.
    EarlyEnd,
    /// A consent to another version of the information.
    Consent,
}

impl Addition {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Unscheduled, Self::EarlyEnd, Self::Consent];
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// What it is.
    Which,
    /// What the visit is for, or which version was consented to.
    Words(Addition),
    /// Which forms the visit asks.
    Forms,
    /// On which day.
    Day(Addition),
}

/// The words of the screen of `screens::addition`.
pub trait AdditionWords {
    /// Heading of the questions.
    fn beside_schedule(&self) -> &'static str;

    /// Names what it is.
    fn addition(&self, what: Addition) -> &'static str;

    /// Asks a question.
    fn asks_addition(&self, question: Question) -> &'static str;

    /// Says how it is answered by typing; blank where a line is chosen.
    fn addition_typed_as(&self, question: Question) -> &'static str;

    /// The line that takes so many chosen forms.
    fn these_forms(&self, chosen: usize) -> String;

    /// Asks for a form at least.
    fn choose_forms(&self) -> &'static str;

    /// Says which visits can still come, and that a visit at an early end closes none of them.
    fn early_end_leaves(&self, visits: &[String]) -> String;

    /// Said where there are as many unscheduled visits as there can be.
    fn no_more_visits(&self) -> &'static str;

    /// Asks for the words where they are missing.
    fn addition_needs_words(&self, what: Addition) -> &'static str;

    /// Says that somebody consented to a version on a day.
    fn consented(&self, version: &str, day: NaiveDate) -> String;
}
