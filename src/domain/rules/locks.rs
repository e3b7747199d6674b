//! Under which lock an event falls: what is locked takes no answers (21 CFR 11.10(f)); queries go on.

use super::refusal::{Doing, Refusal};
use crate::domain::record::event::Event;
use crate::domain::record::lock::{Locks, Scope};

/// Returns the part of the study that an event writes to, where a lock keeps it out; `None` for what locks leave alone.
fn closed_by(event: &Event) -> Option<Scope> {
    match event {
        Event::Enrolled { participant } => Some(Scope::participant(&participant.id)),
        Event::SessionBegun {
            participant, visit, ..
        }
        | Event::Shown {
            participant, visit, ..
        } => Some(Scope::visit(participant, visit)),
        Event::Answered { place, .. }
        | Event::Cleared { place, .. }
        | Event::Noted { place, .. }
        | Event::Prompted { place, .. } => Some(Scope::of(place)),
        Event::Filled {
            participant,
            visit,
            form,
            ..
        }
        | Event::Completed {
            participant,
            visit,
            form,
        } => Some(Scope::form(participant, visit, form)),
        // A signature is asked for by itself and judged in `sign`.
        Event::Signed { .. }
        // What is locked is still asked about, printed and unlocked.
        | Event::Queried { .. }
        | Event::Copied { .. }
        | Event::Locked { .. }
        | Event::Unlocked { .. }
        // These write to no participant.
        | Event::StudyOpened { .. }
 | Event::FilesRecorded { .. }
        | Event::ClockMoved { .. }
        | Event::CameIn { .. }
        | Event::WentOut { .. }
        | Event::UserAdded { .. }
        | Event::UserRoles { .. }
        | Event::UserDisabled { .. }
        | Event::UserEnabled { .. }
        | Event::PassphraseSet { .. }
        | Event::PassphraseCleared { .. }
        | Event::PassphraseWrong { .. }
        | Event::PassphraseRight { .. }
        | Event::BackedUp { .. }
        | Event::RestoreTested { .. }
        | Event::Recovered { .. } => None,
    }
}

/// Returns the part that somebody types into with an event, whose lock the screens name before it is sent; what is
/// asked, shown and signed is sent under a lock too, and judged there.
pub fn typed_into(event: &Event) -> Option<Scope> {
    match event {
        Event::SessionBegun { .. }
        | Event::Answered { .. }
        | Event::Cleared { .. }
        | Event::Noted { .. }
        | Event::Prompted { .. }
        | Event::Filled { .. } => closed_by(event),
        Event::Completed {
            participant, visit, ..
        } => Some(Scope::visit(participant, visit)),
        Event::Enrolled { .. }
        | Event::Shown { .. }
        | Event::Signed { .. }
        | Event::Queried { .. }
        | Event::Copied { .. }
        | Event::Locked { .. }
        | Event::Unlocked { .. }
        | Event::StudyOpened { .. }
        | Event::FilesRecorded { .. }
        | Event::ClockMoved { .. }
        | Event::CameIn { .. }
        | Event::WentOut { .. }
        | Event::UserAdded { .. }
        | Event::UserRoles { .. }
        | Event::UserDisabled { .. }
        | Event::UserEnabled { .. }
        | Event::PassphraseSet { .. }
        | Event::PassphraseCleared { .. }
        | Event::PassphraseWrong { .. }
        | Event::PassphraseRight { .. }
        | Event::BackedUp { .. }
        | Event::RestoreTested { .. }
        | Event::Recovered { .. } => None,
    }
}

/// Returns whether an event locks or unlocks the whole study.
pub fn is_study_wide(event: &Event) -> bool {
    change(event).is_some_and(|(_, scope, _)| scope.participant.is_none())
}

/// Returns the part that an event locks or unlocks, and why.
fn change(event: &Event) -> Option<(Doing, &Scope, &str)> {
    match event {
        Event::Locked { scope, reason } => Some((Doing::Lock, scope, reason)),
        Event::Unlocked { scope, reason } => Some((Doing::Unlock, scope, reason)),
        Event::StudyOpened { .. }
        | Event::FilesRecorded { .. }
        | Event::Enrolled { .. }
        | Event::SessionBegun { .. }
        | Event::Answered { .. }
        | Event::Cleared { .. }
        | Event::Noted { .. }
        | Event::Prompted { .. }
        | Event::Shown { .. }
        | Event::Filled { .. }
        | Event::Completed { .. }
        | Event::Signed { .. }
        | Event::Queried { .. }
        | Event::ClockMoved { .. }
        | Event::CameIn { .. }
        | Event::WentOut { .. }
        | Event::Copied { .. }
        | Event::UserAdded { .. }
        | Event::UserRoles { .. }
        | Event::UserDisabled { .. }
        | Event::UserEnabled { .. }
        | Event::PassphraseSet { .. }
        | Event::PassphraseCleared { .. }
        | Event::PassphraseWrong { .. }
        | Event::PassphraseRight { .. }
        | Event::BackedUp { .. }
        | Event::RestoreTested { .. }
        | Event::Recovered { .. } => None,
    }
}

/// Checks that no lock lies over what an event writes to.
///
/// # Errors
/// The widest lock that does.
pub(super) fn check_open(locks: &Locks, event: &Event) -> Result<(), Refusal> {
    let Some(part) = closed_by(event) else {
        return Ok(());
    };
    // A whole participant is written to by enrolment alone.
    let doing = match part.visit {
        None => Doing::Enrol,
        Some(_) => Doing::Save,
    };
    refusal_over(locks, &part, doing).map_or(Ok(()), Err)
}

/// Checks that a part may be locked or unlocked as an event says; others pass.
///
/// # Errors
/// When it is locked already, or not locked there, or no reason is given.
pub(super) fn check_lock(locks: &Locks, event: &Event) -> Result<(), Refusal> {
    let Some((doing, scope, reason)) = change(event) else {
        return Ok(());
    };
    let over = refusal_over(locks, scope, doing);
    match (doing, over) {
        (Doing::Unlock, over) if locks.on(scope).is_none() => {
            let scope = scope.clone();
            return Err(over.unwrap_or(Refusal::NotLocked { scope }));
        }
        (Doing::Lock, Some(refusal)) => return Err(refusal),
        _ => {}
    }
    match reason.trim().is_empty() {
        true => Err(Refusal::LockWithoutReason { doing }),
        false => Ok(()),
    }
}

/// Returns the refusal by the widest lock over a part; `None` where none lies.
fn refusal_over(locks: &Locks, part: &Scope, doing: Doing) -> Option<Refusal> {
    let (scope, lock) = locks.over(part)?;
    Some(Refusal::Locked {
        doing,
        scope: scope.clone(),
        lock: Box::new(lock.clone()),
    })
}
