//! The outer ring: the real store, owner, sockets, terminals, processes and sshd.
//!
//! What can be said in an inner ring is tested there.
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
    pub(crate) mod bedside;
    pub(crate) mod clinic;
    pub(crate) mod command;
    pub(crate) mod disk;
    pub(crate) mod house;
    pub(crate) mod load;
    pub(crate) mod own_process;
    pub(crate) mod owner;
    pub(crate) mod pty;
    pub(crate) mod signer;
    pub(crate) mod signing;
    pub(crate) mod study;
    pub(crate) mod visit;
}

mod amend;
mod backup_commands;
mod backup_load;
mod cli_errors;
mod content;
mod damage;
mod evidence_commands;
mod export_commands;
mod fuzz_corpus;
mod import_commands;
mod kept_study;
mod link_faults;
mod link_idle;
mod login_asks;
mod long_texts;
mod long_texts_program;
mod outside_heads;
mod owner;
mod owner_changes;
mod owner_entries;
mod owner_hidden;
mod owner_hostile;
mod owner_logins;
mod owner_mends;
mod owner_passphrase;
mod owner_roles;
mod owner_sign;
mod owner_text_limits;
mod owner_together;
mod power_cut;
mod pty_history;
mod pty_keys;
mod pty_kill;
mod pty_lookup;
mod pty_visit;
mod readme;
mod record_points_evidence;
mod record_points_reasons;
mod record_points_sign;
mod record_tamper;
mod serve;
mod server_faults;
mod sheet_command;
mod shown_outputs;
mod small_memory;
mod socket_inherited;
mod socket_kill;
mod ssh_clinic;
mod store_backup;
mod store_damage;
mod store_evidence;
mod store_idle;
mod store_index;
mod store_kill;
mod store_place;
mod store_record;
mod store_trials;
mod story_commands;
mod study_directory;
mod study_export;
mod study_files;
mod term_driver;
mod user_commands;
