//! Whether a request may be appended: who asks, in which role, and whether it may follow on what is stored.
//!
//! Every rule of the record is judged here, whatever the screens of a client have judged before. Writes nothing.

use super::{SeatId, Work, now, sentence};
use crate::client::Append;
use crate::domain::entry::{Draft, Entry, is_named_after};
use crate::domain::event::Event;
use crate::domain::fit;
use crate::domain::instrument::Field;
use crate::domain::lock::{Locks, Scope};
use crate::domain::log;
use crate::domain::session::ParticipantRecord;
use crate::domain::story::eligibility;
use crate::domain::text_limits::{self, TooLong};
use crate::domain::user::{Role, User};
use crate::store::{ErrorKind, Seen, StoreError, Wanted};
use chrono::{DateTime, FixedOffset};
use std::sync::Arc;

/// Why a request is not appended.
pub(super) struct Refusal {
    /// A sentence that says what to do.
    pub(super) reason: String,
    /// Whether it will be refused for ever; what could not be read now may be taken later.
    pub(super) lasting: bool,
}

impl From<String> for Refusal {
    fn from(reason: String) -> Self {
        Self {
            reason,
            lasting: true,
        }
    }
}

impl From<TooLong> for Refusal {
    fn from(long: TooLong) -> Self {
        long.to_string().into()
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self {
            lasting: matches!(error.kind(), ErrorKind::Refused),
            reason: sentence(&error),
        }
    }
}

/// Returns whether an event changes an answer: the reason of a request is for those.
fn changes(event: &Event) -> bool {
    matches!(
        event,
        Event::Answered { .. } | Event::Cleared { .. } | Event::Filled { .. }
    )
}

/// Returns whether an event decides what may follow it.
pub(super) fn settles(event: &Event) -> bool {
    matches!(
        event,
        Event::Completed { .. }
            | Event::Locked { .. }
            | Event::Unlocked { .. }
            | Event::Queried { .. }
            | Event::UserRoles { .. }
            | Event::UserDisabled { .. }
    )
}

/// Checks that what decides about other events stands alone: each event is judged on what was stored before.
fn fit_alone(events: &[Event]) -> Result<(), String> {
    if events.len() > 1 && events.iter().any(settles) {
        return Err("Not saved: this has to be saved by itself.".to_owned());
    }
    Ok(())
}

/// Checks the length of every text of a request.
fn fit_texts(
    request: &str,
    reason: Option<&str>,
    late: Option<&str>,
    events: &[Event],
) -> Result<(), TooLong> {
    text_limits::check_text("the request's id", request)?;
    text_limits::check_text("the reason for the change", reason.unwrap_or_default())?;
    text_limits::check_text("the reason for the late entry", late.unwrap_or_default())?;
    events.iter().try_for_each(text_limits::check_event)
}

impl Work {
    /// Looks at who asks; returns what the store is to append, or why it is not asked to.
    pub(super) fn admit(&mut self, seat: SeatId, append: Append) -> Result<Wanted, Refusal> {
        let Append {
            request,
            seen,
            observed_at,
            reason,
            late,
            events,
        } = append;
        let user = self.user_of(seat)?;
        let place = self.seats.get(seat).ok_or_else(String::new)?;
        let (client, from) = (place.client.clone(), place.who.from.clone());
        if !is_named_after(&request, &client) {
            let why = "Not saved: the request is not named after this terminal.";
            return Err(why.to_owned().into());
        }
        // It is answered with its first receipt, whatever has been decided since.
        if self.store.is_known(&request)? {
            return Ok(Wanted {
                request,
                drafts: Vec::new(),
                seen: None,
            });
        }
        fit_texts(&request, reason.as_deref(), late.as_deref(), &events)?;
        self.fit_in_time(observed_at, late.as_deref())?;
        fit_alone(&events)?;
        let mut drafts: Vec<Draft> = Vec::with_capacity(events.len());
        for event in events {
            self.fit_for_users(&event)?;
            self.fit_to_begin(&event, &drafts)?;
            self.fit_to_follow(&event, reason.as_deref())?;
            self.fit_as_kept(&event)?;
            let role = user.role_for(&event).ok_or_else(|| not_allowed(&user))?;
            let role = self.role_for_fields(&user, &event)?.unwrap_or(role);
            let draft = Draft {
                by: user.acting(Some(role), &from),
                observed_at,
                reason: reason.clone().filter(|_| changes(&event)),
                late: late.clone(),
                event,
            };
            drafts.push(self.fit_as_entry(&request, draft)?);
        }
        Ok(Wanted {
            request,
            drafts,
            seen: Some(Seen { last: seen, client }),
        })
    }

