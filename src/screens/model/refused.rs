//! A request that the owner refuses for good.

use crate::domain::record::entry::Draft;
use crate::domain::record::event::{Event, FieldPath, Origin};
use crate::domain::rules::{Refusal, reasons};
use crate::screens::effect::Effect;
use crate::screens::model::Model;
use crate::screens::stack::Layer;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::saving::Pending;

impl Workspace {
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

impl Model {
    /// Takes a refusal that no second try changes.
    pub(crate) fn refused_for_good(
        &mut self,
        request: &str,
        refusal: &Refusal,
        reason: String,
    ) -> Vec<Effect> {
        let Some(dropped) = self.shared.saving.drop(request) else {
            self.shared.notice = Some(Notice::error(reason));
            return Vec::new();
        };
        let leaves = |draft: &Draft| draft.event.left_form().is_some();
        if dropped.drafts.iter().all(leaves) {
            // Nothing typed is lost: somebody else left the form too, or leaving it the next time records this again.
            self.show_stored();
            return self.shared.ask_record_again();
        }
        self.shared.notice = Some(Notice::error(reason));
        self.forget_edits(request);
        let enrolled = dropped.drafts.iter().find_map(|draft| match &draft.event {
            Event::Enrolled { participant } => Some(participant.id.clone()),
            _ => None,
        });
        let Some(id) = enrolled else {
            self.show_stored();
            self.bring_typed_back(&dropped, refusal);
            return self.shared.ask_record_again();
        };
        if self.shared.opening.participant.as_ref() == Some(&id) {
            self.shared.opening.participant = None;
            self.shared.drop_typed_ahead();
        }
        self.enrolment_back(dropped);
        Vec::new()
    }

    /// Puts words back with their line, and text with its field where it can be accepted another time: its answer cannot be stored as the record
    /// stands now, as in a field that somebody else's answer hides, or somebody else left the form first, so that it now
    /// needs a reason.
    fn bring_typed_back(&mut self, dropped: &Pending, refusal: &Refusal) {
        let is_content = matches!(refusal, Refusal::Content { .. });
        for draft in &dropped.drafts {
            self.shared.words_back(&draft.event, dropped.seen);
            self.shared.reason_back(draft);
            if let Event::Answered {
                place,
                answer,
                origin: Origin::Typed,
            } = &draft.event
                && (is_content || self.lacks_reason(draft, place))
            {
                self.bring_back(place, answer, self.shared.connection.seen);
            }
        }
    }

    fn lacks_reason(&self, draft: &Draft, place: &FieldPath) -> bool {
        let record = self.shared.open.record.as_ref();
        draft.reason.is_none()
            && record.is_some_and(|record| {
                let form = (&place.visit, &place.form);
                reasons::asked_because(&self.shared.study, record, form, [&place.field]).is_some()
            })
    }

    /// Brings a refused enrolment back as the form with its answers, unless something else is being done.
    fn enrolment_back(&mut self, dropped: Pending) {
        let Some(mut form) = dropped.form else {
            return;
        };
        let free = match self.layers.as_slice() {
            [Layer::Participants(list)] => list.line.is_empty(),
            _ => false,
        };
        if free {
            let focus = form.focus.clone();
            form.focus_on(focus);
            self.layers.push(Layer::Form(form));
            return;
        }
        self.shared.texts.enrolment = Some(form);
        if let Some(notice) = &mut self.shared.notice {
            notice.text.push(' ');
            notice.text.push_str(self.shared.language.enrolment_waits());
        }
    }

    /// Removes the edits of a request from the undo list, as if they were never made.
    pub(crate) fn forget_edits(&mut self, request: &str) {
        let away = self.away.iter_mut().flat_map(|away| &mut away.layers);
        for layer in self.layers.iter_mut().chain(away) {
            if let Layer::Form(form) = layer {
                form.undo.retain(|edit| edit.request != request);
            }
        }
    }
}
