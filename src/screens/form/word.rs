//! The word in the focused field: how it is begun, opened again, kept apart from what stands there, and taken away.
//!
//! A word is what is typed into one field before it is accepted or left. It is taken whole or refused whole.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::typing;
use crate::domain::forms::engine::typing::Typed;
use crate::domain::record::event::PromptOutcome;
use crate::domain::rules::checks::Question;
use crate::input::action::{Action, Context};
use crate::input::key::{Code, Key};
use crate::input::line::Line;
use crate::screens::app::Effect;
use crate::screens::form::state::Move;
use crate::screens::picker::state::Purpose;
use crate::screens::session::{Model, Notice};
use crate::screens::stack::Layer;

/// Rule under which it is recorded how a number with two readings was meant.
const TWO_READINGS: &str = "two-readings";

impl Model {
    /// Returns whether a field has the focus and nothing is typed in it.
    pub(crate) fn is_on_empty_line(&self) -> bool {
        let on_top = matches!(self.layers.last(), Some(Layer::Form(_)));
        on_top
            && self
                .form()
                .is_some_and(|form| !form.at_end && form.line.is_empty())
    }

    /// Returns what the key Enter alone does in a form: it takes a word away that was just refused, and opens a draft.
    /// None where Enter only goes on.
    pub(crate) fn enter_in_form(&mut self, key: &Key) -> Option<Vec<Effect>> {
        let on_top = matches!(self.layers.last(), Some(Layer::Form(_)));
        let goes_on = matches!(
            self.keymap.lookup(Context::Form, key),
            Some(Action::Next | Action::Open)
        );
        let form = self.form().filter(|form| on_top && !form.at_end)?;
        if key.code != Code::Enter || !goes_on {
            return None;
        }
        if form.leaves && form.refusal.is_some() && !form.line.is_empty() {
            self.take_word_away();
            return Some(Vec::new());
        }
        let draft = form.line.is_empty() && form.unfinished.contains_key(&form.focus);
        if draft && self.edit_standing() {
            self.retell_word();
            if self.form().is_some_and(|form| form.refusal.is_none()) {
                self.notice = Some(Notice::info(
                    "This is not saved yet. Enter takes it; Backspace changes it.",
                ));
            }
            return Some(Vec::new());
        }
        None
    }

    /// Takes a refused word away, so that what stood there before is seen again.
    fn take_word_away(&mut self) {
        let Some(form) = self.form_mut() else { return };
        let word = form.line.take();
        form.forget_word();
        let stands = self.shown_here();
        self.notice = Some(Notice::info(match stands.as_str() {
            "" => format!("{word} was taken away; nothing stands here."),
            stands => format!("{word} was taken away; {stands} stands here as before."),
        }));
    }

    /// Returns what stands in the focused field as text: a draft, or an answer; nothing where neither is.
    fn shown_here(&self) -> String {
        let found = || {
            let form = self.form()?;
            if let Some(draft) = form.unfinished.get(&form.focus) {
                return Some(draft.clone());
            }
            let instrument = self.instrument(form)?;
            let field = instrument.field(form.focus.as_str())?;
            let answer = self.standing(form, &form.focus)?;
            Some(typing::show(instrument, field, &answer))
        };
        found().unwrap_or_default()
    }

    /// Says of the word as it is now why it is wrong, if it is.
    pub(crate) fn retell_word(&mut self) {
        let wrong = match self.typed() {
            Some(Typed::Wrong(refusal)) => Some(refusal.to_string()),
            _ => None,
        };
        let Some(form) = self.form_mut() else { return };
        form.leaves = false;
        form.refusal = wrong;
    }

    /// Takes Backspace in a field; none where it goes one field back.
    pub(crate) fn backspace_in_form(&mut self) -> Option<Vec<Effect>> {
        let form = self.form_mut().filter(|form| !form.at_end)?;
        let from_choice = std::mem::take(&mut form.from_choice);
        if form.line.is_empty() {
            let back = from_choice || !self.edit_standing();
            self.retell_word();
            return (!back).then(Vec::new);
        }
        self.shorten_word(|line| line.delete_back());
        Some(Vec::new())
    }

