//! What the list of participants holds.

use crate::domain::base::ids::ParticipantId;
use crate::domain::views::find::filter::Filter;
use crate::domain::views::find::order::Sort;
use crate::input::line::Line;
use crate::protocol::messages::Found;

/// The list of participants.
#[derive(Clone, Debug, Default)]
pub struct ListState {
    /// What is searched.
    pub line: Line,
    /// Among whom.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// Place of the cursor among the participants that match.
    pub cursor: usize,
    /// The part of them that is held, best first; `None` until one is read.
    pub found: Option<Found>,
    /// The cursor goes where this participant is in the next part.
    pub(crate) keep: Option<ParticipantId>,
    /// The owner has something newer than what is held.
    pub(crate) is_stale: bool,
    /// The last question failed; the next key asks again.
    pub(crate) failed: bool,
    /// Somebody was opened by what stands in the line: the next character begins another search.
    pub(crate) used: bool,
    /// A part was read at least once.
    pub(crate) begun: bool,
    /// First row and number of rows of the newest question, and of the newest answer.
    pub(crate) wanted: (usize, usize),
    pub(crate) got: Option<(usize, usize)>,
}

/// What the list showed before the finder was called; it comes back when the finder is left.
#[derive(Clone, Debug, Default)]
pub struct Before {
    pub(crate) line: Line,
    pub(crate) filter: Filter,
    pub(crate) cursor: usize,
}
