//! What a key does in the focused field: text that grows into an answer, or an action.

use crate::domain::forms::engine::instrument::FieldKind;
use crate::domain::forms::engine::typing;
use crate::domain::forms::engine::typing::Typed;
use crate::domain::record::event::{Event, PromptOutcome};
use crate::domain::rules::checks;
use crate::input::action::{Action, Context};
use crate::input::key::{Code, Key};
use crate::input::line::Line;
use crate::screens::app::Effect;
use crate::screens::form::state::Move;
use crate::screens::session::{Model, Notice};
use crate::screens::stack::Layer;
use rust_decimal::Decimal;

impl Model {
    /// Takes a character into the focused field. One that cannot begin a word there is left to the action bound to it;
    /// once a word is open, every character is a part of it.
    pub(crate) fn type_in_form(&mut self, c: char) -> Option<Vec<Effect>> {
        let form = self.form()?;
        if form.at_end {
            return None;
        }
        if self.only_reads() || self.is_locked_form() {
            return Some(Vec::new());
        }
        let form = self.form()?;
        let instrument = self.instrument(form)?;
        let field = instrument.field(form.focus.as_str())?;
        let is_choice = matches!(field.kind, FieldKind::Choice { .. });
        let begins = form.line.is_empty();
        let bound = self.in_form(c);
        if bound == Some(Action::Repeat) && field.fact && begins {
            // In front of a text too: the name of a laboratory begins with no such sign.
            return None;
        }
        let separator = typing::separator(field, form.line.text(), c);
        let separator = separator.filter(|_| form.line.is_at_end());
        let longer: String = form.line.text().chars().chain(separator).collect();
        let inserted = typing::inserts(instrument, field, &longer, c);
        if begins && inserted.is_none() && (bound.is_some() || is_choice) {
            return None;
        }
        let fits = inserted.filter(|_| form.line.is_at_end());
        let c = fits.unwrap_or_else(|| typing::plain_in(field, c));
        let form = self.form_mut()?;
        if let Some(separator) = separator.filter(|_| fits.is_some()) {
            form.line.insert(separator);
        }
        form.line.insert(c);
        form.taken_back = None;
        form.opened = None;
        self.retell_word();
        match self.typed()? {
            Typed::Full(answer) if is_choice => {
                let from = self.form()?.focus.clone();
                let effects = self.accept(answer, Move::Next);
                if let Some(form) = self.form_mut() {
                    form.went_on = form.focus != from;
                    form.from_choice = form.focus != from && !form.at_end;
                }
                if let Some(Layer::Picker(picker)) = self.layers.last_mut() {
                    picker.guarded = true;
                }
                Some(effects)
            }
            Typed::Empty
            | Typed::Missing
            | Typed::Partial
            | Typed::Ready(_)
            | Typed::Full(_)
            | Typed::Wrong(_) => Some(Vec::new()),
        }
    }

    /// Returns what a character does in a form where it is no text, in its full-width form too.
    fn in_form(&self, c: char) -> Option<Action> {
        let lookup = |c| {
            let key = Key::plain(Code::Char(c));
            self.keymap.lookup(Context::Form, &key)
        };
        lookup(c).or_else(|| lookup(typing::plain_char(c)))
    }

    /// Marks that an Enter pressed from habit would now skip a field in which nothing was entered.
    pub(crate) fn mark_went_on(&mut self) {
        if let Some(form) = self.form_mut() {
            form.went_on = true;
        }
    }

    /// Says why a character did nothing.
    pub(crate) fn refuse_char(&mut self, c: char) {
        let Some(form) = self.form() else { return };
        if form.at_end {
            self.notice = Some(Notice::warn(
                "This is the end of the form; nothing was typed.",
            ));
            return;
        }
        let takes = self
            .instrument(form)
            .and_then(|instrument| Some((instrument, instrument.field(form.focus.as_str())?)))
            .map(|(instrument, field)| typing::expects(instrument, field))
            .unwrap_or_default();
        self.notice = Some(Notice::warn(format!("'{c}' does not go here: {takes}.")));
        self.mark_went_on();
    }

