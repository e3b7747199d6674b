//! Where this terminal is.

use crate::protocol::messages::{Location, Request};
use crate::screens::effect::Effect;
use crate::screens::model::Model;

impl Model {
    /// Returns where this terminal is.
    pub fn location(&self) -> Option<Location> {
        if self.layers.len() < 2 {
            return None;
        }
        let participant = self.shared.open.record.as_ref()?.participant.id.clone();
        let form = self.form().filter(|form| form.visit.is_some());
        Some(Location {
            participant,
            visit: form
                .and_then(|form| form.visit.as_ref())
                .or_else(|| self.open_visit())
                .cloned(),
            form: form.map(|form| form.form.clone()),
        })
    }

    /// Tells the owner where this terminal is, when that has changed.
    pub(crate) fn report_location(&mut self) -> Option<Effect> {
        let location = self.location();
        if self.shared.connection.lost.is_some() || location == self.shared.connection.at {
            return None;
        }
        self.shared.connection.at.clone_from(&location);
        Some(Effect::Send(Request::At(location)))
    }
}
