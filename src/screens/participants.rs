//! The list of participants with its finder, the first screen.

pub mod draw;
mod hints;
pub mod state;
pub mod update;
pub(crate) mod window;
