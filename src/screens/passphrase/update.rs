//! Setting or changing the own passphrase: the one until now, where there is one, and the new one twice.
//!
//! What is typed goes with the request and stays nowhere.

use crate::domain::rules::{PassphraseFault, Refusal};
use crate::input::action::{Action, Context};
use crate::protocol::messages::{Request, Verdict};
use crate::screens::effect::Effect;
use crate::screens::passphrase::state::PassphraseState;
use crate::screens::screen::Screen;
use crate::screens::stack::Layer;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::asked::Asked;
use crate::screens::workspace::step::Step;
use crate::text::commands::users::WhichPassphrase;
use crate::text::screens::passphrase::Occasion;

impl Workspace {
    /// Returns the dialog that sets a passphrase, or changes it where there is one.
    pub(crate) fn passphrase_dialog(&self, occasion: Occasion) -> Layer {
        Layer::Passphrase(PassphraseState::new(occasion, self.account.passphrase))
    }

    fn close_passphrase(&mut self) {
        self.close();
        // At a start, the question where to go on waits below.
        self.steps.push(Step::OfferResume);
    }
}

impl PassphraseState {
    /// Says what the owner would have against the new passphrase, before it is typed again.
    fn check(&self, shared: &Workspace) -> Result<(), PassphraseFault> {
        let least = shared.study.protocol.terminal.passphrase_least_length;
        self.secret.check(&shared.account.who.user, least)
    }

    /// Sends the new passphrase that was typed twice.
    fn send(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        let refusal = if shared.connection.lost.is_some() {
            Some(shared.language.passphrase_unreached())
        } else if !self.secret.is(&self.once) {
            Some(shared.language.passphrases_differ())
        } else {
            None
        };
        self.refusal = refusal.map(str::to_owned);
        if self.refusal.is_some() {
            self.ask(WhichPassphrase::New);
            return Vec::new();
        }
        self.waits = true;
        self.once.clear();
        // Kept until the owner has taken the new one: that may be too short.
        let old = (!self.old.is_empty()).then(|| self.old.clone().take());
        let new = self.secret.take();
        shared.question(Asked::NewPassphrase, Request::SetPassphrase { old, new })
    }

    /// Takes why it was not set.
    pub(crate) fn refused(&mut self, shared: &mut Workspace, verdict: &Verdict, words: String) {
        match verdict {
            // The one until now was not asked for, so another terminal has set it.
            Verdict::Wrong(_) if self.old.is_empty() => {
                shared.account.passphrase = true;
                let words = shared.language.passphrase_set_elsewhere();
                self.refuse(true, words.to_owned());
            }
            Verdict::Wrong(_) => self.refuse(true, words),
            Verdict::Unfit(_) | Verdict::Right => {
                self.waits = false;
                self.ask(WhichPassphrase::New);
                self.refusal = Some(words);
            }
        }
    }

    /// Learns that another terminal has set the passphrase, or that a manager has taken it away.
    pub(crate) fn learn_set(&mut self, shared: &Workspace) {
        let is_set = shared.account.passphrase;
        if is_set == self.changes() {
            return;
        }
        let words = match is_set {
            true => shared.language.passphrase_set_elsewhere(),
            false => shared.language.passphrase_taken_away(),
        };
        self.refuse(is_set, words.to_owned());
    }
}

impl Screen for PassphraseState {
    fn context(&self) -> Context {
        Context::Line
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        match (action, self.ask) {
            // What came of it is told all the same.
            (Action::Back, _) => {
                shared.notice = self.said.take();
                shared.close_passphrase();
            }
            _ if self.waits => {}
            (Action::DeleteLine, _) => self.secret.clear(),
            (Action::Open | Action::Next, _) if self.secret.is_empty() => {}
            (Action::Open | Action::Next, WhichPassphrase::Old) => {
                self.old = std::mem::take(&mut self.secret);
                self.ask(WhichPassphrase::New);
            }
            (Action::Open | Action::Next, WhichPassphrase::New) => {
                if let Err(fault) = self.check(shared) {
                    self.ask(WhichPassphrase::New);
                    self.refusal = Some(shared.language.refusal(&Refusal::Passphrase { fault }));
                    return Vec::new();
                }
                self.once = std::mem::take(&mut self.secret);
                self.ask(WhichPassphrase::Again);
            }
            (Action::Open | Action::Next, WhichPassphrase::Again) => return self.send(shared),
            _ => {}
        }
        Vec::new()
    }

    fn type_char(&mut self, _shared: &mut Workspace, c: char) -> Option<Vec<Effect>> {
        if !self.waits {
            self.refusal = None;
            self.secret.insert(c);
        }
        Some(Vec::new())
    }

    fn backspace(&mut self, _shared: &mut Workspace) -> Vec<Effect> {
        if !self.waits {
            self.secret.delete_back();
        }
        Vec::new()
    }

    fn paste(&mut self, _shared: &mut Workspace, text: &str) -> Vec<Effect> {
        if !self.waits {
            self.refusal = None;
            self.secret.paste(text);
        }
        Vec::new()
    }

    fn reads_keys_alone(&self) -> bool {
        false
    }

    fn covers(&self) -> bool {
        false
    }
}
