//! The queries that are on the screen: asking for them, and taking them.

use crate::domain::record::query::listed::Listed;
use crate::protocol::messages::Request;
use crate::screens::effect::Effect;
use crate::screens::model::Model;
use crate::screens::queries::state::QueriesState;
use crate::screens::stack::Layer;
use crate::screens::workspace::asked::Asked;

impl Model {
    /// Opens the queries: of the participant that is open, else of the study.
    pub(crate) fn open_queries(&mut self) -> Vec<Effect> {
        if matches!(self.layers.last(), Some(Layer::Queries(_))) {
            self.close();
            return Vec::new();
        }
        let participant = self
            .shared
            .record
            .as_ref()
            .map(|r| r.participant.id.clone());
        self.layers.push(Layer::Queries(QueriesState {
            participant,
            ..QueriesState::default()
        }));
        Vec::new()
    }

    fn queries_state(&mut self) -> Option<&mut QueriesState> {
        self.layers.iter_mut().rev().find_map(|layer| match layer {
            Layer::Queries(state) if state.participant.is_none() => Some(state),
            _ => None,
        })
    }

    /// Takes it that the owner has something newer.
    pub(crate) fn queries_are_old(&mut self) {
        if let Some(state) = self.queries_state() {
            state.age.grow_old();
        }
    }

    /// Takes it that the queries could not be read.
    pub(crate) fn queries_failed(&mut self) {
        if let Some(state) = self.queries_state() {
            state.age.fail();
        }
    }

    /// Asks for the queries of the study, when they are seen and what is held is old.
    pub(crate) fn ask_queries(&mut self) -> Vec<Effect> {
        let asked = self.shared.asked.contains(&Asked::Queries);
        if self.shared.record.is_some() || self.shared.lost.is_some() || asked {
            return Vec::new();
        }
        let Some(state) = self.queries_state() else {
            return Vec::new();
        };
        if !state.age.is_due(state.read.is_some()) {
            return Vec::new();
        }
        self.shared.question(Asked::Queries, Request::Queries)
    }

    /// Takes the queries of the study.
    pub(crate) fn take_queries(&mut self, queries: Vec<Listed>) {
        if let Some(state) = self.queries_state() {
            state.cursor = state.cursor.min(queries.len().saturating_sub(1));
            state.read = Some(queries);
        }
    }
}
