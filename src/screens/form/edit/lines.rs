//! The word of a field of several lines: how a line is ended, and how the cursor goes from one row to another.
//!
//! Enter accepts it as everywhere, so that no text is left open by the key that ends its lines. The arrows stay inside
//! while it has several rows: who goes up in a text does not mean to leave it.

use crate::domain::base::shown::shown_start;
use crate::domain::forms::engine::instrument::{Field, FieldKind};
use crate::domain::forms::engine::typing;
use crate::input::action::{Action, Context};
use crate::input::key::{Code, Key};
use crate::input::line::Line;
use crate::screens::effect::Effect;
use crate::screens::form::draw::text_columns;
use crate::screens::form::state::FormState;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;

impl FormState {
    fn focused<'a>(&self, shared: &'a Workspace) -> Option<&'a Field> {
        shared.instrument(self)?.field(self.focus.as_str())
    }

    /// Returns whether the cursor is on a field of several lines.
    pub(crate) fn takes_lines(&self, shared: &Workspace) -> bool {
        let field = self.focused(shared);
        !self.at_end && field.is_some_and(|field| field.kind == FieldKind::Paragraph)
    }

    /// Returns whether a text of several lines is being written.
    pub(crate) fn writes_lines(&self, shared: &Workspace) -> bool {
        !self.line.is_empty() && self.takes_lines(shared)
    }

    /// Returns a text as the word of the focused field, with the cursor at its end.
    pub(crate) fn word_of(&self, shared: &Workspace, text: &str) -> Line {
        match self.takes_lines(shared) {
            true => Line::of_lines(text),
            false => Line::new(text),
        }
    }

    /// Returns a text of the focused field for a sentence that repeats it: the start of one of several lines.
    pub(crate) fn repeated_text(&self, shared: &Workspace, text: &str) -> String {
        match self.takes_lines(shared) {
            true => shown_start(text),
            false => text.to_owned(),
        }
    }

    /// Ends the line at the cursor; where no word is open, it opens what stands in the field.
    pub(crate) fn end_line(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        if !self.takes_lines(shared) {
            shared.notice = Some(Notice::warn(shared.language.takes_one_line()));
            return Vec::new();
        }
        if self.holds_old_draft() {
            return self.ask_about_old_draft(shared, None);
        }
        if self.line.is_empty() && !self.edit_standing(shared) {
            shared.notice = Some(Notice::info(shared.language.line_end_needs_text()));
            return Vec::new();
        }
        self.line.insert_line_end();
        self.forget_word();
        self.judge_word(shared);
        self.say_how_full(shared);
        Vec::new()
    }

    /// Says how full a field of any text is, from the point on at which it matters.
    pub(crate) fn say_how_full(&self, shared: &mut Workspace) {
        let most = self.focused(shared).and_then(typing::most_characters);
        if let Some(most) = most {
            shared.say_how_full(self.line.text().chars().count(), most);
        }
    }

    /// Moves the cursor to the row above or below in a text of several rows; none where the key does something else.
    pub(crate) fn move_in_rows(&mut self, shared: &Workspace, key: &Key) -> Option<Vec<Effect>> {
        let up = match shared.keymap.lookup(Context::Form, key)? {
            Action::Previous => true,
            Action::Next => false,
            _ => return None,
        };
        let leaves = matches!(key.code, Code::Enter | Code::Tab | Code::BackTab);
        if leaves || key.typed().is_some() || !self.writes_lines(shared) {
            return None;
        }
        let columns = text_columns(shared, self, shared.size.0);
        if self.line.rows(columns).rows.len() < 2 {
            return None;
        }
        match up {
            true => self.line.up(columns),
            false => self.line.down(columns),
        };
        Some(Vec::new())
    }
}
