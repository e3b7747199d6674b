//! How somebody takes part: that it can be since the day which is said, after what was said before.

use super::enrolment;
use super::fault::ContentFault;
use super::status_fault::StatusFault;
use crate::domain::base::ids::VisitId;
use crate::domain::course::{ADVERSE_EVENT, doses_given, eligibility};
use crate::domain::record::rows;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::record::status::{Status, StatusName};
use crate::domain::study::Study;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Most attempts to reach somebody that are said.
pub const MOST_ATTEMPTS: u32 = 99;

/// Checks that somebody can take part as it is said since a day.
///
/// # Errors
/// Why not.
pub fn check_status(
    study: &Study,
    record: &ParticipantRecord,
    (day, status, words): (NaiveDate, &Status, &str),
    after: u64,
    today: NaiveDate,
) -> Result<(), ContentFault> {
    if record.statuses.last() != after {
        return Err(StatusFault::SaidSince.into());
    }
    enrolment::check_day(day, record.participant.birth_year, today)?;
    if let Some(enrolled) = record.participant.enrolled().filter(|own| day < *own) {
        return Err(StatusFault::BeforeEnrolment { day, enrolled }.into());
    }
    let now = record.statuses.now();
    let same = match now {
        Some(now) => now.status == *status && now.day == day,
        None => *status == Status::TakesPart,
    };
    if same {
        return Err(StatusFault::Same.into());
    }
    if let Some(now) = now
        && now.status.name() == StatusName::Died
        && !matches!(status.name(), StatusName::TakesPart | StatusName::Died)
    {
        return Err(StatusFault::AfterDeath { died: now.day }.into());
    }
    if record.statuses.is_void() && *status != Status::TakesPart {
        return Err(StatusFault::OfMistake.into());
    }
    if status.needs_words() && words.trim().is_empty() {
        return Err(StatusFault::WithoutWords.into());
    }
    check_own(study, record, status)?;
    if status.ends_visits() {
        let mut held = record.visits().filter(|session| session.day().is_some());
        if let Some(after) = held.find(|session| session.date > day) {
            return Err(StatusFault::BeforeVisit {
                day,
                visit: study.label_of_visit(&after.visit),
                held: after.date,
            }
            .into());
        }
    }
    if status.name() == StatusName::Died
        && let Some((version, renewed)) = record.consents.iter().find(|(_, own)| own.day > day)
    {
        return Err(StatusFault::DiedBeforeConsent {
            died: day,
            version: version.clone(),
            renewed: renewed.day,
        }
        .into());
    }
    Ok(())
}

/// Checks what is said with a status.
fn check_own(
    study: &Study,
    record: &ParticipantRecord,
    status: &Status,
) -> Result<(), ContentFault> {
    match status {
        Status::ScreenFailure { criteria } => {
            let first = study.visit_index(study.protocol.baseline.as_str());
            let is_later =
                |visit: &str| study.visit_index(visit) >= first || study.is_unplanned(visit);
            let mut visits = record.visits();
            if let Some(begun) = visits.find(|session| is_later(session.visit.as_str())) {
                let visit = study.label_of_visit(&begun.visit);
                return Err(StatusFault::AfterBaseline { visit }.into());
            }
            if doses_given(record) > 0 {
                return Err(StatusFault::AfterDose.into());
            }
            let form = study.eligibility();
            let mut named = BTreeSet::new();
            // Each once, so that nobody counts twice among those who failed it.
            let mut known = |field: &str| {
                let asked = form.is_some_and(|form| form.field(field).is_some());
                asked && eligibility::is_criterion(field) && named.insert(field.to_owned())
            };
            let unknown = criteria.iter().find(|field| !known(field.as_str()));
            unknown.map_or(Ok(()), |field| {
                let field = field.to_string();
                Err(StatusFault::NoCriterion { field }.into())
            })
        }
        Status::Lost { attempts } => match (1..=MOST_ATTEMPTS).contains(attempts) {
            true => Ok(()),
            false => Err(StatusFault::Attempts {
                attempts: *attempts,
            }
            .into()),
        },
        Status::Died { event: Some(event) } => {
            let rows = rows::valid_rows(record, ADVERSE_EVENT);
            let own = rows::split(event.as_str()).filter(|(form, _)| *form == ADVERSE_EVENT);
            match own.is_some_and(|(_, number)| rows.iter().any(|row| row.number == number)) {
                true => Ok(()),
                false => Err(StatusFault::NoEvent {
                    event: event.to_string(),
                }
                .into()),
            }
        }
        Status::Completed => {
            let outcome = &study.protocol.outcome;
            match record.session(outcome.as_str()) {
                Some(_) => Ok(()),
                None => Err(StatusFault::OutcomeNotHeld {
                    visit: study.label_of_visit(outcome),
                }
                .into()),
            }
        }
        Status::TakesPart
        | Status::TreatmentStopped { .. }
        | Status::Withdrawn { .. }
        | Status::EnrolledByMistake
        | Status::Died { event: None } => Ok(()),
    }
}

/// Checks that a visit on a day is not after the end of the participation; nobody whose screening failed has the baseline
/// visit, or one after it, on any day.
pub(super) fn check_not_ended(
    study: &Study,
    record: &ParticipantRecord,
    visit: &VisitId,
    day: NaiveDate,
) -> Result<(), ContentFault> {
    let failed = record.statuses.name() == StatusName::ScreenFailure;
    let first = study.visit_index(study.protocol.baseline.as_str());
    let is_past_screening = failed && study.visit_index(visit.as_str()) >= first;
    let end = record.statuses.visits_end();
    match end.filter(|since| is_past_screening || day > *since) {
        None => Ok(()),
        Some(since) => Err(StatusFault::VisitAfterEnd {
            day,
            since,
            status: record.statuses.name(),
        }
        .into()),
    }
}
