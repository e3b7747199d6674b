//! Screens to read, and what is opened over any place: help, the menu, a question.

use crate::input::action::Action;
use crate::input::hints;
use crate::input::key::Key;
use crate::screens::app::Effect;
use crate::screens::picker::state::{Picker, Purpose};
use crate::screens::stack::{Layer, Page, PageKind};
use crate::screens::workspace::Model;

impl Model {
    /// Says why a character did nothing, where that is not plain to see.
    pub(crate) fn reject_char(&mut self, key: Key) {
        if let (Some(Layer::Form(_)), Some(c)) = (self.layers.last(), key.typed()) {
            self.refuse_char(c);
        }
    }

    /// Takes the topmost layer off; the list of participants stays.
    pub(crate) fn close(&mut self) {
        if self.layers.len() > 1 {
            self.layers.pop();
        }
    }

    pub(crate) fn open_help(&mut self) -> Vec<Effect> {
        if let Some(Layer::Page(page)) = self.layers.last() {
            match page.kind {
                PageKind::Help { .. } => {
                    self.close();
                    return Vec::new();
                }
                // The help over the change explains its signs, with the verdict worked out.
                PageKind::Change(_) => {}
            }
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
        let choices = hints::menu(&self.keymap, context, true);
        self.layers.push(Layer::Picker(Picker::menu(choices)));
        Vec::new()
    }

    pub(crate) fn act_page(&mut self, action: Action) -> Vec<Effect> {
        let rows = usize::from(self.size.1.saturating_sub(4)).max(1);
        let Some(Layer::Page(page)) = self.layers.last_mut() else {
            return Vec::new();
        };
        match action {
            Action::Next => page.scroll = page.scroll.saturating_add(1),
            Action::Previous => page.scroll = page.scroll.saturating_sub(1),
            Action::NextSection => page.scroll = page.scroll.saturating_add(rows),
            Action::PreviousSection => page.scroll = page.scroll.saturating_sub(rows),
            Action::First => page.scroll = 0,
            Action::Back | Action::Open | Action::Change | Action::DeleteBack => self.close(),
            _ => {}
        }
        Vec::new()
    }

    /// Opens a question of this purpose on top.
    pub(crate) fn ask(&mut self, purpose: Purpose) {
        let picker = Picker::new(purpose, &self.study);
        self.layers.push(Layer::Picker(picker));
    }
}
