//! Says when nothing is saved because the record lacks what was told outside, and what a manager may accept of it.

use super::refusal::Refusal;
use super::who;
use crate::domain::record::event::{Event, HeadChange};
use crate::domain::record::heads::{Heads, ToldHead};
use crate::domain::record::user::Role;

/// Checks that a terminal may save: the record holds the head that it was told, and no head that the server itself told
/// is missing. Accepting a missing head is always possible.
///
/// # Errors
/// When it may not.
pub fn check_may_save(
    heads: &Heads,
    told: Option<&ToldHead>,
    events: &[Event],
) -> Result<(), Refusal> {
    let accepts = |event: &Event| matches!(event.head_change(), Some(HeadChange::Accepted { .. }));
    // What every role may do is to read, which leaves an entry: the trail must be readable just now.
    let reads = |event: &Event| who::allowed(event).len() == Role::ALL.len();
    let passes = |event: &Event| accepts(event) || reads(event);
    if !events.is_empty() && events.iter().all(passes) {
        return Ok(());
    }
    if let Some(told) = told {
        return Err(Refusal::HeadMissing { seq: told.seq });
    }
    match heads.stops_all() {
        Some(missing) => Err(Refusal::HeadMissingForAll {
            user: missing.user.clone(),
            seq: missing.seq,
        }),
        None => Ok(()),
    }
}

/// Checks that what is accepted was recorded as missing, and that there is a reason; other events pass.
///
/// # Errors
/// When it is not so.
pub(super) fn check_accepted(heads: &Heads, event: &Event) -> Result<(), Refusal> {
    let Some(HeadChange::Accepted { seq, hash, reason }) = event.head_change() else {
        return Ok(());
    };
    let mut missing = heads.missing().iter();
    if !missing.any(|known| known.seq == seq && known.hash == hash) {
        return Err(Refusal::NoSuchHead { seq });
    }
    match reason.trim().is_empty() {
        true => Err(Refusal::AcceptedWithoutReason),
        false => Ok(()),
    }
}
