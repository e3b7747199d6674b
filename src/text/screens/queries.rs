//! The words of the screen of `screens::queries`.

/// The words of the screen of `screens::queries`.
pub trait Queries {}
