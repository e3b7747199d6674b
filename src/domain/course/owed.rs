//! What an adverse event says of the participation that nobody has said yet.

use super::{ADVERSE_EVENT, AdverseEvent, events};
use crate::domain::base::ids::FormId;
use crate::domain::record::rows::row_id;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::record::status::StatusName;
use crate::domain::treatment::adverse::contradiction::Outcome;

/// The answer that abatacept was stopped for good (CDISC ACN: DRUG WITHDRAWN).
const STOPPED: &str = "drug-withdrawn";

/// What is to be said of the participation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owed {
    /// That the participant died, of the event in this row.
    Died(FormId),
    /// That the treatment stopped.
    Stopped,
}

/// Returns what an event owes, where that was not said.
pub fn owed_by(record: &ParticipantRecord, event: &AdverseEvent) -> Option<Owed> {
    let outcome = event.outcome.as_deref().and_then(Outcome::of);
    let is_fatal = outcome == Some(Outcome::Fatal);
    if is_fatal && record.statuses.name() != StatusName::Died {
        return Some(Owed::Died(row_id(ADVERSE_EVENT, event.row)));
    }
    let is_stopped = event.action.as_deref() == Some(STOPPED);
    (is_stopped && record.statuses.treatment_ends().is_none()).then_some(Owed::Stopped)
}

/// Returns what is owed by any event: a death before all else.
pub fn owed(record: &ParticipantRecord) -> Option<Owed> {
    let owed: Vec<Owed> = events(record)
        .iter()
        .filter_map(|event| owed_by(record, event))
        .collect();
    let death = owed.iter().find(|owed| matches!(owed, Owed::Died(_)));
    death.or(owed.first()).cloned()
}
