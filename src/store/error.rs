//! The errors of the store: for each a sentence, and a hint that says what to do.
//!
//! The kind is for a program's exit code; the sentence and the hint are for the screen.

use crate::domain::record::entry::Entry;
use crate::domain::record::event::FieldPath;
use crate::domain::study::files::ChangedFiles;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// The kind of an error, for a program's exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// Another process owns the study.
    Busy,
    /// The system does not allow it.
    Permission,
    /// The directory is not there, not a study, or on a file system that cannot keep a promise.
    Place,
    /// Made by a newer program.
    Version,
    /// Entries are damaged or missing and nothing proves what they were.
    Damage,
    /// The study's files are not those that its record names.
    Files,
    /// Too little room on the disk.
    Space,
    /// The request itself is not valid.
    Refused,
    /// Somebody else changed a field first.
    Conflict,
    /// The study takes no more entries until it is opened again.
    Closed,
    /// Anything else that the system reported.
    Io,
}

/// Work on a directory that was broken off, as a mark in the directory says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// A backup was being restored there.
    Restore,
    /// A damaged record was being recovered there.
    Recovery,
}

/// Why the store refused or failed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another process holds the lock.
    #[error("The study in {} is in use by {}.", dir.display(), holder(.pid))]
    Busy {
        /// Directory of the study.
        dir: PathBuf,
        /// Process that holds it, when it says so.
        pid: Option<u32>,
    },
    /// The system does not allow an access.
    #[error("Not permitted to {action} {}.", path.display())]
    NotPermitted {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
    },
    /// The file system is read-only.
    #[error("Cannot {action} {}: the file system is read-only.", path.display())]
    ReadOnly {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
    },
    /// There is no study in the directory.
    #[error("There is no study in {}.", dir.display())]
    NotAStudy {
        /// The directory.
        dir: PathBuf,
    },
    /// A new study would lie inside of another one, or inside of a backup.
    #[error("{} lies inside of {}, which holds a study or a backup.", dir.display(), study.display())]
    Inside {
        /// The directory.
        dir: PathBuf,
        /// The directory that it lies in.
        study: PathBuf,
    },
    /// A study was there, and not one entry of it can be proven.
    #[error("A study was in {}, as {found} there shows, but not one entry of its journal can be proven: {missing}.", dir.display())]
    Gone {
        /// The directory.
        dir: PathBuf,
        /// What shows it: names in the directory.
        found: String,
        /// What is missing that could prove an entry, in words.
        missing: String,
    },
    /// A restore or a recovery to the directory was broken off.
    #[error("{} {} was broken off before it was done.", work_name(.work), dir.display())]
    Unfinished {
        /// The directory.
        dir: PathBuf,
        /// What was being done.
        work: Work,
    },
    /// Something has the name of a file or directory of a study, and is of another kind.
    #[error("In {} {what}: nothing of the study was read.", dir.display())]
    WrongKind {
        /// The directory.
        dir: PathBuf,
        /// What is wrong, such as `head.a is a directory and must be a file`.
        what: String,
    },
    /// The directory is on a file system shared between machines.
    #[error("{} is on {system}, where neither locks nor syncs can be relied upon.", dir.display())]
    Network {
        /// The directory.
        dir: PathBuf,
        /// Name of the file system.
        system: &'static str,
    },
    /// The study was written in a later format.
    #[error("The study in {} was made by a newer coreset: its format is {found}, this program knows {known}.", dir.display())]
    Newer {
        /// The directory.
        dir: PathBuf,
        /// Format of the study.
        found: u32,
        /// Newest format that this program knows.
        known: u32,
    },
    /// Entries are damaged in the journal and have no valid copy.
    #[error("The journal in {} is damaged at {entries}, and no valid copy is left.", dir.display())]
    Damaged {
        /// The directory.
        dir: PathBuf,
        /// Which entries, such as `entry 395` or `entries 12 to 14`.
        entries: String,
    },
    /// The journal ends before what was acknowledged, and there is no copy of the rest.
    #[error("The journal in {} ends at entry {ends}, but entry {acknowledged} was acknowledged.", dir.display())]
    Short {
        /// The directory.
        dir: PathBuf,
        /// Last entry that is there.
        ends: u64,
        /// Newest entry that was acknowledged.
        acknowledged: u64,
    },
    /// Neither the head slots that are left nor sled's copy can say where the journal ended.
    #[error("Nothing proves where the journal in {} ended: its chain ends at entry {ends}, {}, and no other copy proves that this was the end.", dir.display(), slots_lost(.lost))]
    Unproven {
        /// The directory.
        dir: PathBuf,
        /// Last entry of the unbroken chain.
        ends: u64,
        /// How many of the two head slots are lost.
        lost: usize,
    },
    /// The journal is whole but is not the one that was acknowledged.
    #[error("Entry {seq} of the journal in {} is not the one that was acknowledged.", dir.display())]
    Replaced {
        /// The directory.
        dir: PathBuf,
        /// The entry.
        seq: u64,
    },
    /// A whole line that this program cannot read.
    #[error("Entry {seq} of the journal is whole, but this program does not understand it.")]
    Unreadable {
        /// The entry.
        seq: u64,
        /// What the program could not read in it.
        source: serde_json::Error,
    },
    /// The study file or a form is not the one that the record names, and somebody is enrolled.
    #[error("The study in {} was not opened: {changed}.", dir.display())]
    FilesChanged {
        /// The directory.
        dir: PathBuf,
        /// Which files, and how.
        changed: Box<ChangedFiles>,
    },
    /// Too little room to take more.
    #[error("Not saved: {} MiB are free on the disk and {} MiB must stay free.", free >> 20, floor >> 20)]
    NoSpace {
        /// Bytes free.
        free: u64,
        /// Bytes that must stay free.
        floor: u64,
    },
    /// The disk ran full.
    #[error("The disk is full{}.", if *.ballast { "; the reserve was given back to it" } else { "" })]
    Full {
        /// Whether the reserve was there to be given back.
        ballast: bool,
    },
    /// No more entries until the study is opened again.
    #[error("The study takes no more entries until it is opened again: {why}")]
    Closed {
        /// What happened.
        why: String,
    },
    /// The sessions cannot be read.
    #[error("The sessions cannot be read: {why}.")]
    Sessions {
        /// What happened.
        why: String,
    },
    /// An entry about somebody who is not enrolled.
    #[error("Not saved: participant {participant} is not enrolled.")]
    NotEnrolled {
        /// Who.
        participant: String,
    },
    /// A second enrolment under an id that is in use.
    #[error("Not saved: a participant {participant} is enrolled already.")]
    Enrolled {
        /// Who.
        participant: String,
    },
    /// Fields were changed by others after what the client of the request had seen.
    #[error("Not saved: somebody else changed {} of these fields first.", standing.len())]
    Conflict {
        /// Each such field, with the entry that stands there.
        standing: Vec<(FieldPath, Entry)>,
    },
    /// A request that cannot be stored as it is.
    #[error("Not saved: {what}.")]
    Unfit {
        /// What is wrong with it.
        what: String,
    },
    /// A backup that is not complete, or a directory that cannot take one.
    #[error("{what}")]
    Backup {
        /// What is wrong, as a sentence.
        what: String,
        /// What to do next, as a sentence.
        hint: &'static str,
        /// Whether a record or a backup is damaged.
        damaged: bool,
    },
    /// Anything else that the system reported.
    #[error("Cannot {action} {}: {source}.", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

