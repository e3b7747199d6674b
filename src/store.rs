//! The store of one study, which loses nothing: the journal is the truth, and sled holds the index, from which is read.
//!
//! An append is acknowledged when the journal is on the disk, with one write and one `fdatasync`
//! for all that was waiting. sled is *not* taken to the disk with each append, but every
//! `checkpoint_entries`, when the owner is idle and at the end: it is a projection, an entry that it lacks
//! is applied again from the journal at the next open, and leaving its sync out halves what an assessor
//! waits for. The head slots say how far sled was known to be on the disk, so that a sled
//! that merely lags can be told from one that has lost something, which is rebuilt and never patched.
//!
//! Must not know scores, verdicts or screens: how a record is summarised comes in as [`Projection`].

mod append;
mod backup;
mod boot;
mod checksum;
mod error;
mod file_names;
mod home;
mod index;
mod journal;
mod open;
mod options;
mod random;
mod read;
mod regular;
mod reopen;
mod repair;
mod salt;
mod seen;
mod verified;

pub use crate::store::backup::copy::{About, BackupReport, backup};
pub use crate::store::backup::manifest::{Manifest, Part};
pub use crate::store::backup::restore::{Restored, begin_restore, manifest, restore};
pub use crate::store::index::is_guarded;
pub use crate::store::journal::invariants::check_invariants;
pub use crate::store::journal::told::OutsideHead;
pub use crate::store::journal::verify::{
    VerifyReport, is_study, may_hold_study, verify_unfinished,
};
pub use crate::store::repair::recover::{RecoverReport, Recovering, begin_recovery, recover};
pub use error::{ErrorKind, StoreError, Work};
pub use home::refuse_inside;
use open::Parts;
pub use open::{FilesJudge, OpenReport};
pub use options::{Boot, Clock, Judge, Options, Progress, Projection};
pub use random::random;
pub use read::{Room, Trail};
pub use seen::{Seen, Wanted};
pub use verified::{verify, verify_against, verify_outside};

use crate::domain::record::entry::{Entry, Receipt};
use crate::domain::record::server_run::BootClock;
use crate::domain::views::summary::Summary;
use crate::store::error::Action;
use crate::store::file_names::{JOURNAL, SLED};
use crate::store::index::{Fault, RecordCache, Tables};
use crate::store::journal::head::Heads;
use crate::store::journal::writer::Journal;
use crate::text::store::Unsound;
use chrono::{DateTime, FixedOffset, SubsecRound};
use home::Home;
use std::path::Path;

/// What an append gives back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appended {
    /// Proof that it is on the disk.
    pub receipt: Receipt,
    /// The entries as stored.
    pub entries: Vec<Entry>,
    /// The new summary of the participant whom the entries are about, the last one where there are several.
    pub summary: Option<Summary>,
}

/// Bytes that sled needs to be built anew, at the least.
const HEADROOM: u64 = 1 << 20;

/// An open study, owned by this process.
pub struct Store {
    options: Options,
    projection: Projection,
    journal: Journal,
    heads: Heads,
    tables: Option<Tables>,
    cache: RecordCache,
    /// The newest entry that sled is known to have on the disk.
    kept: u64,
    /// Why no more entries are taken.
    closed: Option<StoreError>,
    /// Nothing was ever acknowledged, and the mark of a study that is being made is there.
    has_no_entry: bool,
    /// Why sled must be rebuilt before anything else.
    broken: Option<Fault>,
    /// Last, so that the lock is let go when everything else is closed.
    home: Home,
}

impl Store {
    /// Opens the study in a directory, after proving what is there; `progress` is told of a long reading.
    ///
    /// # Errors
    /// When another process owns it, when it was made by a newer program, when the place is not fit, or
    /// when entries are damaged or missing and nothing proves what they were.
    pub fn open(
        dir: &Path,
        options: Options,
        projection: Projection,
        progress: Progress<'_>,
    ) -> Result<(Self, OpenReport), StoreError> {
        open::open(dir, options, projection, &|_| Ok(false), progress)
    }

    /// Opens the study as [`Store::open`] does, if `files` takes what the record says about the study's files; it is
    /// asked once damage is repaired and before anything else of the journal, the heads or the sessions is written.
    ///
    /// # Errors
    /// As for opening, and [`StoreError::FilesChanged`] with what `files` says against it.
    pub fn open_with_files(
        dir: &Path,
        options: Options,
        projection: Projection,
        files: FilesJudge<'_>,
        progress: Progress<'_>,
    ) -> Result<(Self, OpenReport), StoreError> {
        open::open(dir, options, projection, files, progress)
    }

