//! A receipt: the record gets the entries as they are stored.

use crate::domain::record::entry::{Entry, Receipt};
use crate::domain::rules::{locks, saved};
use crate::screens::effect::Effect;
use crate::screens::model::Model;

impl Model {
    /// Takes a receipt: the record gets the entries as stored, then whatever is still on its way.
    pub(crate) fn appended(&mut self, receipt: Receipt, entries: &[Entry]) -> Vec<Effect> {
        self.shared.saving.arrived(&receipt.request);
        self.shared.connection.seen = self.shared.connection.seen.max(receipt.last);
        self.own_entries(entries);
        let effects = self.apply(entries);
        if entries
            .iter()
            .any(|entry| locks::is_study_wide(&entry.draft.event))
        {
            self.become_stale();
        }
        if !self
            .shared
            .saving
            .pending
            .iter()
            .any(|pending| pending.refused)
        {
            self.shared.saving.refusal = None;
        }
        let typed = |entry: &Entry| saved::shows_as_saved(&entry.draft.event);
        if entries.iter().any(typed) {
            self.shared.saving.last = Some(receipt);
        }
        effects
    }
}
