//! Signing a visit: what it means, then the passphrase. Nothing is signed by one key.
//!
//! What is signed is what the owner has stored and the screen shows; when that changes meanwhile, the signer looks
//! again. The passphrase goes with the request and stays nowhere.

use crate::domain::base::ids::VisitId;
use crate::domain::record::signature;
use crate::domain::record::signature::Meaning;
use crate::input::action::{Action, Context};
use crate::protocol::messages::{Request, Sign, Verdict};
use crate::screens::app::Effect;
use crate::screens::replies::Asked;
use crate::screens::screen::Screen;
use crate::screens::screen_lock::secret::Secret;
use crate::screens::stack::Layer;
use crate::screens::workspace::{Model, Notice, Workspace};
use chrono::NaiveDate;

/// What is asked of the signer next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// What the signature means.
    Meaning,
    /// A passphrase, where the user has none yet.
    New,
    /// The same again.
    Again,
    /// The passphrase.
    Passphrase,
}

/// A signature being given.
#[derive(Clone, Debug)]
pub struct SignState {
    /// The visit.
    pub visit: VisitId,
    /// Its day.
    pub day: NaiveDate,
    /// How many answers it has.
    pub answers: usize,
    /// Hash of what is signed.
    pub content: String,
    /// What the signature means, once that is chosen.
    pub meaning: Option<Meaning>,
    /// What is asked next.
    pub ask: Ask,
    /// What is typed.
    pub secret: Secret,
    /// Why it was not signed, and what to do.
    pub refusal: Option<String>,
    /// The owner looks at it; keys do nothing meanwhile, for they may be a passphrase.
    pub waits: bool,
    /// A new passphrase, typed once.
    once: Secret,
    /// Request whose answer was lost; the next try goes under the same id, so that it is signed once.
    lost: Option<String>,
}

impl SignState {
    /// Returns the context in which keys are looked up.
    pub(crate) fn context(&self) -> Context {
        match self.ask {
            Ask::Meaning => Context::Picker,
            Ask::New | Ask::Again | Ask::Passphrase => Context::Line,
        }
    }

    fn refuse(&mut self, reason: String) {
        self.waits = false;
        self.secret.clear();
        self.refusal = Some(reason);
    }

    /// Goes on to the passphrase, or to a new one.
    fn ask(&mut self, ask: Ask) {
        self.secret.clear();
        self.ask = ask;
        if ask != Ask::Again {
            self.once.clear();
        }
    }
}

impl Workspace {
    fn is_signature(&mut self, request: &str) -> bool {
        let asked = |asked: &Asked| matches!(asked, Asked::Sign(own) if own == request);
        self.answered(asked).is_some()
    }
}

impl Model {
    fn sign_state(&mut self) -> Option<&mut SignState> {
        self.layers.iter_mut().rev().find_map(|layer| match layer {
            Layer::Sign(state) => Some(state.as_mut()),
            _ => None,
        })
    }

    /// Forgets what is typed of a passphrase, as when the screen is locked.
    pub(crate) fn forget_secrets(&mut self) {
        if let Some(state) = self.sign_state() {
            state.secret.clear();
            state.once.clear();
            if state.ask == Ask::Again {
                state.ask = Ask::New;
            }
        }
    }

