//! What is said of deviations: of one that there is, by who has seen what was said before.

use super::fault::ContentFault;
use crate::domain::course::deviations::deviations;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::Study;
use chrono::NaiveDate;

/// Checks that a deviation may be judged: it follows from the record on the day, and nobody judged it since the user looked
/// at it.
pub(super) fn check(
    study: &Study,
    record: &ParticipantRecord,
    (key, after): (&str, u64),
    today: NaiveDate,
) -> Result<(), ContentFault> {
    let found = deviations(study, record, today);
    if !found.iter().any(|deviation| deviation.key == key) {
        return Err(ContentFault::NoDeviation {
            key: key.to_owned(),
        });
    }
    let last = record.deviations.get(key).map_or(0, |known| known.seq);
    match last == after {
        true => Ok(()),
        false => Err(ContentFault::JudgedSince),
    }
}
