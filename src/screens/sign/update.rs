//! Signing a visit: what it means, then the passphrase. Nothing is signed by one key.
//!
//! What is signed is what the owner has stored and the screen shows; when that changes meanwhile, the signer looks
//! again. The passphrase goes with the request and stays nowhere.

use crate::domain::base::ids::VisitId;
use crate::domain::record::signature;
use crate::domain::record::signature::Meaning;
use crate::input::action::{Action, Context};
use crate::protocol::messages::{Request, Sign};
use crate::screens::effect::Effect;
use crate::screens::screen::Screen;
use crate::screens::screen_lock::secret::Secret;
use crate::screens::sign::state::{Ask, SignState};
use crate::screens::stack::Layer;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::asked::Asked;
use crate::screens::workspace::notice::Notice;

impl Workspace {
    pub(crate) fn is_signature(&mut self, request: &str) -> bool {
        let asked = |asked: &Asked| matches!(asked, Asked::Sign(own) if own == request);
        self.answered(asked).is_some()
    }
}

impl Workspace {
    /// Begins to sign a visit, when nothing stands in the way.
    pub(crate) fn open_sign(&mut self, visit: VisitId) {
        let found = || {
            let stored = self.open.stored.as_ref()?;
            let session = stored.session(visit.as_str())?;
            let cells = session.forms.values().flat_map(|cells| cells.values());
            Some(SignState {
                visit: visit.clone(),
                day: session.date,
                answers: cells.filter(|cell| cell.stored().is_some()).count(),
                content: signature::content(&stored.participant.id, session),
                meaning: None,
                ask: Ask::Meaning,
                secret: Secret::default(),
                refusal: None,
                waits: false,
                once: Secret::default(),
                lost: None,
            })
        };
        let hidden = || {
            let session = self.open.stored.as_ref()?.session(visit.as_str())?;
            let mut forms = session.withheld.keys();
            forms.find_map(|form| self.hidden_words(&visit, form))
        };
        if let Some(words) = hidden() {
            self.notice = Some(Notice::warn(words));
            return;
        }
        let Some(state) = found() else {
            self.notice = Some(Notice::warn(self.language.visit_not_stored()));
            return;
        };
        if !self.is_hindered(&state.visit, &state.content) {
            self.open(Layer::Sign(state));
        }
    }
}

impl SignState {
    /// Takes the digit of a meaning.
    fn choose(&mut self, shared: &mut Workspace, c: Option<char>) {
        let digit = c.and_then(|c| c.to_digit(10));
        let place = digit.and_then(|digit| digit.checked_sub(1));
        let place = place.and_then(|place| usize::try_from(place).ok());
        match place.and_then(|place| Meaning::ALL.get(place)) {
            Some(meaning) => {
                self.meaning = Some(*meaning);
                self.refusal = None;
                self.ask(match shared.account.passphrase {
                    true => Ask::Passphrase,
                    false => Ask::New,
                });
            }
            None => shared.notice = Some(Notice::info(shared.language.press_a_meaning())),
        }
    }

    /// Sends the new passphrase that was typed twice.
    fn set_passphrase(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        let lost = shared.connection.lost.is_some();
        if !self.secret.is(&self.once) || lost {
            let words = if lost {
                shared.language.perhaps_signed()
            } else {
                shared.language.passphrases_differ()
            };
            self.refuse(words.to_owned());
            self.ask(Ask::New);
            return Vec::new();
        }
        self.waits = true;
        self.once.clear();
        let new = self.secret.take();
        shared.question(
            Asked::NewPassphrase,
            Request::SetPassphrase { old: None, new },
        )
    }

    fn send(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        let now = shared.open.stored.as_ref().and_then(|stored| {
            let session = stored.session(self.visit.as_str())?;
            let content = signature::content(&stored.participant.id, session);
            Some((stored.participant.id.clone(), content))
        });
        let (lost, waits) = (shared.connection.lost.is_some(), shared.saving.waits());
        let next = shared.saving.next_request();
        let (Some((participant, now)), Some(meaning)) = (now, self.meaning) else {
            return Vec::new();
        };
        let refusal = if lost {
            Some(shared.language.perhaps_signed())
        } else if waits {
            Some(shared.language.not_all_saved_to_sign())
        } else if now != self.content {
            Some(shared.language.changed_while_signing())
        } else {
            None
        };
        if let Some(refusal) = refusal {
            self.refuse(refusal.to_owned());
            return Vec::new();
        }
        let request = self.lost.take().unwrap_or(next);
        self.waits = true;
        let sign = Sign {
            request: request.clone(),
            participant,
            visit: self.visit.clone(),
            meaning,
            content: self.content.clone(),
            passphrase: self.secret.take(),
        };
        shared.question(Asked::Sign(request), Request::Sign(sign))
    }
}

impl Screen for SignState {
    fn context(&self) -> Context {
        SignState::context(self)
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        match (action, self.ask) {
            (Action::Back, Ask::Meaning) => shared.close(),
            // Its answer is told all the same.
            (Action::Back, _) if self.waits => shared.close(),
            (Action::Back, _) => {
                self.refusal = None;
                self.ask(Ask::Meaning);
            }
            _ if self.waits => {}
            (Action::Open | Action::Next, Ask::Meaning) => {
                shared.notice = Some(Notice::info(shared.language.press_a_meaning()));
            }
            (Action::DeleteLine, _) => self.secret.clear(),
            (Action::Open, _) if self.secret.is_empty() => {}
            (Action::Open, Ask::New) => {
                self.once = self.secret.clone();
                self.ask(Ask::Again);
            }
            (Action::Open, Ask::Again) => return self.set_passphrase(shared),
            (Action::Open, Ask::Passphrase) => return self.send(shared),
            _ => {}
        }
        Vec::new()
    }

    fn type_char(&mut self, shared: &mut Workspace, c: char) -> Option<Vec<Effect>> {
        if self.waits {
            return Some(Vec::new());
        }
        if self.ask == Ask::Meaning {
            self.choose(shared, Some(c));
        } else {
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

    fn paste(&mut self, shared: &mut Workspace, text: &str) -> Vec<Effect> {
        if self.waits {
            return Vec::new();
        }
        if self.ask == Ask::Meaning {
            self.choose(shared, None);
        } else {
            self.refusal = None;
            self.secret.paste(text);
        }
        Vec::new()
    }

    fn reads_keys_alone(&self) -> bool {
        false
    }
}
