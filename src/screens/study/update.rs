//! The screen of the whole study: participants by visits. What it shows is computed by the owner.

use crate::domain::record::lock::Scope;
use crate::domain::views::overview::Overview;
use crate::input::action::{Action, Context};
use crate::protocol::messages::Request;
use crate::screens::cursor::moved;
use crate::screens::effect::Effect;
use crate::screens::screen::Screen;
use crate::screens::stack::Layer;
use crate::screens::study::figures::figures;
use crate::screens::study::state::StudyState;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::asked::Asked;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::step::Step;

impl Workspace {
    /// Returns whether the overview was asked for and is not there yet.
    pub(crate) fn is_asked_overview(&self) -> bool {
        self.connection.asked.contains(&Asked::Overview)
    }
}

impl StudyState {
    /// Takes where the study stands; the cursor stays with its participant.
    pub(crate) fn take(&mut self, overview: Box<Overview>) {
        let person = |overview: &Overview| overview.people.get(self.cursor).map(|p| p.id.clone());
        if let Some(under) = self.overview.as_deref().and_then(person) {
            let mut people = overview.people.iter();
            let place = people.position(|person| person.id == under);
            self.cursor = place.unwrap_or(self.cursor);
        }
        self.cursor = self.cursor.min(overview.people.len().saturating_sub(1));
        self.overview = Some(overview);
    }
}

impl StudyState {
    /// Moves the cursor among the participants, and from the last of them on among the figures below, which may not all
    /// be in sight; returns whether the action is one that moves it.
    fn moves(&mut self, shared: &Workspace, action: Action) -> bool {
        let page = usize::from(shared.size.1 / 2).max(1);
        let Some(overview) = &self.overview else {
            return moved(0, 0, page, action).is_some();
        };
        let len = overview.people.len();
        let width = shared.size.0.saturating_sub(2);
        let figures = figures(&shared.study, overview, width, shared.language).len();
        // The figures have less than half of the screen.
        let few = usize::from(shared.size.1 / 4).max(1);
        let at_end = self.cursor.saturating_add(1) >= len;
        if self.screening {
            let to = moved(self.cursor, len, page, action);
            self.cursor = to.unwrap_or(self.cursor);
            return to.is_some();
        }
        match (self.figure, action) {
            (None, Action::Next | Action::NextSection) if at_end => self.figure = Some(0),
            (None, Action::Last) if at_end => self.figure = Some(figures.saturating_sub(1)),
            (Some(0), Action::Previous | Action::PreviousSection) => self.figure = None,
            (Some(_), Action::First) => {
                self.figure = None;
                self.cursor = 0;
            }
            (Some(figure), action) => {
                let Some(to) = moved(figure, figures, few, action) else {
                    return false;
                };
                self.figure = Some(to);
            }
            (None, action) => {
                let Some(to) = moved(self.cursor, len, page, action) else {
                    return false;
                };
                self.cursor = to;
            }
        }
        true
    }
}

impl Screen for StudyState {
    fn context(&self) -> Context {
        Context::List
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        self.age.try_again();
        if self.moves(shared, action) {
            return Vec::new();
        }
        let people = self.overview.as_ref().map(|overview| &overview.people);
        match action {
            Action::Open | Action::Timeline => {
                let person = people.and_then(|people| people.get(self.cursor));
                let person = person.filter(|_| self.figure.is_none());
                let id = person.map(|person| person.id.clone());
                shared.opening.then_timeline = action == Action::Timeline && id.is_some();
                return id.map_or_else(Vec::new, |id| shared.ask_record(id));
            }
            Action::Review => {
                let Some(overview) = &self.overview else {
                    return Vec::new();
                };
                if shared.may_lock() {
                    shared.open_locking(Scope::study(), overview.locked.is_some());
                } else {
                    let words = shared.language.who_locks_study();
                    shared.notice = Some(Notice::warn(words));
                }
            }
            Action::Logs if self.overview.is_some() => {
                self.screening = !self.screening;
                self.figure = None;
            }
            Action::Export => shared.offer_formats(),
            Action::Back if shared.exporting.goes_on() => return shared.stop_export(),
            Action::Back if self.screening => self.screening = false,
            Action::Study if shared.amendment_waits => shared.open_amendment(),
            Action::Back | Action::Study => {
                shared.forget_export();
                shared.close();
            }
            _ => shared.refuse_key(),
        }
        Vec::new()
    }

    fn become_stale(&mut self) {
        self.age.become_stale();
    }

    /// Asks where the study stands when that is seen and what is held is old.
    fn ask_owner(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        let asked = shared.is_asked_overview();
        let seen = shared.open.record.is_none() && shared.connection.lost.is_none();
        if !seen || asked || !self.age.is_due(self.overview.is_some()) {
            return Vec::new();
        }
        shared.question(Asked::Overview, Request::Overview)
    }
}

impl Workspace {
    /// Opens the screen of the study.
    pub(crate) fn open_study(&mut self) {
        self.open(Layer::Study(StudyState::default()));
    }

    /// Opens it once all that is open is left, and every look at somebody else has ended.
    pub(crate) fn leave_for_study(&mut self) {
        self.steps.extend([Step::LeaveAllOpen, Step::EndLooks]);
        self.open_study();
    }
}
