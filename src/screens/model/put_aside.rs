//! What was open when somebody else was looked up.

use crate::domain::record::entry::Entry;
use crate::domain::record::event::FieldPath;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::laboratory::Laboratory;
use crate::screens::form::state::FormState;
use crate::screens::late_entry::state::LateEntry;
use crate::screens::participants::state::Before;
use crate::screens::stack::{Layer, form_in_mut};
use crate::screens::workspace::peer_change::PeerChange;
use std::collections::BTreeMap;

/// What was open when somebody else was looked up.
#[derive(Clone, Debug)]
pub struct Away {
    /// All that was open over the list.
    pub(crate) layers: Vec<Layer>,
    /// What the list showed.
    pub(super) before: Before,
    /// The participant whose layers these are.
    pub(crate) record: Option<ParticipantRecord>,
    pub(super) stored: Option<ParticipantRecord>,
    pub(super) laboratories: Vec<Laboratory>,
    pub(super) news: BTreeMap<FieldPath, PeerChange>,
    pub(super) noted: BTreeMap<FieldPath, PeerChange>,
    /// What the visit is entered late with.
    pub(crate) late: Option<LateEntry>,
    /// The newest entry known then: what others stored since in this record is not known.
    pub(super) seen: u64,
}

impl Away {
    /// Returns a form of it, if a field is in one.
    pub(crate) fn form_at_mut(&mut self, place: &FieldPath) -> Option<&mut FormState> {
        let open = self.record.as_ref()?.participant.id == place.participant;
        form_in_mut(&mut self.layers, place).filter(|_| open)
    }

    /// Takes stored entries into its record.
    pub(crate) fn apply(&mut self, entries: &[Entry]) {
        let records = self.stored.iter_mut().chain(&mut self.record);
        for record in records {
            entries.iter().for_each(|entry| record.apply(entry));
        }
    }
}
