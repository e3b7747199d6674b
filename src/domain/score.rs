//! Scores of the forms: pure functions on typed answers, each result saying how it came about.
//!
//! The scorers know neither sessions nor screens; `form` reads a form's cells into them and puts
//! the result into lines for the screen.

pub mod enzyme;
pub mod haq;
pub mod rand36;
