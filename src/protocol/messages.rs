//! The messages between a terminal or command and the owner of a study: requests and replies.
//!
//! They are the same in one process and over a socket. A request must not name its user: the owner knows that from the
//! kernel and from the study's list of users.

pub(super) mod form;

use crate::domain::base::ids::{FormId, ParticipantId, VisitId};
use crate::domain::record::backup_status::BackupStatus;
use crate::domain::record::entry::{Assessor, Entry, Head, Receipt};
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::record::heads::{MissingHead, ToldHead};
use crate::domain::record::imported::FileLine;
use crate::domain::record::participant::{Alike, Likeness};
use crate::domain::record::query::listed::Listed;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::record::signature::Meaning;
use crate::domain::record::user::{Role, User};
use crate::domain::rules::Refusal;
use crate::domain::study::laboratory::Laboratory;
use crate::domain::views::find::filter::Filter;
use crate::domain::views::find::order::Sort;
use crate::domain::views::overview::Overview;
use crate::domain::views::summary::Summary;
use crate::text::server::{Notice, Unreached};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::Zeroize as _;

pub use super::sent_study::{Amend, Amendment, EarlierFiles, SentStudy};
pub use crate::domain::rules::Append;

/// The commands that connect to a server, as they name themselves.
pub const COMMANDS: [&str; 18] = [
    "amend",
    "audit",
    "backup",
    "check",
    "deviations",
    "dictionary",
    "export",
    "forms",
    "head",
    "import",
    "login",
    "passwd",
    "restore",
    "screening",
    "sheet",
    "status",
    "timeline",
    "user",
];

/// What a client says about itself when it connects.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// Name of this client, unique for ever; the front of the ids of its requests. The same after a reconnection.
    pub client: String,
    /// Where the user sits: the address of the SSH client, or the terminal.
    pub from: String,
    /// Name of the command, such as `audit`; empty for screens.
    pub command: String,
    /// The newest head that this account was told of the study, where it keeps one.
    pub head: Option<ToldHead>,
}

impl Hello {
    /// Returns whether it shows screens; a command does not.
    pub fn shows_screens(&self) -> bool {
        self.command.is_empty()
    }
}

/// How the record stands to what clients were told of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadStatus {
    /// The newest entry; `None` in a study without entries.
    pub head: Option<ToldHead>,
    /// Whether the record holds what this client was told.
    pub own: OwnHead,
    /// Heads that it lacks and nobody has accepted, of all accounts.
    pub missing: Vec<MissingHead>,
}

/// Whether the record holds the head that a client was told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum OwnHead {
    /// It does, or the client named none.
    #[default]
    Held,
    /// It does not; this client saves nothing.
    Missing {
        /// Number of the missing entry.
        seq: u64,
    },
    /// It does not, and a manager has accepted that.
    Accepted {
        /// Number of the missing entry.
        seq: u64,
        /// When it was accepted.
        at: DateTime<FixedOffset>,
    },
    /// It does not, because the study was restored from a backup.
    Restored {
        /// Number of the missing entry.
        seq: u64,
        /// How many entries the backup had.
        entries: u64,
        /// When it was restored.
        at: DateTime<FixedOffset>,
    },
}

/// What the owner says to a client that it accepts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// Version of the owner's program.
    pub program: String,
    /// Who the client is in the record; the role is the first of `roles`.
    pub who: Assessor,
    /// All roles of the user.
    pub roles: Vec<Role>,
    /// Synthetic participants only.
    pub demo: bool,
    /// The study.
    pub study: SentStudy,
    /// The newest text of [`Request::Remember`] from any terminal of this user.
    pub place: Option<String>,
    /// Whether the user has set a passphrase.
    pub passphrase: bool,
    /// What was found and put right when the study was opened.
    #[serde(with = "form::all_worded")]
    pub findings: Vec<Notice>,
    /// When the study was backed up and a restore tested; `None` for synthetic participants.
    #[serde(rename = "safekeeping")]
    pub backup_status: Option<BackupStatus>,
    /// How the record stands to what clients were told of it.
    pub heads: HeadStatus,
}

