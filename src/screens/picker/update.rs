//! What choosing a line does, and which keys choose.

use crate::input::action::{Action, Context};
use crate::input::key::{Code, Key};
use crate::screens::cursor::moved;
use crate::screens::effect::Effect;
use crate::screens::line_edit::{FINDER, one_line};
use crate::screens::picker::ask::comes_by_itself;
use crate::screens::picker::state::{Pick, Picker, Purpose};
use crate::screens::screen::Screen;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::step::Step;
use crate::text::screens::picker::EnterOpens;

impl Picker {
    /// Returns a question that comes up now, when so many pictures were drawn.
    pub(crate) fn unseen(mut self, pictures: u64) -> Self {
        self.unseen = comes_by_itself(&self).then_some(pictures);
        self
    }

    /// Returns whether a key is not taken because the question is not on the screen yet, and says so.
    fn is_too_early(&mut self, shared: &mut Workspace) -> bool {
        let early = self.unseen.is_some_and(|at| at >= shared.pictures);
        if early {
            self.take_not(shared, shared.language.typed_before_it_was_seen());
        }
        early
    }

    /// Chooses a line: the picker closes, and what was chosen is done.
    fn choose(&self, shared: &mut Workspace, pick: Pick) {
        shared.close();
        let purpose = Box::new(self.purpose.clone());
        shared.steps.push(Step::Picked(purpose, pick));
    }

    /// Returns what Enter leads to while no key chooses.
    pub(crate) fn enter_opens(&self) -> EnterOpens {
        match self.purpose {
            Purpose::Hides { .. } => EnterOpens::Hides,
            Purpose::Which { .. } => EnterOpens::Which,
            Purpose::Reading { .. } => EnterOpens::Reading,
            Purpose::Why { same: Some(_), .. } => EnterOpens::Same,
            Purpose::Why { same: None, .. } => EnterOpens::Why,
            Purpose::NewDay { .. } => EnterOpens::Day,
            Purpose::OldDraft { .. } => EnterOpens::OldDraft,
            Purpose::Begin { .. } => EnterOpens::Begin,
            Purpose::Enrol { .. } => EnterOpens::Enrol,
            _ => EnterOpens::Keep,
        }
    }

    /// Returns whether it comes up between two fields, where values are typed one behind the other.
    fn enters_answers(&self) -> bool {
        match self.purpose {
            Purpose::Keep { .. }
            | Purpose::Hides { .. }
            | Purpose::Which { .. }
            | Purpose::Reading { .. }
            | Purpose::Why { .. }
            | Purpose::OldDraft { .. } => true,
            Purpose::Menu
            | Purpose::Logs
            | Purpose::Export
            | Purpose::Missing { .. }
            | Purpose::Query { .. }
            | Purpose::RestAbsent { .. }
            | Purpose::Begin { .. }
            | Purpose::Late { .. }
            | Purpose::NewDay { .. }
            | Purpose::First { .. }
            | Purpose::Enrol { .. }
            | Purpose::Filter { .. }
            | Purpose::Sort { .. }
            | Purpose::Resume { .. } => false,
        }
    }

    fn choose_by_key(&mut self, shared: &mut Workspace, c: char) {
        if !self.armed {
            // What was typed ahead has an Enter of its own, which opens nothing. Nobody types on behind an enrolment.
            self.guarded = !matches!(self.purpose, Purpose::Enrol { .. });
            let words = shared.language.needs_enter(self.enter_opens());
            match self.guarded {
                true => {
                    self.take_not(shared, &shared.language.in_a_moment(words));
                    self.later = Some(self.counted(shared, words));
                }
                false => self.take_not(shared, words),
            }
            return;
        }
        if self.just_opened && shared.soon {
            let language = shared.language;
            self.take_not(shared, language.lines_just_came_up());
            self.later = Some(self.counted(shared, language.press_a_key_shown()));
            return;
        }
        self.just_opened = false;
        if self.narrow(c) {
            if self.shown().is_empty() {
                shared.notice = Some(Notice::info(shared.language.no_line_has_these_words()));
            }
            return;
        }
        // Between ratings, a number that begins with no line's key was meant for a field; its second digit fills nothing.
        let between_ratings = matches!(self.purpose, Purpose::RestAbsent { .. });
        let is_number = between_ratings && c.is_ascii_digit() && self.line_of(c).is_none();
        if self.takes_words || is_number || !self.word.is_empty() {
            self.take_into_word(shared, c);
            return;
        }
        match self.line_of(c).map(|line| line.pick.clone()) {
            Some(pick) => self.choose(shared, pick),
            None => self.take_not(shared, shared.language.press_a_key_shown()),
        }
    }

    /// Takes a character as the word that is typed here: the key of a line marks it, and a longer word is one that was meant
    /// for a field. It is refused whole, with the Enter that belongs to it.
    fn take_into_word(&mut self, shared: &mut Workspace, c: char) {
        self.word.push(c);
        let line = self.line_of(c).map(|line| line.key);
        let place = self.lines.iter().position(|known| Some(known.key) == line);
        match place.filter(|_| self.word.chars().count() == 1) {
            Some(place) => {
                self.cursor = Some(place);
                self.not_taken = 0;
                shared.notice = Some(Notice::info(shared.language.enter_takes_line(c)));
            }
            None => {
                self.cursor = None;
                let words = shared.language.word_is_no_line(&self.word);
                shared.notice = Some(Notice::warn(words));
            }
        }
    }

