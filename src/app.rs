//! The terminal program's state: `update(Msg) -> Vec<Effect>`.
//!
//! Pure: no I/O, no clock, no threads. What must happen outside is returned as effects and comes
//! back as messages.

use crate::client::{Reply, Request};
use crate::input::key::Key;
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

/// What can happen to the program.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted, already without control characters.
    Paste(String),
    /// The screen has this many columns and rows.
    Resize(u16, u16),
    /// The owner of the study answered.
    Reply(Reply),
    /// The time, told before each batch of other messages.
    Now(DateTime<FixedOffset>),
}

/// What must be done outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Send a request to the owner of the study.
    Send(Request),
    /// Remember where the assessor is and what stands half typed; survives `kill -9`.
    Remember(Place),
    /// Draw every cell anew.
    Redraw,
    /// End the program.
    Quit,
}

/// Where the assessor was, and what was half typed; read back at the next start.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Participant, if one was open.
    pub participant: Option<String>,
    /// Visit, if one was open.
    pub visit: Option<String>,
    /// Form, if one was open.
    pub form: Option<String>,
    /// Field with the focus.
    pub field: Option<String>,
    /// What stood in the field, not yet accepted.
    pub text: String,
}
