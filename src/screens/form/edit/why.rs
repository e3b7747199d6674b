//! Changes of a form that was left, or of a signed visit: each waits for its reason, and a change that is given up leaves
//! everything as it was. The next change before the form is left again is offered the same reason.
//!
//! What asks for a reason is decided by `domain::rules::reasons`, as the owner decides it.

use super::Said;
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::record::event::Origin;
use crate::domain::rules::reasons;
use crate::domain::study::Reason;
use crate::screens::effect::Effect;
use crate::screens::form::state::{Change, FormState, Move};
use crate::screens::picker::state::{Purpose, WordsFor};
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

    /// Makes a change, after asking why where that must be said.
    pub(super) fn change_with_reason(
        &mut self,
        shared: &mut Workspace,
        change: Change,
    ) -> Vec<Effect> {
        let because = || {
            let record = shared.open.record.as_ref()?;
            let place = (self.visit.as_ref()?, &self.form);
            reasons::asked_because(&shared.study, record, place, changed_fields(&change))
        };
        let Some(because) = because() else {
            return self.make(shared, change, None);
        };
        let text = self.change_in_words(shared, &change);
        let same = self.reason.clone();
        let asked = Purpose::Why {
            text,
            because,
            same,
            change,
        };
        shared.ask_in(self.visit.as_ref(), &self.form, asked);
        Vec::new()
    }

    /// Says what a change does: the old value and the new one, or how many fields.
    fn change_in_words(&self, shared: &Workspace, change: &Change) -> String {
        let language = shared.language;
        let one = |field: &FieldId, new: Option<&Answer>| {
            let value = |answer: &Answer| self.in_words(shared, field, answer);
            let old = self.standing_in(shared, field).as_ref().map(value);
            let label = self.label_of(shared, field);
            language.change_of_one(&label, old.as_deref(), new.map(value).as_deref())
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
        let Some(place) = self.place_of(shared, &self.focus) else {
            return Vec::new();
        };
        let code = reason.code;
        shared.open_words(place, text, WordsFor::Why { code, change });
        Vec::new()
    }

    /// Leaves everything as it was: the old value stands, and text that was typed waits in its field.
    pub(crate) fn give_up(&mut self, shared: &mut Workspace, change: Change) -> Vec<Effect> {
        match change {
            Change::Answer { field, kept, .. } => {
                let questions = kept.into_iter().map(|(question, _)| question).collect();
                let effects = self.correct(shared, &field, questions);
                let typed = !self.line.is_empty();
                shared.notice = Some(Notice::info(shared.language.not_changed(typed)));
                return effects;
            }
            Change::Undo { edit, .. } => self.push_undo(edit),
            Change::Erase { .. } | Change::Several { .. } => {}
        }
        shared.notice = Some(Notice::info(shared.language.not_changed(false)));
        Vec::new()
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
        match change {
            Change::Answer {
                field,
                answer,
                kept,
                instead,
                then,
            } => {
                let asked = reason.is_some();
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

/// Returns the fields that a change answers or clears.
fn changed_fields(change: &Change) -> Vec<&FieldId> {
    match change {
        Change::Answer { field, .. } | Change::Erase { field, .. } => vec![field],
        Change::Undo { edit, .. } => edit.before.iter().map(|(field, _)| field).collect(),
        Change::Several { answers, .. } => answers.iter().map(|(field, _)| field).collect(),
    }
}
