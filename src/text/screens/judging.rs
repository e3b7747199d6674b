//! The words of the screen of `screens::judging`.

/// What is asked of a deviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Its category.
    Category,
    /// Whether it is major or minor.
    Weight,
    /// What is said of it in words.
    Words,
    /// Whether it is said.
    Agree,
}

impl Question {
    /// Returns whether it is answered by typing, not by choosing a line.
    pub fn is_typed(self) -> bool {
        match self {
            Self::Words => true,
            Self::Category | Self::Weight | Self::Agree => false,
        }
    }
}

/// The words of the screen of `screens::judging`.
pub trait Judging {
    /// Heading of the questions.
    fn judging(&self) -> &'static str;

    /// Says in a word or two what the key that opens them does, in at most 16 columns.
    fn judge(&self) -> &'static str;

    /// Asks a question.
    fn asks_of_deviation(&self, question: Question) -> &'static str;

    /// Says how what is typed there is typed; nothing where a line is chosen.
    fn judgement_typed_as(&self, question: Question) -> &'static str;

    /// Says what was said of a deviation last, and by whom.
    fn judged_by(&self, judged: &str, by: &str) -> String;

    /// Says why a visit was begun outside its window, as who began it said.
    fn why_outside(&self, why: &str) -> String;

    /// Said of a deviation of which nothing was said.
    fn not_judged(&self) -> &'static str;

    /// Says what follows from a major deviation.
    fn major_leaves_set(&self) -> &'static str;

    /// Said when it was sent.
    fn deviation_was_judged(&self, key: &str, judged: &str) -> String;

    /// Said to whose role does not judge.
    fn who_judges(&self) -> &'static str;

    /// Said where what was begun to be said is given up.
    fn nothing_judged(&self) -> &'static str;
}
