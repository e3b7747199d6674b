//! An answer that no adverse event is new at a visit, beside an event that began since the visit before. It is asked about
//! at both sides: at the visit, and at the event.

use super::{About, Question};
use crate::domain::base::ids::VisitId;
use crate::domain::course::{AdverseEvent, EVENTS_ASKED, eligibility};
use crate::domain::forms::events_asked;
use crate::domain::record::session::{ParticipantRecord, Session};
use crate::domain::study::Study;
use chrono::NaiveDate;

/// Name of the rule.
pub(super) const RULE: &str = "no-event";
/// The field of an event at which it is asked.
pub(super) const ONSET: &str = "onset";

/// A visit at which was answered that no adverse event is new.
#[derive(Clone, Debug)]
pub(super) struct NoneNew {
    /// The visit.
    pub(super) visit: VisitId,
    label: String,
    /// Its day.
    on: NaiveDate,
    /// Label of the visit before, on whose day and before nothing is new any more; none before the first.
    since: Option<String>,
    /// The first day of what is new.
    from: NaiveDate,
}

impl NoneNew {
    /// Returns whether an event is new at the visit, whatever the unknown part of its first day is: what may have begun
    /// before the visit before is none.
    fn holds(&self, event: &AdverseEvent) -> bool {
        let onset = event.onset.map(|onset| onset.earliest());
        onset.is_some_and(|onset| (self.from..=self.on).contains(&onset))
    }
}

/// Returns the visits at which was answered that nothing is new, in the order of their days. At the first visit what began
/// since consent is new, or since enrolment where that day is not known.
pub(super) fn none_new(study: &Study, record: &ParticipantRecord) -> Vec<NoneNew> {
    let dated = |session: &&Session| session.day().is_some();
    let mut sessions: Vec<&Session> = record.visits().filter(dated).collect();
    sessions.sort_by_key(|session| (session.date, study.visit_index(session.visit.as_str())));
    let label = |session: &Session| {
        let visit = study.of(session).visit(session.visit.as_str());
        visit.map_or_else(|| session.visit.to_string(), |visit| visit.label.clone())
    };
    let begun = eligibility::consent_day(study, record).unwrap_or(record.participant.enrolled_on);
    let before = |on: NaiveDate| {
        let earlier = sessions.iter().rev();
        earlier.copied().find(|session| session.date < on)
    };
    let answered = sessions.iter().filter(|session| {
        let form = session.forms.get(EVENTS_ASKED);
        form.and_then(events_asked::answer) == Some(events_asked::NONE)
    });
    answered
        .map(|session| {
            let last = before(session.date);
            let after = last.and_then(|last| last.date.succ_opt());
            NoneNew {
                visit: session.visit.clone(),
                label: label(session),
                on: session.date,
                since: last.map(label),
                from: after.unwrap_or(begun),
            }
        })
        .collect()
}

/// Returns what is asked at a visit: the first event that is new all the same.
pub(super) fn at_visit(none: &NoneNew, events: &[AdverseEvent]) -> Option<Question> {
    let event = events.iter().find(|event| none.holds(event))?;
    Some(question(none, event))
}

/// Returns what is asked at an event: the first visit at which none was new.
pub(super) fn at_event(event: &AdverseEvent, none: &[NoneNew]) -> Option<Question> {
    let none = none.iter().find(|none| none.holds(event))?;
    Some(question(none, event))
}

fn question(none: &NoneNew, event: &AdverseEvent) -> Question {
    let onset = event.onset.map(|onset| onset.to_string());
    let about = About::NoneNew {
        visit: none.label.clone(),
        on: none.on,
        since: none.since.clone(),
        term: event.term.clone(),
        onset: onset.unwrap_or_default(),
    };
    Question::new(RULE, about)
}
