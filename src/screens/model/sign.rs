//! A signature that the owner looks at: stored, refused, or nobody knows.

use crate::protocol::messages::Verdict;
use crate::screens::model::Model;
use crate::screens::sign::state::{Ask, SignState};
use crate::screens::stack::Layer;
use crate::screens::workspace::asked::Asked;
use crate::screens::workspace::notice::Notice;

impl Model {
    fn sign_state(&mut self) -> Option<&mut SignState> {
        self.layers.iter_mut().rev().find_map(|layer| match layer {
            Layer::Sign(state) => Some(state),
            _ => None,
        })
    }

    /// Returns whether a signature waits for its signer's first passphrase.
    pub(crate) fn signs_with_new(&mut self) -> bool {
        let ask = self.sign_state().filter(|state| state.waits);
        ask.is_some_and(|state| state.ask == Ask::Again)
    }

    /// Takes what came of a first passphrase in a signature.
    pub(crate) fn passphrase_set(&mut self, verdict: Verdict) {
        let right = verdict == Verdict::Right;
        // Another terminal has set the passphrase in the meantime; that one signs.
        let known = matches!(verdict, Verdict::Wrong(_));
        self.shared.account.passphrase |= right || known;
        let language = self.shared.language;
        let words = match verdict {
            Verdict::Right => language.passphrase_is_set().to_owned(),
            Verdict::Wrong(_) => language.passphrase_was_set().to_owned(),
            Verdict::Unfit(why) => language.refusal(&why),
        };
        match self.sign_state() {
            Some(state) => {
                state.refuse(words);
                state.ask(if right || known {
                    Ask::Passphrase
                } else {
                    Ask::New
                });
                if right {
                    state.refusal = None;
                }
            }
            None => self.shared.notice = Some(Notice::info(words)),
        }
    }

    /// Learns that a request was stored; tells the user when it was a signature.
    pub(crate) fn signed(&mut self, request: &str) {
        if !self.shared.is_signature(request) {
            return;
        }
        let said = self.sign_state().and_then(|state| state.meaning);
        self.layers.retain(|layer| !matches!(layer, Layer::Sign(_)));
        let meaning = said.map(|meaning| self.shared.language.signed_as(meaning));
        let name = &self.shared.account.who.name;
        let words = self.shared.language.signed_by(name, meaning);
        self.shared.notice = Some(Notice::info(words));
    }

    /// Learns that a request was refused; tells the user why where it was a signature, and returns whether it was one.
    pub(crate) fn not_signed(&mut self, request: &str, reason: &str) -> bool {
        let own = self.shared.is_signature(request);
        if own {
            self.sign_failed(reason.to_owned());
        }
        own
    }

    /// Learns that a signature or a new passphrase was not accepted, and why.
    pub(crate) fn sign_failed(&mut self, reason: String) {
        match self.sign_state() {
            Some(state) => state.refuse(reason),
            None => self.shared.notice = Some(Notice::error(reason)),
        }
    }

    /// Handles that the owner is gone while it may have been judging a signature.
    pub(crate) fn sign_interrupted(&mut self) {
        let request = self
            .shared
            .connection
            .asked
            .iter()
            .find_map(|asked| match asked {
                Asked::Sign(request) => Some(request.clone()),
                _ => None,
            });
        self.shared
            .connection
            .asked
            .retain(|asked| !matches!(asked, Asked::Sign(_)));
        let words = self.shared.language.perhaps_signed();
        let Some(state) = self.sign_state().filter(|state| state.waits) else {
            return;
        };
        state.lost = request;
        state.refuse(words.to_owned());
        if state.ask == Ask::Again {
            state.ask(Ask::New);
        }
    }
}
