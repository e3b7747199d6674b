//! Which events need the passphrase of whoever brings them about, given shortly before.
//!
//! A signature has a request of its own, with the passphrase in it. Must not compare a passphrase with the stored one: the
//! server does. It is held with its proof, at most as long as that stands, so that words that everybody reads cannot
//! hold it.

use super::admit::Asker;
use super::passphrase::is_passphrase_in;
use super::passphrase_fault::PassphraseFault;
use super::refusal::Refusal;
use crate::domain::record::entry::Draft;
use crate::domain::record::event::Event;
use std::fmt;
use zeroize::Zeroizing;

/// That somebody has given their passphrase, with the passphrase itself; wiped from memory when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Proof(Zeroizing<String>);

impl Proof {
    /// Returns the proof of a passphrase that was right.
    pub fn of(passphrase: &str) -> Self {
        Self(Zeroizing::new(passphrase.to_owned()))
    }

    /// Returns whether words hold the passphrase.
    pub fn is_in(&self, words: &str) -> bool {
        is_passphrase_in(&self.0, words)
    }
}

impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Proof(..)")
    }
}

/// Returns whether an event needs it.
pub fn needs_proof(event: &Event) -> bool {
    event.lock_change().is_some()
}

/// Checks that who locks or unlocks a part has given their passphrase, and that no words typed for the request hold it:
/// its reasons, and those of its locks. Its id is made by the program.
///
/// # Errors
/// [`PassphraseFault::NotGiven`] when they have not, [`PassphraseFault::InWords`] when some words do.
pub(super) fn check_proved<'a>(
    asker: &Asker,
    drafts: &'a [Draft],
    words: impl IntoIterator<Item = &'a str>,
) -> Result<(), Refusal> {
    if !drafts.iter().any(|draft| needs_proof(&draft.event)) {
        return Ok(());
    }
    let fault = |fault| Err(Refusal::Passphrase { fault });
    let Some(proof) = &asker.proof else {
        return fault(PassphraseFault::NotGiven);
    };
    let reasons = drafts.iter().filter_map(|draft| draft.event.lock_change());
    let reasons = reasons.map(|change| change.reason);
    match words
        .into_iter()
        .chain(reasons)
        .any(|words| proof.is_in(words))
    {
        true => fault(PassphraseFault::InWords),
        false => Ok(()),
    }
}
