//! What `verify` finds wrong in a record, and what else it remarks. Must contain no sentences.

use super::error::Stretches;
use super::opening::Unsound;
use super::remains::Aside;
use super::remains::Remains;
use chrono::DateTime;
use chrono::FixedOffset;
use std::path::PathBuf;

/// Where a line of the journal stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Which line of the file, counted from 1.
    pub line: u64,
    /// The file, by its name in the study directory.
    pub file: String,
}

/// Something that is wrong in a journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// An entry is another one than a head from outside says.
    NotTheHeld {
        /// The entry.
        seq: u64,
        /// Where the head was kept.
        source: String,
        /// When the entry of the head was stored.
        at: DateTime<FixedOffset>,
    },
    /// The record ends before an entry that a head from outside names.
    EndsBeforeHeld {
        /// The last entry.
        end: u64,
        /// Where the head was kept.
        source: String,
        /// The entry that it names.
        seq: u64,
        /// When that was stored.
        at: DateTime<FixedOffset>,
    },
    /// A head from outside names an entry that lies behind the place where the chain breaks.
    HeldBeyondBreak {
        /// The last entry before the break.
        after: u64,
        /// Where the head was kept.
        source: String,
        /// The entry that it names.
        seq: u64,
        /// When that was stored.
        at: DateTime<FixedOffset>,
    },
    /// What was signed is not what the entries before the signature say.
    OtherSignature {
        /// The entry of the signature.
        seq: u64,
        /// Printed name of who signed.
        name: String,
    },
    /// An entry is another one than the index was built from.
    OtherIndex {
        /// The entry.
        seq: u64,
    },
    /// The record ends before an entry that the index holds.
    EndsBeforeIndex {
        /// The last entry.
        end: u64,
        /// The last one of the index.
        seq: u64,
    },
    /// A backup that an entry names ended at another entry than the one that is here.
    OtherBackup {
        /// The entry that names the backup.
        seq: u64,
        /// The last entry of the backup.
        entries: u64,
    },
    /// A file does not stand where its number says.
    Misnumbered {
        /// The file, by its name in the study directory.
        file: String,
        /// Name of the file that should stand there.
        expected: String,
    },
    /// An entry is whole and this program does not understand it.
    NotUnderstood {
        /// The entry.
        seq: u64,
    },
    /// The list beside a recovered record is missing or was changed.
    ListChanged {
        /// Name of the list.
        list: &'static str,
    },
    /// The last request is not whole.
    Torn {
        /// The last entry that is.
        after: u64,
    },
    /// The chain breaks.
    Breaks {
        /// The last entry before.
        after: u64,
        /// The byte of the file.
        byte: u64,
        /// The file, by its name in the study directory.
        file: String,
    },
    /// Neither head slot can be read.
    NoHead,
    /// An entry is not the one that was acknowledged.
    Replaced {
        /// The entry.
        seq: u64,
    },
    /// Acknowledged entries at the end are missing, in a chain that is whole.
    TailCut {
        /// The last entry that is there.
        ends: u64,
        /// An entry that was acknowledged.
        seq: u64,
    },
    /// Acknowledged entries are missing behind damage.
    EndsEarly {
        /// The last entry that is there.
        ends: u64,
        /// An entry that was acknowledged.
        seq: u64,
    },
    /// An entry stands after one with a later number.
    StandsAfter {
        /// The entry.
        seq: u64,
        /// Where it stands.
        at: Spot,
        /// The entry before it.
        before: u64,
    },
    /// An entry stands before some with earlier numbers.
    StandsBefore {
        /// The entry.
        seq: u64,
        /// Where it stands.
        at: Spot,
        /// Those that stand after it.
        moved: Stretches,
    },
    /// Entries were removed.
    Removed {
        /// Those entries.
        gone: Stretches,
        /// The entry after them.
        seq: u64,
        /// Where that stands.
        at: Spot,
    },
    /// An entry does not go on from the one before it.
    NotGoingOn {
        /// The entry.
        seq: u64,
        /// Where it stands.
        at: Spot,
        /// The entry before it.
        before: u64,
    },
    /// Lines are not as they were written.
    Broken {
        /// The first line.
        first: Spot,
        /// The last one, where there are several.
        last: Option<Spot>,
        /// The entries that stood there; none when no entry is missing.
        entries: Stretches,
    },
    /// Something that is no part of the record stands behind its last entry.
    Remains {
        /// The last entry.
        after: u64,
        /// What it is.
        remains: Remains,
    },
    /// There are more such places than are listed.
    More {
        /// How many.
        places: usize,
    },
}

/// Something about a journal that is no damage and still worth knowing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// The record was recovered out of a damaged one.
    Recovered {
        /// How many entries are in it.
        rescued: u64,
        /// How many there were.
        entries: u64,
        /// Those that are lost.
        lost: Stretches,
        /// Name of the list of their numbers and hashes.
        list: &'static str,
    },
    /// The last request is not whole, and was never acknowledged.
    Torn {
        /// The last entry that is.
        after: u64,
    },
    /// Something stands behind the last entry of which nothing was acknowledged.
    Remains {
        /// The last entry.
        after: u64,
        /// What it is.
        remains: Remains,
    },
    /// One of the two head slots cannot be read.
    HeadLost,
    /// Signatures come after an entry that this program does not understand.
    SignaturesNotCompared {
        /// How many.
        count: u64,
    },
    /// How far the index has come could not be looked at.
    IndexNotCompared,
    /// Earlier repairs set something aside.
    KeptAside {
        /// What.
        kept: Vec<Aside>,
    },
}

/// A source of a record that is recovered, which could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The file or directory.
    pub path: PathBuf,
    /// Why.
    pub why: Unsound,
}
