//! The deviations of a participant from the protocol: what, where, since when, and what follows from it.

pub mod draw;
mod hints;
pub mod state;
pub mod update;
pub mod words;
