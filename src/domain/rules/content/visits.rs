//! Visits: on which day one begins, or to which its day is changed, and at which one something was shown.

use super::fault::ContentFault;
use super::status_fault::StatusFault;
use super::{enrolment, places, status};
use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::course::{ADVERSE_EVENT, asks_events, eligibility};
use crate::domain::record::rows;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::record::status::StatusName;
use crate::domain::rules::text_limits::TextName;
use crate::domain::study::Study;
use crate::domain::study::{schedule, unplanned};
use chrono::NaiveDate;

/// Checks the visit and the day of a beginning: not before a visit that comes before it, and as every day of a visit.
///
/// # Errors
/// Why it does not begin on that day.
pub fn check_begun(
    study: &Study,
    record: &ParticipantRecord,
    visit: &VisitId,
    date: NaiveDate,
    today: NaiveDate,
) -> Result<(), ContentFault> {
    let study = study.begun_on(date);
    places::visit(study, visit)?;
    check_day(study, record, visit, date, today)?;
    // One that was missed can be begun after a later one.
    let wrong = schedule::before_earlier(study, record, visit, date);
    wrong.map_or(Ok(()), |wrong| Err(ContentFault::OutOfOrder(wrong)))
}

/// Checks the beginning of an unscheduled visit: as of every visit, with forms of the study, each once and in bedside order.
///
/// # Errors
/// Why it does not begin so.
pub fn check_unscheduled(
    study: &Study,
    record: &ParticipantRecord,
    (visit, words, forms): (&VisitId, &str, &[FormId]),
    date: NaiveDate,
    today: NaiveDate,
) -> Result<(), ContentFault> {
    if !unplanned::is_unscheduled(visit) {
        let visit = visit.clone();
        return Err(ContentFault::NoVisit { visit });
    }
    // Text that waits for one that was taken out would be taken for what belongs to this one.
    let was_begun = record.voided.contains_key(visit);
    if was_begun || record.session(visit.as_str()).is_some() {
        let visit = visit.clone();
        return Err(ContentFault::Begun { visit });
    }
    if words.trim().is_empty() {
        let what = TextName::VisitWords;
        return Err(ContentFault::SaysNothing { what });
    }
    check_begun(study, record, visit, date, today)?;
    let asked = study.begun_on(date).visit(visit.as_str());
    let asked = asked.map_or(&[][..], |visit| &visit.forms);
    let places = forms.iter().map(|form| {
        let place = asked.iter().position(|known| known == form);
        place.ok_or_else(|| ContentFault::NotAsked {
            form: form.to_string(),
            visit: visit.clone(),
        })
    });
    let places: Vec<usize> = places.collect::<Result<_, _>>()?;
    let in_order = places.iter().zip(places.iter().skip(1)).all(|(a, b)| a < b);
    match !places.is_empty() && in_order {
        true => Ok(()),
        false => Err(ContentFault::NoForms),
    }
}

/// Checks that a visit which no schedule plans comes on the day of the baseline visit or after it, and that the visit of an
/// early end does not follow that of the outcome; others pass.
fn check_unplanned(
    study: &Study,
    record: &ParticipantRecord,
    visit: &VisitId,
    date: NaiveDate,
) -> Result<(), ContentFault> {
    if !study.is_unplanned(visit.as_str()) {
        return Ok(());
    }
    let baseline = &study.protocol.baseline;
    let held = record.session(baseline.as_str());
    if held.is_none_or(|held| held.day().is_some_and(|day| date < day)) {
        return Err(ContentFault::BeforeBaseline {
            visit: study.label_of_visit(baseline),
            held: held.map(|held| held.date),
        });
    }
    let outcome = &study.protocol.outcome;
    let is_over = record.session(outcome.as_str()).is_some();
    match visit.as_str() == unplanned::EARLY_END
        && is_over
        && record.session(visit.as_str()).is_none()
    {
        true => Err(ContentFault::OutcomeHeld {
            visit: study.label_of_visit(outcome),
        }),
        false => Ok(()),
    }
}

