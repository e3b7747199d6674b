//! Rows of the log of adverse events.

use super::{ADVERSE_EVENT, SEEN, date, day, period, text, time};
use crate::domain::base::partial::PartialDate;
use crate::domain::forms::engine::cells;
use crate::domain::record::rows::{Row, rows, valid_rows};
use crate::domain::record::session::{FormCells, ParticipantRecord};
use crate::domain::study::Study;
use crate::domain::treatment::adverse::contradiction;
use crate::domain::treatment::adverse::contradiction::{Contradiction, Outcome};
use crate::domain::treatment::medication::{End, Period};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

/// A row of the log of adverse events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdverseEvent {
    /// Number of the row.
    pub row: u32,
    /// What happened, in the words entered.
    pub term: String,
    /// CTCAE grade, 1 to 5.
    pub grade: Option<u8>,
    /// When it began.
    pub onset: Option<PartialDate>,
    /// Time of day at which it began.
    pub onset_time: Option<NaiveTime>,
    /// Its days.
    pub period: Period,
    /// Whether it is serious: said so, or one of the criteria holds; `None` while not entered.
    pub serious: Option<bool>,
    /// Fields of the criteria that hold.
    pub criteria: Vec<&'static str>,
    /// When the site knew that it is serious.
    pub aware: Option<NaiveDateTime>,
    /// When an investigator saw it.
    pub seen: Option<NaiveDate>,
    /// Fields of the causes that it is related to, such as `related.abatacept`.
    pub related: Vec<&'static str>,
    /// Code of the category of special interest; none for no such event.
    pub special: Option<String>,
    /// Code of what was done with abatacept.
    pub action: Option<String>,
    /// Code of the outcome.
    pub outcome: Option<String>,
}

/// Fields of the criteria of seriousness (ICH E2A).
pub const SERIOUSNESS: [&str; 6] = [
    "death",
    "life-threatening",
    "hospital",
    "disability",
    "malformation",
    "important",
];
const CAUSES: [&str; 4] = [
    "related.abatacept",
    "related.drug",
    "related.disease",
    "related.procedure",
];

impl AdverseEvent {
    /// Returns whether it goes on.
    pub fn is_ongoing(&self) -> bool {
        self.period.end == End::Ongoing
    }

    /// Returns whether it is serious and no investigator has seen it.
    pub fn is_unseen(&self) -> bool {
        self.serious == Some(true) && self.seen.is_none()
    }

    /// Returns when an investigator must have seen it.
    pub fn deadline(&self, study: &Study) -> Option<NaiveDateTime> {
        let hours = TimeDelta::hours(i64::from(study.protocol.rules.serious_hours));
        self.aware?.checked_add_signed(hours)
    }
}

/// Returns the adverse events, by row.
pub fn events(record: &ParticipantRecord) -> Vec<AdverseEvent> {
    let rows = valid_rows(record, ADVERSE_EVENT);
    rows.iter().map(event).collect()
}

/// Returns the adverse events that are serious and that no investigator has seen, by row. One that was entered in error stays
/// among them: nobody takes what is serious out of sight before an investigator has looked at it.
pub fn unseen(record: &ParticipantRecord) -> Vec<AdverseEvent> {
    let all = rows(record, ADVERSE_EVENT);
    let all = all.iter().map(event);
    all.filter(AdverseEvent::is_unseen).collect()
}

pub(super) fn event(row: &Row<'_>) -> AdverseEvent {
    let code = |field: &str| cells::code(row.cells, field);
    let owned = |field: &str| code(field).map(str::to_owned);
    let holds = |field: &&&'static str| cells::yes(row.cells, field);
    let said = code("serious").map(|said| said == "y");
    let criteria: Vec<&'static str> = match said {
        // The criteria stay in the record when they are no longer asked.
        Some(true) => SERIOUSNESS.iter().filter(holds).copied().collect(),
        _ => Vec::new(),
    };
    let onset = date(row.cells, "onset");
    let related = |field: &&&'static str| code(field) == Some("related");
    AdverseEvent {
        row: row.number,
        term: text(row.cells, "term").unwrap_or_default().to_owned(),
        grade: code("grade").and_then(|grade| grade.parse().ok()),
        onset,
        onset_time: time(row.cells, "onset-time"),
        period: Period {
            start: onset,
            ..period(row.cells)
        },
        serious: said,
        criteria,
        aware: day(row.cells, "aware-date")
            .zip(time(row.cells, "aware-time"))
            .map(|(day, time)| day.and_time(time)),
        seen: day(row.cells, SEEN),
        related: CAUSES.iter().filter(related).copied().collect(),
        special: owned("special").filter(|special| special != "none"),
        action: owned("action"),
        outcome: owned("outcome"),
    }
}

/// Returns what in a row of the log of adverse events does not go together.
pub fn contradictions(row: &FormCells) -> Vec<Contradiction> {
    let serious = cells::code(row, "serious").map(|said| said == "y");
    // A criterion that is no longer asked stays in the record: it counts with "serious" only.
    let criterion = |field: &str| {
        let code = cells::code(row, field).filter(|_| serious == Some(true));
        code.map(|said| said == "y")
    };
    contradiction::contradictions(&contradiction::Event {
        grade: cells::code(row, "grade").and_then(|grade| grade.parse().ok()),
        onset: date(row, "onset"),
        end: period(row).end,
        outcome: cells::code(row, "outcome").and_then(Outcome::of),
        serious,
        death: criterion("death"),
        life_threatening: criterion("life-threatening"),
        criterion: SERIOUSNESS.iter().any(|field| cells::yes(row, field)),
        aware: day(row, "aware-date")
            .filter(|_| serious == Some(true))
            .map(PartialDate::from),
    })
}
