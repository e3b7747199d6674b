//! The word in the focused field: how it is begun, opened again, kept apart from what stands there, and taken away.
//!
//! A word is what is typed into one field before it is accepted or left. It is taken whole or refused whole.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::progress;
use crate::domain::forms::engine::typing;
use crate::domain::forms::engine::typing::{Refusal, Typed};
use crate::domain::record::event::PromptOutcome;
use crate::domain::rules::checks::names::TWO_READINGS;
use crate::domain::rules::checks::{About, Question};
use crate::input::action::{Action, Context};
use crate::input::key::{Code, Key};
use crate::input::line::Line;
use crate::screens::effect::Effect;
use crate::screens::form::state::Move;
use crate::screens::form::state::{Arrival, FormState};
use crate::screens::picker::state::Purpose;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::text::screens::form::WaysOn;

impl Workspace {
    /// Returns the question how a number is meant.
    pub(crate) fn reading_question([decimal, whole]: &[String; 2]) -> Question {
        Question {
            rule: TWO_READINGS.to_owned(),
            about: About::TwoReadings {
                decimal: decimal.clone(),
                whole: whole.clone(),
            },
        }
    }
}

impl FormState {
    /// Returns whether a field has the focus and nothing is typed in it.
    pub(crate) fn is_on_empty_line(&self) -> bool {
        !self.at_end && self.line.is_empty()
    }

    /// Returns what is said where Enter stays once, because it would go past a field unseen: a required one that is
    /// empty, or one to which the form went on by itself. None where it goes on.
    pub(crate) fn enter_stays(&self, shared: &Workspace, arrival: Arrival) -> Option<String> {
        let (instrument, language) = (shared.instrument(self)?, shared.language);
        let field = instrument.field(self.focus.as_str())?;
        let stands = shared.standing(self, &field.id).is_some();
        let holds =
            stands || self.unfinished.contains_key(&field.id) || shared.has_unfit(self, &field.id);
        let open = shared.may_enter()
            && shared.lock_words(self).is_none()
            && field.may_be_set_by(&shared.account.roles);
        let owed = progress::is_owed(instrument, &shared.form_cells(self), field);
        if owed && !holds && open {
            let reasons = self.visit.is_some() && !instrument.reasons(field).is_empty();
            return Some(language.is_empty(&field.label, reasons));
        }
        let by_itself = arrival != Arrival::ByHand;
        if self.unfinished.contains_key(&field.id) {
            // Opened by an Enter too many, it would take the next digit as its own.
            let stays = by_itself && shared.soon && !self.holds_old_draft();
            return stays.then(|| language.same_key_opens().to_owned());
        }
        by_itself.then(|| language.nothing_typed(stands).to_owned())
    }

    /// Returns what the key Enter alone does in a form: it takes a word away that was just refused, opens a draft,
    /// and asks the question that stands at the field.
    /// None where Enter only goes on.
    pub(crate) fn enter_in_form(
        &mut self,
        shared: &mut Workspace,
        key: &Key,
    ) -> Option<Vec<Effect>> {
        let goes_on = matches!(
            shared.keymap.lookup(Context::Form, key),
            Some(Action::Next | Action::Open)
        );
        if self.at_end || key.code != Code::Enter || !goes_on {
            return None;
        }
        if self.refused_leaving && self.refusal.is_some() && !self.line.is_empty() {
            self.take_word_away(shared);
            return Some(Vec::new());
        }
        let draft = self.line.is_empty() && self.unfinished.contains_key(&self.focus);
        if self.holds_old_draft() {
            return Some(self.ask_about_old_draft(shared, None));
        }
        if draft && self.edit_standing(shared) {
            self.judge_word(shared);
            if self.refusal.is_none() {
                shared.notice = Some(Notice::info(shared.language.draft_opened()));
            }
            return Some(Vec::new());
        }
        self.ask_standing(shared)
    }

    /// Takes a refused word away, so that what stood there before is seen again.
    fn take_word_away(&mut self, shared: &mut Workspace) {
        let text = self.line.take();
        self.put_word_aside(shared, text);
    }

    /// Takes a text that was typed out of its field and says what stands there then; undo brings it back.
    pub(crate) fn put_word_aside(&mut self, shared: &mut Workspace, text: String) {
        let word = self.repeated_text(shared, &text);
        self.throw_away(text);
        self.forget_word();
        let stands = self.shown_here(shared);
        let stands = self.repeated_text(shared, &stands);
        let stands = Some(stands.as_str()).filter(|stands| !stands.is_empty());
        let undo = shared.way(Context::Form, Action::Undo);
        let language = shared.language;
        let words = language.word_taken_away(&word, stands, undo.as_deref());
        shared.notice = Some(Notice::info(words));
    }