    /// Takes what came of a new passphrase.
    pub(crate) fn passphrase_set(&mut self, verdict: Verdict) {
        let right = verdict == Verdict::Right;
        // Set meanwhile from another place: it is that one that signs.
        let known = matches!(verdict, Verdict::Wrong(_));
        self.shared.passphrase |= right || known;
        let words = match verdict {
            Verdict::Right => "Your passphrase is set. Type it once more to sign.".to_owned(),
            Verdict::Wrong(_) => "You have a passphrase already. Type that one to sign.".to_owned(),
            Verdict::Unfit(why) => self.shared.language.refusal(&why),
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

    /// Takes it that a request was stored; says so when it was a signature.
    pub(crate) fn signed(&mut self, request: &str) {
        if !self.shared.is_signature(request) {
            return;
        }
        let said = self.sign_state().and_then(|state| state.meaning);
        self.layers.retain(|layer| !matches!(layer, Layer::Sign(_)));
        let meaning = said.map_or_else(String::new, |meaning| {
            format!(": {}", self.shared.language.signed_as(meaning))
        });
        let name = self.shared.who.name.clone();
        self.shared.notice = Some(Notice::info(format!("Signed by {name}{meaning}.")));
    }

    /// Takes it that a request was refused; says why where it was a signature, and returns whether it was one.
    pub(crate) fn not_signed(&mut self, request: &str, reason: &str) -> bool {
        let own = self.shared.is_signature(request);
        if own {
            self.sign_failed(reason.to_owned());
        }
        own
    }

    /// Takes it that a signature or a new passphrase was not taken, and why.
    pub(crate) fn sign_failed(&mut self, reason: String) {
        match self.sign_state() {
            Some(state) => state.refuse(reason),
            None => self.shared.notice = Some(Notice::error(reason)),
        }
    }

    /// Takes it that the owner is gone while it may have been looking at a signature.
    pub(crate) fn sign_interrupted(&mut self) {
        let request = self.shared.asked.iter().find_map(|asked| match asked {
            Asked::Sign(request) => Some(request.clone()),
            _ => None,
        });
        self.shared
            .asked
            .retain(|asked| !matches!(asked, Asked::Sign(_) | Asked::NewPassphrase));
        let Some(state) = self.sign_state().filter(|state| state.waits) else {
            return;
        };
        state.lost = request;
        state.refuse(PERHAPS_SIGNED.to_owned());
        if state.ask == Ask::Again {
            state.ask(Ask::New);
        }
    }
}

/// What to do when nobody knows whether a signature, or a new passphrase, arrived.
const PERHAPS_SIGNED: &str = "There is no connection. When the study is reached again, look whether it is signed, and type your passphrase again if it is not.";

const CHANGED: &str =
    "The visit changed while you were signing. Go back, review it again, then sign.";

impl Workspace {
    /// Begins to sign a visit, when nothing stands in the way.
    pub(crate) fn open_sign(&mut self, visit: VisitId) {
        let found = || {
            let stored = self.stored.as_ref()?;
            let session = stored.session(visit.as_str())?;
            let cells = session.forms.values().flat_map(|cells| cells.values());
            Some(SignState {
                visit: visit.clone(),
                day: session.date,
                answers: cells.filter(|cell| cell.answer.is_some()).count(),
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
        let Some(state) = found() else {
            self.notice = Some(Notice::warn("This visit is not stored yet."));
            return;
        };
        if !self.is_hindered(&state.visit, &state.content) {
            self.open(Layer::Sign(Box::new(state)));
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
                self.ask(match shared.passphrase {
                    true => Ask::Passphrase,
                    false => Ask::New,
                });
            }
            None => shared.notice = Some(Notice::info("Press 1, 2 or 3.")),
        }
    }

    /// Sends the new passphrase that was typed twice.
    fn set_passphrase(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        let lost = shared.lost.is_some();
        if !self.secret.is(&self.once) || lost {
            let words = if lost {
                PERHAPS_SIGNED
            } else {
                "The two differ. Type a new passphrase again."
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
        let now = shared.stored.as_ref().and_then(|stored| {
            let session = stored.session(self.visit.as_str())?;
            let content = signature::content(&stored.participant.id, session);
            Some((stored.participant.id.clone(), content))
        });
        let (lost, waits) = (shared.lost.is_some(), shared.saving.waits());
        let next = shared.saving.next_request();
        let (Some((participant, now)), Some(meaning)) = (now, self.meaning) else {
            return Vec::new();
        };
        let refusal = if lost {
            Some(PERHAPS_SIGNED)
        } else if waits {
            Some("Not everything is saved yet. Wait for \"saved\", then type it again.")
        } else if now != self.content {
            Some(CHANGED)
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
                shared.notice = Some(Notice::info("Press 1, 2 or 3."));
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

    fn hints(&self, _shared: &Workspace) -> Vec<Action> {
        vec![Action::Back]
    }
}
