//! What the page of a visit holds.

use crate::domain::base::ids::VisitId;

/// The forms of an open visit, and below them the adverse events.
#[derive(Clone, Debug)]
pub struct Forms {
    /// The visit.
    pub visit: VisitId,
    /// Line with the cursor.
    pub cursor: usize,
}
