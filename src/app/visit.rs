//! One participant's visits, and one visit's forms.

use super::Effect;
use super::form::{FormState, Move};
use super::layer::{Forms, Layer};
use super::model::{Left, Model, Notice};
use super::picker::Purpose;
use crate::domain::ids::{FieldId, FormId, VisitId};
use crate::domain::log;
use crate::domain::progress::{self, Progress};
use crate::domain::schedule::{self, PlannedVisit, VisitState};
use crate::domain::session::FormCells;
use crate::domain::story::eligibility::gate;
use crate::domain::summary;
use crate::input::action::Action;

impl Model {
    /// Returns the open participant's schedule with the state of each visit today.
    pub fn plan(&self) -> Vec<PlannedVisit> {
        let Some(record) = &self.record else {
            return Vec::new();
        };
        let visits = summary::summarise(&self.study, record, None).visits;
        schedule::plan(&self.study, &record.participant, &visits, self.today())
    }

    /// Returns how far a form is at a visit.
    pub fn progress(&self, visit: &VisitId, form: &FormId) -> Progress {
        let Some(instrument) = self.study.form(form.as_str()) else {
            return Progress::default();
        };
        let empty = FormCells::new();
        let cells = self.cells(visit, form).unwrap_or(&empty);
        progress::progress(&self.study, instrument, self.is_baseline(visit), cells)
    }

    pub(crate) fn act_participant(&mut self, action: Action) -> Vec<Effect> {
        let last = self.study.protocol.visits.len().saturating_sub(1);
        let Some(Layer::Participant(visits)) = self.layers.last_mut() else {
            return Vec::new();
        };
        match action {
            Action::Next => visits.cursor = (visits.cursor + 1).min(last),
            Action::Previous => visits.cursor = visits.cursor.saturating_sub(1),
            Action::First => visits.cursor = 0,
            Action::Last => visits.cursor = last,
            Action::Open => {
                let cursor = visits.cursor;
                return self.open_nth_visit(cursor);
            }
            Action::Change => {
                let cursor = visits.cursor;
                let visit = self
                    .study
                    .protocol
                    .visits
                    .get(cursor)
                    .map(|visit| visit.id.clone());
                if let Some(visit) = visit {
                    use super::layer::{Page, PageKind};
                    self.layers.push(Layer::Page(Page {
                        kind: PageKind::Change(visit),
                        scroll: 0,
                    }));
                }
            }
            Action::Back => {
                self.close();
                self.leave_record();
            }
            _ => {}
        }
        Vec::new()
    }

    /// Opens a visit; one outside its window only after a question.
    pub(crate) fn open_nth_visit(&mut self, index: usize) -> Vec<Effect> {
        let plan = self.plan();
        let Some(planned) = plan.get(index) else {
            return Vec::new();
        };
        let visit = planned.visit.clone();
        let label = self
            .study
            .visit(visit.as_str())
            .map(|v| v.label.clone())
            .unwrap_or_default();
        if self.may_enter() && self.is_held_back(&visit, &label) {
            return Vec::new();
        }
        let words = match &planned.state {
            VisitState::Done { .. } | VisitState::Open { .. } | VisitState::Due => {
                return self.open_visit_layer(visit);
            }
            VisitState::Early { .. } | VisitState::Ahead => {
                format!(
                    "{label} opens on {}; today is {}.",
                    planned.from,
                    self.today()
                )
            }
            VisitState::Late { .. } => {
                format!(
                    "The window of {label} closed on {}; today is {}.",
                    planned.to,
                    self.today()
                )
            }
            VisitState::Missed => {
                format!(
                    "{label} was missed: its window was {} to {}.",
                    planned.from, planned.to
                )
            }
        };
        self.ask(Purpose::Begin { visit, words });
        Vec::new()
    }

    /// Opens the form of eligibility in place of a visit that may not begin, and says why; returns whether it did.
    fn is_held_back(&mut self, visit: &VisitId, label: &str) -> bool {
        let Some(record) = &self.record else {
            return false;
        };
        let Err(reasons) = gate(&self.study, record, visit.as_str()) else {
            return false;
        };
        if let Some(form) = self.study.protocol.eligibility.clone() {
            self.open_beside(form);
        }
        let first = reasons.first().map_or("", String::as_str);
        let more = match reasons.len().saturating_sub(1) {
            0 => String::new(),
            more => format!(" And {more} more."),
        };
        let words = format!("{label} cannot begin yet. {first}{more}");
        self.notice = Some(Notice::warn(words));
        true
    }

    /// Opens a form that is kept beside the visits: eligibility, or a row of a log such as `medication#2`.
    pub(crate) fn open_beside(&mut self, form: FormId) {
        let visit = VisitId::new(log::SESSION);
        let Some(focus) = self.first_field(&visit, &form) else {
            return;
        };
        self.push_form(FormState::new(form, Some(visit), focus));
    }

