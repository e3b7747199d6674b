//! The formats, by name: those that an entry can say.

pub use crate::domain::record::exports::Format;
