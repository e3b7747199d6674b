//! Visits: when one begins, and at which one something was shown.

use super::fault::ContentFault;
use super::{enrolment, places};
use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::course::{ADVERSE_EVENT, asks_events, eligibility};
use crate::domain::record::rows;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::Study;
use chrono::NaiveDate;

/// Checks the visit and the day of a beginning: not after today, not before the birth, and from the baseline on not
/// before the consent.
pub(super) fn check_begun(
    study: &Study,
    record: &ParticipantRecord,
    visit: &VisitId,
    date: NaiveDate,
    today: NaiveDate,
) -> Result<(), ContentFault> {
    let study = study.begun_on(date);
    places::visit(study, visit)?;
    enrolment::check_day(date, record.participant.birth_year, today)?;
    let index = study.visit_index(visit.as_str());
    let first = study.visit_index(study.protocol.baseline.as_str());
    let consent = eligibility::consent_day(study, record).filter(|_| index >= first);
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
