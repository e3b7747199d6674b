//! Opens a study: verifies what is on the disk before anything is read from it.
//!
//! The journal's chain is verified against the heads and against sled's copy of it; a torn tail is
//! cut, a damaged journal repaired, a sled that is behind brought up, any other sled rebuilt.

use super::Store;
use super::error::{Action, ErrorKind, StoreError};
use super::home::{self, Home};
use crate::domain::record::entry::JOURNAL_VERSION;
use crate::domain::record::server_run::LastClocks;
use crate::domain::study::files::FilesFault;
use crate::domain::study::version::recorded::Recorded;
use crate::store::file_names::{JOURNAL, SLED};
use crate::store::index;
use crate::store::index::Fault;
use crate::store::index::RecordCache;
use crate::store::index::Tables;
use crate::store::index::{Source, Trouble};
use crate::store::journal::head::{Head, Heads};
use crate::store::journal::line::Tip;
use crate::store::journal::place;
use crate::store::journal::remains;
use crate::store::journal::stretches::stretches;
use crate::store::journal::writer::Journal;
use crate::store::options::{Options, Progress, Projection};
use crate::store::repair::admission::{Admitted, admit, needed};
use crate::store::repair::evidence::{Evidence, Mark};
use crate::store::repair::mend;
use crate::store::repair::mend::Repair;
use crate::store::repair::survey::Survey;
use crate::text::store::{Opening, Unsound};
use std::path::{Path, PathBuf};

/// What was found and done when a study was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenReport {
    /// Entries in the journal.
    pub entries: u64,
    /// The study was made just now.
    pub created: bool,
    /// Bytes of a save that was never acknowledged and was cut off the end.
    pub cut_bytes: u64,
    /// Entries that sled did not have yet.
    pub applied: u64,
    /// Why sled was rebuilt, if it was.
    pub rebuilt: Option<Unsound>,
    /// Damaged files that were kept beside the good ones.
    pub kept: Vec<PathBuf>,
    /// All that an assessor or monitor should know.
    pub findings: Vec<Opening>,
    /// With which files the study is run, as the record says.
    pub recorded: Recorded,
    /// The clocks as a server stated them last.
    pub clocks: Option<LastClocks>,
}

/// Judges whether a study may be opened with the study files that were loaded, before anything is read or written;
/// returns whether the sessions must be rebuilt, because they were summarised with other files.
pub type FilesJudge<'a> = &'a dyn Fn(&Recorded) -> Result<bool, FilesFault>;

/// Opens a study.
pub(super) fn open(
    dir: &Path,
    options: Options,
    projection: Projection,
    files: FilesJudge<'_>,
    progress: Progress<'_>,
) -> Result<(Store, OpenReport), StoreError> {
    let (home, admitted) = enter(dir, &options, progress)?;
    let (parts, report) = bring_up(&home, admitted, &options, &projection, files, progress)?;
    let after = parts.after;
    let mut store = Store::assemble(home, options, projection, parts);
    store.finish_opening(after)?;
    Ok((store, report))
}

/// What an open study consists of, beside the directory itself.
pub(super) struct Parts {
    pub(super) journal: Journal,
    pub(super) heads: Heads,
    pub(super) tables: Tables,
    pub(super) cache: RecordCache,
    pub(super) after: After,
}

/// What is left to be done once the parts are together.
#[derive(Clone, Copy, Debug)]
pub(super) struct After {
    /// All was on the disk as it was left, so that no sync is due.
    pub(super) as_left: bool,
    /// The mark of a study that is being made is to be removed, for it has an entry.
    pub(super) marked: bool,
}

