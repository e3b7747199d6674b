//! What the question of a lock holds.

use crate::domain::record::event::Event;
use crate::domain::record::lock::Scope;
use crate::input::line::Line;
use crate::screens::screen_lock::secret::Secret;

/// A part being locked or unlocked: the reason, then the passphrase.
#[derive(Clone, Debug)]
pub struct LockingState {
    /// The part.
    pub scope: Scope,
    /// The title of the form, where the part is one; else empty.
    pub form: String,
    /// It is unlocked, not locked.
    pub unlock: bool,
    /// The reason.
    pub line: Line,
    /// The reason is given, and the passphrase is asked for.
    pub proves: bool,
    /// What is typed of the passphrase.
    pub secret: Secret,
    /// Why it was refused, and what to do.
    pub refusal: Option<String>,
    /// The owner looks at the passphrase; keys do nothing meanwhile.
    pub waits: bool,
}

impl LockingState {
    /// Returns the reason as it is stored.
    pub(super) fn reason(&self) -> String {
        self.line.text().trim().to_owned()
    }

    /// Returns what is stored once the passphrase was right.
    pub(crate) fn event(&self) -> Event {
        let (scope, reason) = (self.scope.clone(), self.reason());
        match self.unlock {
            true => Event::Unlocked { scope, reason },
            false => Event::Locked { scope, reason },
        }
    }

    /// Asks for the passphrase again, and says why.
    pub(crate) fn refuse(&mut self, reason: String) {
        self.waits = false;
        self.secret.clear();
        self.refusal = Some(reason);
    }
}
