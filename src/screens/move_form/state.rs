//! A form that was picked up, and what is said where it is put down.

use crate::domain::base::ids::{FormId, ParticipantId, VisitId};
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::record::moved::MovedAnswer;
use crate::screens::answering::Agreement;

/// A form with all that stands in it, picked up where it was entered.
#[derive(Clone, Debug)]
pub struct PickedUp {
    /// The participant.
    pub participant: ParticipantId,
    /// The visit.
    pub visit: VisitId,
    /// The form.
    pub form: FormId,
    /// The form by the version of its visit, and the number of that version.
    pub instrument: (Instrument, u32),
    /// Its answers; none where they are hidden from the user, for the owner then puts them in.
    pub answers: Vec<MovedAnswer>,
    /// The only visit to which it can be moved while its answers are hidden; `None` where they are seen.
    pub unseen_to: Option<VisitId>,
}

/// Where a form is put down, why, and whether it is moved.
#[derive(Clone, Debug)]
pub struct MoveState {
    /// What was picked up.
    pub picked_up: Box<PickedUp>,
    /// The participant to whom it is moved.
    pub participant: ParticipantId,
    /// The visit to which it is moved.
    pub visit: VisitId,
    /// Why, and whether it is moved.
    pub agreement: Agreement,
}
