//! Says by itself that a form was left, when the terminal that stored something in it is gone and its client has not come
//! back within 10 minutes.
//!
//! A terminal that is left by its keys says so itself, and one that reconnects has left nothing. What is noted here is
//! not stored: of what was open when a server ended the next one knows nothing, and writes nothing at its start. A client
//! that comes back to it still says itself what it leaves.

use super::connections::Connection;
use super::{ConnectionId, Work};
use crate::domain::base::ids::{FormId, ParticipantId, VisitId};
use crate::domain::record::entry::Entry;
use crate::domain::record::event::Event;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::rules::order;
use crate::domain::study::Study;
use crate::domain::verdict::kept::kept_form;
use chrono::{DateTime, FixedOffset, TimeDelta};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

/// How long a client may be away before what it had open counts as left.
const AWAY: TimeDelta = TimeDelta::minutes(10);

/// How long it waits before it tries again what could not be stored.
const RETRY: TimeDelta = TimeDelta::minutes(1);

/// A form of a participant.
type Place = (ParticipantId, VisitId, FormId);

/// What one client has stored in forms that nobody has left since.
#[derive(Debug, Default)]
struct OpenForms {
    forms: BTreeSet<Place>,
    /// When what it has open counts as left; `None` while the client is there.
    due: Option<DateTime<FixedOffset>>,
}

/// The forms in which something was stored and that nobody has left since, by client.
#[derive(Debug, Default)]
pub(super) struct Clients(BTreeMap<String, OpenForms>);

impl Clients {
    /// Takes stored entries of a client: what it answered is open, and what somebody left is not.
    fn take(&mut self, client: &str, entries: &[Entry]) {
        for entry in entries {
            for place in entry.draft.event.answers() {
                let open = self.0.entry(client.to_owned()).or_default();
                let place = (place.participant, place.visit, place.form);
                open.forms.insert(place);
            }
            if let Some((participant, visit, form)) = entry.draft.event.left_form() {
                self.left(&(participant.clone(), visit.clone(), form.clone()));
            }
        }
    }

    /// Takes that a form was left, by whomever.
    fn left(&mut self, place: &Place) {
        for open in self.0.values_mut() {
            open.forms.remove(place);
        }
        self.0.retain(|_, open| !open.forms.is_empty());
    }

    /// Takes that a client is gone; what it has open counts as left at this moment.
    fn gone(&mut self, client: &str, due: DateTime<FixedOffset>) {
        if let Some(open) = self.0.get_mut(client) {
            open.due = Some(due);
        }
    }

    /// Takes that a client is there again.
    fn back(&mut self, client: &str) {
        if let Some(open) = self.0.get_mut(client) {
            open.due = None;
        }
    }

    /// Returns when the next client has been away long enough, if one is away.
    fn next_due(&self) -> Option<DateTime<FixedOffset>> {
        self.0.values().filter_map(|open| open.due).min()
    }

    /// Returns the clients that have been away long enough, with what they have open. None waits longer than it would
    /// have to if it had gone now: the clock may have gone back since.
    fn due(&mut self, now: DateTime<FixedOffset>) -> Vec<(String, Vec<Place>)> {
        let mut due = Vec::new();
        for (client, open) in &mut self.0 {
            open.due = open.due.map(|due| due.min(now + AWAY));
            if open.due.is_some_and(|due| due <= now) {
                due.push((client.clone(), open.forms.iter().cloned().collect()));
            }
        }
        due
    }
}

impl Work {
    /// Notes what the entries of a connection have opened and left.
    pub(super) fn note_forms(&mut self, connection: ConnectionId, entries: &[Entry]) {
        if let Some(there) = self.connections.get(connection).filter(|c| c.screens) {
            self.open_forms.take(&there.client, entries);
        }
    }

    /// Notes that a connection has ended, unless its client has another one.
    pub(super) fn note_gone(&mut self, left: &Connection) {
        if left.screens && !self.connections.has_client(&left.client) {
            self.open_forms.gone(&left.client, self.store.now() + AWAY);
        }
    }

    /// Notes that a client is there.
    pub(super) fn note_back(&mut self, client: &str) {
        self.open_forms.back(client);
    }

    /// Returns how long until a client has been away long enough; `None` while none is away, so that an idle server is
    /// not woken, and while nothing can be stored.
    pub(super) fn leaves_forms_in(&self) -> Option<Duration> {
        let due = self.open_forms.next_due()?;
        if self.store.is_closed() {
            return None;
        }
        let left = (due - self.store.now()).clamp(TimeDelta::zero(), AWAY);
        left.to_std().ok()
    }

    /// Records that the forms were left which clients had open that have been away long enough.
    pub(super) fn leave_forms(&mut self) {
        if self.open_forms.next_due().is_none() || self.store.is_closed() {
            return;
        }
        let now = self.store.now();
        for (client, places) in self.open_forms.due(now) {
            for place in places {
                if !self.leave_form(&place) {
                    self.open_forms.gone(&client, now + RETRY);
                    return;
                }
                self.open_forms.left(&place);
            }
        }
    }

    /// Records that a form was left, where something was stored in it since; returns whether nothing is to be tried again.
    fn leave_form(&mut self, place: &Place) -> bool {
        let study = Arc::clone(&self.study);
        let program = self.store.program().to_owned();
        let look = |record: &ParticipantRecord| leaving(&study, record, place, &program);
        let event = match self.store.consult(&place.0, |record, _| look(record)) {
            Ok(found) => found.flatten(),
            Err(_) => return false,
        };
        let Some(event) = event else {
            return true;
        };
        let last = self.store.last();
        let stored = self.recorded(self.program.clone(), event).is_ok();
        self.publish_since(last);
        stored
    }
}

/// Returns the event of leaving a form, by the rule that holds for every client; `None` where nothing was stored in it
/// since somebody left it.
fn leaving(
    study: &Study,
    record: &ParticipantRecord,
    place: &Place,
    program: &str,
) -> Option<Event> {
    let (participant, visit, form) = place.clone();
    let session = record.session(visit.as_str())?;
    if !session.is_stored_since_left(&form) {
        return None;
    }
    let new = !session.completed.contains_key(&form);
    let complete =
        new && order::is_complete(study, Some(session), record.participant.sex, &visit, &form);
    Some(match complete {
        true => Event::Completed {
            kept: kept_form(study, record, &visit, &form, program).map(Box::new),
            participant,
            visit,
            form,
        },
        false => Event::FormLeft {
            participant,
            visit,
            form,
        },
    })
}
