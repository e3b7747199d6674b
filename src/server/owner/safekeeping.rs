//! Backups and tested restores that the owner is told of: only those of this record are taken.

use super::{SeatId, Work, sentence};
use crate::client::Reply;
use crate::domain::event::Event;
use crate::store::Appended;

impl Work {
    /// Checks that what was backed up or restored is this record, up to the entry that is named.
    pub(super) fn fit_as_kept(&mut self, event: &Event) -> Result<(), String> {
        let (Event::BackedUp { head, entries } | Event::RestoreTested { head, entries }) = event
        else {
            return Ok(());
        };
        let entry = self.store.entry(*entries);
        match entry.map_err(|error| sentence(&error))? {
            Some(entry) if entry.hash.eq_ignore_ascii_case(head) => Ok(()),
            Some(_) => Err(format!(
                "Not recorded: entry {entries} of this study is another than the last one of that backup. It is a backup of another study, or one of the two was written anew; `coreset verify --head {head}@{entries}` tells."
            )),
            None => Err(format!(
                "Not recorded: this study has {} entries and that backup {entries}. It is a backup of another study, or this one was cut; `coreset verify` tells.",
                self.store.last()
            )),
        }
    }

    /// Tells the other screens when the study was backed up or a restore tested.
    pub(super) fn tell_kept(&self, asker: SeatId, appended: &Appended) {
        let kept =
            |event: &Event| matches!(event, Event::BackedUp { .. } | Event::RestoreTested { .. });
        if self.demo
            || !appended
                .entries
                .iter()
                .any(|entry| kept(&entry.draft.event))
        {
            return;
        }
        for (id, _) in self.seats.others(asker).filter(|(_, seat)| seat.screens) {
            let kept = self.store.safekeeping().clone();
            self.seats.reply(id, Reply::Safekeeping(kept));
        }
    }
}
