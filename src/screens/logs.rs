//! The logs beside the visits: medications, infusions, adverse events.

pub mod draw;
mod hints;
pub mod state;
pub mod update;
