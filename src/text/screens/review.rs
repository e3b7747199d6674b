//! The words of the screen of `screens::review`.

/// The words of the screen of `screens::review`.
pub trait Review {}
