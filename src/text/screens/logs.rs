//! The words of the screen of `screens::logs`.

use crate::domain::base::ids::FormId;

/// What is to be said of a row of a log first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowMark {
    /// It was entered in error.
    InError,
    /// An adverse event that no investigator has seen yet.
    NotSeen,
    /// A drug that the study forbids.
    Forbidden,
    /// A dose that is not the planned one.
    OffPlan,
    /// Something else to be looked at.
    Check,
    /// Something is stored that is not by the rules.
    NotByRules,
    /// Something required is empty.
    Incomplete,
    /// A serious event.
    Serious,
}

/// The words of the screen of `screens::logs`.
pub trait Logs {
    /// Heads the columns of a log: what, how much, from, until.
    fn log_columns(&self, log: &FormId) -> [&'static str; 4];

    /// Marks a row in a word; at most 10 columns.
    fn row_mark(&self, mark: RowMark) -> &'static str;

    /// Said of a log without rows to who only reads.
    fn no_row_yet(&self) -> &'static str;

    /// Says how the first row is begun: with Enter or this key, or from the menu where none is bound.
    fn begin_first_row(&self, key: Option<&str>) -> String;

    /// Says that there is no row of a number that was typed.
    fn no_such_row(&self, number: u32) -> String;

    /// Said of a row that was left and is complete.
    fn row_complete(&self, number: u32) -> String;

    /// Said of a row that was left with required fields empty; 1 or more.
    fn row_incomplete(&self, number: u32, empty: usize) -> String;

    /// Says how a form beside the visits stands that was left: its title, its state.
    fn kept_form_left(&self, title: &str, state: &str) -> String;

    /// Said where the study has no form beside the visits.
    fn nothing_beside_visits(&self) -> &'static str;

    /// Asks why a row was entered in error, or why it was not after all: title of the log, number, what the row is about.
    fn asks_row_in_error(&self, title: &str, number: u32, what: &str, wrong: bool) -> String;

    /// Says that a row is marked as entered in error, or counts again; and that so many texts in it, not saved, are forgotten.
    fn row_in_error(&self, number: u32, wrong: bool, texts: usize) -> String;

    /// Says in a hint what the action of a row does that is in error; at most 16 columns.
    fn row_counts_again(&self) -> &'static str;

    /// Names a row: title of the log, number, what the row is about; that is blank where it does not say.
    fn row_named(&self, title: &str, number: u32, what: &str) -> String;

    /// Says in a list which way the action of a row went: it was marked as entered in error, or that was taken back.
    fn row_marked(&self, wrong: bool) -> &'static str;

    /// The line that leaves a row as it is.
    fn leave_row(&self) -> &'static str;

    /// Said of a row in which nothing was entered, so that it cannot be an error.
    fn row_holds_nothing(&self) -> &'static str;

    /// Says that a row being begun got another number, since somebody else saved one under it.
    fn row_moved(&self, taken: u32, now: u32) -> String;
}
