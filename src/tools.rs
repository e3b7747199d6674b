//! What the program offers beside the record: synthetic participants, batch scores, printed forms, qualification.

pub mod batch;
pub mod blank;
pub mod demo;
pub mod qualify;
