//! Text that was left in forms that were closed.

use crate::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use crate::domain::record::event;
use chrono::{DateTime, FixedOffset};
use std::collections::BTreeMap;

/// Text that waits and since when, by its field and whether it is a note.
pub(crate) type Drafted = BTreeMap<(event::FieldPath, bool), (String, DateTime<FixedOffset>)>;

/// Text that is no answer yet, by participant, visit and form.
pub type Unfinished = BTreeMap<(ParticipantId, VisitId, FormId), Left>;

/// What was left in a form that was closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// Text by field.
    pub texts: BTreeMap<FieldId, String>,
    /// The entry that stood in the field when typing began.
    pub seen: BTreeMap<FieldId, u64>,
}
