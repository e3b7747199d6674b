//! Versions of a study: what of its files makes one, and how two of them differ.
//!
//! Reads texts and compares them; which version is in force, and who accepted it, stands in the record.

pub mod change;
pub mod content;
pub mod difference;
pub mod earlier;
pub mod in_force;
pub mod kept;
pub mod recorded;
pub mod removed;
pub mod touched;
pub mod value;

#[cfg(test)]
mod tests;
