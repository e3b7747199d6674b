//! Reading an open study: summaries, records, users, locks, entries.
//!
//! Reads sled and the cache before it; when sled fails, it is rebuilt from the journal.

use super::Store;
use crate::domain::base::ids::ParticipantId;
use crate::domain::record::backup_status::BackupStatus;
use crate::domain::record::entry::{Entry, Head};
use crate::domain::record::heads::Heads;
use crate::domain::record::lock::Locks;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::record::user::Users;
use crate::domain::views::summary::Summary;
use crate::store::error::StoreError;
use crate::store::index::{Fault, RecordCache, Tables};
use crate::store::journal::line;
use crate::text::store::Unsound;

/// How much of the trail is read at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Entries at most.
    pub entries: usize,
    /// Bytes of their lines; the entry that reaches them is the last.
    pub bytes: usize,
}

/// A part of the trail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trail {
    /// The entries, oldest first.
    pub entries: Vec<Entry>,
    /// The entry after which to go on; `None` at the end.
    pub next: Option<u64>,
}

impl Store {
    /// Returns all participants' summaries, in the order of enrolment.
    ///
    /// # Errors
    /// When sled failed and could not be rebuilt.
    pub fn participants(&mut self) -> Result<Vec<Summary>, StoreError> {
        let enrolment_order =
            |cache: &RecordCache, summary: &Summary| cache.order(&summary.participant.id);
        let mut all = self.read(|tables, _| {
            let mut all = Vec::new();
            tables.each_summary(&mut |summary| all.push(summary))?;
            Ok(all)
        })?;
        all.sort_by_key(|summary| enrolment_order(&self.cache, summary));
        Ok(all)
    }

    /// Calls `with` with each participant's summary, one at a time and in no order that matters.
    ///
    /// # Errors
    /// When sled failed and could not be rebuilt; `with` may have been called for some by then.
    pub fn each_summary(&mut self, with: &mut dyn FnMut(Summary)) -> Result<(), StoreError> {
        self.flush()?;
        let Some(tables) = &self.tables else {
            return Err(self.unreadable());
        };
        if let Err(fault) = tables.each_summary(with) {
            self.broken = Some(fault);
            self.heal()?;
            return Err(self.unreadable());
        }
        Ok(())
    }

    /// Returns the users of the study.
    pub fn users(&self) -> &Users {
        self.cache.users()
    }

    /// Returns when the study was backed up and a restore tested.
    pub fn backup_status(&self) -> &BackupStatus {
        self.cache.backup_status()
    }

    /// Returns which heads are missing, and which were accepted.
    pub fn heads(&self) -> &Heads {
        self.cache.heads()
    }

    /// Returns an entry; `None` when the journal does not go so far.
    ///
    /// # Errors
    /// When sled failed and could not be rebuilt.
    pub fn entry(&mut self, seq: u64) -> Result<Option<Entry>, StoreError> {
        self.read(|tables, _| tables.entry(seq))
    }

    /// Returns number, hash and time of the newest entry.
    ///
    /// # Errors
    /// When sled failed and could not be rebuilt.
    pub fn head(&mut self) -> Result<Head, StoreError> {
        let tip = self.journal.tip;
        let newest = self.entry(tip.seq)?;
        Ok(Head {
            seq: tip.seq,
            hash: tip.text(),
            at: newest.map(|entry| entry.recorded_at),
        })
    }

    /// Returns how the study began: its first entry; `None` while it has none.
    ///
    /// # Errors
    /// When sled failed and could not be rebuilt.
    pub fn first(&mut self) -> Result<Option<Entry>, StoreError> {
        self.read(|tables, _| tables.entry(1))
    }

    /// Returns the number of the entry that enrolled a participant; `None` when there is no such participant.
    pub fn enrolled_by(&self, who: &ParticipantId) -> Option<u64> {
        self.cache.order(who)
    }

