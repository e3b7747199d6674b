//! The words of the screen of `screens::screen_lock`.

/// The words of the screen of `screens::screen_lock`.
pub trait ScreenLock {
    /// Heads the box of a locked screen.
    fn screen_locked(&self) -> &'static str;

    /// Says for whom the screen is locked, and that nothing is lost.
    fn screen_locked_for(&self, name: &str) -> String;

    /// Says how to go on with a passphrase; a paragraph each.
    fn unlock_by_passphrase(&self) -> &'static [&'static str];

    /// Says what comes without one, and how to go on; a paragraph each.
    fn unlock_without_passphrase(&self) -> &'static [&'static str];

    /// Says that the passphrase was taken away meanwhile, and how to go on; a paragraph each.
    fn unlock_passphrase_taken(&self) -> &'static [&'static str];

    /// Says that the screen is not locked without a passphrase, and with which keys one is set.
    fn cannot_lock(&self, keys: Option<&str>) -> String;

    /// Says why the program has ended by itself after `minutes` without a key, and what to do.
    fn ended_unlocked(&self, minutes: u32) -> String;

    /// Says why the program has ended at a screen whose passphrase was taken away, and what to do.
    fn ended_passphrase_taken(&self) -> &'static str;

    /// Says in a word that a key takes away what is typed of the passphrase.
    fn clears_passphrase(&self) -> &'static str;

    /// Stands before the passphrase being typed.
    fn passphrase_to_unlock(&self) -> &'static str;

    /// Said while the passphrase is compared.
    fn comparing_passphrase(&self) -> &'static str;

    /// Said when that takes long, since the owner does not answer.
    fn comparing_long(&self) -> &'static str;

    /// Said while there is no connection.
    fn locked_unconnected(&self) -> &'static str;

    /// Says why a passphrase is not compared.
    fn passphrase_not_compared(&self) -> &'static str;
}
