//! A draft from before the program was started: it stands closed in its field, and the first key asks what becomes of it.
//!
//! Whoever goes on there may have forgotten it, so that a key typed for a new value must not make it longer.

use crate::screens::effect::Effect;
use crate::screens::form::state::{Declined, FormState};
use crate::screens::picker::state::{Purpose, TypedOver};
use crate::screens::screen::Screen;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;

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
            self.line = self.word_of(shared, text);
        }
    }

    /// Returns whether a draft of an earlier start stands closed in the focused field.
    pub(crate) fn holds_old_draft(&self) -> bool {
        let stands = self.unfinished.contains_key(&self.focus);
        self.draft_is_old && stands && self.is_on_empty_line()
    }

    /// Asks what becomes of it. What was typed over it may be the first part of a longer word.
    pub(crate) fn ask_about_old_draft(
        &mut self,
        shared: &mut Workspace,
        typed: Option<TypedOver>,
    ) -> Vec<Effect> {
        let is_typed = typed.is_some();
        shared.ask(Purpose::OldDraft {
            label: self.label_of(shared, &self.focus),
            text: self.text_here().to_owned(),
            typed,
        });
        if is_typed {
            // The Enter that belongs to this word answers nothing.
            shared.guard_question();
        }
        Vec::new()
    }

    /// Goes on with the draft in the focused field: it is opened as a word.
    pub(crate) fn go_on_with_draft(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        self.settle_old_draft(shared);
        if self.edit_standing(shared) {
            self.judge_word(shared);
        }
        Vec::new()
    }

    /// Begins anew: an empty word, with what was typed over the draft. The draft comes back when the form is left with
    /// nothing in its place, or by undo; no Enter takes it.
    pub(crate) fn begin_anew(
        &mut self,
        shared: &mut Workspace,
        typed: Option<TypedOver>,
    ) -> Vec<Effect> {
        self.settle_old_draft(shared);
        let field = self.focus.clone();
        if let Some(text) = self.unfinished.remove(&field) {
            let seen = self.seen.remove(&field);
            self.declined = Some(Declined { field, text, seen });
        }
        self.opened = Some(String::new());
        match typed {
            Some(TypedOver::Char(c)) => self.type_char(shared, c).unwrap_or_default(),
            Some(TypedOver::Paste(text)) => self.paste_word(shared, &text),
            None => Vec::new(),
        }
    }

    /// The draft in the focused field counts as any other from now on.
    fn settle_old_draft(&mut self, shared: &mut Workspace) {
        self.draft_is_old = false;
        if let Some(place) = self.place_of(shared, &self.focus) {
            shared.texts.old.remove(&place);
        }
    }

    /// Returns whether a draft that was begun anew over comes back to its field: nothing else was typed there.
    pub(crate) fn comes_back(&self, old: &Declined) -> bool {
        let typed = self.focus == old.field && !self.line.is_empty();
        !typed && !self.unfinished.contains_key(&old.field)
    }

    /// Brings the draft that was begun anew over back to its field, where it comes back.
    pub(crate) fn bring_back_declined(&mut self) {
        let declined = self.declined.take();
        let Some(Declined { field, text, seen }) = declined.filter(|old| self.comes_back(old))
        else {
            return;
        };
        if let Some(seen) = seen {
            self.seen.insert(field.clone(), seen);
        }
        self.unfinished.insert(field, text);
    }

    /// Brings it back by undo, where the cursor stands in its field; returns whether it did.
    pub(crate) fn undo_begin_anew(&mut self, shared: &mut Workspace) -> bool {
        let declined = self.declined.as_ref();
        if self.at_end || declined.is_none_or(|declined| declined.field != self.focus) {
            return false;
        }
        self.forget_word();
        self.bring_back_declined();
        shared.notice = Some(Notice::info(shared.language.draft_is_back()));
        true
    }
}
