//! The sessions, ready to read: sled as a projection of the journal, which alone is the truth.
//!
//! Every call into sled is guarded, because a damaged sled may panic. No value is larger than
//! 4 KiB: larger ones are stored in parts, because sled keeps large pages in files that it never
//! syncs. Must not decide anything: what it cannot read is rebuilt by the store.

mod read;

use super::changes::{Changes, part_key};
use super::guard::{Fault, guard};
use super::mark::{Mark, weight};
use super::scan::Scan;
use super::table::{TABLES, Table};
use crate::store::home;
use crate::store::index::sled_timers::with_slow_timers;
use crate::store::journal::line::Tip;
use crate::text::store::Unsound;
use sled::Transactional;
use sled::transaction::TransactionError;
use std::fs::File;
use std::io;
use std::path::Path;
use std::time::Duration;

/// Largest value in bytes.
const PART: usize = 4096;

/// How often, and after how long, a lock of sled is asked for again.
const LOCK_TRIES: u32 = 400;
const LOCK_PAUSE: Duration = Duration::from_millis(5);

/// A key and its value.
type Pair = (Vec<u8>, Vec<u8>);

/// The open trees.
pub(in crate::store) struct Tables {
    db: sled::Db,
    file: File,
    trees: Vec<sled::Tree>,
    meta: sled::Tree,
    /// How far they have come.
    pub(in crate::store) mark: Mark,
}

impl Tables {
    /// Opens the trees, or makes them empty.
    pub(in crate::store) fn open(dir: &Path, cache_bytes: u64) -> Result<Self, Fault> {
        let mut patience = LOCK_TRIES;
        loop {
            match Self::open_once(dir, cache_bytes) {
                // sled's own threads may hold on for a moment to files that this process has closed.
                Err(fault) if fault.locked && patience > 0 => {
                    patience -= 1;
                    std::thread::sleep(LOCK_PAUSE);
                }
                result => return result,
            }
        }
    }

    /// Opens a copy of the trees, since opening writes; it lasts as long as the directory that is returned with it.
    ///
    /// # Errors
    /// When the files cannot be copied.
    pub(in crate::store) fn open_copy(
        dir: &Path,
        cache_bytes: u64,
    ) -> io::Result<(Result<Self, Fault>, tempfile::TempDir)> {
        let copy = tempfile::tempdir()?;
        if !only_files(dir)? {
            return Ok((Err(Fault::new(Unsound::NotOnlyFiles)), copy));
        }
        copy_all(dir, copy.path())?;
        Ok((Self::open(copy.path(), cache_bytes), copy))
    }

    fn open_once(dir: &Path, cache_bytes: u64) -> Result<Self, Fault> {
        home::make_dir(dir).map_err(|error| Fault::new(error.to_string()))?;
        if !only_files(dir)? {
            return Err(Fault::new(Unsound::NotOnlyFiles));
        }
        let tables = guard(|| {
            let db = with_slow_timers(|| {
                sled::Config::new()
                    .path(dir)
                    .cache_capacity(cache_bytes)
                    .use_compression(false)
                    .flush_every_ms(None)
                    .open()
            })?;
            let trees = TABLES
                .iter()
                .map(|(_, name)| db.open_tree(name))
                .collect::<Result<Vec<_>, _>>()?;
            let meta = db.open_tree("meta")?;
            home::close_to_others(dir)?;
            let file = File::open(dir.join("db"))?;
            let mark = match meta.get("mark")? {
                Some(bytes) => Mark::read(&bytes)?,
                None => Mark::START,
            };
            Ok(Self {
                db,
                file,
                trees,
                meta,
                mark,
            })
        })?;
        Ok(tables)
    }

    /// Takes everything applied so far to the disk. sled's own flush does not sync the file, so this does.
    pub(in crate::store) fn sync(&self, dir: &Path) -> Result<(), Fault> {
        guard(|| {
            with_slow_timers(|| self.db.flush())?;
            self.file.sync_all()?;
            File::open(dir)?.sync_all()?;
            Ok(())
        })
    }

    fn tree(&self, table: Table) -> Result<&sled::Tree, Fault> {
        TABLES
            .iter()
            .zip(&self.trees)
            .find(|((this, _), _)| *this == table)
            .map(|(_, tree)| tree)
            .ok_or_else(|| Fault::new(Unsound::NoTree))
    }

