//! The commands: one file each.
//!
//! They wire the rest together; nothing else may know them.

pub mod keys;