    /// Returns the record of a participant; `None` when there is no such participant.
    ///
    /// # Errors
    /// When sled failed and could not be rebuilt.
    pub fn record(&mut self, who: &ParticipantId) -> Result<Option<ParticipantRecord>, StoreError> {
        self.read(|tables, cache| {
            let Some(order) = cache.order(who) else {
                return Ok(None);
            };
            let record = tables.record(who, order)?;
            Ok(record.map(|record| ParticipantRecord {
                locks: cache.locks().of(who),
                ..record
            }))
        })
    }

    /// Looks at a participant's record, with the study's locks; `None` when there is no such participant.
    ///
    /// # Errors
    /// When sled failed and could not be rebuilt.
    pub fn consult<T>(
        &mut self,
        who: &ParticipantId,
        look: impl Fn(&ParticipantRecord, &Locks) -> T,
    ) -> Result<Option<T>, StoreError> {
        self.read(|tables, cache| {
            if let Some(record) = cache.record(who) {
                return Ok(Some(look(record, cache.locks())));
            }
            let Some(order) = cache.order(who) else {
                return Ok(None);
            };
            let record = tables.record(who, order)?;
            Ok(record.map(|record| look(&record, cache.locks())))
        })
    }

    /// Returns whether a request was applied before.
    ///
    /// # Errors
    /// When sled failed and could not be rebuilt.
    pub fn is_known(&mut self, request: &str) -> Result<bool, StoreError> {
        self.read(|tables, _| Ok(tables.request(request)?.is_some()))
    }

    /// Returns the locks that stand.
    pub fn locks(&self) -> &Locks {
        self.cache.locks()
    }

    /// Returns a part of the trail, oldest first: entries about a participant, or all, those after an entry.
    ///
    /// A part ends with the entry that fills it, so that one entry is returned whatever its length.
    ///
    /// # Errors
    /// When sled failed and could not be rebuilt.
    pub fn trail(
        &mut self,
        who: Option<&ParticipantId>,
        after: u64,
        room: Room,
    ) -> Result<Trail, StoreError> {
        let last = self.last();
        self.read(|tables, _| {
            let Some(who) = who else {
                return part(tables, after.saturating_add(1)..=last, room);
            };
            let mut seqs = tables.trail(who)?;
            // A lock of the whole study holds for every participant.
            seqs.extend(tables.trail(&ParticipantId::new(""))?);
            seqs.sort_unstable();
            part(tables, seqs.into_iter().filter(|seq| *seq > after), room)
        })
    }

    /// Returns a participant's summary; `None` when there is no such participant.
    ///
    /// # Errors
    /// When sled failed and could not be rebuilt.
    pub fn summary(&mut self, who: &ParticipantId) -> Result<Option<Summary>, StoreError> {
        self.read(|tables, _| tables.summary(who))
    }

    /// Reads from sled; a sled that fails is rebuilt, and read once more.
    pub(super) fn read<T>(
        &mut self,
        from: impl Fn(&Tables, &RecordCache) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        self.flush()?;
        for _ in 0..2 {
            let Some(tables) = &self.tables else {
                break;
            };
            match from(tables, &self.cache) {
                Ok(value) => return Ok(value),
                Err(fault) => {
                    self.broken = Some(fault);
                    self.heal()?;
                }
            }
        }
        Err(self.unreadable())
    }
}

/// Reads entries until there is no more room, or none is left.
fn part(tables: &Tables, seqs: impl Iterator<Item = u64>, room: Room) -> Result<Trail, Fault> {
    let mut trail = Trail::default();
    let mut bytes = 0_usize;
    let mut seqs = seqs.peekable();
    while let Some(seq) = seqs.next() {
        let Some(line) = tables.line(seq)? else {
            continue;
        };
        bytes = bytes.saturating_add(line.len());
        let entry =
            line::parse(&line).map_err(|_| Fault::new(Unsound::EntryNotReadable { seq: None }))?;
        trail.entries.push(entry);
        if trail.entries.len() >= room.entries || bytes >= room.bytes {
            trail.next = seqs.peek().map(|_| seq);
            break;
        }
    }
    Ok(trail)
}
