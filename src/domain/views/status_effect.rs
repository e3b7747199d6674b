//! What follows when it is said how somebody takes part, told before it is: visits that close or open, doses, analyses.
//!
//! Said on a copy of what was said before. Must not decide whether it is taken: the rules do.

use super::summary;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::record::status::Status;
use crate::domain::record::status_history::StatusHistory;
use crate::domain::study::Study;
use crate::domain::study::schedule::{self, PlannedVisit, VisitState};
use chrono::NaiveDate;

/// Something that follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatusEffect {
    /// These visits can come no more, by label.
    Closes(Vec<String>),
    /// These visits, which could come no more, can come again, by label.
    Reopens(Vec<String>),
    /// No dose of the study drug is due any more.
    EndsTreatment,
    /// Doses of the study drug are due again.
    ResumesTreatment,
    /// Counts among those who did not respond where drop-outs do.
    DropsOut,
    /// No longer counts so.
    DropsOutNoMore,
    /// Counts nowhere any more, and nothing more is stored: so many visits were begun until now.
    CountsNowhere {
        /// How many.
        visits: usize,
    },
    /// Counts again.
    CountsAgain,
    /// Is in no analysis any more.
    LeavesAnalyses,
    /// Is in the analyses again.
    JoinsAnalyses,
}

/// Returns what follows when somebody takes part so since a day.
pub fn effects(
    study: &Study,
    record: &ParticipantRecord,
    (day, status): (NaiveDate, &Status),
    today: NaiveDate,
) -> Vec<StatusEffect> {
    let mut then = record.statuses.clone();
    then.say(day, status.clone(), String::new(), 0);
    match (record.statuses.is_void(), then.is_void()) {
        (false, true) => {
            let visits = record.visits().count();
            return vec![StatusEffect::CountsNowhere { visits }];
        }
        (true, false) => return vec![StatusEffect::CountsAgain],
        (true, true) | (false, false) => {}
    }
    let visits = summary::summarise(study, record, None).visits;
    let plan = |statuses| schedule::plan(study, (&record.participant, statuses), &visits, today);
    let (stood, stands) = (plan(&record.statuses), plan(&then));
    let is_closed = |visit: &PlannedVisit| matches!(visit.state, VisitState::Closed { .. });
    let labels = |of: &[PlannedVisit], other: &[PlannedVisit]| {
        let pairs = of.iter().zip(other);
        let own = pairs.filter(|(own, other)| is_closed(own) && !is_closed(other));
        own.map(|(own, _)| study.label_of_visit(&own.visit))
            .collect::<Vec<_>>()
    };
    let (closes, reopens) = (labels(&stands, &stood), labels(&stood, &stands));
    let mut found = Vec::new();
    if !closes.is_empty() {
        found.push(StatusEffect::Closes(closes));
    }
    if !reopens.is_empty() {
        found.push(StatusEffect::Reopens(reopens));
    }
    let ended = |statuses: &StatusHistory| statuses.treatment_ends().is_some();
    match (ended(&record.statuses), ended(&then)) {
        (false, true) => found.push(StatusEffect::EndsTreatment),
        (true, false) => found.push(StatusEffect::ResumesTreatment),
        (true, true) | (false, false) => {}
    }
    match (record.statuses.forbids_use(), then.forbids_use()) {
        (false, true) => {
            found.push(StatusEffect::LeavesAnalyses);
            return found;
        }
        (true, false) => found.push(StatusEffect::JoinsAnalyses),
        (true, true) | (false, false) => {}
    }
    match (record.statuses.dropped_out(), then.dropped_out()) {
        (false, true) => found.push(StatusEffect::DropsOut),
        (true, false) => found.push(StatusEffect::DropsOutNoMore),
        (true, true) | (false, false) => {}
    }
    found
}
