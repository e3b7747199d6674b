//! What choosing a line does, and which keys choose.

use crate::input::action::{Action, Context};
use crate::input::key::{Code, Key};
use crate::screens::cursor::moved;
use crate::screens::effect::Effect;
use crate::screens::line_edit::{FINDER, one_line};
use crate::screens::picker::state::{Pick, Picker, Purpose};
use crate::screens::screen::Screen;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::step::Step;

/// What is said when the words typed narrow the menu to nothing.
const NO_SUCH_LINE: &str = "No line has these words; Backspace takes the last letter back.";

impl Picker {
    /// Chooses a line: the picker closes, and what was chosen is done.
    fn choose(&self, shared: &mut Workspace, pick: Pick) {
        shared.close();
        let purpose = Box::new(self.purpose.clone());
        shared.steps.push(Step::Picked(purpose, pick));
    }

    /// Says what Enter does while no key chooses.
    fn needs_enter(&self) -> &'static str {
        match self.purpose {
            Purpose::Which { .. } => {
                "Enter lets you choose which one stays; Backspace goes back to the field."
            }
            Purpose::Reading { .. } => {
                "Enter lets you choose the number; Backspace goes back to the field."
            }
            Purpose::Why { .. } => "Enter lets you say why; Backspace keeps the old value.",
            _ => "Enter keeps the value and asks why; Backspace goes back to it.",
        }
    }

    fn choose_by_key(&mut self, shared: &mut Workspace, c: char) {
        if !self.armed {
            // What was typed ahead has an Enter of its own, which opens nothing.
            self.guarded = true;
            shared.notice = Some(Notice::warn(self.needs_enter()));
            return;
        }
        if self.narrow(c) {
            if self.shown().is_empty() {
                shared.notice = Some(Notice::info(NO_SUCH_LINE));
            }
            return;
        }
        match self.line_of(c).map(|line| line.pick.clone()) {
            Some(pick) => self.choose(shared, pick),
            None => shared.notice = Some(Notice::info("Press one of the keys shown.")),
        }
    }
}

impl Screen for Picker {
    fn context(&self) -> Context {
        Context::Picker
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        let len = self.shown().len();
        match action {
            Action::Open if self.guarded => {
                self.guarded = false;
                shared.notice = Some(Notice::info(match self.purpose {
                    Purpose::Which { .. } | Purpose::Reading { .. } => {
                        "Enter once more lets you choose."
                    }
                    Purpose::Why { .. } => "Enter once more lets you say why.",
                    _ => "Enter once more keeps the value and asks why.",
                }));
            }
            Action::Open if !self.armed => self.armed = true,
            Action::Next | Action::Previous if !self.armed => {}
            Action::Next | Action::Previous => {
                self.cursor = Some(match (self.cursor, action) {
                    (Some(cursor), _) => moved(cursor, len, 1, action).unwrap_or(cursor),
                    (None, Action::Next) => 0,
                    (None, _) => len.saturating_sub(1),
                });
            }
            Action::First => self.cursor = Some(0),
            Action::Last => self.cursor = Some(len.saturating_sub(1)),
            Action::Open => {
                let shown = self.shown();
                let line = self.cursor.and_then(|cursor| shown.get(cursor));
                match line.map(|line| line.pick.clone()) {
                    Some(pick) => self.choose(shared, pick),
                    None if self.filter.is_some() => {
                        shared.notice = Some(Notice::info(NO_SUCH_LINE));
                    }
                    None => shared.notice = Some(Notice::info("Press one of the keys shown.")),
                }
            }
            Action::DeleteBack if self.widen() => {}
            Action::Back | Action::DeleteLine if self.show_all() => {}
            Action::Back | Action::DeleteBack => self.choose(shared, Pick::No),
            _ => {}
        }
        Vec::new()
    }

    fn type_char(&mut self, shared: &mut Workspace, c: char) -> Option<Vec<Effect>> {
        if self.yields_to_search() {
            shared.steps.push(Step::SearchInstead(c.to_string()));
            return Some(Vec::new());
        }
        let key = Key::plain(Code::Char(c));
        let bound = shared.keymap.lookup(Context::Picker, &key);
        let known = self.takes(c) || self.line_of(c).is_some();
        if !known && bound.is_some() {
            return None;
        }
        self.choose_by_key(shared, c);
        Some(Vec::new())
    }

    fn backspace(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        self.act(shared, Action::DeleteBack)
    }

    fn paste(&mut self, shared: &mut Workspace, text: &str) -> Vec<Effect> {
        if self.yields_to_search() {
            let text = one_line(text).chars().take(FINDER).collect();
            shared.steps.push(Step::SearchInstead(text));
        } else {
            shared.notice = Some(Notice::warn("A paste does not answer this; use the keys."));
        }
        Vec::new()
    }

    fn covers(&self) -> bool {
        false
    }
}