    /// Returns what stands in the focused field as text: a draft, or an answer; nothing where neither is.
    fn shown_here(&self, shared: &Workspace) -> String {
        let found = || {
            if let Some(draft) = self.unfinished.get(&self.focus) {
                return Some(draft.clone());
            }
            let instrument = shared.instrument(self)?;
            let field = instrument.field(self.focus.as_str())?;
            let answer = shared.standing(self, &self.focus)?;
            Some(typing::show(instrument, field, &answer))
        };
        found().unwrap_or_default()
    }

    /// Says of the word as it is now why it is wrong, if it is.
    pub(crate) fn judge_word(&mut self, shared: &Workspace) {
        let wrong = match self.typed(shared) {
            Some(Typed::Wrong(refusal)) => Some(self.refusal_words(shared, &refusal)),
            _ => None,
        };
        self.refused_leaving = false;
        self.refusal = wrong;
    }

    /// Says why the word is refused. Of the key that shortens it, only where the cursor is at its end: in the middle it
    /// deletes something else.
    pub(crate) fn refusal_words(&self, shared: &Workspace, refusal: &Refusal) -> String {
        match self.deletes_from_end(shared) {
            Some(delete) => shared.language.refused_word(refusal, &delete),
            None => shared.language.refused_text(refusal),
        }
    }

    /// Says why the word is refused, and what can be done with it.
    pub(crate) fn refusal_with_ways(
        &self,
        shared: &Workspace,
        refusal: &Refusal,
    ) -> (String, String) {
        let words = self.refusal_words(shared, refusal);
        let names_delete = words != shared.language.refused_text(refusal);
        (words, self.ways_on(shared, names_delete))
    }

    /// Says that the word is no answer yet, and what can be done with it.
    pub(crate) fn not_yet_with_ways(&self, shared: &Workspace) -> (String, String) {
        (self.not_yet(shared), self.ways_on(shared, false))
    }

    /// Returns the key that shortens the word from its end, where the cursor is there.
    fn deletes_from_end(&self, shared: &Workspace) -> Option<String> {
        let at_end = self.line.is_at_end();
        let delete = at_end.then(|| shared.way(Context::Form, Action::DeleteBack));
        delete.flatten()
    }

    /// Says what can be done with the word that is refused: each way with its key, and of the key that shortens it nothing
    /// where `names_delete` says that the sentence before has named it.
    pub(crate) fn ways_on(&self, shared: &Workspace, names_delete: bool) -> String {
        let goes_on = |key: &Key| shared.keymap.lookup(Context::Form, key) == Some(Action::Next);
        let enter = Key::plain(Code::Enter);
        let is_enter = |key: &Key| key.code == Code::Enter;
        let keys = shared.keymap.keys(Context::Form, Action::Next);
        let leave = keys.iter().find(|key| !is_enter(key));
        let name = |key: &Key| shared.language.key(key, true);
        shared.language.ways_on(&WaysOn {
            delete: self.deletes_from_end(shared).filter(|_| !names_delete),
            clear: Some(&enter).filter(|key| goes_on(key)).map(name),
            leave: leave.map(name),
        })
    }

    /// Says why the word is refused as it is said where the cursor stands now.
    fn reword_refusal(&mut self, shared: &Workspace) {
        let (words, ways) = match self.typed(shared) {
            Some(Typed::Wrong(refusal)) => self.refusal_with_ways(shared, &refusal),
            Some(Typed::Partial) => self.not_yet_with_ways(shared),
            Some(Typed::Empty | Typed::Missing | Typed::Ready(_) | Typed::Full(_)) | None => return,
        };
        self.refusal = Some(match self.refused_leaving {
            true => format!("{words} {ways}"),
            false => words,
        });
    }

    /// Moves the cursor in the word; what is said of a refused one follows.
    pub(crate) fn move_in_word(&mut self, shared: &Workspace, moves: impl FnOnce(&mut Line)) {
        moves(&mut self.line);
        if self.refusal.is_some() {
            self.reword_refusal(shared);
        }
    }

