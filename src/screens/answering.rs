//! How a question is being answered, and a reason that is agreed to: what states of questions hold.
//!
//! Data alone: what keys do with it is for `asking` and `agreement`.

use crate::input::line::Line;

/// How the question that is asked now is being answered.
#[derive(Clone, Debug, Default)]
pub struct Answering {
    /// Line with the cursor, where there are several to choose from.
    pub cursor: usize,
    /// What is typed.
    pub line: Line,
    /// Why that is not taken.
    pub refusal: Option<String>,
}

/// The reason, and what is said to the question: its first line does it, the second goes back.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// Why, once that is said.
    pub reason: Option<String>,
    /// The first line of what is listed that is in sight.
    pub from: usize,
    /// How it is being answered.
    pub answering: Answering,
}

impl Agreement {
    /// Begins with a reason that is typed already, or with none.
    pub(crate) fn new(line: Line) -> Self {
        Self {
            reason: None,
            from: 0,
            answering: Answering {
                line,
                ..Answering::default()
            },
        }
    }
}
