//! What the dialog for the own passphrase holds.

use crate::screens::screen_lock::secret::Secret;
use crate::screens::workspace::notice::Notice;
use crate::text::commands::users::WhichPassphrase;
use crate::text::screens::passphrase::Occasion;

/// A passphrase being set or changed.
#[derive(Clone, Debug)]
pub struct PassphraseState {
    /// Why it is open.
    pub occasion: Occasion,
    /// Which one is asked for.
    pub ask: WhichPassphrase,
    /// What is typed.
    pub secret: Secret,
    /// Why it was not set, and what to do.
    pub refusal: Option<String>,
    /// The owner looks at it; keys do nothing meanwhile, for they may be a passphrase.
    pub waits: bool,
    /// What the start said below it; said again when it is left, since a key takes it off the screen.
    pub(crate) said: Option<Notice>,
    /// The one until now, once it is typed.
    pub(super) old: Secret,
    /// The new one, typed once.
    pub(super) once: Secret,
}

impl PassphraseState {
    /// Begins with the one until now, where there is one.
    pub(crate) fn new(occasion: Occasion, is_set: bool) -> Self {
        Self {
            occasion,
            ask: first(is_set),
            secret: Secret::default(),
            refusal: None,
            waits: false,
            said: None,
            old: Secret::default(),
            once: Secret::default(),
        }
    }

    /// Returns whether one is being changed, not set for the first time.
    pub fn changes(&self) -> bool {
        self.ask == WhichPassphrase::Old || !self.old.is_empty()
    }

    /// Forgets all that was typed and begins anew.
    pub(crate) fn begin(&mut self, is_set: bool) {
        self.waits = false;
        self.old.clear();
        self.ask(first(is_set));
    }

    /// Begins anew, and says why.
    pub(crate) fn refuse(&mut self, is_set: bool, reason: String) {
        self.begin(is_set);
        self.refusal = Some(reason);
    }

    /// Asks for the next, or for one again; the one until now is kept.
    pub(super) fn ask(&mut self, ask: WhichPassphrase) {
        self.secret.clear();
        self.ask = ask;
        if ask != WhichPassphrase::Again {
            self.once.clear();
        }
    }
}

fn first(is_set: bool) -> WhichPassphrase {
    match is_set {
        true => WhichPassphrase::Old,
        false => WhichPassphrase::New,
    }
}
