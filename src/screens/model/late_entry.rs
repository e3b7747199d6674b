//! The end of a late entry, once its visit is left.

use crate::screens::late_entry::state::LateEntry;
use crate::screens::model::Model;
use crate::screens::stack::visit_in;

impl Model {
    /// Ends the late entry when its visit is no longer open, also not beneath a jump to another visit.
    pub(crate) fn end_late(&mut self) {
        let stays = |late: &LateEntry| {
            let who = self
                .shared
                .open
                .record
                .as_ref()
                .map(|record| &record.participant.id);
            let mut visits = self.layers.iter().filter_map(visit_in);
            visits.any(|visit| *visit == late.visit) && who == Some(&late.participant)
        };
        if !self.shared.open.late.as_ref().is_some_and(stays) {
            self.shared.open.late = None;
        }
    }
}
