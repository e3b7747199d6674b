//! Whether a study directory may be opened: decided from what is there, before anything is written.
//!
//! Opening sled writes, so that it is read from a copy wherever the journal and the head slots do not decide alone.

use super::evidence::Evidence;
use super::survey::Survey;
use crate::store::error::{Action, StoreError};
use crate::store::file_names::SLED;
use crate::store::home;
use crate::store::index;
use crate::store::index::Fault;
use crate::store::index::Tables;
use crate::store::journal::head;
use crate::store::journal::head::{Head, SLOTS};
use crate::store::journal::walk::{LinePosition, Walk};
use crate::store::options::Options;
use crate::store::options::Progress;
use crate::store::repair::mend;
use crate::store::repair::mend::Repair;
use crate::text::store::Unsound;
use std::collections::HashMap;
use std::path::Path;

/// A directory that may be opened.
pub(in crate::store) struct Admitted {
    /// The head slots that are whole.
    pub(in crate::store) heads: Vec<Head>,
    /// The journal, not yet compared with sled.
    pub(in crate::store) survey: Survey,
    /// It holds no entry, and it is proven that it never did.
    pub(in crate::store) empty: bool,
    /// No study was there, or one was being made.
    pub(in crate::store) new: bool,
    /// The mark of a study that is being made is there.
    pub(in crate::store) marked: bool,
}

/// Decides whether a study may be opened; `progress` is called during a long reading, with bytes.
///
/// # Errors
/// When entries are damaged or missing and nothing proves what they were, when a study was there and none can be
/// proven, when a restore was broken off, or when there is no study and none is to be made.
pub(in crate::store) fn admit(
    dir: &Path,
    options: &Options,
    progress: Progress<'_>,
) -> Result<Admitted, StoreError> {
    let found = Evidence::look(dir)?;
    if !options.unfinished {
        found.finished()?;
    }
    let heads = head::read(dir);
    let mut survey = Survey::of(dir, &heads, progress)?;
    let empty = judge(dir, options, &found, &heads, &mut survey)?;
    if empty && !options.create {
        return Err(StoreError::NotAStudy {
            dir: dir.to_owned(),
        });
    }
    if found.is_none() {
        home::refuse_inside(dir)?;
    }
    Ok(Admitted {
        heads,
        survey,
        empty,
        new: empty && (found.is_none() || found.is_being_made()),
        marked: found.is_being_made(),
    })
}

/// Returns whether the study has no entry; refuses one whose entries cannot be proven.
fn judge(
    dir: &Path,
    options: &Options,
    found: &Evidence,
    heads: &[Head],
    survey: &mut Survey,
) -> Result<bool, StoreError> {
    let survivors = mend::survivors(dir, &survey.segments, &survey.walk)?;
    let whole = survey.walk.whole.seq;
    if whole > 0 && heads.len() == SLOTS && needed(heads, &survey.walk, &survivors) <= whole {
        // What sled says cannot change that.
        return Ok(false);
    }
    let path = dir.join(SLED);
    let (tables, copy) = match path.is_dir() {
        true => {
            let (tables, copy) = Tables::open_copy(&path, options.cache_bytes)
                .map_err(|error| StoreError::io(Action::Copy, &path, error))?;
            (tables, Some(copy))
        }
        false => (Err(Fault::new(Unsound::Missing)), None),
    };
    let judged = survey.compare(dir, tables.as_ref()).and_then(|()| {
        let repair = Repair {
            dir,
            segments: &survey.segments,
            walk: &survey.walk,
            survivors: &survivors,
            tables: tables.as_ref().ok(),
            limit: options.segment_bytes,
        };
        prove(found, heads, survey, &repair)
    });
    index::let_go(tables.ok());
    drop(copy);
    judged
}

/// Proves the end of a study from all that is left of it.
fn prove(
    found: &Evidence,
    heads: &[Head],
    survey: &Survey,
    repair: &Repair<'_>,
) -> Result<bool, StoreError> {
    let walk = &survey.walk;
    let needed = needed(heads, walk, repair.survivors).max(survey.proven);
    let mended = needed > walk.whole.seq;
    let end = match mended {
        true => repair.prove(needed)?,
        false => repair.unchanged(),
    };
    if end.whole == 0 {
        found.never_begun(heads)?;
        return Ok(true);
    }
    let lost = SLOTS.saturating_sub(heads.len());
    if lost > 0 {
        // A slot that is lost may have acknowledged more than the other. What stands in the journal's files must
        // then be exactly those entries, byte for byte in number, and without any slot sled must end there too.
        let accounted = end.whole == end.seq && end.bytes == mend::rest(&survey.segments, walk)?;
        let agrees = survey.wrong.is_none() && survey.proven == end.seq;
        if !accounted || (heads.is_empty() && !agrees) {
            return Err(StoreError::Unproven {
                dir: repair.dir.to_owned(),
                ends: walk.tip.seq,
                lost,
            });
        }
    }
    Ok(false)
}

/// Returns the newest entry that heads and journal say there must be.
pub(in crate::store) fn needed(
    heads: &[Head],
    walk: &Walk,
    survivors: &HashMap<u64, LinePosition>,
) -> u64 {
    let newest = heads.iter().map(|head| head.tip.seq).max();
    let mut needed = newest.unwrap_or(0);
    // A line that is whole after one that is not: this is damage, not a save that was broken off.
    for (seq, position) in survivors {
        if position.ended {
            needed = needed.max(*seq);
        }
    }
    if walk.fault.is_some() && heads.len() < SLOTS {
        // The slot that is lost may have acknowledged the broken line.
        needed = needed.max(walk.tip.seq + 1);
    }
    needed
}
