//! Refused logins and actions, summed, so that somebody who tries again and again fills no record.

use serde::{Deserialize, Serialize};

/// Why something was refused that is summed in the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusedFor {
    /// The account is not on the list of users.
    NotListed,
    /// The user was disabled.
    Disabled,
    /// No role of the user allows it.
    Role,
    /// The part of the study is locked.
    Lock,
    /// The screens never send such a request: it claims to be of somebody else, or says what cannot be.
    Forged,
    /// It was to be signed or locked without a passphrase of the user.
    NoPassphrase,
    /// A passphrase was tried during the pause after too many wrong ones.
    Paused,
    /// More kinds of refusals than are told apart within a minute.
    Several,
}
