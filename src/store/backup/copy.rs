//! Copying a record, also while its owner writes, up to an entry that it has acknowledged.
//!
//! Reads the study and takes no lock. What stands in the backup already and is whole is not copied again; the
//! manifest is renamed into its place last, so that a backup broken off leaves the one before as it was.

use super::manifest::Manifest;
use crate::store::backup::files::{copy, is_same, length, prove, study_files};
use crate::store::backup::place::{begin, check_target, goes_on};
use crate::store::error::{Action, StoreError};
use crate::store::file_names::{JOURNAL, RECOVERED};
use crate::store::home;
use crate::store::journal::head::{SLOTS, heads_of, newest};
use crate::store::journal::line;
use crate::store::journal::place;
use crate::store::journal::verify::{has_entries, is_study};
use crate::store::journal::walk;
use crate::store::journal::walk::{Pace, Walk, segment_name};
use crate::store::options::Clock;
use crate::store::options::Progress;
use crate::text::store::BackupFault;
use std::path::{Path, PathBuf};

/// What a study directory has and no backup: sled is built anew, and the rest is of this machine.
const LEFT_OUT: [&str; 5] = ["heads.key", "passphrases", "places", "sled", "serve.log"];

/// What the caller knows of the study and the store does not.
pub struct About<'a> {
    /// BLAKE3 of the protocol in hex.
    pub protocol_hash: String,
    /// The study's own files: where each belongs in the study directory, and its text.
    pub files: &'a [(String, String)],
    /// Version of the program.
    pub program: String,
    /// Gives the moment of the backup.
    pub clock: Clock,
}

/// What a backup did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupReport {
    /// The manifest as written.
    pub manifest: Manifest,
    /// Files of the journal that were copied.
    pub copied: usize,
    /// Files of the journal that the backup had already.
    pub kept: usize,
    /// Bytes that were written.
    pub bytes: u64,
    /// How many entries the backup had before; `None` when it is new.
    pub before: Option<u64>,
}

/// Copies the record of a study into a directory of its own; `progress` is called during a long copy, with bytes.
///
/// # Errors
/// When the study cannot be read or is damaged, or the directory is inside the study, holds something else, or holds
/// a backup that does not go on to this record.
pub fn backup(
    dir: &Path,
    to: &Path,
    about: &About<'_>,
    progress: Progress<'_>,
) -> Result<BackupReport, StoreError> {
    is_study(dir)?;
    let to = &check_target(dir, to)?;
    let old = Manifest::read(to)?;
    let Sound {
        segments,
        walk,
        first,
        at,
    } = read(dir, old.as_ref(), progress)?;
    let end = walk.whole;
    if let Some(old) = &old {
        goes_on(to, old, &walk, &first.hash)?;
    }
    begin(to)?;
    let mut report = BackupReport {
        manifest: Manifest {
            format: Manifest::format(),
            study: first.study,
            protocol_hash: about.protocol_hash.clone(),
            first: first.hash,
            head: end.text(),
            entries: end.seq,
            at,
            made_at: (about.clock)(),
            program: about.program.clone(),
            segments: Vec::new(),
            files: Vec::new(),
            left_out: LEFT_OUT.map(str::to_owned).to_vec(),
            check: String::new(),
        },
        copied: 0,
        kept: 0,
        bytes: 0,
        before: old.as_ref().map(|old| old.entries),
    };
    let mut pace = Pace::of(&segments);
    for (index, (number, path)) in segments.iter().enumerate() {
        let bytes = match index.cmp(&walk.whole_end.segment) {
            std::cmp::Ordering::Less => length(path)?,
            std::cmp::Ordering::Equal => walk.whole_end.offset,
            std::cmp::Ordering::Greater => 0,
        };
        if bytes == 0 {
            break;
        }
        let name = format!("{JOURNAL}/{}", segment_name(*number));
        let known = old.iter().flat_map(|old| &old.segments);
        let known = known
            .clone()
            .find(|part| part.name == name && part.bytes == bytes);
        let part = match known {
            Some(part) if is_same(path, part, to)? => {
                report.kept += 1;
                part.clone()
            }
            _ => {
                report.copied += 1;
                report.bytes += bytes;
                copy(path, to, &name, bytes)?
            }
        };
        pace.step(bytes, progress);
        report.manifest.segments.push(part);
    }
    pace.end(progress);
    home::sync_dir(&to.join(JOURNAL))?;
    let mut files = about.files.to_vec();
    // A recovered record is proven with its list.
    if let Ok(list) = std::fs::read_to_string(dir.join(RECOVERED)) {
        files.push((RECOVERED.to_owned(), list));
    }
    report.manifest.files = study_files(to, &files)?;
    prove(to, &report.manifest, end)?;
    report.manifest = report.manifest.write(to)?;
    Ok(report)
}

