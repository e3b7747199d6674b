//! Taking entries from the journal into sled: the last few, or all of them.
//!
//! The journal has been verified before; nothing here decides whether an entry is true.

use super::cache::RecordCache;
use super::guard::{Fault, guard};
use super::tables::Tables;
use crate::domain::base::ids::ParticipantId;
use crate::store::error::{Action, StoreError};
use crate::store::file_names::{JOURNAL, SLED};
use crate::store::journal::line;
use crate::store::journal::walk::Lines;
use crate::store::options::{Progress, Projection};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Entries and bytes taken into sled at once.
const STEP_ENTRIES: usize = 2048;
const STEP_BYTES: usize = 4 << 20;
/// Participants summarised at once.
const STEP_SUMMARIES: usize = 64;

/// Why a replay ended early.
pub(in crate::store) enum Trouble {
    /// sled could not take it.
    Sled(Fault),
    /// The journal could not be read.
    Journal(StoreError),
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::Sled(fault)
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Journal(error)
    }
}

impl Trouble {
    /// Returns it as the store's error.
    pub(in crate::store) fn into_error(self) -> StoreError {
        match self {
            Self::Sled(fault) if fault.full => StoreError::Full {
                reserve_freed: false,
            },
            Self::Sled(fault) => StoreError::Sessions { why: fault.why },
            Self::Journal(error) => error,
        }
    }
}

/// A verified journal.
pub(in crate::store) struct Source<'a> {
    /// The study.
    pub(in crate::store) dir: &'a Path,
    /// The journal's files.
    pub(in crate::store) segments: &'a [(u32, PathBuf)],
    /// Entries in it.
    pub(in crate::store) total: u64,
}

/// Takes the entries that sled does not have yet, reading from segment `from` on.
pub(in crate::store) fn replay(
    source: &Source<'_>,
    from: usize,
    tables: &mut Tables,
    cache: &mut RecordCache,
    projection: &Projection,
    progress: Progress<'_>,
) -> Result<(), Trouble> {
    let total = source.total;
    let after = tables.mark.tip.seq;
    let mut changed: BTreeSet<ParticipantId> = BTreeSet::new();
    let (mut bytes, mut some, mut amended) = (0, false, false);
    let mut lines = Lines::from(source.segments, from);
    let unread = |error| StoreError::io(Action::Read, &source.dir.join(JOURNAL), error);
    while let Some(piece) = lines.next().map_err(unread)? {
        let Some(seal) = line::check(piece.bytes) else {
            break;
        };
        if seal.tip.seq <= after {
            continue;
        }
        if seal.tip.seq > total {
            break;
        }
        let entry = line::parse(piece.bytes)
            .map_err(|source| StoreError::unreadable(seal.tip.seq, source))?;
        if let Some(who) = entry.draft.event.participant()
            && !changed.contains(who)
        {
            changed.insert(who.clone());
        }
        amended |= entry.draft.event.version().is_some();
        some = true;
        bytes += piece.bytes.len();
        cache.take(&entry, seal.tip, piece.bytes.to_vec(), (tables, projection))?;
        if cache.waiting() >= STEP_ENTRIES || bytes >= STEP_BYTES {
            cache.flush(tables)?;
            bytes = 0;
            progress(seal.tip.seq, total);
        }
    }
    cache.flush(tables)?;
    // Each participant once, when all of the entries are there.
    match amended {
        true => summarise_all(tables, cache, projection)?,
        false => summarise_some(changed, tables, cache, projection)?,
    }
    if some {
        progress(total, total);
    }
    Ok(())
}

/// Summarises these participants again.
fn summarise_some(
    who: impl IntoIterator<Item = ParticipantId>,
    tables: &mut Tables,
    cache: &mut RecordCache,
    projection: &Projection,
) -> Result<(), Fault> {
    let who: Vec<ParticipantId> = who.into_iter().collect();
    for some in who.chunks(STEP_SUMMARIES) {
        for who in some {
            cache.recall(who, tables)?;
        }
        cache.summarise(projection);
        cache.flush(tables)?;
    }
    Ok(())
}

/// Summarises everybody again, as an amendment asks for; the trees count as half built until it is done.
pub(in crate::store) fn summarise_all(
    tables: &mut Tables,
    cache: &mut RecordCache,
    projection: &Projection,
) -> Result<(), Fault> {
    let everybody: Vec<ParticipantId> = cache.participants().collect();
    summarise_some(everybody, tables, cache, projection)?;
    tables.set_building(false)
}

/// Builds sled from nothing, where no sled is.
pub(in crate::store) fn rebuild(
    source: &Source<'_>,
    cache_bytes: u64,
    projection: &Projection,
    progress: Progress<'_>,
) -> Result<(Tables, RecordCache), StoreError> {
    let path = source.dir.join(SLED);
    let build = |progress: Progress<'_>| -> Result<(Tables, RecordCache), Trouble> {
        let mut tables = Tables::open(&path, cache_bytes)?;
        let mut cache = RecordCache::new(&tables)?;
        tables.set_building(true)?;
        replay(source, 0, &mut tables, &mut cache, projection, progress)?;
        tables.set_building(false)?;
        tables.sync(&path)?;
        Ok((tables, cache))
    };
    build(progress).map_err(Trouble::into_error)
}

/// Closes trees that may be broken; a panic on the way is held back.
pub(in crate::store) fn close(tables: Option<Tables>) {
    let _ = guard(|| {
        drop(tables);
        Ok(())
    });
}

/// Closes trees that may be broken in a thread of its own: it can take long, and nobody waits for it.
pub(in crate::store) fn let_go(tables: Option<Tables>) {
    if let Some(tables) = tables {
        let closing = std::thread::Builder::new().name("sled-close".to_owned());
        // Without a thread to close them they are closed here, by the closure's own drop.
        let _ = closing.spawn(move || close(Some(tables)));
    }
}
