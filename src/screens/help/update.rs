//! Screens to read, and what is opened over any place: help, the menu, a question.

use crate::input::action::{Action, Context};
use crate::screens::effect::Effect;
use crate::screens::help::state::Page;
use crate::screens::screen::Screen;
use crate::screens::workspace::Workspace;

impl Screen for Page {
    fn context(&self) -> Context {
        Context::Page
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        let rows = usize::from(shared.size.1.saturating_sub(4)).max(1);
        match action {
            Action::Back | Action::Open | Action::Change | Action::DeleteBack => shared.close(),
            _ => self.scroll = self.scroll.moved(rows, action),
        }
        Vec::new()
    }
}
