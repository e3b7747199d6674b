//! What an opening found behind the last entry and kept aside. Must contain no sentences.

use serde::Deserialize;
use serde::Serialize;

/// What bytes are that stand behind the last proven entry of a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RemainsKind {
    /// The beginning of a save that was never acknowledged.
    Torn,
    /// Zeros, as a cut of the power leaves them where a save was to stand.
    Zeros,
    /// Entries of this record, a second time.
    Copied,
    /// No part of the record.
    Foreign,
}

impl RemainsKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Torn, Self::Zeros, Self::Copied, Self::Foreign];

    /// Returns the code for it in the name of the file that keeps such bytes.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Torn => "torn",
            Self::Zeros => "zeros",
            Self::Copied => "copied",
            Self::Foreign => "foreign",
        }
    }

    /// Returns whether somebody must look at the files: such bytes come neither from a save nor from this record.
    pub fn is_damage(self) -> bool {
        match self {
            Self::Torn | Self::Zeros | Self::Copied => false,
            Self::Foreign => true,
        }
    }
}

/// What stands behind the last entry that ends a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remains {
    /// What it is.
    pub kind: RemainsKind,
    /// How much of it.
    pub bytes: u64,
    /// In which files of the journal, such as `journal/000002.jsonl`.
    pub files: Vec<String>,
}

/// Something that an earlier repair set aside and that is still kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Aside {
    /// Its name in the study directory.
    pub name: String,
    /// What it is.
    pub what: AsideKind,
}

/// What was set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AsideKind {
    /// What stood behind the last entry.
    Remains {
        /// What it is.
        kind: RemainsKind,
        /// How much of it.
        bytes: u64,
    },
    /// A damaged journal.
    Journal,
    /// A damaged sled.
    Sled,
}
