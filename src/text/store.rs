//! What goes wrong with a study directory or a backup, and what is found in one.

use crate::domain::record::entry::Entry;
use crate::domain::record::event::FieldPath;
use crate::domain::study::files::ChangedFiles;
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};
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
    /// The study file or a form is not the one that the record names, and somebody is enrolled.
    FilesChanged {
        /// The directory.
        dir: PathBuf,
        /// Which files, and how.
        changed: Box<ChangedFiles>,
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
        ballast: bool,
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

/// Why a backup is not made, not restored, or not recovered.
#[derive(Clone, Debug)]
pub enum BackupFault {
    /// The directory holds something that was broken off.
    HoldsUnfinished {
        /// The directory.
        dir: PathBuf,
        /// What was being done.
        work: Work,
    },
    /// The directory is not empty.
    NotEmpty {
        /// The directory.
        dir: PathBuf,
    },
    /// A study would be recovered into itself.
    RecoverInside {
        /// The directory.
        dir: PathBuf,
    },
    /// Not one entry is whole.
    NothingWhole {
        /// The directory.
        dir: PathBuf,
    },
    /// A study would be backed up into itself.
    BackupInside {
        /// The directory.
        dir: PathBuf,
    },
    /// The directory holds something else.
    NoBackupThere {
        /// The directory.
        dir: PathBuf,
    },
    /// The directory holds the backup of another study.
    OtherStudy {
        /// The directory.
        dir: PathBuf,
        /// Id of that study.
        study: String,
    },
    /// The backup has more entries than the study.
    Longer {
        /// The directory.
        dir: PathBuf,
        /// Entries of the backup.
        backup: u64,
        /// Entries of the study.
        study: u64,
    },
    /// The last entry of the backup is another one in the study.
    WentApart {
        /// The directory.
        dir: PathBuf,
        /// Number of that entry.
        entry: u64,
    },
    /// There is no finished backup.
    NoneFinished {
        /// The directory.
        dir: PathBuf,
    },
    /// Files of a backup are missing or were changed.
    NotWhole {
        /// The directory.
        dir: PathBuf,
        /// The files.
        files: Vec<String>,
    },
    /// The head that a backup names is none.
    HeadNoHash {
        /// The directory.
        dir: PathBuf,
    },
    /// A restore or a recovery was broken off there, and something else was put beside it.
    HoldsStrange {
        /// The directory.
        dir: PathBuf,
        /// What was being done.
        work: Work,
        /// Names of what is no part of it.
        names: Vec<String>,
    },
    /// What was restored is another record than that of the backup.
    OtherRecord {
        /// The directory.
        dir: PathBuf,
        /// Entries that it has.
        entries: u64,
        /// Entries of the backup.
        backup: u64,
    },
    /// What was restored does not read as what was written.
    RestoredOtherwise {
        /// The file.
        file: PathBuf,
    },
    /// What was copied does not read as what was written.
    CopiedOtherwise {
        /// The directory.
        dir: PathBuf,
        /// The last entry that does.
        after: u64,
    },
    /// The manifest of a backup is damaged.
    ManifestDamaged {
        /// The manifest.
        file: PathBuf,
    },
    /// The manifest of a backup was written in a later format.
    ManifestNewer {
        /// The manifest.
        file: PathBuf,
    },
    /// The owner of a new study has acknowledged no entry.
    NothingAcknowledged,
    /// The record that is to be backed up is damaged.
    RecordDamaged {
        /// The last entry before the damage.
        after: u64,
    },
    /// The record that is to be backed up has no entry that this program understands.
    NothingUnderstood,
    /// A directory that should hold a study holds a backup.
    NotAStudy {
        /// The directory.
        dir: PathBuf,
    },
}

impl BackupFault {
    /// Returns whether a record or a backup is damaged.
    pub fn is_damage(&self) -> bool {
        match self {
            Self::NothingWhole { .. }
            | Self::NotWhole { .. }
            | Self::HeadNoHash { .. }
            | Self::OtherRecord { .. }
            | Self::RestoredOtherwise { .. }
            | Self::CopiedOtherwise { .. }
            | Self::ManifestDamaged { .. }
            | Self::RecordDamaged { .. } => true,
            Self::HoldsUnfinished { .. }
            | Self::HoldsStrange { .. }
            | Self::NotEmpty { .. }
            | Self::RecoverInside { .. }
            | Self::BackupInside { .. }
            | Self::NoBackupThere { .. }
            | Self::OtherStudy { .. }
            | Self::Longer { .. }
            | Self::WentApart { .. }
            | Self::NoneFinished { .. }
            | Self::ManifestNewer { .. }
            | Self::NothingAcknowledged
            | Self::NothingUnderstood
            | Self::NotAStudy { .. } => false,
        }
    }
}

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

/// What goes wrong with a study directory or a backup, and what is found in one.
pub trait Store {
    /// Says what went wrong.
    fn store_error(&self, error: &StoreError) -> String;

    /// Says what to do about it.
    fn store_hint(&self, error: &StoreError) -> &'static str;

    /// Says what is wrong with sled's files, in the middle of a sentence.
    fn unsound(&self, why: &Unsound) -> String;

    /// Says what was found when a study was opened.
    fn opening(&self, found: &Opening) -> String;

    /// Says what is wrong with a small file beside the record, and what follows.
    fn beside_damage(&self, damage: &BesideDamage) -> String;

    /// Says what is wrong in a journal.
    fn flaw(&self, flaw: &Flaw) -> String;

    /// Says what is no damage and still worth knowing.
    fn remark(&self, remark: &Remark) -> String;

    /// Names entries, such as `entries 3, 12 to 14`; nothing where there are none.
    fn entry_numbers(&self, stretches: &[(u64, u64)]) -> String;
}
