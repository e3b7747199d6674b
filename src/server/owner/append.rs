//! Appends: who may, what waits together with one sync, and who else is told.

use super::{SeatId, Told, Work, sentence};
use crate::client::{Append, Reply, Request};
use crate::domain::entry::{Draft, Entry, is_named_after};
use crate::domain::event::Event;
use crate::domain::fit;
use crate::domain::ids::ParticipantId;
use crate::domain::instrument::Field;
use crate::domain::lock::{Locks, Scope};
use crate::domain::log;
use crate::domain::session::ParticipantRecord;
use crate::domain::story::eligibility;
use crate::domain::summary::Summary;
use crate::domain::user::{Role, User};
use crate::store::{Appended, ErrorKind, Seen, StoreError, Wanted};
use chrono::{DateTime, FixedOffset};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Most requests that share a sync.
const GROUP: usize = 256;

/// Who asked, and under which request.
pub(super) struct Asker {
    seat: SeatId,
    request: String,
    /// Why it is not even tried.
    refusal: Option<String>,
}

impl Work {
    /// Appends a request and those that wait directly behind it, with one sync.
    pub(super) fn append(&mut self, seat: SeatId, first: Request) {
        let mut group: Vec<Wanted> = Vec::new();
        let mut askers: Vec<Asker> = Vec::new();
        let mut next = Some((seat, first));
        // Only appends are brought here.
        while let Some((seat, Request::Append(append))) = next.take() {
            let request = append.request.clone();
            let last = append.events.iter().any(settles);
            let mut refusal = None;
            match self.admit(seat, append) {
                Ok(wanted) => group.push(wanted),
                Err(why) => refusal = Some(why),
            }
            askers.push(Asker {
                seat,
                request,
                refusal,
            });
            // What may follow is decided by what was stored before.
            if !last
                && askers.len() < GROUP
                && let Some(Told::Ask(_, Request::Append(Append { events, .. }))) =
                    self.waiting.front()
                && !events.iter().any(follows)
                && let Some(Told::Ask(seat, request)) = self.waiting.pop_front()
            {
                next = Some((seat, request));
            }
        }
        self.write(askers, group);
    }

    /// Appends a request that the owner has put together for somebody, and answers them.
    pub(super) fn append_for(&mut self, seat: SeatId, request: String, wanted: Wanted) {
        let asker = Asker {
            seat,
            request,
            refusal: None,
        };
        self.write(vec![asker], vec![wanted]);
    }

    /// Appends what wants to be, after those who came in and went out meanwhile.
    pub(super) fn write(&mut self, askers: Vec<Asker>, group: Vec<Wanted>) {
        let before = self.store.last();
        let comings = std::mem::take(&mut self.comings);
        let all: Vec<Wanted> = comings.iter().cloned().chain(group).collect();
        let store = &mut self.store;
        let answers = catch_unwind(AssertUnwindSafe(|| store.append_all(all)));
        let new = self.store.last() - before;
        self.figures.entries.fetch_add(new, Ordering::Relaxed);
        self.figures
            .syncs
            .fetch_add(u64::from(new > 0), Ordering::Relaxed);
        match answers {
            Ok(mut answers) => {
                let own: Vec<_> = answers.drain(..comings.len().min(answers.len())).collect();
                self.keep_comings(comings, &own);
                self.tell(askers, answers, before);
            }
            Err(_) => {
                for asker in askers {
                    let reason = "Saving failed inside the program and it is not known whether this was stored. Leave coreset and start it again.";
                    self.refuse(asker, reason.to_owned(), false);
                }
            }
        }
        // The answers are out; what fails here is told to whoever asks next.
        let store = &mut self.store;
        let _ = catch_unwind(AssertUnwindSafe(|| store.settle()));
    }

