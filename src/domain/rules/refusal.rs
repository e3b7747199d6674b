//! The reasons why a request is not stored: one variant each, with the values that its sentence needs. Must contain no
//! sentences: `text` makes them.

use super::content::ContentFault;
use super::passphrase_fault::PassphraseFault;
use super::text_limits::TooLong;
use super::world::Unread;
use crate::domain::base::ids::{ParticipantId, VisitId};
use crate::domain::course::eligibility::Reason;
use crate::domain::record::lock::{Lock, Scope};
use crate::domain::record::query::{State, Step};
use crate::domain::record::refused::RefusedFor;
use crate::domain::record::user::Role;
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

/// What was wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Doing {
    /// Something was to be saved.
    Save,
    /// Somebody was to be enrolled.
    Enrol,
    /// A part of the study was to be locked.
    Lock,
    /// A part of the study was to be unlocked.
    Unlock,
    /// A visit was to be signed.
    Sign,
}

/// Why a study is not amended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum AmendFault {
    /// The files in the directory are those of the version in force.
    NothingWaits,
    /// What waits is not what the user saw.
    OtherFiles,
    /// There is no reason.
    WithoutReason,
    /// It is another study.
    OtherStudy {
        /// Registry number of the study.
        id: String,
        /// The other one.
        other: String,
    },
    /// Its form of ids is one that the id of a participant does not have.
    OtherIds {
        /// The participant.
        participant: ParticipantId,
        /// The new form of ids.
        pattern: String,
    },
    /// The day from which it holds is too late.
    Day {
        /// The last one that may be named.
        latest: NaiveDate,
    },
    /// The day from which it holds lies in the past, and nobody was asked whether that is meant.
    PastDay {
        /// The day.
        from: NaiveDate,
        /// Visits of that day or a later one that were begun: they stay as they are.
        begun: usize,
    },
}

/// Why the data of the study are not given out by its server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ExportFault {
    /// The entry does not say that the user gives out the data of the whole study, since the server was started.
    NotSaid {
        /// Number of the entry.
        entry: u64,
    },
    /// Another export was begun by the entry.
    BegunBefore {
        /// Number of the entry.
        entry: u64,
    },
    /// Another export of the terminal goes on.
    GoesOn,
    /// There are no data yet.
    NoData,
    /// A file could not be written.
    NotWritten {
        /// What the system says.
        error: String,
    },
    /// So little room is left on the disk that the record needs it.
    NoRoom,
    /// The data cannot be written in the format.
    Format {
        /// Why.
        why: String,
    },
}

/// Why a map that is kept beside the record cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum MapFault {
    /// It is no name of a map: letters, digits, `.`, `-` and `_`, a letter or digit first, `.toml` at the end.
    Name,
    /// There is no such map.
    NotThere,
    /// It is not a regular file, has more than so many bytes, or is not UTF-8.
    NotAMap {
        /// The most.
        most: u64,
    },
    /// It cannot be read.
    Unreadable {
        /// What the system says.
        error: String,
    },
}

/// What stands in the way of a signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Hindrance {
    /// The participant was enrolled by mistake.
    EnrolledByMistake,
    /// The visit was not begun.
    NotBegun,
    /// The visit, or a part of the study that contains it, is locked.
    Locked {
        /// What is locked.
        scope: Scope,
        /// The lock.
        lock: Lock,
    },
    /// A form lacks required answers.
    Incomplete {
        /// Title of the form, where the study has it.
        form: Option<String>,
    },
    /// Answers are stored that are not by the rules.
    NotByRules {
        /// How many.
        count: usize,
    },
    /// Queries are not closed.
    OpenQueries {
        /// How many.
        count: usize,
    },
    /// Checks ask about answers, and nobody has said why they stay.
    OpenChecks {
        /// How many.
        count: usize,
    },
    /// The content is not the one that the signer saw.
    Changed,
}

