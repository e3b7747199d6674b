//! The words of the program: typed messages in, sentences out.
//!
//! A message is typed where it is decided; what it says to a person is decided here alone, once for each language.
//! Must not decide anything, and must not know where a sentence is shown.

mod en;

use crate::domain::record::lock::{Lock, Scope};
use crate::domain::rules::{Hindrance, Refusal};

pub use en::English;

/// A language that the program speaks.
pub trait Language {
    /// Says why something is not stored, and what to do.
    fn refusal(&self, refusal: &Refusal) -> String;

    /// Says what stands in the way of a signature.
    fn hindrance(&self, hindrance: &Hindrance) -> String;

    /// Says what is locked, by whom and why, and who can unlock it.
    fn lock(&self, scope: &Scope, lock: &Lock) -> String;
}
