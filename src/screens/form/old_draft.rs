//! A draft from before the program was started: it stands closed in its field, and the first key asks what becomes of it.
//!
//! Whoever goes on there may have forgotten it, so that a key typed for a new value must not make it longer.

use crate::input::line::Line;
use crate::screens::effect::Effect;
use crate::screens::form::state::FormState;
use crate::screens::picker::state::Purpose;
use crate::screens::workspace::Workspace;

impl FormState {
    /// Puts a draft back into the focused field: open with the cursor at its end, or closed where it was typed before the
    /// program was started.
    pub(crate) fn put_draft(&mut self, shared: &Workspace, text: &str) {
        let place = self.place_of(shared, &self.focus);
        let old = place.and_then(|place| shared.texts.old.get(&place));
        self.draft_is_old = old.is_some_and(|old| old == text);
        if self.draft_is_old {
            self.unfinished.insert(self.focus.clone(), text.to_owned());
        } else {
            // The text is the one that was left there, so it does not count as newly typed.
            self.unfinished.remove(&self.focus);
            self.line = Line::new(text);
        }
    }

    /// Returns whether a draft of an earlier start stands closed in the focused field.
    pub(crate) fn holds_old_draft(&self) -> bool {
        let stands = self.unfinished.contains_key(&self.focus);
        self.draft_is_old && stands && self.is_on_empty_line()
    }

    /// Asks what becomes of it. `typed` says that the key may be the first of a longer word.
    pub(crate) fn ask_about_old_draft(
        &mut self,
        shared: &mut Workspace,
        typed: bool,
    ) -> Vec<Effect> {
        shared.ask(Purpose::OldDraft {
            label: self.label_of(shared, &self.focus),
            text: self.text_here().to_owned(),
            typed,
        });
        if typed {
            // The Enter that belongs to this word answers nothing.
            shared.guard_question();
        }
        Vec::new()
    }

    /// Goes on with the draft in the focused field: it is opened as a word.
    pub(crate) fn go_on_with_draft(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        self.begin_anew(shared);
        if self.edit_standing(shared) {
            self.judge_word(shared);
        }
        Vec::new()
    }

    /// Begins anew: the draft stays until a new word is typed over it.
    pub(crate) fn begin_anew(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        self.draft_is_old = false;
        if let Some(place) = self.place_of(shared, &self.focus) {
            shared.texts.old.remove(&place);
        }
        Vec::new()
    }
}
