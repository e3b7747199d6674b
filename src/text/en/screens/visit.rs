//! The words of the screen of `screens::visit`.

use crate::text::English;
use crate::text::screens::visit::Visit;

impl Visit for English {
    fn all_complete(&self, ask_events: bool) -> &'static str {
        match ask_events {
            true => "Every form is complete; ask about adverse events next.",
            false => "Every form of this visit is complete.",
        }
    }
}
