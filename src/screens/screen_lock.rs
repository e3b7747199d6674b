//! The locked screen: it hides everything until the passphrase is typed.

pub mod draw;
pub mod secret;
pub mod state;
pub mod update;
