//! Ten thousand participants: opening the study, reading one of them, finding among all.
//!
//! `cargo bench --bench timeline -- DIR` keeps the study (1.2 GB while it runs) on the disk of DIR.
//! Each opening is measured in a process of its own, so that its memory is its own.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

#[path = "support/table.rs"]
mod table;
#[path = "support/trial.rs"]
mod trial;

use coreset::domain::base::ids::ParticipantId;
use coreset::input::key::Code;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use trial::Terminal;

const COUNTS: [usize; 2] = [20, 10_000];
const OPEN: &str = "--open-in-this-process";
const ROUNDS: usize = 200;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [first, dir, count] = words.as_slice()
        && first == OPEN
    {
        measure(Path::new(dir), count.parse().unwrap());
        return;
    }
    let base = words
        .iter()
        .find(|word| !word.starts_with('-'))
        .map_or_else(std::env::temp_dir, PathBuf::from);
    let dir = tempfile::tempdir_in(base).unwrap();
    let study = trial::study();
    for count in COUNTS {
        let path = dir.path().join(count.to_string());
        let start = Instant::now();
        let mut store = trial::open(&path, &study);
        trial::fill(&mut store, &study, count);
        drop(store);
        let name = format!("{count} participants: made");
        table::at_most(&name, start.elapsed().as_secs_f64(), 60.0, "s");
        let status = Command::new(std::env::current_exe().unwrap())
            .args([OPEN, path.to_str().unwrap(), &count.to_string()])
            .status()
            .unwrap();
        assert!(status.success());
    }
}

fn measure(dir: &Path, count: usize) {
    let name = |what: &str| format!("{count} participants: {what}");
    let start = Instant::now();
    let study = trial::study();
    let read = start.elapsed().as_secs_f64() * 1e3;
    table::plain(&name("forms and study read"), read, "ms");
    let start = Instant::now();
    let mut store = trial::open(dir, &study);
    let opened = start.elapsed().as_secs_f64() * 1e3;
    table::plain(&name("opened and proven"), opened, "ms");
    table::plain(&name("memory after opening"), table::memory("VmRSS"), "MB");

    let ids: Vec<ParticipantId> = store
        .participants()
        .unwrap()
        .iter()
        .map(|summary| summary.participant.id.clone())
        .collect();
    let step = (ids.len() / ROUNDS).max(1);
    let mut times: Vec<Duration> = ids
        .iter()
        .step_by(step)
        .map(|id| {
            let start = Instant::now();
            black_box(store.record(id).unwrap());
            start.elapsed()
        })
        .collect();
    let median = table::median_us(&mut times) / 1e3;
    table::at_most(&name("one participant, all visits"), median, 5.0, "ms");
    table::plain(
        &name("the same, p99"),
        table::p99_us(&mut times) / 1e3,
        "ms",
    );

    let start = Instant::now();
    let mut terminal = Terminal::new(study, store);
    let first = start.elapsed().as_secs_f64() * 1e3;
    table::plain(&name("list read and drawn"), first, "ms");
    let mut times = Vec::new();
    for query in ["99-0423", "0423", "ab 17", "late", "week-12 due"] {
        for c in query.chars() {
            times.push(terminal.press(Code::Char(c)).time);
        }
        for _ in query.chars() {
            times.push(terminal.press(Code::Backspace).time);
        }
    }
    let median = table::median_us(&mut times) / 1e3;
    let slow = table::p99_us(&mut times) / 1e3;
    table::at_most(&name("key in the finder"), median, 10.0, "ms");
    table::at_most(&name("key in the finder, p99"), slow, 10.0, "ms");
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| terminal.press(Code::Down).time)
        .collect();
    let median = table::median_us(&mut times) / 1e3;
    table::at_most(&name("row moved"), median, 10.0, "ms");
    table::at_most(&name("memory, most"), table::memory("VmHWM"), 64.0, "MB");
}
