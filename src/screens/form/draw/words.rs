//! What is said of an option and of an earlier answer.

use crate::domain::base::answer::Answer;
use crate::domain::forms::engine::instrument::{Choice, Field, Instrument};
use crate::domain::forms::engine::typing;
use crate::screens::canvas::{Edge, pad};
use crate::screens::form::state::FormState;
use crate::screens::workspace::Workspace;

/// How much is said of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    /// The code and all of what it means.
    Full,
    /// The code and what it is called.
    Short,
    /// The code; of one that is a word for the program alone what it is called.
    Code,
}

impl Words {
    /// Returns what an option means, without its code; with one what it is called at the least.
    pub(super) fn label<'a>(self, choice: &'a Choice, choices: &[Choice]) -> &'a str {
        match self {
            Self::Full => choice.label.as_str(),
            Self::Short => choice.name(),
            Self::Code => shortest(choice, choices),
        }
    }

    /// Returns an option in so many words, with the marks behind its code.
    pub(super) fn of(self, choice: &Choice, choices: &[Choice], marks: &str) -> String {
        // What an option is called takes a look at all others of its list, so that it is asked for only where it is said.
        let label = || self.label(choice, choices);
        if choice.is_word() {
            return format!("{}{marks}", label());
        }
        let code = format!("{}{marks}", choice.code);
        match self {
            Self::Code => code,
            // A code that is its own name is said once.
            Self::Full | Self::Short if choice.code == choice.label => code,
            Self::Full | Self::Short => format!("{} {}", pad(&code, 2, Edge::Left), label()),
        }
    }
}

/// Returns what an option is called up to the first comma, if that tells it from all others of its list.
fn shortest<'a>(choice: &'a Choice, choices: &[Choice]) -> &'a str {
    fn start(choice: &Choice) -> &str {
        let name = choice.name();
        name.split(',').next().unwrap_or(name)
    }
    let alike = choices.iter().filter(|other| start(other) == start(choice));
    if alike.count() > 1 {
        choice.name()
    } else {
        start(choice)
    }
}

/// What a field had before: an option, or a text.
pub(super) enum Before<'a> {
    /// An option, of these.
    Choice(&'a Choice, &'a [Choice]),
    /// Anything else, in words.
    Text(String),
    /// What is not by the rules: in words, and with the mark of what is no answer.
    Unfit(String, String),
}

/// Returns what a field had at the last visit that has it, where it may be seen now.
pub(super) fn last<'a>(
    shared: &'a Workspace,
    state: &FormState,
    instrument: &'a Instrument,
    field: &Field,
    shows_last: bool,
) -> Option<Before<'a>> {
    let visit = state.visit.as_ref().filter(|_| shows_last || field.fact)?;
    let cell = shared.last_cell(visit, state.form.as_str(), field.id.as_str())?;
    if let Some(stored) = &cell.unfit {
        let stored = typing::show(instrument, field, stored);
        let words = shared.language.not_by_rules(&stored);
        return Some(Before::Unfit(words, format!("{stored} !")));
    }
    let answer = cell.answer.as_ref()?;
    Some(match choice(instrument, field, answer) {
        Some(choice) => Before::Choice(choice, instrument.choices(field)),
        None => Before::Text(typing::show(instrument, field, answer)),
    })
}

/// Returns last visit's value as it stands at the end of a row.
pub(super) fn said(before: &Before<'_>, words: Words) -> String {
    match before {
        // One blank is enough here, where nothing stands below each other.
        Before::Choice(choice, choices) => {
            format!("({})", words.of(choice, choices, "").replace("  ", " "))
        }
        Before::Text(text) => format!("({text})"),
        Before::Unfit(in_words, marked) => match words {
            Words::Full => format!("({in_words})"),
            Words::Short | Words::Code => format!("({marked})"),
        },
    }
}

/// Returns the option that an answer is.
pub(super) fn choice<'a>(
    instrument: &'a Instrument,
    field: &Field,
    answer: &Answer,
) -> Option<&'a Choice> {
    instrument.choice(field, answer.as_code()?)
}
