//! The words of the screen of `screens::goto`.

/// The words of the screen of `screens::goto`.
pub trait Goto {}
