//! Where this terminal is, and who else is at the same participant.

pub mod draw;

use crate::domain::base::ids::{FormId, VisitId};
pub use crate::protocol::messages::Presence;
use crate::screens::workspace::Workspace;

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
        let open = self
            .open
            .record
            .as_ref()
            .map(|record| &record.participant.id);
        self.open
            .present
            .iter()
            .filter(move |other| Some(&other.location.participant) == open)
    }
}