/// A record as far as it is acknowledged.
struct Sound {
    segments: Vec<(u32, PathBuf)>,
    walk: Walk,
    first: First,
    /// When the last entry was stored.
    at: chrono::DateTime<chrono::FixedOffset>,
}

/// What the first entry tells of a record.
struct First {
    hash: String,
    study: String,
}

/// Reads and proves the record up to an acknowledged entry.
fn read(dir: &Path, old: Option<&Manifest>, progress: Progress<'_>) -> Result<Sound, StoreError> {
    let heads = heads_of(dir);
    let newest = newest(&heads).map(|tip| tip.seq);
    // Without an owner all that is whole will be acknowledged by the next one.
    let until = match (home::is_owned(dir), newest) {
        (true, Some(newest)) => newest,
        (true, None) if home::stays_owned(dir) => {
            return Err(StoreError::Backup {
                fault: BackupFault::NothingAcknowledged,
            });
        }
        (true, None) | (false, _) => u64::MAX,
    };
    let journal = dir.join(JOURNAL);
    let unread = |error| StoreError::io(Action::Read, &journal, error);
    let segments = place::segments(dir)?;
    let watch: Vec<u64> = heads
        .iter()
        .map(|head| head.tip.seq)
        .chain(old.map(|old| old.entries))
        .chain([1])
        .collect();
    let mut pace = Pace::of(&segments);
    let (mut begun, mut last) = (None, Vec::new());
    let walk = walk::walk_until(&segments, until, &watch, |seal, piece| {
        let bytes = piece.bytes;
        pace.step(bytes.len() as u64 + 1, progress);
        if seal.tip.seq == 1 {
            begun = line::parse(bytes).ok();
        }
        if seal.more == 0 {
            last.clear();
            last.extend_from_slice(bytes);
        }
    })
    .map_err(unread)?;
    pace.end(progress);
    has_entries(dir, &walk, &heads)?;
    let replaced = heads.iter().any(|head| {
        let there = walk.watched.get(&head.tip.seq);
        there.is_some_and(|hash| *hash != head.tip.hash)
    });
    let torn = walk.fault.is_some_and(|fault| {
        let later = walk::survivors(&segments, fault.segment);
        later.is_ok_and(|later| later.keys().any(|seq| *seq > walk.tip.seq))
    });
    let short = newest.is_some_and(|newest| walk.whole.seq < newest);
    // A slot that is lost may have acknowledged what stands torn at the end.
    let unsure = heads.len() < SLOTS && (walk.fault.is_some() || walk.whole != walk.tip);
    if replaced || torn || short || unsure {
        let after = walk.whole.seq;
        return Err(StoreError::Backup {
            fault: BackupFault::RecordDamaged { after },
        });
    }
    let (Some(begun), Ok(last)) = (begun, line::parse(&last)) else {
        return Err(StoreError::Backup {
            fault: BackupFault::NothingUnderstood,
        });
    };
    // A recovered record does not begin with its protocol.
    let study = begun.draft.event.protocol().unwrap_or("recovered");
    let first = First {
        study: study.to_owned(),
        hash: begun.hash,
    };
    Ok(Sound {
        segments,
        walk,
        first,
        at: last.recorded_at,
    })
}
