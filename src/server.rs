//! The owner of a study: it alone appends and reads, for whoever asks.
//!
//! Knows the store and the domain, and no screen. [`local`] is the owner inside this process.

pub mod local;