/// Checks the change of the day of a visit, from one to another: as every day of a visit, in the order of the schedule, and
/// within the version of the study by which the visit is read.
///
/// # Errors
/// Why it does not change to that day.
pub fn check_dated(
    study: &Study,
    record: &ParticipantRecord,
    visit: &VisitId,
    (before, date): (NaiveDate, NaiveDate),
    today: NaiveDate,
) -> Result<(), ContentFault> {
    let session = record.session(visit.as_str());
    let session = session.filter(|_| visit.as_str() != rows::SESSION);
    let session = session.ok_or_else(|| ContentFault::NotBegun {
        visit: visit.clone(),
    })?;
    if session.date != before {
        return Err(ContentFault::OtherDay { day: session.date });
    }
    if date == before {
        return Err(ContentFault::SameDay { day: date });
    }
    let own = study.of(session);
    let held = study.begun_by(session.begun, Some(date)).number;
    // Of a day that is not by the rules nobody knows which version held.
    if held != own.number && session.day().is_some() {
        return Err(ContentFault::OtherVersion {
            day: date,
            held,
            own: own.number,
        });
    }
    check_day(own, record, visit, date, today)?;
    let wrong = schedule::out_of_order(own, record, visit, date);
    wrong.map_or(Ok(()), |wrong| Err(ContentFault::OutOfOrder(wrong)))
}

/// Checks that a visit was begun by mistake: it was begun, and the user has seen all that was entered in it.
///
/// # Errors
/// Why its session is not taken out.
pub fn check_voided(
    study: &Study,
    record: &ParticipantRecord,
    visit: &VisitId,
    last: u64,
) -> Result<(), ContentFault> {
    let session = record.session(visit.as_str());
    let session = session.filter(|_| visit.as_str() != rows::SESSION);
    let session = session.ok_or_else(|| ContentFault::NotBegun {
        visit: visit.clone(),
    })?;
    if session.last_seq != last {
        return Err(ContentFault::WrittenSince {
            visit: study.label_of_visit(visit),
        });
    }
    let others = record.visits();
    let mut others = others.filter(|other| study.is_unplanned(other.visit.as_str()));
    if let Some(other) = others.find(|_| *visit == study.protocol.baseline) {
        return Err(ContentFault::BaselineOf {
            visit: study.label_of_visit(&other.visit),
        });
    }
    let completed = record.statuses.name() == StatusName::Completed;
    match completed && *visit == study.protocol.outcome {
        true => Err(StatusFault::OutcomeOfCompleted {
            visit: study.label_of_visit(visit),
        }
        .into()),
        false => Ok(()),
    }
}

/// Checks the day of a visit: not after today or the end of the participation, not before the birth, and from the baseline
/// on not before the consent.
fn check_day(
    study: &Study,
    record: &ParticipantRecord,
    visit: &VisitId,
    date: NaiveDate,
    today: NaiveDate,
) -> Result<(), ContentFault> {
    enrolment::check_day(date, record.participant.birth_year, today)?;
    if visit.as_str() != rows::SESSION {
        status::check_not_ended(study, record, visit, date)?;
    }
    check_unplanned(study, record, visit, date)?;
    let index = study.visit_index(visit.as_str());
    let first = study.visit_index(study.protocol.baseline.as_str());
    let is_later = index >= first || study.is_unplanned(visit.as_str());
    let consent = eligibility::consent_day(study, record).filter(|_| is_later);
    match consent.filter(|consent| date < *consent) {
        Some(consent) if visit.as_str() != rows::SESSION => {
            Err(ContentFault::BeforeConsent { day: date, consent })
        }
        _ => Ok(()),
    }
}

/// Checks that something was shown at a form of a visit, or in a log that was looked at from there.
pub(super) fn check_shown(
    study: &Study,
    record: &ParticipantRecord,
    (visit, form): (&VisitId, &FormId),
    withheld: bool,
) -> Result<(), ContentFault> {
    if withheld {
        let instrument = study.form(form.as_str());
        let form = instrument.map_or_else(|| form.to_string(), |form| form.title.clone());
        return Err(ContentFault::ShownClaimed { form });
    }
    // Where a form asks about adverse events, opening their log says nothing.
    let is_asked = form.as_str() == ADVERSE_EVENT && asks_events(study, visit.as_str());
    let looked_at = study.visit(visit.as_str()).is_some() && study.protocol.logs.contains(form);
    let looked_at = looked_at && !is_asked;
    match looked_at {
        true => Ok(()),
        false => places::form(study, record, visit, form).map(|_| ()),
    }
}