/// A request to sign a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sign {
    /// Id of the request, as of an append.
    pub request: String,
    /// The participant.
    pub participant: ParticipantId,
    /// The visit.
    pub visit: VisitId,
    /// What the signature means.
    pub meaning: Meaning,
    /// Hash of what the signer saw, as of [`crate::domain::record::signature::content`].
    pub content: String,
    /// Proof that it is them.
    pub passphrase: Passphrase,
}

/// What a client can ask the owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Append events, all or none; the same request a second time is answered with the first receipt.
    Append(#[serde(with = "SentAppend")] Append),
    /// Sign a visit, when the passphrase is right and nothing stands in the way. Answered as an append is.
    Sign(Sign),
    /// All that was ever entered, asked and decided about a field, and what was signed and locked over it.
    History(FieldPath),
    /// The audit trail: the entries after one, of a participant or of the whole study.
    Trail {
        /// The participant; `None` for all entries, those about nobody too.
        participant: Option<ParticipantId>,
        /// The entry after which to begin; 0 for the first.
        after: u64,
    },
    /// The participants that match, best first: `count` of them from the one at `from`.
    Find {
        /// What is searched; empty for all.
        query: String,
        /// Among whom.
        filter: Filter,
        /// In which order those come that match equally well.
        sort: Sort,
        /// Place of the first one wanted among those that match.
        from: usize,
        /// How many are wanted at most.
        count: usize,
    },
    /// As [`Self::Find`], with the rows around a participant: the reply begins where that one stands in its middle, or
    /// at the first one that matches when that participant does not.
    FindNear {
        /// What is searched; empty for all.
        query: String,
        /// Among whom.
        filter: Filter,
        /// In which order those come that match equally well.
        sort: Sort,
        /// The participant.
        who: ParticipantId,
        /// How many are wanted at most.
        count: usize,
    },
    /// One participant's record. From then on the client gets what others change in it.
    Record(ParticipantId),
    /// One participant's record as it stood after an entry; nobody tells the client what changes in it.
    RecordAt {
        /// The participant.
        participant: ParticipantId,
        /// The entry.
        as_of: u64,
    },
    /// The ids of the participants after one in their order, as many as one reply takes.
    Ids {
        /// The id after which to begin; `None` for the first.
        after: Option<ParticipantId>,
    },
    /// The newest entry about data that is not after an entry; `None` for the newest of all.
    AsOf(Option<u64>),
    /// Whether a participant has this id, in whatever case.
    Taken(ParticipantId),
    /// Which participants are like somebody that is to be enrolled.
    Alike(Likeness),
    /// Where this terminal is now; others at the same participant are told with [`Reply::Present`]. `None` on the list.
    /// No reply.
    At(Option<Location>),
    /// Something to be given back at this user's next start, however this one ends; `None` to forget it. No reply.
    Remember(Option<String>),
    /// The queries of the whole study that are not closed.
    Queries,
    /// The study's users.
    Users,
    /// Where the study stands: all participants by visits, responders, doses and events.
    Overview,
    /// Whether this is the user's passphrase. A wrong try is recorded; too many are refused for a while.
    Unlock(Passphrase),
    /// Sets the user's passphrase; the old one is asked for where there is one.
    SetPassphrase {
        /// The one until now.
        old: Option<Passphrase>,
        /// The one from now on.
        new: Passphrase,
    },
    /// The newest entry, as it is printed on paper and in manifests.
    Head,
    /// What waits to be accepted as the next version of the study.
    Amendment,
    /// Accept it. Answered as an append is.
    Amend(Amend),
    /// Write the data of the study into files of its directory, as an entry says that the user gives them out; the format
    /// is that of the entry.
    Export {
        /// Number of the entry.
        entry: u64,
    },
    /// Stop the export that this terminal began; nothing of it stays. No reply.
    StopExport,
    /// The map of a laboratory of this name, which is kept beside the record.
    ImportMap(String),
}

