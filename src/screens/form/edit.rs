//! What an accepted answer does: the questions of the checks, the events of the record, undo,
//! facts repeated.

pub(crate) mod asked;
mod carry;
pub(crate) mod conflict;
mod hides;
mod in_error;
mod keep;
mod lines;
pub(crate) mod paste;
mod standing;
pub(crate) mod why;

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::record::event::{Event, Origin, PromptOutcome};
use crate::domain::record::session::Cell;
use crate::domain::rules::checks::Question;
use crate::domain::rules::checks::names::{HIDES_ANSWERS, IN_WORDS};
use crate::input::action::{Action, Context};
use crate::input::line::Line;
use crate::screens::change::update;
use crate::screens::effect::Effect;
use crate::screens::form::state::Change;
use crate::screens::form::state::{Edit, FormState, Move};
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::text::screens::form::TakenBack;
use std::collections::BTreeSet;

/// What was said to the questions before a change.
#[derive(Clone, Debug, Default)]
struct Said {
    /// Why it is made, where that must be said.
    reason: Option<String>,
    /// What no longer counts after it, where the user agreed to that.
    agreed: Option<String>,
    /// What is kept of answers that are put back: field, check and reason.
    kept: Vec<(FieldId, String, String)>,
}

impl FormState {
    /// Takes an answer for the focused field: asks first when a check wants to know.
    pub(crate) fn accept(
        &mut self,
        shared: &mut Workspace,
        answer: Answer,
        then: Move,
    ) -> Vec<Effect> {
        if shared.only_reads() {
            return Vec::new();
        }
        if self.is_locked_form(shared) {
            // The field was locked while the text was typed: the text waits, and the user can leave the field.
            return self.leave_shut(shared, then);
        }
        let (id, field) = (self.form.clone(), self.focus.clone());
        if shared.is_closed_to_user(&id, &field) {
            return Vec::new();
        }
        let repeated = self.repeated.as_ref().filter(|_| self.is_repeated());
        if repeated.is_some_and(|repeated| repeated.answer == answer) {
            return self.store_repeated(shared, answer, then);
        }
        if self.asks_reading(shared, &answer, &then) {
            return Vec::new();
        }
        self.accept_meant(shared, answer, then)
    }

    /// Takes an answer of which it is clear how its text is read.
    pub(crate) fn accept_meant(
        &mut self,
        shared: &mut Workspace,
        answer: Answer,
        then: Move,
    ) -> Vec<Effect> {
        let field = self.focus.clone();
        if shared.standing(self, &field).as_ref() == Some(&answer) {
            self.clear_line(&field);
            return self.go(shared, then);
        }
        if self.visit.is_none() {
            return self.accept_enrolment(shared, field, answer, then);
        }
        let questions = self.questions(shared, &field, &answer);
        if questions.is_empty() {
            return self.commit(shared, &field, answer, Vec::new(), then);
        }
        let change = self.asked_because(shared, [&field]).map(|because| {
            let words = self.change_of_one(shared, &field, Some(&answer));
            (words, because)
        });
        self.ask_to_keep(shared, (field, Some(answer)), questions, change, then);
        Vec::new()
    }

    /// Writes an answer into the record, with the questions that it was kept against.
    pub(crate) fn commit(
        &mut self,
        shared: &mut Workspace,
        field: &FieldId,
        answer: Answer,
        kept: Vec<(Question, String)>,
        then: Move,
    ) -> Vec<Effect> {
        if self.is_changed_by_others(shared, field) {
            return self.ask_which(shared, field, answer, kept, then);
        }
        let same = self.standing_in(shared, field).as_ref() == Some(&answer);
        if same && kept.is_empty() {
            self.clear_line(field);
            return self.go(shared, then);
        }
        self.change_form(
            shared,
            Change::Answer {
                field: field.clone(),
                answer,
                kept,
                instead: None,
                then,
            },
        )
    }

    /// Writes an answer into the record; `instead` says over whose answer it was chosen.
    fn write(
        &mut self,
        shared: &mut Workspace,
        (field, answer): (&FieldId, Answer),
        kept: Vec<(Question, String)>,
        instead: Option<String>,
        reason: Option<String>,
        then: Move,
    ) -> Vec<Effect> {
        let Some(place) = self.place_of(shared, field) else {
            return Vec::new();
        };
        let typed = self.line.text().to_owned();
        let mut events = self.opening_events(shared);
        events.push(Event::Answered {
            place: place.clone(),
            answer: answer.clone(),
            origin: Origin::Typed,
        });
        for (question, reason) in kept {
            let (place, rule) = (place.clone(), &question.rule);
            let kept = PromptOutcome::Kept;
            events.push(asked::asked(place, rule, &typed, kept, Some(&reason)));
        }
        if let Some(instead) = instead {
            let value = self.in_words(shared, field, &answer);
            events.push(conflict::chosen(place.clone(), value, instead));
        }
        let mut before = vec![(field.clone(), self.standing_in(shared, field))];
        for (limit, carried) in self.limits_to_carry(shared, field) {
            before.push((limit.clone(), None));
            let place = self
                .place_of(shared, &limit)
                .unwrap_or_else(|| place.clone());
            events.push(Event::Answered {
                place,
                answer: carried,
                origin: Origin::Carried,
            });
        }
        let edit = self.edit_from(shared, before);
        self.push_undo(edit);
        self.clear_line(field);
        let mut effects = self.append_edit(shared, events, reason);
        effects.extend(self.go(shared, then));
        self.skip_limits(shared, field);
        effects
    }

