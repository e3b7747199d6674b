//! Prints: what can be given out of the record.

use super::fault::ContentFault;
use crate::domain::record::session::ParticipantRecord;

/// A listing of the audit trail.
const AUDIT: &str = "audit";
/// The signature sheet of a visit.
const SHEET: &str = "signature-sheet";

/// Checks that there is such a print: the trail of everybody or of one participant, a sheet of one with a visit.
pub(super) fn check(what: &str, of: Option<&ParticipantRecord>) -> Result<(), ContentFault> {
    let exists = match (what, of) {
        (AUDIT, _) => true,
        (SHEET, Some(record)) => record.visits().next().is_some(),
        _ => false,
    };
    match exists {
        true => Ok(()),
        false => Err(ContentFault::NoPrint {
            what: what.to_owned(),
        }),
    }
}
