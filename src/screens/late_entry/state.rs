//! A visit that is entered late, and what is being asked about it.

use crate::domain::base::ids::{ParticipantId, VisitId};
use crate::input::line::Line;
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

/// A visit that is being entered late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateEntry {
    /// The participant.
    pub participant: ParticipantId,
    /// The visit.
    pub visit: VisitId,
    /// When it was observed.
    pub observed_at: DateTime<FixedOffset>,
    /// Why it is entered late.
    pub reason: String,
}

/// What is being asked of a late entry, or of the day of a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LateStep {
    /// The day of observation.
    Day,
    /// The time of that day.
    Time(NaiveDate),
    /// The words of a reason that needs them: its code.
    Words(DateTime<FixedOffset>, String),
    /// Another day for a visit that was begun.
    NewDay,
    /// The words of a reason for changing the day from one to another, which needs them: its code.
    NewDayWords((NaiveDate, NaiveDate), String),
}

impl LateStep {
    /// Returns the code of the reason whose words are asked for; `None` where a day or a time is.
    pub(super) fn reads_words(&self) -> Option<&str> {
        match self {
            Self::Words(_, code) | Self::NewDayWords(_, code) => Some(code),
            Self::Day | Self::Time(_) | Self::NewDay => None,
        }
    }
}

/// Such a question on the screen.
#[derive(Clone, Debug)]
pub struct LateAsk {
    /// The visit.
    pub visit: VisitId,
    /// Whether the visit is opened with the answer.
    pub(crate) opens: bool,
    /// What is asked.
    pub step: LateStep,
    /// The day outside the window of the visit that was asked about; the next Enter takes it.
    pub(crate) outside: Option<NaiveDate>,
    /// What is typed.
    pub line: Line,
    /// The line holds a day or a time that was typed before: the first character begins a new one.
    pub(crate) from_before: bool,
    /// Why that is not taken.
    pub refusal: Option<String>,
}
