//! English.

mod refusal;

use super::Language;
use crate::domain::record::lock::{Lock, Scope};
use crate::domain::rules::{Hindrance, Refusal};

/// English, as in the United Kingdom.
#[derive(Clone, Copy, Debug, Default)]
pub struct English;

impl Language for English {
    fn refusal(&self, refusal: &Refusal) -> String {
        refusal::refusal(refusal)
    }

    fn hindrance(&self, hindrance: &Hindrance) -> String {
        refusal::hindrance(hindrance)
    }

    fn lock(&self, scope: &Scope, lock: &Lock) -> String {
        refusal::lock(scope, lock)
    }
}
