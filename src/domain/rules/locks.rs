//! Says which lock forbids an event: a locked part takes no answers (21 CFR 11.10(f)), but queries.

use super::refusal::{Doing, Refusal};
use crate::domain::record::event::{Event, LockChange, LockStep};
use crate::domain::record::lock::{Locks, Scope};

/// The part of the study that an event writes to, where a lock keeps it out.
struct Written {
    /// The part.
    part: Scope,
    /// The part that the screens check for a lock before they send the event, so that nobody types in vain; `None` for
    /// an event that nobody types, which the owner may refuse.
    typed: Option<Scope>,
}

/// Returns the part of the study that an event writes to; `None` for an event that no lock forbids.
fn written(event: &Event) -> Option<Written> {
    let typed = |part: Scope| {
        Some(Written {
            typed: Some(part.clone()),
            part,
        })
    };
    let untyped = |part: Scope| Some(Written { part, typed: None });
    match event {
        Event::Enrolled { participant } => untyped(Scope::participant(&participant.id)),
        Event::EnrolmentCorrected { participant, .. } => {
            typed(Scope::participant(&participant.id))
        }
        Event::SessionBegun {
            participant, visit, ..
        }
        | Event::SessionDated {
            participant, visit, ..
        }
        | Event::SessionVoided {
            participant, visit, ..
        } => typed(Scope::visit(participant, visit)),
        Event::UnscheduledBegun {
            participant, visit, ..
        } => typed(Scope::visit(participant, visit)),
        Event::FormMoved {
            participant,
            visit,
            form,
            ..
        } => typed(Scope::form(participant, visit, form)),
        Event::Shown {
            participant, visit, ..
        } => untyped(Scope::visit(participant, visit)),
        Event::Answered { place, .. }
        | Event::Cleared { place, .. }
        | Event::Noted { place, .. }
        | Event::Prompted { place, .. } => typed(Scope::of(place)),
        Event::Filled {
            participant,
            visit,
            form,
            ..
        } => typed(Scope::form(participant, visit, form)),
        // A locked form already shows its own lock, so the screens check only the locks of the visit and of wider parts.
        Event::Completed {
            participant,
            visit,
            form,
            ..
        }
        | Event::FormLeft {
            participant,
            visit,
            form,
        } => Some(Written {
            part: Scope::form(participant, visit, form),
            typed: Some(Scope::visit(participant, visit)),
        }),
        // Somebody may die or leave while a visit or all that is theirs is locked; only a locked study takes nothing.
        Event::StatusChanged { .. } | Event::ConsentRenewed { .. } => untyped(Scope::study()),
        // What a deviation weighs is said when all is entered and locked.
        Event::DeviationJudged { .. } => untyped(Scope::study()),
        // A signature has a request of its own, which `sign` judges.
        Event::Signed { .. }
        // What is locked is still asked about, printed and unlocked.
        | Event::Queried { .. }
        | Event::Copied { .. }
        | Event::Locked { .. }
        | Event::Unlocked { .. }
        // These write to no participant.
        | Event::StudyOpened { .. }
        | Event::FilesRecorded { .. }
        | Event::FileKept { .. }
        | Event::Amended { .. }
        | Event::ClockMoved { .. }
        | Event::ServerStarted { .. }
        | Event::ServerStopped { .. }
        | Event::Refused { .. }
        | Event::TrailRead { .. }
        | Event::HeadMissing { .. }
        | Event::HeadAccepted { .. }
        | Event::Restored { .. }
        | Event::LoggedIn { .. }
        | Event::LoggedOut { .. }
        | Event::UserAdded { .. }
        | Event::UserRoles { .. }
        | Event::UserNamed { .. }
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
    written(event)?.typed
}

/// Returns whether an event locks or unlocks the whole study.
pub fn is_study_wide(event: &Event) -> bool {
    let change = event.lock_change();
    change.is_some_and(|change| change.scope.participant.is_none())
}

/// Enforces the locks: checks that nothing that an event writes to is locked.
///
/// # Errors
/// The widest lock that does.
pub(super) fn check_open(locks: &Locks, event: &Event) -> Result<(), Refusal> {
    let Some(Written { part, .. }) = written(event) else {
        return Ok(());
    };
    let doing = match event.enrolled() {
        Some(_) => Doing::Enrol,
        None => Doing::Save,
    };
    refusal_over(locks, &part, doing).map_or(Ok(()), Err)?;
    // What is taken out of a visit is taken out of the forms in it that are locked.
    let taken = event.voided().map(|_| &part);
    let within = taken.and_then(|part| locks.iter().find(|(scope, _)| part.covers(scope)));
    within.map_or(Ok(()), |(scope, lock)| {
        Err(Refusal::Locked {
            doing,
            scope: scope.clone(),
            lock: Box::new(lock.clone()),
        })
    })
}

/// Checks that a part may be locked or unlocked as an event says; others pass.
///
/// # Errors
/// When it is locked already, or not locked there, or no reason is given.
pub(super) fn check_lock(locks: &Locks, event: &Event) -> Result<(), Refusal> {
    let Some(LockChange {
        step,
        scope,
        reason,
    }) = event.lock_change()
    else {
        return Ok(());
    };
    let doing = match step {
        LockStep::Lock => Doing::Lock,
        LockStep::Unlock => Doing::Unlock,
    };
    let over = refusal_over(locks, scope, doing);
    match step {
        LockStep::Unlock if locks.on(scope).is_none() => {
            let scope = scope.clone();
            return Err(over.unwrap_or(Refusal::NotLocked { scope }));
        }
        LockStep::Lock => over.map_or(Ok(()), Err)?,
        LockStep::Unlock => {}
    }
    match reason.trim().is_empty() {
        true => Err(Refusal::LockWithoutReason { doing }),
        false => Ok(()),
    }
}

/// Returns the refusal by the widest lock over a part; `None` when the part is not locked.
fn refusal_over(locks: &Locks, part: &Scope, doing: Doing) -> Option<Refusal> {
    let (scope, lock) = locks.over(part)?;
    Some(Refusal::Locked {
        doing,
        scope: scope.clone(),
        lock: Box::new(lock.clone()),
    })
}
