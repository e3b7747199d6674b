//! What an event does to the locks, to the backup status and to the numbers of entries.

use super::super::place::Scope;
use super::super::query::step::Step;
use super::super::server_run::ServerStep;
use super::Event;

/// Whether a part of the study is locked or unlocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockStep {
    /// It is locked.
    Lock,
    /// It is unlocked.
    Unlock,
}

/// What an event does to the locks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockChange<'a> {
    /// Locked or unlocked.
    pub step: LockStep,
    /// The part of the study.
    pub scope: &'a Scope,
    /// Why.
    pub reason: &'a str,
}

/// Whether a backup was made or its restore was tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackupStep {
    /// It was made.
    Made,
    /// A restore of it was tested.
    RestoreTested,
}

/// What an event does to the backup status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackupChange<'a> {
    /// Made or tested.
    pub step: BackupStep,
    /// Hash of the last entry that the backup holds, in hex.
    pub head: &'a str,
    /// Number of that entry, 1 or more.
    pub entries: u64,
}

/// What an event says about heads that the record lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadChange<'a> {
    /// Somebody was told a head that is not there.
    Missing {
        /// Login name.
        user: &'a str,
        /// Number of the entry.
        seq: u64,
        /// Its hash, in hex.
        hash: &'a str,
        /// Whether the server's own proof came with it.
        proven: bool,
    },
    /// That entries up to one may be missing was accepted.
    Accepted {
        /// Number of the entry.
        seq: u64,
        /// Its hash, in hex.
        hash: &'a str,
        /// Why.
        reason: &'a str,
    },
    /// The record was restored from a backup.
    Restored {
        /// How many entries it has.
        entries: u64,
    },
}

/// How a record was rescued out of a damaged one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recovery<'a> {
    /// How many entries the damaged record had, as far as anything tells.
    pub entries: u64,
    /// How many of them were found.
    pub rescued: u64,
    /// Numbers of those that were not: first and last of each stretch.
    pub lost: &'a [(u64, u64)],
    /// BLAKE3 in hex of the file that says which entry was which.
    pub list: &'a str,
}

