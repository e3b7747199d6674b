//! The words of the screen of `screens::presence`.

/// The words of the screen of `screens::presence`.
pub trait Presence {
    /// Says who else is in a form.
    fn is_here(&self, who: &str) -> String;

    /// Says that these two are in a form.
    fn are_here(&self, first: &str, second: &str) -> String;

    /// Says how many more than this person are in a form; 2 or more.
    fn and_more_here(&self, who: &str, more: usize) -> String;
}
