//! The words of the screen of `screens::note`.

/// The words of the screen of `screens::note`.
pub trait Note {}
