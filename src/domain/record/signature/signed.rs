//! One signature: who, when, and what it means.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

/// What a signature means (21 CFR 11.50).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// I made these assessments.
    Assessed,
    /// I looked through them.
    Reviewed,
    /// I answer for them.
    Approved,
}

impl Meaning {
    /// All meanings, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Assessed, Self::Reviewed, Self::Approved];
}

/// One signature on a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// What it means.
    pub meaning: Meaning,
    /// Login name of the signer.
    pub user: String,
    /// Name as printed.
    pub name: String,
    /// Role in which it was signed.
    pub role: String,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Number of its entry.
    pub seq: u64,
    /// Hash of what was signed, as of [`content`](super::content); empty where answers are left out of what a user is sent.
    pub content: String,
    /// Since when it is void.
    pub voided: Option<Void>,
}

/// What made a signature void.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Void {
    /// Number of the first entry after which the content was another; 0 while it is not stored.
    pub seq: u64,
    /// When that was.
    pub at: DateTime<FixedOffset>,
}

/// Returns a time to the minute with its offset: `2026-03-02 09:00 +01:00`.
pub fn moment(at: DateTime<FixedOffset>) -> String {
    at.format("%Y-%m-%d %H:%M %:z").to_string()
}
