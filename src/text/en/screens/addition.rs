//! The words of the screen of `screens::addition`.

use crate::text::English;
use crate::text::screens::addition::{Addition, AdditionWords, Question};
use chrono::NaiveDate;

impl AdditionWords for English {
    fn beside_schedule(&self) -> &'static str {
        "Beside the schedule"
    }

    fn addition(&self, what: Addition) -> &'static str {
        match what {
            Addition::Unscheduled => "an unscheduled visit, with forms of your choice",
            Addition::EarlyEnd => "the visit at an early end, with the forms of the outcome",
            Addition::Consent => "a consent to another version of the information",
        }
    }

    fn asks_addition(&self, question: Question) -> &'static str {
        match question {
            Question::Which => "What is to be entered beside the schedule?",
            Question::Words(Addition::Consent) => "Which version was signed?",
            Question::Words(Addition::Unscheduled | Addition::EarlyEnd) => {
                "What is the visit for, in a few words?"
            }
            Question::Forms => "Which forms does it ask?",
            Question::Day(Addition::Consent) => "On which day was it signed?",
            Question::Day(Addition::Unscheduled | Addition::EarlyEnd) => {
                "On which day is the visit held?"
            }
        }
    }

    fn addition_typed_as(&self, question: Question) -> &'static str {
        match question {
            Question::Which => "",
            Question::Words(Addition::Consent) => "As the site names it, such as 2.0.",
            Question::Words(Addition::Unscheduled | Addition::EarlyEnd) => {
                "Such as: flare of the skin."
            }
            Question::Forms => "A digit, or Enter on a line, chooses a form or takes it back.",
            Question::Day(_) => "Enter is today; else as 2026-03-02, or t-3 for three days ago.",
        }
    }

    fn these_forms(&self, chosen: usize) -> String {
        match chosen {
            0 => "go on: choose a form first".to_owned(),
            1 => "go on with this form".to_owned(),
            chosen => format!("go on with these {chosen} forms"),
        }
    }

    fn choose_forms(&self) -> &'static str {
        "Choose a form first: its digit, or Enter on its line."
    }

    fn early_end_leaves(&self, visits: &[String]) -> String {
        let visits = visits.join(", ");
        format!(
            "After an early end these can still come, until it is said how the participation ended: {visits}."
        )
    }

    fn no_more_visits(&self) -> &'static str {
        "This participant has as many unscheduled visits as there can be."
    }

    fn addition_needs_words(&self, what: Addition) -> &'static str {
        match what {
            Addition::Consent => "Name the version of the information that was signed.",
            Addition::Unscheduled | Addition::EarlyEnd => {
                "Say in a few words what the visit is for."
            }
        }
    }

    fn consented(&self, version: &str, day: NaiveDate) -> String {
        format!("Consented to version {version} on {day}.")
    }
}
