//! Changes of a form that was left, or of a signed visit: each waits for its reason, and a change that is given up leaves
//! everything as it was. The next change before the form is left again is offered the same reason.
//!
//! What asks for a reason is decided by `domain::rules::reasons`, as the owner decides it.

use super::Said;
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::record::event::Origin;
use crate::domain::rules::checks::names::IN_WORDS;
use crate::domain::rules::reasons::{self, AskedBecause};
use crate::domain::study::Reason;
use crate::screens::effect::Effect;
use crate::screens::form::state::{Change, FormState, Move};
use crate::screens::picker::state::{First, Purpose, WordsFor};
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;

impl FormState {
    /// Makes a change of the form on top, after asking what must be asked: whether other answers may stop counting, then why.
    pub(crate) fn change_form(&mut self, shared: &mut Workspace, change: Change) -> Vec<Effect> {
        if self.is_locked_form(shared) {
            if let Change::Undo { edit, .. } = change {
                self.push_undo(edit);
            }
            return Vec::new();
        }
        if let Some(about) = self.hidden_by(shared, &change) {
            shared.ask(Purpose::Hides { about, change });
            return Vec::new();
        }
        self.change_with_reason(shared, change)
    }

    /// Returns why a change of these fields needs a reason; none where it needs none.
    pub(super) fn asked_because<'a>(
        &self,
        shared: &Workspace,
        fields: impl IntoIterator<Item = &'a FieldId>,
    ) -> Option<AskedBecause> {
        let record = shared.open.record.as_ref()?;
        let place = (self.visit.as_ref()?, &self.form);
        reasons::asked_because(&shared.study, record, place, fields)
    }

    /// Makes a change, after asking why where that must be said and was not.
    pub(super) fn change_with_reason(
        &mut self,
        shared: &mut Workspace,
        change: Change,
    ) -> Vec<Effect> {
        if let Some(label) = self.begins_outside(shared) {
            let field = changed_fields(&change).into_iter().next();
            if let Some(place) = field.and_then(|field| self.place_of(shared, field)) {
                shared.open_words(place, label, WordsFor::Outside(First::Change(change)));
            }
            return Vec::new();
        }
        let Some(because) = self.asked_because(shared, changed_fields(&change)) else {
            return self.make(shared, change, None);
        };
        if let Some(reason) = shared.reason_to_keep(&change) {
            return self.make(shared, change, Some(reason));
        }
        let text = self.change_in_words(shared, &change);
        // A row is never taken out by an Enter from habit.
        let same = self.reason.clone();
        let same = same.filter(|_| because != AskedBecause::Row);
        let asked = Purpose::Why {
            text,
            because,
            same,
            change,
        };
        shared.ask_in(self.visit.as_ref(), &self.form, asked);
        Vec::new()
    }

    /// Returns the question why the visit begins outside its window, where what is entered now begins it there.
    pub(crate) fn begins_outside(&self, shared: &Workspace) -> Option<String> {
        let record = shared.open.record.as_ref()?;
        let mut opening = self.opening_events(shared).into_iter();
        opening.find_map(|event| {
            let day = event.begun_on()?;
            let window = reasons::begins_outside(&shared.study, record, &event, day)?;
            let label = shared.study.label_of_visit(self.visit.as_ref()?);
            Some(shared.language.why_begin_outside(&label, day, window))
        })
    }

    /// Says what a change of one field does: the old value and the new one.
    pub(super) fn change_of_one(
        &self,
        shared: &Workspace,
        field: &FieldId,
        new: Option<&Answer>,
    ) -> String {
        let value = |answer: &Answer| self.told(shared, field, answer);
        let old = self.standing_in(shared, field).as_ref().map(value);
        let label = self.label_of(shared, field);
        let new = new.map(value);
        let language = shared.language;
        language.change_of_one(&label, old.as_deref(), new.as_deref())
    }

    /// Says what a change does: the old value and the new one, or how many fields.
    fn change_in_words(&self, shared: &Workspace, change: &Change) -> String {
        let language = shared.language;
        let one = |field: &FieldId, new: Option<&Answer>| {
            if self.is_by_action(shared, field) {
                return self.row_in_words(shared, new);
            }
            self.change_of_one(shared, field, new)
        };
        match change {
            Change::Answer { field, answer, .. } => one(field, Some(answer)),
            Change::Erase { field, .. } => one(field, None),
            Change::Undo { edit, .. } => match edit.before.as_slice() {
                [(field, before)] => one(field, before.as_ref()),
                fields => language.undo_of_several(fields.len()),
            },
            Change::Several { answers, .. } => match answers.as_slice() {
                [(field, answer)] => one(field, Some(answer)),
                fields => language.change_of_several(fields.len()),
            },
        }
    }

    /// Takes the reason that was chosen; one that needs words asks for them first.
    pub(crate) fn change_because(
        &mut self,
        shared: &mut Workspace,
        reason: Reason,
        text: String,
        change: Change,
    ) -> Vec<Effect> {
        if !reason.needs_text {
            return self.make(shared, change, Some(reason.label));
        }
        // The words are about the field that changes, wherever the focus is; of several, about the first.
        let field = changed_fields(&change).into_iter().next();
        let place = field.and_then(|field| self.place_of(shared, field));
        let Some(place) = place else {
            return Vec::new();
        };
        let code = reason.code;
        shared.open_words(place, text, WordsFor::Why { code, change });
        Vec::new()
    }

    /// Leaves everything as it was: the old value stands, and text that was typed waits in its field.
    pub(crate) fn give_up(&mut self, shared: &mut Workspace, change: Change) -> Vec<Effect> {
        match change {
            Change::Answer { field, then, .. } if self.is_by_action(shared, &field) => {
                shared.notice = Some(Notice::info(shared.language.not_changed(false)));
                return self.after_row(shared, then);
            }
            Change::Answer { field, kept, .. } => {
                let questions = kept.into_iter().map(|(question, _)| question).collect();
                let effects = self.correct(shared, &field, questions);
                let typed = !self.text_here().is_empty();
                shared.notice = Some(Notice::info(shared.language.not_changed(typed)));
                return effects;
            }
            Change::Undo { edit, .. } => self.push_undo(edit),
            Change::Erase { .. } | Change::Several { .. } => {}
        }
        shared.notice = Some(Notice::info(shared.language.not_changed(false)));
        Vec::new()
    }

    /// Keeps the old value, and takes what was typed over it away; undo brings that back.
    pub(crate) fn keep_old(&mut self, shared: &mut Workspace, change: Change) -> Vec<Effect> {
        let field = match &change {
            Change::Answer { field, .. } => Some(field.clone()),
            Change::Erase { .. } | Change::Several { .. } | Change::Undo { .. } => None,
        };
        let effects = self.give_up(shared, change);
        let here = field.filter(|field| *field == self.focus);
        if let Some(text) = here.and_then(|field| self.unfinished.remove(&field)) {
            self.put_word_aside(shared, text);
        }
        effects
    }

    /// Makes a change.
    pub(crate) fn make(
        &mut self,
        shared: &mut Workspace,
        change: Change,
        reason: Option<String>,
    ) -> Vec<Effect> {
        if reason.is_some() {
            self.reason.clone_from(&reason);
        }
        self.carry_out(shared, change, reason)
    }

    /// Makes a change with the reason of its request, which is not offered for the next change.
    pub(crate) fn carry_out(
        &mut self,
        shared: &mut Workspace,
        change: Change,
        reason: Option<String>,
    ) -> Vec<Effect> {
        match change {
            Change::Answer {
                field,
                answer,
                kept,
                instead,
                then,
            } => {
                let asked = reason.is_some();
                if self.is_by_action(shared, &field) {
                    return self.set_in_error(shared, (field, answer), reason, then);
                }
                if self.visit.is_none() {
                    return self.write_local(shared, field, answer, then);
                }
                let effects = self.write(shared, (&field, answer), kept, instead, reason, then);
                if asked {
                    self.mark_went_on();
                }
                effects
            }
            Change::Erase { field, agreed } => {
                let before = self.standing_in(shared, &field);
                let edit = self.edit_from(shared, vec![(field.clone(), before)]);
                self.push_undo(edit);
                let said = Said {
                    reason,
                    agreed,
                    ..Said::default()
                };
                self.put(shared, vec![(field, None)], Origin::Typed, said)
            }
            Change::Undo { edit, agreed } => {
                let said = Said {
                    reason,
                    agreed,
                    ..Said::default()
                };
                self.take_back(shared, edit, said)
            }
            Change::Several {
                answers,
                origin,
                agreed,
                then,
            } => {
                let said = Said {
                    reason,
                    agreed,
                    ..Said::default()
                };
                let mut effects = self.put_all(shared, answers, origin, said);
                effects.extend(self.go(shared, then));
                if origin == Origin::Bulk {
                    self.end_if_complete(shared);
                }
                effects
            }
        }
    }

    /// Leaves a field of a locked form: its text waits, and the user can leave.
    pub(crate) fn leave_shut(&mut self, shared: &mut Workspace, then: Move) -> Vec<Effect> {
        let said = shared.notice.take();
        let effects = self.leave_unfinished(shared, then);
        shared.notice = said;
        effects
    }
}

