//! One visit: its forms.

pub mod draw;
pub(crate) mod forms;
pub mod update;
