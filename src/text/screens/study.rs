//! The words of the screen of `screens::study`.

/// The words of the screen of `screens::study`.
pub trait Study {}
