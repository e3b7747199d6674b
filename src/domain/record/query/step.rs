//! The steps in the life of a query, and where each leads.

use serde::{Deserialize, Serialize};

/// A step in the life of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Somebody asks.
    Open,
    /// The question is answered.
    Answer,
    /// The question is answered, and for the one who answers it is settled.
    Propose,
    /// It is settled.
    Close,
    /// A settled one is asked again.
    Reopen,
}

impl Step {
    pub(super) fn leads_to(self) -> State {
        match self {
            Self::Open | Self::Reopen => State::New,
            Self::Answer => State::Answered,
            Self::Propose => State::Proposed,
            Self::Close => State::Closed,
        }
    }
}

/// Where a query stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Asked, or asked again.
    New,
    /// Answered; the person who asked looks at it next.
    Answered,
    /// Answered as settled.
    Proposed,
    /// Settled.
    Closed,
}

impl State {
    /// Returns where a step leads from here; `None` where it cannot be taken.
    pub fn after(self, step: Step) -> Option<Self> {
        let taken = match (self, step) {
            (_, Step::Open) => false,
            (Self::Closed, step) => step == Step::Reopen,
            (_, step) => step != Step::Reopen,
        };
        taken.then(|| step.leads_to())
    }
}
