//! What a key does in the focused field: text that grows into an answer, or an action.

use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::instrument::FieldKind;
use crate::domain::forms::engine::typing;
use crate::domain::forms::engine::typing::Typed;
use crate::domain::record::event::PromptOutcome;
use crate::domain::rules::checks::names;
use crate::input::action::{Action, Advance, Context};
use crate::input::key::{Code, Key};
use crate::input::line::Line;
use crate::screens::effect::Effect;
use crate::screens::form::edit::asked::asked;
use crate::screens::form::state::Move;
use crate::screens::form::state::{Arrival, FormState};
use crate::screens::picker::state::TypedOver;
use crate::screens::screen::Screen;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;

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

    /// Says why a character did nothing: behind the last field nothing is typed.
    pub(crate) fn refuse_char(&mut self, shared: &mut Workspace) {
        if self.at_end {
            shared.notice = Some(Notice::warn(shared.language.end_takes_nothing()));
        }
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
            Some(Typed::Missing) => match self.repeated.clone().filter(|_| self.is_repeated()) {
                Some(earlier) => self.store_repeated(shared, earlier.answer, Move::Next),
                None => self.ask_missing(shared),
            },
            Some(Typed::Wrong(refusal)) if !refused_before => {
                let said = self.refusal_with_ways(shared, &refusal);
                self.refuse(shared, said)
            }
            Some(Typed::Partial) if !refused_before => {
                let said = self.not_yet_with_ways(shared);
                self.refuse(shared, said)
            }
            _ => {
                let from = self.focus.clone();
                let effects = self.leave(shared, Move::Next);
                self.skip_limits(shared, &from);
                effects
            }
        }
    }

    /// Returns what the focused field takes, in words.
    pub(crate) fn expected(&self, shared: &Workspace) -> String {
        let found = || {
            let instrument = shared.instrument(self)?;
            let field = instrument.field(self.focus.as_str())?;
            let unit = shared.unit_of(self, field);
            let expectation = typing::expects(instrument, field, unit.as_deref());
            Some(shared.language.expectation(&expectation))
        };
        found().unwrap_or_default()
    }

    /// Says why the word is no answer as it stands although more keys could make one of it.
    pub(crate) fn not_yet(&self, shared: &Workspace) -> String {
        let (text, language) = (self.line.text(), shared.language);
        let unfinished = || {
            let field = shared.instrument(self)?.field(self.focus.as_str())?;
            typing::unfinished(field, text, shared.unit_of(self, field).as_deref())
        };
        match unfinished() {
            Some(refusal) => language.refused_text(&refusal),
            None => language.no_answer_yet(text, &self.expected(shared)),
        }
    }

    /// Shows why the text is refused and what can be done with it, and records why it was.
    fn refuse(&mut self, shared: &mut Workspace, (reason, ways): (String, String)) -> Vec<Effect> {
        self.refusal = Some(format!("{reason} {ways}"));
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
        let refused = PromptOutcome::Refused;
        let (rule, reason) = (names::HARD_LIMIT, Some(reason.as_str()));
        shared.append(vec![asked(place, rule, &text, refused, reason)])
    }

    /// Moves the cursor to the left in the word; where none is open, what stands in the field is opened.
    fn left(&mut self, shared: &mut Workspace) {
        if self.is_on_empty_line() {
            self.edit_standing(shared);
            self.judge_word(shared);
        } else {
            self.move_in_word(shared, |line| {
                line.left();
            });
        }
    }

    /// Moves the cursor to the right in the word; at its end a long list of options goes on.
    fn right(&mut self, shared: &mut Workspace) {
        let field = shared
            .instrument(self)
            .and_then(|form| form.field(self.focus.as_str()));
        let is_choice = field.is_some_and(|field| matches!(field.kind, FieldKind::Choice { .. }));
        let mut moved = false;
        self.move_in_word(shared, |line| moved = line.right());
        if !moved && is_choice {
            self.show_more_options();
        }
    }

    /// Goes one step back, which stores nothing: what is typed waits with its field, and a word that only Enter was
    /// missing from says so.
    fn step_back(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        self.close_opened(shared);
        let typed = self.typed(shared);
        // Who was asked about it and went back did press Enter.
        let asked = self.already_asked.as_deref() == Some(self.line.text());
        let is_answer = !asked && typed.is_some_and(|typed| typed.answer().is_some());
        let word = self.repeated_text(shared, self.line.text());
        let others = self.unfinished.keys();
        let others = others.filter(|field| **field != self.focus).count();
        let title = shared.instrument(self).map(|form| form.title.clone());
        let effects = self.leave_unfinished(shared, Move::Close);
        if let Some(title) = title.filter(|_| is_answer) {
            let words = shared.language.enter_was_missing(&word, &title, others);
            shared.notice = Some(Notice::warn(words));
        }
        effects
    }

    /// Remembers that the focus went on from a choice by itself, if it did.
    pub(crate) fn went_on_from_choice(&mut self, from: &FieldId) {
        self.arrival = match (self.focus != *from, self.at_end) {
            (false, _) => Arrival::ByHand,
            (true, true) => Arrival::WentOn,
            (true, false) => Arrival::WentOnFromChoice,
        };
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
                Missing | Repeat | Note | Erase | Left | Right | Action::Query | Action::NewLine
            )
        // The cursor is on no field, so that none may change.
        {
            shared.notice = Some(Notice::warn(shared.language.end_has_no_field()));
            return Vec::new();
        }
        let writes = matches!(
            action,
            Missing | Repeat | Note | Erase | Action::RestAbsent | Action::Undo | Action::NewLine
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
            Action::First | Action::Last if !self.line.is_empty() => {
                self.move_in_word(shared, |line| match action {
                    Action::First => line.home(),
                    _ => line.end(),
                });
                Vec::new()
            }
            Action::First => self.leave(shared, Move::First),
            Action::Last => self.leave(shared, Move::Last),
            Action::NextRequired => self.leave(shared, Move::NextRequired),
            Action::Back => self.step_back(shared),
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
            Action::Advance => {
                shared.advance = shared.advance.other();
                shared.notice = Some(Notice::info(shared.language.advances(shared.advance)));
                Vec::new()
            }
            Action::InError => self.ask_in_error(shared, Move::Stay),
            Action::NewLine => self.end_line(shared),
            Action::DeleteWord => {
                self.shorten_word(shared, Line::delete_word);
                Vec::new()
            }
            Action::Left => {
                self.left(shared);
                Vec::new()
            }
            Action::Right => {
                self.right(shared);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Takes a character into the focused field. One that cannot begin a word there is left to the action bound to it;
    /// once a word is open, every character is a part of it.
    fn type_char(&mut self, shared: &mut Workspace, c: char) -> Option<Vec<Effect>> {
        if self.at_end {
            return self.open_offered(shared, c);
        }
        if shared.only_reads() || self.is_locked_form(shared) {
            return Some(Vec::new());
        }
        let instrument = shared.instrument(self)?;
        let field = instrument.field(self.focus.as_str())?;
        let is_choice = matches!(field.kind, FieldKind::Choice { .. });
        // One that need not be answered waits: what is typed there may be the number of the field behind it.
        let goes_on = is_choice && field.required;
        let is_date = matches!(field.kind, FieldKind::Date | FieldKind::PartialDate { .. });
        let is_text = typing::most_characters(field).is_some();
        if !is_text {
            self.begin_over_repeated();
        }
        let begins = self.line.is_empty();
        let bound = shared.bound_in_form(c);
        let sign = typing::plain_char(c);
        if !begins && sign == '-' && bound == Some(Action::Previous) && self.refusal.is_some() {
            // One hand on the number pad reaches no Backspace.
            self.shorten_word(shared, |line| line.delete_back());
            return Some(Vec::new());
        }
        let separator = typing::separator(field, self.line.text(), c);
        let separator = separator.filter(|_| self.line.is_at_end());
        let longer: String = self.line.text().chars().chain(separator).collect();
        let inserted = typing::inserts(instrument, field, &longer, c);
        let mut warning = None;
        if begins && bound == Some(Action::Repeat) && (field.fact || inserted.is_none()) {
            if self.asks_before_typing(shared) {
                return Some(self.ask_about_old_draft(shared, Some(TypedOver::Char(c))));
            }
            match self.earlier_fact(shared) {
                // In front of a text too: the name of a laboratory begins with no such sign.
                Ok(answer) => return Some(self.repeat(shared, answer, Some(c))),
                Err(words) => warning = Some(Notice::warn(words)),
            }
            if is_text {
                shared.notice = warning;
                return Some(Vec::new());
            }
        } else if begins && bound.is_some() {
            // A map that moves by a sign of a number does so on an empty date as well.
            let moves = is_date && matches!(sign, '-' | '+');
            if inserted.is_none() || moves {
                return None;
            }
        }
        if self.asks_before_typing(shared) {
            return Some(self.ask_about_old_draft(shared, Some(TypedOver::Char(c))));
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
        self.repeated = None;
        self.judge_word(shared);
        self.say_how_full(shared);
        if warning.is_some() {
            shared.notice = warning;
        }
        match self.typed(shared)? {
            Typed::Full(answer) if goes_on && shared.advance == Advance::Key => {
                let from = self.focus.clone();
                let effects = self.accept(shared, answer, Move::Next);
                self.went_on_from_choice(&from);
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
