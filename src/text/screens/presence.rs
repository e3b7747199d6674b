//! The words of the screen of `screens::presence`.

/// The words of the screen of `screens::presence`.
pub trait Presence {}
