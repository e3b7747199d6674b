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
use crate::screens::screen_lock::secret::Secret;
use crate::screens::stack::Layer;
use crate::screens::typed_ahead::TypedAhead;
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
    /// Begins to sign a visit, when nothing stands in the way.
    pub(crate) fn open_sign(&mut self, visit: VisitId) -> Vec<Effect> {
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
            return Vec::new();
        };
        if !self.is_hindered(&state.visit, &state.content) {
            self.layers.push(Layer::Sign(Box::new(state)));
        }
        Vec::new()
    }

    fn sign_state(&mut self) -> Option<&mut SignState> {
        self.layers.iter_mut().rev().find_map(|layer| match layer {
            Layer::Sign(state) => Some(state.as_mut()),
            _ => None,
        })
    }

    /// Takes something typed.
    pub(crate) fn type_in_sign(&mut self, typed: &TypedAhead) {
        let set = self.passphrase;
        let Some(state) = self.sign_state().filter(|state| !state.waits) else {
            return;
        };
        let c = match typed {
            TypedAhead::Key(key) => key.typed(),
            TypedAhead::Paste(_) => None,
        };
        if state.ask == Ask::Meaning {
            let place = c
                .and_then(|c| c.to_digit(10))
                .and_then(|digit| digit.checked_sub(1));
            let place = place.and_then(|place| usize::try_from(place).ok());
            match place.and_then(|place| Meaning::ALL.get(place)) {
                Some(meaning) => {
                    state.meaning = Some(*meaning);
                    state.refusal = None;
                    state.ask(if set { Ask::Passphrase } else { Ask::New });
                }
                None => self.notice = Some(Notice::info("Press 1, 2 or 3.")),
            }
            return;
        }
        state.refusal = None;
        match (typed, c) {
            (TypedAhead::Paste(text), _) => state.secret.paste(text),
            (_, Some(c)) => state.secret.insert(c),
            _ => {}
        }
    }

    /// Forgets the last character typed.
    pub(crate) fn backspace_in_sign(&mut self) {
        if let Some(state) = self.sign_state().filter(|state| !state.waits) {
            state.secret.delete_back();
        }
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

    pub(crate) fn act_sign(&mut self, action: Action) -> Vec<Effect> {
        let Some(state) = self.sign_state() else {
            return Vec::new();
        };
        match (action, state.ask) {
            (Action::Back, Ask::Meaning) => self.close(),
            // Its answer is told all the same.
            (Action::Back, _) if state.waits => self.close(),
            (Action::Back, _) => {
                state.refusal = None;
                state.ask(Ask::Meaning);
            }
            _ if state.waits => {}
            (Action::Open | Action::Next, Ask::Meaning) => {
                self.notice = Some(Notice::info("Press 1, 2 or 3."));
            }
            (Action::DeleteLine, _) => state.secret.clear(),
            (Action::Open, _) if state.secret.is_empty() => {}
            (Action::Open, Ask::New) => {
                state.once = state.secret.clone();
                state.ask(Ask::Again);
            }
            (Action::Open, Ask::Again) => return self.set_passphrase(),
            (Action::Open, Ask::Passphrase) => return self.send_signature(),
            _ => {}
        }
        Vec::new()
    }

    /// Sends the new passphrase that was typed twice.
    fn set_passphrase(&mut self) -> Vec<Effect> {
        let lost = self.lost.is_some();
        let Some(state) = self.sign_state() else {
            return Vec::new();
        };
        if !state.secret.is(&state.once) || lost {
            let words = if lost {
                PERHAPS_SIGNED
            } else {
                "The two differ. Type a new passphrase again."
            };
            state.refuse(words.to_owned());
            state.ask(Ask::New);
            return Vec::new();
        }
        state.waits = true;
        state.once.clear();
        let new = state.secret.take();
        self.question(
            Asked::NewPassphrase,
            Request::SetPassphrase { old: None, new },
        )
    }

    /// Takes what came of a new passphrase.
    pub(crate) fn passphrase_set(&mut self, verdict: Verdict) {
        let right = verdict == Verdict::Right;
        // Set meanwhile from another place: it is that one that signs.
        let known = matches!(verdict, Verdict::Wrong(_));
        self.passphrase |= right || known;
        let words = match verdict {
            Verdict::Right => "Your passphrase is set. Type it once more to sign.".to_owned(),
            Verdict::Wrong(_) => "You have a passphrase already. Type that one to sign.".to_owned(),
            Verdict::Unfit(why) => why,
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
            None => self.notice = Some(Notice::info(words)),
        }
    }

    fn send_signature(&mut self) -> Vec<Effect> {
        let stored = self.stored.as_ref();
        let now = stored.and_then(|stored| {
            let Some(Layer::Sign(state)) = self.layers.last() else {
                return None;
            };
            let session = stored.session(state.visit.as_str())?;
            let content = signature::content(&stored.participant.id, session);
            Some((stored.participant.id.clone(), content))
        });
        let (lost, waits) = (self.lost.is_some(), self.saving.waits());
        let next = self.saving.next_request();
        let Some(state) = self.sign_state() else {
            return Vec::new();
        };
        let (Some((participant, now)), Some(meaning)) = (now, state.meaning) else {
            return Vec::new();
        };
        let refusal = if lost {
            Some(PERHAPS_SIGNED)
        } else if waits {
            Some("Not everything is saved yet. Wait for \"saved\", then type it again.")
        } else if now != state.content {
            Some(CHANGED)
        } else {
            None
        };
        if let Some(refusal) = refusal {
            state.refuse(refusal.to_owned());
            return Vec::new();
        }
        let request = state.lost.take().unwrap_or(next);
        state.waits = true;
        let sign = Sign {
            request: request.clone(),
            participant,
            visit: state.visit.clone(),
            meaning,
            content: state.content.clone(),
            passphrase: state.secret.take(),
        };
        self.question(Asked::Sign(request), Request::Sign(sign))
    }

    /// Takes it that a request was stored; says so when it was a signature.
    pub(crate) fn signed(&mut self, request: &str) {
        if !self.is_signature(request) {
            return;
        }
        let said = self.sign_state().and_then(|state| state.meaning);
        self.layers.retain(|layer| !matches!(layer, Layer::Sign(_)));
        let meaning = said.map_or_else(String::new, |meaning| format!(": {}", meaning.word()));
        let name = self.who.name.clone();
        self.notice = Some(Notice::info(format!("Signed by {name}{meaning}.")));
    }

    /// Takes it that a request was refused; says why where it was a signature, and returns whether it was one.
    pub(crate) fn not_signed(&mut self, request: &str, reason: &str) -> bool {
        let own = self.is_signature(request);
        if own {
            self.sign_failed(reason.to_owned());
        }
        own
    }

    /// Takes it that a signature or a new passphrase was not taken, and why.
    pub(crate) fn sign_failed(&mut self, reason: String) {
        match self.sign_state() {
            Some(state) => state.refuse(reason),
            None => self.notice = Some(Notice::error(reason)),
        }
    }

    /// Takes it that the owner is gone while it may have been looking at a signature.
    pub(crate) fn sign_interrupted(&mut self) {
        let request = self.asked.iter().find_map(|asked| match asked {
            Asked::Sign(request) => Some(request.clone()),
            _ => None,
        });
        self.asked
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
