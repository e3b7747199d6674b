//! What is open at a visit, and what can be done with it as a whole.

pub mod draw;
mod hints;
pub mod state;
pub mod update;
