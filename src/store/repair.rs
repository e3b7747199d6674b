//! Putting a damaged journal right: every entry is taken from where its hash proves it.
//!
//! The old journal is kept beside the new one. Where nothing proves an entry, it is named and
//! nothing is changed: the journal never becomes shorter in silence.

use super::error::StoreError;
use super::home;
use super::journal::Rewrite;
use super::line::{self, Tip};
use super::tables::Tables;
use super::walk::{self, Lines, Spot, Walk, segment_name};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Name of the journal's directory.
pub(super) const JOURNAL: &str = "journal";
const NEW: &str = "journal.new";

type Segments = [(u32, PathBuf)];

/// Ends or undoes a repair that was broken off.
pub(super) fn finish(dir: &Path) -> Result<(), StoreError> {
    let (journal, new) = (dir.join(JOURNAL), dir.join(NEW));
    if !new.exists() {
        return Ok(());
    }
    if journal.exists() {
        return std::fs::remove_dir_all(&new)
            .map_err(|error| StoreError::io("remove", &new, error));
    }
    // The old journal was already moved away, so the new one was complete and on the disk.
    std::fs::rename(&new, &journal).map_err(|error| StoreError::io("rename", &new, error))?;
    home::sync_dir(dir)
}

/// Cuts what follows the last whole request; returns how many bytes went.
pub(super) fn cut(segments: &Segments, walk: &Walk) -> Result<u64, StoreError> {
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
        gone += cut().map_err(|error| StoreError::io("cut", path, error))?;
    }
    Ok(gone)
}

/// Returns the lines after the unbroken chain that are whole in themselves.
pub(super) fn survivors(
    dir: &Path,
    segments: &Segments,
    walk: &Walk,
) -> Result<HashMap<u64, Spot>, StoreError> {
    let from = walk.fault.map_or(segments.len(), |spot| spot.segment);
    let mut found = walk::survivors(segments, from)
        .map_err(|error| StoreError::io("read", &dir.join(JOURNAL), error))?;
    found.retain(|seq, _| *seq > walk.tip.seq);
    Ok(found)
}

/// Writes the journal anew up to `needed` at least and returns where the old one is kept.
pub(super) fn repair(
    dir: &Path,
    segments: &Segments,
    walk: &Walk,
    survivors: &HashMap<u64, Spot>,
    tables: Option<&Tables>,
    needed: u64,
    limit: u64,
    stamp: &str,
) -> Result<PathBuf, StoreError> {
    let (journal, new) = (dir.join(JOURNAL), dir.join(NEW));
    let candidate = |before: &Tip| -> Option<(Tip, Vec<u8>)> {
        let seq = before.seq + 1;
        let kept = tables.and_then(|tables| tables.line(seq).ok().flatten());
        let own = survivors
            .get(&seq)
            .and_then(|spot| walk::reread(segments, spot).ok());
        [kept, own].into_iter().flatten().find_map(|bytes| {
            let seal = line::check(&bytes)?;
            seal.follows(before).then_some((seal.tip, bytes))
        })
    };
    prove(dir, walk, survivors, tables, needed, &candidate)?;

    home::make_dir(&new)?;
    let broken = walk
        .fault
        .map_or(segments.len().saturating_sub(1), |spot| spot.segment);
    for (number, path) in segments.iter().take(broken) {
        // These are never written again, so the old journal and the new one may share them.
        std::fs::hard_link(path, new.join(segment_name(*number)))
            .map_err(|error| StoreError::io("link", path, error))?;
    }
    let first = segments.get(broken).map_or(1, |(number, _)| *number);
    let write = || {
        let mut rewrite = Rewrite::begin(&new, first, limit);
        let mut tip = Tip::START;
        let mut lines = Lines::from(segments, broken);
        while let Some(piece) = lines.next()? {
            if walk.fault == Some(piece.spot) {
                break;
            }
            rewrite.line(piece.bytes)?;
        }
        tip.seq = walk.tip.seq;
        tip.hash = walk.tip.hash;
        while let Some((next, bytes)) = candidate(&tip) {
            rewrite.line(&bytes)?;
            tip = next;
        }
        rewrite.close()
    };
    write().map_err(|error| StoreError::io("write", &new, error))?;
    let old = home::aside(&journal, stamp);
    if journal.exists() {
        std::fs::rename(&journal, &old)
            .map_err(|error| StoreError::io("rename", &journal, error))?;
    }
    std::fs::rename(&new, &journal).map_err(|error| StoreError::io("rename", &new, error))?;
    home::sync_dir(dir)?;
    Ok(old)
}

/// Refuses by name when an entry up to `needed` has no proof.
fn prove(
    dir: &Path,
    walk: &Walk,
    survivors: &HashMap<u64, Spot>,
    tables: Option<&Tables>,
    needed: u64,
    candidate: &dyn Fn(&Tip) -> Option<(Tip, Vec<u8>)>,
) -> Result<(), StoreError> {
    let mut tip = walk.tip;
    while tip.seq < needed {
        match candidate(&tip) {
            Some((next, _)) => tip = next,
            None => break,
        }
    }
    if tip.seq >= needed {
        return Ok(());
    }
    let known = |seq: &u64| {
        survivors.contains_key(seq)
            || tables.is_some_and(|tables| matches!(tables.line(*seq), Ok(Some(_))))
    };
    // The first one is unproven even when some line claims its number.
    let first = tip.seq + 1;
    let missing: Vec<u64> = (first..=needed)
        .filter(|seq| *seq == first || !known(seq))
        .collect();
    let tail = missing.len() as u64 == needed - tip.seq;
    if tail && walk.fault.is_none() {
        return Err(StoreError::Short {
            dir: dir.to_owned(),
            ends: tip.seq,
            acknowledged: needed,
        });
    }
    Err(StoreError::Damaged {
        dir: dir.to_owned(),
        entries: ranges(&missing),
    })
}

/// Names numbers in ascending order, such as `entries 3, 12 to 14`.
pub(super) fn ranges(numbers: &[u64]) -> String {
    let mut parts: Vec<(u64, u64)> = Vec::new();
    for number in numbers {
        match parts.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => parts.push((*number, *number)),
        }
    }
    let words: Vec<String> = parts
        .iter()
        .map(|(first, last)| match first == last {
            true => first.to_string(),
            false => format!("{first} to {last}"),
        })
        .collect();
    let noun = if numbers.len() == 1 {
        "entry"
    } else {
        "entries"
    };
    format!("{noun} {}", words.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_named_in_ranges() {
        assert_eq!(ranges(&[395]), "entry 395");
        assert_eq!(ranges(&[3, 12, 13, 14]), "entries 3, 12 to 14");
    }
}
