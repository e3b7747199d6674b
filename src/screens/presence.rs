//! Where this terminal is, and who else is at the same participant.

pub mod draw;
use crate::domain::base::ids::{FormId, VisitId};
pub use crate::protocol::messages::Presence;
use crate::protocol::messages::{Request, Spot};
use crate::screens::app::Effect;
use crate::screens::session::Model;

impl Model {
    /// Returns where this terminal is.
    pub fn spot(&self) -> Option<Spot> {
        if self.layers.len() < 2 {
            return None;
        }
        let participant = self.record.as_ref()?.participant.id.clone();
        let form = self.form().filter(|form| form.visit.is_some());
        Some(Spot {
            participant,
            visit: form
                .and_then(|form| form.visit.as_ref())
                .or_else(|| self.open_visit())
                .cloned(),
            form: form.map(|form| form.form.clone()),
        })
    }

    /// Tells the owner where this terminal is, when that has changed.
    pub(crate) fn tell_spot(&mut self) -> Option<Effect> {
        let spot = self.spot();
        if self.lost.is_some() || spot == self.at {
            return None;
        }
        self.at.clone_from(&spot);
        Some(Effect::Send(Request::At(spot)))
    }

    /// Returns who else is in a form of a visit of the open participant.
    pub fn others_in<'a>(
        &'a self,
        visit: &'a VisitId,
        form: &'a FormId,
    ) -> impl Iterator<Item = &'a Presence> {
        self.others().filter(move |other| {
            other.spot.visit.as_ref() == Some(visit) && other.spot.form.as_ref() == Some(form)
        })
    }

    /// Returns who else is at the open participant.
    pub fn others(&self) -> impl Iterator<Item = &Presence> {
        let open = self.record.as_ref().map(|record| &record.participant.id);
        self.present
            .iter()
            .filter(move |other| Some(&other.spot.participant) == open)
    }
}
