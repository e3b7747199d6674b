//! The words of the screen of `screens::lock`.

/// The words of the screen of `screens::lock`.
pub trait Lock {}
