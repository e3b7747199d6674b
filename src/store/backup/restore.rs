//! Bringing a backup back into an empty directory: every file is proven before and while it is copied.
//!
//! What a study needs besides, sled, is built when the study is opened. Removes nothing: a directory to which a restore
//! was broken off stays marked as unfinished, and is refused by all that reads or opens a study.

use super::manifest::{Manifest, Part};
use crate::store::checksum::sum;
use crate::store::error::{Action, StoreError};
use crate::store::file_names::JOURNAL;
use crate::store::home;
use crate::store::journal::head::Heads;
use crate::store::journal::line::Tip;
use crate::store::options::Progress;
use crate::store::repair::evidence::{Mark, empty};
use crate::text::store::BackupFault;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Reads what a backup says of itself.
///
/// # Errors
/// When there is no backup, or its manifest is damaged or newer than the program.
pub fn manifest(backup: &Path) -> Result<Manifest, StoreError> {
    Manifest::read(backup)?.ok_or_else(|| StoreError::Backup {
        fault: BackupFault::NoneFinished {
            dir: backup.to_owned(),
        },
    })
}

/// Copies a backup into a directory that is empty or not there yet, as a study that is ready to be opened;
/// `progress` is called with the bytes that are done.
///
/// # Errors
/// When the directory holds something, or a file of the backup is missing or not as it was; then nothing, or only
/// what was copied until then, is in the directory, which is marked as unfinished.
pub fn restore(backup: &Path, dir: &Path, progress: Progress<'_>) -> Result<Manifest, StoreError> {
    let manifest = manifest(backup)?;
    empty(dir)?;
    let parts = || manifest.segments.iter().chain(&manifest.files);
    let wrong: Vec<String> = parts()
        .filter(|part| !part.is_whole(backup))
        .map(|part| part.path.clone())
        .collect();
    if !wrong.is_empty() {
        return Err(StoreError::Backup {
            fault: BackupFault::NotWhole {
                dir: backup.to_owned(),
                files: wrong,
            },
        });
    }
    let hash = manifest.head.as_bytes().try_into();
    let hash = hash.map_err(|_| StoreError::Backup {
        fault: BackupFault::HeadNoHash {
            dir: backup.to_owned(),
        },
    })?;
    home::refuse_inside(dir)?;
    home::make_dir(dir)?;
    Mark::Restore.make(dir)?;
    home::make_dir(&dir.join(JOURNAL))?;
    let total: u64 = parts().map(|part| part.bytes).sum();
    let mut done = 0;
    for part in parts() {
        copy(backup, dir, part)?;
        done += part.bytes;
        if done < total {
            progress(done, total);
        }
    }
    home::sync_dir(&dir.join(JOURNAL))?;
    home::write_format_in(dir)?;
    let tip = Tip {
        seq: manifest.entries,
        hash,
    };
    // That the record ends there is known here and nowhere else in the new directory.
    let mut heads = Heads::open(dir)?;
    heads.write(tip, 0, manifest.at)?;
    heads.write(tip, 0, manifest.at)?;
    heads.sync()?;
    home::sync_dir(dir)?;
    Mark::Restore.remove(dir)?;
    Ok(manifest)
}

/// Copies one file and proves it.
fn copy(backup: &Path, dir: &Path, part: &Part) -> Result<(), StoreError> {
    let path: PathBuf = dir.join(&part.name);
    let within = path.parent().unwrap_or(dir);
    home::make_dir(within)?;
    let copied = || {
        let mut source = File::open(backup.join(&part.path))?.take(part.bytes);
        let mut target = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)?;
        std::io::copy(&mut source, &mut target)?;
        target.flush()?;
        target.sync_all()?;
        File::open(within)?.sync_all()?;
        // What stands there now is what counts.
        sum(File::open(&path)?)
    };
    let (bytes, hash) = copied().map_err(|error| StoreError::io(Action::Write, &path, error))?;
    if bytes == part.bytes && hash == part.blake3 {
        return Ok(());
    }
    Err(StoreError::Backup {
        fault: BackupFault::RestoredOtherwise { file: path },
    })
}
