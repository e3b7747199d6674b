//! Every rule over a participant again, as `coreset check` does: time of one processor a participant.
//!
//! Records are in memory. Budget: 10,000 participants in 8 seconds on two processors.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

#[path = "support/table.rs"]
mod table;
#[path = "support/trial.rs"]
mod trial;

use chrono::Local;
use coreset::domain::record::entry::PROGRAM;
use coreset::domain::views::recheck::{kept_differences, recheck};
use std::hint::black_box;

const PEOPLE: usize = 140;

fn main() {
    let study = trial::study();
    let dir = tempfile::tempdir().unwrap();
    let mut store = trial::open(dir.path(), &study);
    trial::fill(&mut store, &study, PEOPLE);
    let records = trial::records(&mut store);
    let today = Local::now().date_naive();
    let begun = table::on_processor();
    let found: usize = records
        .iter()
        .map(|record| {
            let found = recheck(&study, record, today).len();
            found + black_box(kept_differences(&study, record, PROGRAM)).len()
        })
        .sum();
    let each = (table::on_processor() - begun) * 1e3 / PEOPLE as f64;
    table::plain("findings", found as f64, "");
    table::at_most("check of a participant", each, 1.6, "ms");
}
