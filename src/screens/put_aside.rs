//! What was open when somebody else was looked up.

use crate::domain::base::ids::VisitId;
use crate::domain::record::entry::Entry;
use crate::domain::record::event::FieldPath;
use crate::domain::study::laboratory::Laboratory;
use crate::screens::form::state::FormState;
use crate::screens::participants::state::Before;
use crate::screens::stack::visit_of;
use crate::screens::stack::{Layer, form_in_mut};
use crate::screens::workspace::Workspace;
use crate::screens::workspace::open_participant::OpenParticipant;

/// What was open when somebody else was looked up.
#[derive(Clone, Debug)]
pub struct Away {
    /// All that was open over the list.
    pub(crate) layers: Vec<Layer>,
    /// What the list showed.
    pub(crate) before: Before,
    /// The participant whose layers these are.
    pub(crate) open: OpenParticipant,
    pub(crate) laboratories: Vec<Laboratory>,
    /// The newest entry known then: what others stored since in this record is not known.
    pub(crate) seen: u64,
}

impl Away {
    /// Returns a form of it, if a field is in one.
    pub(crate) fn form_at_mut(&mut self, place: &FieldPath) -> Option<&mut FormState> {
        let open = self.open.id()? == &place.participant;
        form_in_mut(&mut self.layers, place).filter(|_| open)
    }

    /// Takes stored entries into its record.
    pub(crate) fn apply(&mut self, entries: &[Entry]) {
        let records = self.open.stored.iter_mut().chain(&mut self.open.record);
        for record in records {
            entries.iter().for_each(|entry| record.apply(entry));
        }
    }
}

/// Returns the visit of the open participant that was open when a look began.
pub(crate) fn visit_put_aside<'a>(
    shared: &Workspace,
    away: &'a [Away],
) -> Option<(&'a Away, &'a VisitId)> {
    let open = shared.open.id()?;
    let same = |away: &&Away| away.open.id() == Some(open);
    away.iter().rev().filter(same).find_map(|away| {
        let visit = visit_of(&away.layers)?;
        Some((away, visit))
    })
}
