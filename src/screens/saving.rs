//! What is on its way to the journal, and what has arrived there.
//!
//! The screen shows an answer at once; the word "saved" waits for the receipt. What was refused
//! stays here and is sent again with the next change, under the same request id.

mod conflict;
mod refused;

use crate::domain::record::entry::{Draft, Entry, Receipt};
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::record::participant::Participant;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::rules::{locks, saved};
use crate::protocol::messages::{Append, Request};
use crate::screens::app::Effect;
use crate::screens::form::state::FormState;
use crate::screens::peers::answered;
use crate::screens::workspace::{Model, Workspace};
use chrono::{DateTime, FixedOffset};
use std::collections::VecDeque;

/// One request that has no receipt yet.
#[derive(Clone, Debug)]
pub struct Pending {
    /// Id of the request.
    pub request: String,
    /// The newest entry known when it was made.
    pub seen: u64,
    /// Its entries.
    pub drafts: Vec<Draft>,
    /// Whether it has to be sent again.
    pub refused: bool,
    /// The enrolment form that it came from.
    pub(crate) form: Option<Box<FormState>>,
}

/// The state of saving.
#[derive(Clone, Debug, Default)]
pub struct Saving {
    /// Name of this client, unique for ever; the front of every request id.
    pub client: String,
    /// Requests without a receipt, oldest first.
    pub pending: VecDeque<Pending>,
    /// The newest receipt.
    pub last: Option<Receipt>,
    /// Why the owner refused, until it takes entries again.
    pub refusal: Option<String>,
    counter: u64,
}

impl Saving {
    /// Starts with nothing on its way.
    pub fn new(client: impl Into<String>) -> Self {
        Self {
            client: client.into(),
            ..Self::default()
        }
    }

    /// Returns whether a request has no receipt yet.
    pub fn waits(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Returns the participants whose enrolment has no receipt yet.
    pub(crate) fn enrolling(&self) -> impl Iterator<Item = &Participant> {
        let drafts = self.pending.iter().flat_map(|pending| &pending.drafts);
        drafts.filter_map(|draft| match &draft.event {
            Event::Enrolled { participant } => Some(participant),
            _ => None,
        })
    }

    /// Takes a request off the list that is never sent again.
    fn drop(&mut self, request: &str) -> Option<Pending> {
        let place = self.pending.iter().position(|p| p.request == request)?;
        let dropped = self.pending.remove(place);
        if !self.pending.iter().any(|pending| pending.refused) {
            self.refusal = None;
        }
        dropped
    }

    /// Takes it that whatever was sent may not have arrived.
    pub(crate) fn all_wait(&mut self) {
        for pending in &mut self.pending {
            pending.refused = true;
        }
    }

    /// Keeps the form that the newest request came from, in case it is refused.
    pub(crate) fn came_from(&mut self, form: Option<Box<FormState>>) {
        if let Some(newest) = self.pending.back_mut() {
            newest.form = form;
        }
    }

    /// Returns the id of the newest request that has no receipt yet.
    pub(crate) fn newest(&self) -> Option<&str> {
        self.pending.back().map(|pending| pending.request.as_str())
    }

    /// Shows in a record what has no receipt yet.
    pub(crate) fn preview(&self, record: &mut ParticipantRecord, now: DateTime<FixedOffset>) {
        for pending in &self.pending {
            preview(record, &pending.drafts, now);
        }
    }

    /// Takes a request that is stored off the list.
    ///
    /// Receipts come in the order of the requests, so that an older one without a receipt was
    /// refused. Sent again, it would have the last word on its fields: what is newer is then said
    /// once more after it.
    fn arrived(&mut self, request: &str) {
        let Some(place) = self.pending.iter().position(|p| p.request == request) else {
            return;
        };
        let Some(stored) = self.pending.remove(place) else {
            return;
        };
        let refused = self.pending.iter().take(place);
        let older: Vec<FieldPath> = refused
            .flat_map(|pending| &pending.drafts)
            .flat_map(|draft| answered(&draft.event))
            .collect();
        let again = |draft: &Draft| {
            let fields = answered(&draft.event);
            fields.iter().any(|field| older.contains(field))
        };
        let drafts: Vec<Draft> = stored.drafts.into_iter().filter(again).collect();
        if !drafts.is_empty() {
            let request = self.next_request();
            let again = Pending {
                request,
                seen: stored.seen,
                drafts,
                refused: true,
                form: None,
            };
            self.pending.insert(place, again);
        }
    }

    pub(crate) fn next_request(&mut self) -> String {
        self.counter += 1;
        format!("{}-{}", self.client, self.counter)
    }
}

impl Workspace {
    /// Sends again what was refused, oldest first; nothing while the owner is out of reach.
    pub(crate) fn resend(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.lost.is_some() {
            return effects;
        }
        for pending in self.saving.pending.iter_mut().filter(|p| p.refused) {
            pending.refused = false;
            effects.push(wire(pending));
        }
        effects
    }
}

impl Model {
    /// Takes a receipt: the record gets the entries as stored, then whatever is still on its way.
    pub(crate) fn appended(&mut self, receipt: Receipt, entries: &[Entry]) {
        self.shared.saving.arrived(&receipt.request);
        self.shared.seen = self.shared.seen.max(receipt.last);
        self.own_entries(entries);
        self.apply(entries);
        if entries
            .iter()
            .any(|entry| locks::is_study_wide(&entry.draft.event))
        {
            self.study_is_old();
        }
        if !self
            .shared
            .saving
            .pending
            .iter()
            .any(|pending| pending.refused)
        {
            self.shared.saving.refusal = None;
        }
        let typed = |entry: &Entry| saved::shows_as_saved(&entry.draft.event);
        if entries.iter().any(typed) {
            self.shared.saving.last = Some(receipt);
        }
    }
}

impl Workspace {
    /// Sends what an assessor enters as one request, where they may enter it, and shows its effect at once.
    pub(crate) fn append(&mut self, events: Vec<Event>) -> Vec<Effect> {
        self.append_because(events, None)
    }

