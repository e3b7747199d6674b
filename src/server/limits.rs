//! What one client of a socket may use.

use crate::protocol::Bounds;
use std::time::Duration;

/// Limits on what one client may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How long a client may take to send its hello.
    pub hello: Duration,
    /// How long the rest of a message may take to come, and how long one in several frames may stand still on its
    /// way out.
    pub amid: Duration,
    /// Connections of one user.
    pub per_user: usize,
    /// Connections of all.
    pub all: usize,
    /// Requests of one connection that wait for their answer; the next is not read before.
    pub unanswered: usize,
    /// How much may wait to be sent to one client; with more, its connection is closed.
    pub outbox: Bounds,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            hello: Duration::from_secs(10),
            amid: Duration::from_secs(60),
            per_user: 256,
            all: 1024,
            unanswered: 32,
            outbox: Bounds {
                frames: 4096,
                bytes: 16 << 20,
            },
        }
    }
}
