//! Text that was left in forms that were closed, and words of lines that were.

use crate::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use crate::domain::record::event::FieldPath;
use crate::text::screens::drafts::TypedFor;
use chrono::{DateTime, FixedOffset};
use std::collections::BTreeMap;

/// Text that waits and since when, by its place and what it was typed for.
pub(crate) type Drafted = BTreeMap<WordsAt, (String, DateTime<FixedOffset>)>;

/// Text that is no answer yet, by participant, visit and form.
pub type Unfinished = BTreeMap<(ParticipantId, VisitId, FormId), Left>;

/// What was left in a form that was closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// Text by field.
    pub texts: BTreeMap<FieldId, String>,
    /// The entry that stood in the field when typing began.
    pub seen: BTreeMap<FieldId, u64>,
}

/// What words are about, and what they were typed for.
pub(crate) type WordsAt = (FieldPath, TypedFor);

/// Words that wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Words {
    /// The words.
    pub(crate) text: String,
    /// The entry that had set the note when they were begun; 0 for words that are no note.
    pub(crate) seen: u64,
}