    /// Checks the length of the entry that a draft becomes, and returns the draft.
    fn fit_as_entry(&self, request: &str, draft: Draft) -> Result<Draft, TooLong> {
        let entry = Entry {
            program: self.store.program().to_owned(),
            request: request.to_owned(),
            ..Entry::preview(draft, self.store.now())
        };
        text_limits::check_entry(&entry)?;
        Ok(entry.draft)
    }

    /// Checks the time of observation: not after now, and with a reason why it is entered later.
    fn fit_in_time(
        &self,
        observed_at: Option<DateTime<FixedOffset>>,
        late: Option<&str>,
    ) -> Result<(), String> {
        let Some(observed) = observed_at else {
            return match late {
                Some(_) => Err("Not saved: a late entry needs the time of observation.".to_owned()),
                None => Ok(()),
            };
        };
        let now = self.store.now();
        if observed > now {
            return Err(format!(
                "Not saved: it would be observed at {}, which is after now, {}. Look at the clocks of the host and of this terminal.",
                observed.format("%Y-%m-%d %H:%M"),
                now.format("%Y-%m-%d %H:%M")
            ));
        }
        if late.is_none_or(|late| late.trim().is_empty()) {
            return Err("Not saved: what is entered late needs a reason.".to_owned());
        }
        Ok(())
    }

    /// Checks a change of the list of users against the list.
    fn fit_for_users(&self, event: &Event) -> Result<(), String> {
        let Some(login) = event.user() else {
            return Ok(());
        };
        let known = self.store.users().get(login);
        match event {
            Event::UserAdded { .. } if known.is_some() => Err(format!(
                "{login} is on the list already. Change the roles with coreset user role, or enable them again."
            )),
            Event::UserAdded { name, .. } if name.trim().is_empty() => Err(format!(
                "{login} needs a name as it shall be printed: --name NAME"
            )),
            Event::UserAdded { roles, .. } | Event::UserRoles { roles, .. } if roles.is_empty() => {
                Err(format!("{login} needs a role, such as --role assessor."))
            }
            Event::UserAdded { .. } => Ok(()),
            _ if known.is_none() => Err(format!(
                "{login} is not on the list of users. See coreset user list."
            )),
            Event::UserDisabled { .. } | Event::UserRoles { .. }
                if self.leaves_no_manager(login, event) =>
            {
                Err(format!(
                    "{login} is the only manager of this study. Give somebody else that role first: coreset user role NAME manager"
                ))
            }
            _ => Ok(()),
        }
    }

    /// Returns whether nobody who may come in would be a manager after a change of this user.
    fn leaves_no_manager(&self, login: &str, event: &Event) -> bool {
        let manages = |user: &User| user.active && user.roles.contains(&Role::Manager);
        let stays =
            matches!(event, Event::UserRoles { roles, .. } if roles.contains(&Role::Manager));
        let users = self.store.users();
        let is_one = users.get(login).is_some_and(manages);
        let others = users.iter().filter(|user| user.user != login);
        is_one && !stays && !others.into_iter().any(manages)
    }

