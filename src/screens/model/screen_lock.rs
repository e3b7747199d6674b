//! Locking the screen.

use crate::screens::effect::Effect;
use crate::screens::model::Model;
use crate::screens::screen_lock::state::Locked;

impl Model {
    /// Locks the screen; keys that wait are forgotten.
    pub(crate) fn lock(&mut self) -> Vec<Effect> {
        if self.shared.lock.locked.is_none() {
            self.shared.lock.locked = Some(Locked::default());
            self.forget_secrets();
            self.shared.connection.typed_ahead.clear();
            self.shared.leaving = false;
        }
        Vec::new()
    }
}
