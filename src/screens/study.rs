//! All participants by visits, and the verdicts of the study.

pub mod draw;
pub(crate) mod export;
mod figures;
mod hints;
pub mod screening;
mod sheet;
pub mod state;
pub mod update;
