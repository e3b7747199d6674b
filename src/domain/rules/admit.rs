//! Judges a request by all rules: it is admitted whole or refused whole. Nothing else may admit events.

use super::proof::Proof;
use super::refusal::{Doing, Refusal};
use super::stage::Stage;
use super::text_limits::TextName;
use super::world::World;
use super::{
    alike, backups, content, heads, hidden, imported, kept, locks, order, own_request, proof,
    reasons, shown, text_limits, users, when, who,
};
use crate::domain::record::entry::{Draft, Entry, is_named_after};
use crate::domain::record::event::Event;
use crate::domain::record::imported::FileLine;
use crate::domain::record::user::{User, Users};
use chrono::{DateTime, FixedOffset, NaiveDate};
use std::collections::BTreeSet;

/// Events that a client wants to have stored together, all or none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Append {
    /// Id of the request, unique for ever: client, then a number.
    pub request: String,
    /// The newest entry that the client has seen. A field that somebody else has changed since is not overwritten.
    pub seen: u64,
    /// When it was observed, where that is not the moment of storing.
    pub observed_at: Option<DateTime<FixedOffset>>,
    /// Why answers are changed in a form that was left, or in a signed visit; without it such a change is refused.
    pub reason: Option<String>,
    /// Why it is entered later than it was observed.
    pub late: Option<String>,
    /// What happened.
    pub events: Vec<Event>,
    /// Where each event was taken from, in their order, when the request is what a file of others says; else empty.
    pub imported: Vec<FileLine>,
}

/// Who asks, as the owner knows it; nothing here is what the client says of itself but its name.
#[derive(Clone, Debug)]
pub struct Asker {
    /// The user, with the roles that the list has now.
    pub user: User,
    /// Name of the terminal or command, which begins with the login name.
    pub client: String,
    /// Where from.
    pub from: String,
    /// That they have given their passphrase on this connection within the last minute.
    pub proof: Option<Proof>,
}

impl Asker {
    /// Returns whether a request is one of this client: its id begins with the client's name.
    pub fn owns(&self, request: &str) -> bool {
        is_named_after(request, &self.client)
    }

    /// Checks that a request is one of this client.
    ///
    /// # Errors
    /// When it is not.
    pub(crate) fn check_request(&self, request: &str, doing: Doing) -> Result<(), Refusal> {
        match self.owns(request) {
            true => Ok(()),
            false => Err(Refusal::ForeignRequest { doing }),
        }
    }
}

