//! The words of the screen of `screens::participants`.

/// The words of the screen of `screens::participants`.
pub trait Participants {}
