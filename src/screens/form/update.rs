//! What a key does in the focused field: text that grows into an answer, or an action.

use crate::domain::forms::engine::instrument::FieldKind;
use crate::domain::forms::engine::typing;
use crate::domain::forms::engine::typing::Typed;
use crate::domain::record::event::{Event, PromptOutcome};
use crate::domain::rules::checks;
use crate::domain::rules::checks::names;
use crate::input::action::{Action, Context};
use crate::input::key::{Code, Key};
use crate::input::line::Line;
use crate::screens::effect::Effect;
use crate::screens::form::state::Move;
use crate::screens::form::state::{Arrival, FormState};
use crate::screens::screen::Screen;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use rust_decimal::Decimal;

impl Workspace {
    /// Returns what a character does in a form where it is no text, in its full-width form too.
    fn bound_in_form(&self, c: char) -> Option<Action> {
        let lookup = |c| {
            let key = Key::plain(Code::Char(c));
            self.keymap.lookup(Context::Form, &key)
        };
        lookup(c).or_else(|| lookup(typing::plain_char(c)))
    }
}

impl FormState {
    /// Marks that an Enter pressed from habit would now skip a field in which nothing was entered.
    pub(crate) fn mark_went_on(&mut self) {
        if self.arrival == Arrival::ByHand {
            self.arrival = Arrival::WentOn;
        }
    }

    /// Says why a character did nothing.
    pub(crate) fn refuse_char(&mut self, shared: &mut Workspace, c: char) {
        if self.at_end {
            shared.notice = Some(Notice::warn(shared.language.end_takes_nothing()));
            return;
        }
        let takes = shared
            .instrument(self)
            .and_then(|instrument| Some((instrument, instrument.field(self.focus.as_str())?)))
            .map(|(instrument, field)| {
                let expectation = typing::expects(instrument, field);
                shared.language.expectation(&expectation)
            })
            .unwrap_or_default();
        shared.notice = Some(Notice::warn(shared.language.char_refused(c, &takes)));
        self.mark_went_on();
    }

    /// Accepts what is typed and goes on; text that is no answer is refused once, then left standing.
    pub(crate) fn next(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        if self.at_end {
            return self.next_form(shared);
        }
        if !self.line.is_empty() && self.is_locked_form(shared) {
            return self.leave_shut(shared, Move::Next);
        }
        if self.close_opened(shared) {
            return Vec::new();
        }
        // The refusal must be shown with the key that goes on, not only while the text is typed.
        let refused_before =
            self.refusal.is_some() && self.refused_leaving && self.line.text() != ".";
        match self.typed(shared) {
            Some(Typed::Ready(answer) | Typed::Full(answer)) => {
                self.accept(shared, answer, Move::Next)
            }
            Some(Typed::Missing) => self.ask_missing(shared),
            Some(Typed::Wrong(refusal)) if !refused_before => {
                self.refuse(shared, shared.language.refused_text(&refusal))
            }
            Some(Typed::Partial) if !refused_before => {
                let expects = self.expected(shared);
                self.refuse(shared, shared.language.no_answer_yet(&expects))
            }
            _ => self.leave(shared, Move::Next),
        }
    }

    /// Returns what the focused field takes, in words.
    pub(crate) fn expected(&self, shared: &Workspace) -> String {
        let found = || {
            let instrument = shared.instrument(self)?;
            let field = instrument.field(self.focus.as_str())?;
            let expectation = typing::expects(instrument, field);
            Some(shared.language.expectation(&expectation))
        };
        found().unwrap_or_default()
    }

    /// Shows why the text is refused, and records that it was.
    pub(crate) fn refuse(&mut self, shared: &mut Workspace, reason: String) -> Vec<Effect> {
        self.refusal = Some(format!("{reason} {}", shared.language.ways_on()));
        self.refused_leaving = true;
        let (field, text, enrolling) = (
            self.focus.clone(),
            self.line.text().to_owned(),
            self.visit.is_none(),
        );
        let Some(place) = self.place_of(shared, &field) else {
            return Vec::new();
        };
        if enrolling || shared.session(&place.visit).is_none() {
            // Before the first answer there is no session that the question could belong to.
            return Vec::new();
        }
        shared.append(vec![Event::Prompted {
            place,
            rule: names::HARD_LIMIT.to_owned(),
            rule_version: checks::RULE_VERSION.to_owned(),
            value: text,
            outcome: PromptOutcome::Refused,
            reason: Some(reason),
        }])
    }

    /// Steps a scale by a tenth, when there is a value to step from: a scale has no default.
    pub(crate) fn step(&mut self, shared: &mut Workspace, by: Decimal) -> Vec<Effect> {
        let kind = shared
            .instrument(self)
            .and_then(|i| i.field(self.focus.as_str()))
            .map(|f| &f.kind);
        let from = match self.typed(shared) {
            Some(Typed::Ready(answer) | Typed::Full(answer)) => answer.as_number(),
            Some(Typed::Empty) => shared
                .standing(self, &self.focus)
                .and_then(|a| a.as_number()),
            _ => None,
        };
        let scale = matches!(kind, Some(FieldKind::Vas { .. }));
        let is_choice = matches!(kind, Some(FieldKind::Choice { .. }));
        let reads = scale && from.is_some() && shared.only_reads();
        if by.is_sign_negative() && !(scale && from.is_some()) && self.is_on_empty_line() {
            // What stands here is opened, with the cursor at its end.
            self.edit_standing(shared);
            self.judge_word(shared);
            return Vec::new();
        }
        match from {
            Some(_) if reads => {}
            Some(from) if scale => {
                let to = (from + by).clamp(Decimal::ZERO, Decimal::TEN);
                self.line = Line::new(format!("{to:.1}").as_str());
                self.opened = None;
            }
            _ if by.is_sign_negative() => _ = self.line.left(),
            _ if !self.line.right() && is_choice => self.show_more_options(),
            _ => {}
        }
        Vec::new()
    }
}

