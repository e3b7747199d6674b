//! The words of the screen of `screens::participant`.

/// The words of the screen of `screens::participant`.
pub trait Participant {}
