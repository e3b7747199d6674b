//! Why a passphrase is not taken. Must contain nothing of the words that were given.

use serde::{Deserialize, Serialize};

/// Why a passphrase is wrong, or was not compared or set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum PassphraseFault {
    /// It is wrong, and another may be tried.
    Wrong {
        /// Tries before a pause, at least 1.
        left: u32,
    },
    /// It is wrong, and a pause begins.
    WrongAgain {
        /// Wrong ones in a row before a pause.
        tries: u32,
        /// Length of the pause in minutes.
        minutes: i64,
        /// Login name.
        user: String,
    },
    /// None is looked at before a pause is over.
    Paused {
        /// Minutes that are left of it, at least 1.
        minutes: i64,
        /// Login name.
        user: String,
    },
    /// Another one of the same user is being looked at.
    Busy,
    /// One is set, and it must be given with the new one.
    SetAlready,
    /// The new one is too short.
    TooShort {
        /// Fewest characters.
        least: usize,
    },
    /// The new one is too long.
    TooLong,
    /// The new one holds the login name, or is a part of it.
    LikeLogin,
    /// None is set.
    NotSet,
    /// It was not given within the last minute, or is used up by the lock before.
    NotGiven,
    /// It stands in words of the request that everybody reads, such as the reason for a lock.
    InWords,
    /// What is stored is not what the user has set.
    NotTheStored {
        /// Login name.
        user: String,
    },
    /// The user is not on the list of users.
    NotListed,
    /// It could not be compared or stored.
    Trouble {
        /// Why.
        trouble: PassphraseTrouble,
    },
}

/// What kept a passphrase from being compared or stored. Errors are those of the system, in its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "trouble", rename_all = "kebab-case")]
pub enum PassphraseTrouble {
    /// The file of passphrases cannot be read.
    Unreadable {
        /// The error.
        error: String,
    },
    /// The file of passphrases cannot be written.
    Unwritable {
        /// The error.
        error: String,
    },
    /// The system has no random numbers.
    NoRandom {
        /// The error.
        error: String,
    },
    /// The hash could not be made.
    NotHashed {
        /// The error.
        error: String,
    },
    /// There is a fault inside the program.
    Fault,
}