/// Brings up a directory that may be opened and whose lock is held: repairs, cuts and rebuilds what must be.
pub(super) fn bring_up(
    home: &Home,
    admitted: Admitted,
    options: &Options,
    projection: &Projection,
    files: FilesJudge<'_>,
    progress: Progress<'_>,
) -> Result<(Parts, OpenReport), StoreError> {
    let dir = home.dir.as_path();
    let Admitted {
        heads,
        mut survey,
        empty,
        new,
        marked,
    } = admitted;
    let changed = |fault| StoreError::of_files(dir, fault);
    let mut judged = None;
    if survey.walk.fault.is_none() {
        // Judged by a whole journal, a refusal leaves every byte as it was.
        judged = Some(files(&survey.recorded()?).map_err(changed)?);
    }
    let mut report = OpenReport {
        created: new,
        ..OpenReport::default()
    };
    if empty && !marked {
        // From now on whatever an early end leaves is known as a study without an entry.
        Mark::New.make(dir)?;
    }
    mend::finish(dir)?;
    let stamp = (options.clock)().format("%Y%m%dT%H%M%S").to_string();
    prepare(home, &mut report)?;

    let sled_dir = dir.join(SLED);
    let had_sled = sled_dir.exists();
    let mut sled = Tables::open(&sled_dir, options.cache_bytes);
    if matches!(&sled, Err(fault) if fault.full) && home.free_reserve() {
        report.findings.push(Opening::ReserveGivenBack);
        sled = Tables::open(&sled_dir, options.cache_bytes);
    }
    match &sled {
        Err(fault) if fault.full => {
            return Err(StoreError::Full {
                reserve_freed: false,
            });
        }
        Err(fault) if fault.locked => {
            return Err(StoreError::Busy {
                dir: dir.to_owned(),
                pid: None,
            });
        }
        _ => {}
    }

    // A repair that was broken off may just have given the journal its name.
    survey.segments = place::segments(dir)?;
    survey.compare(dir, sled.as_ref())?;
    if let Some(old) = mend(dir, &heads, sled.as_ref().ok(), &survey, options, &stamp)? {
        let after = survey.walk.tip.seq;
        survey = Survey::of(dir, &heads, progress)?;
        let back: Vec<u64> = (after + 1..=survey.walk.tip.seq).collect();
        report.findings.push(Opening::Repaired {
            after,
            back: stretches(&back),
            kept: Opening::shown(&old),
        });
        report.kept.push(old);
        survey.compare(dir, sled.as_ref())?;
        judged = None;
    }
    report.recorded = survey.recorded()?;
    report.clocks = survey.clocks()?;
    // Before the sessions are brought up: they would be summarised by other files.
    let anew = match judged {
        Some(anew) => anew,
        None => files(&report.recorded).map_err(changed)?,
    };
    if survey.walk.whole != survey.walk.tip || survey.walk.fault.is_some() {
        cut(home, &survey, &stamp, &mut report)?;
    }
    let tip = survey.walk.whole;
    report.entries = tip.seq;
    if heads.is_empty() && tip.seq > 0 {
        report.findings.push(Opening::HeadsLost);
    }
    if heads.len() == 1 && tip.seq > 0 {
        report.findings.push(Opening::HeadLost);
    }

    let kept = heads.iter().map(|head| head.kept).max().unwrap_or(0);
    let ready = sled.and_then(|tables| {
        match judge(&tables, &survey, had_sled, tip, kept).and(current(anew)) {
            Ok(()) => Ok(tables),
            Err(fault) => {
                index::let_go(Some(tables));
                Err(fault)
            }
        }
    });
    let source = Source {
        dir,
        segments: &survey.segments,
        total: tip.seq,
    };
    let brought_up = ready.and_then(|mut tables| {
        report.applied = tip.seq - tables.mark.tip.seq;
        let next = tables.mark.tip.seq + 1;
        let from = survey.walk.firsts.partition_point(|first| *first <= next);
        let from = from.saturating_sub(1);
        let mut cache = RecordCache::new(&tables)?;
        match index::replay(&source, from, &mut tables, &mut cache, projection, progress) {
            Ok(()) => Ok(Ok((tables, cache))),
            Err(Trouble::Journal(error)) => Ok(Err(error)),
            Err(Trouble::Sled(fault)) => {
                index::let_go(Some(tables));
                Err(fault)
            }
        }
    });
    let (tables, cache) = match brought_up {
        Ok(done) => done?,
        Err(fault) => {
            report.applied = 0;
            let old = set_aside(dir, had_sled, &stamp)?;
            if old.is_some() || tip.seq > 0 {
                report.findings.push(Opening::Rebuilt {
                    why: fault.why.clone(),
                    kept: old.as_deref().map(Opening::shown),
                });
            }
            report.kept.extend(old);
            if tip.seq > 0 {
                report.rebuilt = Some(fault.why);
            }
            let cache_bytes = options.cache_bytes;
            index::rebuild(&source, cache_bytes, projection, progress)?
        }
    };

    let number = survey.segments.last().map_or(1, |(number, _)| *number);
    let journal_dir = dir.join(JOURNAL);
    let journal = Journal::open(&journal_dir, number, tip, options.segment_bytes)
        .map_err(|error| StoreError::io(Action::Write, &journal_dir, error))?;
    if !home.make_reserve(options.reserve_bytes) {
        report.findings.push(Opening::NoReserve);
    }
    // Both slots say that all of it is on the disk, and nothing was done since: no sync is due.
    let as_left = heads.len() == 2
        && heads
            .iter()
            .all(|head| head.tip == tip && head.kept == tip.seq)
        && report.applied == 0
        && report.rebuilt.is_none()
        && report.kept.is_empty()
        && report.cut_bytes == 0;
    let slots = Heads::open(dir)?;
    if heads.len() < 2 {
        // A new head file is safe only once the directory that lists its name is synced.
        home::sync_dir(dir)?;
    }
    let parts = Parts {
        journal,
        heads: slots,
        tables,
        cache,
        after: After {
            as_left,
            marked: marked && tip.seq > 0,
        },
    };
    Ok((parts, report))
}

