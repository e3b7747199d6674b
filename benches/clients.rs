//! What clients over the socket get when 1, 4, 16 and 64 of them type as fast as they are acknowledged.
//!
//! Server and clients share this process and the machine's processors; the socket, the frames, the journal and
//! its syncs are the real ones. `cargo bench --bench clients -- DIR` measures on the disk of DIR.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing
)]

#[path = "../tests/support/load.rs"]
mod load;
#[path = "support/served.rs"]
mod served;
#[path = "support/table.rs"]
mod table;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Fields of a visit with every form, as many as the study's forms ask at baseline.
const FIELDS: usize = 120;

struct Run {
    entries: f64,
    p50: f64,
    syncs: f64,
}

fn measure(base: &Path, clients: usize) -> Run {
    let dir = tempfile::tempdir_in(base).unwrap();
    let served = served::Served::start(dir.path());
    let (owner, path) = (&served.owner, served.socket());
    // The first one begins the study, so that the others are known.
    drop(load::Typist::sit(path, 998));
    let before = (owner.figures().entries(), owner.figures().syncs());
    let begun = Instant::now();
    let typists = load::run(path, clients, FIELDS);
    let time = begun.elapsed();
    let entries = owner.figures().entries() - before.0;
    let syncs = owner.figures().syncs() - before.1;
    let saved = typists.iter().flat_map(|typist| &typist.saved);
    let mut times: Vec<Duration> = saved.map(|saved| saved.time).collect();
    let name = |what: &str| format!("{clients:>2} clients: {what}");
    let run = Run {
        entries: entries as f64 / time.as_secs_f64(),
        p50: table::median_us(&mut times),
        syncs: syncs as f64 / entries as f64,
    };
    table::plain(&name("entries a second"), run.entries, "");
    table::plain(&name("acknowledged, p50"), run.p50, "us");
    table::plain(&name("acknowledged, p99"), table::p99_us(&mut times), "us");
    table::plain(&name("syncs an entry"), run.syncs, "");
    drop(typists);
    served.stop();
    run
}

fn main() {
    let base = std::env::args()
        .skip(1)
        .find(|word| !word.starts_with('-'))
        .map_or_else(std::env::temp_dir, PathBuf::from);
    let one = measure(&base, 1);
    measure(&base, 4);
    measure(&base, 16);
    let many = measure(&base, 64);
    table::plain(
        "64 clients to one: entries a second",
        many.entries / one.entries,
        "x",
    );
    table::plain("64 clients to one: p50", many.p50 / one.p50, "x");
}
