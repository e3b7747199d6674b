//! The errors of the store; what each says is worded in `text`.
//!
//! The kind is for a program's exit code; the sentence and the hint are for the screen.

use crate::domain::study::files::FilesFault;
use crate::text::DEFAULT;
use std::error::Error;
use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

pub(super) use crate::text::store::Action;
pub use crate::text::store::{StoreError, Work};

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

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&DEFAULT.store_error(self))
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source.as_ref()),
            Self::Unreadable { source, .. } => Some(source.as_ref()),
            _ => None,
        }
    }
}

impl StoreError {
    /// Returns why a study is not opened with the files that were found.
    pub fn of_files(dir: &Path, fault: FilesFault) -> Self {
        let dir = dir.to_owned();
        match fault {
            FilesFault::Changed(changed) => Self::FilesChanged { dir, changed },
            FilesFault::Unreadable(why) => Self::VersionUnreadable { dir, why },
            FilesFault::Mistake(mistake) => Self::FilesUnread { mistake },
        }
    }

    /// Returns the kind of the error.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Busy { .. } => ErrorKind::Busy,
            Self::NotPermitted { .. } | Self::ReadOnly { .. } => ErrorKind::Permission,
            Self::Backup { fault } if fault.is_damage() => ErrorKind::Damage,
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
            | Self::LargePart { .. }
            | Self::Replaced { .. } => ErrorKind::Damage,
            Self::FilesChanged { .. }
            | Self::VersionUnreadable { .. }
            | Self::FilesUnread { .. } => ErrorKind::Files,
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
        DEFAULT.store_hint(self)
    }

    /// Names an entry that this program does not understand.
    pub(super) fn unreadable(seq: u64, source: serde_json::Error) -> Self {
        let source = Arc::new(source);
        Self::Unreadable { seq, source }
    }

    /// Names an error of the system by what was tried on what.
    pub(super) fn io(action: Action, path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::PermissionDenied => Self::NotPermitted { action, path },
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { action, path },
            io::ErrorKind::StorageFull => Self::Full {
                reserve_freed: false,
            },
            _ => Self::Io {
                action,
                path,
                source: Arc::new(source),
            },
        }
    }
}
