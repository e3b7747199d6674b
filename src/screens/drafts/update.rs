//! The list of text that waits: what its keys do, and since when each text stands.

use crate::input::action::{Action, Context};
use crate::screens::cursor::moved;
use crate::screens::drafts::state::DraftsState;
use crate::screens::effect::Effect;
use crate::screens::screen::Screen;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::step::Step;

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
}
