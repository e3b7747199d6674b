//! Which events need the passphrase of whoever brings them about, given shortly before.
//!
//! A signature has a request of its own, with the passphrase in it. Must not see a passphrase: the server compares it.

use super::admit::Asker;
use super::passphrase_fault::PassphraseFault;
use super::refusal::Refusal;
use crate::domain::record::entry::Draft;
use crate::domain::record::event::Event;

/// Returns whether an event needs it.
pub fn needs_proof(event: &Event) -> bool {
    event.lock_change().is_some()
}

/// Checks that who locks or unlocks a part has given their passphrase.
///
/// # Errors
/// [`PassphraseFault::NotGiven`] when they have not.
pub(super) fn check_proved(asker: &Asker, drafts: &[Draft]) -> Result<(), Refusal> {
    let needs = drafts.iter().any(|draft| needs_proof(&draft.event));
    match needs && !asker.is_proved {
        true => Err(Refusal::Passphrase {
            fault: PassphraseFault::NotGiven,
        }),
        false => Ok(()),
    }
}
