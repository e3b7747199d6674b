//! The words of the screen of `screens::note`.

use crate::domain::record::query::Step;
use crate::text::English;
use crate::text::screens::note::Note;

impl Note for English {
    fn enter_keeps(&self) -> &'static str {
        "keep"
    }

    fn needs_words(&self, query: bool) -> &'static str {
        match query {
            true => "A query needs words.",
            false => "This reason needs words.",
        }
    }

    fn note_on(&self, label: &str) -> String {
        format!("Note on {label}")
    }

    fn query_words(&self, step: Step, label: &str) -> String {
        match step {
            Step::Open => format!("Query: what is to be asked about {label}?"),
            Step::Reopen => format!("Query on {label}: what is still open?"),
            Step::Answer | Step::Propose | Step::Close => format!("Query on {label}: your answer"),
        }
    }

    fn why_missing(&self, label: &str) -> String {
        format!("Why is there no value for {label}?")
    }

    fn reason_of(&self, reason: &str) -> String {
        format!("Reason: {reason}")
    }
}
