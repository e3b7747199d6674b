//! How somebody took part over time, as it was said; what was said last holds.

use super::entry::Entry;
use super::status::{DataUse, Status, StatusName};
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

    /// Adds what is said by an entry; number 0 is one that is not stored yet, and that it takes the place of once it is.
    pub fn say(&mut self, day: NaiveDate, status: Status, words: String, seq: u64) {
        let said = StatusSaid {
            day,
            status,
            words,
            seq,
        };
        let is_same = |known: &StatusSaid| {
            known.seq == 0
                && (known.day, &known.status, &known.words) == (said.day, &said.status, &said.words)
        };
        self.said.retain(|known| !is_same(known));
        self.said.push(said);
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

    /// Returns the day after which no dose of the study drug comes. What was said by mistake and followed by something else
    /// has no day; only a treatment that stopped before another end does.
    pub fn treatment_ends(&self) -> Option<NaiveDate> {
        let now = self.now().filter(|said| said.status.ends_treatment())?;
        let mut earlier = self.said.iter().rev();
        let mut since_part = earlier
            .by_ref()
            .take_while(|said| said.status != Status::TakesPart);
        let stopped = since_part.find(|said| said.status.name() == StatusName::TreatmentStopped);
        let stopped = stopped.map_or(now.day, |stopped| stopped.day);
        Some(now.day.min(stopped))
    }

    /// Returns whether nothing that was collected of somebody may be used any more.
    pub fn forbids_use(&self) -> bool {
        let said = self.now();
        said.is_some_and(|said| match &said.status {
            Status::Withdrawn { data, .. } => *data == DataUse::Nothing,
            Status::EnrolledByMistake => true,
            Status::TakesPart
            | Status::ScreenFailure { .. }
            | Status::TreatmentStopped { .. }
            | Status::Lost { .. }
            | Status::Died { .. }
            | Status::Completed => false,
        })
    }

    /// Returns whether the enrolment was a mistake, so that the participant counts nowhere.
    pub fn is_void(&self) -> bool {
        self.name() == StatusName::EnrolledByMistake
    }

    /// Returns the number of the newest entry that said something; 0 for none.
    pub fn last(&self) -> u64 {
        self.said.last().map_or(0, |said| said.seq)
    }

    /// Returns whether somebody left the treatment or the trial before its end: analyses count such people as
    /// non-responders.
    pub fn dropped_out(&self) -> bool {
        match self.name() {
            StatusName::TakesPart | StatusName::Completed | StatusName::EnrolledByMistake => false,
            StatusName::ScreenFailure
            | StatusName::TreatmentStopped
            | StatusName::Withdrawn
            | StatusName::Lost
            | StatusName::Died => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::status::{Cause, WithdrawnBy};
    use crate::domain::sample::date;

    fn said(said: &[(&str, Status)]) -> StatusHistory {
        let mut history = StatusHistory::default();
        for (seq, (day, status)) in (1..).zip(said) {
            history.say(date(day), status.clone(), String::new(), seq);
        }
        history
    }

    #[test]
    fn the_treatment_ends_on_the_day_that_was_said_last_or_when_it_stopped_before_the_end() {
        let stopped = || Status::TreatmentStopped {
            cause: Cause::AdverseEvent,
        };
        let lost = || Status::Lost { attempts: 2 };
        let ends = |history: &[(&str, Status)]| said(history).treatment_ends();
        // A corrected day counts, the wrong one no longer.
        let corrected = [("2026-02-20", stopped()), ("2026-04-20", stopped())];
        assert_eq!(ends(&corrected), Some(date("2026-04-20")));
        // Lost, and then known to have died: the first was no end of the treatment by itself.
        let died = Status::Died { event: None };
        let mistaken = [("2026-02-20", lost()), ("2026-04-20", died)];
        assert_eq!(ends(&mistaken), Some(date("2026-04-20")));
        let both = [("2026-02-20", stopped()), ("2026-04-20", lost())];
        assert_eq!(ends(&both), Some(date("2026-02-20")));
        let again = [
            ("2026-02-20", stopped()),
            ("2026-03-01", Status::TakesPart),
            ("2026-04-20", lost()),
        ];
        assert_eq!(ends(&again), Some(date("2026-04-20")));
        assert_eq!(ends(&again[..2]), None);
    }

    #[test]
    fn what_is_not_stored_yet_gives_its_place_to_what_is() {
        let mut history = StatusHistory::default();
        let lost = Status::Lost { attempts: 2 };
        for seq in [0, 0, 7] {
            history.say(
                date("2026-02-20"),
                lost.clone(),
                "no answer".to_owned(),
                seq,
            );
        }
        assert_eq!(history.said().len(), 1);
        assert_eq!(history.last(), 7);
        assert!(!history.forbids_use());
        let withdrawn = Status::Withdrawn {
            by: WithdrawnBy::Participant,
            cause: Cause::OwnDecision,
            data: DataUse::Nothing,
        };
        history.say(date("2026-03-20"), withdrawn, String::new(), 8);
        assert!(history.forbids_use());
    }
}
