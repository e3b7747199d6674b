//! Exports: how fast each format is written, and what an export of a large study costs its server and those who type.
//!
//! First each format alone: records in memory, files thrown away, in seconds of one processor. Then the whole way: the
//! program exports from a server with many participants while nobody types, and while 16 clients do.
//! `cargo bench --bench export -- csv` measures one format alone; `-- --count 1000` sets how many participants the server
//! has, 0 for none; `-- --dir DIR` keeps the study on the disk of DIR.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

#[path = "../tests/support/load.rs"]
mod load;
#[path = "support/served.rs"]
mod served;
#[path = "support/table.rs"]
mod table;
#[path = "support/trial.rs"]
mod trial;

use coreset::cli::open::open;
use coreset::domain::base::ids::ParticipantId;
use coreset::domain::record::entry::{Draft, Entry, Head};
use coreset::domain::record::event::{Event, FieldPath};
use coreset::domain::record::session::ParticipantRecord;
use coreset::domain::study::Study;
use coreset::export::files::{Files, Scratch};
use coreset::export::run::{Outcome, Source, Watch, run};
use coreset::export::{AsOf, Context, Fault, Format};
use coreset::store::Room;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Participants in memory.
const PEOPLE: usize = 400;
/// A report is made so many times, since one is too short to measure.
const REPORTS: u32 = 100;
/// Word by which this program is run again to measure the whole way, so that the memory is that of the server alone.
const SERVED: &str = "--served-in-this-process";
/// Each measurement is the best of so many, since other work only adds.
const ROUNDS: usize = 3;

struct Kept {
    records: BTreeMap<ParticipantId, ParticipantRecord>,
    entries: Vec<Entry>,
    last: Head,
}

impl Kept {
    fn make(study: &Arc<Study>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut store = trial::open(dir.path(), study);
        trial::fill(&mut store, study, PEOPLE);
        let records = trial::records(&mut store).into_iter();
        let records = records.map(|record| (record.participant.id.clone(), record));
        let room = Room {
            entries: 1000,
            bytes: 1 << 20,
        };
        let (mut entries, mut after) = (Vec::new(), Some(0));
        while let Some(from) = after {
            let part = store.trail(None, from, room).unwrap();
            after = part.next;
            entries.extend(part.entries.into_iter().flat_map(typed));
        }
        for (seq, entry) in (1_u64..).zip(&mut entries) {
            entry.seq = seq;
        }
        let entry = entries.last().unwrap();
        let last = Head {
            seq: entry.seq,
            hash: entry.hash.clone(),
            at: Some(entry.recorded_at),
        };
        Self {
            records: records.collect(),
            entries,
            last,
        }
    }
}

/// Turns the answers that a form was filled with at once into those of somebody who typed them.
fn typed(entry: Entry) -> Vec<Entry> {
    let Event::Filled {
        participant,
        visit,
        form,
        answers,
        origin,
    } = &entry.draft.event
    else {
        return vec![Entry { more: 0, ..entry }];
    };
    let one = |(number, (field, answer)): (usize, &_)| {
        let place = FieldPath {
            participant: participant.clone(),
            visit: visit.clone(),
            form: form.clone(),
            field: coreset::domain::base::ids::FieldId::clone(field),
        };
        let event = Event::Answered {
            place,
            answer: coreset::domain::base::answer::Answer::clone(answer),
            origin: *origin,
        };
        Entry {
            draft: Draft {
                event,
                ..entry.draft.clone()
            },
            request: format!("{}-{number}", entry.request),
            more: 0,
            ..entry.clone()
        }
    };
    answers.iter().enumerate().map(one).collect()
}

/// Gives records and entries without a copy of their own being a part of what is measured.
struct Given<'a> {
    kept: &'a Kept,
    records: Vec<ParticipantRecord>,
    entries: Vec<Entry>,
}

impl<'a> Given<'a> {
    fn empty(kept: &'a Kept) -> Self {
        Self {
            kept,
            records: Vec::new(),
            entries: Vec::new(),
        }
    }

    fn of(kept: &'a Kept) -> Self {
        let copied = kept.records.values().rev().cloned();
        Self {
            kept,
            records: copied.collect(),
            entries: kept.entries.clone(),
        }
    }
}

impl Source for Given<'_> {
    type Error = Fault;

    fn ids(&mut self, after: Option<&ParticipantId>) -> Result<Vec<ParticipantId>, Fault> {
        let ids = self.kept.records.keys();
        let later = ids.filter(|id| after.is_none_or(|after| *id > after));
        Ok(later.cloned().collect())
    }

    fn want(&mut self, _: &ParticipantId, _: u64) {}

    fn wanted(
        &mut self,
        _: &ParticipantId,
        _: u64,
    ) -> Result<Option<Box<ParticipantRecord>>, Fault> {
        Ok(self.records.pop().map(Box::new))
    }

    fn entries(
        &mut self,
        _: Option<&ParticipantId>,
        _: u64,
    ) -> Result<(Vec<Entry>, Option<u64>), Fault> {
        Ok((std::mem::take(&mut self.entries), None))
    }
}

