//! What stands between this terminal and the owner: what was asked, what waits for a reply, what is known.

use super::asked::Asked;
use super::typed_ahead::TypedAhead;
use crate::protocol::messages::Location;
use std::collections::VecDeque;

/// The connection to the owner.
#[derive(Debug, Default)]
pub struct Connection {
    /// Why the owner cannot be reached, while it cannot.
    pub lost: Option<String>,
    /// The owner is reached, and has not replied for a while.
    pub silent: bool,
    /// The newest entry known.
    pub seen: u64,
    /// Where the owner believes that this terminal is.
    pub(crate) at: Option<Location>,
    /// What was asked and has no reply yet, oldest first.
    pub(crate) asked: VecDeque<Asked>,
    /// Keys that wait for a reply, oldest first.
    pub typed_ahead: VecDeque<TypedAhead>,
}
