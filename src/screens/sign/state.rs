//! What a signature that is being given holds.

use crate::domain::base::ids::VisitId;
use crate::domain::record::signature::Meaning;
use crate::input::action::Context;
use crate::screens::screen_lock::secret::Secret;
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
    pub(crate) once: Secret,
    /// Request whose answer was lost; the next try goes under the same id, so that it is signed once.
    pub(crate) lost: Option<String>,
}

impl SignState {
    /// Returns the context in which keys are looked up.
    pub(crate) fn context(&self) -> Context {
        match self.ask {
            Ask::Meaning => Context::Picker,
            Ask::New | Ask::Again | Ask::Passphrase => Context::Line,
        }
    }

    pub(crate) fn refuse(&mut self, reason: String) {
        self.waits = false;
        self.secret.clear();
        self.refusal = Some(reason);
    }

    /// Goes on to the passphrase, or to a new one.
    pub(crate) fn ask(&mut self, ask: Ask) {
        self.secret.clear();
        self.ask = ask;
        if ask != Ask::Again {
            self.once.clear();
        }
    }
}
