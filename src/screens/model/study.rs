//! The screen of the study as the owner answers it.

use crate::domain::views::overview::Overview;
use crate::protocol::messages::Request;
use crate::screens::effect::Effect;
use crate::screens::model::Model;
use crate::screens::stack::Layer;
use crate::screens::study::state::StudyState;
use crate::screens::workspace::asked::Asked;

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
