//! Words that are being written about a field.

use crate::domain::record::event::FieldPath;
use crate::input::line::Line;
use crate::screens::picker::state::WordsFor;

/// Words being written about a field: a note, or the words that a reason needs.
#[derive(Clone, Debug)]
pub struct NoteState {
    /// The field.
    pub place: FieldPath,
    /// Its label.
    pub label: String,
    /// The text.
    pub line: Line,
    /// What the words are for.
    pub words: WordsFor,
    /// The entry that had set the note when this was begun.
    pub(crate) seen: u64,
}
