//! What the list of queries holds.

use crate::domain::base::ids::ParticipantId;
use crate::domain::record::query::Step;
use crate::domain::record::query::listed::Listed;
use crate::screens::age::Age;

/// A step that can be taken now: its words, the query (0 for a new one), the step.
pub type Choice = (String, u64, Step);

/// The list on the screen.
#[derive(Clone, Debug, Default)]
pub struct QueriesState {
    /// The participant; `None` for the whole study.
    pub participant: Option<ParticipantId>,
    /// The queries of the study; `None` until they are read.
    pub read: Option<Vec<Listed>>,
    /// Line with the cursor.
    pub cursor: usize,
    /// Whether it has to be read again.
    pub(crate) age: Age,
}
