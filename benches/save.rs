//! How long an acknowledged save takes, beside the same bytes with `write` and `fdatasync` on the same disk.
//!
//! Both are done in turn, so that both meet the same disk; medians and their ratio are the result.
//! Budget: at most 1.5 times. `cargo bench --bench save -- DIR` measures on the disk of DIR.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing
)]

#[path = "../tests/support/study.rs"]
mod study;
#[path = "support/table.rs"]
mod table;

use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use study::*;

const ROUNDS: usize = 2000;

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn main() {
    let base = std::env::args()
        .skip(1)
        .find(|word| !word.starts_with('-'))
        .map_or_else(std::env::temp_dir, PathBuf::from);
    let dir = tempfile::tempdir_in(base).unwrap();
    let path = dir.path().join("study");
    let mut store = open(&path);
    fill(&mut store, "01-001", 140);
    let mut raw = std::fs::File::create(dir.path().join("raw")).unwrap();
    let (mut plain, mut saved, mut whole) = (Vec::new(), Vec::new(), Vec::new());
    let journal = path.join("journal/000001.jsonl");
    let mut length = journal.metadata().unwrap().len();
    for round in 0..ROUNDS {
        let field = format!("muscle.{}", round % 14);
        let draft = answer("01-001", "week-3", &field, round as i64);
        let start = Instant::now();
        let results = store.append_all(vec![(format!("bench-{round}"), vec![draft])]);
        saved.push(start.elapsed());
        store.flush().unwrap();
        whole.push(start.elapsed());
        results[0].as_ref().unwrap();

        let now = journal.metadata().unwrap().len();
        let bytes = vec![b'x'; (now - length) as usize];
        length = now;
        let start = Instant::now();
        raw.write_all(&bytes).unwrap();
        raw.sync_data().unwrap();
        plain.push(start.elapsed());
    }
    let (plain, saved, whole) = (median(&mut plain), median(&mut saved), median(&mut whole));
    let ratio = |time: Duration| time.as_secs_f64() / plain.as_secs_f64();
    println!("write + fdatasync              {plain:>10.1?}");
    println!("save, until acknowledged       {saved:>10.1?}");
    table::at_most("save, to write + fdatasync", ratio(saved), 1.5, "x");
    table::plain("save until sled has it too, to the same", ratio(whole), "x");
    let sled = path.join("sled/db").metadata().unwrap().len();
    println!(
        "sled {} KiB for a journal of {} KiB",
        sled >> 10,
        length >> 10
    );
}
