//! Setting or changing the own passphrase.

pub mod draw;
mod hints;
pub mod state;
pub mod update;
