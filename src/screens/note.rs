//! Words about a field: a note, a query, or what a reason needs.

pub mod draw;
mod hints;
pub mod state;
pub(crate) mod update;
