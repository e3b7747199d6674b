//! "Go to field": any field of the open visit by its name, code or muscle.

pub mod draw;
mod hints;
pub mod state;
pub mod update;
