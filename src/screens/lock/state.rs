//! What the question of a lock holds.

use crate::domain::record::lock::Scope;
use crate::input::line::Line;

/// A reason being written.
#[derive(Clone, Debug)]
pub struct LockingState {
    /// The part.
    pub scope: Scope,
    /// The title of the form, where the part is one; else empty.
    pub form: String,
    /// It is unlocked, not locked.
    pub unlock: bool,
    /// The reason.
    pub line: Line,
}
