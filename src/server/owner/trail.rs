//! The audit trail, read back: the history of a field, and all entries in parts.
//!
//! Reads the entries as they were stored. Only what the study hides from all roles of whoever asks is taken out of
//! them, here, where no client can get round it.

use super::{SeatId, Work};
use crate::client::Reply;
use crate::domain::audit::redact;
use crate::domain::entry::Entry;
use crate::domain::event::Place;
use crate::domain::ids::ParticipantId;
use crate::store::StoreError;

/// Most entries in one part of the trail.
const PART: usize = 1000;

impl Work {
    /// Returns what happened to a field.
    pub(super) fn history(&mut self, seat: SeatId, place: Place) -> Result<Reply, StoreError> {
        let mut entries = self.store.trail(&place.participant, 0, usize::MAX)?;
        entries.retain(|entry| entry.draft.event.concerns(&place));
        self.hide(seat, &mut entries);
        Ok(Reply::History { place, entries })
    }

    /// Returns a part of the trail.
    pub(super) fn trail(
        &mut self,
        seat: SeatId,
        participant: Option<&ParticipantId>,
        after: u64,
    ) -> Result<Reply, StoreError> {
        let mut entries = match participant {
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
        self.hide(seat, &mut entries);
        Ok(Reply::Trail { entries, next })
    }

    /// Takes out what the study hides from whoever sits there.
    fn hide(&self, seat: SeatId, entries: &mut [Entry]) {
        let roles = self.user_of(seat).map(|user| user.roles);
        // Who was let out meanwhile has no role, and is told nothing at all before this.
        let hidden = self.study.protocol.hidden_from(&roles.unwrap_or_default());
        for entry in entries {
            redact(&hidden, entry);
        }
    }
}
