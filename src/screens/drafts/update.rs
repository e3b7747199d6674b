//! The list of text that waits: what its keys do, and since when each text stands.

use crate::input::action::Action;
use crate::screens::app::{Effect, Place};
use crate::screens::resume::drafts::Draft;
use crate::screens::stack::Layer;
use crate::screens::workspace::Model;

/// The list on the screen.
#[derive(Clone, Debug, Default)]
pub struct DraftsState {
    /// Line with the cursor.
    pub cursor: usize,
}

impl Model {
    /// Returns all text that is no answer yet, wherever it stands, the newest first.
    pub fn waiting(&self) -> Vec<Draft> {
        let mut drafts = self.drafts(&Place::default());
        drafts.retain(|draft| !draft.text.is_empty());
        drafts.sort_by(|a, b| {
            let place = |draft: &Draft| (draft.place.clone(), draft.note);
            b.when.cmp(&a.when).then_with(|| place(a).cmp(&place(b)))
        });
        drafts.dedup_by(|a, b| a.place == b.place && a.note == b.note);
        drafts
    }

    /// Writes down since when each text stands as it does.
    pub(crate) fn stamp_drafts(&mut self) {
        let now = self.now;
        let drafts = self.drafts(&Place::default());
        let mut before = std::mem::take(&mut self.drafted);
        for draft in drafts {
            let key = (draft.place, draft.note);
            let known = before.remove(&key).filter(|(text, _)| *text == draft.text);
            let (_, at) = known.unwrap_or((String::new(), now));
            self.drafted.insert(key, (draft.text, at));
        }
    }

    /// Opens the list, or closes it.
    pub(crate) fn open_drafts(&mut self) -> Vec<Effect> {
        if matches!(self.layers.last(), Some(Layer::Drafts(_))) {
            self.close();
            return Vec::new();
        }
        self.layers.push(Layer::Drafts(DraftsState::default()));
        Vec::new()
    }

    pub(crate) fn act_drafts(&mut self, action: Action) -> Vec<Effect> {
        let page = usize::from(self.size.1 / 2).max(1);
        let drafts = self.waiting();
        let last = drafts.len().saturating_sub(1);
        let Some(Layer::Drafts(state)) = self.layers.last_mut() else {
            return Vec::new();
        };
        state.cursor = state.cursor.min(last);
        match action {
            Action::Next => state.cursor = (state.cursor + 1).min(last),
            Action::Previous => state.cursor = state.cursor.saturating_sub(1),
            Action::NextSection => state.cursor = (state.cursor + page).min(last),
            Action::PreviousSection => state.cursor = state.cursor.saturating_sub(page),
            Action::First => state.cursor = 0,
            Action::Last => state.cursor = last,
            Action::Open => {
                if let Some(draft) = drafts.into_iter().nth(state.cursor) {
                    return self.go_to_draft(draft);
                }
            }
            Action::Back => self.close(),
            _ => {}
        }
        Vec::new()
    }

    /// Leaves all that is open, with what is typed there, and goes to the field in which a text stands.
    fn go_to_draft(&mut self, draft: Draft) -> Vec<Effect> {
        self.close();
        self.leave_lookups();
        let mut effects = self.leave_beneath();
        let whose = Some(draft.place.participant.to_string());
        let enrols = draft.place.participant.as_str().is_empty();
        let mut place = Place {
            participant: whose.filter(|_| !enrols),
            visit: Some(draft.place.visit.to_string()).filter(|_| !enrols),
            form: Some(draft.place.form.to_string()),
            field: Some(draft.place.field.to_string()),
            when: draft.when,
            ..Place::default()
        };
        if draft.note {
            place.note = Some(draft.text);
            place.note_seen = draft.seen;
        } else {
            place.text = draft.text;
            place.seen = draft.seen;
        }
        effects.extend(self.go_back_to(place));
        effects
    }
}
