//! Short lists over the screen: reasons, confirmations, the menu.

pub mod ask;
pub mod draw;
mod hints;
pub mod state;
pub(crate) mod update;
