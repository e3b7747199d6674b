//! The words of the screen of `screens::goto`.

/// The words of the screen of `screens::goto`.
pub trait Goto {
    /// Heading.
    fn go_to_field(&self) -> &'static str;
}
