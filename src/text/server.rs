//! What the server says to the person at a terminal, beside refusals of what was to be saved.

use super::prints::Advice;
use super::store::Opening;
use crate::domain::rules::{PassphraseFault, Refusal};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Why no socket can be made in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SocketTaken {
    /// Something else is there.
    NoSocket,
    /// A server that runs has its socket there.
    Served,
}

/// Why a client is not let in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
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
    /// The system does not say now which user it is.
    NotLookedUp {
        /// What it says instead.
        error: String,
    },
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
    /// What a newer server says for a reason that this program does not know.
    InWords {
        /// The sentence.
        sentence: String,
    },
}

/// Something about a study that everybody at it should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Notice {
    /// The clock of the study's host went back or jumped.
    ClockMoved {
        /// What it should have shown.
        expected: DateTime<FixedOffset>,
        /// What it showed.
        shown: DateTime<FixedOffset>,
    },
    /// Something was found when the study was opened.
    Opened {
        /// What.
        found: Opening,
    },
    /// What a newer server says that this program does not know.
    InWords {
        /// The sentence.
        sentence: String,
    },
}

impl Notice {
    /// Returns what was found at the opening, if it says that.
    pub fn found(&self) -> Option<&Opening> {
        match self {
            Self::Opened { found } => Some(found),
            Self::ClockMoved { .. } | Self::InWords { .. } => None,
        }
    }
}

/// Why the server of a study is not reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unreached {
    /// The system gives no thread for the connection.
    NoThread {
        /// What the system says.
        error: String,
    },
    /// There is no connection, and none can be made.
    NoConnection {
        /// What the system says, or the server that could not be started.
        error: String,
    },
    /// It, or the connection to it, ended before it had greeted.
    WentAway,
    /// It, or the connection to it, ended; it is looked for.
    Lost,
    /// It is there and says nothing.
    Silent,
    /// It does not let this user in.
    Unwelcome(Unwelcome),
    /// It has another version of the protocol.
    OtherVersion {
        /// What it says about that, in its own words.
        sentence: String,
    },
    /// What it says makes no sense.
    Foreign {
        /// What is wrong with it.
        fault: String,
    },
}

/// What the server says to the person at a terminal, beside refusals of what was to be saved.
pub trait Server {
    /// Says why a client is not let in, and what to do.
    fn unwelcome(&self, why: &Unwelcome) -> String;

    /// Says that server and client speak different versions of the protocol, and what to do; at most 1 KiB.
    fn other_version(&self, server: u16, client: u16) -> String;

    /// Says something that everybody at a study should know.
    fn notice(&self, notice: &Notice) -> String;

    /// Says why the server of a study is not reached, and what to do.
    fn unreached(&self, why: &Unreached) -> String;

    /// Says that a server ended before it was ready, as the system says how, and what to do.
    fn ended_unready(&self, ended: &str, study: &Path) -> Advice;

    /// Says that a study is not in its directory any more, and what to do.
    fn study_taken_away(&self, study: &Path) -> Advice;

    /// Says why a socket cannot be made in a place, after the name of the place.
    fn socket_taken(&self, taken: SocketTaken) -> &'static str;

    /// Says that systemd gave several sockets, and what to do.
    fn too_many_sockets(&self) -> &'static str;

    /// Says why a passphrase is not taken, and what to do.
    fn passphrase(&self, fault: &PassphraseFault) -> String;
}
