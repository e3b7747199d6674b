//! Where this terminal is, and who else is at the same participant.

pub mod draw;
use crate::domain::base::ids::{FormId, VisitId};
pub use crate::protocol::messages::Presence;
use crate::protocol::messages::{Location, Request};
use crate::screens::app::Effect;
use crate::screens::workspace::{Model, Workspace};

impl Workspace {
    /// Returns who else is in a form of a visit of the open participant.
    pub fn others_in<'a>(
        &'a self,
        visit: &'a VisitId,
        form: &'a FormId,
    ) -> impl Iterator<Item = &'a Presence> {
        self.others().filter(move |other| {
            other.location.visit.as_ref() == Some(visit)
                && other.location.form.as_ref() == Some(form)
        })
    }

    /// Returns who else is at the open participant.
    pub fn others(&self) -> impl Iterator<Item = &Presence> {
        let open = self.record.as_ref().map(|record| &record.participant.id);
        self.present
            .iter()
            .filter(move |other| Some(&other.location.participant) == open)
    }
}

impl Model {
    /// Returns where this terminal is.
    pub fn location(&self) -> Option<Location> {
        if self.layers.len() < 2 {
            return None;
        }
        let participant = self.shared.record.as_ref()?.participant.id.clone();
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
        if self.shared.lost.is_some() || location == self.shared.at {
            return None;
        }
        self.shared.at.clone_from(&location);
        Some(Effect::Send(Request::At(location)))
    }
}
