//! What an accepted answer does: the questions of the checks, the events of the record, undo,
//! facts repeated.

mod carry;
mod keep;
pub(crate) mod overtaken;
mod paste;
pub(crate) mod why;

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::record::event::{Event, Origin, PromptOutcome};
use crate::domain::record::session::Cell;
use crate::domain::rules::checks;
use crate::domain::rules::checks::Question;
use crate::input::line::Line;
use crate::screens::app::Effect;
use crate::screens::change::update;
use crate::screens::form::state::Move;
use crate::screens::picker::state::Purpose;
use crate::screens::session::{Model, Notice};
use why::Change;

/// One change of a form, so that it can be taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edit {
    /// Fields and what stood in them before.
    pub before: Vec<(FieldId, Option<Answer>)>,
    /// Id of the request that made it; empty in an enrolment.
    pub(crate) request: String,
    /// Fields that somebody else has changed since.
    pub(crate) overtaken: Vec<FieldId>,
}

impl Edit {
    pub(crate) fn new(before: Vec<(FieldId, Option<Answer>)>) -> Self {
        Self {
            before,
            ..Self::default()
        }
    }

    /// Takes it that somebody else changed a field after this.
    pub(crate) fn overtaken(&mut self, field: &FieldId) {
        let own = self.before.iter().any(|(before, _)| before == field);
        if own && !self.overtaken.contains(field) {
            self.overtaken.push(field.clone());
        }
    }
}

impl Model {
    /// Takes an answer for the focused field: asks first when a check wants to know.
    pub(crate) fn accept(&mut self, answer: Answer, then: Move) -> Vec<Effect> {
        if self.only_reads() {
            return Vec::new();
        }
        if self.is_locked_form() {
            // Locked while it was typed: the text waits, and nobody is held in the field.
            return self.leave_shut(then);
        }
        let Some(form) = self.form() else {
            return Vec::new();
        };
        let (id, field) = (form.form.clone(), form.focus.clone());
        if self.is_closed_to_user(&id, &field) || self.asks_reading(&answer, &then) {
            return Vec::new();
        }
        self.accept_meant(answer, then)
    }

    /// Takes an answer of which it is clear how its text is read.
    pub(crate) fn accept_meant(&mut self, answer: Answer, then: Move) -> Vec<Effect> {
        let Some(form) = self.form() else {
            return Vec::new();
        };
        let field = form.focus.clone();
        if self.standing(form, &field).as_ref() == Some(&answer) {
            self.clear_line(&field);
            return self.go(then);
        }
        if form.visit.is_none() {
            return self.accept_enrolment(field, answer, then);
        }
        let questions = self.questions(&field, &answer);
        if questions.is_empty() {
            return self.commit(&field, answer, Vec::new(), then);
        }
        let label = self.label_of(&field);
        self.ask(Purpose::Keep {
            label,
            field,
            answer: Some(answer),
            questions,
            then,
        });
        Vec::new()
    }

    /// Writes an answer into the record, with the questions that it was kept against.
    pub(crate) fn commit(
        &mut self,
        field: &FieldId,
        answer: Answer,
        kept: Vec<(Question, String)>,
        then: Move,
    ) -> Vec<Effect> {
        if self.is_overtaken(field) {
            return self.ask_which(field, answer, kept, then);
        }
        let same = self.standing_in(field).as_ref() == Some(&answer);
        if same && kept.is_empty() {
            self.clear_line(field);
            return self.go(then);
        }
        self.change_form(Change::Answer {
            field: field.clone(),
            answer,
            kept,
            instead: None,
            then,
        })
    }

    /// Writes an answer into the record; `instead` says over whose answer it was chosen.
    fn write(
        &mut self,
        (field, answer): (&FieldId, Answer),
        kept: Vec<(Question, String)>,
        instead: Option<String>,
        reason: Option<String>,
        then: Move,
    ) -> Vec<Effect> {
        let Some(place) = self.place_of(field) else {
            return Vec::new();
        };
        let typed = self
            .form()
            .map(|form| form.line.text().to_owned())
            .unwrap_or_default();
        let mut events = self.opening_events();
        events.push(Event::Answered {
            place: place.clone(),
            answer: answer.clone(),
            origin: Origin::Typed,
        });
        for (question, reason) in kept {
            events.push(Event::Prompted {
                place: place.clone(),
                rule: question.rule,
                rule_version: checks::RULE_VERSION.to_owned(),
                value: typed.clone(),
                outcome: PromptOutcome::Kept,
                reason: Some(reason),
            });
        }
        if let Some(instead) = instead {
            let value = self.in_words(field, &answer);
            events.push(overtaken::chosen(place.clone(), value, instead));
        }
        let mut before = vec![(field.clone(), self.standing_in(field))];
        if let Some((limit, carried)) = self.limit_to_carry(field) {
            before.push((limit.clone(), None));
            let place = self.place_of(&limit).unwrap_or_else(|| place.clone());
            events.push(Event::Answered {
                place,
                answer: carried,
                origin: Origin::Carried,
            });
        }
        self.push_undo(Edit::new(before));
        self.clear_line(field);
        let mut effects = self.append_edit(events, reason);
        effects.extend(self.go(then));
        self.skip_carried(field);
        effects
    }

