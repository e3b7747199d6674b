//! Text that is no answer yet, and the list of it.

use crate::domain::record::event;
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

/// The list on the screen.
#[derive(Clone, Debug, Default)]
pub struct DraftsState {
    /// Line with the cursor.
    pub cursor: usize,
    /// All text that waits, the newest first.
    pub drafts: Vec<Draft>,
}

/// Text in a field, or a note on it, that was not accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The field.
    pub place: event::FieldPath,
    /// The text.
    pub text: String,
    /// The entry that stood in the field when it was begun; 0 for none.
    #[serde(default)]
    pub seen: u64,
    /// Whether it is a note.
    #[serde(default)]
    pub note: bool,
    /// Since when it stands so; `None` where an earlier program kept it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<DateTime<FixedOffset>>,
}
