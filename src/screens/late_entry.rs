//! Entering a visit from paper, observed on another day.

pub mod draw;
mod hints;
pub mod state;
pub mod update;
