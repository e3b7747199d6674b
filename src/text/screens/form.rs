//! The words of the screen of `screens::form`.

/// The words of the screen of `screens::form`.
pub trait Form {}
