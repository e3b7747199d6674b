//! Compares the record with the heads that clients were told, and says so to everybody when it lacks one.
//!
//! A failure here must not keep anybody out: a terminal whose head is missing reads, and saves nothing.

use super::{ConnectionId, Work};
use crate::domain::record::entry::Assessor;
use crate::domain::record::event::Event;
use crate::domain::record::heads::ToldHead;
use crate::domain::rules::Refusal;
use crate::domain::rules::heads;
use crate::protocol::messages::{HeadStatus, OwnHead, Reply};

/// Length of a hash and of a proof, in hex.
const DIGITS: usize = 64;

impl Work {
    /// Returns how the record stands to the head that a client says it was told.
    pub(super) fn own_head(&mut self, told: &ToldHead) -> OwnHead {
        let seq = told.seq;
        match self.store.entry(seq) {
            Ok(Some(entry)) if entry.hash == told.hash => return OwnHead::Held,
            Ok(_) => {}
            // A disk that cannot be read now proves nothing against the record.
            Err(_) => return OwnHead::Held,
        }
        match self.store.heads().accepted(told) {
            None => OwnHead::Missing { seq },
            Some(accepted) => match accepted.restored {
                None => OwnHead::Accepted {
                    seq,
                    at: accepted.at,
                },
                Some(entries) => OwnHead::Restored {
                    seq,
                    entries,
                    at: accepted.at,
                },
            },
        }
    }

    /// Records that a head which a user was told is missing, once an hour, and tells the others.
    pub(super) fn head_missing(&mut self, user: &str, told: &ToldHead) {
        let own = told.proof.as_deref();
        let proven = own.is_some_and(|proof| self.head_key.holds(told.seq, &told.hash, proof));
        if !self.store.heads().is_due(user, proven, self.store.now()) {
            return;
        }
        let event = Event::HeadMissing {
            user: user.to_owned(),
            seq: told.seq,
            hash: told.hash.clone(),
            proven,
        };
        let by: Assessor = self.program.clone();
        // Where it cannot be written, the terminal itself still says so, and its next connection tries again.
        if self.recorded(by, event).is_ok() {
            self.tell_heads();
        }
    }

    /// Returns how the record stands to what clients were told of it.
    pub(super) fn head_status(&mut self, own: OwnHead) -> HeadStatus {
        HeadStatus {
            head: self.newest_head(),
            own,
            missing: self.store.heads().missing().to_vec(),
        }
    }

    fn newest_head(&mut self) -> Option<ToldHead> {
        let head = self.store.head().ok()?;
        Some(ToldHead {
            seq: head.seq,
            at: head.at?,
            proof: self.head_key.proof(head.seq, &head.hash),
            hash: head.hash,
        })
    }

    /// Compares again what the connections were told, after entries that may have accepted some of it.
    pub(super) fn heads_changed(&mut self) {
        let ids: Vec<ConnectionId> = self.connections.ids().collect();
        for id in ids {
            let Some((user, told)) = self.connections.get(id).and_then(|connection| {
                let told = connection.missing.clone()?;
                Some((connection.who.user.clone(), told))
            }) else {
                continue;
            };
            match self.own_head(&told) {
                OwnHead::Missing { .. } => self.head_missing(&user, &told),
                own @ (OwnHead::Held | OwnHead::Accepted { .. } | OwnHead::Restored { .. }) => {
                    if let Some(connection) = self.connections.get_mut(id) {
                        connection.missing = None;
                    }
                    let status = self.head_status(own);
                    self.connections.reply(id, Reply::Heads(Box::new(status)));
                }
            }
        }
        self.tell_heads();
    }

    /// Tells every terminal how its own head and those of others stand.
    fn tell_heads(&mut self) {
        let status = self.head_status(OwnHead::Held);
        for id in self.connections.ids().collect::<Vec<_>>() {
            let Some(connection) = self.connections.get(id).filter(|found| found.screens) else {
                continue;
            };
            let own = match &connection.missing {
                Some(told) => OwnHead::Missing { seq: told.seq },
                None => OwnHead::Held,
            };
            let status = HeadStatus {
                own,
                ..status.clone()
            };
            self.connections.reply(id, Reply::Heads(Box::new(status)));
        }
    }

    /// Checks that a connection may save events.
    pub(super) fn check_may_save(
        &self,
        connection: ConnectionId,
        events: &[Event],
    ) -> Result<(), Refusal> {
        let connection = self.connections.get(connection);
        let told = connection.and_then(|connection| connection.missing.as_ref());
        heads::check_may_save(self.store.heads(), told, events)
    }
}

/// Returns the head that a client says it was told, if it is one.
pub(super) fn plausible(told: Option<ToldHead>) -> Option<ToldHead> {
    let hex = |text: &str| text.len() == DIGITS && text.bytes().all(|b| b.is_ascii_hexdigit());
    told.filter(|told| told.seq > 0 && hex(&told.hash) && told.proof.as_deref().is_none_or(hex))
}
