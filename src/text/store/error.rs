//! Why the store refuses or fails. Must contain no sentences.

use super::backup::BackupFault;
use super::opening::Unsound;
use crate::domain::record::entry::Entry;
use crate::domain::record::event::FieldPath;
use crate::domain::study::files::ChangedFiles;
use crate::domain::study::version::in_force::Unreadable;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// Numbers of entries in ascending order: first and last of each stretch.
pub type Stretches = Vec<(u64, u64)>;

/// What was tried on a file or directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Close it to other accounts.
    Close,
    /// Copy it.
    Copy,
    /// Cut its end off.
    Cut,
    /// Look at its file system.
    Inspect,
    /// Give it a second name.
    Link,
    /// Lock it.
    Lock,
    /// Make it.
    Make,
    /// Read it.
    Read,
    /// Remove it.
    Remove,
    /// Give it another name.
    Rename,
    /// Take it to the disk.
    Sync,
    /// Write it.
    Write,
}

/// Work on a directory that was broken off, as a mark in the directory says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// A backup was being restored there.
    Restore,
    /// A damaged record was being recovered there.
    Recovery,
}

/// What something in a directory is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// A regular file.
    File,
    /// A directory.
    Directory,
    /// A pipe.
    Pipe,
    /// A socket.
    Socket,
    /// A device.
    Device,
}

/// Something of another kind than what has its name in a study.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Misfit {
    /// Its name in the study directory.
    pub name: String,
    /// What it is.
    pub is: Sort,
    /// What it must be.
    pub must: Sort,
}

/// What is left of a journal that holds no entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JournalLeft {
    /// Files without an entry.
    NoEntry,
    /// A directory without a file.
    NoFile,
    /// Nothing.
    Nothing,
}

/// What is missing of that by which an entry could be proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoProof {
    /// What is left of the journal.
    pub journal: JournalLeft,
    /// Whether there is a sled.
    pub sled: bool,
    /// How many head slots can be read.
    pub slots: usize,
}

