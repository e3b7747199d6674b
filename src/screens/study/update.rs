//! The screen of the whole study: participants by visits. What it shows is computed by the owner.

use crate::domain::record::lock::Scope;
use crate::domain::views::overview::Overview;
use crate::input::action::Action;
use crate::input::action::Context;
use crate::protocol::messages::Request;
use crate::screens::age::Age;
use crate::screens::app::Effect;
use crate::screens::cursor::moved;
use crate::screens::replies::Asked;
use crate::screens::screen::Screen;
use crate::screens::stack::Layer;
use crate::screens::workspace::Notice;
use crate::screens::workspace::{Model, Workspace};

/// The study on the screen.
#[derive(Clone, Debug, Default)]
pub struct StudyState {
    /// Place of the participant under the cursor.
    pub cursor: usize,
    /// Where the study stands; `None` until it is read.
    pub overview: Option<Box<Overview>>,
    /// Whether it has to be read again.
    age: Age,
}

impl Workspace {
    /// Returns whether the overview was asked for and is not there yet.
    pub(crate) fn is_asked_overview(&self) -> bool {
        self.asked.contains(&Asked::Overview)
    }
}

impl Model {
    fn study_state(&mut self) -> Option<&mut StudyState> {
        self.layers.iter_mut().rev().find_map(|layer| match layer {
            Layer::Study(state) => Some(state),
            _ => None,
        })
    }

    /// Takes it that the owner has something newer.
    pub(crate) fn study_is_old(&mut self) {
        if let Some(state) = self.study_state() {
            state.age.grow_old();
        }
    }

    pub(crate) fn overview_failed(&mut self) {
        if let Some(state) = self.study_state() {
            state.age.fail();
        }
    }

    /// Asks where the study stands, when the screen of it is seen and what it holds is old.
    pub(crate) fn ask_overview(&mut self) -> Vec<Effect> {
        if self.shared.record.is_some()
            || self.shared.lost.is_some()
            || self.shared.is_asked_overview()
        {
            return Vec::new();
        }
        let Some(state) = self.study_state() else {
            return Vec::new();
        };
        if !state.age.is_due(state.overview.is_some()) {
            return Vec::new();
        }
        self.shared.question(Asked::Overview, Request::Overview)
    }

    /// Takes where the study stands; the cursor stays with its participant.
    pub(crate) fn take_overview(&mut self, overview: Box<Overview>) {
        let Some(state) = self.study_state() else {
            return;
        };
        let person = |overview: &Overview| overview.people.get(state.cursor).map(|p| p.id.clone());
        if let Some(under) = state.overview.as_deref().and_then(person) {
            let mut people = overview.people.iter();
            let place = people.position(|person| person.id == under);
            state.cursor = place.unwrap_or(state.cursor);
        }
        state.cursor = state.cursor.min(overview.people.len().saturating_sub(1));
        state.overview = Some(overview);
    }
}

impl Screen for StudyState {
    fn context(&self) -> Context {
        Context::List
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        let page = usize::from(shared.size.1 / 2).max(1);
        self.age.try_again();
        let people = self.overview.as_ref().map(|overview| &overview.people);
        let len = people.map_or(0, Vec::len);
        if let Some(cursor) = moved(self.cursor, len, page, action) {
            self.cursor = cursor;
            return Vec::new();
        }
        match action {
            Action::Open | Action::Timeline => {
                let person = people.and_then(|people| people.get(self.cursor));
                let id = person.map(|person| person.id.clone());
                shared.then_timeline = action == Action::Timeline && id.is_some();
                return id.map_or_else(Vec::new, |id| shared.ask_record(id));
            }
            Action::Review => {
                let Some(overview) = &self.overview else {
                    return Vec::new();
                };
                if shared.may_lock() {
                    shared.open_locking(Scope::study(), overview.locked.is_some());
                } else {
                    let words = "An investigator or a manager locks and unlocks the study.";
                    shared.notice = Some(Notice::warn(words));
                }
            }
            Action::Back | Action::Study => shared.close(),
            _ => {}
        }
        Vec::new()
    }

    fn hints(&self, _shared: &Workspace) -> Vec<Action> {
        vec![
            Action::Open,
            Action::Timeline,
            Action::Review,
            Action::Back,
            Action::Help,
            Action::Find,
            Action::Menu,
        ]
    }
}

impl Workspace {
    /// Opens the screen of the study.
    pub(crate) fn open_study(&mut self) {
        self.open(Layer::Study(StudyState::default()));
    }
}
