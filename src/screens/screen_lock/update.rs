//! The locked screen: nothing of the study is seen, nothing beneath moves, and a passphrase opens it.
//!
//! What is typed here is in no place that is remembered, printed or stored. Replies go on being applied beneath.

use super::secret::Secret;
use crate::input::action::{Action, Context};
use crate::input::key::Code;
use crate::protocol::messages::{Request, Verdict};
use crate::screens::app::Effect;
use crate::screens::link::NOT_COMPARED;
use crate::screens::replies::Asked;
use crate::screens::typed_ahead::TypedAhead;
use crate::screens::workspace::{Model, Workspace};
use std::time::Duration;

/// A locked screen.
#[derive(Clone, Debug, Default)]
pub struct Locked {
    secret: Secret,
    /// What came of the last try, or what stands in the way.
    pub refusal: Option<String>,
    /// A try is being compared; keys do nothing meanwhile, for they may be a passphrase.
    pub waits: bool,
}

impl Locked {
    /// Returns how many characters stand on the line.
    pub fn typed(&self) -> usize {
        self.secret.typed()
    }
}

impl Workspace {
    /// Returns after how long without a key the screen is locked.
    pub fn patience(&self) -> Option<Duration> {
        self.lock_after.filter(|_| self.locked.is_none())
    }

    /// Takes something typed at the locked screen.
    pub(crate) fn type_at_lock(&mut self, typed: TypedAhead) -> Vec<Effect> {
        let key = match typed {
            TypedAhead::Paste(text) => {
                if let Some(locked) = self.locked.as_mut().filter(|locked| !locked.waits) {
                    locked.secret.paste(&text);
                }
                return Vec::new();
            }
            TypedAhead::Key(key) => key,
        };
        let action = self.keymap.lookup(Context::Line, &key);
        let leaving = std::mem::take(&mut self.leaving);
        match action {
            Some(Action::Quit) => return self.quit_locked(leaving),
            Some(Action::Redraw) => return vec![Effect::Redraw],
            _ if self.is_too_small() => return Vec::new(),
            Some(Action::Open) if !self.passphrase => return self.quit_locked(leaving),
            _ => {}
        }
        let Some(locked) = self.locked.as_mut().filter(|locked| !locked.waits) else {
            return Vec::new();
        };
        locked.refusal = None;
        if action == Some(Action::Open) {
            return self.try_passphrase();
        }
        if let Some(c) = key.typed() {
            locked.secret.insert(c);
        } else if action == Some(Action::DeleteLine) || action == Some(Action::Back) {
            locked.secret.clear();
        } else if key.code == Code::Backspace {
            locked.secret.delete_back();
        }
        Vec::new()
    }

    fn try_passphrase(&mut self) -> Vec<Effect> {
        let lost = self.lost.is_some();
        let Some(locked) = &mut self.locked else {
            return Vec::new();
        };
        if lost {
            locked.refusal = Some(NOT_COMPARED.to_owned());
            return Vec::new();
        }
        if locked.secret.is_empty() {
            return Vec::new();
        }
        let tried = locked.secret.take();
        locked.waits = true;
        self.question(Asked::Unlock, Request::Unlock(tried))
    }

    /// Leaves from the locked screen; what is not saved is warned of here, too.
    fn quit_locked(&mut self, again: bool) -> Vec<Effect> {
        let before = self.notice.take();
        let mut effects = self.quit();
        if again && self.leaving {
            effects.push(Effect::Quit);
        }
        let warning = std::mem::replace(&mut self.notice, before);
        if let (Some(locked), Some(warning)) = (&mut self.locked, warning) {
            locked.refusal = Some(warning.text);
        }
        effects
    }

    /// Takes what came of a try.
    pub(crate) fn judged(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Right => self.locked = None,
            Verdict::Wrong(why) | Verdict::Unfit(why) => {
                self.unlock_failed(self.language.refusal(&why));
            }
        }
    }

    /// Takes it that a try, if there was one, was not compared or was wrong.
    pub(crate) fn unlock_failed(&mut self, reason: String) {
        if let Some(locked) = self.locked.as_mut().filter(|locked| locked.waits) {
            locked.waits = false;
            locked.refusal = Some(reason);
        }
    }
}

impl Model {
    /// Locks the screen; keys that wait are forgotten.
    pub(crate) fn lock(&mut self) -> Vec<Effect> {
        if self.shared.locked.is_none() {
            self.shared.locked = Some(Locked::default());
            self.forget_secrets();
            self.shared.early.clear();
            self.shared.leaving = false;
        }
        Vec::new()
    }
}
