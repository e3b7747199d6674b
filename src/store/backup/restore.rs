//! Bringing a backup back into an empty directory: every file is proven before and while it is copied.
//!
//! What a study needs besides, sled, is built when the study is opened. The directory is marked as unfinished until the
//! study in it is proven, and refused until then by all that reads or opens a study; after one that was broken off the
//! restore begins anew there.

use super::manifest::{Manifest, Part};
use crate::store::checksum::sum;
use crate::store::error::{Action, StoreError, Work};
use crate::store::file_names::JOURNAL;
use crate::store::home;
use crate::store::journal::head::Heads;
use crate::store::journal::line::Tip;
use crate::store::journal::verify::verify_unfinished;
use crate::store::options::Progress;
use crate::store::repair::unfinished::{Target, Unfinished};
use crate::text::store::BackupFault;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Steps of a restore beside the copying of files.
const STEPS: u64 = 4;

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

/// A directory that holds all of a backup, and stays marked as unfinished until [`Restored::done`].
#[derive(Debug)]
pub struct Restored {
    /// What the backup says of itself.
    pub manifest: Manifest,
    /// An earlier restore to the directory was broken off; what it had left was removed and this one began anew.
    pub anew: bool,
    work: Unfinished,
}

impl Restored {
    /// Takes the mark away, once the study is proven.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn done(self) -> Result<Manifest, StoreError> {
        self.work.done()?;
        Ok(self.manifest)
    }
}

/// Copies a backup into a directory that is empty or not there yet, or to which a restore was broken off, verifies its
/// chain and leaves it as a study that is ready to be opened.
///
/// # Errors
/// As for [`begin_restore`], and when what was copied is not the backup's record.
pub fn restore(backup: &Path, dir: &Path, progress: Progress<'_>) -> Result<Manifest, StoreError> {
    let restored = begin_restore(backup, dir, progress)?;
    let report = verify_unfinished(dir, progress)?;
    let manifest = &restored.manifest;
    if report.is_sound() && report.head == manifest.head && report.entries == manifest.entries {
        return restored.done();
    }
    Err(StoreError::Backup {
        fault: BackupFault::OtherRecord {
            dir: dir.to_owned(),
            entries: report.entries,
            backup: manifest.entries,
        },
    })
}

/// Copies a backup into a directory that is empty or not there yet, or to which a restore was broken off. It stays
/// marked as unfinished until it is proven and said to be done; `progress` is called after each step with how much is
/// done, and of how much.
///
/// # Errors
/// When the directory holds anything else, or a file of the backup is missing or not as it was; then nothing, or only
/// what was copied until then, is in the directory, which is marked as unfinished.
pub fn begin_restore(
    backup: &Path,
    dir: &Path,
    progress: Progress<'_>,
) -> Result<Restored, StoreError> {
    let manifest = manifest(backup)?;
    let files = manifest.files.iter().map(|part| part.name.as_str());
    let target = Target::look(dir, Work::Restore, files)?;
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
    let anew = target.is_anew();
    let work = target.begin()?;
    // The steps beside the copies count a byte each.
    let total = parts().map(|part| part.bytes).sum::<u64>() + STEPS;
    let mut done = 0;
    let mut step = |bytes: u64| {
        done += bytes;
        progress(done.min(total), total);
    };
    step(0);
    home::make_dir(&dir.join(JOURNAL))?;
    step(1);
    for part in parts() {
        copy(backup, dir, part)?;
        step(part.bytes);
    }
    home::sync_dir(&dir.join(JOURNAL))?;
    home::write_format_in(dir)?;
    step(1);
    let tip = Tip {
        seq: manifest.entries,
        hash,
    };
    // That the record ends there is known here and nowhere else in the new directory.
    let mut heads = Heads::open(dir)?;
    heads.write(tip, 0, manifest.at)?;
    step(1);
    heads.write(tip, 0, manifest.at)?;
    heads.sync()?;
    home::sync_dir(dir)?;
    step(1);
    Ok(Restored {
        manifest,
        anew,
        work,
    })
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
