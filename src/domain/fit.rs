//! Whether the record takes an event as it stands now: what is locked takes no answers, what is complete or
//! signed changes only with a reason, and steps come in their order (21 CFR 11.10(f)).
//!
//! Judged by the owner before an append, on what was stored before; who may do it is for `user`.

use super::event::{Event, Place};
use super::ids::{FormId, VisitId};
use super::lock::{Lock, Locks, Scope};
use super::progress;
use super::query::Step;
use super::session::{FormCells, ParticipantRecord, Session};
use super::signature;
use super::study::Study;

/// Returns the lock that keeps answers out of a form, in words that say what to do.
pub fn lock_over(locks: &Locks, scope: &Scope) -> Option<String> {
    locks
        .over(scope)
        .map(|(scope, lock)| lock_words(scope, lock))
}

fn lock_words(scope: &Scope, lock: &Lock) -> String {
    format!(
        "This {} was locked by {} on {}: {}. An investigator or a manager can unlock it.",
        scope.word(),
        lock.name,
        lock.at.format("%Y-%m-%d"),
        lock.reason.trim_end_matches('.')
    )
}

/// Returns whether changing an answer of a form asks for a reason: it was left complete, or the visit is signed.
pub fn needs_reason(record: &ParticipantRecord, visit: &VisitId, form: &FormId) -> bool {
    let session = record.session(visit.as_str());
    session.is_some_and(|session| {
        session.completed.contains_key(form) || !session.signatures.is_empty()
    })
}

/// Returns whether an event may follow on the record as it stands.
///
/// # Errors
/// A sentence that says why not, and what to do.
pub fn fit(
    study: &Study,
    record: &ParticipantRecord,
    locks: &Locks,
    event: &Event,
    reason: Option<&str>,
) -> Result<(), String> {
    match event {
        Event::Locked { .. } | Event::Unlocked { .. } => fit_lock(locks, event),
        Event::Queried {
            place,
            query,
            step,
            text,
        } => query_step(record, place, *query, *step, text),
        Event::Completed { visit, form, .. } => complete(study, record, locks, visit, form),
        Event::Answered { place, .. } | Event::Cleared { place, .. } => {
            open(locks, &Scope::of(place))?;
            reasoned(record, &place.visit, &place.form, reason)
        }
        Event::Filled { visit, form, .. } => {
            open(locks, &Scope::form(&record.participant.id, visit, form))?;
            reasoned(record, visit, form, reason)
        }
        Event::Noted { place, .. } | Event::Prompted { place, .. } => {
            open(locks, &Scope::of(place))
        }
        Event::SessionBegun { visit, .. } | Event::Shown { visit, .. } => {
            open(locks, &Scope::visit(&record.participant.id, visit))
        }
        _ => Ok(()),
    }
}

/// Returns whether a part of the study may be locked or unlocked; other events always may follow here.
///
/// # Errors
/// A sentence that says why not, and what to do.
pub fn fit_lock(locks: &Locks, event: &Event) -> Result<(), String> {
    match event {
        Event::Locked { scope, reason } => lock(locks, scope, reason),
        Event::Unlocked { scope, reason } => unlock(locks, scope, reason),
        _ => Ok(()),
    }
}

fn open(locks: &Locks, scope: &Scope) -> Result<(), String> {
    match lock_over(locks, scope) {
        Some(words) => Err(format!("Not saved. {words}")),
        None => Ok(()),
    }
}

fn reasoned(
    record: &ParticipantRecord,
    visit: &VisitId,
    form: &FormId,
    reason: Option<&str>,
) -> Result<(), String> {
    let given = reason.is_some_and(|reason| !reason.trim().is_empty());
    if given || !needs_reason(record, visit, form) {
        return Ok(());
    }
    Err("Not saved: this form is complete, and a change of it needs a reason.".to_owned())
}