/// Why the store refused or failed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum StoreError {
    /// Another process holds the lock.
    Busy {
        /// Directory of the study.
        dir: PathBuf,
        /// Process that holds it, when it says so.
        pid: Option<u32>,
    },
    /// The system does not allow an access.
    NotPermitted {
        /// What was tried.
        action: Action,
        /// On what.
        path: PathBuf,
    },
    /// The file system is read-only.
    ReadOnly {
        /// What was tried.
        action: Action,
        /// On what.
        path: PathBuf,
    },
    /// There is no study in the directory.
    NotAStudy {
        /// The directory.
        dir: PathBuf,
    },
    /// A new study would lie inside of another one, or inside of a backup.
    Inside {
        /// The directory.
        dir: PathBuf,
        /// The directory that it lies in.
        study: PathBuf,
    },
    /// A study was there, and not one entry of it can be proven.
    Gone {
        /// The directory.
        dir: PathBuf,
        /// What shows it: names in the directory.
        found: String,
        /// What is missing that could prove an entry.
        missing: NoProof,
    },
    /// A restore or a recovery to the directory was broken off.
    Unfinished {
        /// The directory.
        dir: PathBuf,
        /// What was being done.
        work: Work,
    },
    /// Something has the name of a file or directory of a study, and is of another kind.
    WrongKind {
        /// The directory.
        dir: PathBuf,
        /// What is wrong.
        wrong: Vec<Misfit>,
    },
    /// The directory is on a file system shared between machines.
    Network {
        /// The directory.
        dir: PathBuf,
        /// Name of the file system.
        system: &'static str,
    },
    /// The study was written in a later format.
    Newer {
        /// The directory.
        dir: PathBuf,
        /// Format of the study.
        found: u32,
        /// Newest format that this program knows.
        known: u32,
    },
    /// Entries are damaged in the journal and have no valid copy.
    Damaged {
        /// The directory.
        dir: PathBuf,
        /// Which entries.
        entries: Stretches,
    },
    /// The journal ends before what was acknowledged, and there is no copy of the rest.
    Short {
        /// The directory.
        dir: PathBuf,
        /// Last entry that is there.
        ends: u64,
        /// Newest entry that was acknowledged.
        acknowledged: u64,
    },
    /// Neither the head slots that are left nor sled's copy can say where the journal ended.
    Unproven {
        /// The directory.
        dir: PathBuf,
        /// Last entry of the unbroken chain.
        ends: u64,
        /// How many of the two head slots are lost.
        lost: usize,
    },
    /// The journal is whole but is not the one that was acknowledged.
    Replaced {
        /// The directory.
        dir: PathBuf,
        /// The entry.
        seq: u64,
    },
    /// A whole line that this program cannot read.
    Unreadable {
        /// The entry.
        seq: u64,
        /// What the program could not read in it.
        source: Arc<serde_json::Error>,
    },
    /// A part of a file of the study, kept in the journal, is larger than any that is ever kept.
    LargePart {
        /// File of the journal.
        file: PathBuf,
        /// Line in it, from 1.
        line: u64,
        /// The entry.
        seq: u64,
    },
    /// The study file or a form is not the one that the record names, and somebody is enrolled.
    FilesChanged {
        /// The directory.
        dir: PathBuf,
        /// Which files, and how.
        changed: Box<ChangedFiles>,
    },
    /// A version of the study in its record cannot be read.
    VersionUnreadable {
        /// The directory.
        dir: PathBuf,
        /// Which, and why.
        why: Box<Unreadable>,
    },
    /// The files of the study cannot be read, and its record keeps none to go on with.
    FilesUnread {
        /// What is wrong, as a sentence without a full stop.
        mistake: String,
    },
    /// Too little room to take more.
    NoSpace {
        /// Bytes free.
        free: u64,
        /// Bytes that must stay free.
        floor: u64,
    },
    /// The disk ran full.
    Full {
        /// Whether the reserve was there to be given back.
        reserve_freed: bool,
    },
    /// No more entries until the study is opened again.
    Closed {
        /// What happened.
        why: ClosedBy,
    },
    /// The sessions cannot be read.
    Sessions {
        /// What happened.
        why: Unsound,
    },
    /// An entry about somebody who is not enrolled.
    NotEnrolled {
        /// Who.
        participant: String,
    },
    /// A second enrolment under an id that is in use.
    Enrolled {
        /// Who.
        participant: String,
    },
    /// Fields were changed by others after what the client of the request had seen.
    Conflict {
        /// Each such field, with the entry that stands there.
        standing: Vec<(FieldPath, Entry)>,
    },
    /// A request that cannot be stored as it is.
    Unfit {
        /// What is wrong with it.
        what: Unfit,
    },
    /// A backup that is not complete, or a directory that cannot take one.
    Backup {
        /// What is wrong.
        fault: BackupFault,
    },
    /// Anything else that the system reported.
    Io {
        /// What was tried.
        action: Action,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: Arc<io::Error>,
    },
}

/// Why a study takes no more entries.
#[derive(Clone, Debug)]
pub enum ClosedBy {
    /// An error before.
    Earlier(Box<StoreError>),
    /// The journal could not be written.
    NotWritten,
    /// The same request was refused a moment ago.
    RefusedBefore,
    /// Nothing was left to be saved.
    NothingToSave,
}

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameOf {
    /// A request.
    Request,
    /// A participant.
    Participant,
    /// A user.
    User,
    /// A visit.
    Visit,
    /// A form.
    Form,
}

/// What is wrong with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// It has no character.
    Empty,
    /// It is longer than the bytes that a name may have.
    TooLong {
        /// How many those are.
        most: usize,
    },
    /// A character in it controls something.
    ControlCharacter,
}

/// Why a request cannot be stored as it is.
#[derive(Clone, Debug)]
pub enum Unfit {
    /// It holds no event.
    Empty,
    /// A name in it does not do.
    Name {
        /// Of what.
        of: NameOf,
        /// What is wrong with it.
        fault: NameFault,
    },
    /// It cannot be written as a line of JSON.
    NoJson(Arc<serde_json::Error>),
}
