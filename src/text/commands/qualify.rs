//! The report on an installation.

use crate::text::prints::Advice;
use std::path::Path;

/// Something of the installation that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looked {
    /// The version of the program.
    Version,
    /// The hash of the program.
    Program,
    /// The protocol and its hash.
    Protocol,
    /// The hash of each file of the study.
    Files,
    /// The system.
    System,
    /// The clock.
    Clock,
    /// The temporary directory.
    TemporaryDirectory,
    /// Who may enter the directory of the study.
    Permissions,
    /// The disk of the study.
    Disk,
    /// The directory of the study, where there is nothing else to say about it.
    Directory,
}

/// A part of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What is installed.
    Installation,
    /// What the program does.
    Operation,
}

/// Who signs the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signer {
    /// Who ran it.
    Doer,
    /// Who reviewed it.
    Reviewer,
}

/// The report on an installation.
pub trait Qualify {
    /// Returns what is looked at.
    fn looked_at(&self, what: Looked) -> &'static str;

    /// Returns the first lines of the report: the version of the program, and when it was begun.
    fn qualification(&self, program: &str, begun: &str) -> String;

    /// Returns the heading of a part.
    fn qualify_part(&self, part: Part) -> &'static str;

    /// Returns the word for whether something passed, of the same width for both.
    fn passed(&self, passed: bool) -> &'static str;

    /// Returns what stands before what was seen, 19 columns.
    fn seen(&self) -> &'static str;

    /// Says how many passed, and how many not.
    fn passed_in_all(&self, passed: usize, all: usize) -> String;

    /// Says what the site has to show itself.
    fn for_the_site(&self) -> &'static str;

    /// Returns two lines for name, role, date and signature.
    fn sign_here(&self, who: Signer) -> String;

    /// Says what failed, by number, and what to do.
    fn not_qualified(&self, failed: &[&str]) -> Advice;

    /// Says that the directory of the study is not there yet.
    fn not_made_yet(&self, dir: &Path) -> String;

    /// Says that the files of the study are behind a socket, and what to do.
    fn behind_socket(&self) -> &'static str;

    /// Returns the id of a protocol, the version of its file and its hash.
    fn protocol_seen(&self, id: &str, version: &str, hash: &str) -> String;

    /// Stands for a system that does not say its name.
    fn nameless_system(&self) -> &'static str;

    /// Says what the clock shows with its offset and in UTC, and what the site has to see itself.
    fn clock_seen(&self, local: &str, utc: &str, set: bool) -> String;

    /// Says which permissions a directory has, and what to do where it is open to others.
    fn permissions_seen(&self, dir: &Path, mode: u32, open: bool) -> String;

    /// Says on which file system a place is, how many MiB are free, and how many a study needs where that is more.
    fn room_seen(&self, dir: &Path, system: &str, free: u64, needed: Option<u64>) -> String;

    /// Returns one of three file systems that have the same number.
    fn ext_system(&self) -> &'static str;

    /// Names a file system that has no name here, by its number.
    fn other_system(&self, magic: u32) -> String;
}
