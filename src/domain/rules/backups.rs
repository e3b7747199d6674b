//! Checks that a backup or a tested restore holds this record, up to the entry that it names.

use super::refusal::Refusal;
use super::world::World;
use crate::domain::record::event::{BackupChange, Event};

/// Checks that what was backed up or restored is this record; other events pass.
///
/// # Errors
/// When this record has a different entry at that number, or none.
pub(super) fn check_backup(world: &mut impl World, event: &Event) -> Result<(), Refusal> {
    let Some(BackupChange { head, entries, .. }) = event.backup_change() else {
        return Ok(());
    };
    match world.hash_of(entries)? {
        Some(hash) if hash.eq_ignore_ascii_case(head) => Ok(()),
        Some(_) => Err(Refusal::OtherRecord {
            entries,
            head: head.to_owned(),
        }),
        None => Err(Refusal::LongerBackup {
            entries,
            last: world.last(),
        }),
    }
}
