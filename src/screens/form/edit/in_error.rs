//! A row of a log that was entered in error: an action of the row, which asks for the reason, and takes it back the same way.
//!
//! What it writes is the answer of a field to which the cursor never comes. Under a version of the form that still asks the
//! field, the action leads there.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::course::table;
use crate::domain::record::event::{Event, Origin};
use crate::domain::record::rows;
use crate::domain::record::rows::IN_ERROR;
use crate::domain::record::session::has_answer;
use crate::screens::effect::Effect;
use crate::screens::form::state::{Change, FormState, Move};
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;

impl FormState {
    /// Asks why the row was entered in error, or why it was not after all; then goes where it is told.
    pub(crate) fn ask_in_error(&mut self, shared: &mut Workspace, then: Move) -> Vec<Effect> {
        let field = FieldId::from(IN_ERROR);
        let is_row = rows::split(self.form.as_str()).is_some();
        if !is_row || shared.only_reads() {
            return Vec::new();
        }
        if !self.is_by_action(shared, &field) {
            return self.leave_unfinished(shared, Move::To(field));
        }
        // A row of a log that an amendment took away can still be an error.
        if let Some(words) = shared.lock_over(self.visit.as_ref(), Some(&self.form)) {
            shared.notice = Some(Notice::warn(words));
            return self.after_row(shared, then);
        }
        let cells = shared.form_cells(self);
        if !has_answer(&cells) {
            shared.notice = Some(Notice::info(shared.language.row_holds_nothing()));
            return self.after_row(shared, then);
        }
        let code = if rows::is_in_error(&cells) { "n" } else { "y" };
        let change = Change::Answer {
            field,
            answer: Answer::code(code),
            kept: Vec::new(),
            instead: None,
            then,
        };
        self.change_with_reason(shared, change)
    }

    /// Takes the row out, or puts it back; a word that is open in one of its fields stays open.
    pub(super) fn set_in_error(
        &mut self,
        shared: &mut Workspace,
        (field, answer): (FieldId, Answer),
        reason: Option<String>,
        then: Move,
    ) -> Vec<Effect> {
        let Some(place) = self.place_of(shared, &field) else {
            return Vec::new();
        };
        let before = self.standing_in(shared, &field);
        let edit = self.edit_from(shared, vec![(field, before)]);
        self.push_undo(edit);
        let wrong = answer.as_code() == Some("y");
        let event = Event::Answered {
            place,
            answer,
            origin: Origin::Typed,
        };
        let mut effects = self.append_edit(shared, vec![event], reason);
        // Nobody is asked to go on with what was to be entered in a row that counts nowhere; a word that is open stays.
        let texts = match wrong {
            true => std::mem::take(&mut self.unfinished).len(),
            false => 0,
        };
        if let Some((_, number)) = rows::split(self.form.as_str()) {
            let words = shared.language.row_in_error(number, wrong, texts);
            let after = self.after_row(shared, then);
            effects.extend(after);
            shared.notice = Some(Notice::info(words));
        }
        effects
    }

    /// Closes a row that was opened for the question alone.
    pub(super) fn after_row(&mut self, shared: &mut Workspace, then: Move) -> Vec<Effect> {
        match then {
            Move::Stay => Vec::new(),
            then => self.go(shared, then),
        }
    }

    /// Returns whether an action of the row sets a field.
    pub(super) fn is_by_action(&self, shared: &Workspace, field: &FieldId) -> bool {
        let field = shared
            .instrument(self)
            .and_then(|form| form.field(field.as_str()));
        field.is_some_and(|field| field.by_action)
    }

    /// Says which row is taken out, or put back, and what that means.
    pub(super) fn row_in_words(&self, shared: &Workspace, answer: Option<&Answer>) -> String {
        let number = rows::split(self.form.as_str()).map_or(0, |(_, number)| number);
        let title = shared
            .instrument(self)
            .map_or("", |form| form.title.as_str());
        let what = shared.row_is_about(&self.form);
        let wrong = answer.and_then(Answer::as_code) == Some("y");
        shared
            .language
            .asks_row_in_error(title, number, &what, wrong)
    }
}

impl Workspace {
    /// Returns what a row of the open participant is about, as its log lists it.
    pub(crate) fn row_is_about(&self, row: &FormId) -> String {
        let found = || {
            let (log, _) = rows::split(row.as_str())?;
            let form = self.study.known_form(log)?;
            let lines = table::lines(&self.study, self.open.record.as_ref()?, form);
            let line = lines.into_iter().find(|line| line.id == *row)?;
            Some(self.language.row(&line).what)
        };
        found().unwrap_or_default()
    }
}
