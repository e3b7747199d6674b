//! The roles that a user may have.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What somebody is in the study; one user may have several roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Enrols participants and enters assessments.
    Assessor,
    /// Does what an assessor does, and answers for it.
    Investigator,
    /// Reads everything; enters nothing, and opens, closes and reopens queries.
    Monitor,
    /// Keeps the list of users, locks and unlocks, and records backups and tested restores; enters nothing of participants.
    Manager,
}

impl Role {
    /// All roles, in the order in which one is chosen for an entry.
    pub const ALL: [Self; 4] = [
        Self::Assessor,
        Self::Investigator,
        Self::Monitor,
        Self::Manager,
    ];

    /// Returns the key of a role, as stored and as typed.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Assessor => "assessor",
            Self::Investigator => "investigator",
            Self::Monitor => "monitor",
            Self::Manager => "manager",
        }
    }

    /// Returns the role with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.key())
    }
}
