//! What can happen to the program, and what must be done outside of it.

use crate::input::key::Key;
use crate::protocol::messages::{Reply, Request};
use crate::screens::workspace::resume_point::ResumePoint;
use chrono::{DateTime, FixedOffset};

/// What can happen to the program.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted, already without control characters.
    Paste(String),
    /// A pasted text was longer than any field takes, so that nothing of it is left.
    PasteLost,
    /// The screen has this many columns and rows.
    Resize(u16, u16),
    /// The owner of the study answered.
    Reply(Reply),
    /// The time, told before each batch of other messages.
    Now(DateTime<FixedOffset>),
    /// No key has come for the time that the program is patient.
    Idle,
    /// No key has come for the time in which one of habit comes behind another.
    Paused,
    /// The owner has not replied for 2 s to what it was asked.
    Silent,
}

/// What must be done outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Send a request to the owner of the study.
    Send(Request),
    /// Remember where the assessor is and what stands half typed; survives `kill -9`.
    Remember(ResumePoint),
    /// Draw every cell again.
    Redraw,
    /// End the program.
    Quit,
    /// End the program as when its terminal is gone: the next start offers to go on where it was, whatever stands there.
    Leave,
}