    /// Returns the events that must stand before the first answer: the session, and what was shown.
    pub(crate) fn opening_events(&self, shared: &Workspace) -> Vec<Event> {
        let found = || {
            let visit = self.visit.clone()?;
            let participant = shared.open.record.as_ref()?.participant.id.clone();
            let session = shared.session(&visit);
            let mut events = Vec::new();
            if session.is_none() {
                events.push(Event::SessionBegun {
                    participant: participant.clone(),
                    visit: visit.clone(),
                    date: shared.day_at(visit.as_str()),
                });
            }
            let told = session.is_some_and(|session| session.shown.contains(&self.form));
            if !told && update::shows_earlier(shared, self) {
                events.push(Event::Shown {
                    participant,
                    visit,
                    form: self.form.clone(),
                    withheld: false,
                });
            }
            Some(events)
        };
        found().unwrap_or_default()
    }

    /// Makes a field blank.
    pub(crate) fn erase(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        if self.writes_lines(shared) {
            self.shorten_word(shared, Line::delete_forward);
            return Vec::new();
        }
        let text = match self.line.is_empty() {
            true => self.unfinished.remove(&self.focus),
            false => Some(self.line.take()),
        };
        if let Some(text) = text {
            self.put_word_aside(shared, text);
            return Vec::new();
        }
        let (id, field) = (self.form.clone(), self.focus.clone());
        let before = self.standing_in(shared, &field);
        let is_blank = before.is_none() && !shared.has_unfit(self, &field);
        if is_blank || shared.only_reads() || shared.is_closed_to_user(&id, &field) {
            return Vec::new();
        }
        let agreed = None;
        self.change_form(shared, Change::Erase { field, agreed })
    }

    /// Takes back the last change of this form. A word that is open is not stored, and stays: Ctrl-Z comes by reflex.
    pub(crate) fn undo(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        if !self.line.is_empty() {
            shared.notice = Some(Notice::info(shared.language.undo_takes_no_word()));
            return Vec::new();
        }
        if self.undo_put_aside(shared) {
            return Vec::new();
        }
        let Some(edit) = self.undo.pop() else {
            shared.notice = Some(Notice::info(shared.language.nothing_to_undo()));
            return Vec::new();
        };
        let Some(edit) = self.without_changed_by_others(shared, edit) else {
            return Vec::new();
        };
        let agreed = None;
        self.change_form(shared, Change::Undo { edit, agreed })
    }

    /// Puts back what stood before an edit.
    fn take_back(&mut self, shared: &mut Workspace, edit: Edit, why: Said) -> Vec<Effect> {
        let back_to = edit.before.first().map(|(field, _)| field.clone());
        let words = back_to.as_ref().map(|field| {
            let in_words = |answer: &Answer| self.in_words(shared, field, answer);
            let was = self.standing_in(shared, field).as_ref().map(in_words);
            let before = edit.before.first().and_then(|(_, answer)| answer.as_ref());
            let (label, more) = (
                self.label_of(shared, field),
                edit.before.len().saturating_sub(1),
            );
            let now = before.map(in_words);
            let erase = shared.way(Context::Form, Action::Erase);
            let taken = TakenBack {
                label: &label,
                was: was.as_deref(),
                now: now.as_deref(),
                more,
            };
            shared.language.taken_back(&taken, erase.as_deref())
        });
        let notice = shared.notice.take();
        let said = Said {
            kept: edit.kept,
            ..why
        };
        let mut effects = self.put(shared, edit.before, Origin::Undone, said);
        if let (Some(field), Some(words)) = (back_to, words) {
            shared.notice = Some(match notice {
                Some(notice) => Notice::warn(format!("{words} {}", notice.text)),
                None => Notice::info(words),
            });
            effects.extend(self.go(shared, Move::To(field)));
        }
        effects
    }

    /// Sets several fields at once, each by an entry of its own.
    fn put_all(
        &mut self,
        shared: &mut Workspace,
        answers: Vec<(FieldId, Answer)>,
        origin: Origin,
        said: Said,
    ) -> Vec<Effect> {
        let before = answers
            .iter()
            .map(|(field, _)| (field.clone(), self.standing_in(shared, field)));
        let edit = self.edit_from(shared, before.collect());
        self.push_undo(edit);
        let answers = answers
            .into_iter()
            .map(|(field, answer)| (field, Some(answer)))
            .collect();
        self.put(shared, answers, origin, said)
    }

