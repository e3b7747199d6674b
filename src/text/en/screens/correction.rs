//! The words of the screen of `screens::correction`.

use crate::text::English;
use crate::text::screens::correction::{Correction, Question};

impl Correction for English {
    fn correction(&self) -> &'static str {
        "Correct the enrolment"
    }

    fn asks_correction(&self, question: Question) -> &'static str {
        match question {
            Question::Which => "What of it is wrong?",
            Question::Value => "What is right?",
            Question::Reason => "Why is it corrected?",
            Question::Agree => "Is all of this right?",
        }
    }

    fn nothing_follows(&self) -> &'static str {
        "No window, check or dose changes with it."
    }

    fn correct_it(&self) -> [&'static str; 2] {
        ["yes, correct it", "no, back to the questions"]
    }

    fn correction_needs_reason(&self) -> &'static str {
        "Say in a few words why."
    }

    fn stands_already(&self) -> &'static str {
        "That stands there already."
    }

    fn day_of_enrolment_typed_as(&self) -> &'static str {
        "As 2026-03-02, or t-3 for three days ago."
    }

    fn enrolment_corrected(&self, id: &str, change: &str) -> String {
        format!("{id}: {change}.")
    }

    fn nothing_corrected(&self) -> &'static str {
        "Nothing was corrected."
    }

    fn correction_of_open(&self) -> &'static str {
        "The enrolment of a participant is corrected there: open one first."
    }
}
