//! The words of the screen of `screens::presence`.

/// The words of the screen of `screens::presence`.
pub trait Presence {
    /// Says who else is in a form.
    fn is_here(&self, who: &str) -> String;

    /// Says how many more than this person are in a form; 1 or more.
    fn and_more_here(&self, who: &str, more: usize) -> String;
}
