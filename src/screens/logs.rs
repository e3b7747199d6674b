//! The logs beside the visits: medications, infusions, adverse events.

pub mod draw;
pub mod state;
pub mod update;
