//! What an opening found and put right, and why the sessions could not be used. Must contain no sentences.

use super::error::Stretches;
use super::remains::Remains;
use serde::Deserialize;
use serde::Serialize;
use std::path::Path;

/// What is wrong with sled's files, which hold what is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Unsound {
    /// They are not there.
    Missing,
    /// They hold more than the journal.
    BeyondJournal,
    /// They have lost entries that they had.
    LostEntries,
    /// Building them was broken off.
    HalfBuilt,
    /// Something in them is missing or changed.
    Changed,
    /// They were summarised with other files of the study.
    OtherFiles,
    /// Another version of the program wrote them.
    OtherVersion,
    /// They have another entry under a number.
    OtherEntry {
        /// The number.
        seq: u64,
    },
    /// They go on where the journal does not.
    GoesOn,
    /// Entries are missing in between.
    Gaps,
    /// An entry is missing.
    NoEntry {
        /// Its number.
        seq: u64,
    },
    /// A tree is missing.
    NoTree,
    /// A key or a value is not what the program writes.
    NotReadable,
    /// The copy of an entry is not what the program writes.
    EntryNotReadable {
        /// Its number, where it is known.
        seq: Option<u64>,
    },
    /// Something among them is neither a file nor a directory.
    NotOnlyFiles,
    /// sled cannot read them.
    FilesDamaged,
    /// The disk was full.
    DiskFull,
    /// Another process has them.
    Locked,
    /// The system did not let them be used.
    Unusable {
        /// What it says.
        error: String,
    },
    /// A value is too large.
    LargeValue,
    /// A change was given up.
    GivenUp,
    /// A form has no session.
    FormAlone,
    /// They failed, were built anew, and failed again.
    FailedTwice,
    /// Anything else, as the system or a library says it.
    System {
        /// What it says.
        error: String,
    },
}

impl From<String> for Unsound {
    fn from(error: String) -> Self {
        Self::System { error }
    }
}

/// Something that was found and put right when a study was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Opening {
    /// The disk was full and the reserve was given back to it.
    ReserveGivenBack,
    /// There is no room for the reserve.
    NoReserve,
    /// The journal was damaged and was repaired.
    Repaired {
        /// The last entry before the damage.
        after: u64,
        /// The entries that came back from copies.
        back: Stretches,
        /// Where the old one is kept.
        kept: String,
    },
    /// What stood behind the last entry was cut off.
    RemainsCut {
        /// That entry.
        after: u64,
        /// What it was.
        remains: Remains,
        /// Where it is kept.
        kept: String,
    },
    /// One of the two head slots was lost and was written again.
    HeadLost,
    /// Both head slots were lost.
    HeadsLost,
    /// The sessions were rebuilt from the journal.
    Rebuilt {
        /// Why.
        why: Unsound,
        /// Where the old files are kept, if there were any.
        kept: Option<String>,
    },
    /// The file that names the format was written again.
    FormatWritten,
    /// The forms or the study that come with the program are others than before.
    ShippedChanged,
    /// The record has lost the files of a version: what was begun under it is read by the next one.
    VersionLost {
        /// Number of the version.
        number: u32,
    },
    /// The files in the directory are not those of the version in force, which the study goes on with.
    AmendmentWaits {
        /// Number of the version in force.
        number: u32,
    },
    /// The files in the directory cannot be read; the study goes on with what its record keeps.
    FilesUnread {
        /// Number of the version in force.
        number: u32,
        /// What is wrong, as a sentence without a full stop.
        mistake: String,
    },
    /// A small file beside the record is damaged.
    Beside {
        /// How.
        damage: BesideDamage,
    },
}

/// What is wrong with the small files beside the record, which the journal does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum BesideDamage {
    /// The file of passphrases cannot be read.
    Passphrases {
        /// Its name.
        file: String,
    },
    /// Stored passphrases are missing or damaged.
    Passphrase {
        /// The users whose they were.
        users: Vec<String>,
    },
    /// The directory of places is none.
    Places {
        /// Its name.
        dir: String,
    },
    /// The newest place in a file cannot be read, and the one before can.
    OlderPlace {
        /// The file, such as `places/anna`.
        file: String,
    },
    /// No place in a file can be read.
    LostPlace {
        /// The file, such as `places/anna`.
        file: String,
    },
}

impl Opening {
    /// Returns a path as it is shown.
    pub fn shown(path: &Path) -> String {
        path.display().to_string()
    }
}