    fn assemble(home: Home, options: Options, projection: Projection, parts: Parts) -> Self {
        let Parts {
            journal,
            heads,
            tables,
            cache,
            after: _,
        } = parts;
        Self {
            kept: 0,
            has_no_entry: journal.tip.seq == 0,
            home,
            options,
            projection,
            journal,
            heads,
            tables: Some(tables),
            cache,
            closed: None,
            broken: None,
        }
    }

    /// Returns the directory of the study.
    pub fn dir(&self) -> &Path {
        &self.home.dir
    }

    /// Returns the version of the program, as entries carry it.
    pub fn program(&self) -> &str {
        &self.options.program
    }

    /// Returns the number of the newest entry.
    pub fn last(&self) -> u64 {
        self.journal.tip.seq
    }

    /// Returns whether something waits for [`Store::checkpoint`].
    pub fn is_behind(&self) -> bool {
        self.kept < self.journal.tip.seq
    }

    /// Writes all waiting changes to sled. An append and every reading that needs sled up to date call it first.
    ///
    /// # Errors
    /// When sled failed and could not be rebuilt; what was acknowledged is in the journal all the same.
    pub fn flush(&mut self) -> Result<(), StoreError> {
        if self.broken.is_none()
            && let Some(tables) = &mut self.tables
        {
            self.broken = self.cache.flush(tables).err();
        }
        self.heal()?;
        if self.journal.tip.seq - self.kept >= self.options.checkpoint_entries {
            self.sync_sled()?;
        }
        Ok(())
    }

    /// Syncs sled and the heads to the disk, when something waits for that.
    ///
    /// # Errors
    /// When sled failed and could not be rebuilt, or a head slot could not be written.
    pub fn checkpoint(&mut self) -> Result<(), StoreError> {
        self.flush()?;
        if !self.is_behind() {
            return Ok(());
        }
        self.sync_sled()?;
        // The other slot is as new then, and the next opening has nothing to sync.
        self.heads.write(self.journal.tip, self.kept, self.now())?;
        self.heads.sync()
    }

    fn unreadable(&self) -> StoreError {
        StoreError::Sessions {
            why: self
                .broken
                .as_ref()
                .map_or(Unsound::FailedTwice, |fault| fault.why.clone()),
        }
    }

    /// Rebuilds sled from the journal when it has failed.
    fn heal(&mut self) -> Result<(), StoreError> {
        let Some(fault) = &self.broken else {
            return Ok(());
        };
        // sled may also panic for want of room.
        let full = fault.full || self.home.free().is_some_and(|free| free < HEADROOM);
        if full && self.tables.is_some() {
            // Nothing in it is damaged; it takes no more until it is opened again with room to spare.
            index::close(self.tables.take());
            let error = StoreError::Full {
                reserve_freed: self.home.free_reserve(),
            };
            self.closed = Some(error.clone());
            return Err(error);
        }
        let had_sled = self.tables.is_some();
        index::let_go(self.tables.take());
        if !had_sled {
            // Tried already; only opening the study again proves the disk anew.
            return Err(self.unreadable());
        }
        let dir = self.home.dir.clone();
        let stamp = (self.options.clock)().format("%Y%m%dT%H%M%S").to_string();
        open::set_aside(&dir, true, &stamp)?;
        let segments = crate::store::journal::walk::segments(&dir.join(JOURNAL))
            .map_err(|error| StoreError::io(Action::Read, &dir, error))?;
        let source = index::Source {
            dir: &dir,
            segments: &segments,
            total: self.journal.tip.seq,
        };
        let cache = self.options.cache_bytes;
        let (tables, cache) = index::rebuild(&source, cache, &self.projection, &mut |_, _| {})?;
        self.tables = Some(tables);
        self.cache = cache;
        self.broken = None;
        Ok(())
    }

    fn sync_sled(&mut self) -> Result<(), StoreError> {
        let Some(tables) = &self.tables else {
            return Err(self.unreadable());
        };
        let path = self.home.dir.join(SLED);
        self.broken = tables.sync(&path).err();
        self.heal()?;
        self.kept = self.journal.tip.seq;
        self.heads.write(self.journal.tip, self.kept, self.now())?;
        self.heads.sync()
    }

    /// Returns the boot of the host; `None` where its kernel names none.
    pub fn boot(&self) -> Option<BootClock> {
        (self.options.boot)()
    }

    /// Returns the time at which an entry would be stored now, to the millisecond.
    pub fn now(&self) -> DateTime<FixedOffset> {
        (self.options.clock)().trunc_subsecs(3)
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // An error is ignored here: the journal has every acknowledged entry.
        let _ = self.checkpoint();
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("dir", &self.home.dir)
            .field("last", &self.journal.tip.seq)
            .field("closed", &self.closed)
            .finish_non_exhaustive()
    }
}
