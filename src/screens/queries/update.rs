//! The list of queries: of the whole study from the list of participants, and of one participant, there with all
//! else that is said about values. Enter goes to the field.

use crate::domain::base::ids::ParticipantId;
use crate::domain::record::query::listed;
use crate::domain::record::query::listed::Listed;
use crate::input::action::Action;
use crate::input::action::Context;
use crate::protocol::messages::Request;
use crate::screens::age::Age;
use crate::screens::app::{Effect, ResumePoint};
use crate::screens::cursor::moved;
use crate::screens::replies::Asked;
use crate::screens::screen::Screen;
use crate::screens::stack::Layer;
use crate::screens::steps::Step;
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

impl Screen for QueriesState {
    fn context(&self) -> Context {
        Context::List
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        let page = usize::from(shared.size.1 / 2).max(1);
        let rows = shared.query_rows(self).unwrap_or_default();
        self.age.try_again();
        self.cursor = self.cursor.min(rows.len().saturating_sub(1));
        if let Some(cursor) = moved(self.cursor, rows.len(), page, action) {
            self.cursor = cursor;
            return Vec::new();
        }
        match action {
            Action::Open => {
                if let Some(row) = rows.get(self.cursor) {
                    let place = ResumePoint {
                        participant: Some(row.place.participant.to_string()),
                        visit: Some(row.place.visit.to_string()),
                        form: Some(row.place.form.to_string()),
                        field: Some(row.place.field.to_string()),
                        ..ResumePoint::default()
                    };
                    shared.steps.push(Step::GoTo(Box::new(place)));
                }
            }
            Action::Back | Action::Queries => shared.close(),
            _ => {}
        }
        Vec::new()
    }

    fn hints(&self, _shared: &Workspace) -> Vec<Action> {
        vec![
            Action::Open,
            Action::Next,
            Action::Back,
            Action::Help,
            Action::Menu,
        ]
    }
}
