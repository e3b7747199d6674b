//! Whether a backup, or a tested restore, is one of this record, up to the entry that it names.

use super::refusal::Refusal;
use super::world::World;
use crate::domain::record::event::Event;

/// Checks that what was backed up or restored is this record; other events pass.
///
/// # Errors
/// When the entry that it names is another one here, or is not there.
pub(super) fn check_backup(world: &mut impl World, event: &Event) -> Result<(), Refusal> {
    let (head, entries) = match event {
        Event::BackedUp { head, entries } | Event::RestoreTested { head, entries } => {
            (head, *entries)
        }
        Event::StudyOpened { .. }
        | Event::FilesRecorded { .. }
        | Event::Enrolled { .. }
        | Event::SessionBegun { .. }
        | Event::Answered { .. }
        | Event::Cleared { .. }
        | Event::Noted { .. }
        | Event::Prompted { .. }
        | Event::Shown { .. }
        | Event::Filled { .. }
        | Event::Completed { .. }
        | Event::Signed { .. }
        | Event::Locked { .. }
        | Event::Unlocked { .. }
        | Event::Queried { .. }
        | Event::ClockMoved { .. }
        | Event::CameIn { .. }
        | Event::WentOut { .. }
        | Event::Copied { .. }
        | Event::UserAdded { .. }
        | Event::UserRoles { .. }
        | Event::UserDisabled { .. }
        | Event::UserEnabled { .. }
        | Event::PassphraseSet { .. }
        | Event::PassphraseCleared { .. }
        | Event::PassphraseWrong { .. }
        | Event::PassphraseRight { .. }
        | Event::Recovered { .. } => return Ok(()),
    };
    match world.hash_of(entries)? {
        Some(hash) if hash.eq_ignore_ascii_case(head) => Ok(()),
        Some(_) => Err(Refusal::OtherRecord {
            entries,
            head: head.clone(),
        }),
        None => Err(Refusal::LongerBackup {
            entries,
            last: world.last(),
        }),
    }
}
