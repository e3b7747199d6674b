//! A client in the same process as the owner of its study.

use super::opening::Opened;
use super::owner::{ConnectionId, Owner, Peer, Replies};
use crate::protocol::messages::{Client, Hello, Request, Welcome};
use crate::text::DEFAULT;
use std::io;
use std::time::Duration;

/// A study owned by a thread of this process, and the one connection to it.
#[derive(Debug)]
pub struct Local {
    owner: Owner,
    connection: ConnectionId,
}

impl Local {
    /// Gives an open study to a thread of its own and connects to it; `replies` is called on that thread.
    ///
    /// # Errors
    /// When the system has no thread to give, or the study does not know the user.
    pub fn start(
        opened: Opened,
        peer: Peer,
        hello: Hello,
        replies: Replies,
    ) -> io::Result<(Self, Welcome)> {
        let owner = Owner::start(opened)?;
        let (connection, welcome) = owner
            .join(peer, hello, replies)
            .map_err(|why| io::Error::other(DEFAULT.unwelcome(&why)))?;
        Ok((Self { owner, connection }, welcome))
    }

    /// Answers everything that was asked, takes it all to the disk and ends; returns whether that was done in time.
    ///
    /// Requests sent later have no reply.
    pub fn finish(&self, timeout: Duration) -> bool {
        self.owner.finish(timeout)
    }
}

impl Client for Local {
    fn send(&self, request: Request) {
        // After `finish` nobody waits for a reply any more.
        self.owner.ask(self.connection, request);
    }
}
