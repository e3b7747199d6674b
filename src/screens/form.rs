//! A form: one field has the focus, what is typed goes into it, and an accepted answer moves on.

pub(crate) mod ask;
pub mod draw;
pub mod edit;
pub mod enrol;
mod hints;
pub(crate) mod offer;
pub(crate) mod old_draft;
pub(crate) mod read;
pub mod state;
pub(crate) mod update;
pub(crate) mod walk;
pub(crate) mod word;
