//! Opens a study again in place, after a fault that closed it: everything on the disk is proven anew, as at a start.
//!
//! Must not let go of the lock meanwhile, and must not go on without an entry that was acknowledged.

use super::Store;
use super::error::StoreError;
use crate::store::index;
use crate::store::index::Tables;
use crate::store::journal::line::Tip;
use crate::store::open::{self, After, FilesJudge, OpenReport, Parts};
use crate::store::options::Progress;
use crate::store::repair::admission::admit;
use crate::store::repair::evidence::Mark;
use crate::text::DEFAULT;
use std::path::Path;

impl Store {
    /// Returns whether a fault has closed it: it takes no entries, or its sessions cannot be read, until it is opened
    /// again.
    pub fn is_closed(&self) -> bool {
        self.closed.is_some() || self.tables.is_none()
    }

    /// Returns what closed it, as a sentence; empty while it is open.
    pub fn trouble(&self) -> String {
        match (&self.closed, &self.broken) {
            (Some(why), _) => why.to_string(),
            (None, Some(fault)) => DEFAULT.unsound(&fault.why),
            (None, None) => String::new(),
        }
    }

    /// Opens it again, under the lock that it holds: the journal is read and proven, and what must be is repaired as at
    /// any opening. Entries that were on the disk without having been acknowledged count from then on.
    ///
    /// # Errors
    /// As for opening, and [`StoreError::Replaced`] when an entry that was acknowledged is not there any more; it stays
    /// closed then.
    pub fn reopen(
        &mut self,
        files: FilesJudge<'_>,
        progress: Progress<'_>,
    ) -> Result<OpenReport, StoreError> {
        let opened = self.bring_up(files, progress);
        if let Err(error) = &opened {
            self.closed = Some(error.clone());
            index::close(self.tables.take());
        }
        opened
    }

    fn bring_up(
        &mut self,
        files: FilesJudge<'_>,
        progress: Progress<'_>,
    ) -> Result<OpenReport, StoreError> {
        // What it has taken may be the only copy of a journal that is gone; another process cannot open it meanwhile.
        match (self.tables.take(), &self.broken) {
            (Some(tables), None) => {
                let sled = self.home.dir.join(crate::store::file_names::SLED);
                // An error is ignored here: the opening below examines the files of sled anyway.
                let _ = tables.sync(&sled);
                index::close(Some(tables));
            }
            (Some(tables), Some(_)) => {
                index::let_go(Some(tables));
                let stamp = self.now().format("%Y%m%dT%H%M%S").to_string();
                open::set_aside(&self.home.dir, true, &stamp)?;
            }
            (None, _) => {}
        }
        let admitted = admit(&self.home.dir, &self.options, progress)?;
        let (parts, report) = open::bring_up(
            &self.home,
            admitted,
            &self.options,
            &self.projection,
            files,
            progress,
        )?;
        let Parts {
            journal,
            heads,
            tables,
            cache,
            after,
        } = parts;
        holds(&tables, self.journal.tip, &self.home.dir)?;
        self.kept = 0;
        self.has_no_entry = journal.tip.seq == 0;
        self.journal = journal;
        self.heads = heads;
        self.tables = Some(tables);
        self.cache = cache;
        self.closed = None;
        self.broken = None;
        self.finish_opening(after)?;
        Ok(report)
    }

    /// Summarises everybody again, as after an amendment of the study.
    ///
    /// # Errors
    /// When sled cannot take it; the store is to be opened again then.
    pub fn summarise_all(&mut self) -> Result<(), StoreError> {
        self.flush()?;
        let Some(tables) = &mut self.tables else {
            return Ok(());
        };
        let done = index::summarise_all(tables, &mut self.cache, &self.projection);
        self.broken = done.err();
        self.flush()
    }

    /// Takes what an opening has done to the disk, once for each head slot.
    pub(super) fn finish_opening(&mut self, after: After) -> Result<(), StoreError> {
        if after.as_left {
            self.kept = self.journal.tip.seq;
        } else {
            self.sync_sled()?;
            self.sync_sled()?;
        }
        if after.marked {
            // It ended between its first entry and the answer.
            Mark::New.remove(&self.home.dir)?;
        }
        Ok(())
    }
}

/// Checks that the record still has the last entry that was acknowledged.
fn holds(tables: &Tables, acknowledged: Tip, dir: &Path) -> Result<(), StoreError> {
    let seq = acknowledged.seq;
    let found = tables.entry(seq).ok().flatten();
    match seq == 0 || found.is_some_and(|entry| entry.hash == acknowledged.text()) {
        true => Ok(()),
        false => Err(StoreError::Replaced {
            dir: dir.to_owned(),
            seq,
        }),
    }
}
