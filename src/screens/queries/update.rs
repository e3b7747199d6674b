//! The list of queries: of the whole study from the list of participants, and of one participant, there with all
//! else that is said about values. Enter goes to the field.

use crate::domain::base::ids::ParticipantId;
use crate::domain::record::query::listed;
use crate::domain::record::query::listed::Listed;
use crate::input::action::Action;
use crate::protocol::messages::Request;
use crate::screens::age::Age;
use crate::screens::app::{Effect, ResumePoint};
use crate::screens::replies::Asked;
use crate::screens::stack::Layer;
use crate::screens::workspace::{Model, Workspace};

/// The list on the screen.
#[derive(Clone, Debug, Default)]
pub struct QueriesState {
    /// The participant; `None` for the whole study.
    pub participant: Option<ParticipantId>,
    /// The queries of the study; `None` until they are read.
    pub read: Option<Vec<Listed>>,
    /// Line with the cursor.
    pub cursor: usize,
    /// Whether it has to be read again.
    age: Age,
}

impl Workspace {
    /// Returns the lines of a list; `None` until they are read.
    pub fn query_rows(&self, state: &QueriesState) -> Option<Vec<Listed>> {
        match (&state.participant, &self.record) {
            (Some(_), Some(record)) => Some(listed::listed(record)),
            (Some(_), None) => Some(Vec::new()),
            (None, _) => state.read.clone(),
        }
    }
}

impl Model {
    /// Opens the queries: of the participant that is open, else of the study.
    pub(crate) fn open_queries(&mut self) -> Vec<Effect> {
        if matches!(self.layers.last(), Some(Layer::Queries(_))) {
            self.close();
            return Vec::new();
        }
        let participant = self.record.as_ref().map(|r| r.participant.id.clone());
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
        let asked = self.asked.contains(&Asked::Queries);
        if self.record.is_some() || self.lost.is_some() || asked {
            return Vec::new();
        }
        let Some(state) = self.queries_state() else {
            return Vec::new();
        };
        if !state.age.is_due(state.read.is_some()) {
            return Vec::new();
        }
        self.question(Asked::Queries, Request::Queries)
    }

    /// Takes the queries of the study.
    pub(crate) fn take_queries(&mut self, queries: Vec<Listed>) {
        if let Some(state) = self.queries_state() {
            state.cursor = state.cursor.min(queries.len().saturating_sub(1));
            state.read = Some(queries);
        }
    }

    pub(crate) fn act_queries(&mut self, action: Action) -> Vec<Effect> {
        let page = usize::from(self.size.1 / 2).max(1);
        let Some(Layer::Queries(state)) = self.layers.last() else {
            return Vec::new();
        };
        let rows = self.query_rows(state).unwrap_or_default();
        let last = rows.len().saturating_sub(1);
        let Some(Layer::Queries(state)) = self.layers.last_mut() else {
            return Vec::new();
        };
        state.age.try_again();
        state.cursor = state.cursor.min(last);
        match action {
            Action::Next => state.cursor = (state.cursor + 1).min(last),
            Action::Previous => state.cursor = state.cursor.saturating_sub(1),
            Action::NextSection => state.cursor = (state.cursor + page).min(last),
            Action::PreviousSection => state.cursor = state.cursor.saturating_sub(page),
            Action::First => state.cursor = 0,
            Action::Last => state.cursor = last,
            Action::Open => {
                if let Some(row) = rows.get(state.cursor) {
                    return self.open_listed(row);
                }
            }
            Action::Back | Action::Queries => {
                self.close();
            }
            _ => {}
        }
        Vec::new()
    }

    /// Goes to the field that something is said about.
    fn open_listed(&mut self, row: &Listed) -> Vec<Effect> {
        let place = ResumePoint {
            participant: Some(row.place.participant.to_string()),
            visit: Some(row.place.visit.to_string()),
            form: Some(row.place.form.to_string()),
            field: Some(row.place.field.to_string()),
            ..ResumePoint::default()
        };
        if self.record.is_some() {
            self.resume = Some(place);
            return self.resume_in_record();
        }
        self.go_back_to(place)
    }
}
