//! What `login` answers to what it does not run.

use crate::text::prints::Advice;

/// Why a command of an SSH client is not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRun {
    /// Its bytes are no text.
    NotText,
    /// A character in it controls something.
    ControlCharacter,
    /// A quote in it is not closed.
    OpenQuote,
    /// Only a shell would read this character as it is meant.
    Shell(char),
    /// A word of it is no command or option for this account.
    Word(String),
    /// Another mistake, as the parser of the command line says it.
    Mistake(String),
    /// It names a study.
    Study,
    /// It names a file of keys.
    Keys,
    /// It prints forms to a file.
    FormsToFile,
    /// It exports to a directory.
    ExportToFile,
    /// It imports from a file.
    ImportFromFile,
    /// It reads cases from a file.
    CasesFromFile,
    /// The command is not for this account.
    Command,
}

/// What `login` answers to what it does not run.
pub trait Login {
    /// Says that the arguments of the command itself name no study, and what to do.
    fn login_without_study(&self) -> Advice;

    /// Says why a command is not run, and what may be run.
    fn not_run(&self, why: &NotRun) -> String;
}
