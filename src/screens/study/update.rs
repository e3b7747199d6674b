//! The screen of the whole study: participants by visits. What it shows is computed by the owner.

use crate::domain::views::overview::Overview;
use crate::input::action::Action;
use crate::protocol::messages::Request;
use crate::screens::age::Age;
use crate::screens::app::Effect;
use crate::screens::replies::Asked;
use crate::screens::session::Model;
use crate::screens::stack::Layer;

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

impl Model {
    pub(crate) fn open_study(&mut self) -> Vec<Effect> {
        self.layers.push(Layer::Study(StudyState::default()));
        Vec::new()
    }

    fn study_state(&mut self) -> Option<&mut StudyState> {
        self.layers.iter_mut().rev().find_map(|layer| match layer {
            Layer::Study(state) => Some(state),
            _ => None,
        })
    }

    /// Returns whether the overview was asked for and is not there yet.
    pub(crate) fn is_asked_overview(&self) -> bool {
        self.asked.contains(&Asked::Overview)
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
        if self.record.is_some() || self.lost.is_some() || self.is_asked_overview() {
            return Vec::new();
        }
        let Some(state) = self.study_state() else {
            return Vec::new();
        };
        if !state.age.is_due(state.overview.is_some()) {
            return Vec::new();
        }
        self.question(Asked::Overview, Request::Overview)
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

    pub(crate) fn act_study(&mut self, action: Action) -> Vec<Effect> {
        let page = usize::from(self.size.1 / 2).max(1);
        let Some(Layer::Study(state)) = self.layers.last_mut() else {
            return Vec::new();
        };
        state.age.try_again();
        let people = state.overview.as_ref().map(|overview| &overview.people);
        let last = people.map_or(0, |people| people.len().saturating_sub(1));
        match action {
            Action::Next => state.cursor = (state.cursor + 1).min(last),
            Action::Previous => state.cursor = state.cursor.saturating_sub(1),
            Action::NextSection => state.cursor = (state.cursor + page).min(last),
            Action::PreviousSection => state.cursor = state.cursor.saturating_sub(page),
            Action::First => state.cursor = 0,
            Action::Last => state.cursor = last,
            Action::Open | Action::Timeline => {
                let person = people.and_then(|people| people.get(state.cursor));
                let id = person.map(|person| person.id.clone());
                self.then_timeline = action == Action::Timeline && id.is_some();
                return id.map_or_else(Vec::new, |id| self.ask_record(id));
            }
            Action::Review => return self.lock_study(),
            Action::Back | Action::Study => self.close(),
            _ => {}
        }
        Vec::new()
    }
}
