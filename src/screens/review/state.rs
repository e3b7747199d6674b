//! What the screen of a review holds.

use crate::domain::base::ids::VisitId;
use crate::domain::record::lock::Scope;
use crate::domain::views::review::Point;

/// A review on the screen.
#[derive(Clone, Debug)]
pub struct ReviewState {
    /// The visit.
    pub visit: VisitId,
    /// The link with the cursor, counted over links alone.
    pub cursor: usize,
}

/// What can be done with a visit as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Sign it.
    Sign,
    /// Lock a part.
    Lock(Scope),
    /// Unlock a part.
    Unlock(Scope),
}

/// A line of the review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A heading.
    Heading(String),
    /// Something to do; leads to its field.
    Open(Point),
    /// Something to be seen; leads to its field.
    Seen(Point),
    /// Something that can be done, in words.
    Act(Act, String),
    /// Words alone.
    Words(String),
}

impl Line {
    /// Returns whether the cursor goes there.
    pub fn is_link(&self) -> bool {
        matches!(self, Self::Open(_) | Self::Seen(_) | Self::Act(..))
    }
}
