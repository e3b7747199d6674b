//! `coreset amend`: shows what changed files of a study would change, and puts them in force as its next version.

use super::StudyOption;
use super::connect::{CommandClient, unexpected_reply};
use super::failure::{Failure, say};
use crate::domain::record::amendment::Acceptance;
use crate::domain::rules::{AmendFault, Refusal};
use crate::protocol::messages::{Amend, Reply, Request};
use crate::text::DEFAULT;
use crate::text::amendment::Waiting;
use chrono::NaiveDate;
use clap::Args;

/// How many digits of the hash of its content name what waits.
const ID: usize = 8;

/// Options of `coreset amend`.
#[derive(Args, Debug)]
#[command(
    after_help = "A study keeps its study file and its forms in its record. Once somebody is enrolled, a file that you change in the study directory takes effect only when a manager or an investigator accepts it here: visits, signatures and rows that were begun stay under the version that they were begun under, and what is begun from the day of the amendment on is held by the new one. Without --accept nothing is written. The ID that is shown makes sure that what you accept is what you saw: a file that is changed in between is refused.\n\nExamples:\n  coreset amend\n  coreset amend --accept 1f0c5a9e --reason \"protocol 2.0, approved on 1 Mar\" --from 2026-04-01 --reconsent"
)]
pub struct AmendOptions {
    /// Put the changed files in force: those that were shown with this ID, or whatever they are by now
    #[arg(long, value_name = "ID", num_args = 0..=1, default_missing_value = "", requires = "reason")]
    accept: Option<String>,
    /// Why, in words
    #[arg(long, value_name = "WORDS", requires = "accept")]
    reason: Option<String>,
    /// Visits of this day or a later one are held by the new version when they are begun; today if it is not given
    #[arg(long, value_name = "DATE", requires = "accept")]
    from: Option<NaiveDate>,
    /// The day of --from lies in the past, and that is meant
    #[arg(long, requires = "from")]
    past: bool,
    /// Participants have to consent again
    #[arg(long, requires = "accept")]
    reconsent: bool,
}

/// Shows what waits, and accepts it when asked to.
///
/// # Errors
/// When the server is not reached, the files in the directory have a mistake, the user may not amend the study, or the
/// files were changed since they were shown.
pub fn run(option: &StudyOption, options: &AmendOptions) -> Result<(), Failure> {
    let client = CommandClient::existing(option)?;
    let waits = match client.ask(&Request::Amendment)? {
        Reply::Amendment(waits) => waits,
        other => return Err(unexpected_reply(&other)),
    };
    let in_force = client.welcome.study.version;
    let Some(waits) = waits else {
        if options.accept.is_some() {
            return Err(Failure::new(DEFAULT.nothing_to_accept(in_force)));
        }
        return say(DEFAULT.no_amendment(in_force).as_bytes());
    };
    let changes = waits.changes.iter();
    let lines: Vec<String> = changes
        .map(|change| DEFAULT.content_change(change))
        .collect();
    let shown = DEFAULT.amendment_shown(in_force, &Waiting::from(&*waits), &lines);
    say(shown.as_bytes())?;
    if let Some(refused) = &waits.refused {
        return Err(Failure::new(DEFAULT.refusal(refused)));
    }
    let id = waits.content.get(..ID).unwrap_or(&waits.content);
    let Some(accepted) = &options.accept else {
        return say(DEFAULT.how_to_accept(id).as_bytes());
    };
    if !accepted.is_empty() && accepted != id {
        let fault = AmendFault::OtherFiles;
        return Err(Failure::new(DEFAULT.refusal(&Refusal::Amend { fault })));
    }
    let number = waits.number;
    let today = chrono::Local::now().date_naive();
    let amend = Request::Amend(Amend {
        request: client.request_id("amend"),
        content: waits.content,
        acceptance: Acceptance {
            from: options.from.unwrap_or(today),
            reconsent: options.reconsent,
            reason: options.reason.clone().unwrap_or_default(),
        },
        past: options.past,
    });
    match client.ask(&amend)? {
        Reply::Appended { .. } => say(DEFAULT.amended(number).as_bytes()),
        Reply::Refused { refusal, .. } => {
            let said = DEFAULT.refusal(&refusal);
            let past = refusal.is_past_day().then(|| DEFAULT.with_past());
            Err(Failure::new(match past {
                Some(how) => format!("{said} {how}"),
                None => said,
            }))
        }
        other => Err(unexpected_reply(&other)),
    }
}
