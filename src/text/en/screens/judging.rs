//! The words of the screen of `screens::judging`.

use crate::text::English;
use crate::text::screens::judging::{Judging, Question};

impl Judging for English {
    fn judging(&self) -> &'static str {
        "Deviation"
    }

    fn judge(&self) -> &'static str {
        "major or minor"
    }

    fn asks_of_deviation(&self, question: Question) -> &'static str {
        match question {
            Question::Category => "What is it about?",
            Question::Weight => "How much does it weigh?",
            Question::Words => "In your own words:",
            Question::Agree => "Is all of this right?",
        }
    }

    fn judgement_typed_as(&self, question: Question) -> &'static str {
        match question {
            Question::Words => "Why it happened, or what was done; Enter alone where nothing is.",
            Question::Category | Question::Weight | Question::Agree => "",
        }
    }

    fn why_outside(&self, why: &str) -> String {
        format!("Said when it began: {why}")
    }

    fn judged_by(&self, judged: &str, by: &str) -> String {
        format!("{judged} ({by})")
    }

    fn not_judged(&self) -> &'static str {
        "Not judged yet."
    }

    fn major_leaves_set(&self) -> &'static str {
        "Takes the participant out of the set per protocol."
    }

    fn deviation_was_judged(&self, key: &str, judged: &str) -> String {
        format!("{key}: {judged}.")
    }

    fn who_judges(&self) -> &'static str {
        "An investigator says whether a deviation is major or minor; Enter goes to where it is."
    }

    fn nothing_judged(&self) -> &'static str {
        "Nothing was said of the deviation."
    }
}
