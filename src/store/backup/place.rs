//! Where a backup may be, and which backup a record goes on from.
//!
//! What does not fit is refused by name and left as it is.

use crate::store::backup::manifest::Manifest;
use crate::store::error::{Action, StoreError};
use crate::store::file_names::JOURNAL;
use crate::store::home;
use crate::store::journal::line;
use crate::store::journal::walk::Walk;
use crate::store::regular;
use crate::text::store::BackupFault;
use std::path::{Path, PathBuf};

/// Marks a directory as a backup from its first file on.
const MARK: &str = "format";
const MARK_WORDS: &str = "coreset backup, format 1\n";

/// Returns the absolute place of a backup, which must be none of the study's and hold nothing else.
pub(super) fn check_target(dir: &Path, to: &Path) -> Result<PathBuf, StoreError> {
    let unread = |path: &Path, error| StoreError::io(Action::Read, path, error);
    let study = dir.canonicalize().map_err(|error| unread(dir, error))?;
    let absolute = std::path::absolute(to).map_err(|error| unread(to, error))?;
    // Of what is not there yet, the nearest directory that is says where it would be.
    let there = absolute
        .ancestors()
        .find_map(|path| path.canonicalize().ok());
    if there.is_some_and(|there| there.starts_with(&study)) {
        let dir = to.to_owned();
        return Err(StoreError::Backup {
            fault: BackupFault::BackupInside { dir },
        });
    }
    if !absolute.exists() {
        return Ok(absolute);
    }
    let items = std::fs::read_dir(&absolute).map_err(|error| unread(to, error))?;
    let marked =
        regular::read(&absolute.join(MARK)).is_ok_and(|text| text == MARK_WORDS.as_bytes());
    if !marked && items.count() > 0 {
        let dir = to.to_owned();
        return Err(StoreError::Backup {
            fault: BackupFault::NoBackupThere { dir },
        });
    }
    Ok(absolute)
}

/// Refuses a backup of another record, and one that this record does not go on from.
pub(super) fn goes_on(
    to: &Path,
    old: &Manifest,
    walk: &Walk,
    first: &str,
) -> Result<(), StoreError> {
    let dir = to.to_owned();
    let fault = if old.first != first {
        let study = old.study.clone();
        BackupFault::OtherStudy { dir, study }
    } else if old.entries > walk.whole.seq {
        BackupFault::Longer {
            dir,
            backup: old.entries,
            study: walk.whole.seq,
        }
    } else {
        let there = walk.watched.get(&old.entries).map(line::text);
        if there.as_deref() == Some(&old.head) {
            return Ok(());
        }
        let entry = old.entries;
        BackupFault::WentApart { dir, entry }
    };
    Err(StoreError::Backup { fault })
}

/// Makes the directory and marks it.
pub(super) fn begin(to: &Path) -> Result<(), StoreError> {
    // The mark first: what an early end leaves must not look like a study that lost its journal.
    home::make_dir(to)?;
    let mark = to.join(MARK);
    if !mark.exists() {
        home::write_new(&mark, MARK_WORDS.as_bytes())?;
        home::sync_dir(to)?;
    }
    home::make_dir(&to.join(JOURNAL))
}
