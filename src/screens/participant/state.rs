//! What the page of a participant holds.

use crate::domain::base::ids::ParticipantId;

/// The visits of the open participant, and below them what is kept beside the visits.
#[derive(Clone, Debug)]
pub struct Visits {
    /// The participant.
    pub participant: ParticipantId,
    /// Line with the cursor.
    pub cursor: usize,
}
