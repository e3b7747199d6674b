//! The words of the screen of `screens::picker`.

/// The words of the screen of `screens::picker`.
pub trait Picker {}
