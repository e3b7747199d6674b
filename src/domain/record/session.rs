//! One participant's assessments at one visit, and all that the record knows of a participant.

pub mod record;
pub mod visit;

pub use record::ParticipantRecord;
pub use visit::{Cell, EarlierDay, FormCells, Left, Session, Withheld, has_answer};

#[cfg(test)]
mod tests;
