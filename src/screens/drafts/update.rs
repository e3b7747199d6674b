//! The list of text that waits: what its keys do. A text can be forgotten here, which is the only way to one whose field is
//! not asked any more; until the list is closed it is brought back by the same key.

use crate::input::action::{Action, Context};
use crate::screens::cursor::moved;
use crate::screens::drafts::state::DraftsState;
use crate::screens::effect::Effect;
use crate::screens::screen::Screen;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::step::Step;

impl DraftsState {
    /// Forgets the text under the cursor.
    fn forget(&mut self, shared: &mut Workspace) {
        let Some(draft) = self.drafts.get(self.cursor) else {
            return;
        };
        self.forgotten.push(self.cursor);
        let key = shared.way(Context::List, Action::InError);
        let words = shared.language.draft_forgotten(key.as_deref());
        shared.notice = Some(Notice::info(words));
        shared
            .steps
            .push(Step::ForgetDraft(Box::new(draft.clone())));
    }

    /// Brings a text back that was forgotten.
    fn bring_back(&mut self, shared: &mut Workspace, place: usize) {
        let at = self.forgotten.remove(place);
        self.cursor = at;
        let Some(draft) = self.drafts.get(at) else {
            return;
        };
        shared.notice = Some(Notice::info(shared.language.draft_waits_again()));
        shared
            .steps
            .push(Step::BringBackDraft(Box::new(draft.clone())));
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
            Action::Open if self.forgotten.contains(&self.cursor) => {
                shared.notice = Some(Notice::info(shared.language.draft_is_forgotten()));
            }
            // The cursor would be put into another field, which the next key answers.
            Action::Open if self.not_asked.contains(&self.cursor) => {
                let key = shared.way(Context::List, Action::InError);
                let words = shared.language.draft_not_asked(key.as_deref());
                shared.notice = Some(Notice::warn(words));
            }
            Action::InError => match self.forgotten.iter().position(|at| *at == self.cursor) {
                Some(place) => self.bring_back(shared, place),
                None => self.forget(shared),
            },
            Action::DeleteLine => {
                if let Some(newest) = self.forgotten.len().checked_sub(1) {
                    self.bring_back(shared, newest);
                }
            }
            Action::Open => {
                if let Some(draft) = self.drafts.get(self.cursor) {
                    shared.close();
                    let draft = Box::new(draft.clone());
                    shared.steps.push(Step::GoToDraft(draft));
                }
            }
            Action::Back => shared.close(),
            _ => shared.refuse_key(),
        }
        Vec::new()
    }
}
