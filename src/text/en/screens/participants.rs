//! The words of the screen of `screens::participants`.

use crate::text::English;
use crate::text::screens::participants::Participants;

impl Participants for English {
    fn found_among(&self, matching: usize, listed: usize) -> String {
        format!("{matching} of {listed}")
    }

    fn last_entry_column(&self) -> &'static str {
        "Last entry"
    }
}
