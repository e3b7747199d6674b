//! What is wrong with a backup, or with a directory that is to take one. Must contain no sentences.

use super::error::Work;
use std::path::PathBuf;

/// Why a backup is not made, not restored, or not recovered.
#[derive(Clone, Debug)]
pub enum BackupFault {
    /// The directory holds something that was broken off.
    HoldsUnfinished {
        /// The directory.
        dir: PathBuf,
        /// What was being done.
        work: Work,
    },
    /// The directory is not empty.
    NotEmpty {
        /// The directory.
        dir: PathBuf,
    },
    /// A study would be recovered into itself.
    RecoverInside {
        /// The directory.
        dir: PathBuf,
    },
    /// Not one entry is whole.
    NothingWhole {
        /// The directory.
        dir: PathBuf,
    },
    /// A study would be backed up into itself.
    BackupInside {
        /// The directory.
        dir: PathBuf,
    },
    /// The directory holds something else.
    NoBackupThere {
        /// The directory.
        dir: PathBuf,
    },
    /// The directory holds the backup of another study.
    OtherStudy {
        /// The directory.
        dir: PathBuf,
        /// Id of that study.
        study: String,
    },
    /// The backup has more entries than the study.
    Longer {
        /// The directory.
        dir: PathBuf,
        /// Entries of the backup.
        backup: u64,
        /// Entries of the study.
        study: u64,
    },
    /// The last entry of the backup is another one in the study.
    WentApart {
        /// The directory.
        dir: PathBuf,
        /// Number of that entry.
        entry: u64,
    },
    /// There is no finished backup.
    NoneFinished {
        /// The directory.
        dir: PathBuf,
    },
    /// Files of a backup are missing or were changed.
    NotWhole {
        /// The directory.
        dir: PathBuf,
        /// The files.
        files: Vec<String>,
    },
    /// The head that a backup names is none.
    HeadNoHash {
        /// The directory.
        dir: PathBuf,
    },
    /// A restore or a recovery was broken off there, and something else was put beside it.
    HoldsStrange {
        /// The directory.
        dir: PathBuf,
        /// What was being done.
        work: Work,
        /// Names of what is no part of it.
        names: Vec<String>,
    },
    /// What was restored is another record than that of the backup.
    OtherRecord {
        /// The directory.
        dir: PathBuf,
        /// Entries that it has.
        entries: u64,
        /// Entries of the backup.
        backup: u64,
    },
    /// What was restored does not read as what was written.
    RestoredOtherwise {
        /// The file.
        file: PathBuf,
    },
    /// What was copied does not read as what was written.
    CopiedOtherwise {
        /// The directory.
        dir: PathBuf,
        /// The last entry that does.
        after: u64,
    },
    /// The manifest of a backup is damaged.
    ManifestDamaged {
        /// The manifest.
        file: PathBuf,
    },
    /// The manifest of a backup was written in a later format.
    ManifestNewer {
        /// The manifest.
        file: PathBuf,
    },
    /// The owner of a new study has acknowledged no entry.
    NothingAcknowledged,
    /// The record that is to be backed up is damaged.
    RecordDamaged {
        /// The last entry before the damage.
        after: u64,
    },
    /// The record that is to be backed up has no entry that this program understands.
    NothingUnderstood,
    /// A directory that should hold a study holds a backup.
    NotAStudy {
        /// The directory.
        dir: PathBuf,
    },
}

impl BackupFault {
    /// Returns whether a record or a backup is damaged.
    pub fn is_damage(&self) -> bool {
        match self {
            Self::NothingWhole { .. }
            | Self::NotWhole { .. }
            | Self::HeadNoHash { .. }
            | Self::OtherRecord { .. }
            | Self::RestoredOtherwise { .. }
            | Self::CopiedOtherwise { .. }
            | Self::ManifestDamaged { .. }
            | Self::RecordDamaged { .. } => true,
            Self::HoldsUnfinished { .. }
            | Self::HoldsStrange { .. }
            | Self::NotEmpty { .. }
            | Self::RecoverInside { .. }
            | Self::BackupInside { .. }
            | Self::NoBackupThere { .. }
            | Self::OtherStudy { .. }
            | Self::Longer { .. }
            | Self::WentApart { .. }
            | Self::NoneFinished { .. }
            | Self::ManifestNewer { .. }
            | Self::NothingAcknowledged
            | Self::NothingUnderstood
            | Self::NotAStudy { .. } => false,
        }
    }
}
