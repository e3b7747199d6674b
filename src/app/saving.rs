//! What is on its way to the journal, and what has arrived there.
//!
//! The screen shows an answer at once; the word "saved" waits for the receipt. What was refused
//! stays here and is sent again with the next change, under the same request id.

use super::Effect;
use super::model::{Model, Notice};
use crate::client::Request;
use crate::domain::entry::{Draft, Entry, Receipt};
use crate::domain::event::{Event, Place};
use crate::domain::participant::Participant;
use crate::domain::session::ParticipantRecord;
use chrono::{DateTime, FixedOffset};
use std::collections::VecDeque;

/// One request that has no receipt yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Id of the request.
    pub request: String,
    /// Its entries.
    pub drafts: Vec<Draft>,
    /// Whether the owner refused it.
    pub refused: bool,
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
        let older: Vec<Place> = refused
            .flat_map(|pending| pending.drafts.iter().filter_map(field_of).cloned())
            .collect();
        let again = |draft: &Draft| field_of(draft).is_some_and(|field| older.contains(field));
        let drafts: Vec<Draft> = stored.drafts.into_iter().filter(again).collect();
        if !drafts.is_empty() {
            let request = self.next_request();
            let again = Pending {
                request,
                drafts,
                refused: true,
            };
            self.pending.insert(place, again);
        }
    }

    fn next_request(&mut self) -> String {
        self.counter += 1;
        format!("{}-{}", self.client, self.counter)
    }
}

impl Model {
    /// Sends events as one request and shows their effect at once.
    pub(crate) fn append(&mut self, events: Vec<Event>) -> Vec<Effect> {
        if events.is_empty() {
            return Vec::new();
        }
        let by = self.who.clone();
        let drafts: Vec<Draft> = events
            .into_iter()
            .map(|event| Draft {
                by: by.clone(),
                observed_at: None,
                event,
            })
            .collect();
        if let Some(record) = &mut self.record {
            preview(record, &drafts, self.now);
            self.refresh_sets();
        }
        let mut effects = self.resend();
        let request = self.saving.next_request();
        self.saving.pending.push_back(Pending {
            request: request.clone(),
            drafts: drafts.clone(),
            refused: false,
        });
        effects.push(Effect::Send(Request::Append { request, drafts }));
        effects
    }

    /// Sends again what was refused, oldest first.
    pub(crate) fn resend(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        for pending in self
            .saving
            .pending
            .iter_mut()
            .filter(|pending| pending.refused)
        {
            pending.refused = false;
            effects.push(Effect::Send(Request::Append {
                request: pending.request.clone(),
                drafts: pending.drafts.clone(),
            }));
        }
        effects
    }

    /// Takes a receipt: the record gets the entries as stored, then whatever is still on its way.
    pub(crate) fn appended(&mut self, receipt: Receipt, entries: &[Entry]) {
        self.saving.arrived(&receipt.request);
        if let Some(record) = &mut self.record {
            for entry in entries {
                record.apply(entry);
            }
            self.saving.preview(record, self.now);
            self.refresh_sets();
        }
        if !self.saving.pending.iter().any(|pending| pending.refused) {
            self.saving.refusal = None;
        }
        // A question that was recorded is nothing that the assessor typed.
        let typed = |entry: &Entry| {
            !matches!(
                entry.draft.event,
                Event::Prompted { .. } | Event::Shown { .. } | Event::SessionBegun { .. }
            )
        };
        if entries.iter().any(typed) {
            self.saving.last = Some(receipt);
        }
    }

    /// Takes a refusal: nothing is forgotten, and the screen says why and what to do.
    pub(crate) fn refused(&mut self, request: &str, reason: String) {
        for pending in self
            .saving
            .pending
            .iter_mut()
            .filter(|p| p.request == request)
        {
            pending.refused = true;
        }
        self.notice = Some(Notice::error(reason.clone()));
        self.saving.refusal = Some(reason);
    }
}

/// Returns the field whose answer a draft sets or clears.
fn field_of(draft: &Draft) -> Option<&Place> {
    match &draft.event {
        Event::Answered { place, .. } | Event::Cleared { place, .. } => Some(place),
        _ => None,
    }
}

/// Applies drafts as if they were stored: number 0 marks a cell that is not saved yet.
fn preview(record: &mut ParticipantRecord, drafts: &[Draft], now: DateTime<FixedOffset>) {
    for draft in drafts {
        record.apply(&Entry {
            seq: 0,
            recorded_at: now,
            program: String::new(),
            request: String::new(),
            draft: draft.clone(),
            prev: String::new(),
            hash: String::new(),
        });
    }
}
