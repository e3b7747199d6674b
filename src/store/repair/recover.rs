//! Rescuing what is left of a damaged record into a new one, and naming what is not.
//!
//! The damaged directory is only read; sled is opened on a copy, because opening it writes. An entry is taken when its
//! own hash is right and no entry after it that was taken names another one as the one before.
//!
//! Entries get new numbers, and a query is known by the number of the entry that opened it: the steps of a query are
//! given that entry's new number. Where that entry is lost they are kept and go by the number of the first step that
//! is left, which no query has, so that they are taken for no other query; the report counts such queries.

mod found;

use super::evidence::Evidence;
use super::unfinished::{Target, Unfinished};
use crate::domain::record::entry::{Assessor, Draft, Entry};
use crate::domain::record::event::Event;
use crate::domain::record::query::Step;
use crate::store::error::{Action, StoreError, Work};
use crate::store::file_names::{JOURNAL, RECOVERED};
use crate::store::home;
use crate::store::journal::head::{Heads, heads_of, newest};
use crate::store::journal::line;
use crate::store::journal::line::Tip;
use crate::store::journal::stretches::stretches;
use crate::store::journal::walk::segment_name;
use crate::store::options::Clock;
use crate::store::options::Progress;
use crate::store::salt;
use crate::text::store::{BackupFault, Stretches, Unfit, Unread};
use found::{Candidate, Found};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

/// What a rescue found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecoverReport {
    /// How many entries there were, as far as anything tells.
    pub entries: u64,
    /// How many of them are in the new record.
    pub rescued: u64,
    /// How many of those came from sled's copy or from files that were set aside.
    pub from_copies: u64,
    /// Those that are not, by number.
    pub lost: Vec<u64>,
    /// The participants that the lost ones were about, where that can still be read.
    pub about: BTreeMap<u64, String>,
    /// Participants whose enrolment is lost: their entries are in the new journal, but no screen shows them.
    pub not_enrolled: BTreeSet<String>,
    /// Queries whose opening entry is lost: their later steps are in the new journal, but no screen shows them.
    pub unopened: u64,
    /// Whether nothing tells if there was more at the end.
    pub open_end: bool,
    /// Sources that could not be read, and why.
    pub unread: Vec<Unread>,
}

impl RecoverReport {
    /// Returns the lost entries: first and last of each stretch.
    pub fn lost_stretches(&self) -> Stretches {
        stretches(&self.lost)
    }
}

/// One line of the list beside a recovered record.
#[derive(Debug, Serialize, Deserialize)]
struct Listed {
    /// Number in the new record.
    seq: u64,
    /// Number that it had.
    was: u64,
    /// Hash that it had.
    hash: String,
    /// Hash of the entry before it then.
    prev: String,
    /// Where it was found.
    found: String,
}

/// Rescues the record of `dir` into `out`, a directory that is empty or not there yet; `by` is who does it.
///
/// # Errors
/// When the directory cannot be read, is itself an unfinished restore or recovery, holds no entry at all, or `out` is
/// not empty or inside of it.
pub fn recover(
    dir: &Path,
    out: &Path,
    by: &Assessor,
    program: &str,
    clock: &Clock,
    progress: Progress<'_>,
) -> Result<RecoverReport, StoreError> {
    begin_recovery(dir, out, &[], by, program, clock, progress)?.done()
}

/// The same with the study's own `files`, by their names in the directory and their texts; `out` may also hold what a
/// recovery left that was broken off. It stays marked as unfinished until it is proven and said to be done.
///
/// # Errors
/// As for [`recover`].
pub fn begin_recovery(
    dir: &Path,
    out: &Path,
    files: &[(String, String)],
    by: &Assessor,
    program: &str,
    clock: &Clock,
    progress: Progress<'_>,
) -> Result<Recovering, StoreError> {
    Evidence::look(dir)?.finished()?;
    let names = files.iter().map(|(name, _)| name.as_str());
    let target = Target::look(out, Work::Recovery, names)?;
    let unread = |path: &Path, error| StoreError::io(Action::Read, path, error);
    let study = dir.canonicalize().map_err(|error| unread(dir, error))?;
    let absolute = std::path::absolute(out).map_err(|error| unread(out, error))?;
    let nearest = absolute
        .ancestors()
        .find_map(|path| path.canonicalize().ok());
    if nearest.is_some_and(|nearest| nearest.starts_with(&study)) {
        let dir = out.to_owned();
        return Err(StoreError::Backup {
            fault: BackupFault::RecoverInside { dir },
        });
    }
    let heads = heads_of(dir);
    let newest = newest(&heads);
    let mut found = Found::default();
    found.journals(dir)?;
    found.sleds(dir, newest.map_or(0, |tip| tip.seq))?;
    let (chosen, mut report) = found.choose(newest);
    if chosen.is_empty() {
        let dir = dir.to_owned();
        return Err(StoreError::Backup {
            fault: BackupFault::NothingWhole { dir },
        });
    }
    home::refuse_inside(out)?;
    let anew = target.is_anew();
    let writing = Writing {
        found: &found,
        chosen: &chosen,
        target,
        files,
        by,
        program,
        clock,
    };
    let work = writing.write(&mut report, progress)?;
    Ok(Recovering { report, anew, work })
}

