//! To which visit of a participant a sample belongs. Must not begin one, and must not choose between two.

use super::map::VisitBy;
use crate::domain::record::session::{ParticipantRecord, Session};
use crate::domain::study::Study;
use crate::domain::study::schedule;
use crate::domain::study::visit_summary::summarise_visit;
use crate::text::imports::Waits;
use chrono::NaiveDate;

/// Returns the visit of a sample, out of those that are begun: the one that was held on its day; else, where the map states
/// it, the one in whose window its day lies.
pub(super) fn visit_of<'r>(
    study: &Study,
    record: &'r ParticipantRecord,
    day: NaiveDate,
    by: VisitBy,
) -> Result<&'r Session, Waits> {
    let held = record.visits().filter(|session| session.day() == Some(day));
    match one(held) {
        Err(Waits::OutsideVisits) if by == VisitBy::Window => {}
        found => return found,
    }
    let summaries: Vec<_> = record
        .visits()
        .map(|session| summarise_visit(study, &record.participant, session))
        .collect();
    let plan = schedule::plan(study, record.who(), &summaries, day);
    let begun = plan.iter().filter(|planned| {
        planned.is_planned && planned.state.date().is_some() && planned.covers(day)
    });
    one(begun.filter_map(|planned| record.session(planned.visit.as_str())))
}

fn one<'r>(mut found: impl Iterator<Item = &'r Session>) -> Result<&'r Session, Waits> {
    match (found.next(), found.next()) {
        (Some(session), None) => Ok(session),
        (Some(_), Some(_)) => Err(Waits::SeveralVisits),
        (None, _) => Err(Waits::OutsideVisits),
    }
}
