//! What is said of deviations: by who has seen what was said before.

use super::fault::ContentFault;
use crate::domain::record::session::ParticipantRecord;

/// Checks that a deviation may be judged: nobody judged it since the user looked at it.
pub(super) fn check(record: &ParticipantRecord, key: &str, after: u64) -> Result<(), ContentFault> {
    let last = record.deviations.get(key).map_or(0, |known| known.seq);
    match last == after {
        true => Ok(()),
        false => Err(ContentFault::JudgedSince),
    }
}
