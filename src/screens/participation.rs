//! Saying how somebody takes part: that they failed the screening, left, died, or came to the end of the trial.

pub mod draw;
pub mod state;
pub mod update;
