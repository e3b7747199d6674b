//! The locked screen: it shows nothing of the study, the screens below do not react to keys, and a passphrase opens it.
//!
//! What is typed here is in no place that is remembered, printed or stored. Replies still reach the screens below.

use crate::input::action::{Action, Context};
use crate::input::key::Code;
use crate::protocol::messages::{Request, Verdict};
use crate::screens::effect::Effect;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::asked::Asked;
use crate::screens::workspace::typed_ahead::TypedAhead;
use std::time::Duration;

impl Workspace {
    /// Returns after how long without a key the screen is locked.
    pub fn patience(&self) -> Option<Duration> {
        self.lock.after.filter(|_| self.lock.locked.is_none())
    }

    /// Takes something typed at the locked screen.
    pub(crate) fn type_at_lock(&mut self, typed: TypedAhead) -> Vec<Effect> {
        let key = match typed {
            TypedAhead::Paste(text) => {
                if let Some(locked) = self.lock.locked.as_mut().filter(|locked| !locked.waits) {
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
            Some(Action::Open) if !self.account.passphrase => return self.quit_locked(leaving),
            _ => {}
        }
        let Some(locked) = self.lock.locked.as_mut().filter(|locked| !locked.waits) else {
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

    /// Returns whether what is typed leaves the program from the locked screen.
    pub(crate) fn leaves_from_lock(&self, typed: &TypedAhead) -> bool {
        let TypedAhead::Key(key) = typed else {
            return false;
        };
        match self.keymap.lookup(Context::Line, key) {
            Some(Action::Quit) => true,
            Some(Action::Open) => !self.account.passphrase && !self.is_too_small(),
            _ => false,
        }
    }

    fn try_passphrase(&mut self) -> Vec<Effect> {
        let lost = self.connection.lost.is_some();
        let Some(locked) = &mut self.lock.locked else {
            return Vec::new();
        };
        if lost {
            locked.refusal = Some(self.language.passphrase_not_compared().to_owned());
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
        if let (Some(locked), Some(warning)) = (&mut self.lock.locked, warning) {
            locked.refusal = Some(warning.text);
        }
        effects
    }

    /// Takes what came of a try.
    pub(crate) fn judged(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Right => self.lock.locked = None,
            Verdict::Wrong(why) | Verdict::Unfit(why) => {
                self.unlock_failed(self.language.refusal(&why));
            }
        }
    }

    /// Handles that a try, if there was one, was not compared or was wrong.
    pub(crate) fn unlock_failed(&mut self, reason: String) {
        if let Some(locked) = self.lock.locked.as_mut().filter(|locked| locked.waits) {
            locked.waits = false;
            locked.refusal = Some(reason);
        }
    }
}
