//! The change of every measure and the verdict at a visit, beside the form and as a page.

pub mod draw;
pub mod state;
pub mod update;
