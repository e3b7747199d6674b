//! The inner ring: what follows from answers alone, without a key, a screen, a clock or a file that is written.
//!
//! Worked examples, vectors, properties, the shipped data files, and the layout of the sources.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail"
)]

#[path = "../support"]
mod support {
    pub(crate) mod bad_events;
    pub(crate) mod earlier;
    pub(crate) mod exported;
    pub(crate) mod narrative;
    pub(crate) mod safety;
    pub(crate) mod scored;
    pub(crate) mod shipped;
}

mod across_forms;
mod arithmetic;
mod asked_last;
mod batch;
mod begins;
mod below_limit;
mod canvas_rules;
mod content;
mod data_damage;
mod data_errors;
mod data_files;
mod day_of_visit;
mod demo;
mod deviations;
mod docs;
mod export_csv;
mod export_hostile;
mod hidden_forms;
mod kept_scores;
mod laboratory;
mod layers;
mod moves;
mod odm;
mod open_enzyme;
mod outputs;
mod paragraph;
mod report;
mod response_properties;
mod rows;
mod safety;
mod same_person;
mod sdtm;
mod second_way;
mod shipped_checks;
mod state_machine;
mod story;
mod unfit;
mod unscheduled;
mod vectors;
mod verdict;
mod version_2;
mod version_3;
mod worked_examples;
mod worked_verdict;
