//! The words of the screen of `screens::visit`.

/// The words of the screen of `screens::visit`.
pub trait Visit {
    /// Said when every form of a visit is complete; adverse events may still have to be asked about.
    fn all_complete(&self, ask_events: bool) -> &'static str;
}
