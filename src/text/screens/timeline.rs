//! The words of the screen of `screens::timeline`.

/// The words of the screen of `screens::timeline`.
pub trait Timeline {}
