//! The files of a backup: each is hashed as it is copied, gets its name when it is on the disk, and is read again.

use crate::store::backup::manifest::{Manifest, Part};
use crate::store::checksum::sum;
use crate::store::error::{Action, StoreError};
use crate::store::home;
use crate::store::journal::line;
use crate::store::journal::line::Tip;
use crate::store::journal::walk;
use crate::text::store::BackupFault;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Returns the length of a file in bytes.
pub(super) fn length(path: &Path) -> Result<u64, StoreError> {
    let meta = path.metadata();
    meta.map(|meta| meta.len())
        .map_err(|error| StoreError::io(Action::Read, path, error))
}

/// Returns whether a file of the journal is the one that the backup has, and has whole.
pub(super) fn is_same(path: &Path, part: &Part, to: &Path) -> Result<bool, StoreError> {
    let own = File::open(path).and_then(|file| sum(file.take(part.bytes)));
    let (bytes, hash) = own.map_err(|error| StoreError::io(Action::Read, path, error))?;
    Ok(bytes == part.bytes && hash == part.blake3 && part.is_whole(to))
}

/// Copies the first bytes of a file, and takes them to the disk under their name.
pub(super) fn copy(from: &Path, to: &Path, name: &str, bytes: u64) -> Result<Part, StoreError> {
    let path = to.join(name);
    let new = to.join(format!("{name}.new"));
    let copied = || {
        let source = File::open(from)?;
        let mut target = Hashed {
            file: OpenOptions::new()
                .write(true)
                .create(true)
                .truncate(true)
                .mode(0o600)
                .open(&new)?,
            hasher: blake3::Hasher::new(),
        };
        let copied = std::io::copy(&mut source.take(bytes), &mut target)?;
        if copied != bytes {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        target.file.sync_all()?;
        std::fs::rename(&new, &path)?;
        Ok(target.hasher.finalize())
    };
    let hash = copied().map_err(|error| StoreError::io(Action::Write, &path, error))?;
    Ok(Part {
        name: name.to_owned(),
        path: name.to_owned(),
        bytes,
        blake3: hash.to_hex().to_string(),
    })
}

/// A file that is hashed as it is written.
struct Hashed {
    file: File,
    hasher: blake3::Hasher,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// Writes the study's own files into a directory named after what they say, so that those of the backup before stay.
pub(super) fn study_files(to: &Path, files: &[(String, String)]) -> Result<Vec<Part>, StoreError> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let mut hasher = blake3::Hasher::new();
    for (name, text) in files {
        for part in [name, text] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
    }
    let hash = hasher.finalize().to_hex();
    let folder = format!("study-{}", hash.get(..16).unwrap_or_default());
    let mut parts = Vec::new();
    for (name, text) in files {
        let part = Part {
            name: name.clone(),
            path: format!("{folder}/{name}"),
            bytes: text.len() as u64,
            blake3: line::text(&line::digest(text.as_bytes())),
        };
        let path = to.join(&part.path);
        if !part.is_whole(to) {
            let within = path.parent().unwrap_or(to);
            home::make_dir(within)?;
            home::write_new(&path, text.as_bytes())?;
            home::sync_dir(within)?;
        }
        parts.push(part);
    }
    home::sync_dir(&to.join(folder))?;
    home::sync_dir(to)?;
    Ok(parts)
}

/// Reads what was copied, and proves that it is the record.
pub(super) fn prove(to: &Path, manifest: &Manifest, end: Tip) -> Result<(), StoreError> {
    let segments: Vec<(u32, PathBuf)> = (1..)
        .zip(&manifest.segments)
        .map(|(number, part)| (number, to.join(&part.path)))
        .collect();
    let walk = walk::walk_until(&segments, end.seq, &[], |_, _| {});
    let walk = walk.map_err(|error| StoreError::io(Action::Read, to, error))?;
    if walk.whole == end && walk.fault.is_none() {
        return Ok(());
    }
    Err(StoreError::Backup {
        fault: BackupFault::CopiedOtherwise {
            dir: to.to_owned(),
            after: walk.whole.seq,
        },
    })
}