fn holder(pid: &Option<u32>) -> String {
    match pid {
        Some(pid) => format!("another coreset (process {pid})"),
        None => "another coreset".to_owned(),
    }
}

fn work_name(work: &Work) -> &'static str {
    match work {
        Work::Restore => "The restore of a backup to",
        Work::Recovery => "The recovery of a damaged record to",
    }
}

fn slots_lost(lost: &usize) -> &'static str {
    match lost {
        1 => "one head slot is lost",
        _ => "both head slots are lost",
    }
}

impl StoreError {
    /// Returns the kind of the error.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Busy { .. } => ErrorKind::Busy,
            Self::NotPermitted { .. } | Self::ReadOnly { .. } => ErrorKind::Permission,
            Self::Backup { damaged: true, .. } => ErrorKind::Damage,
            Self::NotAStudy { .. }
            | Self::Inside { .. }
            | Self::Network { .. }
            | Self::Backup { .. } => ErrorKind::Place,
            Self::Newer { .. } | Self::Unreadable { .. } => ErrorKind::Version,
            Self::Damaged { .. }
            | Self::Short { .. }
            | Self::Unproven { .. }
            | Self::Gone { .. }
            | Self::Unfinished { .. }
            | Self::WrongKind { .. }
            | Self::Replaced { .. } => ErrorKind::Damage,
            Self::FilesChanged { .. } => ErrorKind::Files,
            Self::NoSpace { .. } | Self::Full { .. } => ErrorKind::Space,
            Self::NotEnrolled { .. } | Self::Enrolled { .. } | Self::Unfit { .. } => {
                ErrorKind::Refused
            }
            Self::Conflict { .. } => ErrorKind::Conflict,
            Self::Closed { .. } | Self::Sessions { .. } => ErrorKind::Closed,
            Self::Io { .. } => ErrorKind::Io,
        }
    }

    /// Returns what to do next, as a sentence.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Busy { .. } => "Leave the other coreset first, or wait until it has ended.",
            Self::NotPermitted { .. } => {
                "The study directory must belong to the user who runs coreset, with mode 0700."
            }
            Self::ReadOnly { .. } => {
                "Mount the disk for writing, or copy the study to another one."
            }
            Self::NotAStudy { .. } => "Check the path, or make a new study there.",
            Self::Inside { .. } => {
                "Check the path: name the study's own directory, or an empty one outside of it."
            }
            Self::Gone { .. } => {
                "Nothing was changed. Restore the newest backup to an empty directory with `coreset restore`, rescue what is left with `coreset recover`, or name an empty directory for a new study."
            }
            Self::Unfinished { work, .. } => match work {
                Work::Restore => {
                    "Nothing was changed. Run `coreset restore BACKUP DIR` again: it removes what stands there, which is a part of that backup, and begins anew."
                }
                Work::Recovery => {
                    "Nothing was changed. Run `coreset recover DAMAGED DIR` again: it removes what stands there, which is a part of that record, and begins anew."
                }
            },
            Self::WrongKind { .. } => {
                "Nothing was changed. Move it out of the directory and put back what belongs there; without it, opening says what can be repaired, and `coreset recover` rescues what is left."
            }
            Self::Network { .. } => {
                "Keep the study on a local disk of the machine that runs coreset."
            }
            Self::Newer { .. } | Self::Unreadable { .. } => {
                "Use the newer coreset; this one leaves the study as it is."
            }
            Self::Damaged { .. } | Self::Short { .. } | Self::Replaced { .. } => {
                "Nothing was changed. Keep a copy of the directory, then restore the newest backup, or rescue what is left with `coreset recover`."
            }
            Self::Unproven { .. } => {
                "Keep a copy of the directory, and compare it with a head kept elsewhere: `coreset verify --head`. Then restore the newest backup, or rescue what is there with `coreset recover`."
            }
            Self::FilesChanged { changed, .. } if changed.uncertain => {
                "Nothing was written. Put the files back as they were; a backup holds them in its study-* directories. If the study was run with these files all the time, record that once: `coreset serve --record-files`."
            }
            Self::FilesChanged { .. } => {
                "Nothing was written. Put each file back as it was; a backup holds them in its study-* directories. While participants are enrolled a study keeps its files."
            }
            Self::NoSpace { .. } => "Free room on the disk, then save again.",
            Self::Full { .. } => {
                "Free room on the disk; the study is opened again by itself then. What was typed is kept."
            }
            Self::NotEnrolled { .. } => "Enrol the participant first.",
            Self::Enrolled { .. } => "Give the new participant an id of their own.",
            Self::Conflict { .. } => "Look at what was saved, then choose.",
            Self::Unfit { .. } => "Correct it and save again.",
            Self::Closed { .. } | Self::Sessions { .. } => {
                "It is opened again by itself as soon as that is possible. What was saved is safe; what was typed is kept and sent again then."
            }
            Self::Backup { hint, .. } => hint,
            Self::Io { .. } => "Put right what the system reports, then open the study again.",
        }
    }

    /// Names an error of the system by what was tried on what.
    pub(super) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::PermissionDenied => Self::NotPermitted { action, path },
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { action, path },
            io::ErrorKind::StorageFull => Self::Full { ballast: false },
            _ => Self::Io {
                action,
                path,
                source,
            },
        }
    }
}
