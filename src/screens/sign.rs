//! A signature being given, and the sheet that is signed.

pub mod draw;
mod hints;
pub mod sheet;
pub mod state;
pub mod update;
