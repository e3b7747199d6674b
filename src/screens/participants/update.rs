//! The list of participants: find as you type, filter, open, enrol.
//!
//! The owner finds; here is what was typed, and a part of the answer.

use crate::domain::forms::engine::typing::plain_char;
use crate::domain::views::find::filter::Filter;
use crate::domain::views::find::order::Sort;
use crate::domain::views::summary::Summary;
use crate::input::action::{Action, Context};
use crate::input::line::Line;
use crate::screens::cursor::moved;
use crate::screens::effect::Effect;
use crate::screens::line_edit::edit_line;
use crate::screens::line_edit::{FINDER, one_line};
use crate::screens::participants::state::ListState;
use crate::screens::picker::state::Purpose;
use crate::screens::screen::Screen;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::step::Step;

impl ListState {
    /// Returns the participant under the cursor, if it is held.
    pub fn selected(&self) -> Option<&Summary> {
        self.row(self.cursor).filter(|_| self.is_answered())
    }

    pub(crate) fn sort_by(&mut self, sort: Sort) {
        self.sort = sort;
        self.search();
    }

    /// Goes on to the next filter that lists anybody.
    fn next_filter(&mut self, shared: &mut Workspace) {
        let all = Filter::ALL.into_iter().cycle();
        let mut after = all.skip_while(|filter| *filter != self.filter).skip(1);
        let lists = |filter: &Filter| *filter == Filter::All || self.count(*filter) > 0;
        let next = after.find(lists).unwrap_or_default();
        if next == self.filter {
            shared.notice = Some(Notice::info(shared.language.no_filter_lists()));
            return;
        }
        self.filter = next;
        self.search();
    }

    fn open_selected(&self, shared: &mut Workspace) -> Vec<Effect> {
        if let Some(selected) = self.selected() {
            return shared.ask_record(selected.participant.id.clone());
        }
        let words = shared.language.nobody_to_open(self.all() > 0);
        shared.notice = Some(Notice::info(words));
        Vec::new()
    }
}

impl Screen for ListState {
    fn context(&self) -> Context {
        Context::List
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        let (page, finder) = (shared.list_rows(), shared.in_finder);
        self.failed = false;
        if let Some(cursor) = moved(self.cursor, self.matching(), page, action) {
            self.cursor = cursor;
            return Vec::new();
        }
        match action {
            Action::Open => return self.open_selected(shared),
            Action::Timeline => {
                shared.opening.then_timeline = self.selected().is_some();
                return self.open_selected(shared);
            }
            Action::NextFilter => self.next_filter(shared),
            Action::Filter => {
                let counts = Filter::ALL.map(|filter| (filter, self.count(filter)));
                shared.ask(Purpose::Filter {
                    filter: self.filter,
                    counts: counts.to_vec(),
                });
            }
            Action::NextSort => self.sort_by(self.sort.next()),
            Action::Sort => shared.ask(Purpose::Sort { sort: self.sort }),
            Action::Study if finder => shared.leave_for_study(),
            Action::Study => shared.open_study(),
            Action::New => {
                if finder && shared.may_enter() {
                    shared.steps.push(Step::LeaveAllOpen);
                }
                shared.steps.push(Step::Enrol);
            }
            Action::Back if !self.line.is_empty() => {
                self.line = Line::default();
                self.search();
            }
            Action::Back if self.filter != Filter::All => {
                self.filter = Filter::All;
                self.search();
            }
            Action::Back if finder => shared.steps.push(Step::LeaveFinder),
            Action::Back => self.search(),
            other => {
                let before = self.line.text().to_owned();
                self.used &= !matches!(other, Action::Left | Action::Right);
                if edit_line(&mut self.line, other) && self.line.text() != before {
                    self.search();
                }
            }
        }
        Vec::new()
    }

    /// Searches on; the first character only where no key is bound to it.
    fn type_char(&mut self, shared: &mut Workspace, c: char) -> Option<Vec<Effect>> {
        let c = plain_char(c);
        if self.line.is_empty() && shared.is_bound_in_list(c) {
            return None;
        }
        if shared.is_bound_in_list(c) && !c.is_alphanumeric() {
            shared.notice = Some(Notice::info(shared.language.part_of_search(c)));
        }
        if std::mem::take(&mut self.used) {
            self.line = Line::default();
        }
        self.line.insert(c);
        self.search();
        Some(Vec::new())
    }

    fn backspace(&mut self, _shared: &mut Workspace) -> Vec<Effect> {
        self.used = false;
        if self.line.delete_back() {
            self.search();
        }
        Vec::new()
    }

    fn paste(&mut self, _shared: &mut Workspace, text: &str) -> Vec<Effect> {
        let text = one_line(text);
        let text: String = text.chars().take(FINDER).map(plain_char).collect();
        self.line.insert_str(&text);
        self.search();
        Vec::new()
    }

    fn reads_keys_alone(&self) -> bool {
        false
    }
}
