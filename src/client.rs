//! What a terminal or a command uses to reach the owner of a study: requests out, replies in.
//!
//! In-process today, over a socket for several assessors; callers cannot tell which.

use crate::domain::entry::{Draft, Entry, Receipt};
use crate::domain::ids::ParticipantId;
use crate::domain::session::ParticipantRecord;
use crate::domain::summary::Summary;

/// What can be asked of the owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// Append entries, all or none; the same `request` a second time is answered with the first receipt.
    Append {
        /// Id of the request, unique for ever: client, process, number.
        request: String,
        /// The entries.
        drafts: Vec<Draft>,
    },
    /// All participants, in the order of enrolment.
    Participants,
    /// One participant's record.
    Record(ParticipantId),
}

/// What comes back.
#[derive(Clone, Debug)]
pub enum Reply {
    /// The entries are on the disk.
    Appended {
        /// Proof.
        receipt: Receipt,
        /// The entries as stored.
        entries: Vec<Entry>,
        /// The participant's new summary, when the entries are about one.
        summary: Option<Box<Summary>>,
    },
    /// The entries are not stored, and why; nothing of the request was applied.
    Refused {
        /// Id of the request.
        request: String,
        /// A sentence for the screen that says what to do next.
        reason: String,
        /// Whether the study takes no more entries until it is opened again.
        fatal: bool,
    },
    /// All participants.
    Participants(Vec<Summary>),
    /// One participant's record; `None` when there is no such participant.
    Record(Option<Box<ParticipantRecord>>),
    /// Reading failed, and why.
    Failed(String),
}

/// A way to the owner of a study.
pub trait Client {
    /// Sends a request; its reply arrives where the client was opened to put replies, in the order of the requests.
    fn send(&self, request: Request);
}
