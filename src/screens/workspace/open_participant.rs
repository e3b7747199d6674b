//! The open participant: the record as it is here and as the owner has it, and who else is at it.

use super::peer_change::PeerChange;
use crate::domain::base::ids::{ParticipantId, VisitId};
use crate::domain::record::event::FieldPath;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::verdict::core_set::CoreSet;
use crate::protocol::messages::Presence;
use crate::screens::late_entry::state::LateEntry;
use std::collections::BTreeMap;

/// The open participant, if there is one.
#[derive(Clone, Debug, Default)]
pub struct OpenParticipant {
    /// The record, with what is still on its way to the journal.
    pub record: Option<ParticipantRecord>,
    /// The same as the owner has it, as far as is known here.
    pub(crate) stored: Option<ParticipantRecord>,
    /// The core set measures of each session.
    pub sets: BTreeMap<VisitId, CoreSet>,
    /// What others saved in it while it was open, by field.
    pub(crate) changed_by_others: BTreeMap<FieldPath, PeerChange>,
    /// The same of notes.
    pub(crate) notes_by_others: BTreeMap<FieldPath, PeerChange>,
    /// Who else is at it.
    pub present: Vec<Presence>,
    /// The visit that is being entered late.
    pub late: Option<LateEntry>,
    /// The record has changed since the open timeline was told.
    pub(crate) timeline_is_stale: bool,
}

impl OpenParticipant {
    /// Returns whether something is left out of the record on the screens.
    pub(crate) fn hides(&self) -> bool {
        let records = self.record.iter();
        let mut sessions = records.flat_map(|record| record.sessions.values());
        sessions.any(|session| !session.withheld.is_empty())
    }

    /// Returns the id of the participant, if one is open.
    pub(crate) fn id(&self) -> Option<&ParticipantId> {
        self.record.as_ref().map(|record| &record.participant.id)
    }
}