fn lock(locks: &Locks, scope: &Scope, reason: &str) -> Result<(), String> {
    if let Some(words) = lock_over(locks, scope) {
        return Err(format!("Not locked. {words}"));
    }
    worded(reason, "Not locked: say why.")
}

fn unlock(locks: &Locks, scope: &Scope, reason: &str) -> Result<(), String> {
    if locks.on(scope).is_none() {
        return Err(match lock_over(locks, scope) {
            Some(words) => format!("Not unlocked here. {words}"),
            None => format!("This {} is not locked.", scope.word()),
        });
    }
    worded(reason, "Not unlocked: say why.")
}

fn worded(text: &str, refusal: &str) -> Result<(), String> {
    if text.trim().is_empty() {
        return Err(refusal.to_owned());
    }
    Ok(())
}

fn complete(
    study: &Study,
    record: &ParticipantRecord,
    locks: &Locks,
    visit: &VisitId,
    form: &FormId,
) -> Result<(), String> {
    open(locks, &Scope::form(&record.participant.id, visit, form))?;
    if is_complete(study, record.session(visit.as_str()), visit, form) {
        return Ok(());
    }
    Err("Not marked as complete: required fields are empty.".to_owned())
}

/// Returns whether nothing required is empty in a form of a session.
pub fn is_complete(
    study: &Study,
    session: Option<&Session>,
    visit: &VisitId,
    form: &FormId,
) -> bool {
    let blank = FormCells::new();
    let cells = session.and_then(|session| session.forms.get(form));
    let baseline = study.protocol.baseline == *visit;
    study.form(form.as_str()).is_some_and(|instrument| {
        progress::complete(study, instrument, baseline, cells.unwrap_or(&blank))
    })
}

fn query_step(
    record: &ParticipantRecord,
    place: &Place,
    id: u64,
    step: Step,
    text: &str,
) -> Result<(), String> {
    if step != Step::Close {
        worded(text, "Not sent: a query needs words.")?;
    }
    let session = record.session(place.visit.as_str());
    if step == Step::Open {
        let begun = session.map(|_| ());
        return begun.ok_or_else(|| "Not sent: this visit was not begun.".to_owned());
    }
    let cell = session.and_then(|session| session.forms.get(&place.form)?.get(&place.field));
    let query = cell.and_then(|cell| cell.queries.iter().find(|query| query.id == id));
    let Some(query) = query else {
        return Err("There is no such query on this field.".to_owned());
    };
    match query.state.after(step) {
        Some(_) => Ok(()),
        None => Err(format!(
            "This query is {}; it cannot be {}.",
            query.state.word(),
            match step {
                Step::Reopen => "reopened",
                Step::Close => "closed",
                _ => "answered: reopen it first",
            }
        )),
    }
}

/// Returns whether a visit may be signed as it stands.
///
/// # Errors
/// A sentence each for what stands in the way: forms that are not complete, queries that are not closed, other
/// content than the signer saw.
pub fn may_sign(
    study: &Study,
    record: &ParticipantRecord,
    visit: &VisitId,
    content: &str,
) -> Result<(), Vec<String>> {
    let Some(session) = record.session(visit.as_str()) else {
        return Err(vec!["This visit was not begun.".to_owned()]);
    };
    let mut open = Vec::new();
    let planned = study.visit(visit.as_str());
    for form in planned.map_or(&[][..], |planned| &planned.forms) {
        if !is_complete(study, Some(session), visit, form) {
            let title = study
                .form(form.as_str())
                .map_or("A form", |form| &form.title);
            open.push(format!("{title} is not complete."));
        }
    }
    let queries = session.open_queries();
    if queries > 0 {
        open.push(format!(
            "{queries} {} not closed.",
            if queries == 1 {
                "query is"
            } else {
                "queries are"
            }
        ));
    }
    if signature::content(&record.participant.id, session) != content {
        open.push("The visit has changed since you looked: review it again.".to_owned());
    }
    if open.is_empty() { Ok(()) } else { Err(open) }
}

#[cfg(test)]
mod tests;