    /// Sends what an assessor enters, with the reason for the change; the request keeps it, however often it is sent.
    pub(crate) fn append_because(
        &mut self,
        events: Vec<Event>,
        reason: Option<String>,
    ) -> Vec<Effect> {
        if events.is_empty() || self.only_reads() || self.is_locked(&events) {
            return Vec::new();
        }
        for event in &events {
            let closed = |place: &FieldPath| self.is_closed_to_user(&place.form, &place.field);
            if event.answers().iter().any(closed) {
                return Vec::new();
            }
        }
        self.send_because(events, reason)
    }

    /// Sends events as one request and shows their effect at once; whether the user may is left to the owner.
    pub(crate) fn send(&mut self, events: Vec<Event>) -> Vec<Effect> {
        self.send_because(events, None)
    }

    fn send_because(&mut self, events: Vec<Event>, reason: Option<String>) -> Vec<Effect> {
        let by = self.who.clone();
        let late = self.late_for(&events);
        let drafts = events.into_iter().map(|event| Draft {
            observed_at: late.map(|late| late.observed_at),
            reason: reason.clone(),
            late: late.map(|late| late.reason.clone()),
            ..Draft::new(by.clone(), event)
        });
        let drafts = drafts.collect();
        self.append_drafts(drafts)
    }

    /// Sends what is ready as one request and shows its effect at once.
    pub(crate) fn append_drafts(&mut self, drafts: Vec<Draft>) -> Vec<Effect> {
        if let Some(record) = &mut self.record {
            preview(record, &drafts, self.now);
            self.refresh_sets();
        }
        let mut effects = self.resend();
        let pending = Pending {
            request: self.saving.next_request(),
            seen: self.seen,
            drafts,
            refused: false,
            form: None,
        };
        effects.push(wire(&pending));
        self.saving.pending.push_back(pending);
        effects
    }
}

fn wire(pending: &Pending) -> Effect {
    // All entries of a request have the same reason and the same time of observation.
    let first = pending.drafts.first();
    Effect::Send(Request::Append(Append {
        request: pending.request.clone(),
        seen: pending.seen,
        observed_at: first.and_then(|draft| draft.observed_at),
        reason: first.and_then(|draft| draft.reason.clone()),
        late: first.and_then(|draft| draft.late.clone()),
        events: pending
            .drafts
            .iter()
            .map(|draft| draft.event.clone())
            .collect(),
    }))
}

/// Applies drafts as if they were stored: number 0 marks a cell that is not saved yet.
fn preview(record: &mut ParticipantRecord, drafts: &[Draft], now: DateTime<FixedOffset>) {
    for draft in drafts {
        record.apply(&Entry::preview(draft.clone(), now));
    }
}
