//! The words of the screen of `screens::passphrase`.

/// Why somebody is asked for a new passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// The program was started, and there is none.
    Start,
    /// The user asked for it.
    Chosen,
    /// A part of the record is locked or unlocked with it.
    Locking,
}

/// The words of the screen of `screens::passphrase`.
pub trait Passphrase {
    /// Heads the box; `changes` where there is a passphrase already.
    fn passphrase_title(&self, changes: bool) -> &'static str;

    /// Says what it is for, and how to leave; a paragraph each. `minutes` without a key lock the screen; 0 for never.
    /// `least` are the fewest characters of a passphrase.
    fn passphrase_occasion(
        &self,
        occasion: Occasion,
        changes: bool,
        minutes: u32,
        least: u32,
    ) -> Vec<String>;

    /// Says that there was a passphrase already, and what to do next.
    fn passphrase_set_elsewhere(&self) -> &'static str;

    /// Says that there is no passphrase any more, and what to do next.
    fn passphrase_taken_away(&self) -> &'static str;

    /// Says that nobody knows whether it was set, or that it cannot be sent, and what to do.
    fn passphrase_unreached(&self) -> &'static str;
}
