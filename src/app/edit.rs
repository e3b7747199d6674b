//! What an accepted answer does: the questions of the checks, the events of the record, undo,
//! facts repeated.

use super::Effect;
use super::change;
use super::form::{FormState, Move};
use super::layer::Layer;
use super::model::{Model, Notice};
use super::picker::Purpose;
use crate::domain::answer::Answer;
use crate::domain::check::{self, Context, Question};
use crate::domain::event::{Event, Origin, PromptOutcome};
use crate::domain::ids::FieldId;
use crate::domain::instrument::FieldKind;
use crate::domain::laboratory::{self, Laboratory};
use crate::domain::session::Cell;
use crate::domain::typing;
use crate::input::line::Line;

/// One change of a form, so that it can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Fields and what stood in them before.
    pub before: Vec<(FieldId, Option<Answer>)>,
}

impl Model {
    /// Takes an answer for the focused field: asks first when a check wants to know.
    pub(crate) fn accept(&mut self, answer: Answer, then: Move) -> Vec<Effect> {
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

    /// Returns what the checks ask about an answer of the form on top.
    fn questions(&self, field: &FieldId, answer: &Answer) -> Vec<Question> {
        let found = || {
            let form = self.form()?;
            let instrument = self.instrument(form)?;
            let visit = form.visit.as_ref()?;
            let mut record = self.record.clone()?;
            if record.session(visit.as_str()).is_none() {
                // The first answer of a visit is checked as if its session were there already.
                let session = self.session_with_typed(visit, Some(form))?;
                record.sessions.insert(visit.clone(), session);
            }
            if let Some((limit, carried)) = self.limit_to_carry(field)
                && let Some(session) = record.sessions.get_mut(visit)
            {
                // The result is judged by the limit that will be carried with it.
                session.cell_mut(&form.form, &limit).answer = Some(carried);
            }
            let context = Context::of(&self.study, &record, visit.as_str())?;
            let field = instrument.field(field.as_str())?;
            Some(check::questions(
                &self.study,
                instrument,
                field,
                answer,
                &context,
            ))
        };
        found().unwrap_or_default()
    }

    /// Writes an answer into the record, with the questions that it was kept against.
    pub(crate) fn commit(
        &mut self,
        field: &FieldId,
        answer: Answer,
        kept: Vec<(Question, String)>,
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
                rule_version: check::RULE_VERSION.to_owned(),
                value: typed.clone(),
                outcome: PromptOutcome::Kept,
                reason: Some(reason),
            });
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
        self.push_undo(Edit { before });
        self.clear_line(field);
        let mut effects = self.append(events);
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
                    date: self.today(),
                });
            }
            let told = session.is_some_and(|session| session.shown.contains(&form.form));
            if !told && change::shows_earlier(self, form) {
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
            form.refusal = None;
            return Vec::new();
        }
        let (field, enrolling) = (form.focus.clone(), form.visit.is_none());
        let before = self.standing_in(&field);
        if before.is_none() {
            return Vec::new();
        }
        self.push_undo(Edit {
            before: vec![(field.clone(), before)],
        });
        self.put(vec![(field, None)], Origin::Typed, enrolling)
    }

    /// Takes back the last change of this form.
    pub(crate) fn undo(&mut self) -> Vec<Effect> {
        let Some(form) = self.form_mut() else {
            return Vec::new();
        };
        let enrolling = form.visit.is_none();
        let Some(edit) = form.undo.pop() else {
            self.notice = Some(Notice::info(
                "Nothing was changed since this form was opened.",
            ));
            return Vec::new();
        };
        let back_to = edit.before.first().map(|(field, _)| field.clone());
        let mut effects = self.put(edit.before, Origin::Undone, enrolling);
        if let Some(field) = back_to {
            effects.extend(self.go(Move::To(field)));
        }
        effects
    }

    /// Sets several fields at once, each by an entry of its own.
    pub(crate) fn put_all(
        &mut self,
        answers: Vec<(FieldId, Answer)>,
        origin: Origin,
    ) -> Vec<Effect> {
        let before = answers
            .iter()
            .map(|(field, _)| (field.clone(), self.standing_in(field)));
        let edit = Edit {
            before: before.collect(),
        };
        self.push_undo(edit);
        let answers = answers
            .into_iter()
            .map(|(field, answer)| (field, Some(answer)))
            .collect();
        let enrolling = self.form().is_some_and(|form| form.visit.is_none());
        self.put(answers, origin, enrolling)
    }

    fn put(
        &mut self,
        answers: Vec<(FieldId, Option<Answer>)>,
        origin: Origin,
        enrolling: bool,
    ) -> Vec<Effect> {
        if enrolling {
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
        self.append(events)
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

    /// Repeats last visit's fact; a rating or a result must be judged or measured anew.
    pub(crate) fn repeat_fact(&mut self) -> Vec<Effect> {
        let Some(form) = self.form() else {
            return Vec::new();
        };
        let Some(instrument) = self.instrument(form) else {
            return Vec::new();
        };
        let Some(field) = instrument.field(form.focus.as_str()) else {
            return Vec::new();
        };
        let id = field.id.clone();
        if !field.fact {
            self.notice = Some(Notice::warn(
                "Only facts are repeated; a rating or a result is entered anew at each visit.",
            ));
            return Vec::new();
        }
        let earlier = form
            .visit
            .as_ref()
            .and_then(|visit| self.last_answer(visit, form.form.as_str(), id.as_str()))
            .cloned();
        let Some(answer) = earlier else {
            self.notice = Some(Notice::warn(
                "There is no earlier visit with an answer here.",
            ));
            return Vec::new();
        };
        self.clear_line(&id);
        let mut effects = self.put_all(vec![(id, answer)], Origin::Carried);
        effects.extend(self.go(Move::Next));
        effects
    }

    /// Returns the upper limit of normal that belongs to a result just entered, when the laboratory's is known.
    fn limit_to_carry(&self, field: &FieldId) -> Option<(FieldId, Answer)> {
        let form = self.form()?;
        let instrument = self.instrument(form)?;
        let FieldKind::Lab {
            uln_field: Some(limit),
            ..
        } = &instrument.field(field.as_str())?.kind
        else {
            return None;
        };
        if self.standing(form, limit).is_some() {
            return None;
        }
        let name = self.standing(form, &FieldId::from(laboratory::NAME))?;
        let unit = self.standing(form, &FieldId::from(laboratory::UNIT))?;
        let (name, unit) = (name.as_text()?, unit.as_code()?);
        let visit = form.visit.as_ref()?;
        let record = self.record.as_ref()?;
        // Limits may depend on sex, so those of others count only where it is the same.
        let others = self.participants.iter().flatten();
        let others = others
            .filter(|summary| summary.participant.sex == record.participant.sex)
            .filter_map(|summary| summary.laboratory.clone());
        let own = record
            .sessions
            .values()
            .filter(|session| session.visit != *visit);
        let own = own.filter_map(|session| Laboratory::of(&self.study, session));
        let known = own
            .chain(others)
            .filter(|laboratory| laboratory.is(name, unit))
            .filter_map(|known| Some((known.date, known.limit(limit.as_str())?.clone())))
            .max_by_key(|(date, _)| *date);
        Some((limit.clone(), known?.1))
    }

    /// Goes past the limit that was just carried, so that results can be typed one after the other.
    fn skip_carried(&mut self, result: &FieldId) {
        let found = || {
            let form = self.form()?;
            let instrument = self.instrument(form)?;
            let FieldKind::Lab {
                uln_field: Some(limit),
                ..
            } = &instrument.field(result.as_str())?.kind
            else {
                return None;
            };
            let visit = form.visit.as_ref()?;
            let cell = self.cells(visit, &form.form)?.get(limit)?;
            Some(form.focus == *limit && cell.origin == Some(Origin::Carried))
        };
        if found() == Some(true) {
            self.go(Move::Next);
        }
    }

    /// Answers the question whether an unusual value stays.
    pub(crate) fn keep(
        &mut self,
        field: &FieldId,
        answer: Option<Answer>,
        questions: Vec<Question>,
        reason: &str,
        then: Move,
    ) -> Vec<Effect> {
        let Some(answer) = answer.filter(|answer| self.standing_in(field).as_ref() != Some(answer))
        else {
            // The field stays as it is: a question about the whole form was answered.
            let mut effects = self.prompted(field, questions, PromptOutcome::Kept, Some(reason));
            effects.extend(self.go(then));
            return effects;
        };
        let kept = questions
            .into_iter()
            .map(|question| (question, reason.to_owned()))
            .collect();
        self.commit(field, answer, kept, then)
    }

    /// Goes back from the question to the field: the text stays, and the question is recorded.
    pub(crate) fn correct(&mut self, field: &FieldId, questions: Vec<Question>) -> Vec<Effect> {
        let effects = self.prompted(field, questions, PromptOutcome::Corrected, None);
        self.go(Move::To(field.clone()));
        if let Some(form) = self.form_mut() {
            form.taken_back = Some(form.line.text().to_owned());
        }
        effects
    }

    /// Records that questions were asked, and what came of them.
    fn prompted(
        &mut self,
        field: &FieldId,
        questions: Vec<Question>,
        outcome: PromptOutcome,
        reason: Option<&str>,
    ) -> Vec<Effect> {
        let Some(place) = self.place_of(field) else {
            return Vec::new();
        };
        let typed = self
            .form()
            .map(|form| form.line.text().to_owned())
            .unwrap_or_default();
        let value = match self.standing_in(field) {
            Some(answer) if typed.is_empty() => self.in_words(field, &answer),
            _ => typed,
        };
        let mut events = self.opening_events();
        events.extend(questions.into_iter().map(|question| Event::Prompted {
            place: place.clone(),
            rule: question.rule,
            rule_version: check::RULE_VERSION.to_owned(),
            value: value.clone(),
            outcome,
            reason: reason.map(str::to_owned),
        }));
        self.append(events)
    }

    /// Returns an answer of the form on top as text.
    fn in_words(&self, field: &FieldId, answer: &Answer) -> String {
        let form = self.form();
        let instrument = form.and_then(|form| self.instrument(form));
        let field = instrument.and_then(|i| Some((i, i.field(field.as_str())?)));
        field
            .map(|(instrument, field)| typing::show(instrument, field, answer))
            .unwrap_or_default()
    }

    /// Returns what the checks ask about the form as a whole and nobody has answered yet.
    pub fn open_questions(&self, form: &FormState) -> Vec<(FieldId, Question)> {
        let found = || {
            let instrument = self.instrument(form)?;
            let visit = form.visit.as_ref()?;
            let record = self.record.as_ref()?;
            let mut context = Context::of(&self.study, record, visit.as_str())?;
            context.totals = self.totals(visit);
            Some(check::form_questions(&self.study, instrument, &context))
        };
        found().unwrap_or_default()
    }

    pub(crate) fn standing_in(&self, field: &FieldId) -> Option<Answer> {
        self.standing(self.form()?, field)
    }

    pub(crate) fn clear_line(&mut self, field: &FieldId) {
        if let Some(form) = self.form_mut() {
            form.line = Line::default();
            form.refusal = None;
            form.unfinished.remove(field);
        }
    }

    pub(crate) fn push_undo(&mut self, edit: Edit) {
        if let Some(form) = self.form_mut() {
            form.undo.push(edit);
        }
    }

    /// Takes pasted text into the topmost layer as one edit; a paste never answers a question.
    pub(crate) fn paste(&mut self, text: &str) -> Vec<Effect> {
        match self.layers.last_mut() {
            Some(Layer::Note(note)) => note.line.insert_str(&one_line(text)),
            Some(Layer::GoTo(_)) => {
                for c in one_line(text).chars().take(FINDER) {
                    self.type_in_goto(c);
                }
            }
            Some(Layer::Participants(list)) => {
                let text: String = one_line(text).chars().take(FINDER).collect();
                list.line.insert_str(&text);
                list.cursor = 0;
                self.refresh_finder();
            }
            Some(Layer::Form(_)) => return self.paste_in_form(text),
            _ => self.notice = Some(Notice::warn("A paste does not answer this; use the keys.")),
        }
        Vec::new()
    }

    fn paste_in_form(&mut self, text: &str) -> Vec<Effect> {
        let text = text.trim();
        let fits = || {
            let form = self.form()?;
            let instrument = self.instrument(form)?;
            let field = instrument.field(form.focus.as_str())?;
            let mut line = form.line.text().to_owned();
            for c in text.chars() {
                if c.is_control() || !typing::takes(instrument, field, &line, c) {
                    return None;
                }
                line.push(c);
            }
            (!form.at_end).then_some(line)
        };
        match fits() {
            Some(line) => {
                if let Some(form) = self.form_mut() {
                    form.line = Line::new(line.as_str());
                    form.refusal = None;
                }
            }
            None => {
                self.notice = Some(Notice::warn(
                    "What was pasted does not fit this field; nothing changed.",
                ));
            }
        }
        Vec::new()
    }
}

/// Most characters that are pasted into a finder.
const FINDER: usize = 64;

fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
