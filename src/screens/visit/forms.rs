//! One form after the other: opening one with what was left in it, leaving it, and what comes next.

use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::record::event::Event;
use crate::domain::record::lock::Scope;
use crate::domain::record::rows;
use crate::domain::rules::order;
use crate::screens::app::Effect;
use crate::screens::form::state::{FormState, Move};
use crate::screens::picker::state::{Purpose, count};
use crate::screens::stack::Layer;
use crate::screens::steps::Step;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::{Model, Notice};

impl Model {
    /// Opens a form with what was left unfinished in it.
    pub(crate) fn push_form(&mut self, mut state: FormState) {
        self.leave_lookups();
        let participant = self
            .shared
            .record
            .as_ref()
            .map(|record| record.participant.id.clone());
        if let (Some(participant), Some(visit)) = (participant, state.visit.clone()) {
            let key = (participant, visit, state.form.clone());
            let left = self.shared.unfinished.remove(&key).unwrap_or_default();
            state.unfinished = left.texts;
            state.seen = left.seen;
            let focus = state.focus.clone();
            state.focus_on(focus);
        }
        state.go(&mut self.shared, Move::Stay);
        self.layers.push(Layer::Form(Box::new(state)));
        self.take_steps();
    }

    /// Goes on after a form that was closed: to the next one of the visit that is not complete, else to the list of
    /// forms; from a row back among the rows.
    pub(crate) fn go_on_after(&mut self, id: &FormId, visit: Option<VisitId>) {
        if visit
            .as_ref()
            .is_some_and(|visit| visit.as_str() == rows::SESSION)
        {
            self.shared.leave_kept(id);
            return;
        }
        let next = visit.and_then(|visit| {
            let forms = &self.shared.study.visit(visit.as_str())?.forms;
            let here = forms.iter().position(|form| form == id)?;
            let index = self.shared.first_incomplete(&visit, here + 1)?;
            Some((index, self.shared.nth_form(&visit, index)?))
        });
        if let Some((index, form)) = next {
            if let Some(Layer::Visit(forms)) = self.layers.last_mut() {
                forms.cursor = index;
            }
            return self.push_form(form);
        }
        let Some(Layer::Visit(forms)) = self.layers.last_mut() else {
            return;
        };
        let left = self.shared.first_incomplete(&forms.visit, 0);
        let events = self.shared.open_events_line(&forms.visit);
        forms.cursor = events.or(left).unwrap_or(0);
        self.shared.notice = match (left, events) {
            (None, Some(_)) => Some(Notice::info(
                "Every form is complete; ask about adverse events next.",
            )),
            (None, None) => Some(Notice::info("Every form of this visit is complete.")),
            (Some(_), _) => self.shared.notice.take(),
        };
    }

    /// Gives the topmost form its turn; where there is none, nothing happens.
    pub(crate) fn in_form(
        &mut self,
        turn: impl FnOnce(&mut FormState, &mut Workspace) -> Vec<Effect>,
    ) -> Vec<Effect> {
        let mut layers = self.layers.iter_mut().rev();
        let form = layers.find_map(|layer| match layer {
            Layer::Form(form) => Some(form),
            _ => None,
        });
        let Some(form) = form else {
            return Vec::new();
        };
        let mut effects = turn(form, &mut self.shared);
        effects.extend(self.take_steps());
        effects
    }
}

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
            let label = self.label_of(shared, &field);
            shared.ask(Purpose::Keep {
                label,
                field,
                answer,
                questions,
                then: Move::Stay,
            });
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

    /// Leaves the form for what is beneath it; text that is no answer yet waits for the form to be opened again.
    pub(crate) fn close_form(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        let open = shared.record.as_ref();
        let participant = open.map(|record| record.participant.id.clone());
        let Some(visit) = self.visit.clone() else {
            if !self.local.is_empty() || !self.unfinished.is_empty() {
                shared.enrolment = Some(Box::new(self.clone()));
            }
            shared.close();
            return Vec::new();
        };
        let Some(participant) = participant else {
            shared.close();
            return Vec::new();
        };
        let effects = shared.complete(&visit, &self.form);
        if !self.unfinished.is_empty() {
            let fields = count(self.unfinished.len(), "field");
            let title = shared.study.form(self.form.as_str());
            let title = title.map_or("this form", |form| form.title.as_str());
            shared.notice = Some(Notice::warn(format!(
                "{fields} of {title} held text that was not accepted; it waits there, marked."
            )));
        }
        let mut seen = std::mem::take(&mut self.seen);
        seen.retain(|field, _| self.unfinished.contains_key(field));
        let texts = std::mem::take(&mut self.unfinished);
        // The same form may have been open twice, beneath a jump: what the other one left stays.
        let key = (participant, visit, self.form.clone());
        let left = shared.unfinished.entry(key).or_default();
        left.texts.extend(texts);
        left.seen.extend(seen);
        shared.steps.push(Step::CloseForm(self.form.clone()));
        effects
    }
}

impl Workspace {
    /// Says that a form was left with nothing required empty, the first time that it is.
    fn complete(&mut self, visit: &VisitId, form: &FormId) -> Vec<Effect> {
        let left = || {
            let record = self.record.as_ref()?;
            let session = record.session(visit.as_str())?;
            let answers = session.forms.get(form)?.values();
            let answered = answers.into_iter().any(|cell| cell.answer.is_some());
            let scope = Scope::form(&record.participant.id, visit, form);
            let open = record.locks.over(&scope).is_none() && self.saving.refusal.is_none();
            let new = !session.completed.contains_key(form);
            let complete = order::is_complete(&self.study, Some(session), visit, form);
            (answered && open && new && complete).then(|| Event::Completed {
                participant: record.participant.id.clone(),
                visit: visit.clone(),
                form: form.clone(),
            })
        };
        let event = left().filter(|_| self.may_enter());
        event.map_or_else(Vec::new, |event| self.append(vec![event]))
    }
}
