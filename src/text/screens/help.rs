//! The words of the screen of `screens::help`.

use crate::domain::forms::engine::instrument::Instrument;

/// Why a verdict is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concealed {
    /// The patient answers, who may not see scores.
    PatientAnswers,
    /// A measure is not entered yet whose earlier scores are hidden until then.
    NotEntered,
}

/// The words of the screen of `screens::help`.
pub trait Help {
    /// Heads the keys of the place beneath the help.
    fn help_keys(&self) -> &'static str;

    /// Heads them where signs and terms are explained below them.
    fn help_keys_before_signs(&self) -> &'static str;

    /// Heads the signs and terms of the screen beneath the help.
    fn help_signs(&self) -> &'static str;

    /// Heads the verdict at a visit, worked out.
    fn help_verdict(&self, visit: &str) -> String;

    /// Names the key that chooses an option beside its code; follows the option's words.
    fn option_key(&self, key: &str) -> String;

    /// Says how to say that there is no value, and which reasons there are.
    fn no_value_reasons(&self, reasons: &[&str]) -> String;

    /// Names a form: its long title, how far back it asks, its source.
    fn about_form(&self, form: &Instrument) -> String;

    /// Names a row of signs by the first and the last.
    fn row_of_signs(&self, first: &str, last: &str) -> String;

    /// Says why a verdict is not shown, and when it is.
    fn concealed(&self, why: Concealed) -> &'static str;
}