    /// Checks the beginning of a visit against eligibility, also where an answer begins it; a participant enrolled by
    /// the same request has nothing that would let them in.
    fn fit_to_begin(&mut self, event: &Event, before: &[Draft]) -> Result<(), Refusal> {
        let asks = self.study.eligibility().is_some();
        let visit = event.written().map(|(visit, _)| visit.as_str());
        let Some(visit) = visit.filter(|visit| asks && *visit != log::SESSION) else {
            return Ok(());
        };
        let Some(who) = event.participant() else {
            return Ok(());
        };
        let study = Arc::clone(&self.study);
        let begun = self
            .store
            .consult(who, |record, _| record.session(visit).is_some())?;
        if begun == Some(true) {
            return Ok(());
        }
        // What the same request says before counts.
        let stored = self.store.record(who)?;
        let enrolled = before.iter().find_map(|draft| match &draft.event {
            Event::Enrolled { participant } if participant.id == *who => Some(participant.clone()),
            _ => None,
        });
        let record = stored.or_else(|| Some(ParticipantRecord::new(enrolled?)));
        let judged = record.map(|mut record| {
            for draft in before {
                record.apply(&Entry::preview(draft.clone(), now()));
            }
            eligibility::gate(&study, &record, visit)
        });
        // Whoever is not enrolled at all is refused by the store.
        judged.unwrap_or(Ok(())).map_err(|reasons| {
            let words = format!("Not saved: {visit} cannot begin yet. {}", reasons.join(" "));
            words.into()
        })
    }

    /// Checks that an event may follow on what is stored about its participant, or about the study.
    fn fit_to_follow(&mut self, event: &Event, reason: Option<&str>) -> Result<(), Refusal> {
        if let Event::Enrolled { participant } = event {
            let locked = fit::lock_over(self.store.locks(), &Scope::participant(&participant.id));
            return locked.map_or(Ok(()), |words| Err(format!("Not enrolled. {words}").into()));
        }
        let Some(who) = event.participant() else {
            return match event {
                Event::Locked { .. } | Event::Unlocked { .. } => {
                    Ok(fit::fit_lock(self.store.locks(), event)?)
                }
                _ => Ok(()),
            };
        };
        let study = Arc::clone(&self.study);
        let look = |record: &ParticipantRecord, locks: &Locks| {
            fit::fit(&study, record, locks, event, reason)
        };
        // Who is enrolled by the same request has no record, and nothing in the way.
        Ok(self.store.consult(who, look)?.unwrap_or(Ok(()))?)
    }

    /// Returns the role in which a user answers a field that not everybody may answer; none for other fields.
    fn role_for_fields(&self, user: &User, event: &Event) -> Result<Option<Role>, String> {
        if matches!(event, Event::Noted { .. }) {
            return Ok(None);
        }
        let mut acting = None;
        for place in event.fields() {
            let form = self.study.form(place.form.as_str());
            let Some(field) = form.and_then(|form| form.field(place.field.as_str())) else {
                continue;
            };
            if field.roles.is_empty() {
                continue;
            }
            let own = user.roles.iter().find(|role| field.roles.contains(role));
            acting = Some(*own.ok_or_else(|| not_answered_by(field))?);
        }
        Ok(acting)
    }
}

fn not_answered_by(field: &Field) -> String {
    let roles: Vec<&str> = field.roles.iter().map(|role| role.word()).collect();
    format!(
        "Not saved: \"{}\" is answered by the role {} only.",
        field.label,
        roles.join(" or ")
    )
}

fn not_allowed(user: &User) -> String {
    let roles: Vec<&str> = user.roles.iter().map(|role| role.word()).collect();
    match user.roles.as_slice() {
        [Role::Monitor] => "Not saved: your role, monitor, reads only.".to_owned(),
        _ => format!(
            "Not saved: your role, {}, does not allow this. A manager of the study gives roles.",
            roles.join(" and ")
        ),
    }
}