    fn put(
        &mut self,
        shared: &mut Workspace,
        answers: Vec<(FieldId, Option<Answer>)>,
        origin: Origin,
        Said {
            reason,
            agreed,
            kept,
        }: Said,
    ) -> Vec<Effect> {
        if self.visit.is_none() {
            for (field, answer) in answers {
                self.put_local(field, answer);
            }
            return Vec::new();
        }
        let hiding = match &agreed {
            Some(_) => self.hiding(shared, &answers),
            None => BTreeSet::new(),
        };
        let mut events = self.opening_events(shared);
        let mut prompts = Vec::new();
        for (field, answer) in answers {
            let Some(place) = self.place_of(shared, &field) else {
                continue;
            };
            if let Some(words) = agreed.clone().filter(|_| hiding.contains(&field)) {
                let value = answer.as_ref();
                let value = value.map(|answer| self.in_words(shared, &field, answer));
                let (place, value) = (place.clone(), value.unwrap_or_default());
                let kept = PromptOutcome::Kept;
                prompts.push(asked::asked(
                    place,
                    HIDES_ANSWERS,
                    &value,
                    kept,
                    Some(&words),
                ));
            }
            let of_field = kept.iter().filter(|(of, ..)| *of == field);
            for (_, rule, reason) in of_field.filter(|_| answer.is_some()) {
                let value = answer.as_ref();
                let value = value.map(|answer| self.in_words(shared, &field, answer));
                let (place, value) = (place.clone(), value.unwrap_or_default());
                let kept = PromptOutcome::Kept;
                prompts.push(asked::asked(place, rule, &value, kept, Some(reason)));
            }
            events.push(match answer {
                Some(answer) => Event::Answered {
                    place,
                    answer,
                    origin,
                },
                None => Event::Cleared { place, origin },
            });
        }
        events.extend(prompts);
        match origin {
            Origin::Undone => self.append_answers(shared, events, reason),
            _ => self.append_edit(shared, events, reason),
        }
    }

    /// Sends events with answers; going out of the form is leaving it from then on.
    fn append_answers(
        &mut self,
        shared: &mut Workspace,
        events: Vec<Event>,
        reason: Option<String>,
    ) -> Vec<Effect> {
        let answers = events.iter().any(|event| !event.answers().is_empty());
        let effects = shared.append_because(events, reason);
        self.stored |= answers && !effects.is_empty();
        effects
    }

    /// Sends events, and remembers with the newest edit which request they went with.
    fn append_edit(
        &mut self,
        shared: &mut Workspace,
        events: Vec<Event>,
        reason: Option<String>,
    ) -> Vec<Effect> {
        let effects = self.append_answers(shared, events, reason);
        let request = shared.saving.newest().unwrap_or_default().to_owned();
        if let Some(edit) = self.undo.last_mut() {
            edit.request = request;
        }
        effects
    }

    pub(crate) fn put_local(&mut self, field: FieldId, answer: Option<Answer>) {
        self.local.insert(
            field,
            Cell {
                answer,
                ..Cell::default()
            },
        );
    }

    pub(crate) fn standing_in(&self, shared: &Workspace, field: &FieldId) -> Option<Answer> {
        shared.standing(self, field)
    }

    pub(crate) fn clear_line(&mut self, field: &FieldId) {
        self.line = Line::default();
        self.forget_word();
        self.unfinished.remove(field);
        self.seen.remove(field);
        // What is stored now stands in its place.
        self.declined = self.declined.take().filter(|old| old.field != *field);
    }

    /// Returns the edit that changes these fields, with what was said to the checks about what stands there: it is said
    /// again where that is put back. What was said of other answers is not.
    fn edit_from(&self, shared: &Workspace, before: Vec<(FieldId, Option<Answer>)>) -> Edit {
        let cells = self.visit.as_ref();
        let cells = cells.and_then(|visit| shared.cells(visit, &self.form));
        let kept = before.iter().flat_map(|(field, _)| {
            let cell = cells.and_then(|cells| cells.get(field));
            let kept = cell.into_iter().flat_map(|cell| &cell.kept);
            let kept = kept.filter(|(rule, _)| !IN_WORDS.contains(&rule.as_str()));
            kept.map(|(rule, reason)| (field.clone(), rule.clone(), reason.clone()))
        });
        Edit {
            kept: kept.collect(),
            ..Edit::new(before)
        }
    }

    pub(crate) fn push_undo(&mut self, edit: Edit) {
        // Undo takes back the newest first: this change, and no longer what was thrown away before it.
        self.declined = self.declined.take().filter(|old| old.returns);
        self.undo.push(edit);
    }
}