    /// Looks at who asks; returns what the store is to append, or why it is not asked to.
    fn admit(&mut self, seat: SeatId, append: Append) -> Result<Wanted, String> {
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
            return Err("Not saved: the request is not named after this terminal.".to_owned());
        }
        self.fit_in_time(observed_at, late.as_deref())?;
        let mut drafts = Vec::with_capacity(events.len());
        for event in events {
            self.fit_for_users(&event)?;
            self.fit_to_begin(&event)?;
            self.fit_to_follow(&event, reason.as_deref())?;
            self.fit_as_kept(&event)?;
            let role = user.role_for(&event).ok_or_else(|| not_allowed(&user))?;
            let role = self.role_for_fields(&user, &event)?.unwrap_or(role);
            drafts.push(Draft {
                by: user.acting(Some(role), &from),
                observed_at,
                reason: reason.clone(),
                late: late.clone(),
                event,
            });
        }
        Ok(Wanted {
            request,
            drafts,
            seen: Some(Seen { last: seen, client }),
        })
    }

    /// Checks the time of observation: not after now, and with a reason why it is entered later.
    fn fit_in_time(
        &self,
        observed_at: Option<DateTime<FixedOffset>>,
        late: Option<&str>,
    ) -> Result<(), String> {
        let Some(observed) = observed_at else {
            return Ok(());
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
            _ => Ok(()),
        }
    }

    /// Checks the beginning of a visit against eligibility; a participant enrolled by the same request has none yet.
    fn fit_to_begin(&mut self, event: &Event) -> Result<(), String> {
        let Event::SessionBegun {
            participant, visit, ..
        } = event
        else {
            return Ok(());
        };
        if self.study.eligibility().is_none() {
            return Ok(());
        }
        let record = self.store.record(participant);
        let Some(record) = record.map_err(|error| sentence(&error))? else {
            return Ok(());
        };
        eligibility::gate(&self.study, &record, visit.as_str()).map_err(|reasons| {
            format!("Not saved: {visit} cannot begin yet. {}", reasons.join(" "))
        })
    }

    /// Checks that an event may follow on what is stored about its participant, or about the study.
    fn fit_to_follow(&mut self, event: &Event, reason: Option<&str>) -> Result<(), String> {
        if let Event::Enrolled { participant } = event {
            let locked = fit::lock_over(self.store.locks(), &Scope::participant(&participant.id));
            return locked.map_or(Ok(()), |words| Err(format!("Not enrolled. {words}")));
        }
        let Some(who) = event.participant() else {
            return match event {
                Event::Locked { .. } | Event::Unlocked { .. } => {
                    fit::fit_lock(self.store.locks(), event)
                }
                _ => Ok(()),
            };
        };
        let study = Arc::clone(&self.study);
        let look = |record: &ParticipantRecord, locks: &Locks| {
            fit::fit(&study, record, locks, event, reason)
        };
        // Who is enrolled by the same request has no record, and nothing in the way.
        let found = self.store.consult(who, look);
        found.map_err(|error| sentence(&error))?.unwrap_or(Ok(()))
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

    fn refuse(&self, asker: Asker, reason: String, lasting: bool) {
        let refused = Reply::Refused {
            request: asker.request,
            reason,
            lasting,
        };
        self.seats.reply(asker.seat, refused);
    }

    /// Tells the others what is new, then those who asked what came of it, in the order in which they asked.
    fn tell(
        &mut self,
        askers: Vec<Asker>,
        answers: Vec<Result<Appended, StoreError>>,
        before: u64,
    ) {
        let tried = askers.iter().filter(|asker| asker.refusal.is_none());
        for (asker, answer) in tried.zip(&answers) {
            // What was stored before has been told before.
            if let Ok(appended) = answer
                && appended.receipt.first > before
            {
                self.publish(asker.seat, appended);
                self.tell_kept(asker.seat, appended);
            }
        }
        let mut answers = answers.into_iter();
        for mut asker in askers {
            if let Some(refusal) = asker.refusal.take() {
                self.refuse(asker, refusal, true);
                continue;
            }
            let reply = match answers.next() {
                Some(Ok(appended)) => Reply::Appended {
                    receipt: appended.receipt,
                    entries: appended.entries,
                    summary: appended.summary.map(Box::new),
                },
                Some(Err(StoreError::Conflict { standing })) => Reply::Conflict {
                    request: asker.request,
                    standing,
                },
                Some(Err(error)) => {
                    let lasting = matches!(error.kind(), ErrorKind::Refused);
                    self.refuse(asker, sentence(&error), lasting);
                    continue;
                }
                None => continue,
            };
            self.seats.reply(asker.seat, reply);
        }
    }

    /// Tells those who look at the participant, and those who look at the list; of what is about the whole study
    /// everybody.
    fn publish(&mut self, asker: SeatId, appended: &Appended) {
        self.tell_all(asker, &appended.entries);
        let about = appended.entries.iter();
        let about = about.filter_map(|entry| entry.draft.event.participant());
        for who in about.collect::<BTreeSet<_>>() {
            let last = appended.summary.as_ref();
            let summary = match last.filter(|summary| summary.participant.id == *who) {
                Some(summary) => Some(summary.clone()),
                // A request about several carries the summary of one.
                None => self.store.summary(who).unwrap_or_default(),
            };
            if let Some(summary) = summary {
                self.list.take(&summary);
                self.tell_others(asker, &appended.entries, &summary);
            }
        }
    }

    /// Tells everybody that the whole study was locked or unlocked: no record that is open takes answers then.
    fn tell_all(&self, asker: SeatId, entries: &[Entry]) {
        let wide = |entry: &&Entry| match &entry.draft.event {
            Event::Locked { scope, .. } | Event::Unlocked { scope, .. } => {
                scope.participant.is_none()
            }
            _ => false,
        };
        let entries: Vec<Entry> = entries.iter().filter(wide).cloned().collect();
        if entries.is_empty() {
            return;
        }
        for (id, _) in self.seats.others(asker).filter(|(_, seat)| seat.screens) {
            let (entries, summary) = (entries.clone(), None);
            self.seats.reply(id, Reply::Changed { entries, summary });
        }
    }

    fn tell_others(&self, asker: SeatId, entries: &[Entry], summary: &Summary) {
        let who = &summary.participant.id;
        for (id, seat) in self.seats.others(asker).filter(|(_, seat)| seat.screens) {
            let entries = match &seat.record {
                Some(open) if open == who => about(entries, who),
                Some(_) => continue,
                None => Vec::new(),
            };
            let summary = Some(Box::new(summary.clone()));
            self.seats.reply(id, Reply::Changed { entries, summary });
        }
    }
}

fn about(entries: &[Entry], who: &ParticipantId) -> Vec<Entry> {
    let own = |entry: &&Entry| entry.draft.event.participant() == Some(who);
    entries.iter().filter(own).cloned().collect()
}

/// Returns whether an event decides what may follow it.
fn settles(event: &Event) -> bool {
    matches!(
        event,
        Event::Completed { .. }
            | Event::Locked { .. }
            | Event::Unlocked { .. }
            | Event::Queried { .. }
    )
}

/// Returns whether what was stored before decides about an event: a visit begun, a form left complete.
fn follows(event: &Event) -> bool {
    match event {
        Event::SessionBegun { visit, .. } => visit.as_str() != log::SESSION,
        Event::Completed { .. } => true,
        _ => false,
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
