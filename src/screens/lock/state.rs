//! What the question of a lock holds.

use crate::domain::record::lock::Scope;
use crate::input::line::Line;

/// A reason being written.
#[derive(Clone, Debug)]
pub struct LockingState {
    /// The part.
    pub scope: Scope,
    /// The part in words: `this visit`.
    pub what: String,
    /// It is unlocked, not locked.
    pub unlock: bool,
    /// The reason.
    pub line: Line,
}
