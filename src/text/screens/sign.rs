//! The words of the screen of `screens::sign`.

/// The words of the screen of `screens::sign`.
pub trait Sign {}