/// A directory that holds a rescued record, and stays marked as unfinished until [`Recovering::done`].
#[derive(Debug)]
pub struct Recovering {
    /// What was found.
    pub report: RecoverReport,
    /// An earlier recovery to the directory was broken off; what it had left was removed and this one began anew.
    pub anew: bool,
    work: Unfinished,
}

impl Recovering {
    /// Takes the mark away, once the study is proven.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn done(self) -> Result<RecoverReport, StoreError> {
        self.work.done()?;
        Ok(self.report)
    }
}

/// The new record on its way to the disk.
struct Writing<'a> {
    found: &'a Found,
    chosen: &'a BTreeMap<u64, &'a Candidate>,
    target: Target,
    files: &'a [(String, String)],
    by: &'a Assessor,
    program: &'a str,
    clock: &'a Clock,
}

impl Writing<'_> {
    fn write(
        self,
        report: &mut RecoverReport,
        progress: Progress<'_>,
    ) -> Result<Unfinished, StoreError> {
        let unfit = |error: serde_json::Error| StoreError::Unfit {
            what: Unfit::NoJson(Arc::new(error)),
        };
        let mut entries = Vec::with_capacity(self.chosen.len());
        let mut list: Vec<u8> = Vec::new();
        let mut demo = self.found.demo;
        let mut enrolled = BTreeSet::new();
        let mut numbers = Numbers::default();
        for ((was, one), seq) in self.chosen.iter().zip(2_u64..) {
            let mut entry =
                line::parse(&one.bytes).map_err(|source| StoreError::unreadable(*was, source))?;
            numbers.renumber(&mut entry.draft.event, *was, seq);
            let event = &entry.draft.event;
            demo |= event.marks_demo() || entry.is_synthetic();
            if let Some(who) = event.participant() {
                if event.enrolled().is_some() {
                    enrolled.insert(who.to_string());
                } else if !enrolled.contains(who.as_str()) {
                    report.not_enrolled.insert(who.to_string());
                }
            }
            let listed = Listed {
                seq,
                was: *was,
                hash: line::text(&one.hash),
                prev: line::text(&one.prev),
                found: self
                    .found
                    .sources
                    .get(one.source)
                    .cloned()
                    .unwrap_or_default(),
            };
            list.extend(serde_json::to_vec(&listed).map_err(unfit)?);
            list.push(b'\n');
            entry.seq = seq;
            entries.push(entry);
        }
        report.unopened = numbers.unopened;
        let first = self.first(report, &list, demo, salt::draw()?);
        let clock = self.clock;
        let work = self.target.begin()?;
        let out = work.dir();
        for (name, text) in self.files {
            let path = out.join(name);
            let within = path.parent().unwrap_or(out);
            home::make_dir(within)?;
            home::write_new(&path, text.as_bytes())?;
            home::sync_dir(within)?;
        }
        let journal = out.join(JOURNAL);
        home::make_dir(&journal)?;
        home::write_new(&out.join(RECOVERED), &list)?;
        let path = journal.join(segment_name(1));
        let total = entries.len() as u64 + 1;
        let mut tip = Tip::START;
        let mut lines: Vec<u8> = Vec::new();
        for (mut entry, done) in std::iter::once(first).chain(entries).zip(1..) {
            // What was one request may have lost a part, so that each stands for itself.
            let (line, next) = line::seal(&mut entry, 0, &tip).map_err(unfit)?;
            lines
                .write_all(&line)
                .map_err(|error| StoreError::io(Action::Write, &path, error))?;
            tip = next;
            if done % 10_000 == 0 && done < total {
                progress(done, total);
            }
        }
        home::write_new(&path, &lines)?;
        home::sync_dir(&journal)?;
        home::write_format_in(out)?;
        let mut heads = Heads::open(out)?;
        for _ in 0..2 {
            heads.write(tip, 0, clock())?;
        }
        heads.sync()?;
        home::sync_dir(out)?;
        Ok(work)
    }

    /// Returns the entry that says what this record is.
    fn first(&self, report: &RecoverReport, list: &[u8], demo: bool, salt: String) -> Entry {
        let event = Event::Recovered {
            entries: report.entries,
            rescued: report.rescued,
            lost: stretches(&report.lost),
            list: line::text(&line::digest(list)),
            demo,
        };
        Entry {
            seq: 1,
            recorded_at: (self.clock)(),
            program: self.program.to_owned(),
            request: "recovered".to_owned(),
            draft: Draft::new(self.by.clone(), event),
            salt: Some(salt),
            more: 0,
            prev: String::new(),
            hash: String::new(),
        }
    }
}

/// The new numbers of queries.
#[derive(Default)]
struct Numbers {
    /// By the number that the entry had which opened the query.
    of: BTreeMap<u64, u64>,
    /// How many of those entries are lost.
    unopened: u64,
}

impl Numbers {
    /// Gives a step of a query the query's new number; entries come in their order, so that the one that opens is first.
    fn renumber(&mut self, event: &mut Event, was: u64, seq: u64) {
        let Some((query, step)) = event.query_mut() else {
            return;
        };
        if step == Step::Open {
            self.of.insert(was, seq);
        } else if let Some(new) = self.of.get(query) {
            *query = *new;
        } else {
            self.unopened += 1;
            self.of.insert(*query, seq);
            *query = seq;
        }
    }
}
