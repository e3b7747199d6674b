//! A visit that may have been begun by mistake, and what is said of that so far.

use crate::domain::base::ids::{ParticipantId, VisitId};
use crate::screens::answering::Agreement;

/// Why a visit was begun by mistake, and whether it is taken out.
#[derive(Clone, Debug)]
pub struct UnbeginState {
    /// The participant.
    pub participant: ParticipantId,
    /// The visit.
    pub visit: VisitId,
    /// Number of the newest entry in it when it was begun to be asked about.
    pub last: u64,
    /// Why, and whether it is taken out.
    pub agreement: Agreement,
}
