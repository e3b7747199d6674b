//! The words of the screen of `screens::late_entry`.

/// The words of the screen of `screens::late_entry`.
pub trait LateEntry {}
