//! The owner of a study: only it opens the store; it appends and reads for all clients.
//!
//! Knows the store and the domain, and no screen. One thread ([`owner`]) works on the store; each terminal
//! or command is connected to it, in this process ([`local`]) or over a socket ([`listener`]).

pub use crate::store::{
    About, BackupReport, ErrorKind, Manifest, OpenReport, Options, OutsideHead, RecoverReport,
    Recovering, Restored, StoreError, VerifyReport, backup, begin_recovery, begin_restore,
    is_guarded, is_study, manifest, may_hold_study, refuse_inside, verify, verify_against,
    verify_outside, verify_unfinished,
};

pub mod beside;
mod clients;
mod connection;
pub mod exports;
mod flow;
mod head_key;
pub mod limits;
pub mod listener;
pub mod local;
pub mod log;
pub mod made;
pub mod opening;
pub mod owner;
pub mod passphrase;
pub mod peer;
pub mod places;
mod sentences;
pub mod socket;
mod versions;
