//! The forms of a visit over what is open: opening one, giving it a turn, and what comes after it.

use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::course::ADVERSE_EVENT;
use crate::domain::record::rows;
use crate::screens::effect::Effect;
use crate::screens::form::state::{FormState, Move};
use crate::screens::model::Model;
use crate::screens::stack::Layer;
use crate::screens::visit::state::Forms;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;

impl Model {
    /// Opens a form with what was left unfinished in it.
    pub(crate) fn push_form(&mut self, mut state: FormState) {
        self.leave_lookups();
        let hidden = |visit| self.shared.hidden_words(visit, &state.form);
        if let Some(words) = state.visit.as_ref().and_then(hidden) {
            self.shared.notice = Some(Notice::warn(words));
            return;
        }
        let participant = self
            .shared
            .open
            .record
            .as_ref()
            .map(|record| record.participant.id.clone());
        if let (Some(participant), Some(visit)) = (participant, state.visit.clone()) {
            let key = (participant, visit, state.form.clone());
            let left = self
                .shared
                .texts
                .unfinished
                .remove(&key)
                .unwrap_or_default();
            state.unfinished = left.texts;
            state.seen = left.seen;
            let focus = state.focus.clone();
            state.focus_on(focus);
        }
        state.go(&mut self.shared, Move::Stay);
        self.layers.push(Layer::Form(state));
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
        if visit
            .as_ref()
            .is_some_and(|visit| self.shared.goes_on_in_events(visit, id))
        {
            return self.open_log(FormId::from(ADVERSE_EVENT), None);
        }
        let next = visit.and_then(|visit| {
            let forms = self.shared.forms_at(&visit);
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
            (None, events) => {
                let words = self.shared.language.all_complete(events.is_some());
                Some(Notice::info(words))
            }
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

impl Model {
    /// Opens a form that is kept beside the visits: eligibility, or a row of a log such as `medication#2`.
    pub(crate) fn open_kept_form(&mut self, form: FormId) {
        if self.back_to_open(&form) {
            return;
        }
        let visit = VisitId::new(rows::SESSION);
        let Some(focus) = self.shared.first_field(&visit, &form) else {
            return;
        };
        self.push_form(FormState::new(form, Some(visit), focus));
    }

    /// Shows the forms of a visit.
    pub(crate) fn open_visit_layer(&mut self, visit: VisitId) {
        self.leave_lookups();
        let cursor = self.shared.first_incomplete(&visit, 0);
        let cursor = cursor
            .or_else(|| self.shared.open_events_line(&visit))
            .unwrap_or(0);
        self.layers.push(Layer::Visit(Forms { visit, cursor }));
    }
}
