//! The day of a visit: begun on another one, entered from paper, and changed afterwards.

mod day;
pub mod draw;
mod hints;
pub mod state;
pub mod update;
