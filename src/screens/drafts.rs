//! Text that was typed and left, over all participants: a list from which each place is gone back to.

pub mod draw;
mod hints;
pub mod state;
pub mod update;
