//! One participant: the visits, and what is kept beside them.

pub mod draw;
mod hints;
pub mod state;
pub mod update;