/// Locks the directory for this process once its content may be opened; writes nothing before that.
fn enter(
    dir: &Path,
    options: &Options,
    progress: Progress<'_>,
) -> Result<(Home, Admitted), StoreError> {
    Evidence::look(dir)?.right_kinds()?;
    Home::prepare(dir, options.create)?;
    if let Some(lock) = Home::lock(dir)? {
        let admitted = admit(dir, options, progress)?;
        return Ok((Home::own(dir, lock)?, admitted));
    }
    // Without a lock file no process owns it; a directory that is refused must not get one.
    admit(dir, options, progress)?;
    let lock = Home::make_lock(dir)?;
    // Another process may have written to it before the lock was made.
    let admitted = admit(dir, options, progress)?;
    Ok((Home::own(dir, lock)?, admitted))
}

/// Makes what a new study lacks, and the file of the format where it is lost.
fn prepare(home: &Home, report: &mut OpenReport) -> Result<(), StoreError> {
    let dir = &home.dir;
    let format = home::format(dir)?;
    home::make_dir(&dir.join(JOURNAL))?;
    match format {
        Some(JOURNAL_VERSION..) => {}
        // From now on it may have entries that an older program does not read.
        Some(_) => match home::write_format_in(dir) {
            // Nothing is written then either; the next opening tries again.
            Err(error) if error.kind() == ErrorKind::Space => {}
            written => written?,
        },
        None => {
            home::write_format_in(dir)?;
            if !report.created {
                report.findings.push(Opening::FormatWritten);
            }
        }
    }
    if report.created {
        // A directory that was there before may be open to others.
        home::close_to_others(dir).map_err(|error| StoreError::io(Action::Close, dir, error))?;
    }
    Ok(())
}

/// Repairs the journal where it must be; returns where the old one is kept.
fn mend(
    dir: &Path,
    heads: &[Head],
    tables: Option<&Tables>,
    survey: &Survey,
    options: &Options,
    stamp: &str,
) -> Result<Option<PathBuf>, StoreError> {
    let walk = &survey.walk;
    let survivors = mend::survivors(dir, &survey.segments, walk)?;
    let needed = needed(heads, walk, &survivors).max(survey.proven);
    if needed <= walk.whole.seq {
        return Ok(None);
    }
    let repair = Repair {
        dir,
        segments: &survey.segments,
        walk,
        survivors: &survivors,
        tables,
        limit: options.segment_bytes,
    };
    repair.run(needed, stamp).map(Some)
}

/// Keeps what stands behind the last whole request aside, and cuts it off the journal.
fn cut(
    home: &Home,
    survey: &Survey,
    stamp: &str,
    report: &mut OpenReport,
) -> Result<(), StoreError> {
    let (segments, walk) = (&survey.segments, &survey.walk);
    let unread = |error| StoreError::io(Action::Read, &home.dir.join(JOURNAL), error);
    let Some(remains) = remains::look(segments, walk).map_err(unread)? else {
        return Ok(());
    };
    let keep = || mend::keep(&home.dir, segments, walk, remains.kind, stamp);
    let kept = match keep() {
        Err(StoreError::Full { .. }) if home.free_reserve() => keep()?,
        kept => kept?,
    };
    report.cut_bytes = mend::cut(segments, walk)?;
    report.findings.push(Opening::RemainsCut {
        after: walk.whole.seq,
        remains,
        kept: Opening::shown(&kept),
    });
    report.kept.push(kept);
    Ok(())
}

/// Says why sled cannot be used as it is.
fn judge(
    tables: &Tables,
    survey: &Survey,
    had_sled: bool,
    tip: Tip,
    kept: u64,
) -> Result<(), Fault> {
    if !had_sled && tip.seq > 0 {
        return Err(Fault::new(Unsound::Missing));
    }
    if let Some(wrong) = &survey.wrong {
        return Err(Fault::new(wrong.clone()));
    }
    if tables.mark.tip.seq > tip.seq {
        return Err(Fault::new(Unsound::BeyondJournal));
    }
    if tables.mark.tip.seq < kept {
        return Err(Fault::new(Unsound::LostEntries));
    }
    if tables.is_building()? {
        return Err(Fault::new(Unsound::HalfBuilt));
    }
    if !tables.check_sum()? {
        return Err(Fault::new(Unsound::Changed));
    }
    Ok(())
}

/// Says why sound trees cannot be used when their summaries follow from other files of the study.
fn current(anew: bool) -> Result<(), Fault> {
    match anew {
        true => Err(Fault::new(Unsound::OtherFiles)),
        false => Ok(()),
    }
}

/// Renames sled's directory, so that it is kept; returns the new name, if there was one.
pub(super) fn set_aside(
    dir: &Path,
    had_sled: bool,
    stamp: &str,
) -> Result<Option<PathBuf>, StoreError> {
    let path = dir.join(SLED);
    if !path.exists() {
        return Ok(None);
    }
    if !had_sled {
        // Made a moment ago and empty.
        std::fs::remove_dir_all(&path)
            .map_err(|error| StoreError::io(Action::Remove, &path, error))?;
        return Ok(None);
    }
    let old = home::aside(&path, stamp);
    std::fs::rename(&path, &old).map_err(|error| StoreError::io(Action::Rename, &path, error))?;
    home::sync_dir(dir)?;
    Ok(Some(old))
}
