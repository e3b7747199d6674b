//! Questions about an answer, and findings of the checks that run over the record.

mod text_name;

use crate::domain::rules::text_limits::TextName;
use crate::text::English;
use crate::text::questions::Questions;

pub(super) use text_name::text_name;

impl Questions for English {
    fn text_name(&self, name: TextName) -> &'static str {
        text_name(name)
    }
}