impl Workspace {
    /// Returns the reason that was given for keeping the unusual value of a change, in words: the question said that it
    /// is the reason for the change too.
    fn reason_to_keep(&self, change: &Change) -> Option<String> {
        let Change::Answer { kept, .. } = change else {
            return None;
        };
        let mut kept = kept.iter();
        let (_, reason) = kept.find(|(asked, _)| !IN_WORDS.contains(&asked.rule.as_str()))?;
        let mut known = self.study.protocol.keep_reasons.iter();
        let label = known.find(|known| known.code == *reason && !known.needs_text);
        Some(label.map_or_else(|| reason.clone(), |known| known.label.clone()))
    }
}

/// Returns the fields that a change answers or clears.
fn changed_fields(change: &Change) -> Vec<&FieldId> {
    match change {
        Change::Answer { field, .. } | Change::Erase { field, .. } => vec![field],
        Change::Undo { edit, .. } => edit.before.iter().map(|(field, _)| field).collect(),
        Change::Several { answers, .. } => answers.iter().map(|(field, _)| field).collect(),
    }
}

/// Returns the fields of a change with what stands in them after it.
pub(crate) fn new_answers(change: &Change) -> Vec<(FieldId, Option<Answer>)> {
    match change {
        Change::Answer { field, answer, .. } => vec![(field.clone(), Some(answer.clone()))],
        Change::Erase { field, .. } => vec![(field.clone(), None)],
        Change::Undo { edit, .. } => edit.before.clone(),
        Change::Several { answers, .. } => {
            let answers = answers.iter().cloned();
            answers
                .map(|(field, answer)| (field, Some(answer)))
                .collect()
        }
    }
}
