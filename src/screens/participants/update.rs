//! The list of participants: find as you type, filter, open, enrol.
//!
//! The owner finds; here is what was typed, and a part of the answer.

use crate::domain::base::ids::ParticipantId;
use crate::domain::views::find::filter::Filter;
use crate::domain::views::find::order::Sort;
use crate::input::action::Action;
use crate::input::line::Line;
use crate::protocol::messages::Found;
use crate::screens::app::Effect;
use crate::screens::picker::state::{Purpose, edit_line};
use crate::screens::workspace::{Model, Notice};

/// The list of participants.
#[derive(Clone, Debug, Default)]
pub struct ListState {
    /// What is searched.
    pub line: Line,
    /// Among whom.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// Place of the cursor among the participants that match.
    pub cursor: usize,
    /// The part of them that is held, best first; `None` until one is read.
    pub found: Option<Found>,
    /// The cursor goes where this participant is in the next part.
    pub(crate) keep: Option<ParticipantId>,
    /// The owner has something newer than what is held.
    pub(crate) old: bool,
    /// The last question failed; the next key asks again.
    pub(crate) failed: bool,
    /// Somebody was opened by what stands in the line: the next character begins another search.
    pub(crate) used: bool,
    /// A part was read at least once.
    pub(crate) begun: bool,
    /// First row and number of rows of the newest question, and of the newest answer.
    pub(crate) wanted: (usize, usize),
    pub(crate) got: Option<(usize, usize)>,
}

impl Model {
    /// Takes a character as text in the topmost layer; `None` when it is no text there.
    pub(crate) fn type_char(&mut self, c: char) -> Option<Vec<Effect>> {
        let bound = self.shared.is_bound_in_list(c);
        if self.is_list_on_top() {
            let list = self.list_mut()?;
            if list.line.is_empty() && bound {
                return None;
            }
            if std::mem::take(&mut list.used) {
                list.line = Line::default();
            }
            list.line.insert(c);
            list.search();
            return Some(Vec::new());
        }
        let screen = self.layers.last_mut()?.screen_mut()?;
        let mut effects = screen.type_char(&mut self.shared, c)?;
        effects.extend(self.take_steps());
        Some(effects)
    }

    /// Takes Backspace: deletes where something is typed, else goes back.
    pub(crate) fn backspace(&mut self) -> Vec<Effect> {
        if self.is_list_on_top()
            && let Some(list) = self.list_mut()
        {
            list.used = false;
            if list.line.delete_back() {
                list.search();
            }
            return Vec::new();
        }
        self.turn(|screen, shared| screen.backspace(shared))
    }

    pub(crate) fn act_participants(&mut self, action: Action) -> Vec<Effect> {
        let page = self.shared.list_rows();
        let selected = self
            .selected()
            .map(|summary| summary.participant.id.clone());
        let (finder, enters) = (self.is_in_finder(), self.shared.may_enter());
        let Some(list) = self.list_mut() else {
            return Vec::new();
        };
        let last = list.matching().saturating_sub(1);
        list.failed = false;
        match action {
            Action::Next => list.cursor = (list.cursor + 1).min(last),
            Action::Previous => list.cursor = list.cursor.saturating_sub(1),
            Action::NextSection => list.cursor = (list.cursor + page).min(last),
            Action::PreviousSection => list.cursor = list.cursor.saturating_sub(page),
            Action::First => list.cursor = 0,
            Action::Last => list.cursor = last,
            Action::Open => return self.load(selected),
            Action::Timeline => {
                self.shared.then_timeline = selected.is_some();
                return self.load(selected);
            }
            Action::NextFilter => return self.next_filter(),
            Action::Filter => self.ask_filter(),
            Action::NextSort => {
                let next = list.sort.next();
                return self.set_sort(next);
            }
            Action::Sort => self.ask_sort(),
            Action::Study if finder => {
                let effects = self.leave_beneath();
                self.leave_lookups();
                self.shared.open_study();
                return effects;
            }
            Action::Study => self.shared.open_study(),
            Action::New if finder && enters => {
                let mut effects = self.leave_beneath();
                effects.extend(self.open_enrolment());
                return effects;
            }
            Action::New => return self.open_enrolment(),
            Action::Back if !list.line.is_empty() => {
                list.line = Line::default();
                list.search();
            }
            Action::Back if list.filter != Filter::All => {
                list.filter = Filter::All;
                list.search();
            }
            Action::Back if finder => return self.leave_finder(),
            Action::Back => list.search(),
            other => {
                let before = list.line.text().to_owned();
                list.used &= !matches!(other, Action::Left | Action::Right);
                if edit_line(&mut list.line, other) && list.line.text() != before {
                    list.search();
                }
            }
        }
        Vec::new()
    }

    /// Goes on to the next filter that lists anybody.
    fn next_filter(&mut self) -> Vec<Effect> {
        let Some(list) = self.list_mut() else {
            return Vec::new();
        };
        let all = Filter::ALL.into_iter().cycle();
        let mut after = all.skip_while(|filter| *filter != list.filter).skip(1);
        let lists = |filter: &Filter| *filter == Filter::All || list.count(*filter) > 0;
        let next = after.find(lists).unwrap_or_default();
        if next == list.filter {
            self.shared.notice = Some(Notice::info("No filter lists anybody today."));
            return Vec::new();
        }
        list.filter = next;
        list.search();
        Vec::new()
    }

    /// Asks which filter, with how many participants each lists.
    fn ask_filter(&mut self) {
        let Some(list) = self.list() else { return };
        let counts = Filter::ALL.map(|filter| (filter, list.count(filter)));
        let filter = list.filter;
        self.shared.ask(Purpose::Filter {
            filter,
            counts: counts.to_vec(),
        });
    }

    /// Asks in which order the list is wanted.
    fn ask_sort(&mut self) {
        let Some(list) = self.list() else { return };
        let sort = list.sort;
        self.shared.ask(Purpose::Sort { sort });
    }

    /// Lists the participants in an order; those who match what is typed better stay before the others.
    pub(crate) fn set_sort(&mut self, sort: Sort) -> Vec<Effect> {
        if let Some(list) = self.list_mut() {
            list.sort = sort;
            list.search();
        }
        Vec::new()
    }

    /// Lists the participants of a filter; what is typed is searched among them.
    pub(crate) fn set_filter(&mut self, filter: Filter) -> Vec<Effect> {
        if let Some(list) = self.list_mut() {
            list.filter = filter;
            list.search();
        }
        Vec::new()
    }

    fn load(&mut self, id: Option<ParticipantId>) -> Vec<Effect> {
        match id {
            Some(id) => self.shared.ask_record(id),
            None => {
                let anybody = self.list().is_some_and(|list| list.all() > 0);
                self.shared.notice = Some(Notice::info(match anybody {
                    true => "Nobody is listed; take the text or the filter away first.",
                    false => "There is no participant to open; enrol one first.",
                }));
                Vec::new()
            }
        }
    }
}
