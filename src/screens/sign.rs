//! A signature being given, and the sheet that is signed.

pub mod draw;
pub mod sheet;
pub mod update;
