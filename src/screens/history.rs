//! What became of a field: every entry about it, the newest first.

pub mod draw;
pub(crate) mod told;
pub mod update;
