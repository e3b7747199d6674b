//! What every form shares: its shape, reading its file, typing into its fields, how far it is, reading its cells, and
//! the trait behind which each instrument keeps its score.
//!
//! Must not know one particular form.

pub mod cells;
pub mod checks;
mod condition;
pub mod instrument;
pub mod progress;
pub mod scorer;
pub mod scoring;
pub mod total;
pub mod typing;
