//! The words of the screen of `screens::passphrase`.

use crate::text::English;
use crate::text::commands::users::Users as _;
use crate::text::screens::passphrase::{Occasion, Passphrase};

impl Passphrase for English {
    fn passphrase_title(&self, changes: bool) -> &'static str {
        match changes {
            true => "Change your passphrase",
            false => "Set your passphrase",
        }
    }

    fn passphrase_occasion(
        &self,
        occasion: Occasion,
        changes: bool,
        minutes: u32,
        least: u32,
    ) -> Vec<String> {
        let rule = self.passphrase_rule(least);
        let mut lines = match (occasion, minutes) {
            (Occasion::Start, 0) => vec![
                "You have no passphrase yet. It unlocks the screen and signs; without one the screen cannot be locked."
                    .to_owned(),
            ],
            (Occasion::Start, minutes) => vec![format!(
                "You have no passphrase yet. It unlocks the screen and signs; without one the screen cannot be locked, and the program ends after {minutes} min without a key."
            )],
            (Occasion::Chosen, _) => vec!["It unlocks the screen and signs.".to_owned()],
            (Occasion::Locking, _) => vec![
                "You lock and unlock with your passphrase, and have none yet. Choose one, then lock or unlock again."
                    .to_owned(),
            ],
        };
        lines.push(match (occasion, changes) {
            (Occasion::Start, false) => {
                format!("{rule} Esc goes on without one; the next start asks again.")
            }
            (Occasion::Start | Occasion::Chosen | Occasion::Locking, _) => {
                format!("{rule} Esc goes back and changes nothing.")
            }
        });
        lines
    }

    fn passphrase_set_elsewhere(&self) -> &'static str {
        "Your passphrase was set in another terminal. Type that one to change it, or press Esc."
    }

    fn passphrase_taken_away(&self) -> &'static str {
        "A manager has taken your passphrase away. Type a new one, or press Esc."
    }

    fn passphrase_unreached(&self) -> &'static str {
        "There is no connection, and it may not have been set. When the study is reached again, try again; if it asks for the one until now, that is the new one."
    }
}