/// Files that are counted and thrown away.
#[derive(Default)]
struct Counted {
    bytes: Rc<Cell<u64>>,
}

struct Part(Rc<Cell<u64>>);

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.set(self.0.get() + bytes.len() as u64);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Files for Counted {
    fn create(&mut self, _: &str) -> io::Result<Box<dyn Write>> {
        Ok(Box::new(Part(Rc::clone(&self.bytes))))
    }

    fn scratch(&mut self) -> io::Result<Box<dyn Scratch>> {
        Ok(Box::new(Cursor::new(Vec::new())))
    }
}

struct ToTheEnd;

impl Watch for ToTheEnd {
    fn step(&mut self, _: u64, _: u64) -> bool {
        true
    }
}

/// Returns the seconds of an export and the bytes of its files.
fn once(context: &Context, format: Format, mut source: Given<'_>) -> (f64, u64) {
    let mut files = Counted::default();
    let bytes = Rc::clone(&files.bytes);
    let begun = table::on_processor();
    let end = run(
        &[format],
        context,
        &[],
        &mut source,
        &mut files,
        &mut ToTheEnd,
    );
    assert!(matches!(end, Ok(Outcome::Done(_))));
    (table::on_processor() - begun, bytes.get())
}

fn best(context: &Context, format: Format, kept: &Kept) -> (f64, u64) {
    let rounds = (0..ROUNDS).map(|_| once(context, format, Given::of(kept)));
    rounds
        .min_by(|one, other| one.0.total_cmp(&other.0))
        .unwrap()
}

/// Runs the program at a socket until its export is written; returns the seconds.
fn export(socket: &Path, format: Format, into: &Path) -> f64 {
    let begun = Instant::now();
    let ended = Command::new(env!("CARGO_BIN_EXE_coreset"))
        .args(["export", format.key(), "--socket"])
        .arg(socket)
        .arg("--out")
        .arg(into)
        .env_remove("CORESET_STUDY")
        .output()
        .unwrap();
    assert!(ended.status.success(), "{ended:?}");
    begun.elapsed().as_secs_f64()
}

/// Lets 16 clients type until told to stop; returns how long their saves took.
fn saves(socket: &Path, first: usize, stop: &AtomicBool) -> Vec<Duration> {
    let typed = std::thread::scope(|scope| {
        let typing: Vec<_> = (first..first + 16)
            .map(|number| {
                scope.spawn(move || {
                    let mut typist = load::Typist::sit(socket, number);
                    let mut field = 0;
                    while !stop.load(Ordering::Relaxed) {
                        typist.type_field(field);
                        field += 1;
                        // As fast as somebody presses keys.
                        std::thread::sleep(Duration::from_millis(50));
                    }
                    typist
                })
            })
            .collect();
        let typists = typing.into_iter().map(|one| one.join().unwrap());
        typists.collect::<Vec<_>>()
    });
    let saved = typed.iter().flat_map(|typist| &typist.saved);
    saved.map(|saved| saved.time).collect()
}

/// Returns how long saves take while something is done.
fn saves_while(socket: &Path, first: usize, work: impl FnOnce()) -> Vec<Duration> {
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let typing = scope.spawn(|| saves(socket, first, &stop));
        work();
        stop.store(true, Ordering::Relaxed);
        typing.join().unwrap()
    })
}

/// A study on the disk.
struct Made {
    dir: PathBuf,
    people: usize,
    sessions: usize,
    entries: u64,
}

impl Made {
    /// Makes a study of so many participants.
    fn new(dir: &Path, people: usize) -> Self {
        let study = trial::study();
        // The first opening writes the first entry.
        drop(open(dir, false, served::options()).unwrap());
        let mut store = trial::open(dir, &study);
        trial::fill(&mut store, &study, people);
        let all = store.participants().unwrap();
        Self {
            dir: dir.to_owned(),
            people,
            sessions: all.iter().map(|summary| summary.visits.len()).sum(),
            entries: store.last(),
        }
    }

    /// Returns it as words of a command.
    fn words(&self) -> [String; 4] {
        [
            self.dir.to_str().unwrap().to_owned(),
            self.people.to_string(),
            self.sessions.to_string(),
            self.entries.to_string(),
        ]
    }

    fn read(mut words: impl Iterator<Item = String>) -> Self {
        let mut next = || words.next().unwrap();
        Self {
            dir: PathBuf::from(next()),
            people: next().parse().unwrap(),
            sessions: next().parse().unwrap(),
            entries: next().parse().unwrap(),
        }
    }
}

