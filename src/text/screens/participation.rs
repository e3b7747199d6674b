//! The words of the screen of `screens::participation`.

use crate::domain::record::status::StatusName;
use crate::domain::record::status_history::StatusSaid;
use crate::domain::views::status_effect::StatusEffect;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// How they take part.
    Status,
    /// Why it ended.
    Cause,
    /// Who decided it.
    By,
    /// What may be done with the data.
    Data,
    /// How often it was tried to reach them.
    Attempts,
    /// Which adverse event led to the death.
    Event,
    /// Since which day.
    Day,
    /// What is said in words.
    Words,
    /// Whether it is said.
    Agree,
}

impl Question {
    /// Returns whether it is answered by typing, not by choosing a line.
    pub fn is_typed(self) -> bool {
        match self {
            Self::Attempts | Self::Day | Self::Words => true,
            Self::Status | Self::Cause | Self::By | Self::Data | Self::Event | Self::Agree => false,
        }
    }
}

/// The words of the screen of `screens::participation`.
pub trait Participation {
    /// Heading of the questions.
    fn participation(&self) -> &'static str;

    /// Says how they take part now and what was said before, the newest first.
    fn takes_part_now(&self, said: &[StatusSaid]) -> Vec<String>;

    /// The line of an event that may have led to the death.
    fn event_in_log(&self, row: u32, term: &str) -> String;

    /// Asks a question.
    fn asks_status(&self, question: Question) -> &'static str;

    /// Says how what is typed there is typed; nothing where a line is chosen.
    fn status_typed_as(&self, question: Question, needs_words: bool) -> &'static str;

    /// The line that chooses a status.
    fn choose_status(&self, name: StatusName) -> &'static str;

    /// The line of a death that no event in the log led to.
    fn no_event_led(&self) -> &'static str;

    /// The criteria that are not met, as the form labels them.
    fn criteria_not_met(&self, criteria: &[String]) -> String;

    /// Says what follows.
    fn status_effect(&self, effect: &StatusEffect) -> String;

    /// The line that says it, and the one that goes back.
    fn say_so(&self) -> [&'static str; 2];

    /// Said when it was sent.
    fn status_said(&self, id: &str, said: &str) -> String;

    /// Says who alone says that somebody was enrolled by mistake, or after all not.
    fn mistake_is_for_investigator(&self) -> &'static str;

    /// Asks for words where they are missing.
    fn status_needs_words(&self) -> &'static str;

    /// Refuses a number of attempts.
    fn attempts_are(&self, most: u32) -> String;

    /// Said where no participant is open.
    fn participation_of_open(&self) -> &'static str;

    /// Said where what was begun to be said is given up.
    fn nothing_said(&self) -> &'static str;
}
