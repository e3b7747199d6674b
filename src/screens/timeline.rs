//! The open participant's story, and the chart of one measure.

pub mod chart;
pub mod draw;
mod hints;
pub mod state;
pub mod update;
