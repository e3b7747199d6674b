//! Scores of the forms: pure functions on typed answers, each result saying how it came about.
//!
//! The scorers know neither sessions nor screens; `form` reads a form's cells into them and puts
//! the result into lines for the screen.

pub mod cells;
pub mod enzyme;
pub mod form;
pub mod glucocorticoid;
pub mod haq;
pub mod mdaat;
pub mod mmt8;
pub mod rand36;

pub use form::{FormScore, ScoreLine, form_score};
