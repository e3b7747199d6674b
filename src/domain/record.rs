//! The facts of a trial as they are kept: events, entries, sessions, participants, queries, signatures, locks, users.
//!
//! Only what was stored and how it adds up; whether an event may be stored is for `domain::rules`.

#![deny(clippy::wildcard_enum_match_arm)]

pub mod amendment;
pub mod backup_status;
pub mod deviation;
pub mod enrolment_fact;
pub mod entry;
pub mod event;
pub mod exports;
pub mod heads;
pub mod imported;
pub mod kept_scores;
pub mod lock;
pub mod moved;
pub mod own_file;
pub mod participant;
pub mod place;
pub mod query;
pub mod refused;
pub mod role_history;
pub mod rows;
pub mod server_run;
pub mod session;
pub mod signature;
pub mod stamp;
pub mod status;
pub mod status_history;
pub mod user;
