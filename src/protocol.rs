//! How a client and the owner of a study talk over a socket: the opening of a connection, then frames.
//!
//! Both sides begin with [`MAGIC`] and the version of the protocol they speak; a client then says
//! [`Hello`] and is answered with a [`Greeting`], and from then on requests go one way and replies the other.
//! A frame is its length (u32, little-endian) and that many bytes of postcard. A greeting or a reply that is
//! longer than a frame follows in several: the highest bit of the length says that more of it comes, and
//! every frame but its last is full. Must not trust the other side: its input may be anything, and is
//! bounded.

mod address;
mod frames;
mod invariants;
mod opening;
mod outbox;
mod parts;
#[cfg(test)]
mod samples;
mod sent_study;

pub use address::{bind, connect};
pub use frames::Frames;
pub use invariants::check_invariants;
pub use opening::{Opening, OtherVersion, opening, other_version};
pub use outbox::{Bounds, End, Outbox};

use crate::protocol::messages::{Hello, Reply, Request, Welcome};
use crate::text::server::Unwelcome;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Version of the protocol. Raised whenever the bytes of any message change: both sides must be equal.
pub const PROTOCOL: u16 = 10;
/// The first bytes in both directions, the same in every version.
pub const MAGIC: [u8; 8] = *b"coreset\n";
/// Most bytes of the first message of a client.
pub const HELLO_LIMIT: usize = 4 << 10;
/// Most bytes of a request.
pub const REQUEST_LIMIT: usize = 1 << 20;
/// Most bytes of a reply, however many frames it takes: far more than any record holds.
pub const REPLY_LIMIT: usize = 1 << 30;
/// Most bytes of one frame of a reply.
pub const FRAME_LIMIT: usize = 1 << 20;
/// Bytes of the length in front of a payload.
const HEADER: usize = 4;
/// The bit of the length that says that the message goes on in the next frame.
const MORE: u32 = 1 << 31;

/// The answer to a [`Hello`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Greeting {
    /// Taken in.
    Welcome(Box<Welcome>),
    /// Not taken in, and why.
    Refused(#[serde(with = "messages::form::worded")] Unwelcome),
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

/// What travels in frames.
pub trait Message: Serialize + DeserializeOwned {
    /// Most bytes of its payload.
    const LIMIT: usize;
    /// Most bytes of one frame; less than [`Self::LIMIT`] for what may take several frames.
    const FRAME: usize;
}

impl Message for Hello {
    const LIMIT: usize = HELLO_LIMIT;
    const FRAME: usize = HELLO_LIMIT;
}

impl Message for Request {
    const LIMIT: usize = REQUEST_LIMIT;
    const FRAME: usize = REQUEST_LIMIT;
}

impl Message for Greeting {
    const LIMIT: usize = REPLY_LIMIT;
    const FRAME: usize = FRAME_LIMIT;
}

impl Message for Reply {
    const LIMIT: usize = REPLY_LIMIT;
    const FRAME: usize = FRAME_LIMIT;
}

/// Returns the frames of a message, lengths included, each ready to be sent.
///
/// # Errors
/// When the payload is longer than such a message may be.
pub fn frames_of<M: Message>(message: &M) -> Result<Vec<Vec<u8>>, WireError> {
    parts::cut(message, M::FRAME, M::LIMIT)
}

/// Returns the frames of a message one behind the other, as they are sent; most messages take one.
///
/// # Errors
/// When the payload is longer than such a message may be.
pub fn encode<M: Message>(message: &M) -> Result<Vec<u8>, WireError> {
    let mut frames = frames_of(message)?;
    match (frames.pop(), frames.as_slice()) {
        (Some(only), []) => Ok(only),
        (last, first) => Ok([first.concat(), last.unwrap_or_default()].concat()),
    }
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

pub mod messages;
pub mod mutex;
#[cfg(test)]
mod tests;
