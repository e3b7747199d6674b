//! Sends the new backup status to the screens when a backup or a tested restore was recorded.

use super::{ConnectionId, Work};
use crate::domain::record::event::Event;
use crate::protocol::messages::Reply;
use crate::store::Appended;

impl Work {
    /// Tells the other screens when the study was backed up or a restore tested.
    pub(super) fn announce_backup(&self, asker: ConnectionId, appended: &Appended) {
        let kept = |event: &Event| event.backup_change().is_some();
        if self.demo
            || !appended
                .entries
                .iter()
                .any(|entry| kept(&entry.draft.event))
        {
            return;
        }
        for (id, _) in self
            .connections
            .others(asker)
            .filter(|(_, connection)| connection.screens)
        {
            let kept = self.store.backup_status().clone();
            self.connections.reply(id, Reply::BackupStatus(kept));
        }
    }
}