impl Screen for FormState {
    fn context(&self) -> Context {
        Context::Form
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        use Action::{Erase, Left, Missing, Note, Repeat, Right};
        let at_end = self.at_end;
        if at_end
            && matches!(
                action,
                Missing | Repeat | Note | Erase | Left | Right | Action::Query
            )
        // The cursor is on no field, so that none may change.
        {
            shared.notice = Some(Notice::warn(shared.language.end_has_no_field()));
            return Vec::new();
        }
        let writes = matches!(
            action,
            Missing | Repeat | Note | Erase | Action::RestAbsent | Action::Undo
        );
        let changes = writes || matches!(action, Left | Right);
        if (writes && shared.only_reads()) || (changes && self.is_locked_form(shared)) {
            return Vec::new();
        }
        match action {
            Action::Next | Action::Open => self.next(shared),
            Action::Previous => self.leave(shared, Move::Previous),
            Action::NextSection => self.leave(shared, Move::NextSection),
            Action::PreviousSection => self.leave(shared, Move::PreviousSection),
            Action::First => self.leave(shared, Move::First),
            Action::Last => self.leave(shared, Move::Last),
            Action::NextRequired => self.leave(shared, Move::NextRequired),
            // One step back answers nothing: what is typed waits with its field.
            Action::Back => self.leave_unfinished(shared, Move::Close),
            Action::GoTo => self.open_goto(shared),
            Action::Missing => self.ask_missing(shared),
            Action::RestAbsent => self.ask_rest_absent(shared),
            Action::Repeat => self.repeat_fact(shared),
            Action::Note => self.open_note(shared),
            Action::Query => self.query_here(shared),
            Action::Erase => self.erase(shared),
            Action::Undo => self.undo(shared),
            Action::DeleteBack => match self.backspace_in_form(shared) {
                Some(effects) => effects,
                None => self.leave(shared, Move::Previous),
            },
            Action::History => self.history_here(shared),
            Action::DeleteWord => {
                self.shorten_word(shared, Line::delete_word);
                Vec::new()
            }
            Action::Left => self.step(shared, Decimal::new(-1, 1)),
            Action::Right => self.step(shared, Decimal::new(1, 1)),
            _ => Vec::new(),
        }
    }

    /// Takes a character into the focused field. One that cannot begin a word there is left to the action bound to it;
    /// once a word is open, every character is a part of it.
    fn type_char(&mut self, shared: &mut Workspace, c: char) -> Option<Vec<Effect>> {
        if self.at_end {
            return None;
        }
        if shared.only_reads() || self.is_locked_form(shared) {
            return Some(Vec::new());
        }
        let instrument = shared.instrument(self)?;
        let field = instrument.field(self.focus.as_str())?;
        let is_choice = matches!(field.kind, FieldKind::Choice { .. });
        let begins = self.line.is_empty();
        let bound = shared.bound_in_form(c);
        if bound == Some(Action::Repeat) && field.fact && begins {
            // In front of a text too: the name of a laboratory begins with no such sign.
            return None;
        }
        let separator = typing::separator(field, self.line.text(), c);
        let separator = separator.filter(|_| self.line.is_at_end());
        let longer: String = self.line.text().chars().chain(separator).collect();
        let inserted = typing::inserts(instrument, field, &longer, c);
        if begins && inserted.is_none() && (bound.is_some() || is_choice) {
            return None;
        }
        let fits = inserted.filter(|_| self.line.is_at_end());
        let c = fits.unwrap_or_else(|| typing::plain_in(field, c));
        if let Some(separator) = separator.filter(|_| fits.is_some()) {
            self.line.insert(separator);
        }
        self.line.insert(c);
        self.options_page = None;
        self.already_asked = None;
        self.opened = None;
        self.judge_word(shared);
        match self.typed(shared)? {
            Typed::Full(answer) if is_choice => {
                let from = self.focus.clone();
                let effects = self.accept(shared, answer, Move::Next);
                self.arrival = match (self.focus != from, self.at_end) {
                    (false, _) => Arrival::ByHand,
                    (true, true) => Arrival::WentOn,
                    (true, false) => Arrival::WentOnFromChoice,
                };
                shared.guard_question();
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

    fn backspace(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        self.act(shared, Action::DeleteBack)
    }

    fn paste(&mut self, shared: &mut Workspace, text: &str) -> Vec<Effect> {
        self.paste_word(shared, text)
    }

    /// A form knows its fields.
    fn reads_keys_alone(&self) -> bool {
        false
    }
}
