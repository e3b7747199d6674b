//! The words of the screen of `screens::visit`.

/// The words of the screen of `screens::visit`.
pub trait Visit {}
