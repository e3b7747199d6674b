//! The queries that are on the screen: asking for them, and taking them.

use crate::screens::effect::Effect;
use crate::screens::model::Model;
use crate::screens::queries::state::QueriesState;
use crate::screens::stack::Layer;

impl Model {
    /// Opens the queries: of the participant that is open, else of the study.
    pub(crate) fn open_queries(&mut self) -> Vec<Effect> {
        if matches!(self.layers.last(), Some(Layer::Queries(_))) {
            self.close();
            return Vec::new();
        }
        let participant = self
            .shared
            .open
            .record
            .as_ref()
            .map(|r| r.participant.id.clone());
        self.layers.push(Layer::Queries(QueriesState {
            participant,
            ..QueriesState::default()
        }));
        Vec::new()
    }
}
