//! Where the study stands, put together of the summaries and of what was read of participants once.
//!
//! Only those who have come to the outcome visit are read, and again only after something about them was appended.

use super::{SeatId, Work, now};
use crate::domain::ids::ParticipantId;
use crate::domain::overview::{self, Digest, Overview};
use crate::domain::summary::Summary;
use crate::store::StoreError;
use std::collections::HashMap;

/// What was read so far.
#[derive(Default)]
pub(super) struct Digests(HashMap<ParticipantId, Digest>);

impl Digests {
    /// Takes it that something about a participant was appended.
    pub(super) fn forget(&mut self, who: &ParticipantId) {
        self.0.remove(who);
    }
}

impl Work {
    /// Returns where the study stands today; from then on the seat is told what changes, as on the list.
    pub(super) fn overview(&mut self, seat: SeatId) -> Result<Overview, StoreError> {
        if let Some(seat) = self.seats.get_mut(seat) {
            seat.record = None;
        }
        let mut summaries: Vec<Summary> = Vec::new();
        self.store
            .each_summary(&mut |summary| summaries.push(summary))?;
        for summary in &summaries {
            let id = &summary.participant.id;
            if self.digests.0.contains_key(id) {
                continue;
            }
            let needed = Digest::needs_record(&self.study, summary);
            let record = if needed { self.store.record(id)? } else { None };
            let digest = record.map(|record| overview::digest(&self.study, &record));
            self.digests
                .0
                .insert(id.clone(), digest.unwrap_or_default());
        }
        let people = summaries
            .iter()
            .filter_map(|summary| Some((summary, self.digests.0.get(&summary.participant.id)?)));
        Ok(overview::overview(&self.study, people, now().date_naive()))
    }
}
