//! What the history of a field holds.

use crate::domain::record::entry::Entry;
use crate::domain::record::event::FieldPath;
use crate::screens::cursor::Scroll;

/// A history on the screen.
#[derive(Clone, Debug)]
pub struct HistoryState {
    /// The field.
    pub place: FieldPath,
    /// What happened to it, oldest first; `None` until it is read.
    pub entries: Option<Vec<Entry>>,
    /// Why it cannot be read.
    pub failed: Option<String>,
    /// First line on the screen.
    pub scroll: Scroll,
}