/// What the owner sends: answers to requests, and unasked changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    /// The entries are on the disk.
    Appended {
        /// Proof.
        receipt: Receipt,
        /// The entries as stored.
        #[serde(with = "form::as_json")]
        entries: Vec<Entry>,
        /// The participant's new summary, when the entries are about one.
        summary: Option<Box<Summary>>,
        /// The server's proof that it told this head; none where it has no key for it.
        proof: Option<String>,
    },
    /// The entries are not stored, and why; nothing of the request was applied.
    Refused {
        /// Id of the request.
        request: String,
        /// Why.
        #[serde(with = "form::refused")]
        refusal: Refusal,
    },
    /// Somebody else changed a field first; nothing of the request was applied.
    Conflict {
        /// Id of the request.
        request: String,
        /// Each such field, with the newest entry that changed it.
        #[serde(with = "form::as_json")]
        standing: Vec<(FieldPath, Entry)>,
    },
    /// Participants that match.
    Found(Found),
    /// One participant's record.
    Record {
        /// The record; `None` when there is no such participant.
        record: Option<Box<ParticipantRecord>>,
        /// The newest entry that it holds.
        last: u64,
        /// The laboratories that the study knows from participants of the same sex, on which limits may depend; the
        /// newest first.
        laboratories: Vec<Laboratory>,
    },
    /// Ids of participants, in their order; none when there are no more.
    Ids(Vec<ParticipantId>),
    /// The newest entry about data that was asked for; its number is 0 where there is none.
    AsOf(Head),
    /// Whether a participant has this id.
    Taken {
        /// The id asked for.
        id: ParticipantId,
        /// Whether it is in use.
        taken: bool,
    },
    /// The participants who are like somebody that is to be enrolled.
    Alike {
        /// Like whom.
        likeness: Likeness,
        /// Who, in the order of their enrolment.
        others: Vec<Alike>,
    },
    /// The history of a field, oldest first.
    History {
        /// The field.
        place: FieldPath,
        /// Its entries.
        #[serde(with = "form::as_json")]
        entries: Vec<Entry>,
    },
    /// A part of the audit trail, oldest first.
    Trail {
        /// The entries; none when there are no more.
        #[serde(with = "form::as_json")]
        entries: Vec<Entry>,
        /// The entry after which to ask next; `None` at the end.
        next: Option<u64>,
    },
    /// The queries of the study that are not closed, by participant.
    Queries(Vec<Listed>),
    /// The study's users.
    Users(Vec<User>),
    /// Where the study stands today.
    Overview(Box<Overview>),
    /// What came of [`Request::Unlock`] or [`Request::SetPassphrase`].
    Passphrase(Verdict),
    /// The newest entry.
    Head(Head),
    /// Reading failed, and why.
    Failed(#[serde(with = "form::refused")] Refusal),
    /// Unasked: somebody else appended entries about the participant whose record was asked for last, or
    /// about any participant while the client is on the list, or locked or unlocked the whole study.
    Changed {
        /// The entries, where the client has the participant's record or they are about the whole study; empty
        /// on the list.
        #[serde(with = "form::as_json")]
        entries: Vec<Entry>,
        /// The participant's new summary.
        summary: Option<Box<Summary>>,
    },
    /// Unasked: something about the study that everybody should know, such as that its host's clock went back.
    Notice(#[serde(with = "form::worded")] Notice),
    /// Unasked: the study takes entries again after a fault; what was refused is to be sent again.
    Mended,
    /// Unasked: who else is at the same participant now.
    Present(Vec<Presence>),
    /// Unasked: the study was just backed up, or a restore tested.
    #[serde(rename = "Safekeeping")]
    BackupStatus(BackupStatus),
    /// Unasked: a head that somebody was told is missing, or was accepted as missing.
    Heads(Box<HeadStatus>),
    /// Unasked: the owner is gone, and why. The client goes on trying to reach it.
    Lost(#[serde(with = "form::as_json")] Unreached),
    /// Unasked: the owner is reached again; what had no reply must be asked again.
    Back(Box<Welcome>),
    /// What waits to be accepted as the next version of the study, if anything does.
    Amendment(Option<Box<Amendment>>),
    /// The study was amended, and is this from now on.
    Amended(Box<SentStudy>),
    /// An export is begun.
    ExportBegun {
        /// The entry that says so.
        entry: u64,
    },
    /// Unasked: how far an export of this terminal is.
    Exporting {
        /// The entry that says that the data are given out.
        entry: u64,
        /// How much is done.
        done: u64,
        /// Of how much.
        all: u64,
    },
    /// Unasked: an export of this terminal has ended.
    Exported {
        /// The entry that says that the data are given out.
        entry: u64,
        /// What came of it.
        end: ExportEnd,
    },
    /// The text of a map.
    ImportMap(String),
}

impl Reply {
    /// Returns whether it is news that the owner tells unasked. What the link says of the connection itself is none.
    pub fn is_news(&self) -> bool {
        match self {
            Self::Changed { .. }
            | Self::Amended(_)
            | Self::Present(_)
            | Self::BackupStatus(_)
            | Self::Notice(_)
            | Self::Mended
            | Self::Heads(_)
            | Self::Exporting { .. }
            | Self::Exported { .. } => true,
            Self::Appended { .. }
            | Self::Refused { .. }
            | Self::Conflict { .. }
            | Self::Found(_)
            | Self::Record { .. }
            | Self::Ids(_)
            | Self::AsOf(_)
            | Self::Taken { .. }
            | Self::Alike { .. }
            | Self::History { .. }
            | Self::Trail { .. }
            | Self::Queries(_)
            | Self::Users(_)
            | Self::Overview(_)
            | Self::Passphrase(_)
            | Self::Head(_)
            | Self::Amendment(_)
            | Self::ExportBegun { .. }
            | Self::ImportMap(_)
            | Self::Failed(_)
            | Self::Lost(_)
            | Self::Back(_) => false,
        }
    }
}

/// What came of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExportEnd {
    /// All files are whole.
    Done(Placed),
    /// It was stopped; nothing of it stays.
    Stopped,
    /// It failed, and why; nothing of it stays.
    Failed(#[serde(with = "form::refused")] Refusal),
}

/// The files of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// Their folder, below the directory of the study.
    pub folder: String,
    /// How many they are, the manifest among them.
    pub files: usize,
    /// Bytes of all but the manifest.
    pub bytes: u64,
    /// The entry as of which the data are.
    pub as_of: u64,
}

/// A part of the list of participants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// What was searched.
    pub query: String,
    /// Among whom.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// Place of the first row among those that match.
    pub from: usize,
    /// How many match.
    pub matching: usize,
    /// How many participants there are.
    pub all: usize,
    /// How many each filter lists, whatever was searched.
    pub counts: Vec<(Filter, usize)>,
    /// The rows.
    pub rows: Vec<Summary>,
}

