//! Correcting the facts of an enrolment: what changes with them is said before it is.

pub mod draw;
pub mod state;
pub mod update;
