//! How a client and the owner of a study talk over a socket: the opening of a connection, then frames.
//!
//! Both sides begin with [`MAGIC`] and the version of the protocol they speak; a client then says
//! [`Hello`] and is answered with a [`Greeting`], and from then on requests go one way and replies the other.
//! A frame is its length (u32, little-endian) and that many bytes of postcard. Knows nothing of who is
//! on the other side: whatever comes from there is bounded and may be nonsense.

mod address;
mod frames;
mod opening;
mod outbox;
mod probe;
#[cfg(test)]
mod samples;

pub use address::{bind, connect};
pub use frames::Frames;
pub use opening::{Opening, OtherVersion, opening, other_version};
pub use outbox::{Bounds, End, Outbox};
pub use probe::probe;

use crate::client::{Hello, Reply, Request, Welcome};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Version of the protocol. Raised whenever the bytes of any message change: both sides must be equal.
pub const PROTOCOL: u16 = 2;
/// The first bytes in both directions, the same in every version.
pub const MAGIC: [u8; 8] = *b"coreset\n";
/// Most bytes of the first message of a client.
pub const HELLO_LIMIT: usize = 4 << 10;
/// Most bytes of a request.
pub const REQUEST_LIMIT: usize = 1 << 20;
/// Most bytes of a reply.
pub const REPLY_LIMIT: usize = 16 << 20;
/// Bytes of the length in front of a payload.
const HEADER: usize = 4;

/// The answer to a [`Hello`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Greeting {
    /// Taken in.
    Welcome(Box<Welcome>),
    /// Not taken in, and why: a sentence for the screen.
    Refused(String),
    /// The server is about to end and takes nobody in any more; the next one may.
    Closing,
}

/// Why the other side cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WireError {
    /// The first bytes are not those of the protocol.
    #[error("what came does not begin as the protocol does")]
    Foreign,
    /// A frame is longer than it may be.
    #[error("a message of {length} bytes is longer than the {limit} that are allowed")]
    TooLong {
        /// Bytes of the payload.
        length: usize,
        /// Most bytes allowed.
        limit: usize,
    },
    /// A frame holds no message of the kind that is due.
    #[error("a message of {length} bytes cannot be understood")]
    Unreadable {
        /// Bytes of the payload.
        length: usize,
    },
}

/// What travels in a frame.
pub trait Message: Serialize + DeserializeOwned {
    /// Most bytes of its payload.
    const LIMIT: usize;
}

impl Message for Hello {
    const LIMIT: usize = HELLO_LIMIT;
}

impl Message for Request {
    const LIMIT: usize = REQUEST_LIMIT;
}

impl Message for Greeting {
    const LIMIT: usize = REPLY_LIMIT;
}

impl Message for Reply {
    const LIMIT: usize = REPLY_LIMIT;
}

/// Returns the frame of a message, length included.
///
/// # Errors
/// When the payload is longer than such a message may be.
pub fn encode<M: Message>(message: &M) -> Result<Vec<u8>, WireError> {
    let frame = postcard::to_extend(message, vec![0; HEADER])
        // Postcard only fails on maps and sequences of unknown length, which no message has.
        .map_err(|_| WireError::Unreadable { length: 0 })?;
    let length = frame.len().saturating_sub(HEADER);
    seal(frame, length, M::LIMIT)
}

fn seal(mut frame: Vec<u8>, length: usize, limit: usize) -> Result<Vec<u8>, WireError> {
    let stated = u32::try_from(length).ok().filter(|_| length <= limit);
    match (stated, frame.first_chunk_mut::<HEADER>()) {
        (Some(stated), Some(header)) => *header = stated.to_le_bytes(),
        _ => return Err(WireError::TooLong { length, limit }),
    }
    Ok(frame)
}

/// Reads the message of a payload.
///
/// # Errors
/// When it is no such message, or something stands behind it.
pub fn decode<M: Message>(payload: &[u8]) -> Result<M, WireError> {
    match postcard::take_from_bytes(payload) {
        Ok((message, [])) => Ok(message),
        _ => Err(WireError::Unreadable {
            length: payload.len(),
        }),
    }
}

#[cfg(test)]
mod tests;