/// What came of a passphrase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// It is right, or is set.
    Right,
    /// It is wrong, and how many tries are left or how long to wait.
    Wrong(#[serde(with = "form::refused")] Refusal),
    /// It cannot be set, or there is none to compare with, and why.
    Unfit(#[serde(with = "form::refused")] Refusal),
}

/// Where a terminal is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// The participant.
    pub participant: ParticipantId,
    /// The visit, if one is open.
    pub visit: Option<VisitId>,
    /// The form, if one is open.
    pub form: Option<FormId>,
}

/// Somebody else at the same participant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// Login name.
    pub user: String,
    /// Name as printed.
    pub name: String,
    /// First role.
    pub role: String,
    /// Where.
    #[serde(rename = "spot")]
    pub location: Location,
}

/// Words that prove who somebody is; never shown, logged or stored.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Passphrase(pub String);

impl Drop for Passphrase {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(..)")
    }
}

/// A connection to the owner of a study.
pub trait Client {
    /// Sends a request; replies come in the order of the requests, to the receiver given when the client was opened.
    fn send(&self, request: Request);
}

/// A request to append as it travels.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Append")]
struct SentAppend {
    request: String,
    seen: u64,
    observed_at: Option<DateTime<FixedOffset>>,
    reason: Option<String>,
    late: Option<String>,
    #[serde(with = "form::as_json")]
    events: Vec<Event>,
    imported: Vec<FileLine>,
}
