//! Where the focus goes, and what happens to text that is left behind.

use crate::domain::forms::engine::progress;
use crate::domain::forms::engine::typing::Typed;
use crate::screens::app::Effect;
use crate::screens::form::state::{FormState, Move};
use crate::screens::session::{Model, Notice};

impl Model {
    /// Moves away; what is typed is accepted if it is an answer, else kept with its field.
    pub(crate) fn leave(&mut self, to: Move) -> Vec<Effect> {
        self.close_opened();
        // A value that was taken back from a question waits with its field instead of asking for ever.
        let taken_back = self
            .form()
            .is_some_and(|form| form.taken_back.as_deref() == Some(form.line.text()));
        match self.typed() {
            Some(Typed::Ready(answer) | Typed::Full(answer)) if !taken_back => {
                self.accept(answer, to)
            }
            _ => self.put_down(to),
        }
    }

    /// Moves away and leaves what is typed unfinished with its field.
    pub(crate) fn put_down(&mut self, to: Move) -> Vec<Effect> {
        if let Some(form) = self.form_mut() {
            form.put_down();
        }
        self.go(to)
    }

    /// Puts the focus somewhere else in the form, or leaves it.
    pub(crate) fn go(&mut self, to: Move) -> Vec<Effect> {
        let Some(form) = self.form() else {
            return Vec::new();
        };
        let Some(instrument) = self.instrument(form) else {
            return Vec::new();
        };
        let cells = self.form_cells(form);
        let fields = self.asked(instrument, form.visit.as_ref(), &cells);
        let here = fields
            .iter()
            .position(|field| field.id == form.focus)
            .unwrap_or(0);
        let section = |index: usize| {
            fields
                .get(index)
                .and_then(|f| instrument.section_of(f.id.as_str()))
                .map(|s| &s.id)
        };
        let at_end = form.at_end;
        let target = match &to {
            Move::Stay if at_end => return Vec::new(),
            Move::Stay => Some(here),
            Move::Next => (here + 1 < fields.len()).then_some(here + 1),
            Move::Previous if at_end => Some(here),
            Move::Previous => Some(here.saturating_sub(1)),
            Move::First => Some(0),
            Move::Last => Some(fields.len().saturating_sub(1)),
            Move::NextSection => (here..fields.len()).find(|i| section(*i) != section(here)),
            Move::PreviousSection => {
                let first_of = |index: usize| {
                    (0..=index)
                        .find(|i| section(*i) == section(index))
                        .unwrap_or(index)
                };
                let first = first_of(here);
                Some(if first < here {
                    first
                } else {
                    first_of(first.saturating_sub(1))
                })
            }
            Move::NextRequired => {
                let baseline = form
                    .visit
                    .as_ref()
                    .is_none_or(|visit| self.is_baseline(visit));
                match progress::next_required(
                    self.study.scoring(),
                    instrument,
                    baseline,
                    &cells,
                    &form.focus,
                ) {
                    Some(id) => fields.iter().position(|field| field.id == id),
                    None => {
                        self.notice = Some(Notice::info("No required field is empty here."));
                        return self.go(Move::Stay);
                    }
                }
            }
            Move::To(id) => Some(fields.iter().position(|f| f.id == *id).unwrap_or(here)),
            Move::Close => return self.close_form(),
            Move::Other(id, field) => {
                let state = FormState::new(id.clone(), form.visit.clone(), field.clone());
                let effects = self.close_form();
                self.push_form(state);
                self.go(Move::Stay);
                return effects;
            }
        };
        let focus = target
            .and_then(|index| fields.get(index))
            .map(|field| field.id.clone());
        let Some(form) = self.form_mut() else {
            return Vec::new();
        };
        match focus {
            Some(focus) => form.focus_on(focus),
            None => form.go_to_end(),
        }
        if let Some(Typed::Wrong(refusal)) = self.typed()
            && let Some(form) = self.form_mut()
        {
            form.refuse(refusal.to_string());
        }
        self.refuse_taken();
        Vec::new()
    }
}
