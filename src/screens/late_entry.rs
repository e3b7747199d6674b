//! Entering a visit from paper, observed on another day.

pub mod draw;
pub mod update;