    /// Returns the field on which a form opens: the first one, or the next one to be answered.
    fn first_field(&self, visit: &VisitId, form: &FormId) -> Option<FieldId> {
        let instrument = self.study.form(form.as_str())?;
        let cells = self.cells(visit, form).cloned().unwrap_or_default();
        let fields = self.asked(instrument, Some(visit), &cells);
        let baseline = self.is_baseline(visit);
        let first = fields.first()?.id.clone();
        let empty = cells.get(&first).is_none_or(|cell| cell.answer.is_none());
        if empty {
            return Some(first);
        }
        let next = progress::next_required(&self.study, instrument, baseline, &cells, &first);
        Some(next.unwrap_or(first))
    }

    /// Shows the forms of a visit.
    pub(crate) fn open_visit_layer(&mut self, visit: VisitId) -> Vec<Effect> {
        let cursor = self.first_incomplete(&visit, 0).unwrap_or(0);
        self.layers.push(Layer::Visit(Forms { visit, cursor }));
        Vec::new()
    }

    /// Returns the first form from this place on that is not complete.
    fn first_incomplete(&self, visit: &VisitId, from: usize) -> Option<usize> {
        let forms = &self.study.visit(visit.as_str())?.forms;
        forms
            .iter()
            .enumerate()
            .skip(from)
            .find(|(_, form)| !self.progress(visit, form).is_complete())
            .map(|(index, _)| index)
    }

    pub(crate) fn act_visit(&mut self, action: Action) -> Vec<Effect> {
        let Some(Layer::Visit(forms)) = self.layers.last_mut() else {
            return Vec::new();
        };
        let last = self
            .study
            .visit(forms.visit.as_str())
            .map_or(0, |visit| visit.forms.len().saturating_sub(1));
        match action {
            Action::Next => forms.cursor = (forms.cursor + 1).min(last),
            Action::Previous => forms.cursor = forms.cursor.saturating_sub(1),
            Action::First => forms.cursor = 0,
            Action::Last => forms.cursor = last,
            Action::Open => {
                let cursor = forms.cursor;
                self.open_nth_form(cursor);
            }
            Action::NextRequired => {
                let visit = forms.visit.clone();
                match self.first_incomplete(&visit, 0) {
                    Some(index) => self.open_nth_form(index),
                    None => {
                        self.notice = Some(Notice::info("Every form of this visit is complete."))
                    }
                }
            }
            Action::Change => return self.open_change(),
            Action::Back => self.close(),
            _ => {}
        }
        Vec::new()
    }

    /// Opens the line of a digit in a list of visits or forms.
    pub(crate) fn open_nth(&mut self, c: char) -> Option<Vec<Effect>> {
        let index = usize::try_from(c.to_digit(10)?).ok()?.checked_sub(1)?;
        match self.layers.last_mut()? {
            Layer::Participant(visits) if index < self.study.protocol.visits.len() => {
                visits.cursor = index;
                Some(self.open_nth_visit(index))
            }
            Layer::Visit(forms) => {
                let count = self.study.visit(forms.visit.as_str())?.forms.len();
                if index < count {
                    forms.cursor = index;
                    self.open_nth_form(index);
                    self.mark_went_on();
                }
                Some(Vec::new())
            }
            _ => None,
        }
    }

    fn open_nth_form(&mut self, index: usize) {
        let found = || {
            let visit = self.open_visit()?.clone();
            let form = self.study.visit(visit.as_str())?.forms.get(index)?.clone();
            let focus = self.first_field(&visit, &form)?;
            Some(FormState::new(form, Some(visit), focus))
        };
        if let Some(state) = found() {
            if let Some(Layer::Visit(forms)) = self.layers.last_mut() {
                forms.cursor = index;
            }
            self.push_form(state);
        }
    }

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
        if let (Some(participant), Some(visit)) = (participant, form.visit) {
            if !form.unfinished.is_empty() {
                let fields = super::picker::count(form.unfinished.len(), "field");
                self.notice = Some(Notice::warn(format!(
                    "{fields} of this form held text that was not accepted; it waits there, marked."
                )));
            }
            let key = (participant, visit, form.form);
            let mut seen = form.seen;
            seen.retain(|field, _| form.unfinished.contains_key(field));
            let texts = form.unfinished;
            self.unfinished.insert(key, Left { texts, seen });
        }
        Vec::new()
    }

    /// Opens a form with what was left unfinished in it.
    pub(crate) fn push_form(&mut self, mut state: FormState) {
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
        let asks = self.may_enter();
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
        self.close_form();
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
                    if let Some(Layer::Visit(forms)) = self.layers.last_mut() {
                        forms.cursor = left.unwrap_or(0);
                    }
                    if left.is_none() {
                        self.notice = Some(Notice::info("Every form of this visit is complete."));
                    }
                }
            }
        }
        Vec::new()
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