/// Why a request is refused. Everything of it is refused together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Refusal {
    /// The id of the request does not begin with the name of its terminal.
    ForeignRequest {
        /// What was wanted.
        doing: Doing,
    },
    /// The terminal has gone.
    UnknownTerminal,
    /// The user was disabled.
    AccessEnded {
        /// Login name.
        user: String,
    },
    /// It is entered late without saying when it was observed.
    LateWithoutTime,
    /// It would be observed after now.
    ObservedInFuture {
        /// When it is said to be observed.
        observed: DateTime<FixedOffset>,
        /// What the clock of the study's host shows.
        now: DateTime<FixedOffset>,
    },
    /// It is entered late without a reason.
    LateWithoutReason,
    /// What an event says cannot be, or did not come about so.
    Content {
        /// What of it.
        fault: ContentFault,
    },
    /// A text or an entry is too long.
    TooLong {
        /// Which.
        what: TooLong,
    },
    /// An event that decides what may follow it came together with others.
    NotAlone,
    /// A user to be added is on the list.
    UserListed {
        /// Login name.
        user: String,
    },
    /// A user to be added has no name to be printed.
    UserWithoutName {
        /// Login name.
        user: String,
    },
    /// A user would have no role.
    UserWithoutRole {
        /// Login name.
        user: String,
    },
    /// The user is not on the list.
    UserNotListed {
        /// Login name.
        user: String,
    },
    /// A user would be printed with the name of another.
    NameTaken {
        /// The name.
        name: String,
        /// Login name of the other.
        user: String,
    },
    /// A user is printed with that name already.
    NameUnchanged {
        /// Login name.
        user: String,
    },
    /// A printed name is corrected without a reason.
    NamedWithoutReason,
    /// A manager would add to their own roles, and another manager is there to do it.
    OwnRoles {
        /// Login name.
        user: String,
    },
    /// A manager would take their own passphrase away, and another manager is there to do it.
    OwnPassphrase {
        /// Login name.
        user: String,
    },
    /// No enabled user would be a manager any more.
    LastManager {
        /// Login name of the only one.
        user: String,
    },
    /// The visit cannot begin before eligibility is shown.
    NotEligible {
        /// The visit.
        visit: VisitId,
        /// What is missing.
        reasons: Vec<Reason>,
    },
    /// The place to write to, or a part of the study that contains it, is locked.
    Locked {
        /// What was wanted.
        doing: Doing,
        /// What is locked.
        scope: Scope,
        /// The lock.
        lock: Box<Lock>,
    },
    /// A part that is to be unlocked is not locked.
    NotLocked {
        /// The part.
        scope: Scope,
    },
    /// Locking or unlocking needs a reason in words.
    LockWithoutReason {
        /// [`Doing::Lock`] or [`Doing::Unlock`].
        doing: Doing,
    },
    /// An answer of a form that was left, or of a signed visit, is changed without a reason.
    ChangeWithoutReason,
    /// A visit is begun outside its window without a reason.
    OutsideWithoutReason {
        /// First day of the window.
        from: NaiveDate,
        /// Last day of the window.
        to: NaiveDate,
    },
    /// A form with empty required fields is marked as complete.
    Incomplete,
    /// A form is left in which nothing was stored, or nothing since it was left the last time.
    NothingLeft,
    /// A step of a query needs words.
    QueryWithoutWords,
    /// A query is opened at a visit, or on a row of a log, that was not begun.
    QueryBeforeVisit,
    /// There is no such query on the field.
    NoSuchQuery,
    /// The query does not take this step now.
    QueryStep {
        /// Where it stands.
        state: State,
        /// The step.
        step: Step,
    },
    /// No role of the user allows it.
    NotAllowed {
        /// The user's roles.
        roles: Vec<Role>,
    },
    /// The field is answered by other roles.
    FieldOfOthers {
        /// Label of the field.
        label: String,
        /// The roles that answer it.
        roles: Vec<Role>,
    },
    /// A backup is of another record: its last entry is not the one that stands here under that number.
    OtherRecord {
        /// Number of that entry.
        entries: u64,
        /// Its hash in the backup, in hex.
        head: String,
    },
    /// A backup has more entries than this record.
    LongerBackup {
        /// Entries of the backup.
        entries: u64,
        /// Entries of this record.
        last: u64,
    },
    /// This terminal was told a head that the record lacks, so it saves nothing.
    HeadMissing {
        /// Number of the missing entry.
        seq: u64,
    },
    /// The server itself told a head that the record lacks, so nobody saves anything.
    HeadMissingForAll {
        /// Login name of who was told it.
        user: String,
        /// Number of the missing entry.
        seq: u64,
    },
    /// A head that is to be accepted is not known to be missing.
    NoSuchHead {
        /// Number of its entry.
        seq: u64,
    },
    /// A missing head is accepted without a reason.
    AcceptedWithoutReason,
    /// The study is not amended.
    Amend {
        /// Why.
        fault: AmendFault,
    },
    /// The data of the study are not given out.
    Export {
        /// Why.
        fault: ExportFault,
    },
    /// A map that is kept beside the record cannot be had.
    NoMap {
        /// The name that was given.
        name: String,
        /// Why.
        fault: MapFault,
    },
    /// The request says that it is taken in from a file, and is not what an import makes.
    NotOfImport,
    /// The user does not sign visits.
    NotSigner,
    /// There is no participant whose visit could be signed.
    SignedNobody,
    /// Something stands in the way of the signature.
    NotSignable {
        /// What.
        open: Vec<Hindrance>,
    },
    /// A passphrase is wrong, or was not compared or set.
    Passphrase {
        /// Why.
        fault: PassphraseFault,
    },
    /// A visit is not signed for a reason that is not about signing.
    NotSigned {
        /// The reason.
        why: Box<Refusal>,
    },
    /// A visit is not signed, and may be at once.
    SignAgain,
    /// Others have changed what would be written, and their entries are too many for a reply.
    ConflictTooLong,
    /// What was asked for is too long for a reply.
    AnswerTooLong,
    /// A fault inside the program: it is not known whether it was stored.
    SaveFailed,
    /// A fault inside the program: it was not read.
    ReadFailed,
    /// It is too long to be sent to the server.
    TooLongToSend {
        /// Most that can be sent at once, in MiB.
        limit: usize,
    },
    /// The server takes nothing at the moment.
    NotTaken,
    /// A sentence of another part of the program: the disk; also what a newer owner refused
    /// for a reason that this program does not know.
    InWords {
        /// The sentence.
        sentence: String,
        /// Whether the same request will be refused for ever.
        lasting: bool,
    },
}