/// Measures the whole way.
fn served(made: &Made) {
    let Made {
        dir,
        people: count,
        sessions,
        entries,
    } = made;
    let served = served::Served::start(dir);
    let path = served.socket();
    // The first one begins the study, so that the others are known.
    drop(load::Typist::sit(path, 900));
    let name = |what: &str| format!("{count} participants: {what}");
    table::plain(&name("visits"), *sessions as f64, "");
    let into = tempfile::tempdir_in(dir.parent().unwrap()).unwrap();
    let idle = table::memory("VmRSS");
    // The peak counts from here.
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    table::plain(&name("memory of the idle server"), idle, "MB");
    for format in [Format::Csv, Format::DatasetJson, Format::OdmArchive] {
        let seconds = export(path, format, &into.path().join(format.key()));
        let key = format.key();
        match format {
            Format::OdmArchive => {
                let what = format!("{key}, entries a second");
                table::plain(&name(&what), *entries as f64 / seconds, "");
            }
            _ => {
                let what = format!("{key}, visits a second");
                table::at_least(&name(&what), *sessions as f64 / seconds, 20_000.0, "");
            }
        }
    }
    let over = table::memory("VmHWM") - idle;
    table::at_most(&name("memory over the idle server"), over, 64.0, "MB");
    let pause = Duration::from_secs(5);
    let mut alone = saves_while(path, 910, || std::thread::sleep(pause));
    let again = into.path().join("again");
    let mut meanwhile = saves_while(path, 930, || {
        export(path, Format::Csv, &again);
    });
    let (alone, meanwhile) = (table::p99_us(&mut alone), table::p99_us(&mut meanwhile));
    table::plain("16 clients: a save, p99", alone, "us");
    let what = "16 clients: a save during an export, p99";
    table::at_most(what, meanwhile, 2.0 * alone, "us");
    served.stop();
}

/// Measures each format alone, or one of them.
fn formats(only: Option<&str>) {
    let study = trial::study();
    let kept = Kept::make(&study);
    let as_of = AsOf::of(&kept.last).unwrap();
    let context = Context::of(Arc::clone(&study), as_of).unwrap();
    let people = kept.records.values();
    let sessions: usize = people.map(|record| record.sessions.len()).sum();
    table::plain("participants", PEOPLE as f64, "");
    table::plain("sessions", sessions as f64, "");
    table::plain("entries", kept.entries.len() as f64, "");
    for format in Format::ALL {
        let key = format.key();
        if only.is_some_and(|only| only != key) {
            continue;
        }
        let (seconds, bytes) = best(&context, format, &kept);
        let name = |what: &str| format!("{key}: {what}");
        let sessions_a_second = sessions as f64 / seconds;
        match format {
            Format::Csv | Format::DatasetJson => {
                table::at_least(&name("sessions a second"), sessions_a_second, 20_000.0, "");
            }
            Format::OdmArchive => {
                let entries = kept.entries.len() as f64 / seconds;
                table::at_least(&name("entries a second"), entries, 100_000.0, "");
            }
            Format::Redcap | Format::Xpt | Format::Odm | Format::Report => {
                table::plain(&name("sessions a second"), sessions_a_second, "");
            }
        }
        table::plain(&name("written"), bytes as f64 / 1e6, "MB");
    }
    let Some((who, record)) = kept.records.last_key_value() else {
        return;
    };
    let mut one = context.clone();
    one.selection.participant = Some(who.clone());
    let reports = (0..REPORTS).map(|_| {
        let source = Given {
            records: vec![record.clone()],
            ..Given::empty(&kept)
        };
        once(&one, Format::Report, source).0
    });
    let seconds = reports.sum::<f64>() / f64::from(REPORTS);
    table::at_most("report of one participant", seconds * 1e3, 50.0, "ms");
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let after = |option: &str| {
        let at = words.iter().position(|word| word == option)?;
        words.get(at + 1)
    };
    let count = after("--count").map_or(10_000, |count| count.parse().unwrap());
    let base = after("--dir").map_or_else(std::env::temp_dir, PathBuf::from);
    if let Some(at) = words.iter().position(|word| word == SERVED) {
        served(&Made::read(words.into_iter().skip(at + 1)));
        return;
    }
    let only = words.first().filter(|word| !word.starts_with('-'));
    formats(only.map(String::as_str));
    if only.is_none() && count > 0 {
        let dir = tempfile::tempdir_in(base).unwrap();
        let made = Made::new(dir.path(), count);
        let status = Command::new(std::env::current_exe().unwrap())
            .arg(SERVED)
            .args(made.words())
            .status()
            .unwrap();
        assert!(status.success());
    }
}
