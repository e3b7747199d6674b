//! What follows when it is said how somebody takes part, told before it is: visits that close or open, doses, analyses.
//!
//! Said on a copy of what was said before. Must not decide whether it is taken: the rules do.

use super::summary;
use crate::domain::course;
use crate::domain::record::query::State;
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
    /// Got no dose of the study drug, and is in no analysis set.
    InNoSet,
    /// Counts nowhere any more, and nothing more is stored: so many visits were begun until now.
    CountsNowhere {
        /// How many.
        visits: usize,
        /// Serious adverse events, which nobody is reminded of any more.
        serious: usize,
        /// Queries that are not closed, which nobody is reminded of any more.
        queries: usize,
    },
    /// Counts again.
    CountsAgain,
    /// Is in no analysis any more.
    LeavesAnalyses,
    /// Is in the analyses again.
    JoinsAnalyses,
}

/// Returns how many queries of a record are not closed.
fn open_queries(record: &ParticipantRecord) -> usize {
    let forms = record
        .sessions
        .values()
        .flat_map(|session| session.forms.values());
    let queries = forms.flat_map(|cells| cells.values().flat_map(|cell| &cell.queries));
    queries.filter(|query| query.state != State::Closed).count()
}

/// Returns the visits of a record that can come no more, and those of the schedule that still can, by label.
pub fn remaining(
    study: &Study,
    record: &ParticipantRecord,
    today: NaiveDate,
) -> (Vec<String>, Vec<String>) {
    let visits = summary::summarise(study, record, None).visits;
    let plan = schedule::plan(study, record.who(), &visits, today);
    let (mut closed, mut to_come) = (Vec::new(), Vec::new());
    for visit in &plan {
        let label = || study.label_of_visit(&visit.visit);
        match visit.state {
            VisitState::Closed { .. } => closed.push(label()),
            VisitState::Due
            | VisitState::Early { .. }
            | VisitState::Late { .. }
            | VisitState::Ahead => to_come.push(label()),
            VisitState::Done { .. }
            | VisitState::Open { .. }
            | VisitState::Missed
            | VisitState::Removed { .. } => {}
        }
    }
    (closed, to_come)
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
            let events = course::events(record).into_iter();
            return vec![StatusEffect::CountsNowhere {
                visits: record.visits().count(),
                serious: events.filter(|event| event.serious == Some(true)).count(),
                queries: open_queries(record),
            }];
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
        (false, true) if course::doses_given(record) == 0 => found.push(StatusEffect::InNoSet),
        (false, true) => found.push(StatusEffect::DropsOut),
        (true, false) if course::doses_given(record) == 0 => {}
        (true, false) => found.push(StatusEffect::DropsOutNoMore),
        (true, true) | (false, false) => {}
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::base::answer::Answer;
    use crate::domain::record::query::Query;
    use crate::domain::record::rows::SESSION;
    use crate::domain::sample::{date, participant, session, study};
    use crate::domain::views::recheck::recheck;
    use chrono::DateTime;

    fn query(state: State) -> Query {
        Query {
            id: 7,
            state,
            question: "why?".to_owned(),
            asked_by: "A. Monitor".to_owned(),
            asked_at: DateTime::default(),
            last: None,
            seq: 7,
        }
    }

    #[test]
    fn an_enrolment_by_mistake_says_what_goes_out_of_sight_with_it_and_leaves_nothing_to_check() {
        let mut record = ParticipantRecord::new(participant("01-001", "2026-01-05"));
        let mut visit = session(
            "baseline",
            "2026-01-05",
            "mixed",
            &[("rash", Answer::code("n"))],
        );
        let cells = visit
            .forms
            .values_mut()
            .flat_map(|cells| cells.values_mut());
        for cell in cells {
            cell.queries = [State::New, State::Answered, State::Closed]
                .map(query)
                .into();
        }
        let row = [("serious", Answer::code("y"))];
        let mut log = session(SESSION, "2026-01-05", "adverse-event#1", &row);
        let other = session(
            SESSION,
            "2026-01-05",
            "adverse-event#2",
            &[("serious", Answer::code("n"))],
        );
        log.forms.extend(other.forms);
        for session in [visit, log] {
            record.sessions.insert(session.visit.clone(), session);
        }
        let (study, today) = (study(), date("2026-02-01"));
        let mistake = (today, &Status::EnrolledByMistake);
        let counts_nowhere = StatusEffect::CountsNowhere {
            visits: 1,
            serious: 1,
            queries: 2,
        };
        assert_eq!(effects(&study, &record, mistake, today), [counts_nowhere]);
        assert_ne!(recheck(&study, &record, today), []);
        record
            .statuses
            .say(today, Status::EnrolledByMistake, String::new(), 9);
        assert_eq!(recheck(&study, &record, today), []);
    }
}
