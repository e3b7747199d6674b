//! From bytes to keys, and from keys to actions.
//!
//! Knows nothing of forms or screens. What terminals really send is decided here and nowhere else.

pub mod action;
pub mod decode;
pub mod key;
pub mod keymap;
pub mod line;
