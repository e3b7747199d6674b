//! The words of the screen of `screens::help`.

/// The words of the screen of `screens::help`.
pub trait Help {}
