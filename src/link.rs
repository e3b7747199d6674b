//! A client whose owner is another process: over a Unix socket, found again by itself when it was lost.
//!
//! Knows the protocol and what can be asked, and nothing of screens or of the record's files.

mod error;
mod line;
mod remote;
pub mod start;

pub use error::LinkError;
pub use remote::{Reach, Remote, Replies};
