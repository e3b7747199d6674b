//! The second ring: keys in, model, effects and record out. No terminal, no socket, no disk.
//!
//! `support/bedside.rs` drives the real screens against an owner in memory that judges by the same rules.
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
    pub(crate) mod bedside;
    pub(crate) mod earlier;
    pub(crate) mod exported;
    pub(crate) mod narrative;
    pub(crate) mod safety;
    pub(crate) mod signer;
}

mod decoder;
mod flow_addition;
mod flow_amended;
mod flow_changes;
mod flow_correction;
mod flow_day;
mod flow_deviations;
mod flow_drafts;
mod flow_eligibility;
mod flow_enrol;
mod flow_enzyme;
mod flow_export;
mod flow_fields;
mod flow_finder;
mod flow_heads;
mod flow_hidden;
mod flow_hidden_random;
mod flow_hides;
mod flow_hints;
mod flow_keys;
mod flow_layout;
mod flow_left;
mod flow_lock;
mod flow_logs;
mod flow_lookup;
mod flow_move;
mod flow_narrow;
mod flow_paragraph;
mod flow_participant;
mod flow_participation;
mod flow_passphrase;
mod flow_pause;
mod flow_queries;
mod flow_random;
mod flow_reading;
mod flow_refusals;
mod flow_safety;
mod flow_sign;
mod flow_signs;
mod flow_story;
mod flow_text_limits;
mod flow_together;
mod flow_unbegin;
mod flow_unfit;
mod flow_visit;
mod flow_words;
mod keymaps;
mod trial;
mod words_anywhere;
mod words_of_backspace;
mod words_refused;