    /// Deletes a part of the word; once it is empty, what stood there is kept unless something is typed.
    pub(crate) fn shorten_word(&mut self, delete: impl FnOnce(&mut Line) -> bool) {
        let Some(form) = self.form_mut() else { return };
        delete(&mut form.line);
        form.taken_back = None;
        if form.line.is_empty() && form.opened.is_none() {
            form.opened = Some(String::new());
        }
        self.retell_word();
    }

    /// Opens what stands in the focused field as text, a draft or an answer; `false` where there is neither.
    pub(crate) fn edit_standing(&mut self) -> bool {
        let shut = self.form().and_then(|form| self.lock_words(form));
        if !self.may_enter() || shut.is_some() {
            return false;
        }
        let Some(form) = self.form_mut() else {
            return false;
        };
        if form.at_end {
            return false;
        }
        if let Some(text) = form.unfinished.remove(&form.focus) {
            form.line = Line::new(&text);
            form.opened = None;
            return true;
        }
        let missing = {
            let answer = self
                .form()
                .and_then(|form| self.standing(form, &form.focus));
            matches!(answer, Some(Answer::Missing { .. }))
        };
        let text = if missing {
            // What opens the reasons.
            ".".to_owned()
        } else {
            self.shown_here()
        };
        let Some(form) = self.form_mut().filter(|_| !text.is_empty()) else {
            return false;
        };
        form.line = Line::new(&text);
        form.opened = Some(text);
        true
    }

    /// Closes an answer that was opened and in which nothing was typed: it stays as it is. Returns whether a part of it
    /// had been deleted, which is then said.
    pub(crate) fn close_opened(&mut self) -> bool {
        let Some(form) = self.form_mut() else {
            return false;
        };
        let Some(opened) = form.opened.take() else {
            return false;
        };
        let text = form.line.take();
        form.forget_word();
        let stands = self.shown_here();
        let said = text != opened || opened.is_empty();
        if !said || stands.is_empty() {
            return false;
        }
        self.notice = Some(Notice::info(format!(
            "Nothing was typed, so that {stands} stays. Type the whole new value, or erase it."
        )));
        true
    }

    /// Returns both answers that the word can mean, where a mark in it can be read in two ways.
    fn readings(&self) -> Option<[Answer; 2]> {
        let form = self.form()?;
        if form.opened.as_deref() == Some(form.line.text()) {
            // It was answered when it was typed.
            return None;
        }
        let instrument = self.instrument(form)?;
        let field = instrument.field(form.focus.as_str())?;
        let unit = self.unit_of(form, field);
        typing::two_readings(
            instrument,
            field,
            form.line.text(),
            unit.as_deref(),
            self.today(),
        )
    }

    /// Asks which number is meant, where the word can be read in two ways; returns whether it does.
    pub(crate) fn asks_reading(&mut self, answer: &Answer, then: &Move) -> bool {
        let Some(form) = self.form() else {
            return false;
        };
        let readings = self.readings();
        let Some(answers) = readings.filter(|[decimal, _]| decimal == answer) else {
            return false;
        };
        let field = form.focus.clone();
        let words = [0, 1].map(|nth| {
            let answer = answers.get(nth);
            answer.map_or_else(String::new, |answer| self.in_words(&field, answer))
        });
        self.ask(Purpose::Reading {
            label: self.label_of(&field),
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
        field: &FieldId,
        question: Question,
        (answer, reading): (Answer, &str),
        then: Move,
    ) -> Vec<Effect> {
        let mut effects = self.prompted(field, vec![question], PromptOutcome::Kept, Some(reading));
        effects.extend(self.accept_meant(answer, then));
        effects
    }

    /// Returns the question how a number is meant.
    pub(crate) fn reading_question([decimal, whole]: &[String; 2]) -> Question {
        Question {
            rule: TWO_READINGS.to_owned(),
            text: format!("It can be read as {decimal} or as {whole}."),
        }
    }
}
