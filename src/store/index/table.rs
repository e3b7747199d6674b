//! The trees of sled, and what each holds.

/// The trees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::store) enum Table {
    /// Number of the entry -> its line.
    Log,
    /// Participant, visit, form -> cells.
    Forms,
    /// Participant, visit -> what a session says besides its forms.
    Sessions,
    /// Number of the entry of enrolment -> participant.
    Participants,
    /// Participant -> summary.
    Summary,
    /// Request -> its first and last entry.
    Requests,
    /// Login name -> user.
    Users,
    /// Part of the study -> its lock, or none once it was unlocked.
    Locks,
    /// Participant (none for the locks of the whole study), number of an entry about them -> nothing.
    Trail,
    /// The last backup and the last tested restore.
    BackupStatus,
}

/// The trees by the names that sled knows them by.
pub(super) const TABLES: [(Table, &str); 10] = [
    (Table::Log, "log"),
    (Table::Forms, "forms"),
    (Table::Sessions, "sessions"),
    (Table::Participants, "participants"),
    (Table::Summary, "summary"),
    (Table::Requests, "requests"),
    (Table::Users, "users"),
    (Table::Locks, "locks"),
    (Table::Trail, "trail"),
    (Table::BackupStatus, "safekeeping"),
];