    /// Makes the changes, all or none, and notes how far the trees have come.
    pub(in crate::store) fn apply(&mut self, changes: Changes, tip: Tip) -> Result<(), Fault> {
        let mark = guard(|| {
            let mut sum = self.mark.sum;
            let mut batches: Vec<sled::Batch> =
                self.trees.iter().map(|_| sled::Batch::default()).collect();
            for ((table, key), value) in changes.puts {
                let tree = self.tree(table)?;
                let Some(batch) = TABLES
                    .iter()
                    .zip(&mut batches)
                    .find(|((this, _), _)| *this == table)
                    .map(|(_, batch)| batch)
                else {
                    continue;
                };
                let counted = table != Table::Log;
                let mut parts = value.chunks(PART);
                // An empty value is one empty part.
                let mut next = Some(parts.next().unwrap_or_default());
                let mut number = 0_u16;
                loop {
                    let part_key = part_key(&key, number);
                    let old = if counted { tree.get(&part_key)? } else { None };
                    if let Some(old) = &old {
                        sum = sum.wrapping_sub(weight(table as u8, &part_key, old));
                    }
                    match next {
                        Some(part) => {
                            if counted {
                                sum = sum.wrapping_add(weight(table as u8, &part_key, part));
                            }
                            batch.insert(part_key, part);
                        }
                        None if old.is_some() => batch.remove(part_key),
                        None => break,
                    }
                    next = parts.next();
                    number = number
                        .checked_add(1)
                        .ok_or_else(|| Fault::new(Unsound::LargeValue))?;
                    if next.is_none() && !counted {
                        break;
                    }
                }
            }
            let mark = Mark { tip, sum };
            let bytes = mark.write();
            let trees: Vec<&sled::Tree> = self.trees.iter().chain([&self.meta]).collect();
            let apply = || {
                trees.as_slice().transaction(|trees| {
                    for (tree, batch) in trees.iter().zip(&batches) {
                        tree.apply_batch(batch)?;
                    }
                    if let Some(meta) = trees.last() {
                        meta.insert("mark", bytes.as_slice())?;
                    }
                    Ok(())
                })
            };
            with_slow_timers(apply).map_err(|error: TransactionError<()>| match error {
                TransactionError::Storage(error) => Fault::from(error),
                TransactionError::Abort(()) => Fault::new(Unsound::GivenUp),
            })?;
            Ok(mark)
        })?;
        self.mark = mark;
        Ok(())
    }

    /// Notes that the trees are being built from nothing, or that this is done.
    pub(in crate::store) fn set_building(&self, building: bool) -> Result<(), Fault> {
        guard(|| {
            match building {
                true => self.meta.insert("building", &[1])?,
                false => self.meta.remove("building")?,
            };
            Ok(())
        })
    }

    /// Returns whether the building of these trees was broken off.
    pub(in crate::store) fn is_building(&self) -> Result<bool, Fault> {
        guard(|| Ok(self.meta.contains_key("building")?))
    }

    /// Checks that everything but the log is there, neither missing nor more nor other.
    pub(in crate::store) fn check_sum(&self) -> Result<bool, Fault> {
        guard(|| {
            let mut sum = 0_u128;
            for ((table, _), tree) in TABLES.iter().zip(&self.trees) {
                if *table == Table::Log {
                    continue;
                }
                for item in Scan::from_key(tree, &[]) {
                    let (key, value) = item?;
                    sum = sum.wrapping_add(weight(*table as u8, &key, &value));
                }
            }
            Ok(sum == self.mark.sum)
        })
    }

    /// Reads the parts of one value.
    fn value(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, Fault> {
        guard(|| {
            let tree = self.tree(table)?;
            let mut value: Option<Vec<u8>> = None;
            for number in 0..=u16::MAX {
                let Some(part) = tree.get(part_key(key, number))? else {
                    break;
                };
                value.get_or_insert_default().extend_from_slice(&part);
                if part.len() < PART {
                    break;
                }
            }
            Ok(value)
        })
    }

    /// Reads all values whose key begins so, with their keys.
    fn values(&self, table: Table, start: &[u8]) -> Result<Vec<Pair>, Fault> {
        guard(|| {
            let mut values: Vec<Pair> = Vec::new();
            for item in Scan::prefix(self.tree(table)?, start) {
                let (key, part) = item?;
                let key = key
                    .split_last_chunk::<2>()
                    .map(|(key, _)| key)
                    .ok_or_else(|| Fault::new(Unsound::NotReadable))?;
                match values.last_mut() {
                    Some((last, value)) if last == key => value.extend_from_slice(&part),
                    _ => values.push((key.to_vec(), part.to_vec())),
                }
            }
            Ok(values)
        })
    }
}

/// Returns whether all in a directory and below it are files and directories; anything else could be waited for without
/// end.
fn only_files(dir: &Path) -> io::Result<bool> {
    for item in std::fs::read_dir(dir)? {
        let path = item?.path();
        let meta = path.metadata()?;
        let fit = match meta.is_dir() {
            true => only_files(&path)?,
            false => meta.is_file(),
        };
        if !fit {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Copies the files of a directory and those below it.
fn copy_all(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::create_dir_all(to)?;
    for item in std::fs::read_dir(from)? {
        let path = item?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        match path.is_dir() {
            true => copy_all(&path, &target)?,
            false => std::fs::copy(&path, target).map(|_| ())?,
        }
    }
    Ok(())
}
