//! Locking the screen, and ending where there is no passphrase to open it again.

use crate::input::action::Action;
use crate::screens::effect::Effect;
use crate::screens::model::Model;
use crate::screens::screen_lock::state::{EndedLocked, Locked};
use crate::screens::workspace::notice::Notice;

impl Model {
    /// Locks the screen for a user who can open it again; tells another one how to set a passphrase.
    pub(crate) fn lock_by_key(&mut self) -> Vec<Effect> {
        if self.shared.account.passphrase {
            self.lock();
            return Vec::new();
        }
        let keys = self.shared.way(self.context(), Action::Passphrase);
        let words = self.shared.language.cannot_lock(keys.as_deref());
        self.shared.notice = Some(Notice::warn(words));
        Vec::new()
    }

    /// Handles that no key has come for long: what is on the screen is hidden. Where no passphrase can show it again, the
    /// program ends as soon as all is saved; one of synthetic participants stays.
    pub(crate) fn idle(&mut self) -> Vec<Effect> {
        if self.shared.account.passphrase || !self.shared.demo {
            self.lock();
        }
        Vec::new()
    }

    /// Hides the screens; keys that wait are forgotten.
    fn lock(&mut self) {
        if self.shared.lock.locked.is_none() {
            self.shared.lock.locked = Some(Locked::new(self.shared.account.passphrase));
            self.forget_secrets();
            self.shared.connection.typed_ahead.clear();
            self.shared.leaving = false;
        }
    }

    /// Ends the program where the screens are hidden, nothing can show them again and nothing is left to be saved.
    ///
    /// Who had a passphrase may be typing it: the rest of it would reach the shell, so the end waits for Enter.
    pub(crate) fn end_locked(&mut self, effects: &mut Vec<Effect>) {
        let shared = &mut self.shared;
        shared.lock.ended = None;
        let Some(locked) = shared
            .lock
            .locked
            .as_ref()
            .filter(|_| !shared.account.passphrase)
        else {
            return;
        };
        if locked.had_passphrase {
            shared.lock.ended = Some(EndedLocked::PassphraseTaken);
        } else if !shared.saving.waits() && shared.connection.lost.is_none() {
            // Text that waits is kept by the server.
            shared.lock.ended = Some(EndedLocked::Idle);
            effects.push(Effect::Leave);
        }
    }
}
