//! The words of the screen of `screens::help`.

use crate::domain::forms::engine::instrument::Instrument;
use crate::text::English;
use crate::text::screens::help::{Concealed, Help};

impl Help for English {
    fn help_keys(&self) -> &'static str {
        "Keys here"
    }

    fn help_keys_before_signs(&self) -> &'static str {
        "Keys here; below them: what the signs mean"
    }

    fn help_signs(&self) -> &'static str {
        "What the signs mean"
    }

    fn help_verdict(&self, visit: &str) -> String {
        format!("The verdict at {visit}, worked out")
    }

    fn option_key(&self, key: &str) -> String {
        format!(" (or {key})")
    }

    fn no_value_reasons(&self, reasons: &[&str]) -> String {
        format!(
            "Type . and Enter when there is no value: {}.",
            reasons.join(", ")
        )
    }

    fn about_form(&self, form: &Instrument) -> String {
        format!(
            "{}. Recall: {}. Source: {}",
            form.long_title, form.recall, form.source
        )
    }

    fn row_of_signs(&self, first: &str, last: &str) -> String {
        format!("{first} to {last}")
    }

    fn concealed(&self, why: Concealed) -> &'static str {
        match why {
            Concealed::PatientAnswers => "Scores are hidden while the patient answers this form.",
            Concealed::NotEntered => "The verdict shows once every hidden measure is entered.",
        }
    }
}
