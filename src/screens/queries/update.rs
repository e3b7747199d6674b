//! The list of queries: of the whole study from the list of participants, and of one participant, there with all
//! else that is said about values. Enter goes to the field.

use crate::domain::record::query::listed;
use crate::domain::record::query::listed::Listed;
use crate::input::action::{Action, Context};
use crate::protocol::messages::Request;
use crate::screens::cursor::moved;
use crate::screens::effect::Effect;
use crate::screens::queries::state::QueriesState;
use crate::screens::screen::Screen;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::asked::Asked;
use crate::screens::workspace::resume_point::ResumePoint;
use crate::screens::workspace::step::Step;

impl Workspace {
    /// Returns the lines of a list; `None` until they are read.
    pub fn query_rows(&self, state: &QueriesState) -> Option<Vec<Listed>> {
        match (&state.participant, &self.open.record) {
            (Some(_), Some(record)) => Some(listed::listed(record)),
            (Some(_), None) => Some(Vec::new()),
            (None, _) => state.read.clone(),
        }
    }
}

impl QueriesState {
    /// Takes the queries of the study.
    pub(crate) fn take(&mut self, queries: &[Listed]) {
        if self.participant.is_none() {
            self.cursor = self.cursor.min(queries.len().saturating_sub(1));
            self.read = Some(queries.to_vec());
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
            _ => shared.refuse_key(),
        }
        Vec::new()
    }

    fn become_stale(&mut self) {
        self.age.become_stale();
    }

    /// Asks for the queries of the study when they are seen and what is held is old.
    fn ask_owner(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        let asked = shared.connection.asked.contains(&Asked::Queries);
        let seen = self.participant.is_none() && shared.open.record.is_none();
        if !seen
            || shared.connection.lost.is_some()
            || asked
            || !self.age.is_due(self.read.is_some())
        {
            return Vec::new();
        }
        shared.question(Asked::Queries, Request::Queries)
    }
}
