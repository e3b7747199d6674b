//! A draft from before the program was started: it stands closed in its field, and the first key asks what becomes of it.
//!
//! Whoever goes on there may have forgotten it, so that a key typed for a new value must not make it longer. A draft of
//! several lines asks at any time: it is too long to be typed again. What is thrown away comes back by undo.

use crate::domain::base::shown::shown_start;
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
        self.draft_is_old && self.holds_draft()
    }

    /// Returns whether a draft stands closed in the focused field over which nothing is typed before it was asked about.
    pub(crate) fn asks_before_typing(&self, shared: &Workspace) -> bool {
        self.holds_draft() && (self.draft_is_old || self.takes_lines(shared))
    }

    fn holds_draft(&self) -> bool {
        self.unfinished.contains_key(&self.focus) && self.is_on_empty_line()
    }

    /// Puts a text of the focused field aside that the user throws away.
    pub(crate) fn throw_away(&mut self, text: String) {
        let field = self.focus.clone();
        self.declined = Some(Declined {
            field,
            text,
            seen: None,
            returns: false,
        });
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
            text: shown_start(self.text_here()),
            is_old: self.draft_is_old,
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
            self.declined = Some(Declined {
                field,
                text,
                seen,
                returns: true,
            });
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
        old.returns && self.has_room_for(old)
    }

    fn has_room_for(&self, old: &Declined) -> bool {
        let typed = self.focus == old.field && !self.line.is_empty();
        !typed && !self.unfinished.contains_key(&old.field)
    }

    /// Brings the draft that was begun anew over back to its field, where it comes back.
    pub(crate) fn bring_back_declined(&mut self) {
        if let Some(old) = self.declined.take().filter(|old| self.comes_back(old)) {
            self.put_back(old);
        }
    }

    fn put_back(&mut self, old: Declined) {
        if let Some(seen) = old.seen {
            self.seen.insert(old.field.clone(), seen);
        }
        self.unfinished.insert(old.field, old.text);
    }

    /// Brings it back by undo, where the cursor stands in its field; returns whether it did.
    pub(crate) fn undo_put_aside(&mut self, shared: &mut Workspace) -> bool {
        let here = |old: &Declined| !self.at_end && old.field == self.focus;
        if !self.declined.as_ref().is_some_and(here) {
            return false;
        }
        let Some(old) = self.declined.take().filter(|old| self.has_room_for(old)) else {
            return false;
        };
        self.forget_word();
        self.put_back(old);
        shared.notice = Some(Notice::info(shared.language.draft_is_back()));
        true
    }
}
