//! The answers of a form that was moved to another participant or visit, and on which side of the move an entry is.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use serde::{Deserialize, Serialize};

/// One side of a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MoveSide {
    /// The answers were moved away from here.
    Away,
    /// They were moved here.
    Here,
}

/// An answer that was moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedAnswer {
    /// The field.
    pub field: FieldId,
    /// The answer.
    pub answer: Answer,
    /// Number of the entry that entered it where it was moved away from.
    pub source: u64,
}