impl Refusal {
    /// Returns whether an amendment holds from a day in the past and nobody was asked about it.
    pub fn is_past_day(&self) -> bool {
        let past = |fault: &AmendFault| matches!(fault, AmendFault::PastDay { .. });
        matches!(self, Self::Amend { fault } if past(fault))
    }

    /// Returns whether the same request will be refused for ever; what could not be judged now may be taken later.
    pub fn is_lasting(&self) -> bool {
        match self {
            Self::InWords { lasting, .. } => *lasting,
            // Once a manager has accepted it, the same request is saved.
            Self::SaveFailed
            | Self::ReadFailed
            | Self::NotTaken
            | Self::HeadMissing { .. }
            | Self::HeadMissingForAll { .. } => false,
            Self::ForeignRequest { .. }
            | Self::UnknownTerminal
            | Self::AccessEnded { .. }
            | Self::LateWithoutTime
            | Self::ObservedInFuture { .. }
            | Self::LateWithoutReason
            | Self::Content { .. }
            | Self::TooLong { .. }
            | Self::NotAlone
            | Self::UserListed { .. }
            | Self::UserWithoutName { .. }
            | Self::UserWithoutRole { .. }
            | Self::UserNotListed { .. }
            | Self::NameTaken { .. }
            | Self::NameUnchanged { .. }
            | Self::NamedWithoutReason
            | Self::OwnRoles { .. }
            | Self::OwnPassphrase { .. }
            | Self::LastManager { .. }
            | Self::NotEligible { .. }
            | Self::Locked { .. }
            | Self::NotLocked { .. }
            | Self::LockWithoutReason { .. }
            | Self::ChangeWithoutReason
            | Self::OutsideWithoutReason { .. }
            | Self::Incomplete
            | Self::NothingLeft
            | Self::QueryWithoutWords
            | Self::QueryBeforeVisit
            | Self::NoSuchQuery
            | Self::QueryStep { .. }
            | Self::NotAllowed { .. }
            | Self::FieldOfOthers { .. }
            | Self::OtherRecord { .. }
            | Self::LongerBackup { .. }
            | Self::NoSuchHead { .. }
            | Self::AcceptedWithoutReason
            | Self::Amend { .. }
            | Self::Export { .. }
            | Self::NoMap { .. }
            | Self::NotOfImport
            | Self::NotSigner
            | Self::SignedNobody
            | Self::NotSignable { .. }
            | Self::Passphrase { .. }
            | Self::NotSigned { .. }
            | Self::SignAgain
            | Self::ConflictTooLong
            | Self::AnswerTooLong
            | Self::TooLongToSend { .. } => true,
        }
    }