    /// Says why a key was not taken, and how many were not.
    fn take_not(&mut self, shared: &mut Workspace, words: &str) {
        self.not_taken = self.not_taken.saturating_add(1);
        shared.notice = Some(Notice::warn(self.counted(shared, words)));
    }

    /// Returns words with how many keys in a row were not taken before them.
    fn counted(&self, shared: &Workspace, words: &str) -> String {
        match self.not_taken {
            0 | 1 => words.to_owned(),
            keys => format!("{} {words}", shared.language.keys_not_taken(keys)),
        }
    }
}

impl Picker {
    /// Returns whether a key that comes at once does something else than one that comes later.
    pub(crate) fn awaits_pause(&self) -> bool {
        self.guarded || self.just_opened
    }

    /// Learns that no key has come at once: whoever presses one now has read the question, and nothing says any more that
    /// a moment is to be waited for.
    pub(crate) fn paused(&mut self, shared: &mut Workspace) {
        self.guarded = false;
        self.just_opened = false;
        if let Some(words) = self.later.take() {
            shared.notice = Some(Notice::warn(words));
        }
    }
}

impl Screen for Picker {
    fn context(&self) -> Context {
        Context::Picker
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        self.later = None;
        let len = self.shown().len();
        // A word ends with the key behind it.
        self.word.clear();
        let goes_back = matches!(action, Action::Back | Action::DeleteBack);
        if !goes_back && self.is_too_early(shared) {
            return Vec::new();
        }
        match action {
            Action::Open
                if self.guarded && shared.soon && !(self.armed && self.cursor.is_none()) =>
            {
                self.guarded = false;
                let chosen = self.cursor.filter(|_| self.armed);
                let chosen = chosen.and_then(|cursor| self.shown().into_iter().nth(cursor));
                let words = match chosen {
                    Some(line) => shared.language.enter_once_more_chooses(&line.label),
                    None => shared
                        .language
                        .enter_once_more(self.enter_opens())
                        .to_owned(),
                };
                shared.notice = Some(Notice::info(self.counted(shared, &words)));
                self.not_taken = 0;
            }
            Action::Open if !self.armed && self.cursor.is_none() => {
                self.armed = true;
                self.guarded = false;
                self.just_opened = self.enters_answers();
                self.takes_words = self.enters_answers();
            }
            Action::Next | Action::Previous if !self.armed && self.cursor.is_none() => {}
            // The reasons beside the one that Enter gives; the key after a digit typed ahead opens nothing.
            Action::Next | Action::Previous if !self.armed && self.guarded && shared.soon => {
                self.guarded = false;
                shared.notice = Some(Notice::info(shared.language.down_once_more()));
            }
            Action::Next | Action::Previous if !self.armed => {
                self.armed = true;
                self.guarded = false;
                self.takes_words = self.enters_answers();
                self.cursor = Some(1);
            }
            Action::First | Action::Last if !self.armed => {}
            Action::Next | Action::Previous => {
                self.just_opened = false;
                self.guarded = false;
                self.cursor = Some(match (self.cursor, action) {
                    (Some(cursor), _) => moved(cursor, len, 1, action).unwrap_or(cursor),
                    (None, Action::Next) => 0,
                    (None, _) => len.saturating_sub(1),
                });
            }
            Action::First | Action::Last => {
                self.just_opened = false;
                self.guarded = false;
                self.cursor = Some(match action {
                    Action::First => 0,
                    _ => len.saturating_sub(1),
                });
            }
            Action::Open => {
                let shown = self.shown();
                let line = self.cursor.and_then(|cursor| shown.get(cursor));
                match line.map(|line| line.pick.clone()) {
                    Some(pick) => self.choose(shared, pick),
                    None if self.filter.is_some() => {
                        shared.notice =
                            Some(Notice::info(shared.language.no_line_has_these_words()));
                    }
                    None => shared.notice = Some(Notice::info(shared.language.press_a_key_shown())),
                }
            }
            Action::DeleteBack if self.widen() => {}
            Action::Back | Action::DeleteLine if self.show_all() => {}
            Action::Back | Action::DeleteBack => self.choose(shared, Pick::No),
            _ => {}
        }
        Vec::new()
    }

    fn type_char(&mut self, shared: &mut Workspace, c: char) -> Option<Vec<Effect>> {
        self.later = None;
        if self.yields_to_search() {
            shared.steps.push(Step::SearchInstead(c.to_string()));
            return Some(Vec::new());
        }
        let key = Key::plain(Code::Char(c));
        let bound = shared.keymap.lookup(Context::Picker, &key);
        let known = self.takes(c) || self.line_of(c).is_some();
        if !known && bound.is_some() {
            return None;
        }
        if self.is_too_early(shared) {
            return Some(Vec::new());
        }
        self.choose_by_key(shared, c);
        Some(Vec::new())
    }

    fn backspace(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        self.act(shared, Action::DeleteBack)
    }

    fn paste(&mut self, shared: &mut Workspace, text: &str) -> Vec<Effect> {
        if self.yields_to_search() {
            let text = one_line(text).chars().take(FINDER).collect();
            shared.steps.push(Step::SearchInstead(text));
        } else {
            shared.refuse_paste();
        }
        Vec::new()
    }

    fn covers(&self) -> bool {
        false
    }
}
