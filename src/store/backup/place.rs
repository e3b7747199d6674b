//! Where a backup may be, and which backup a record goes on from.
//!
//! What does not fit is refused by name and left as it is.

use crate::store::backup::manifest::Manifest;
use crate::store::error::StoreError;
use crate::store::file_names::JOURNAL;
use crate::store::home;
use crate::store::journal::line;
use crate::store::journal::walk::Walk;
use crate::store::regular;
use std::path::{Path, PathBuf};

/// Marks a directory as a backup from its first file on.
const MARK: &str = "format";
const MARK_WORDS: &str = "coreset backup, format 1\n";

/// Returns the absolute place of a backup, which must be none of the study's and hold nothing else.
pub(super) fn check_target(dir: &Path, to: &Path) -> Result<PathBuf, StoreError> {
    let unread = |path: &Path, error| StoreError::io("read", path, error);
    let study = dir.canonicalize().map_err(|error| unread(dir, error))?;
    let absolute = std::path::absolute(to).map_err(|error| unread(to, error))?;
    // Of what is not there yet, the nearest directory that is says where it would be.
    let there = absolute
        .ancestors()
        .find_map(|path| path.canonicalize().ok());
    if there.is_some_and(|there| there.starts_with(&study)) {
        return Err(StoreError::Backup {
            what: format!("{} is inside the study itself.", to.display()),
            hint: "Name a directory on another disk, or on another machine's.",
            damaged: false,
        });
    }
    if !absolute.exists() {
        return Ok(absolute);
    }
    let items = std::fs::read_dir(&absolute).map_err(|error| unread(to, error))?;
    let marked =
        regular::read(&absolute.join(MARK)).is_ok_and(|text| text == MARK_WORDS.as_bytes());
    if !marked && items.count() > 0 {
        return Err(StoreError::Backup {
            what: format!(
                "{} holds something that is no backup of coreset.",
                to.display()
            ),
            hint: "Name an empty directory, or one that holds the backup so far.",
            damaged: false,
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
    let place = to.display();
    let what = if old.first != first {
        format!("{place} holds the backup of another study, {}.", old.study)
    } else if old.entries > walk.whole.seq {
        format!(
            "The backup in {place} has {} entries, and this study only {}: its tail was cut, or it was restored from an older backup.",
            old.entries, walk.whole.seq
        )
    } else {
        let there = walk.watched.get(&old.entries).map(line::text);
        if there.as_deref() == Some(&old.head) {
            return Ok(());
        }
        format!(
            "The backup in {place} and this study went apart: entry {} is not the same in both.",
            old.entries
        )
    };
    Err(StoreError::Backup {
        what,
        hint: "Nothing was changed. Keep that backup, and name another directory.",
        damaged: false,
    })
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
