//! The sessions, ready to read: sled as a projection of the journal, which alone is the truth.
//!
//! Every call into sled is guarded, because a damaged sled may panic. No value is larger than
//! 4 KiB: larger ones are stored in parts, because sled keeps large pages in files that it never
//! syncs. Must not decide anything: what it cannot read is rebuilt by the store.

use super::changes::{
    Changes, EnrolledRow, HEADS, LAST, SessionHead, key, names, order, part_key, request_key,
};
use super::guard::{Fault, guard};
use super::mark::{Mark, weight};
use super::scan::Scan;
use super::table::{TABLES, Table};
use crate::domain::base::ids::{FormId, ParticipantId, VisitId};
use crate::domain::record::backup_status::BackupStatus;
use crate::domain::record::entry::Entry;
use crate::domain::record::event::FieldPath;
use crate::domain::record::heads::Heads;
use crate::domain::record::lock::{Lock, Locks, Scope};
use crate::domain::record::session::{Cell, FormCells, ParticipantRecord, Session};
use crate::domain::record::user::Users;
use crate::domain::views::summary::Summary;
use crate::store::home;
use crate::store::index::journal_copy::Log;
use crate::store::index::sled_timers::with_slow_timers;
use crate::store::journal::line::Tip;
use crate::text::store::Unsound;
use serde::de::DeserializeOwned;
use sled::Transactional;
use sled::transaction::TransactionError;
use std::collections::{BTreeMap, HashMap};
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

    /// Returns which entries a request became.
    pub(in crate::store) fn request(&self, request: &str) -> Result<Option<(u64, u64)>, Fault> {
        self.value(Table::Requests, &request_key(request))?
            .map(|bytes| decode(&bytes))
            .transpose()
    }

    /// Returns the line of an entry.
    pub(in crate::store) fn line(&self, seq: u64) -> Result<Option<Vec<u8>>, Fault> {
        self.value(Table::Log, &seq.to_be_bytes())
    }

    /// Returns an entry.
    pub(in crate::store) fn entry(&self, seq: u64) -> Result<Option<Entry>, Fault> {
        self.line(seq)?
            .map(|line| {
                crate::store::journal::line::parse(&line)
                    .map_err(|_| Fault::new(Unsound::EntryNotReadable { seq: Some(seq) }))
            })
            .transpose()
    }

    /// Returns the entry of enrolment of each participant.
    pub(in crate::store) fn orders(&self) -> Result<HashMap<ParticipantId, u64>, Fault> {
        let mut orders = HashMap::new();
        for (key, bytes) in self.values(Table::Participants, &[])? {
            let (who, _): EnrolledRow = decode(&bytes)?;
            orders.insert(who.id, order(&key)?);
        }
        Ok(orders)
    }

    /// Returns a participant's summary.
    pub(in crate::store) fn summary(&self, who: &ParticipantId) -> Result<Option<Summary>, Fault> {
        self.value(Table::Summary, &key(&[who.as_str()]))?
            .map(|bytes| decode(&bytes))
            .transpose()
    }

    /// Calls `with` with each summary, in no order that matters.
    pub(in crate::store) fn each_summary(
        &self,
        with: &mut dyn FnMut(Summary),
    ) -> Result<(), Fault> {
        let tree = self.tree(Table::Summary)?;
        let mut value: Vec<u8> = Vec::new();
        let mut scan = guard(|| Ok(Scan::prefix(tree, &[])))?;
        while let Some((key, part)) = guard(|| Ok(scan.next().transpose()?))? {
            if key.ends_with(&[0, 0]) && !value.is_empty() {
                with(decode(&value)?);
                value.clear();
            }
            value.extend_from_slice(&part);
        }
        if !value.is_empty() {
            with(decode(&value)?);
        }
        Ok(())
    }

    /// Returns all users.
    pub(in crate::store) fn users(&self) -> Result<Users, Fault> {
        let mut users = Users::default();
        for (_, bytes) in self.values(Table::Users, &[])? {
            users.put(decode(&bytes)?);
        }
        Ok(users)
    }

    /// Returns all locks that stand.
    pub(in crate::store) fn locks(&self) -> Result<Locks, Fault> {
        let mut locks = Locks::default();
        for (_, bytes) in self.values(Table::Locks, &[])? {
            let (scope, lock): (Scope, Option<Lock>) = decode(&bytes)?;
            if let Some(lock) = lock {
                locks.put(scope, lock);
            }
        }
        Ok(locks)
    }

    /// Returns the numbers of the entries about a participant, oldest first.
    pub(in crate::store) fn trail(&self, who: &ParticipantId) -> Result<Vec<u64>, Fault> {
        let start = key(&[who.as_str()]);
        let found = self.values(Table::Trail, &start)?;
        let seqs = found.into_iter();
        seqs.map(|(key, _)| order(key.strip_prefix(start.as_slice()).unwrap_or_default()))
            .collect()
    }

    /// Returns when the study was backed up and a restore tested.
    pub(in crate::store) fn backup_status(&self) -> Result<BackupStatus, Fault> {
        let stored = self.value(Table::BackupStatus, LAST)?;
        Ok(stored
            .map(|bytes| decode(&bytes))
            .transpose()?
            .unwrap_or_default())
    }

    /// Returns which heads are missing, and which were accepted.
    pub(in crate::store) fn heads(&self) -> Result<Heads, Fault> {
        let stored = self.value(Table::BackupStatus, HEADS)?;
        Ok(stored
            .map(|bytes| decode(&bytes))
            .transpose()?
            .unwrap_or_default())
    }

    /// Returns what stands in a field.
    pub(in crate::store) fn cell(&self, place: &FieldPath) -> Result<Option<Cell>, Fault> {
        let names = [
            place.participant.as_str(),
            place.visit.as_str(),
            place.form.as_str(),
        ];
        let cells: Option<FormCells> = self
            .value(Table::Forms, &key(&names))?
            .map(|bytes| decode(&bytes))
            .transpose()?;
        Ok(cells.and_then(|mut cells| cells.remove(&place.field)))
    }

    /// Returns the record of a participant who was enrolled by this entry.
    pub(in crate::store) fn record(
        &self,
        who: &ParticipantId,
        order: u64,
    ) -> Result<Option<ParticipantRecord>, Fault> {
        let Some(bytes) = self.value(Table::Participants, &order.to_be_bytes())? else {
            return Ok(None);
        };
        let (participant, enrolled_at): EnrolledRow = decode(&bytes)?;
        let mut record = ParticipantRecord::new(participant);
        record.enrolled_at = enrolled_at;
        let start = key(&[who.as_str()]);
        for (key, bytes) in self.values(Table::Sessions, &start)? {
            let [_, visit] = names(&key)?;
            let head: SessionHead = decode(&bytes)?;
            let visit = VisitId::new(visit);
            // Every part by its name, so that one that is added later cannot be left out.
            let session = Session {
                visit: visit.clone(),
                date: head.date,
                unfit_date: head.unfit_date,
                earlier_days: head.earlier_days,
                begun: head.begun,
                first: head.first,
                last_seq: head.last_seq,
                last_at: head.last_at,
                forms: BTreeMap::new(),
                shown: head.shown,
                revealed: head.revealed,
                completed: head.completed,
                left: head.left,
                signatures: head.signatures,
                kept: head.kept,
                withheld: BTreeMap::new(),
            };
            record.sessions.insert(visit, session);
        }
        for (key, bytes) in self.values(Table::Forms, &start)? {
            let [_, visit, form] = names(&key)?;
            let session = record
                .sessions
                .get_mut(visit.as_str())
                .ok_or_else(|| Fault::new(Unsound::FormAlone))?;
            session.forms.insert(FormId::new(form), decode(&bytes)?);
        }
        Ok(Some(record))
    }

    /// Starts reading the lines of the log from an entry on.
    pub(in crate::store) fn log(&self, from: u64) -> Result<Log, Fault> {
        let tree = self.tree(Table::Log)?;
        guard(|| Ok(Log::new(Scan::from_key(tree, &from.to_be_bytes()))))
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

fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    postcard::from_bytes(bytes).map_err(|_| Fault::new(Unsound::NotReadable))
}
