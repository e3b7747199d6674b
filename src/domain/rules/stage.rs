//! The record as it would be after the events before in the same request: a participant may be enrolled, and a visit
//! begun and answered, in one.

use super::refusal::Refusal;
use super::world::World;
use crate::domain::base::ids::ParticipantId;
use crate::domain::record::entry::{Draft, Entry};
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::Study;

/// The record of one participant with the events of a request so far; copied only where such events change it.
#[derive(Debug, Default)]
pub(super) struct Stage {
    who: Option<ParticipantId>,
    record: Option<ParticipantRecord>,
    applied: usize,
}

impl Stage {
    /// Looks at the record of a participant after some events; `None` when there is no such participant.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub(super) fn look<T>(
        &mut self,
        world: &mut impl World,
        who: &ParticipantId,
        before: &[Draft],
        look: impl Fn(&Study, &ParticipantRecord) -> T,
    ) -> Result<Option<T>, Refusal> {
        let changes = |draft: &Draft| {
            let event = &draft.event;
            let writes = event.written().is_some() || event.enrolled().is_some();
            writes && event.participant() == Some(who)
        };
        if !before.iter().any(changes) {
            return Ok(world.look(who, look)?);
        }
        if self.who.as_ref() != Some(who) {
            *self = Self {
                who: Some(who.clone()),
                record: world.look(who, |_, record| record.clone())?,
                applied: 0,
            };
        }
        let now = world.now();
        for draft in before.get(self.applied..).unwrap_or_default() {
            match (draft.event.enrolled(), &mut self.record) {
                (Some(enrolled), record @ None) if enrolled.id == *who => {
                    *record = Some(ParticipantRecord::new(enrolled.clone()));
                }
                (_, Some(record)) => record.apply(&Entry::preview(draft.clone(), now)),
                (_, None) => {}
            }
        }
        self.applied = before.len();
        let study = world.study();
        Ok(self.record.as_ref().map(|record| look(study, record)))
    }
}
