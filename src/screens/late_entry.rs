//! Entering a visit from paper, observed on another day.

pub mod draw;
pub mod state;
pub mod update;