    /// Takes Backspace in a field; none where it goes one field back.
    pub(crate) fn backspace_in_form(&mut self, shared: &mut Workspace) -> Option<Vec<Effect>> {
        if self.at_end {
            return None;
        }
        let from_choice = std::mem::take(&mut self.arrival) == Arrival::WentOnFromChoice;
        if self.line.is_empty() {
            let back = from_choice || !self.edit_standing(shared);
            self.judge_word(shared);
            return (!back).then(Vec::new);
        }
        self.shorten_word(shared, |line| line.delete_back());
        Some(Vec::new())
    }

    /// Deletes a part of the word; once it is empty, what stood there is kept unless something is typed.
    pub(crate) fn shorten_word(
        &mut self,
        shared: &mut Workspace,
        delete: impl FnOnce(&mut Line) -> bool,
    ) {
        delete(&mut self.line);
        self.already_asked = None;
        if self.line.is_empty() && self.opened.is_none() {
            self.opened = Some(String::new());
        }
        self.judge_word(shared);
    }

    /// Opens what stands in the focused field as text, a draft or an answer; `false` where there is neither.
    pub(crate) fn edit_standing(&mut self, shared: &mut Workspace) -> bool {
        let shut = shared.lock_words(self);
        if self.at_end || !shared.may_enter() || shut.is_some() {
            return false;
        }
        if let Some(text) = self.unfinished.remove(&self.focus) {
            self.line = self.word_of(shared, &text);
            self.opened = None;
            return true;
        }
        let standing = shared.standing(self, &self.focus);
        let missing = matches!(standing, Some(Answer::Missing { .. }));
        let text = if missing {
            // A full stop opens the list of missing reasons.
            ".".to_owned()
        } else {
            self.shown_here(shared)
        };
        if text.is_empty() {
            return false;
        }
        self.line = self.word_of(shared, &text);
        self.opened = Some(text);
        true
    }

    /// Closes an answer that was opened as text and in which nothing was typed; the stored answer stays. Where a part of
    /// the text had been deleted, it tells the user that the answer stays, and returns true.
    pub(crate) fn close_opened(&mut self, shared: &mut Workspace) -> bool {
        let Some(opened) = self.opened.take() else {
            return false;
        };
        let text = self.line.take();
        self.forget_word();
        let stands = self.shown_here(shared);
        let said = text != opened || opened.is_empty();
        if !said || stands.is_empty() {
            return false;
        }
        let stands = self.repeated_text(shared, &stands);
        let erase = shared.way(Context::Form, Action::Erase);
        let left = self.repeated_text(shared, &text);
        let language = shared.language;
        let words = language.answer_stays(&stands, &left, erase.as_deref());
        shared.notice = Some(Notice::info(words));
        true
    }

    /// Returns both answers that the word can mean, where a mark in it can be read in two ways.
    fn readings(&self, shared: &Workspace) -> Option<[Answer; 2]> {
        if self.opened.as_deref() == Some(self.line.text()) {
            // It was answered when it was typed.
            return None;
        }
        let instrument = shared.instrument(self)?;
        let field = instrument.field(self.focus.as_str())?;
        let unit = shared.unit_of(self, field);
        typing::two_readings(
            instrument,
            field,
            self.line.text(),
            unit.as_deref(),
            shared.today(),
        )
    }

    /// Asks which number is meant, where the word can be read in two ways; returns whether it does.
    pub(crate) fn asks_reading(
        &mut self,
        shared: &mut Workspace,
        answer: &Answer,
        then: &Move,
    ) -> bool {
        let readings = self.readings(shared);
        let Some(answers) = readings.filter(|[decimal, _]| decimal == answer) else {
            return false;
        };
        let field = self.focus.clone();
        let words = [0, 1].map(|nth| {
            let answer = answers.get(nth);
            answer.map_or_else(String::new, |answer| self.in_words(shared, &field, answer))
        });
        shared.ask(Purpose::Reading {
            label: self.label_of(shared, &field),
            field,
            answers,
            words,
            then: then.clone(),
        });
        true
    }

    /// Takes it how a number was meant: that is recorded, and the answer accepted.
    pub(crate) fn read_as(
        &mut self,
        shared: &mut Workspace,
        field: &FieldId,
        question: Question,
        (answer, reading): (Answer, &str),
        then: Move,
    ) -> Vec<Effect> {
        let mut effects = self.prompted(
            shared,
            field,
            vec![question],
            PromptOutcome::Kept,
            Some(reading),
        );
        effects.extend(self.accept_meant(shared, answer, then));
        effects
    }
}
