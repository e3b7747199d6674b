//! Why an owner in another process is not reached, as sentences for the screen.

use crate::protocol::WireError;
use std::io;
use thiserror::Error;

/// Why an owner is not reached.
#[derive(Debug, Error)]
pub enum LinkError {
    /// The system gives no thread for the connection.
    #[error(
        "No thread can be started: {0}. Raise the limits of this session (`ulimit -v`, `ulimit -u`) and start it again."
    )]
    NoThread(#[source] io::Error),
    /// There is no connection to the server, and none could be made.
    #[error("The study's server cannot be reached: {0}.")]
    Unreachable(#[source] io::Error),
    /// The server, or the connection to it, ended before a greeting came.
    #[error("The study's server went away. Start coreset again.")]
    Gone,
    /// It is there and says nothing.
    #[error("The study's server does not answer. Try again; when it stays so, restart the server.")]
    Silent,
    /// It does not take this user in.
    #[error("{0}")]
    Refused(String),
    /// It speaks another version of the protocol.
    #[error("{0}")]
    Version(String),
    /// What it says makes no sense.
    #[error(
        "What listens there is not the study's server: {0}. Check the path of the socket, and start coreset again."
    )]
    Foreign(#[from] WireError),
}

impl LinkError {
    /// Returns whether the next try may well do better, at once.
    pub(super) fn is_passing(&self) -> bool {
        matches!(self, Self::Gone)
    }

    /// Returns whether it is the server itself that has to become another one first.
    pub(super) fn is_lasting(&self) -> bool {
        matches!(
            self,
            Self::Refused(_) | Self::Version(_) | Self::Foreign(_) | Self::Silent
        )
    }
}
