//! `coreset screening`: the screening log of the study, as text or as JSON.

use super::connect::{CommandClient, Embedded, study_of, unexpected_reply};
use super::failure::{Failure, say};
use super::output::say_value;
use super::{AsciiOption, StudyOption, paper};
use crate::domain::views::overview::{Overview, Person};
use crate::protocol::messages::{Reply, Request};
use crate::screens::study;
use crate::text;
use clap::Args;
use serde_json::{Value, json};

/// Options of `coreset screening`.
///
/// As JSON: `today`, `screened` (how many), and `participants`, each with `id`, `enrolled_on`, `consent` (day, or null),
/// `outcome` (in-screening, failed, left-before-entry, entered, enrolled-by-mistake, which is not counted), `since` (day of that, or null), `criteria` (those that are not
/// met, by their fields) and `failing_not_said` (a criterion is not met, and nobody said that the screening failed). Their
/// numbers are those of `flow` in `coreset status --json`.
#[derive(Args, Debug)]
pub struct ScreeningOptions {
    /// As JSON
    #[arg(long)]
    json: bool,
    /// Which characters.
    #[command(flatten)]
    pub(super) ascii: AsciiOption,
}

/// Prints the screening log.
///
/// # Errors
/// When the server is not reached.
pub fn run(option: &StudyOption, options: &ScreeningOptions) -> Result<(), Failure> {
    let embedded = Embedded::begin();
    let asker = CommandClient::existing(option)?;
    let study = study_of(&asker.welcome, embedded)?;
    let overview = match asker.ask(&Request::Overview)? {
        Reply::Overview(overview) => overview,
        other => return Err(unexpected_reply(&other)),
    };
    if options.json {
        return say_value(&as_json(&overview));
    }
    let text = study::screening::as_text(
        &study,
        &overview,
        paper::columns(),
        &paper::look(&options.ascii),
        text::DEFAULT,
    );
    say(text.as_bytes())
}

/// Returns the screening log as JSON.
pub fn as_json(overview: &Overview) -> Value {
    json!({
        "today": overview.today.to_string(),
        "screened": overview.flow.screened,
        "participants": overview.people.iter().map(of_person).collect::<Vec<_>>(),
    })
}

fn of_person(person: &Person) -> Value {
    let screened = &person.screened;
    json!({
        "id": person.id.as_str(),
        "enrolled_on": person.enrolled_on.to_string(),
        "consent": person.consent.map(|day| day.to_string()),
        "outcome": screened.word(),
        "since": screened.on().map(|day| day.to_string()),
        "criteria": screened.criteria(),
        "failing_not_said": screened.fails_unsaid(),
    })
}
