//! A box of questions, one after the other, each answered by typing a line or by choosing one: what such screens share.
//!
//! What is asked, and what is done with the answers, is for the screen.

use crate::domain::rules::text_limits::TEXT;
use crate::input::action::{Action, Context};
use crate::screens::answering::Answering;
use crate::screens::cursor::moved;
use crate::screens::effect::Effect;
use crate::screens::key_line::Named;
use crate::screens::line_edit::edit_line;
use crate::screens::question_box::{digits, line_of_digit};
use crate::screens::scene::Scene;
use crate::screens::screen::{Draw, Hints, Offer, Screen};
use crate::screens::workspace::Workspace;
use ratatui::layout::Rect;

/// Lines of a list that a key for a page moves.
const PAGE: usize = 8;

/// A screen that asks one question after the other.
pub(crate) trait Asks: Draw {
    /// Returns the heading.
    fn heading(&self, shared: &Workspace) -> &'static str;

    /// Returns how the question is being answered.
    fn answering(&mut self) -> &mut Answering;

    /// Returns whether it is answered by typing, not by choosing a line.
    fn is_typed(&self) -> bool;

    /// Returns whether what is typed is words, in which every key stands for itself.
    fn types_words(&self) -> bool;

    /// Returns how many lines there are to choose from.
    fn count(&self, shared: &Workspace) -> usize;

    /// Returns whether a digit chooses a line; nothing is done by one digit alone.
    fn by_digit(&self) -> bool;

    /// Chooses a line.
    fn choose(&mut self, shared: &mut Workspace, place: usize) -> Vec<Effect>;

    /// Chooses a line by its digit; the cursor stays where it is unless the screen says otherwise.
    fn choose_by_digit(&mut self, shared: &mut Workspace, place: usize) -> Vec<Effect> {
        self.choose(shared, place)
    }

    /// Takes what is typed.
    fn take(&mut self, shared: &mut Workspace) -> Vec<Effect>;

    /// Takes the last answer back, or leaves where nothing was answered.
    fn go_back(&mut self, shared: &mut Workspace);

    /// Returns the first line in sight of a list that the keys for a page move; none where there is no such list.
    fn list_from(&mut self) -> Option<&mut usize> {
        None
    }

    /// Returns whether there is such a list.
    fn has_list(&self) -> bool {
        false
    }
}

impl<T: Asks> Screen for T {
    fn context(&self) -> Context {
        match self.is_typed() {
            true => Context::Line,
            false => Context::Picker,
        }
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        let typed = self.is_typed();
        match action {
            Action::Back => self.go_back(shared),
            Action::Open if typed => return self.take(shared),
            Action::Open => {
                let place = self.answering().cursor;
                return self.choose(shared, place);
            }
            Action::NextSection | Action::PreviousSection if self.has_list() => {
                if let Some(from) = self.list_from() {
                    *from = match action {
                        Action::NextSection => from.saturating_add(PAGE),
                        _ => from.saturating_sub(PAGE),
                    };
                }
            }
            _ if typed => {
                edit_line(&mut self.answering().line, action);
            }
            _ => {
                let len = self.count(shared);
                let answering = self.answering();
                let cursor = moved(answering.cursor, len, len, action);
                answering.cursor = cursor.unwrap_or(answering.cursor);
            }
        }
        Vec::new()
    }

    fn type_char(&mut self, shared: &mut Workspace, c: char) -> Option<Vec<Effect>> {
        self.answering().refusal = None;
        if self.is_typed() {
            shared.type_words(&mut self.answering().line, TEXT, c);
            return Some(Vec::new());
        }
        let place = line_of_digit(c, self.count(shared)).filter(|_| self.by_digit());
        match place {
            Some(place) => Some(self.choose_by_digit(shared, place)),
            None => {
                shared.refuse_key();
                Some(Vec::new())
            }
        }
    }

    fn backspace(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        let typed = self.is_typed();
        let answering = self.answering();
        if typed && !answering.line.is_empty() {
            answering.refusal = None;
            answering.line.delete_back();
        } else {
            self.go_back(shared);
        }
        Vec::new()
    }

    fn paste(&mut self, shared: &mut Workspace, text: &str) -> Vec<Effect> {
        match self.is_typed() {
            true => shared.paste_words(&mut self.answering().line, TEXT, text),
            false => shared.refuse_paste(),
        }
        Vec::new()
    }

    fn reads_keys_alone(&self) -> bool {
        !(self.is_typed() && self.types_words())
    }

    fn covers(&self) -> bool {
        false
    }
}

impl<T: Asks> Hints for T {
    fn title(&self, shared: &Workspace, top: bool) -> Option<String> {
        top.then(|| self.heading(shared).to_owned())
    }

    fn answers(&self, shared: &Workspace) -> Vec<Named> {
        let language = shared.language;
        vec![match (self.is_typed(), self.by_digit()) {
            (true, _) => Named::new("Enter", language.enter_goes_on()),
            (false, false) => Named::new("Enter", language.choose_word()),
            (false, true) => Named::new(digits(self.count(shared)), language.choose_word()),
        }]
    }

    fn hints(&self, _scene: &Scene<'_>, _body: Rect) -> Vec<Offer> {
        vec![(Action::NextSection, self.has_list()), (Action::Back, true)]
    }
}