impl Event {
    /// Returns what the event does to the locks; `None` when it leaves them alone.
    pub fn lock_change(&self) -> Option<LockChange<'_>> {
        let change = |step, scope, reason| {
            Some(LockChange {
                step,
                scope,
                reason,
            })
        };
        match self {
            Self::Locked { scope, reason } => change(LockStep::Lock, scope, reason),
            Self::Unlocked { scope, reason } => change(LockStep::Unlock, scope, reason),
            Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Amended { .. }
            | Self::Enrolled { .. }
            | Self::StatusChanged { .. }
            | Self::EnrolmentCorrected { .. }
            | Self::SessionBegun { .. }
            | Self::SessionDated { .. }
            | Self::SessionVoided { .. }
            | Self::UnscheduledBegun { .. }
            | Self::FormMoved { .. }
            | Self::ConsentRenewed { .. }
            | Self::DeviationJudged { .. }
            | Self::Answered { .. }
            | Self::Cleared { .. }
            | Self::Noted { .. }
            | Self::Prompted { .. }
            | Self::Shown { .. }
            | Self::Filled { .. }
            | Self::Completed { .. }
            | Self::FormLeft { .. }
            | Self::Signed { .. }
            | Self::Queried { .. }
            | Self::ClockMoved { .. }
            | Self::ServerStarted { .. }
            | Self::ServerStopped { .. }
            | Self::Refused { .. }
            | Self::TrailRead { .. }
            | Self::HeadMissing { .. }
            | Self::HeadAccepted { .. }
            | Self::Restored { .. }
            | Self::LoggedIn { .. }
            | Self::LoggedOut { .. }
            | Self::Copied { .. }
            | Self::UserAdded { .. }
            | Self::UserRoles { .. }
            | Self::UserNamed { .. }
            | Self::UserDisabled { .. }
            | Self::UserEnabled { .. }
            | Self::PassphraseSet { .. }
            | Self::PassphraseCleared { .. }
            | Self::PassphraseWrong { .. }
            | Self::PassphraseRight { .. }
            | Self::BackedUp { .. }
            | Self::RestoreTested { .. }
            | Self::Recovered { .. } => None,
        }
    }

    /// Returns what the event does to the backup status; `None` when it leaves it alone.
    pub fn backup_change(&self) -> Option<BackupChange<'_>> {
        let change = |step, head, entries| {
            Some(BackupChange {
                step,
                head,
                entries,
            })
        };
        match self {
            Self::BackedUp { head, entries } => change(BackupStep::Made, head, *entries),
            Self::RestoreTested { head, entries } => {
                change(BackupStep::RestoreTested, head, *entries)
            }
            Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Amended { .. }
            | Self::Enrolled { .. }
            | Self::StatusChanged { .. }
            | Self::EnrolmentCorrected { .. }
            | Self::SessionBegun { .. }
            | Self::SessionDated { .. }
            | Self::SessionVoided { .. }
            | Self::UnscheduledBegun { .. }
            | Self::FormMoved { .. }
            | Self::ConsentRenewed { .. }
            | Self::DeviationJudged { .. }
            | Self::Answered { .. }
            | Self::Cleared { .. }
            | Self::Noted { .. }
            | Self::Prompted { .. }
            | Self::Shown { .. }
            | Self::Filled { .. }
            | Self::Completed { .. }
            | Self::FormLeft { .. }
            | Self::Signed { .. }
            | Self::Locked { .. }
            | Self::Unlocked { .. }
            | Self::Queried { .. }
            | Self::ClockMoved { .. }
            | Self::ServerStarted { .. }
            | Self::ServerStopped { .. }
            | Self::Refused { .. }
            | Self::TrailRead { .. }
            | Self::HeadMissing { .. }
            | Self::HeadAccepted { .. }
            | Self::Restored { .. }
            | Self::LoggedIn { .. }
            | Self::LoggedOut { .. }
            | Self::Copied { .. }
            | Self::UserAdded { .. }
            | Self::UserRoles { .. }
            | Self::UserNamed { .. }
            | Self::UserDisabled { .. }
            | Self::UserEnabled { .. }
            | Self::PassphraseSet { .. }
            | Self::PassphraseCleared { .. }
            | Self::PassphraseWrong { .. }
            | Self::PassphraseRight { .. }
            | Self::Recovered { .. } => None,
        }
    }

    /// Returns what the event says about heads that the record lacks; `None` when it says nothing of them.
    pub fn head_change(&self) -> Option<HeadChange<'_>> {
        match self {
            Self::HeadMissing {
                user,
                seq,
                hash,
                proven,
            } => Some(HeadChange::Missing {
                user,
                seq: *seq,
                hash,
                proven: *proven,
            }),
            Self::HeadAccepted { seq, hash, reason } => Some(HeadChange::Accepted {
                seq: *seq,
                hash,
                reason,
            }),
            Self::Restored { entries, .. } => Some(HeadChange::Restored { entries: *entries }),
            Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Amended { .. }
            | Self::Enrolled { .. }
            | Self::StatusChanged { .. }
            | Self::EnrolmentCorrected { .. }
            | Self::SessionBegun { .. }
            | Self::SessionDated { .. }
            | Self::SessionVoided { .. }
            | Self::UnscheduledBegun { .. }
            | Self::FormMoved { .. }
            | Self::ConsentRenewed { .. }
            | Self::DeviationJudged { .. }
            | Self::Answered { .. }
            | Self::Cleared { .. }
            | Self::Noted { .. }
            | Self::Prompted { .. }
            | Self::Shown { .. }
            | Self::Filled { .. }
            | Self::Completed { .. }
            | Self::FormLeft { .. }
            | Self::Signed { .. }
            | Self::Locked { .. }
            | Self::Unlocked { .. }
            | Self::Queried { .. }
            | Self::ClockMoved { .. }
            | Self::ServerStarted { .. }
            | Self::ServerStopped { .. }
            | Self::Refused { .. }
            | Self::TrailRead { .. }
            | Self::BackedUp { .. }
            | Self::RestoreTested { .. }
            | Self::LoggedIn { .. }
            | Self::LoggedOut { .. }
            | Self::Copied { .. }
            | Self::UserAdded { .. }
            | Self::UserRoles { .. }
            | Self::UserNamed { .. }
            | Self::UserDisabled { .. }
            | Self::UserEnabled { .. }
            | Self::PassphraseSet { .. }
            | Self::PassphraseCleared { .. }
            | Self::PassphraseWrong { .. }
            | Self::PassphraseRight { .. }
            | Self::Recovered { .. } => None,
        }
    }

    /// Returns how the record was rescued, when the event says that it was.
    pub fn recovery(&self) -> Option<Recovery<'_>> {
        match self {
            Self::Recovered {
                entries,
                rescued,
                lost,
                list,
                demo: _,
            } => Some(Recovery {
                entries: *entries,
                rescued: *rescued,
                lost,
                list,
            }),
            Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Amended { .. }
            | Self::Enrolled { .. }
            | Self::StatusChanged { .. }
            | Self::EnrolmentCorrected { .. }
            | Self::SessionBegun { .. }
            | Self::SessionDated { .. }
            | Self::SessionVoided { .. }
            | Self::UnscheduledBegun { .. }
            | Self::FormMoved { .. }
            | Self::ConsentRenewed { .. }
            | Self::DeviationJudged { .. }
            | Self::Answered { .. }
            | Self::Cleared { .. }
            | Self::Noted { .. }
            | Self::Prompted { .. }
            | Self::Shown { .. }
            | Self::Filled { .. }
            | Self::Completed { .. }
            | Self::FormLeft { .. }
            | Self::Signed { .. }
            | Self::Locked { .. }
            | Self::Unlocked { .. }
            | Self::Queried { .. }
            | Self::ClockMoved { .. }
            | Self::ServerStarted { .. }
            | Self::ServerStopped { .. }
            | Self::Refused { .. }
            | Self::TrailRead { .. }
            | Self::HeadMissing { .. }
            | Self::HeadAccepted { .. }
            | Self::Restored { .. }
            | Self::LoggedIn { .. }
            | Self::LoggedOut { .. }
            | Self::Copied { .. }
            | Self::UserAdded { .. }
            | Self::UserRoles { .. }
            | Self::UserNamed { .. }
            | Self::UserDisabled { .. }
            | Self::UserEnabled { .. }
            | Self::PassphraseSet { .. }
            | Self::PassphraseCleared { .. }
            | Self::PassphraseWrong { .. }
            | Self::PassphraseRight { .. }
            | Self::BackedUp { .. }
            | Self::RestoreTested { .. } => None,
        }
    }

    /// Returns what the event says of the server that wrote it.
    pub fn server_step(&self) -> ServerStep<'_> {
        match self {
            Self::ServerStarted { boot, .. } => ServerStep::Starts {
                boot: boot.as_ref(),
            },
            Self::ServerStopped { boot, .. } => ServerStep::Stops {
                boot: boot.as_ref(),
            },
            Self::ClockMoved { expected, shown } => ServerStep::ClockMoved {
                by: *shown - *expected,
            },
            Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Restored { .. }
            | Self::Recovered { .. }
            | Self::Amended { accepted: None, .. } => ServerStep::NotSaid,
            Self::Amended {
                accepted: Some(_), ..
            }
            | Self::Enrolled { .. }
            | Self::StatusChanged { .. }
            | Self::EnrolmentCorrected { .. }
            | Self::SessionBegun { .. }
            | Self::SessionDated { .. }
            | Self::SessionVoided { .. }
            | Self::UnscheduledBegun { .. }
            | Self::FormMoved { .. }
            | Self::ConsentRenewed { .. }
            | Self::DeviationJudged { .. }
            | Self::Answered { .. }
            | Self::Cleared { .. }
            | Self::Noted { .. }
            | Self::Prompted { .. }
            | Self::Shown { .. }
            | Self::Filled { .. }
            | Self::Completed { .. }
            | Self::FormLeft { .. }
            | Self::Signed { .. }
            | Self::Locked { .. }
            | Self::Unlocked { .. }
            | Self::Queried { .. }
            | Self::HeadMissing { .. }
            | Self::HeadAccepted { .. }
            | Self::LoggedIn { .. }
            | Self::LoggedOut { .. }
            | Self::Refused { .. }
            | Self::TrailRead { .. }
            | Self::Copied { .. }
            | Self::UserAdded { .. }
            | Self::UserNamed { .. }
            | Self::UserRoles { .. }
            | Self::UserDisabled { .. }
            | Self::UserEnabled { .. }
            | Self::PassphraseSet { .. }
            | Self::PassphraseCleared { .. }
            | Self::PassphraseWrong { .. }
            | Self::PassphraseRight { .. }
            | Self::BackedUp { .. }
            | Self::RestoreTested { .. } => ServerStep::Runs,
        }
    }

    /// Returns the number of an entry by which the event names its query, with the step taken in it, so that an entry
    /// which gets a new number can be named by that; `None` when the event names no query.
    pub fn query_mut(&mut self) -> Option<(&mut u64, Step)> {
        match self {
            Self::Queried { query, step, .. } => Some((query, *step)),
            Self::StudyOpened { .. }
            | Self::FilesRecorded { .. }
            | Self::FileKept { .. }
            | Self::Amended { .. }
            | Self::Enrolled { .. }
            | Self::StatusChanged { .. }
            | Self::EnrolmentCorrected { .. }
            | Self::SessionBegun { .. }
            | Self::SessionDated { .. }
            | Self::SessionVoided { .. }
            | Self::UnscheduledBegun { .. }
            | Self::FormMoved { .. }
            | Self::ConsentRenewed { .. }
            | Self::DeviationJudged { .. }
            | Self::Answered { .. }
            | Self::Cleared { .. }
            | Self::Noted { .. }
            | Self::Prompted { .. }
            | Self::Shown { .. }
            | Self::Filled { .. }
            | Self::Completed { .. }
            | Self::FormLeft { .. }
            | Self::Signed { .. }
            | Self::Locked { .. }
            | Self::Unlocked { .. }
            | Self::ClockMoved { .. }
            | Self::ServerStarted { .. }
            | Self::ServerStopped { .. }
            | Self::Refused { .. }
            | Self::TrailRead { .. }
            | Self::HeadMissing { .. }
            | Self::HeadAccepted { .. }
            | Self::Restored { .. }
            | Self::LoggedIn { .. }
            | Self::LoggedOut { .. }
            | Self::Copied { .. }
            | Self::UserAdded { .. }
            | Self::UserRoles { .. }
            | Self::UserNamed { .. }
            | Self::UserDisabled { .. }
            | Self::UserEnabled { .. }
            | Self::PassphraseSet { .. }
            | Self::PassphraseCleared { .. }
            | Self::PassphraseWrong { .. }
            | Self::PassphraseRight { .. }
            | Self::BackedUp { .. }
            | Self::RestoreTested { .. }
            | Self::Recovered { .. } => None,
        }
    }
}