    /// Returns the events that must stand before the first answer: the session, and what was shown.
    pub(crate) fn opening_events(&self) -> Vec<Event> {
        let found = || {
            let form = self.form()?;
            let visit = form.visit.clone()?;
            let participant = self.record.as_ref()?.participant.id.clone();
            let session = self.session(&visit);
            let mut events = Vec::new();
            if session.is_none() {
                events.push(Event::SessionBegun {
                    participant: participant.clone(),
                    visit: visit.clone(),
                    date: self.day_at(&visit),
                });
            }
            let told = session.is_some_and(|session| session.shown.contains(&form.form));
            if !told && update::shows_earlier(self, form) {
                events.push(Event::Shown {
                    participant,
                    visit,
                    form: form.form.clone(),
                });
            }
            Some(events)
        };
        found().unwrap_or_default()
    }

    /// Makes a field blank.
    pub(crate) fn erase(&mut self) -> Vec<Effect> {
        let Some(form) = self.form_mut() else {
            return Vec::new();
        };
        if !form.line.is_empty() {
            form.line = Line::default();
            form.forget_word();
            return Vec::new();
        }
        if form.unfinished.remove(&form.focus).is_some() {
            return Vec::new();
        }
        let (id, field, enrolling) = (form.form.clone(), form.focus.clone(), form.visit.is_none());
        let before = self.standing_in(&field);
        if before.is_none() || self.only_reads() || self.is_closed_to_user(&id, &field) {
            return Vec::new();
        }
        if enrolling {
            self.push_undo(Edit::new(vec![(field.clone(), before)]));
            self.put_local(field, None);
            return Vec::new();
        }
        self.change_form(Change::Erase(field))
    }

    /// Takes back the last change of this form.
    pub(crate) fn undo(&mut self) -> Vec<Effect> {
        let Some(form) = self.form_mut() else {
            return Vec::new();
        };
        let enrolling = form.visit.is_none();
        if !form.line.is_empty() {
            form.line = Line::default();
            form.forget_word();
            return Vec::new();
        }
        let Some(edit) = form.undo.pop() else {
            self.notice = Some(Notice::info(
                "Nothing was changed since this form was opened.",
            ));
            return Vec::new();
        };
        let Some(edit) = self.without_overtaken(edit) else {
            return Vec::new();
        };
        if enrolling {
            return self.take_back(edit, None);
        }
        self.change_form(Change::Undo(edit))
    }

    /// Puts back what stood before an edit.
    fn take_back(&mut self, edit: Edit, reason: Option<String>) -> Vec<Effect> {
        let back_to = edit.before.first().map(|(field, _)| field.clone());
        let said = self.notice.take();
        let mut effects = self.put(edit.before, Origin::Undone, reason);
        if let Some(field) = back_to {
            let words = format!("Taken back: {}.", self.label_of(&field));
            self.notice = Some(match said {
                Some(said) => Notice::warn(format!("{words} {}", said.text)),
                None => Notice::info(words),
            });
            effects.extend(self.go(Move::To(field)));
        }
        effects
    }

    /// Sets several fields at once, each by an entry of its own.
    fn put_all(
        &mut self,
        answers: Vec<(FieldId, Answer)>,
        origin: Origin,
        reason: Option<String>,
    ) -> Vec<Effect> {
        let before = answers
            .iter()
            .map(|(field, _)| (field.clone(), self.standing_in(field)));
        let edit = Edit::new(before.collect());
        self.push_undo(edit);
        let answers = answers
            .into_iter()
            .map(|(field, answer)| (field, Some(answer)))
            .collect();
        self.put(answers, origin, reason)
    }

    fn put(
        &mut self,
        answers: Vec<(FieldId, Option<Answer>)>,
        origin: Origin,
        reason: Option<String>,
    ) -> Vec<Effect> {
        if self.form().is_some_and(|form| form.visit.is_none()) {
            for (field, answer) in answers {
                self.put_local(field, answer);
            }
            return Vec::new();
        }
        let mut events = self.opening_events();
        for (field, answer) in answers {
            let Some(place) = self.place_of(&field) else {
                continue;
            };
            events.push(match answer {
                Some(answer) => Event::Answered {
                    place,
                    answer,
                    origin,
                },
                None => Event::Cleared { place, origin },
            });
        }
        match origin {
            Origin::Undone => self.append_because(events, reason),
            _ => self.append_edit(events, reason),
        }
    }

    /// Sends events, and remembers with the newest edit which request they went with.
    fn append_edit(&mut self, events: Vec<Event>, reason: Option<String>) -> Vec<Effect> {
        let effects = self.append_because(events, reason);
        let request = self.saving.newest().unwrap_or_default().to_owned();
        if let Some(edit) = self.form_mut().and_then(|form| form.undo.last_mut()) {
            edit.request = request;
        }
        effects
    }

    pub(crate) fn put_local(&mut self, field: FieldId, answer: Option<Answer>) {
        if let Some(form) = self.form_mut() {
            form.local.insert(
                field,
                Cell {
                    answer,
                    ..Cell::default()
                },
            );
        }
    }

    pub(crate) fn standing_in(&self, field: &FieldId) -> Option<Answer> {
        self.standing(self.form()?, field)
    }

    pub(crate) fn clear_line(&mut self, field: &FieldId) {
        if let Some(form) = self.form_mut() {
            form.line = Line::default();
            form.forget_word();
            form.unfinished.remove(field);
            form.seen.remove(field);
        }
    }

    pub(crate) fn push_undo(&mut self, edit: Edit) {
        if let Some(form) = self.form_mut() {
            form.undo.push(edit);
        }
    }
}
