//! One visit: its forms.

pub mod draw;
pub(crate) mod forms;
pub mod state;
pub mod update;
