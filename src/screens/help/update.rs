//! Screens to read, and what is opened over any place: help, the menu, a question.

use crate::input::action::Action;
use crate::input::action::Context;
use crate::input::hints;
use crate::input::key::Key;
use crate::screens::app::Effect;
use crate::screens::cursor::scrolled;
use crate::screens::picker::state::Picker;
use crate::screens::screen::Screen;
use crate::screens::stack::{Layer, Page, PageKind};
use crate::screens::workspace::{Model, Notice, Workspace};

impl Model {
    /// Says why a character did nothing, where that is not plain to see.
    pub(crate) fn reject_char(&mut self, key: Key) {
        if let (Some(Layer::Form(form)), Some(c)) = (self.layers.last_mut(), key.typed()) {
            form.refuse_char(&mut self.shared, c);
        }
    }

    /// Takes the topmost layer off; the list of participants stays.
    pub(crate) fn close(&mut self) {
        if self.layers.len() > 1 {
            self.layers.pop();
        }
    }

    pub(crate) fn open_help(&mut self) -> Vec<Effect> {
        if let Some(Layer::Page(Page {
            kind: PageKind::Help { .. },
            ..
        })) = self.layers.last()
        {
            // Asking once more is no wish to leave.
            let keys = hints::hints(
                &self.shared.keymap,
                self.context(),
                &[Action::Back],
                40,
                true,
            );
            let way = keys
                .first()
                .map(|hint| format!(": {} leaves it", hint.keys));
            let words = format!("This is the help{}.", way.unwrap_or_default());
            self.shared.notice = Some(Notice::info(words));
            return Vec::new();
        }
        let field = match self.layers.last() {
            Some(Layer::Form(form)) => Some((form.form.clone(), form.focus.to_string())),
            _ => None,
        };
        let kind = PageKind::Help {
            context: self.context(),
            field,
        };
        self.layers.push(Layer::Page(Page { kind, scroll: 0 }));
        Vec::new()
    }

    pub(crate) fn open_menu(&mut self) -> Vec<Effect> {
        if matches!(self.layers.last(), Some(Layer::Picker(_))) {
            return Vec::new();
        }
        let context = self.context();
        let choices = hints::menu(&self.shared.keymap, context, true);
        self.layers.push(Layer::Picker(Picker::menu(choices)));
        Vec::new()
    }
}

impl Screen for Page {
    fn context(&self) -> Context {
        Context::Page
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        let rows = usize::from(shared.size.1.saturating_sub(4)).max(1);
        match action {
            Action::Back | Action::Open | Action::Change | Action::DeleteBack => shared.close(),
            _ => self.scroll = scrolled(self.scroll, rows, action),
        }
        Vec::new()
    }

    fn hints(&self, _shared: &Workspace) -> Vec<Action> {
        vec![Action::Back, Action::NextSection, Action::PreviousSection]
    }
}
