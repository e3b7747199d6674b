//! Screens to read: the help on keys and fields, the change of a visit.

pub mod draw;
mod hints;
pub(crate) mod signs;
pub mod state;
pub(crate) mod update;
