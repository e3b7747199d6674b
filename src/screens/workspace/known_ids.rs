//! Ids of participants that are in use, as far as this terminal knows.

use crate::domain::base::ids::ParticipantId;
use std::collections::BTreeSet;

/// The ids that are known to be in use.
#[derive(Debug, Default)]
pub(crate) struct KnownIds {
    /// Ids, in small letters, that the owner refused as used.
    pub(crate) taken: BTreeSet<String>,
    /// Ids of the participants that the list holds.
    pub(crate) listed: Vec<ParticipantId>,
}
