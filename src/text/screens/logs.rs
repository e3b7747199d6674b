//! The words of the screen of `screens::logs`.

/// The words of the screen of `screens::logs`.
pub trait Logs {}
