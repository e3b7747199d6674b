//! The logs beside the visits: medications, infusions, adverse events.

pub mod draw;
pub mod update;
