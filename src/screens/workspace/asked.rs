//! The questions that can be without a reply.

use crate::domain::base::ids::ParticipantId;
use crate::domain::record::event::FieldPath;
use crate::domain::record::participant::Likeness;
use crate::domain::views::find::filter::Filter;
use crate::domain::views::find::order::Sort;

/// A question without a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// A part of the list, for this query and filter.
    Find(String, Filter, Sort),
    /// A record.
    Record(ParticipantId),
    /// Whether an id is in use.
    Taken(ParticipantId),
    /// Who is like somebody that is to be enrolled.
    Alike(Likeness),
    /// Whether a passphrase is right.
    Unlock,
    /// The same, to lock or unlock a part.
    Locking,
    /// Where the study stands.
    Overview,
    /// The queries of the study.
    Queries,
    /// A signature, under this request.
    Sign(String),
    /// That a new passphrase be set.
    NewPassphrase,
    /// What waits as the next version of the study.
    Amendment,
    /// That it be put in force, under this request.
    Amend(String),
    /// That an export begin.
    Export,
    /// What happened to a field.
    History(FieldPath),
}
