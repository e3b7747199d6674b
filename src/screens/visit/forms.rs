//! One form after the other: opening one with what was left in it, leaving it, and what comes next.

use crate::domain::course::ADVERSE_EVENT;
use crate::domain::course::owed::{Owed, owed};
use crate::domain::record::event::Event;
use crate::domain::record::lock::Scope;
use crate::domain::record::rows;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::record::status::{Cause, StatusName};
use crate::domain::rules::order;
use crate::input::action::{Action, Context};
use crate::screens::effect::Effect;
use crate::screens::form::state::{FormState, Move};
use crate::screens::participation::state::Said;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::step::Step;

impl FormState {
    /// Goes from the end of a form to the next one that is not complete, else to the list of forms.
    pub(crate) fn next_form(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        if self.visit.is_none() {
            return self.ask_enrol(shared);
        }
        let asks = shared.may_enter() && shared.lock_words(self).is_none();
        let question = shared.open_questions(self).into_iter().next();
        if let Some((field, question)) = question.filter(|_| asks) {
            let questions = vec![question];
            let answer = shared.standing(self, &field);
            self.ask_to_keep(shared, (field, answer), questions, None, Move::Stay);
            return Vec::new();
        }
        let (id, visit) = (self.form.clone(), self.visit.clone());
        let effects = self.close_form(shared);
        shared.steps.push(Step::GoOnAfter(id, visit));
        effects
    }

    /// Puts the cursor behind the last field when nothing required is empty.
    pub(crate) fn end_if_complete(&mut self, shared: &mut Workspace) {
        let visit = self.visit.as_ref();
        if visit.is_some_and(|visit| shared.progress(visit, &self.form).is_complete()) {
            self.go_to_end();
            shared.notice = None;
        }
    }

    /// Leaves the form for the screen below it; text that is no answer yet waits for the form to be opened again.
    pub(crate) fn close_form(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        self.bring_back_declined();
        let open = shared.open.record.as_ref();
        let participant = open.map(|record| record.participant.id.clone());
        let Some(visit) = self.visit.clone() else {
            if !self.local.is_empty() || !self.unfinished.is_empty() {
                shared.texts.enrolment = Some(self.clone());
                let key = shared.way(Context::List, Action::New);
                let words = shared.language.enrolment_left(key.as_deref());
                shared.notice = Some(Notice::info(words));
            }
            shared.close();
            return Vec::new();
        };
        let Some(participant) = participant else {
            shared.close();
            return Vec::new();
        };
        let stored = self.stored;
        let effects = shared.leave_form(self);
        if !self.unfinished.is_empty() {
            let title = shared.study.known_form(self.form.as_str());
            let title = title.map(|form| form.title.as_str());
            let cells = shared.form_cells(self);
            let asked = shared.instrument(self).map_or_else(Vec::new, |instrument| {
                shared.asked(instrument, self.visit.as_ref(), &cells)
            });
            let left = self.unfinished.keys();
            let left = left.filter(|field| asked.iter().any(|asked| asked.id == **field));
            let left = left.count();
            let unseen = self.unfinished.len().saturating_sub(left);
            let list = shared.way(Context::List, Action::Drafts);
            let words = shared
                .language
                .text_left(left, unseen, title, list.as_deref());
            shared.notice = Some(Notice::warn(words));
        }
        let mut seen = std::mem::take(&mut self.seen);
        seen.retain(|field, _| self.unfinished.contains_key(field));
        let texts = std::mem::take(&mut self.unfinished);
        // The same form may be open a second time, below a jump to another visit: its text stays.
        let key = (participant, visit, self.form.clone());
        let left = shared.texts.unfinished.entry(key).or_default();
        left.texts.extend(texts);
        left.seen.extend(seen);
        shared.steps.push(Step::CloseForm(self.form.clone()));
        if stored {
            self.ask_what_is_owed(shared);
        }
        effects
    }

    /// Asks how somebody takes part where an adverse event that is left says so and nobody else does.
    fn ask_what_is_owed(&self, shared: &mut Workspace) {
        let is_event = rows::split(self.form.as_str()).is_some_and(|(log, _)| log == ADVERSE_EVENT);
        let record = shared.open.record.as_ref().filter(|_| is_event);
        let owed = record.and_then(owed).filter(|_| shared.may_enter());
        let said = match owed {
            None => return,
            Some(Owed::Died(event)) => Said {
                name: Some(StatusName::Died),
                event: Some(Some(event)),
                ..Said::default()
            },
            Some(Owed::Stopped) => Said {
                name: Some(StatusName::TreatmentStopped),
                cause: Some(Cause::AdverseEvent),
                ..Said::default()
            },
        };
        shared.ask_participation(said);
    }
}

impl Workspace {
    /// Says that a form of the open participant was left: with nothing required empty, the first time that it is, or with
    /// something stored in it since it was opened.
    fn leave_form(&mut self, form: &mut FormState) -> Vec<Effect> {
        let record = self.open.record.as_ref();
        let event = record.and_then(|record| self.leaving_of(record, form));
        form.stored = false;
        event.map_or_else(Vec::new, |event| self.append(vec![event]))
    }

    /// Returns the event of leaving a form; `None` where the record already says all of it.
    pub(crate) fn leaving_of(&self, record: &ParticipantRecord, form: &FormState) -> Option<Event> {
        let visit = form.visit.as_ref()?;
        let (participant, id) = (&record.participant.id, &form.form);
        let session = record.session(visit.as_str())?;
        let scope = Scope::form(participant, visit, id);
        if !self.may_enter() || record.locks.over(&scope).is_some() {
            return None;
        }
        let answers = session.forms.get(id)?.values();
        let answered = answers.into_iter().any(|cell| cell.stored().is_some());
        let new = !session.completed.contains_key(id) && self.saving.refusal.is_none();
        if answered
            && new
            && order::is_complete(
                &self.study,
                Some(session),
                record.participant.sex,
                visit,
                id,
            )
        {
            return Some(Event::Completed {
                participant: participant.clone(),
                visit: visit.clone(),
                form: id.clone(),
                kept: None,
            });
        }
        (form.stored && session.is_stored_since_left(id)).then(|| Event::FormLeft {
            participant: participant.clone(),
            visit: visit.clone(),
            form: id.clone(),
        })
    }
}
