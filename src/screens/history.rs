//! What became of a field: every entry about it, the newest first.

pub mod draw;
mod hints;
pub mod state;
pub mod update;
