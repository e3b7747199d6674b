//! The audit trail, read back: the history of a field, and all entries in parts.
//!
//! Reads the entries as they were stored; nothing is left out of them.

use super::Work;
use crate::client::Reply;
use crate::domain::event::Place;
use crate::domain::ids::ParticipantId;
use crate::store::StoreError;

/// Most entries in one part of the trail.
const PART: usize = 1000;

impl Work {
    /// Returns what happened to a field.
    pub(super) fn history(&mut self, place: Place) -> Result<Reply, StoreError> {
        let mut entries = self.store.trail(&place.participant, 0, usize::MAX)?;
        entries.retain(|entry| entry.draft.event.concerns(&place));
        Ok(Reply::History { place, entries })
    }

    /// Returns a part of the trail.
    pub(super) fn trail(
        &mut self,
        participant: Option<&ParticipantId>,
        after: u64,
    ) -> Result<Reply, StoreError> {
        let entries = match participant {
            Some(who) => self.store.trail(who, after, PART)?,
            None => {
                let mut entries = Vec::new();
                let last = self.store.last();
                for seq in (after.saturating_add(1)..=last).take(PART) {
                    entries.extend(self.store.entry(seq)?);
                }
                entries
            }
        };
        let full = entries.len() == PART;
        let next = entries.last().filter(|_| full).map(|entry| entry.seq);
        Ok(Reply::Trail { entries, next })
    }
}
