//! The own passphrase: set here or in another terminal, taken away, or not reached.

use crate::domain::record::entry::Entry;
use crate::protocol::messages::Verdict;
use crate::screens::effect::Effect;
use crate::screens::lock::state::LockingState;
use crate::screens::model::Model;
use crate::screens::passphrase::state::PassphraseState;
use crate::screens::sign::state::{Ask, SignState};
use crate::screens::stack::{Layer, OnStack};
use crate::screens::workspace::asked::Asked;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::words::lock_words;
use crate::text::screens::passphrase::Occasion;

impl Model {
    /// Asks a user without a passphrase for one, which Esc puts off until the next start; not among synthetic participants.
    pub fn offer_passphrase(&mut self) {
        if !self.shared.account.passphrase && !self.shared.demo {
            let mut dialog = PassphraseState::new(Occasion::Start, false);
            dialog.said.clone_from(&self.shared.notice);
            self.layers.push(Layer::Passphrase(dialog));
        }
    }

    /// Opens the dialog in which the passphrase is set or changed.
    pub(crate) fn open_passphrase(&mut self) -> Vec<Effect> {
        if self.topmost::<PassphraseState>().is_none() {
            self.layers
                .push(self.shared.passphrase_dialog(Occasion::Chosen));
        }
        Vec::new()
    }

    /// Takes what came of a new passphrase.
    pub(crate) fn passphrase_judged(&mut self, verdict: Verdict) {
        if self.signs_with_new() {
            return self.passphrase_set(verdict);
        }
        self.shared.account.passphrase |= verdict == Verdict::Right;
        let language = self.shared.language;
        let (words, done) = match &verdict {
            Verdict::Right => (language.passphrase_set().to_owned(), true),
            Verdict::Wrong(why) | Verdict::Unfit(why) => (language.refusal(why), false),
        };
        let dialog = self.layers.iter_mut().filter_map(PassphraseState::of_mut);
        match dialog.rev().find(|dialog| dialog.waits) {
            Some(dialog) if !done => dialog.refused(&mut self.shared, &verdict, words),
            // It was left meanwhile, or is done with.
            _ => {
                self.shared.notice = Some(match done {
                    true => Notice::info(words),
                    false => Notice::warn(words),
                });
                self.layers
                    .retain(|layer| !PassphraseState::of(layer).is_some_and(|state| state.waits));
                self.offer_resume_left();
            }
        }
    }

    /// Learns that a new passphrase could not be looked at, and why.
    pub(crate) fn passphrase_failed(&mut self, reason: String) {
        let is_set = self.shared.account.passphrase;
        let dialog = self.layers.iter_mut().filter_map(PassphraseState::of_mut);
        match dialog.rev().find(|dialog| dialog.waits) {
            Some(dialog) => dialog.refuse(is_set, reason),
            None => self.sign_failed(reason),
        }
    }

    /// Takes whether the passphrase with which a part is locked or unlocked was right.
    pub(crate) fn locking_judged(&mut self, verdict: Verdict) -> Vec<Effect> {
        let locking = self.layers.iter_mut().filter_map(LockingState::of_mut);
        let Some(locking) = locking.rev().find(|locking| locking.waits) else {
            return Vec::new();
        };
        match verdict {
            Verdict::Right => {
                let event = locking.event();
                let words = lock_words(&locking.scope, locking.unlock);
                self.shared.texts.words.remove(&words);
                self.layers
                    .retain(|layer| !LockingState::of(layer).is_some_and(|state| state.waits));
                self.shared.send(vec![event])
            }
            Verdict::Wrong(why) | Verdict::Unfit(why) => {
                locking.refuse(self.shared.language.refusal(&why));
                Vec::new()
            }
        }
    }

    /// Learns that the passphrase of a lock could not be looked at, and why.
    pub(crate) fn locking_failed(&mut self, reason: String) {
        let locking = self.layers.iter_mut().filter_map(LockingState::of_mut);
        match locking.rev().find(|locking| locking.waits) {
            Some(locking) => locking.refuse(reason),
            None => self.shared.notice = Some(Notice::error(reason)),
        }
    }

    /// Handles that the owner is gone while it may have been looking at a passphrase; a signature is handled by itself.
    pub(crate) fn passphrase_interrupted(&mut self) {
        let lost = [Asked::Unlock, Asked::Locking, Asked::NewPassphrase];
        self.shared
            .connection
            .asked
            .retain(|asked| !lost.contains(asked));
        let language = self.shared.language;
        let is_set = self.shared.account.passphrase;
        self.shared
            .unlock_failed(language.passphrase_not_compared().to_owned());
        for layer in &mut self.layers {
            if let Some(dialog) = PassphraseState::of_mut(layer).filter(|dialog| dialog.waits) {
                dialog.refuse(is_set, language.passphrase_unreached().to_owned());
            }
            if let Some(locking) = LockingState::of_mut(layer).filter(|locking| locking.waits) {
                locking.refuse(language.passphrase_not_compared().to_owned());
            }
        }
    }

    /// Learns from entries that another terminal has set the passphrase, or that a manager has taken it away.
    pub(crate) fn learn_passphrase(&mut self, entries: &[Entry]) {
        let own = self.shared.account.who.user.as_str();
        let events = entries.iter().map(|entry| &entry.draft.event);
        let own = events.filter(|event| event.user() == Some(own));
        if let Some(is_set) = own
            .filter_map(|event| event.leaves_passphrase())
            .next_back()
        {
            self.passphrase_is(is_set);
        }
    }

    /// Takes whether the user has a passphrase, and asks in open dialogs for what is needed now.
    pub(crate) fn passphrase_is(&mut self, is_set: bool) {
        self.shared.account.passphrase = is_set;
        // What was said of the one before is not true of this one.
        if let Some(locked) = self
            .shared
            .lock
            .locked
            .as_mut()
            .filter(|locked| !locked.waits)
        {
            locked.refusal = None;
        }
        for layer in &mut self.layers {
            if let Some(dialog) = PassphraseState::of_mut(layer).filter(|dialog| !dialog.waits) {
                dialog.learn_set(&self.shared);
            }
            if let Some(sign) = SignState::of_mut(layer).filter(|sign| !sign.waits) {
                match (is_set, sign.ask) {
                    (true, Ask::New | Ask::Again) => sign.ask(Ask::Passphrase),
                    (false, Ask::Passphrase) => sign.ask(Ask::New),
                    (true, Ask::Meaning | Ask::Passphrase)
                    | (false, Ask::Meaning | Ask::New | Ask::Again) => {}
                }
            }
        }
    }

    /// Forgets what is typed of a passphrase, as when the screen is locked.
    pub(crate) fn forget_secrets(&mut self) {
        let is_set = self.shared.account.passphrase;
        for layer in &mut self.layers {
            if let Some(sign) = SignState::of_mut(layer) {
                sign.secret.clear();
                sign.once.clear();
                if sign.ask == Ask::Again {
                    sign.ask = Ask::New;
                }
            }
            if let Some(dialog) = PassphraseState::of_mut(layer).filter(|dialog| !dialog.waits) {
                dialog.begin(is_set);
            }
            if let Some(locking) = LockingState::of_mut(layer) {
                locking.secret.clear();
            }
        }
    }
}
