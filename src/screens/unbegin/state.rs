//! A visit that may have been begun by mistake, and what is said of that so far.

use crate::domain::base::ids::{ParticipantId, VisitId};
use crate::input::line::Line;

/// Why a visit was begun by mistake, and whether it is taken out.
#[derive(Clone, Debug)]
pub struct UnbeginState {
    /// The participant.
    pub participant: ParticipantId,
    /// The visit.
    pub visit: VisitId,
    /// Number of the newest entry in it when it was begun to be asked about.
    pub last: u64,
    /// Why, once that is said.
    pub reason: Option<String>,
    /// The chosen line, once it is asked whether it is taken out.
    pub cursor: usize,
    /// The first line of the list of answers that is in sight.
    pub from: usize,
    /// What is typed of the reason.
    pub line: Line,
    /// Why that is not taken.
    pub refusal: Option<String>,
}
