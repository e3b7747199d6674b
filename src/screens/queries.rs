//! The queries of the study, and the steps of a query on a field.

pub mod draw;
mod hints;
pub mod query;
pub mod state;
pub mod update;
