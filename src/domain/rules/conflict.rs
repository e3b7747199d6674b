//! Says what an event writes, so that a client does not overwrite a value that it has not seen.

use crate::domain::record::entry::is_named_after;
use crate::domain::record::event::{Event, FieldPath};

/// What of a field is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Its answer.
    Answer,
    /// Its note.
    Note,
}

/// Returns what an event writes.
pub fn writes(event: &Event) -> impl Iterator<Item = (FieldPath, Part)> {
    let answers = event.answers().into_iter();
    let note = event.note().cloned();
    answers
        .map(|place| (place, Part::Answer))
        .chain(note.map(|place| (place, Part::Note)))
}

/// Returns whether a client has not seen the newest write of a field: that came after the newest entry that it knows.
pub fn is_unseen(seen: u64, newest: u64) -> bool {
    newest > seen
}

/// Returns whether a write is the client's own, which it has seen whatever entry it knows.
pub fn is_own(request: &str, client: &str) -> bool {
    is_named_after(request, client)
}
