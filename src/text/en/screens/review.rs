//! The words of the screen of `screens::review`.

use crate::text::English;
use crate::text::screens::review::Review;
use chrono::NaiveDate;

impl Review for English {
    fn review_title(&self) -> &'static str {
        "Review"
    }

    fn review_not_begun(&self, visit: &str) -> String {
        format!("{visit} is not begun.")
    }

    fn review_progress(
        &self,
        visit: &str,
        held: NaiveDate,
        complete: usize,
        forms: usize,
    ) -> String {
        format!("{visit}, held on {held}. {complete} of {forms} forms complete.")
    }

    fn newest_signature(&self, day: NaiveDate, name: &str, meaning: &str) -> String {
        format!("Signed {day}, {name}: {meaning}")
    }

    fn void_signature(&self, name: &str) -> String {
        format!("Signature VOID, {name}: sign again")
    }

    fn text_not_accepted(&self, text: &str) -> String {
        format!("not accepted: \"{text}\"")
    }

    fn review_open(&self, points: usize) -> String {
        format!("Open: {points}")
    }

    fn review_nothing_open(&self) -> &'static str {
        "Nothing."
    }

    fn review_decided(&self, points: usize) -> String {
        format!("Decided: {points}")
    }

    fn review_logs(&self, points: usize) -> String {
        format!("Asked in the logs: {points}")
    }

    fn review_acts(&self) -> &'static str {
        "What can be done"
    }

    fn sign_this_visit(&self) -> &'static str {
        "Sign this visit"
    }

    fn who_signs(&self) -> &'static str {
        "An investigator signs this visit."
    }

    fn who_locks(&self) -> &'static str {
        "An investigator or a manager locks and unlocks."
    }

    fn no_signing_unconnected(&self) -> &'static str {
        "There is no connection. Sign when the study is reached again."
    }

    fn no_signing_unsaved(&self) -> &'static str {
        "Not everything is saved yet. Wait for \"saved\", then sign."
    }

    fn no_signing_open(&self, points: usize) -> String {
        let (open, stand) = match points {
            1 => ("1 point is".to_owned(), "it"),
            points => (format!("{points} points are"), "each"),
        };
        format!("{open} still open. Go to {stand} from this list, then sign.")
    }
}
