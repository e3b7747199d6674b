//! One participant's assessments at one visit, and all that the record knows of a participant.

pub mod record;
pub mod visit;

pub use record::{ParticipantRecord, RenewedConsent};
pub use visit::{Cell, EarlierDay, FormCells, Left, Session, Unscheduled, Withheld, has_answer};

#[cfg(test)]
mod tests;
