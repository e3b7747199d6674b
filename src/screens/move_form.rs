//! Moving a form that was entered for the wrong participant or at the wrong visit: it is picked up where it stands, and put
//! down where it belongs, with both sides shown.

pub mod draw;
pub mod state;
pub mod update;
