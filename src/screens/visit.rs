//! One visit: its forms.

pub mod draw;
pub(crate) mod forms;
mod hints;
pub mod state;
pub mod update;
