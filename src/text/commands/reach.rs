//! What commands say while a study is opened, served or reached.

use crate::text::prints::Advice;
use std::path::Path;

/// Long work of a command that shows how far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LongWork {
    /// The record is read.
    Reading,
    /// A backup is made.
    BackingUp,
    /// A backup is restored.
    Restoring,
    /// The entries of a damaged record are rescued.
    Rescuing,
    /// A record is verified.
    Verifying,
    /// The rules run over a study.
    Checking,
    /// The data are given out.
    Exporting,
    /// The checks of an installation run.
    Qualifying,
}

/// What commands say while a study is opened, served or reached.
pub trait Reach {
    /// Returns what a command is doing, to stand before how far it is.
    fn long_work(&self, work: LongWork) -> &'static str;

    /// Says that the system gives the process no more memory or threads, why, and what to do.
    fn nothing_given(&self, error: &str) -> Advice;

    /// Says that the system watches no more directories for the account, why, which limit stops it, and what to do.
    fn not_watched(&self, error: &str, limit: &str) -> Advice;

    /// Says that the process may take too little memory: how many MiB it may and how many it needs, and what to do.
    fn little_memory(&self, limit: u64, needed: u64) -> Advice;

    /// Says that no directory is named and the user has no home, and what to do.
    fn no_home(&self) -> Advice;

    /// Says what to do about a file of the study with a mistake.
    fn correct_study_file(&self) -> &'static str;

    /// Says what to do about the process that has the study, a server in the background.
    fn end_server(&self, pid: u32) -> String;

    /// Says that a directory or socket is that of a real study, not a demo, and what to do.
    fn not_a_demo(&self, place: &Path) -> Advice;

    /// Says what to do where there is no study yet.
    fn make_study(&self) -> &'static str;

    /// Says what to do when nothing answers at a socket.
    fn check_server(&self, socket: &Path) -> String;

    /// Says who lets a user in.
    fn ask_manager(&self, login: &str) -> String;

    /// Says that server and command read the protocol of the study differently, with their versions, and what to do.
    fn protocol_differs(&self, server: &str, own: &str) -> Advice;

    /// Says that it is not known whether a passphrase was changed or tried, and what to do.
    fn passphrase_in_doubt(&self) -> Advice;

    /// Says that a server is waited for, and how to end that.
    fn waits_for_server(&self) -> &'static str;

    /// Says that the server gives no answer.
    fn no_answer(&self) -> &'static str;

    /// Says that somebody else was first, and what to do.
    fn somebody_was_first(&self) -> Advice;

    /// Says that an answer does not fit what was asked, and what to do.
    fn unexpected_answer(&self) -> Advice;

    /// Says that the end of the record did not get to the disk in time, and what to do.
    fn disk_too_slow(&self) -> Advice;

    /// Says that no socket can be made, and what the system says.
    fn no_socket(&self, path: &Path, error: &str) -> String;

    /// Says what to do where no socket can be made.
    fn name_socket(&self) -> &'static str;

    /// Says that a study is served, and where it can be, that Ctrl-C ends it.
    fn served(&self, dir: &Path, socket: &Path, ctrl_c: bool) -> String;

    /// Says how many of the synthetic participants are made.
    fn demo_progress(&self, made: usize, count: usize) -> String;

    /// Says that the study has no ids for more synthetic participants.
    fn demo_ids_end(&self, made: usize) -> String;
}
