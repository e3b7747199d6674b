//! How somebody took part over time, as it was said; what was said last holds.

use super::entry::Entry;
use super::status::{Status, StatusName};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A status as it was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusSaid {
    /// Since which day it holds.
    pub day: NaiveDate,
    /// The status.
    pub status: Status,
    /// What was said in words.
    pub words: String,
    /// The entry that says it; 0 where it is not stored yet.
    pub seq: u64,
}

/// How somebody took part, as it was said; the last one holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusHistory {
    said: Vec<StatusSaid>,
}

impl StatusHistory {
    /// Applies an entry; one that says nothing of it changes nothing, and neither does one that was applied before.
    pub fn apply(&mut self, entry: &Entry) {
        let Some((day, status, words)) = entry.draft.event.said_status() else {
            return;
        };
        let is_known = |said: &StatusSaid| entry.seq != 0 && said.seq == entry.seq;
        if self.said.iter().any(is_known) {
            return;
        }
        self.say(day, status.clone(), words.to_owned(), entry.seq);
    }

    /// Adds what is said by an entry; 0 is none that is stored.
    pub fn say(&mut self, day: NaiveDate, status: Status, words: String, seq: u64) {
        self.said.push(StatusSaid {
            day,
            status,
            words,
            seq,
        });
    }

    /// Returns the statuses that were said, oldest first.
    pub fn said(&self) -> &[StatusSaid] {
        &self.said
    }

    /// Returns what holds; `None` where nothing was said, or it was taken back.
    pub fn now(&self) -> Option<&StatusSaid> {
        let last = self.said.last()?;
        (last.status != Status::TakesPart).then_some(last)
    }

    /// Returns the name of what holds.
    pub fn name(&self) -> StatusName {
        self.now()
            .map_or(StatusName::TakesPart, |said| said.status.name())
    }

    /// Returns the day after which no visit comes.
    pub fn visits_end(&self) -> Option<NaiveDate> {
        let now = self.now().filter(|said| said.status.ends_visits())?;
        Some(now.day)
    }

    /// Returns the day after which no dose of the study drug comes.
    pub fn treatment_ends(&self) -> Option<NaiveDate> {
        let now = self.now().filter(|said| said.status.ends_treatment())?;
        // Who stopped treatment first and left later got no dose after the first of the two.
        let earlier = self.said.iter().rev();
        let since_part = earlier.take_while(|said| said.status.ends_treatment());
        Some(
            since_part
                .map(|said| said.day)
                .fold(now.day, NaiveDate::min),
        )
    }

    /// Returns whether somebody left the treatment or the trial before its end: analyses count such people as
    /// non-responders.
    pub fn dropped_out(&self) -> bool {
        match self.name() {
            StatusName::TakesPart | StatusName::Completed => false,
            StatusName::ScreenFailure
            | StatusName::TreatmentStopped
            | StatusName::Withdrawn
            | StatusName::Lost
            | StatusName::Died => true,
        }
    }
}
