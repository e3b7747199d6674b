//! What is wrong with a backup, in English, and what to do.

use crate::text::store::{BackupFault, Work};
use std::path::Path;

pub(super) fn fault(fault: &BackupFault) -> String {
    match fault {
        BackupFault::HoldsUnfinished { dir, work } => unfinished(*work, dir),
        BackupFault::NotEmpty { dir } => format!("{} is not empty.", dir.display()),
        BackupFault::RecoverInside { dir } | BackupFault::BackupInside { dir } => {
            format!("{} is inside the study itself.", dir.display())
        }
        BackupFault::NothingWhole { dir } => {
            format!("Not one entry is whole in {}.", dir.display())
        }
        BackupFault::NoBackupThere { dir } => format!(
            "{} holds something that is no backup of coreset.",
            dir.display()
        ),
        BackupFault::OtherStudy { dir, study } => {
            format!(
                "{} holds the backup of another study, {study}.",
                dir.display()
            )
        }
        BackupFault::Longer { dir, backup, study } => format!(
            "The backup in {} has {backup} entries, and this study only {study}: its tail was cut, or it was restored from an older backup.",
            dir.display()
        ),
        BackupFault::WentApart { dir, entry } => format!(
            "The backup in {} and this study went apart: entry {entry} is not the same in both.",
            dir.display()
        ),
        BackupFault::NoneFinished { dir } => {
            format!("There is no finished backup in {}.", dir.display())
        }
        BackupFault::NotWhole { dir, files } => format!(
            "The backup in {} is not whole: {} is missing or was changed.",
            dir.display(),
            files.join(", ")
        ),
        BackupFault::HeadNoHash { dir } => {
            format!("The head of the backup in {} is no hash.", dir.display())
        }
        BackupFault::HoldsStrange { dir, work, names } => {
            let work = match work {
                Work::Restore => "A restore",
                Work::Recovery => "A recovery",
            };
            format!(
                "{work} was not done in {}, and {} there is no part of it.",
                dir.display(),
                names.join(", ")
            )
        }
        BackupFault::OtherRecord {
            dir,
            entries,
            backup,
        } => format!(
            "What was restored to {} is not the record of the backup: it has {entries} entries, the backup {backup}.",
            dir.display()
        ),
        BackupFault::RestoredOtherwise { file } => {
            format!("{} was not written as it is in the backup.", file.display())
        }
        BackupFault::CopiedOtherwise { dir, after } => format!(
            "What was copied to {} is not what was read: it breaks after entry {after}.",
            dir.display()
        ),
        BackupFault::ManifestDamaged { file } => format!(
            "{} is damaged: its words do not give its check.",
            file.display()
        ),
        BackupFault::ManifestNewer { file } => {
            format!("{} was made by a newer coreset.", file.display())
        }
        BackupFault::NothingAcknowledged => {
            "The owner of the study has acknowledged nothing yet.".to_owned()
        }
        BackupFault::RecordDamaged { after } => {
            format!("The record is damaged after entry {after}, so no backup was made.")
        }
        BackupFault::NothingUnderstood => {
            "The record is empty, or this program does not understand it.".to_owned()
        }
        BackupFault::NotAStudy { dir } => {
            format!("{} holds a backup, not a study.", dir.display())
        }
    }
}

pub(super) fn hint(fault: &BackupFault) -> &'static str {
    match fault {
        BackupFault::HoldsUnfinished { .. } => {
            "Remove what is in it, which is a part of a backup or of a damaged study, or name another directory that is empty or not there yet."
        }
        BackupFault::NotEmpty { .. } => {
            "Name a directory that is empty or not there yet; nothing is ever written over a study."
        }
        BackupFault::RecoverInside { .. } => {
            "Name a directory beside it; the damaged one is left as it is."
        }
        BackupFault::NothingWhole { .. } => {
            "Nothing was made. Restore the newest backup: coreset restore."
        }
        BackupFault::BackupInside { .. } => {
            "Name a directory on another disk, or on another machine's."
        }
        BackupFault::NoBackupThere { .. } => {
            "Name an empty directory, or one that holds the backup so far."
        }
        BackupFault::OtherStudy { .. }
        | BackupFault::Longer { .. }
        | BackupFault::WentApart { .. } => {
            "Nothing was changed. Keep that backup, and name another directory."
        }
        BackupFault::NoneFinished { .. } => {
            "Check the path; `coreset backup` writes backup.json last."
        }
        BackupFault::NotWhole { .. } => {
            "Nothing was restored. Take another backup; `coreset recover` rescues what is left in this one."
        }
        BackupFault::HeadNoHash { .. } => "Take another backup.",
        BackupFault::HoldsStrange { .. } => {
            "Nothing was changed. Move that elsewhere and begin again, or name another directory that is empty or not there yet."
        }
        BackupFault::OtherRecord { .. } => {
            "The directory stays marked as unfinished and opens for nobody. The disk may be failing: restore to another one."
        }
        BackupFault::RestoredOtherwise { .. } => "The disk may be failing. Restore to another one.",
        BackupFault::CopiedOtherwise { .. } => {
            "The disk of the backup may be failing. Name a directory on another one."
        }
        BackupFault::ManifestDamaged { .. } => {
            "Take another backup of the study; nothing was changed in this one."
        }
        BackupFault::ManifestNewer { .. } => {
            "Use the newer coreset; this one leaves the backup as it is."
        }
        BackupFault::NothingAcknowledged => "Try again in a moment.",
        BackupFault::RecordDamaged { .. } => {
            "`coreset verify` names what is wrong. Keep the backups that there are."
        }
        BackupFault::NothingUnderstood => "Use the coreset that made the study.",
        BackupFault::NotAStudy { .. } => {
            "Restore it to a directory of its own: coreset restore BACKUP DIR."
        }
    }
}

pub(super) fn unfinished(work: Work, dir: &Path) -> String {
    let work = match work {
        Work::Restore => "The restore of a backup to",
        Work::Recovery => "The recovery of a damaged record to",
    };
    format!(
        "{work} {} was broken off before it was done.",
        dir.display()
    )
}
