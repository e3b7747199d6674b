//! The entry as of which the data are given out, which is their date too.

use crate::domain::record::entry::Head;
use chrono::{DateTime, FixedOffset, NaiveDate};

/// The newest entry about data that an export holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// Its number.
    pub seq: u64,
    /// Its hash, in hex.
    pub hash: String,
    /// When it was stored: the creation time of every file of the export.
    pub at: DateTime<FixedOffset>,
}

impl AsOf {
    /// Returns the entry that a head names; `None` where the study has no data.
    pub fn of(head: &Head) -> Option<Self> {
        Some(Self {
            seq: head.seq,
            hash: head.hash.clone(),
            at: head.at?,
        })
    }

    /// Returns the day on which the study is told: what is due and overdue is so on this day.
    pub fn day(&self) -> NaiveDate {
        self.at.date_naive()
    }
}
