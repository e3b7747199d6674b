//! Locking and unlocking a part of the study, with a reason.

pub mod draw;
mod hints;
pub mod state;
pub mod update;
