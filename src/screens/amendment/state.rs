//! What the page of a waiting amendment holds.

use crate::input::line::Line;
use crate::protocol::messages::Amendment;
use crate::screens::age::Age;
use crate::screens::cursor::Scroll;
use chrono::NaiveDate;

/// A waiting amendment on the screen.
#[derive(Clone, Debug, Default)]
pub struct AmendmentState {
    /// What waits; `None` until it is read, `Some(None)` when nothing waits.
    pub waits: Option<Option<Box<Amendment>>>,
    /// Why it cannot be read.
    pub failed: Option<String>,
    /// First line on the screen.
    pub scroll: Scroll,
    /// What is said to accept it; `None` while it is only looked at.
    pub accept: Option<Accept>,
    /// Whether it has to be read again.
    pub(crate) age: Age,
}

/// An acceptance being written.
#[derive(Clone, Debug, Default)]
pub struct Accept {
    /// Which question is open.
    pub step: AcceptStep,
    /// The answer being typed.
    pub line: Line,
    /// Whether the line holds what stood there before anything was typed: the first character begins a new word.
    pub is_untouched: bool,
    /// Why; known once it was given.
    pub reason: String,
    /// From which day on it holds; known once it was given.
    pub from: Option<NaiveDate>,
    /// Whether participants consent again; known once it was given.
    pub reconsent: bool,
    /// Why it was not taken, and what to do.
    pub refusal: Option<String>,
    /// The owner looks at it; keys do nothing meanwhile.
    pub waits: bool,
}

/// A question about an acceptance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AcceptStep {
    /// Why it is accepted.
    #[default]
    Reason,
    /// From which day on visits are held by it.
    Day,
    /// Whether participants consent again.
    Reconsent,
    /// Whether a day in the past is meant: the owner asks it.
    Past,
}

impl AcceptStep {
    /// Returns whether the answer is typed; else a digit chooses it.
    pub(crate) fn is_typed(self) -> bool {
        match self {
            Self::Reason | Self::Day => true,
            Self::Reconsent | Self::Past => false,
        }
    }
}

impl Accept {
    /// Goes to a question, with what stands there already.
    pub(crate) fn go_to(&mut self, step: AcceptStep, stands: &str) {
        self.step = step;
        self.line = Line::new(stands);
        self.is_untouched = !stands.is_empty();
    }
}

impl AmendmentState {
    /// Returns what waits.
    pub fn waiting(&self) -> Option<&Amendment> {
        self.waits.as_ref()?.as_deref()
    }
}
