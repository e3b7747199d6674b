//! The audit trail, read back: the history of a field, and all entries in parts.
//!
//! Returns the entries as they were stored, without what the user does not see. That is left out here, since a client
//! could show it.

use super::{ConnectionId, Work};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::ParticipantId;
use crate::domain::record::entry::Entry;
use crate::domain::record::event::FieldPath;
use crate::protocol::messages::Reply;
use crate::store::{Room, StoreError, Trail};

/// What one part of the trail holds: with entries as long as they may be now, its reply takes one frame.
const PART: Room = Room {
    entries: 1000,
    bytes: 768 << 10,
};

impl Work {
    /// Returns what happened to a field.
    pub(super) fn history(
        &mut self,
        connection: ConnectionId,
        place: FieldPath,
    ) -> Result<Reply, StoreError> {
        let mut entries = Vec::new();
        let mut after = Some(0);
        while let Some(from) = after {
            let part = self.store.trail(Some(&place.participant), from, PART)?;
            let own = |entry: &Entry| entry.draft.event.concerns(&place);
            entries.extend(part.entries.into_iter().filter(own));
            after = part.next;
        }
        self.hide_in_trail(connection, &mut entries)?;
        Ok(Reply::History { place, entries })
    }

    /// Returns whether an answer was ever put into a field.
    pub(super) fn stood_before(
        &mut self,
        place: &FieldPath,
        answer: &Answer,
    ) -> Result<bool, StoreError> {
        let mut after = Some(0);
        while let Some(from) = after {
            let part = self.store.trail(Some(&place.participant), from, PART)?;
            let mut entries = part.entries.iter();
            if entries.any(|entry| entry.draft.event.answer_at(place) == Some(answer)) {
                return Ok(true);
            }
            after = part.next;
        }
        Ok(false)
    }

    /// Returns a part of the trail.
    pub(super) fn trail(
        &mut self,
        connection: ConnectionId,
        participant: Option<&ParticipantId>,
        after: u64,
    ) -> Result<Reply, StoreError> {
        if participant.is_none() {
            self.trail_read(connection);
            // Before the first of it is sent.
            self.write_logins();
        }
        let Trail { mut entries, next } = self.store.trail(participant, after, PART)?;
        self.hide_in_trail(connection, &mut entries)?;
        Ok(Reply::Trail { entries, next })
    }
}
