//! A client whose owner is another process: connects over a Unix socket, and reconnects when the connection is lost.
//!
//! Knows the protocol and its messages; must know nothing of screens or of the record's files.

mod error;
pub mod heads;
mod line;
mod remote;
pub mod start;

pub use error::LinkError;
pub use remote::{Reach, Remote, Replies};
