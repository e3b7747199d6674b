//! What a backup says of itself: which record it is, up to which entry, and the hash of every file in it.
//!
//! Only its form and whether it is whole; what is copied where is the business of the backup and the restore.

use crate::store::checksum::sum;
use crate::store::error::{Action, StoreError};
use crate::store::home;
use crate::store::journal::line;
use crate::store::regular;
use crate::store::repair::unfinished::is_inside;
use crate::text::store::{BackupFault, Unfit};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// Name of the manifest in a backup; written last.
pub(in crate::store) const MANIFEST: &str = "backup.json";

/// Version of the form of a backup; a program refuses a newer one than its own.
const FORMAT: u32 = 1;

/// The manifest of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the form of the backup.
    pub format: u32,
    /// Id of the protocol, as the study was begun with.
    pub study: String,
    /// BLAKE3 of the protocol when the backup was made, in hex.
    pub protocol_hash: String,
    /// Hash of the first entry, in hex: which record it is.
    pub first: String,
    /// Hash of the last entry, in hex.
    pub head: String,
    /// How many entries it holds.
    pub entries: u64,
    /// When the last of them was stored.
    pub at: DateTime<FixedOffset>,
    /// When the backup was made.
    pub made_at: DateTime<FixedOffset>,
    /// Version of the program that made it.
    pub program: String,
    /// The files of the journal.
    pub segments: Vec<Part>,
    /// The study file and the forms that the study has of its own.
    pub files: Vec<Part>,
    /// What the study directory has and the backup has not.
    pub left_out: Vec<String>,
    /// BLAKE3 over all of this with an empty check, in hex.
    pub check: String,
}

/// One file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Where it belongs in a study directory.
    pub name: String,
    /// Where it stands in the backup.
    pub path: String,
    /// How many of its bytes belong to the backup.
    pub bytes: u64,
    /// BLAKE3 over those, in hex.
    pub blake3: String,
}

impl Manifest {
    /// Returns the format that this program writes.
    pub(in crate::store) const fn format() -> u32 {
        FORMAT
    }

    /// Reads the manifest of a backup; `None` when there is none.
    pub(in crate::store) fn read(backup: &Path) -> Result<Option<Self>, StoreError> {
        let path = backup.join(MANIFEST);
        let bytes = match regular::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::io(Action::Read, &path, error)),
        };
        let damaged = || StoreError::Backup {
            fault: BackupFault::ManifestDamaged { file: path.clone() },
        };
        let value: serde_json::Value = serde_json::from_slice(&bytes).map_err(|_| damaged())?;
        let format = value.get("format").and_then(serde_json::Value::as_u64);
        if format.is_some_and(|format| format > u64::from(FORMAT)) {
            return Err(StoreError::Backup {
                fault: BackupFault::ManifestNewer { file: path },
            });
        }
        let manifest: Self = serde_json::from_value(value).map_err(|_| damaged())?;
        let parts = manifest.segments.iter().chain(&manifest.files);
        let inside = |part: &Part| is_inside(&part.name) && is_inside(&part.path);
        if manifest.sum()? != manifest.check || !parts.clone().all(inside) {
            return Err(damaged());
        }
        Ok(Some(manifest))
    }

    /// Writes it into a backup, whole or not at all.
    pub(in crate::store) fn write(mut self, backup: &Path) -> Result<Self, StoreError> {
        self.check = self.sum()?;
        let text = serde_json::to_string_pretty(&self).map_err(unwritten)? + "\n";
        let (new, path) = (backup.join("backup.json.new"), backup.join(MANIFEST));
        home::write_new(&new, text.as_bytes())?;
        std::fs::rename(&new, &path)
            .map_err(|error| StoreError::io(Action::Write, &path, error))?;
        home::sync_dir(backup)?;
        Ok(self)
    }

    fn sum(&self) -> Result<String, StoreError> {
        let bare = Self {
            check: String::new(),
            ..self.clone()
        };
        let bytes = serde_json::to_vec(&bare).map_err(unwritten)?;
        Ok(line::text(&line::digest(&bytes)))
    }
}

impl Part {
    /// Returns whether the file stands in a backup as it should; what is behind its bytes does not belong to it.
    pub(in crate::store) fn is_whole(&self, backup: &Path) -> bool {
        let path = backup.join(&self.path);
        let sum = regular::open(&path).and_then(|file| sum(file.take(self.bytes)));
        sum.is_ok_and(|(bytes, hash)| bytes == self.bytes && hash == self.blake3)
    }
}

fn unwritten(error: serde_json::Error) -> StoreError {
    StoreError::Unfit {
        what: Unfit::NoJson(Arc::new(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let at = DateTime::parse_from_rfc3339("2026-03-01T09:00:00.250+01:00").unwrap();
        let part = |name: &str| Part {
            name: name.to_owned(),
            path: name.to_owned(),
            bytes: 3,
            blake3: blake3::hash(b"abc").to_hex().to_string(),
        };
        Manifest {
            format: FORMAT,
            study: "NCT".to_owned(),
            protocol_hash: "p".to_owned(),
            first: "f".to_owned(),
            head: "h".to_owned(),
            entries: 3,
            at,
            made_at: at,
            program: "coreset".to_owned(),
            segments: vec![part("journal/000001.jsonl")],
            files: vec![part("study.toml")],
            left_out: Vec::new(),
            check: String::new(),
        }
    }

    #[test]
    fn it_reads_back_and_no_changed_byte_passes_as_another_manifest() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Manifest::read(dir.path()).unwrap(), None);
        let written = manifest().write(dir.path()).unwrap();
        assert_eq!(Manifest::read(dir.path()).unwrap().as_ref(), Some(&written));
        let path = dir.path().join(MANIFEST);
        let good = std::fs::read(&path).unwrap();
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 1;
            std::fs::write(&path, bad).unwrap();
            // Between the words a space may become another sign that changes none of them.
            let read = Manifest::read(dir.path());
            assert!(
                read.is_err() || read.unwrap().as_ref() == Some(&written),
                "byte {at}"
            );
        }
    }

    #[test]
    fn a_path_that_leads_out_of_the_backup_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        for path in ["../x", "/etc/passwd", "a/../../x", "", "."] {
            let mut bad = manifest();
            bad.files[0].name = path.to_owned();
            bad.write(dir.path()).unwrap();
            assert!(Manifest::read(dir.path()).is_err(), "{path:?}");
        }
    }

    #[test]
    fn a_part_is_its_first_bytes_and_no_more() {
        let dir = tempfile::tempdir().unwrap();
        let part = &manifest().files[0];
        for (text, whole) in [("abc", true), ("abcd", true), ("ab", false), ("abd", false)] {
            std::fs::write(dir.path().join("study.toml"), text).unwrap();
            assert_eq!(part.is_whole(dir.path()), whole, "{text}");
        }
    }
}
