//! `coreset amend`: shows what changed files of a study would change, and puts them in force as its next version.

use super::StudyOption;
use super::connect::{CommandClient, Embedded, study_of, unexpected_reply};
use super::failure::{Failure, say};
use crate::domain::record::amendment::Acceptance;
use crate::domain::rules::{AmendFault, Refusal};
use crate::domain::study::Study;
use crate::domain::study::named_files::used_files;
use crate::domain::study::shipped::embedded_study;
use crate::domain::study::version::change::Change;
use crate::domain::study::version::difference::difference;
use crate::domain::study::version::in_force::StudyFiles;
use crate::protocol::messages::{Amend, Amendment, Reply, Request, SentStudy};
use crate::text::DEFAULT;
use crate::text::amendment::Waiting;
use chrono::NaiveDate;
use clap::Args;
use std::sync::Arc;

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
    let study = study_of(&client.welcome, Embedded::begin())?;
    let Some(waits) = waits else {
        if options.accept.is_some() {
            return Err(Failure::new(DEFAULT.nothing_to_accept(study.number)));
        }
        return say(DEFAULT.no_amendment(study.number).as_bytes());
    };
    let in_force = study.number;
    let changes = changes(study, &client.welcome.study, &waits);
    let changes = changes.ok_or_else(|| Failure::from(DEFAULT.amendment_unread()))?;
    let waiting = Waiting {
        number: waits.number,
        sessions: waits.sessions,
        signed: waits.signed,
    };
    let lines: Vec<String> = changes
        .iter()
        .map(|change| DEFAULT.content_change(change))
        .collect();
    let shown = DEFAULT.amendment_shown(in_force, &waiting, &lines);
    say(shown.as_bytes())?;
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
    });
    match client.ask(&amend)? {
        Reply::Appended { .. } => say(DEFAULT.amended(number).as_bytes()),
        Reply::Refused { refusal, .. } => Err(Failure::new(DEFAULT.refusal(&refusal))),
        other => Err(unexpected_reply(&other)),
    }
}

/// Returns what differs; none when the files cannot be read by this program.
fn changes(study: Study, sent: &SentStudy, waits: &Amendment) -> Option<Vec<Change>> {
    let next = SentStudy {
        files: waits.files.clone(),
        protocol_hash: waits.protocol_hash.clone(),
        version: waits.number,
        ..SentStudy::default()
    };
    let next = next.study(|| embedded_study().ok())?;
    let content = |study: Study, own: &[(String, String)]| {
        let files = used_files(&study, own);
        let study = Arc::new(study);
        StudyFiles { study, files }.content().ok()
    };
    let (old, new) = (content(study, &sent.files)?, content(next, &waits.files)?);
    Some(difference(&old, &new))
}
