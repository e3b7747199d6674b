//! Something typed before the reply that decides what it means.

use crate::input::key::Key;

/// Something typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypedAhead {
    /// A key.
    Key(Key),
    /// Pasted text.
    Paste(String),
}
