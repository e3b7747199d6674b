//! The words of the screen of `screens::change`.

/// The words of the screen of `screens::change`.
pub trait Change {}
