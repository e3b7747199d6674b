//! One form after the other: opening one with what was left in it, leaving it, and what comes next.

use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::record::event::Event;
use crate::domain::record::lock::Scope;
use crate::domain::record::rows;
use crate::domain::rules::order;
use crate::screens::app::Effect;
use crate::screens::form::state::{FormState, Move};
use crate::screens::picker::state::{Purpose, count};
use crate::screens::session::{Model, Notice};
use crate::screens::stack::Layer;

impl Model {
    /// Leaves the form for the list of forms; text that is no answer yet waits for the form to be opened again.
    pub(crate) fn close_form(&mut self) -> Vec<Effect> {
        let Some(Layer::Form(form)) = self.layers.pop() else {
            return Vec::new();
        };
        let participant = self
            .record
            .as_ref()
            .map(|record| record.participant.id.clone());
        if form.visit.is_none() {
            if !form.local.is_empty() || !form.unfinished.is_empty() {
                self.enrolment = Some(form);
            }
            return Vec::new();
        }
        let mut effects = Vec::new();
        if let (Some(participant), Some(visit)) = (participant, form.visit) {
            effects = self.complete(&visit, &form.form);
            if !form.unfinished.is_empty() {
                let fields = count(form.unfinished.len(), "field");
                let title = self.study.form(form.form.as_str());
                let title = title.map_or("this form", |form| form.title.as_str());
                self.notice = Some(Notice::warn(format!(
                    "{fields} of {title} held text that was not accepted; it waits there, marked."
                )));
            }
            let key = (participant, visit, form.form);
            let mut seen = form.seen;
            seen.retain(|field, _| form.unfinished.contains_key(field));
            let texts = form.unfinished;
            let id = key.2.clone();
            // The same form may have been open twice, beneath a jump: what the other one left stays.
            let left = self.unfinished.entry(key).or_default();
            left.texts.extend(texts);
            left.seen.extend(seen);
            self.left_row(&id);
        }
        effects
    }

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

    /// Opens a form with what was left unfinished in it.
    pub(crate) fn push_form(&mut self, mut state: FormState) {
        self.leave_lookups();
        let participant = self
            .record
            .as_ref()
            .map(|record| record.participant.id.clone());
        if let (Some(participant), Some(visit)) = (participant, state.visit.clone()) {
            let key = (participant, visit, state.form.clone());
            let left = self.unfinished.remove(&key).unwrap_or_default();
            state.unfinished = left.texts;
            state.seen = left.seen;
            let focus = state.focus.clone();
            state.focus_on(focus);
        }
        self.layers.push(Layer::Form(Box::new(state)));
        self.go(Move::Stay);
    }

    /// Goes from the end of a form to the next one that is not complete, else to the list of forms.
    pub(crate) fn next_form(&mut self) -> Vec<Effect> {
        let Some(form) = self.form() else {
            return Vec::new();
        };
        if form.visit.is_none() {
            return self.ask_enrol();
        }
        let asks = self.may_enter() && self.lock_words(form).is_none();
        let question = self.open_questions(form).into_iter().next();
        if let Some((field, question)) = question.filter(|_| asks) {
            let questions = vec![question];
            let answer = self.standing(form, &field);
            let label = self.label_of(&field);
            self.ask(Purpose::Keep {
                label,
                field,
                answer,
                questions,
                then: Move::Stay,
            });
            return Vec::new();
        }
        let (id, visit) = (form.form.clone(), form.visit.clone());
        let effects = self.close_form();
        if visit
            .as_ref()
            .is_some_and(|visit| visit.as_str() == rows::SESSION)
        {
            self.leave_kept(&id);
            return effects;
        }
        let next = visit.and_then(|visit| {
            let forms = &self.study.visit(visit.as_str())?.forms;
            let here = forms.iter().position(|form| *form == id)?;
            self.first_incomplete(&visit, here + 1)
        });
        match next {
            Some(index) => self.open_nth_form(index),
            None => {
                if let Some(Layer::Visit(forms)) = self.layers.last() {
                    let visit = forms.visit.clone();
                    let left = self.first_incomplete(&visit, 0);
                    let events = self.open_events_line(&visit);
                    if let Some(Layer::Visit(forms)) = self.layers.last_mut() {
                        forms.cursor = events.or(left).unwrap_or(0);
                    }
                    let said = match (left, events) {
                        (None, Some(_)) => {
                            Some("Every form is complete; ask about adverse events next.")
                        }
                        (None, None) => Some("Every form of this visit is complete."),
                        (Some(_), _) => None,
                    };
                    if let Some(said) = said {
                        self.notice = Some(Notice::info(said));
                    }
                }
            }
        }
        effects
    }

    /// Puts the cursor behind the last field when nothing required is empty.
    pub(crate) fn end_if_complete(&mut self) {
        let complete = self.form().is_some_and(|form| {
            form.visit
                .as_ref()
                .is_some_and(|visit| self.progress(visit, &form.form).is_complete())
        });
        if complete && let Some(form) = self.form_mut() {
            form.go_to_end();
            self.notice = None;
        }
    }
}
