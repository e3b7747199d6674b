//! The words of the screen of `screens::drafts`.

/// The words of the screen of `screens::drafts`.
pub trait Drafts {}
