//! Putting a damaged journal right: every entry is taken from where its hash proves it.
//!
//! The old journal is kept beside the new one. Where nothing proves an entry, it is named and
//! nothing is changed: the journal never becomes shorter in silence.

use crate::store::error::{Action, StoreError};
use crate::store::file_names::JOURNAL;
use crate::store::home;
use crate::store::index::Tables;
use crate::store::journal::line;
use crate::store::journal::line::Tip;
use crate::store::journal::place::NEW;
use crate::store::journal::stretches::stretches;
use crate::store::journal::walk;
use crate::store::journal::walk::{LinePosition, Lines, Walk, segment_name};
use crate::store::journal::writer::Rewrite;
use crate::store::regular;
use crate::text::store::RemainsKind;
use std::collections::HashMap;
use std::io::{Seek as _, SeekFrom};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

type Segments = [(u32, PathBuf)];

/// Returns how many bytes stand after the unbroken chain.
pub(in crate::store) fn rest(segments: &Segments, walk: &Walk) -> Result<u64, StoreError> {
    let Some(fault) = walk.fault else {
        return Ok(0);
    };
    let mut bytes = 0;
    for (_, path) in segments.iter().skip(fault.segment) {
        let meta = path.metadata();
        bytes += meta
            .map_err(|error| StoreError::io(Action::Read, path, error))?
            .len();
    }
    Ok(bytes.saturating_sub(fault.offset))
}

/// Ends or undoes a repair that was broken off.
pub(in crate::store) fn finish(dir: &Path) -> Result<(), StoreError> {
    let (journal, new) = (dir.join(JOURNAL), dir.join(NEW));
    if !new.exists() {
        return Ok(());
    }
    if journal.exists() {
        return std::fs::remove_dir_all(&new)
            .map_err(|error| StoreError::io(Action::Remove, &new, error));
    }
    // The old journal was already moved away, so the new one was complete and on the disk.
    std::fs::rename(&new, &journal).map_err(|error| StoreError::io(Action::Rename, &new, error))?;
    home::sync_dir(dir)
}

/// Keeps what follows the last whole request in a file beside the journal; returns which.
pub(in crate::store) fn keep(
    dir: &Path,
    segments: &Segments,
    walk: &Walk,
    kind: RemainsKind,
    stamp: &str,
) -> Result<PathBuf, StoreError> {
    let path = home::aside_as(&dir.join(JOURNAL), kind.word(), stamp);
    let copied = || {
        let mut kept = std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)?;
        let start = walk.whole_end;
        for (index, (_, from)) in segments.iter().enumerate().skip(start.segment) {
            let mut from = regular::open(from)?;
            if index == start.segment {
                from.seek(SeekFrom::Start(start.offset))?;
            }
            std::io::copy(&mut from, &mut kept)?;
        }
        kept.sync_all()
    };
    if let Err(error) = copied() {
        // Half of it would be taken for all of it.
        let _ = std::fs::remove_file(&path);
        return Err(StoreError::io(Action::Write, &path, error));
    }
    home::sync_dir(dir)?;
    Ok(path)
}

/// Cuts what follows the last whole request; returns how many bytes went.
pub(in crate::store) fn cut(segments: &Segments, walk: &Walk) -> Result<u64, StoreError> {
    let mut gone = 0;
    for (index, (_, path)) in segments.iter().enumerate() {
        let keep = match index.cmp(&walk.whole_end.segment) {
            std::cmp::Ordering::Less => continue,
            std::cmp::Ordering::Equal => walk.whole_end.offset,
            std::cmp::Ordering::Greater => 0,
        };
        let cut = || {
            let file = std::fs::OpenOptions::new().write(true).open(path)?;
            let len = file.metadata()?.len();
            file.set_len(keep)?;
            file.sync_all()?;
            Ok(len.saturating_sub(keep))
        };
        gone += cut().map_err(|error| StoreError::io(Action::Cut, path, error))?;
    }
    Ok(gone)
}

/// Returns the lines after the unbroken chain that are whole in themselves.
pub(in crate::store) fn survivors(
    dir: &Path,
    segments: &Segments,
    walk: &Walk,
) -> Result<HashMap<u64, LinePosition>, StoreError> {
    let from = walk
        .fault
        .map_or(segments.len(), |position| position.segment);
    let mut found = walk::survivors(segments, from)
        .map_err(|error| StoreError::io(Action::Read, &dir.join(JOURNAL), error))?;
    found.retain(|seq, _| *seq > walk.tip.seq);
    Ok(found)
}

/// Where a journal ends, as it is or repaired.
pub(in crate::store) struct End {
    /// The last entry.
    pub(in crate::store) seq: u64,
    /// The last entry that ends a request.
    pub(in crate::store) whole: u64,
    /// Bytes of the entries after the unbroken chain.
    pub(in crate::store) bytes: u64,
}

