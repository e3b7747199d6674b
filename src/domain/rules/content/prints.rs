//! Judges that a print names something that can be printed from the record.

use super::fault::ContentFault;
use crate::domain::record::event::EXPORT;
use crate::domain::record::exports::Formats;
use crate::domain::record::session::ParticipantRecord;

/// A listing of the audit trail.
const AUDIT: &str = "audit";
/// The signature sheet of a visit.
const SHEET: &str = "signature-sheet";
/// The story of a participant.
const TIMELINE: &str = "timeline";
/// What the rules find in the whole study.
const CHECK: &str = "check";
/// The deviations of the study from its protocol.
const DEVIATIONS: &str = "deviations";
/// What a file that could be taken in says against the record.
const IMPORT: &str = "import";
/// The list of forms, or blank forms.
const FORMS: &str = "forms";

/// Checks that there is such a print: the trail of everybody or of one participant, a sheet of one with a visit, the
/// story of one, what the rules find in the study, its deviations, its forms, a file against it, the data of everybody or of one.
pub(super) fn check(what: &str, of: Option<&ParticipantRecord>) -> Result<(), ContentFault> {
    let exists = match (what, of) {
        (AUDIT, _) => true,
        (SHEET, Some(record)) => record.visits().next().is_some(),
        (TIMELINE, Some(_)) | (CHECK | DEVIATIONS | FORMS | IMPORT, None) => true,
        (other, _) => other
            .strip_prefix(EXPORT)
            .is_some_and(|format| Formats::named(format).is_some()),
    };
    match exists {
        true => Ok(()),
        false => Err(ContentFault::NoPrint {
            what: what.to_owned(),
        }),
    }
}
