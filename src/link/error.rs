//! Why an owner in another process is not reached; what each says is worded in `text`.

use crate::protocol::WireError;
use crate::text::DEFAULT;
use crate::text::server::{Unreached, Unwelcome};
use std::error::Error;
use std::fmt;
use std::io;

/// Why an owner is not reached.
#[derive(Debug)]
pub enum LinkError {
    /// The system gives no thread for the connection.
    NoThread(io::Error),
    /// There is no connection to the server, and none could be made.
    Unreachable(io::Error),
    /// The server, or the connection to it, ended before a greeting came.
    Gone,
    /// It is there and says nothing.
    Silent,
    /// It does not take this user in.
    Refused(Unwelcome),
    /// It speaks another version of the protocol, and says so.
    Version(String),
    /// What it says makes no sense.
    Foreign(WireError),
}

impl LinkError {
    /// Returns it as what a person is told.
    pub fn told(&self) -> Unreached {
        match self {
            Self::NoThread(error) => Unreached::NoThread {
                error: error.to_string(),
            },
            Self::Unreachable(error) => Unreached::NoConnection {
                error: error.to_string(),
            },
            Self::Gone => Unreached::WentAway,
            Self::Silent => Unreached::Silent,
            Self::Refused(why) => Unreached::Unwelcome(why.clone()),
            Self::Version(sentence) => Unreached::OtherVersion {
                sentence: sentence.clone(),
            },
            Self::Foreign(fault) => Unreached::Foreign {
                fault: fault.to_string(),
            },
        }
    }

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

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&DEFAULT.unreached(&self.told()))
    }
}

impl Error for LinkError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::NoThread(error) | Self::Unreachable(error) => Some(error),
            Self::Foreign(error) => Some(error),
            Self::Gone | Self::Silent | Self::Refused(_) | Self::Version(_) => None,
        }
    }
}

impl From<WireError> for LinkError {
    fn from(error: WireError) -> Self {
        Self::Foreign(error)
    }
}
