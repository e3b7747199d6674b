//! Correcting the facts of an enrolment: what changes with them is said before it is.

pub mod draw;
mod hints;
pub mod state;
pub mod update;
