//! The words of the screen of `screens::screen_lock`.

use crate::text::English;
use crate::text::screens::screen_lock::ScreenLock;

impl ScreenLock for English {
    fn screen_locked(&self) -> &'static str {
        "Locked"
    }

    fn screen_locked_for(&self, name: &str) -> String {
        format!("This screen is locked for {name}; all is kept beneath.")
    }

    fn unlock_by_passphrase(&self) -> &'static [&'static str] {
        &["Type your passphrase and press Enter to go on."]
    }

    fn unlock_without_passphrase(&self) -> &'static [&'static str] {
        &[
            "You have set no passphrase, so the program ends as soon as all is saved.",
            "Enter leaves; logging in again comes back to this field.",
            "`coreset passwd` sets a passphrase.",
        ]
    }

    fn unlock_passphrase_taken(&self) -> &'static [&'static str] {
        &[
            "A manager has taken your passphrase away, so nothing opens this screen any more. What you typed here was not read.",
            "Enter leaves; logging in again comes back to this field, and offers to set a new passphrase.",
        ]
    }

    fn cannot_lock(&self, keys: Option<&str>) -> String {
        let how = keys.map_or("`coreset passwd` sets one.".to_owned(), |keys| {
            format!("{keys} sets one.")
        });
        format!("You have no passphrase, so the screen cannot be locked. {how}")
    }

    fn ended_unlocked(&self, minutes: u32) -> String {
        format!(
            "No key came for {minutes} min, and you have no passphrase to lock the screen with, so coreset has ended. All is kept: the next start goes on where you were. `coreset passwd` sets a passphrase."
        )
    }

    fn ended_passphrase_taken(&self) -> &'static str {
        "Your screen was locked, and a manager has taken your passphrase away. All is kept: the next start goes on where you were, and offers to set a new passphrase."
    }

    fn clears_passphrase(&self) -> &'static str {
        "clear"
    }

    fn passphrase_to_unlock(&self) -> &'static str {
        "Passphrase: "
    }

    fn comparing_passphrase(&self) -> &'static str {
        "Comparing."
    }

    fn comparing_long(&self) -> &'static str {
        "The study's server does not answer yet; it still has your passphrase to compare."
    }

    fn locked_unconnected(&self) -> &'static str {
        "There is no connection at the moment."
    }

    fn passphrase_not_compared(&self) -> &'static str {
        "There is no connection, so that the passphrase cannot be compared. Try again in a moment."
    }
}
