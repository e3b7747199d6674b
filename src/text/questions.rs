//! Questions about an answer, and findings of the checks that run over the record.

use crate::domain::rules::text_limits::TextName;

/// Questions about an answer, and findings of the checks that run over the record.
pub trait Questions {
    /// Names a text that is stored, as a sentence goes on about it.
    fn text_name(&self, name: TextName) -> &'static str;
}
