//! One line of the journal: an event, who did it, when, and its place in the chain.
//!
//! How a line is hashed and checked is the store's business; here is only what it says.

use super::event::Event;
use super::imported::FileLine;
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

/// Version of the journal's form; a program refuses a newer one than its own. It is raised with every new kind of event,
/// which an older program could not read.
pub const JOURNAL_VERSION: u32 = 4;

/// The program as entries carry it.
pub const PROGRAM: &str = concat!("coreset ", env!("CARGO_PKG_VERSION"));

/// The newest entry: printed on paper and in manifests, so that a journal whose tail was cut shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Its number, which is how many entries there are.
    pub seq: u64,
    /// Its hash, in hex.
    pub hash: String,
    /// When it was stored; nothing in a study without entries.
    pub at: Option<DateTime<FixedOffset>>,
}

/// Who does something, and from where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessor {
    /// Login name.
    pub user: String,
    /// Name as printed.
    pub name: String,
    /// Role in the study, such as `assessor`.
    pub role: String,
    /// Where from: the terminal, or the address of the SSH client.
    pub from: String,
}

/// Returns whether a name is another one, a dash and something more: so a client is named after its user, and a
/// request after its client.
pub fn is_named_after(name: &str, owner: &str) -> bool {
    let rest = name.strip_prefix(owner);
    rest.is_some_and(|rest| rest.starts_with('-'))
}

/// An entry before the store has given it its number, time and hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Who.
    #[serde(flatten)]
    pub by: Assessor,
    /// When it was observed, where that is not the moment of storing.
    pub observed_at: Option<DateTime<FixedOffset>>,
    /// Why an answer of a form that was left was changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Why it is entered later than it was observed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<String>,
    /// The line of the file of others that it was taken from, where the event itself does not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported: Option<FileLine>,
    /// What.
    pub event: Event,
}

impl Draft {
    /// Returns what somebody does now, for no reason that has to be given.
    pub fn new(by: Assessor, event: Event) -> Self {
        Self {
            by,
            observed_at: None,
            reason: None,
            late: None,
            imported: None,
            event,
        }
    }
}

/// An entry of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Number in the journal, from 1, without gaps.
    pub seq: u64,
    /// When it was stored; RFC 3339 with milliseconds and offset, never editable.
    pub recorded_at: DateTime<FixedOffset>,
    /// Version of the program that wrote it.
    pub program: String,
    /// Request that it belongs to; a request that comes twice is applied once.
    pub request: String,
    /// 16 random bytes in hex, which the hash covers: who does not see the whole entry cannot try which content has its
    /// hash. `None` in entries of earlier versions, and where something was taken out of the entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
    /// Who, when observed, what.
    #[serde(flatten)]
    pub draft: Draft,
    /// How many more entries of the same request come after it; not written when there are none.
    #[serde(default, skip_serializing_if = "is_none")]
    pub more: u64,
    /// Hash of the entry before, in hex; 64 zeros for the first.
    pub prev: String,
    /// BLAKE3 over all bytes of the line before this member, in hex.
    pub hash: String,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_none(count: &u64) -> bool {
    *count == 0
}

impl Entry {
    /// Returns whether it is of a synthetic participant: the program itself made it for a demo, without a server.
    pub fn is_synthetic(&self) -> bool {
        self.draft.by.role == "program" && self.request.starts_with("demo-")
    }

    /// Returns a draft as an entry that is not stored yet: number 0, and in no chain.
    pub fn preview(draft: Draft, at: DateTime<FixedOffset>) -> Self {
        Self {
            seq: 0,
            recorded_at: at,
            program: String::new(),
            request: String::new(),
            salt: None,
            draft,
            more: 0,
            prev: String::new(),
            hash: String::new(),
        }
    }
}

/// What an assessor gets for an append that is on the disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Request that was applied.
    pub request: String,
    /// First entry of the request.
    pub first: u64,
    /// Last entry of the request: the word "saved" carries this number.
    pub last: u64,
    /// Hash of the last entry.
    pub hash: String,
    /// When it was stored.
    pub at: DateTime<FixedOffset>,
}
