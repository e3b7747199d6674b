//! The failures of a command: a sentence that says what is wrong, and a hint that says what to do next.

use crate::link::start::NotStarted;
use crate::text::DEFAULT;
use crate::text::prints::Advice;
use rustix::io::Errno;

pub use super::output::say;

/// The input or the study has a problem.
pub const PROBLEM: u8 = 1;
/// What was asked for is not to be had in this way.
pub const USAGE: u8 = 2;
/// The study cannot be opened now: held by another program, read-only, full.
pub const CLOSED: u8 = 3;
/// The record is damaged.
pub const DAMAGED: u8 = 4;
/// The server that somebody logs in through is away, silent or of another version; `EX_UNAVAILABLE` of `sysexits.h`.
pub const UNAVAILABLE: u8 = 69;

/// Why a command failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The sentence.
    pub message: String,
    /// What to do next, a line each.
    pub hints: Vec<String>,
    /// Exit code.
    pub code: u8,
}

impl Failure {
    /// Returns a failure with the code for a problem of the input.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hints: Vec::new(),
            code: PROBLEM,
        }
    }

    /// Returns a failure of several sentences.
    pub fn lines(sentences: impl IntoIterator<Item = String>) -> Self {
        let mut sentences = sentences.into_iter();
        Self {
            message: sentences.next().unwrap_or_default(),
            hints: sentences.collect(),
            code: PROBLEM,
        }
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        let hint = hint.into();
        if !hint.is_empty() {
            self.hints.push(hint);
        }
        self
    }

    /// Sets the exit code.
    #[must_use]
    pub fn code(mut self, code: u8) -> Self {
        self.code = code;
        self
    }
}

impl From<NotStarted> for Failure {
    fn from(why: NotStarted) -> Self {
        let NotStarted {
            message,
            hints,
            code,
        } = why;
        Self {
            message,
            hints,
            code,
        }
    }
}

impl From<Failure> for NotStarted {
    fn from(why: Failure) -> Self {
        let Failure {
            message,
            hints,
            code,
        } = why;
        Self {
            message,
            hints,
            code,
        }
    }
}

impl From<Advice> for Failure {
    fn from(advice: Advice) -> Self {
        Self::new(advice.what).hint(advice.hint)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        match error.raw_os_error().map(Errno::from_raw_os_error) {
            Some(Errno::AGAIN | Errno::NOMEM) => {
                Self::from(DEFAULT.nothing_given(&error.to_string())).code(CLOSED)
            }
            _ => Self::new(error.to_string()),
        }
    }
}