/// A journal to be put right, and where its entries may be found.
pub(in crate::store) struct Repair<'a> {
    /// The study.
    pub(in crate::store) dir: &'a Path,
    /// The damaged journal's files.
    pub(in crate::store) segments: &'a Segments,
    /// How far its chain is unbroken.
    pub(in crate::store) walk: &'a Walk,
    /// Its lines after that.
    pub(in crate::store) survivors: &'a HashMap<u64, LinePosition>,
    /// sled's copy.
    pub(in crate::store) tables: Option<&'a Tables>,
    /// Size at which a segment ends.
    pub(in crate::store) limit: u64,
}

impl Repair<'_> {
    /// Writes the journal anew, up to `needed` at least, and returns where the old one is kept.
    pub(in crate::store) fn run(&self, needed: u64, stamp: &str) -> Result<PathBuf, StoreError> {
        self.prove(needed)?;
        let (journal, new) = (self.dir.join(JOURNAL), self.dir.join(NEW));
        home::make_dir(&new)?;
        self.write(&new)?;
        let old = home::aside(&journal, stamp);
        std::fs::rename(&journal, &old)
            .map_err(|error| StoreError::io(Action::Rename, &journal, error))?;
        std::fs::rename(&new, &journal)
            .map_err(|error| StoreError::io(Action::Rename, &new, error))?;
        home::sync_dir(self.dir)?;
        Ok(old)
    }

    /// Finds the line that provably follows on `before`.
    fn after(&self, before: &Tip) -> Option<(Tip, Vec<u8>)> {
        let seq = before.seq + 1;
        let copy = self
            .tables
            .and_then(|tables| tables.line(seq).ok().flatten());
        let own = self
            .survivors
            .get(&seq)
            .and_then(|position| walk::reread(self.segments, position).ok());
        [copy, own].into_iter().flatten().find_map(|bytes| {
            let seal = line::check(&bytes)?;
            seal.follows(before).then_some((seal.tip, bytes))
        })
    }

    /// Returns where the journal ends when nothing is repaired.
    pub(in crate::store) fn unchanged(&self) -> End {
        End {
            seq: self.walk.tip.seq,
            whole: self.walk.whole.seq,
            bytes: 0,
        }
    }

    /// Returns where the repaired journal ends; refuses by name when an entry up to `needed` has no proof.
    pub(in crate::store) fn prove(&self, needed: u64) -> Result<End, StoreError> {
        let mut tip = self.walk.tip;
        let mut end = self.unchanged();
        while let Some((next, bytes)) = self.after(&tip) {
            tip = next;
            end.seq = tip.seq;
            end.bytes += bytes.len() as u64 + 1;
            if line::check(&bytes).is_some_and(|seal| seal.more == 0) {
                end.whole = tip.seq;
            }
        }
        if tip.seq >= needed {
            return Ok(end);
        }
        let known = |seq: &u64| {
            let copy = |tables: &Tables| matches!(tables.line(*seq), Ok(Some(_)));
            self.survivors.contains_key(seq) || self.tables.is_some_and(copy)
        };
        // The first one is unproven even when some line claims its number.
        let first = tip.seq + 1;
        let missing: Vec<u64> = (first..=needed)
            .filter(|seq| *seq == first || !known(seq))
            .collect();
        let dir = self.dir.to_owned();
        if self.walk.fault.is_none() && missing.len() as u64 == needed - tip.seq {
            return Err(StoreError::Short {
                dir,
                ends: tip.seq,
                acknowledged: needed,
            });
        }
        Err(StoreError::Damaged {
            dir,
            entries: stretches(&missing),
        })
    }

    fn write(&self, new: &Path) -> Result<(), StoreError> {
        let last = self.segments.len().saturating_sub(1);
        let broken = self.walk.fault.map_or(last, |position| position.segment);
        for (number, path) in self.segments.iter().take(broken) {
            // These are never written again, so the old journal and the new one may share them.
            std::fs::hard_link(path, new.join(segment_name(*number)))
                .map_err(|error| StoreError::io(Action::Link, path, error))?;
        }
        // A segment that is missing here is filled by the lines that are found again.
        let before = broken.checked_sub(1);
        let before = before.and_then(|index| self.segments.get(index));
        let first = before.map_or(1, |(number, _)| *number + 1);
        let write = || {
            let mut rewrite = Rewrite::begin(new, first, self.limit);
            let mut lines = Lines::from(self.segments, broken);
            while let Some(piece) = lines.next()? {
                if self.walk.fault == Some(piece.position) {
                    break;
                }
                rewrite.line(piece.bytes)?;
            }
            let mut tip = self.walk.tip;
            while let Some((next, bytes)) = self.after(&tip) {
                rewrite.line(&bytes)?;
                tip = next;
            }
            rewrite.close()
        };
        write().map_err(|error| StoreError::io(Action::Write, new, error))
    }
}
