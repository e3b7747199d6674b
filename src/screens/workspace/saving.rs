//! What is on its way to the journal, and what has arrived there.
//!
//! The screen shows an answer at once; the word "saved" waits for the receipt. What was refused stays here and is sent
//! again with the next change, under the same request id.

use crate::domain::base::ids::VisitId;
use crate::domain::record::entry::{Draft, Entry, Receipt};
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::record::participant::Participant;
use crate::domain::record::session::ParticipantRecord;
use crate::screens::form::state::FormState;
use crate::screens::workspace::peer_change::answered;
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
    pub(crate) form: Option<FormState>,
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

/// Returns the fields that an event writes to, or says an answer to a question about.
pub(crate) fn about(event: &Event) -> Vec<FieldPath> {
    match event {
        Event::Prompted { place, .. } => vec![place.clone()],
        event => event.fields(),
    }
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

    /// Returns whether a step in a query has no receipt yet.
    pub(crate) fn asks(&self) -> bool {
        let mut drafts = self.pending.iter().flat_map(|pending| &pending.drafts);
        drafts.any(|draft| matches!(draft.event, Event::Queried { .. }))
    }

    /// Returns the participants whose enrolment has no receipt yet.
    pub(crate) fn enrolling(&self) -> impl Iterator<Item = &Participant> {
        let drafts = self.pending.iter().flat_map(|pending| &pending.drafts);
        drafts.filter_map(|draft| match &draft.event {
            Event::Enrolled { participant } => Some(participant),
            _ => None,
        })
    }

    /// Returns the visits that are taken out without a receipt yet.
    pub(crate) fn voiding(&self) -> Vec<VisitId> {
        let drafts = self.pending.iter().flat_map(|pending| &pending.drafts);
        drafts
            .filter_map(|draft| draft.event.voided().cloned())
            .collect()
    }

    /// Takes a request off the list that is never sent again.
    pub(crate) fn drop(&mut self, request: &str) -> Option<Pending> {
        let place = self.pending.iter().position(|p| p.request == request)?;
        let dropped = self.pending.remove(place);
        if !self.pending.iter().any(|pending| pending.refused) {
            self.refusal = None;
        }
        dropped
    }

    /// Records that the requests without a reply may not have arrived.
    pub(crate) fn all_wait(&mut self) {
        for pending in &mut self.pending {
            pending.refused = true;
        }
    }

    /// Keeps the form that the newest request came from, in case it is refused.
    pub(crate) fn came_from(&mut self, form: Option<FormState>) {
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
    pub(crate) fn arrived(&mut self, request: &str) {
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
        // With what was said to the questions about them.
        let again = |draft: &Draft| {
            let is_older = |field: &FieldPath| older.contains(field);
            draft.event.note().is_none() && about(&draft.event).iter().any(is_older)
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

/// Applies drafts as if they were stored: number 0 marks a cell that is not saved yet.
pub(crate) fn preview(
    record: &mut ParticipantRecord,
    drafts: &[Draft],
    now: DateTime<FixedOffset>,
) {
    for draft in drafts {
        record.apply(&Entry::preview(draft.clone(), now));
    }
}