    /// Returns why it is summed in the record as something that the user may not do; none for an honest slip, which the
    /// screens explain, for what the server cannot do, and for what has an entry of its own.
    pub fn summed_as(&self) -> Option<RefusedFor> {
        match self {
            Self::NotAllowed { .. }
            | Self::FieldOfOthers { .. }
            | Self::OwnRoles { .. }
            | Self::OwnPassphrase { .. }
            | Self::NotSigner => Some(RefusedFor::Role),
            Self::Locked { .. } => Some(RefusedFor::Lock),
            Self::NotSignable { open } => {
                let locked = |open: &Hindrance| matches!(open, Hindrance::Locked { .. });
                open.iter().any(locked).then_some(RefusedFor::Lock)
            }
            Self::AccessEnded { .. } => Some(RefusedFor::Disabled),
            // The screens name their requests themselves, and send alone what must be alone.
            Self::ForeignRequest { .. } | Self::NotAlone | Self::NotOfImport => {
                Some(RefusedFor::Forged)
            }
            Self::Content { fault } => fault.is_forged().then_some(RefusedFor::Forged),
            Self::Passphrase { fault } => match fault {
                PassphraseFault::NotSet
                | PassphraseFault::NotGiven
                | PassphraseFault::NotListed => {
                    Some(RefusedFor::NoPassphrase)
                }
                PassphraseFault::Paused { .. } => Some(RefusedFor::Paused),
                // A wrong one has an entry of its own.
                PassphraseFault::Wrong { .. }
                | PassphraseFault::WrongAgain { .. }
                | PassphraseFault::Busy
                | PassphraseFault::SetAlready
                | PassphraseFault::TooShort { .. }
                | PassphraseFault::TooLong
                | PassphraseFault::LikeLogin
                | PassphraseFault::InWords
                | PassphraseFault::NotTheStored { .. }
                | PassphraseFault::Trouble { .. } => None,
            },
            Self::NotSigned { why } => why.summed_as(),
            // The connection is gone, or what was sent came too late, too early or twice.
            Self::UnknownTerminal
            | Self::SignAgain
            | Self::NotLocked { .. }
            | Self::NoSuchQuery
            | Self::QueryStep { .. }
            | Self::NothingLeft
            | Self::UserListed { .. }
            | Self::UserNotListed { .. }
            | Self::NameTaken { .. }
            | Self::NameUnchanged { .. }
            | Self::NoSuchHead { .. }
            | Self::Amend { .. }
            | Self::Export { .. }
            | Self::NoMap { .. }
            // Something is missing, which its sentence asks for.
            | Self::LateWithoutTime
            | Self::ObservedInFuture { .. }
            | Self::LateWithoutReason
            | Self::TooLong { .. }
            | Self::UserWithoutName { .. }
            | Self::UserWithoutRole { .. }
            | Self::NamedWithoutReason
            | Self::LastManager { .. }
            | Self::NotEligible { .. }
            | Self::LockWithoutReason { .. }
            | Self::ChangeWithoutReason
            | Self::OutsideWithoutReason { .. }
            | Self::Incomplete
            | Self::QueryWithoutWords
            | Self::QueryBeforeVisit
            | Self::AcceptedWithoutReason
            | Self::SignedNobody
            // `HeadMissing` is an entry.
            | Self::HeadMissing { .. }
            | Self::HeadMissingForAll { .. }
            // A backup that is not of this record is told where it is made.
            | Self::OtherRecord { .. }
            | Self::LongerBackup { .. }
            // The server could not.
            | Self::ConflictTooLong
            | Self::AnswerTooLong
            | Self::SaveFailed
            | Self::ReadFailed
            | Self::TooLongToSend { .. }
            | Self::NotTaken
            | Self::InWords { .. } => None,
        }
    }

    /// Returns a refusal that a sentence says whole, for ever.
    pub fn in_words(sentence: impl Into<String>) -> Self {
        Self::InWords {
            sentence: sentence.into(),
            lasting: true,
        }
    }
}

impl From<Unread> for Refusal {
    fn from(unread: Unread) -> Self {
        Self::InWords {
            sentence: unread.sentence,
            lasting: unread.lasting,
        }
    }
}

impl From<ContentFault> for Refusal {
    fn from(fault: ContentFault) -> Self {
        Self::Content { fault }
    }
}

impl From<TooLong> for Refusal {
    fn from(what: TooLong) -> Self {
        Self::TooLong { what }
    }
}
