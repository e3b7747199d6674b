//! Opens the store again by itself after a fault that closed it, such as a full disk or a journal that was cut.
//!
//! Must not go on without an entry that was acknowledged: what the disk cannot prove any more ends the server.

use super::list::List;
use super::{ConnectionId, Work, opened_notices};
use crate::protocol::messages::Reply;
use crate::server::sentences::sentence;
use crate::store::{ErrorKind, StoreError};
use crate::text::store::Opening;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long it waits between the first two tries; twice as long after each, up to [`LONGEST`].
const FIRST: Duration = Duration::from_millis(100);
/// How long it waits between two tries at the most.
const LONGEST: Duration = Duration::from_secs(5);

/// What whoever started the owner is told of its store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// A fault closed the store; it is tried to open it again.
    Closed(String),
    /// It was opened again, with what was found.
    Mended(Vec<Opening>),
    /// It cannot be opened again: the server is to end, since its clients would be told nothing else.
    Lost(String),
}

/// Is told of trouble with the store, on the owner's thread.
pub type Told = Box<dyn Fn(Trouble) + Send>;

/// How far the opening again of a closed store is.
#[derive(Debug, Default)]
pub(super) struct Mending {
    /// When it is tried next, and how long it waits after that; `None` while the store is open.
    next: Option<(Instant, Duration)>,
    /// It was said that nothing mends it.
    lost: bool,
}

impl Work {
    /// Opens the store again if it is closed and a try is due; returns whether it is open.
    pub(super) fn mend(&mut self) -> bool {
        if !self.store.is_closed() {
            return true;
        }
        let now = Instant::now();
        let pause = match self.mending.next {
            _ if self.mending.lost => return false,
            Some((due, _)) if now < due => return false,
            Some((_, pause)) => pause,
            None => {
                (self.told)(Trouble::Closed(self.store.trouble()));
                FIRST
            }
        };
        let last = self.store.last();
        // The files were judged when the study was opened, and the record is the same one.
        let store = &mut self.store;
        let opened = catch_unwind(AssertUnwindSafe(|| {
            store.reopen(&|_| Ok(false), &mut |_, _| {})
        }));
        let report = match opened {
            Ok(Ok(report)) => report,
            Ok(Err(error)) if is_lasting(&error) => {
                self.mending.lost = true;
                (self.told)(Trouble::Lost(sentence(&error)));
                return false;
            }
            Ok(Err(_)) | Err(_) => {
                let longer = pause.saturating_mul(2).min(LONGEST);
                self.mending.next = Some((Instant::now() + pause, longer));
                return false;
            }
        };
        let study = Arc::clone(&self.study);
        match List::read(study, &mut self.store, super::now().date_naive()) {
            Ok(list) => self.list = list,
            // What closes the store again is met by the next try; until then the list is the one of before.
            Err(error) => (self.told)(Trouble::Closed(sentence(&error))),
        }
        self.mending = Mending::default();
        self.findings
            .extend(opened_notices(report.findings.clone()));
        (self.told)(Trouble::Mended(report.findings));
        self.publish_since(last);
        self.connections.tell_screens(&Reply::Mended);
        true
    }

    /// Returns how long until a closed store is tried again; `None` while it is open or lost.
    pub(super) fn mends_in(&self) -> Option<Duration> {
        if !self.store.is_closed() || self.mending.lost {
            return None;
        }
        let due = self.mending.next.map(|(due, _)| due);
        Some(due.map_or(Duration::ZERO, |due| {
            due.saturating_duration_since(Instant::now())
        }))
    }

    /// Tells everybody of entries that were on the disk without having been acknowledged.
    pub(super) fn publish_since(&mut self, last: u64) {
        // Ids begin at 1: nobody has asked for them.
        let nobody = ConnectionId(0);
        for seq in last + 1..=self.store.last() {
            let Ok(Some(entry)) = self.store.entry(seq) else {
                return;
            };
            self.publish_entries(nobody, &[entry], None);
        }
    }
}

/// Returns whether another try leads to nothing else.
fn is_lasting(error: &StoreError) -> bool {
    match error.kind() {
        ErrorKind::Damage | ErrorKind::Files | ErrorKind::Version | ErrorKind::Place => true,
        ErrorKind::Busy
        | ErrorKind::Permission
        | ErrorKind::Space
        | ErrorKind::Refused
        | ErrorKind::Conflict
        | ErrorKind::Closed
        | ErrorKind::Io => false,
    }
}
