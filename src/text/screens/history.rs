//! The words of the screen of `screens::history`.

/// The words of the screen of `screens::history`.
pub trait History {}
