//! Saying what a deviation means: its category, whether it is major or minor, and what there is to say of it.

pub mod draw;
pub mod state;
pub mod update;
