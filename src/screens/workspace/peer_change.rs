//! What somebody else changed in the open participant.

use crate::domain::base::ids::{FormId, ParticipantId, VisitId};
use crate::domain::record::entry::Entry;
use crate::domain::record::event::{Event, FieldPath};
use crate::text::Language;
use crate::text::screens::around::Done;
use chrono::{DateTime, FixedOffset};

/// Who changed a field last, as far as that was told while the participant was open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PeerChange {
    /// Number of the entry.
    pub(crate) seq: u64,
    /// Name as printed.
    pub(crate) name: String,
    /// When it was stored.
    pub(crate) at: DateTime<FixedOffset>,
    /// What was done.
    pub(crate) what: Done,
}

impl PeerChange {
    pub(crate) fn of(entry: &Entry, what: Done) -> Self {
        Self {
            seq: entry.seq,
            name: entry.draft.by.name.clone(),
            at: entry.recorded_at,
            what,
        }
    }

    /// Returns it as the front of a sentence: `A. Physio saved 7 at 10:32`.
    pub(crate) fn words(&self, language: &dyn Language) -> String {
        language.change_of_other(Some(&self.name), &self.what, Some(self.at))
    }
}

/// A form of a participant's visit.
pub(crate) type FormKey = (ParticipantId, VisitId, FormId);

/// Returns the form that a field is in.
pub(crate) fn form_of(place: &FieldPath) -> FormKey {
    (
        place.participant.clone(),
        place.visit.clone(),
        place.form.clone(),
    )
}

/// Returns the fields whose answer an event sets or clears.
pub(crate) fn answered(event: &Event) -> Vec<FieldPath> {
    match event {
        Event::Noted { .. } => Vec::new(),
        event => event.fields(),
    }
}
