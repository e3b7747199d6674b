//! What commands say about names, files and cases that they are given.

use crate::text::prints::Advice;
use std::path::Path;

/// What a name on the command line is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// A user.
    User,
    /// A visit.
    Visit,
    /// A form.
    Form,
    /// A field of a form.
    Field,
}

/// Where the answers of a form stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilledIn {
    /// It makes a new participant.
    Enrolment,
    /// At visits.
    Visits,
    /// In the rows of a log.
    Log,
    /// Once for a participant.
    Once,
}

/// What commands say about names, files and cases that they are given.
pub trait Names {
    /// Says that the study has nothing of this name.
    fn unknown_name(&self, what: Named, given: &str) -> String;

    /// Asks whether another name was meant.
    fn meant_name(&self, near: &str) -> String;

    /// Says which names there are.
    fn known_names(&self, known: &[&str]) -> String;

    /// Says that a log is named without the number of a row, and how one is named.
    fn log_without_row(&self, log: &str, example: &str) -> Advice;

    /// Says how a day is written on the command line.
    fn day_is_written(&self) -> &'static str;

    /// Says that an option does nothing to a command.
    fn idle_option(&self, option: &str, command: &str) -> String;

    /// Returns the word for where the answers of a form stand, at most 10 columns.
    fn filled_in(&self, place: FilledIn) -> &'static str;

    /// Says that a file cannot be written, and what the system says.
    fn file_not_written(&self, path: &Path, error: &str) -> String;

    /// Says what to do about a file that is there already.
    fn name_new_file(&self) -> &'static str;

    /// Says that a file cannot be read, and what the system says.
    fn file_not_read(&self, path: &Path, error: &str) -> String;

    /// Says that a keymap cannot be read and what the system says, and what to do.
    fn keymap_not_read(&self, name: &str, error: &str) -> Advice;

    /// Says what to do about a keymap with mistakes.
    fn correct_keymap(&self) -> &'static str;

    /// Says that a keymap file to check cannot be read, what the system says, and what to do.
    fn keymap_to_check_not_read(&self, name: &str, error: &str) -> String;

    /// Says that a keymap file has no mistakes.
    fn keymap_in_order(&self, name: &str) -> String;

    /// Says what is unwise in a keymap file.
    fn keymap_warning(&self, name: &str, finding: &str) -> String;

    /// Says how many cases could not be scored; at least 1.
    fn not_scored(&self, cases: usize) -> String;

    /// Says that a path cannot stand in a unit file of systemd, and what to do.
    fn not_for_unit(&self, path: &Path) -> Advice;
}
