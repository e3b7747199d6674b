//! Where the focus goes, and what happens to text that is left behind.

use crate::domain::forms::engine::progress;
use crate::domain::forms::engine::typing::Typed;
use crate::screens::effect::Effect;
use crate::screens::form::state::{FormState, Move};
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::step::Step;

impl FormState {
    /// Moves away; what is typed is accepted if it is an answer, else kept with its field.
    pub(crate) fn leave(&mut self, shared: &mut Workspace, to: Move) -> Vec<Effect> {
        self.close_opened(shared);
        // The same text is not asked about a second time: it waits with its field.
        let already_asked = self.already_asked.as_deref() == Some(self.line.text());
        match self.typed(shared) {
            Some(Typed::Ready(answer) | Typed::Full(answer)) if !already_asked => {
                self.accept(shared, answer, to)
            }
            _ => self.leave_unfinished(shared, to),
        }
    }

    /// Moves away and leaves what is typed unfinished with its field.
    pub(crate) fn leave_unfinished(&mut self, shared: &mut Workspace, to: Move) -> Vec<Effect> {
        self.keep_unfinished();
        self.go(shared, to)
    }

    /// Puts the focus somewhere else in the form, or leaves it.
    pub(crate) fn go(&mut self, shared: &mut Workspace, to: Move) -> Vec<Effect> {
        let Some(instrument) = shared.instrument(self) else {
            return Vec::new();
        };
        let cells = shared.form_cells(self);
        let fields = shared.asked(instrument, self.visit.as_ref(), &cells);
        let here = fields
            .iter()
            .position(|field| field.id == self.focus)
            .unwrap_or(0);
        let section = |index: usize| {
            fields
                .get(index)
                .and_then(|f| instrument.section_of(f.id.as_str()))
                .map(|s| &s.id)
        };
        let at_end = self.at_end;
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
                let setting = shared.setting(self.visit.as_ref());
                match progress::next_required(
                    shared.scoring(self),
                    instrument,
                    setting,
                    &cells,
                    &self.focus,
                ) {
                    Some(id) => fields.iter().position(|field| field.id == id),
                    None => {
                        shared.notice = Some(Notice::info(shared.language.no_required_is_empty()));
                        return self.go(shared, Move::Stay);
                    }
                }
            }
            Move::To(id) => Some(fields.iter().position(|f| f.id == *id).unwrap_or(here)),
            Move::Close => return self.close_form(shared),
            Move::Other(id, field) => {
                let state = FormState::new(id.clone(), self.visit.clone(), field.clone());
                let effects = self.close_form(shared);
                shared.steps.push(Step::OpenForm(Box::new(state)));
                return effects;
            }
        };
        let focus = target
            .and_then(|index| fields.get(index))
            .map(|field| field.id.clone());
        match focus {
            Some(focus) => self.focus_on(focus),
            None => self.go_to_end(),
        }
        self.offer_today(shared);
        if let Some(Typed::Wrong(refusal)) = self.typed(shared) {
            self.show_refusal(self.refusal_words(shared, &refusal));
        }
        self.refuse_taken(shared);
        Vec::new()
    }
}
