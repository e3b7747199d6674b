//! What an export asks: who there is, and each record as it stood after one entry, whatever is entered meanwhile.
//!
//! Must not write anything, and leaves out what the user does not see.

use super::{ConnectionId, Work};
use crate::domain::base::ids::ParticipantId;
use crate::domain::record::entry::Head;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::fit;
use crate::domain::study::withheld::leave_out;
use crate::protocol::messages::Reply;
use crate::store::{Room, StoreError};

/// Enough to see whether there is any entry.
const ONE: Room = Room {
    entries: 1,
    bytes: 1,
};

/// How much of a participant's trail is read at a time.
const PART: Room = Room {
    entries: 1000,
    bytes: 1 << 20,
};

impl Work {
    /// Returns the newest entry about data that is not after an entry, of all where none is given.
    pub(super) fn newest_about_data(&mut self, not_after: Option<u64>) -> Result<Head, StoreError> {
        let last = self.store.last();
        let mut seq = not_after.map_or(last, |entry| entry.min(last));
        while seq > 0 {
            let entry = self.store.entry(seq)?;
            if let Some(entry) = entry.filter(|entry| entry.draft.event.is_about_data()) {
                return Ok(Head {
                    seq,
                    hash: entry.hash,
                    at: Some(entry.recorded_at),
                });
            }
            seq -= 1;
        }
        Ok(Head::default())
    }

    /// Returns a record as it stood after an entry.
    pub(super) fn record_at(
        &mut self,
        connection: ConnectionId,
        who: &ParticipantId,
        as_of: u64,
    ) -> Result<Reply, StoreError> {
        let viewer = self.viewer(connection);
        let mut record = self.store.record(who)?;
        if let Some(now) = record.take() {
            let (then, left_out) = match self.is_changed_after(who, as_of)? {
                false => {
                    let left_out = self.left_out(connection, viewer, &now);
                    (Some(now), left_out)
                }
                true => {
                    let then = self.folded(who, as_of)?;
                    // What is hidden now is hidden of earlier entries too, and so is what was taken away since.
                    let left_out = then
                        .as_ref()
                        .map(|then| self.left_out_earlier(connection, viewer, (&now, then)));
                    (then, left_out.unwrap_or_default())
                }
            };
            record = then;
            if let Some(record) = &mut record {
                leave_out(&self.study, record, &left_out);
            }
        }
        Ok(Reply::Record {
            record: record.map(Box::new),
            last: as_of.min(self.store.last()),
            laboratories: Vec::new(),
        })
    }

    fn is_changed_after(&mut self, who: &ParticipantId, as_of: u64) -> Result<bool, StoreError> {
        if as_of >= self.store.last() {
            return Ok(false);
        }
        let newer = self.store.trail(Some(who), as_of, ONE)?;
        let mut newer = newer.entries.iter();
        Ok(newer.any(|entry| entry.seq > as_of))
    }

    /// Makes the record from its entries up to one.
    fn folded(
        &mut self,
        who: &ParticipantId,
        as_of: u64,
    ) -> Result<Option<ParticipantRecord>, StoreError> {
        let mut record: Option<ParticipantRecord> = None;
        let mut after = Some(0);
        while let Some(from) = after {
            let part = self.store.trail(Some(who), from, PART)?;
            after = part.next;
            for entry in &part.entries {
                if entry.seq > as_of {
                    return Ok(record);
                }
                if let (None, Some(enrolled)) = (&record, entry.draft.event.enrolled()) {
                    record = Some(ParticipantRecord::new(enrolled.clone()));
                }
                if let Some(record) = &mut record {
                    record.apply(entry);
                    fit::judge(&self.study, record, entry);
                }
            }
        }
        Ok(record)
    }
}