/// Judges a request: returns its events as they are to be stored, with who did them and in which role.
///
/// The events are judged in their order. An event that decides about others needs a request of its own, so that the
/// rules about locks and queries can judge every event on the stored record. The beginning of a visit, the content of an
/// event, its role and reason, and the list of users are judged with the events before it in the request.
///
/// Whether somebody else has changed a field first is judged by [`super::conflict`] when the entry is written, since until
/// then others write too.
///
/// # Errors
/// Why nothing of it is stored.
pub fn admit(world: &mut impl World, asker: &Asker, append: Append) -> Result<Vec<Draft>, Refusal> {
    let Append {
        request,
        observed_at,
        reason,
        late,
        events,
        seen,
        imported: lines,
    } = append;
    asker.check_request(&request, Doing::Save)?;
    text_limits::check_request(&request, reason.as_deref(), late.as_deref(), &events)?;
    when::check_observed_at(world.now(), observed_at, late.as_deref())?;
    own_request::check_own_request(&events)?;
    let files = imported::check(&asker.user, &events, &lines)?;
    content::moves::check_whole(&events)?;
    let said = content::Said {
        seen,
        observed_at,
        has_others: events.len() > 1,
    };
    let day = observed_at.unwrap_or(world.now()).date_naive();
    // The generator takes no action of anybody, and keeps no window.
    let is_made = events.iter().any(Event::is_generated);
    let mut outside = BTreeSet::new();
    let mut stage = Stage::default();
    // The list of users after the events so far, where one of them changes it.
    let mut list: Option<Users> = None;
    let mut unasked = content::Unasked::default();
    let mut drafts: Vec<Draft> = Vec::with_capacity(events.len());
    for (mut event, from) in events.into_iter().zip(files) {
        let known = list.as_ref().unwrap_or(world.users());
        users::check_users(known, &asker.user.user, &event)?;
        when::check_eligible(world, &mut stage, &event, &drafts)?;
        check_record(world, &event, day)?;
        hidden::fill_unseen(world, asker, &mut event)?;
        hidden::check_seen(world, &mut stage, asker, &event, &drafts)?;
        let given = reason.as_deref();
        check_reason(world, &mut stage, (&event, day), &drafts, given)?;
        let begun = begun_outside(world, &mut stage, (&event, day), &drafts)?;
        let begins = begun.is_some();
        if let Some((place, window)) = begun {
            if !is_made {
                reasons::check_window(window, given)?;
            }
            outside.insert(place);
        }
        backups::check_backup(world, &event)?;
        heads::check_accepted(world.heads(), &event)?;
        let role = who::role(
            world,
            &mut stage,
            &asker.user,
            (&event, day, from.is_lent),
            &drafts,
        )?;
        imported::check_record(world, &mut stage, &from, &drafts)?;
        match content::check_content(world, &mut stage, &event, &drafts, said)? {
            content::Fate::Stored => {}
            content::Fate::LeftOut => continue,
        }
        unasked.collect(world, &mut stage, (&event, day), &drafts, said)?;
        let left_out = shown::before(world, &mut stage, &event, &drafts)?;
        kept::fill(world, &mut stage, &mut event, &drafts)?;
        // What follows a new printed name in its request is done under it.
        let named = list.as_ref().and_then(|list| list.get(&asker.user.user));
        let by = named.unwrap_or(&asker.user).acting(Some(role), &asker.from);
        let draft = Draft {
            by: by.clone(),
            observed_at,
            reason: reason
                .clone()
                .filter(|_| reasons::takes_reason(&event, begins, &outside)),
            late: late.clone(),
            imported: from.line,
            event,
        };
        let entry = Entry {
            program: world.program().to_owned(),
            request: request.clone(),
            ..Entry::preview(draft, world.now())
        };
        text_limits::check_entry(&entry)?;
        if entry.draft.event.user().is_some() {
            let list = list.get_or_insert_with(|| world.users().clone());
            list.apply(&entry);
        }
        drafts.push(entry.draft);
        let shown = shown::after(world, &mut stage, left_out, &drafts)?;
        drafts.extend(shown.into_iter().map(|event| Draft {
            by: by.clone(),
            observed_at,
            reason: None,
            late: late.clone(),
            imported: None,
            event,
        }));
    }
    unasked.check(world, &mut stage, &drafts, (seen, &asker.client))?;
    alike::check_alike(world, &drafts, seen)?;
    let words = [reason.as_ref(), late.as_ref()];
    let words = words.into_iter().flatten().map(String::as_str);
    proof::check_proved(asker, &drafts, words)?;
    content::check_words(TextName::ChangeReason, given(reason.as_ref()))?;
    content::check_words(TextName::LateReason, given(late.as_ref()))?;
    Ok(drafts)
}

fn given(words: Option<&String>) -> &str {
    words.map_or("", String::as_str)
}

/// Checks an event against the record of its participant, and against the study's locks.
///
/// # Errors
/// Why the stored record does not allow it.
fn check_record(world: &mut impl World, event: &Event, day: NaiveDate) -> Result<(), Refusal> {
    locks::check_lock(world.locks(), event)?;
    locks::check_open(world.locks(), event)?;
    let Some(who) = event.participant() else {
        return Ok(());
    };
    // A participant who is enrolled by the same request has no record yet, so nothing can forbid the event.
    let judged = world.look(who, |study, record| {
        order::check_order(study.of_event(record, event, day), record, event)
    })?;
    judged.unwrap_or(Ok(()))
}

/// Returns the visit that an event begins outside its window, with that window.
fn begun_outside(
    world: &mut impl World,
    stage: &mut Stage,
    (event, day): (&Event, NaiveDate),
    before: &[Draft],
) -> Result<Option<(reasons::Begun, reasons::Window)>, Refusal> {
    let (Some(who), Some((visit, _))) = (event.participant(), event.written()) else {
        return Ok(None);
    };
    let window = stage.look(world, who, before, |study, record| {
        reasons::begins_outside(study, record, event, day)
    })?;
    let begun = (who.clone(), visit.clone());
    Ok(window.flatten().map(|window| (begun, window)))
}

/// Checks that a change has a reason, also where the same request has stored what it changes.
///
/// # Errors
/// When it needs one and has none.
fn check_reason(
    world: &mut impl World,
    stage: &mut Stage,
    (event, day): (&Event, NaiveDate),
    before: &[Draft],
    reason: Option<&str>,
) -> Result<(), Refusal> {
    reasons::check_given(event, reason)?;
    let Some(who) = event.participant() else {
        return Ok(());
    };
    let judged = stage.look(world, who, before, |study, record| {
        let study = study.of_event(record, event, day);
        reasons::check_reason(study, record, event, reason)
    })?;
    judged.unwrap_or(Ok(()))
}

#[cfg(test)]
mod tests;
