//! What the server says to the person at a terminal, beside refusals of what was to be saved.

use crate::domain::rules::{PassphraseFault, Refusal};

/// Why a client is not let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unwelcome {
    /// The user was disabled.
    AccessEnded {
        /// Login name.
        login: String,
    },
    /// The user is not on the list of users.
    NotListed {
        /// Login name.
        login: String,
    },
    /// The client is not named after its user.
    ForeignClient {
        /// Login name.
        login: String,
    },
    /// What the client says of where it is cannot be stored.
    UnclearPlace,
    /// The user could not be put on the list.
    NotRecorded {
        /// Why.
        why: Refusal,
    },
    /// The study is closed.
    Closed,
    /// The user has as many connections as one may have.
    TooManyOfUser {
        /// How many.
        most: usize,
    },
    /// There are as many connections as the server takes.
    TooMany,
    /// The system has no room for another connection.
    NoRoom,
}

/// What the server says to the person at a terminal, beside refusals of what was to be saved.
pub trait Server {
    /// Says why a client is not let in, and what to do.
    fn unwelcome(&self, why: &Unwelcome) -> String;

    /// Says that server and client speak different versions of the protocol, and what to do; at most 1 KiB.
    fn other_version(&self, server: u16, client: u16) -> String;

    /// Says why a passphrase is not taken, and what to do.
    fn passphrase(&self, fault: &PassphraseFault) -> String;
}
