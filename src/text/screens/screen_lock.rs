//! The words of the screen of `screens::screen_lock`.

/// The words of the screen of `screens::screen_lock`.
pub trait ScreenLock {
    /// Heads the box of a locked screen.
    fn screen_locked(&self) -> &'static str;

    /// Says for whom the screen is locked, and that nothing is lost.
    fn screen_locked_for(&self, name: &str) -> String;

    /// Says how to go on with a passphrase; a paragraph each.
    fn unlock_by_passphrase(&self) -> &'static [&'static str];

    /// Says how to go on without one; a paragraph each.
    fn unlock_without_passphrase(&self) -> &'static [&'static str];

    /// Stands before the passphrase being typed.
    fn passphrase_to_unlock(&self) -> &'static str;

    /// Said while the passphrase is compared.
    fn comparing_passphrase(&self) -> &'static str;

    /// Said while there is no connection.
    fn locked_unconnected(&self) -> &'static str;

    /// Says why a passphrase is not compared.
    fn passphrase_not_compared(&self) -> &'static str;
}
