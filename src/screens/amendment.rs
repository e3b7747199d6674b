//! What waits as the next version of the study, and its acceptance.

pub mod draw;
mod hints;
pub mod state;
pub mod update;
