//! Consents to other versions of the information: of a day that can be, in life, and not said twice.

use super::enrolment;
use super::fault::ContentFault;
use super::status_fault::StatusFault;
use crate::domain::course::eligibility;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::record::status::StatusName;
use crate::domain::study::Study;
use chrono::NaiveDate;

/// Checks that somebody consented anew to a version on a day: not before the first consent or the enrolment, not after their
/// death, and not as it is said already.
///
/// # Errors
/// Why not.
pub fn check_consent(
    study: &Study,
    record: &ParticipantRecord,
    version: &str,
    day: NaiveDate,
    today: NaiveDate,
) -> Result<(), ContentFault> {
    if version.trim().is_empty() {
        return Err(ContentFault::WithoutVersion);
    }
    enrolment::check_day(day, record.participant.birth_year, today)?;
    let first = eligibility::consent_day(study, record).or_else(|| record.participant.enrolled());
    if let Some(first) = first.filter(|first| day < *first) {
        return Err(ContentFault::ConsentBefore { day, first });
    }
    let died = record.statuses.now();
    let died = died.filter(|now| now.status.name() == StatusName::Died && day > now.day);
    if let Some(died) = died.map(|now| now.day) {
        return Err(StatusFault::ConsentAfterDeath { day, died }.into());
    }
    let known = record.consents.get(version);
    match known.is_some_and(|known| known.day == day) {
        true => Err(ContentFault::SameConsent {
            version: version.to_owned(),
        }),
        false => Ok(()),
    }
}
