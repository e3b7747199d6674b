//! What the server says to the person at a terminal, beside refusals.

/// What the server says to the person at a terminal, beside refusals.
pub trait Server {}
