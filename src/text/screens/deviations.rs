//! The words of the screen of `screens::deviations`.

/// The words of the screen of `screens::deviations`.
pub trait Deviations {
    /// What the header calls the list, and the line that leads to it; at most 15 columns.
    fn deviations_title(&self) -> &'static str;

    /// Says in few words how many deviations there are, and how many of them are major.
    fn deviations_in_short(&self, all: usize, major: usize) -> String;

    /// Heads the list: how many deviations there are, and how many of them are major.
    fn deviations_of(&self, all: usize, major: usize) -> String;

    /// Said where there is none.
    fn no_deviation(&self) -> &'static str;

    /// Ends the list of the whole study: how many deviations there are, in how many participants.
    fn deviations_listed(&self, all: usize, people: usize) -> String;

    /// Says the name of a deviation.
    fn deviation_key(&self, key: &str) -> String;
}