    /// Does an action in a form.
    pub(crate) fn act_form(&mut self, action: Action) -> Vec<Effect> {
        use Action::{Erase, Left, Missing, Note, Repeat, Right};
        let at_end = self.form().is_some_and(|form| form.at_end);
        if at_end
            && matches!(
                action,
                Missing | Repeat | Note | Erase | Left | Right | Action::Query
            )
        {
            // The cursor is on no field, so that none may change.
            self.notice = Some(Notice::warn(
                "This is the end of the form; go back to the field first.",
            ));
            return Vec::new();
        }
        let writes = matches!(
            action,
            Missing | Repeat | Note | Erase | Action::RestAbsent | Action::Undo
        );
        let changes = writes || matches!(action, Left | Right);
        if (writes && self.only_reads()) || (changes && self.is_locked_form()) {
            return Vec::new();
        }
        match action {
            Action::Next | Action::Open => self.next(),
            Action::Previous => self.leave(Move::Previous),
            Action::NextSection => self.leave(Move::NextSection),
            Action::PreviousSection => self.leave(Move::PreviousSection),
            Action::First => self.leave(Move::First),
            Action::Last => self.leave(Move::Last),
            Action::NextRequired => self.leave(Move::NextRequired),
            // One step back answers nothing: what is typed waits with its field.
            Action::Back => self.put_down(Move::Close),
            Action::GoTo => self.open_goto(),
            Action::Missing => self.ask_missing(),
            Action::RestAbsent => self.ask_rest_absent(),
            Action::Repeat => self.repeat_fact(),
            Action::Note => self.open_note(),
            Action::Query => self.query_here(),
            Action::Erase => self.erase(),
            Action::Undo => self.undo(),
            Action::Change => self.open_change(),
            Action::History => self.history_here(),
            Action::DeleteBack => self.backspace().unwrap_or_default(),
            Action::DeleteWord => {
                self.shorten_word(Line::delete_word);
                Vec::new()
            }
            Action::Left => self.step(Decimal::new(-1, 1)),
            Action::Right => self.step(Decimal::new(1, 1)),
            _ => Vec::new(),
        }
    }

    /// Accepts what is typed and goes on; text that is no answer is refused once, then left standing.
    pub(crate) fn next(&mut self) -> Vec<Effect> {
        let Some(form) = self.form() else {
            return Vec::new();
        };
        if form.at_end {
            return self.next_form();
        }
        if !form.line.is_empty() && self.is_locked_form() {
            return self.leave_shut(Move::Next);
        }
        if self.close_opened() {
            return Vec::new();
        }
        let Some(form) = self.form() else {
            return Vec::new();
        };
        // Said with the key that goes on, not only while it was typed.
        let refused_before = form.refusal.is_some() && form.leaves && form.line.text() != ".";
        match self.typed() {
            Some(Typed::Ready(answer) | Typed::Full(answer)) => self.accept(answer, Move::Next),
            Some(Typed::Missing) => self.ask_missing(),
            Some(Typed::Wrong(refusal)) if !refused_before => self.refuse(refusal.to_string()),
            Some(Typed::Partial) if !refused_before => {
                let expects = self.expected();
                self.refuse(format!("That is not an answer yet: {expects}."))
            }
            _ => self.leave(Move::Next),
        }
    }

    pub(crate) fn expected(&self) -> String {
        self.form()
            .and_then(|form| {
                let instrument = self.instrument(form)?;
                Some(typing::expects(
                    instrument,
                    instrument.field(form.focus.as_str())?,
                ))
            })
            .unwrap_or_default()
    }

    /// Shows why the text is refused, and records that it was.
    pub(crate) fn refuse(&mut self, reason: String) -> Vec<Effect> {
        let Some(form) = self.form_mut() else {
            return Vec::new();
        };
        form.refusal = Some(format!("{reason}{LEAVE_HINT}"));
        form.leaves = true;
        let (field, text, enrolling) = (
            form.focus.clone(),
            form.line.text().to_owned(),
            form.visit.is_none(),
        );
        let Some(place) = self.place_of(&field) else {
            return Vec::new();
        };
        if enrolling || self.session(&place.visit).is_none() {
            // Before the first answer there is no session that the question could belong to.
            return Vec::new();
        }
        self.append(vec![Event::Prompted {
            place,
            rule: "hard-limit".to_owned(),
            rule_version: checks::RULE_VERSION.to_owned(),
            value: text,
            outcome: PromptOutcome::Refused,
            reason: Some(reason),
        }])
    }

    /// Steps a scale by a tenth, when there is a value to step from: a scale has no default.
    pub(crate) fn step(&mut self, by: Decimal) -> Vec<Effect> {
        let Some(form) = self.form() else {
            return Vec::new();
        };
        let kind = self
            .instrument(form)
            .and_then(|i| i.field(form.focus.as_str()))
            .map(|f| &f.kind);
        let from = match self.typed() {
            Some(Typed::Ready(answer) | Typed::Full(answer)) => answer.as_number(),
            Some(Typed::Empty) => self.standing(form, &form.focus).and_then(|a| a.as_number()),
            _ => None,
        };
        let scale = matches!(kind, Some(FieldKind::Vas { .. }));
        let reads = scale && from.is_some() && self.only_reads();
        if by.is_sign_negative() && !(scale && from.is_some()) && self.is_on_empty_line() {
            // What stands here is opened, with the cursor at its end.
            self.edit_standing();
            self.retell_word();
            return Vec::new();
        }
        let Some(form) = self.form_mut() else {
            return Vec::new();
        };
        match from {
            Some(_) if reads => {}
            Some(from) if scale => {
                let to = (from + by).clamp(Decimal::ZERO, Decimal::TEN);
                form.line = Line::new(format!("{to:.1}").as_str());
                form.opened = None;
            }
            _ if by.is_sign_negative() => _ = form.line.left(),
            _ => _ = form.line.right(),
        }
        Vec::new()
    }
}

/// What is added to a refusal once the key that goes on was pressed.
const LEAVE_HINT: &str = " Backspace mends it, Enter takes it away, Tab leaves it.";
