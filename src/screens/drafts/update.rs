//! The list of text that waits: what its keys do, and since when each text stands.

use crate::input::action::{Action, Context};
use crate::screens::app::{Effect, ResumePoint};
use crate::screens::cursor::moved;
use crate::screens::resume::drafts::Draft;
use crate::screens::screen::Screen;
use crate::screens::stack::Layer;
use crate::screens::steps::Step;
use crate::screens::workspace::{Model, Workspace};

/// The list on the screen.
#[derive(Clone, Debug, Default)]
pub struct DraftsState {
    /// Line with the cursor.
    pub cursor: usize,
    /// All text that waits, the newest first.
    pub drafts: Vec<Draft>,
}

impl Model {
    /// Returns all text that is no answer yet, wherever it stands, the newest first.
    pub fn waiting(&self) -> Vec<Draft> {
        let mut drafts = self.drafts_beside(&ResumePoint::default(), self.all_drafts());
        drafts.retain(|draft| !draft.text.is_empty());
        drafts.sort_by(|a, b| {
            let place = |draft: &Draft| (draft.place.clone(), draft.note);
            b.when.cmp(&a.when).then_with(|| place(a).cmp(&place(b)))
        });
        drafts.dedup_by(|a, b| a.place == b.place && a.note == b.note);
        drafts
    }

    /// Writes down since when each of all texts that wait stands as it does.
    pub(crate) fn stamp_drafts(&mut self, drafts: &[Draft]) {
        let now = self.shared.now;
        let mut before = std::mem::take(&mut self.shared.drafted);
        for draft in drafts {
            let key = (draft.place.clone(), draft.note);
            let known = before.remove(&key).filter(|(text, _)| *text == draft.text);
            let (_, at) = known.unwrap_or((String::new(), now));
            self.shared.drafted.insert(key, (draft.text.clone(), at));
        }
    }

    /// Opens the list, or closes it.
    pub(crate) fn open_drafts(&mut self) -> Vec<Effect> {
        if matches!(self.layers.last(), Some(Layer::Drafts(_))) {
            self.close();
            return Vec::new();
        }
        let drafts = self.waiting();
        self.layers
            .push(Layer::Drafts(DraftsState { cursor: 0, drafts }));
        Vec::new()
    }

    /// Leaves all that is open, with what is typed there, and goes to the field in which a text stands.
    pub(crate) fn go_to_draft(&mut self, draft: Draft) -> Vec<Effect> {
        self.leave_lookups();
        let mut effects = self.leave_beneath();
        let whose = Some(draft.place.participant.to_string());
        let enrols = draft.place.participant.as_str().is_empty();
        let mut place = ResumePoint {
            participant: whose.filter(|_| !enrols),
            visit: Some(draft.place.visit.to_string()).filter(|_| !enrols),
            form: Some(draft.place.form.to_string()),
            field: Some(draft.place.field.to_string()),
            when: draft.when,
            ..ResumePoint::default()
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

impl Screen for DraftsState {
    fn context(&self) -> Context {
        Context::List
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        let page = usize::from(shared.size.1 / 2).max(1);
        if let Some(cursor) = moved(self.cursor, self.drafts.len(), page, action) {
            self.cursor = cursor;
            return Vec::new();
        }
        match action {
            Action::Open => {
                if let Some(draft) = self.drafts.get(self.cursor) {
                    shared.close();
                    let draft = Box::new(draft.clone());
                    shared.steps.push(Step::GoToDraft(draft));
                }
            }
            Action::Back => shared.close(),
            _ => {}
        }
        Vec::new()
    }

    fn hints(&self, _shared: &Workspace) -> Vec<Action> {
        vec![
            Action::Open,
            Action::Next,
            Action::Back,
            Action::Help,
            Action::Menu,
        ]
    }
}
