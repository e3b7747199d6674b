//! The help and the menu over what is open, closing, and keys that mean nothing.

use crate::input::action::Action;
use crate::input::key::Key;
use crate::screens::cursor::Scroll;
use crate::screens::effect::Effect;
use crate::screens::help::state::{Page, PageKind};
use crate::screens::key_hints;
use crate::screens::model::Model;
use crate::screens::picker::state::Picker;
use crate::screens::stack::Layer;
use crate::screens::workspace::notice::Notice;

impl Model {
    /// Says why a character did nothing, where that is not plain to see.
    pub(crate) fn reject_char(&mut self, key: Key) {
        match (self.layers.last_mut(), key.typed()) {
            (Some(Layer::Form(form)), Some(_)) => form.refuse_char(&mut self.shared),
            (_, Some(_)) => self.shared.refuse_key(),
            (_, None) => {}
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
            // A second press of the help key must not count as a wish to leave.
            let keys = key_hints::hints(
                &self.shared.keymap,
                self.context(),
                &[Action::Back],
                40,
                true,
                self.shared.language,
            );
            let back = keys.first().map(|hint| hint.keys.as_str());
            let words = self.shared.language.this_is_help(back);
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
            said: self.shared.notice_before.take(),
        };
        self.layers.push(Layer::Page(Page {
            kind,
            scroll: Scroll::default(),
        }));
        Vec::new()
    }

    pub(crate) fn open_menu(&mut self) -> Vec<Effect> {
        if matches!(self.layers.last(), Some(Layer::Picker(_))) {
            return Vec::new();
        }
        let context = self.context();
        let language = self.shared.language;
        let choices = key_hints::menu(&self.shared.keymap, context, true, language);
        self.layers
            .push(Layer::Picker(Picker::menu(choices, context, language)));
        Vec::new()
    }
}
