//! The words of the screen of `screens::participants`.

/// The words of the screen of `screens::participants`.
pub trait Participants {
    /// How many participants match, of how many, where there is no room for the target.
    fn found_among(&self, matching: usize, listed: usize) -> String;

    /// Heads the column of the time of the last entry.
    fn last_entry_column(&self) -> &'static str;
}
