//! Sending entries to the owner, sending again what was refused, and leaving once all is saved.

use crate::domain::record::entry::Draft;
use crate::domain::record::event::{Event, FieldPath};
use crate::protocol::messages::{Append, Request};
use crate::screens::effect::Effect;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::saving::{Pending, preview};

impl Workspace {
    pub(crate) fn quit(&mut self) -> Vec<Effect> {
        if self.saving.waits() {
            // The receipt leaves, a second press in a row leaves before it, any other key stays.
            self.leaving = true;
            let may_be_lost = self.saving.refusal.is_some() || self.connection.lost.is_some();
            self.notice = Some(Notice::warn(self.language.leaving(may_be_lost)));
            return self.resend();
        }
        if self.exporting.goes_on() {
            // Its end leaves, and a second press stops it.
            self.leaving = true;
            self.notice = Some(Notice::warn(self.language.leaving_export()));
            return Vec::new();
        }
        vec![Effect::Quit]
    }
}

impl Workspace {
    /// Sends again what was refused, oldest first; nothing while the owner is out of reach.
    pub(crate) fn resend(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.connection.lost.is_some() {
            return effects;
        }
        for pending in self.saving.pending.iter_mut().filter(|p| p.refused) {
            pending.refused = false;
            effects.push(wire(pending));
        }
        effects
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
        if events.is_empty()
            || self.only_reads()
            || self.is_locked(&events)
            || self.is_removed(&events)
            || self.is_hidden(&events)
            || self.waits_for_void(&events)
        {
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

    /// Says so where events write to a visit that is being taken out: if that is refused, they would write to the old session.
    fn waits_for_void(&mut self, events: &[Event]) -> bool {
        let voided = self.saving.voiding();
        let written = events.iter().filter_map(Event::written);
        let waits = { written }.any(|(visit, _)| voided.contains(visit));
        if waits {
            self.notice = Some(Notice::warn(self.language.not_all_saved()));
        }
        waits
    }

    /// Sends events as one request and shows their effect at once; whether the user may is left to the owner.
    pub(crate) fn send(&mut self, events: Vec<Event>) -> Vec<Effect> {
        self.send_because(events, None)
    }

    fn send_because(&mut self, events: Vec<Event>, reason: Option<String>) -> Vec<Effect> {
        self.forget_words(&events);
        let by = self.account.who.clone();
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
        if let Some(record) = &mut self.open.record {
            preview(record, &drafts, self.now);
            self.refresh_sets();
        }
        let mut effects = self.resend();
        let pending = Pending {
            request: self.saving.next_request(),
            seen: self.connection.seen,
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
        // No terminal imports.
        imported: Vec::new(),
    }))
}
