//! The participants of a study, asked for part by part.

use super::connect::{CommandClient, unexpected_reply};
use super::failure::Failure;
use super::open::progress_of;
use crate::domain::base::ids::ParticipantId;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::views::find::filter::Filter;
use crate::domain::views::find::order::Sort;
use crate::protocol::messages::{Reply, Request};
use crate::text::commands::reach::LongWork;

/// Participants that are asked for at a time.
const PART: usize = 500;
/// Participants up to which a command is not long enough for a line that says how far it is.
const FEW: u64 = 50;

/// Gives the record of each participant to `take`, by id, and says how far that is; returns of how many. The next one is read
/// while one is taken.
///
/// # Errors
/// When the server is not reached, and what `take` says.
pub(super) fn each_record(
    asker: &CommandClient,
    mut take: impl FnMut(&ParticipantRecord) -> Result<(), Failure>,
) -> Result<u64, Failure> {
    let people = people(asker)?;
    let mut progress = progress_of(LongWork::Checking);
    let all = u64::try_from(people.len()).unwrap_or(u64::MAX);
    let mut requests = people.into_iter().map(Request::Record).peekable();
    if let Some(first) = requests.peek() {
        asker.send(first);
    }
    let mut done = 0;
    while let Some(request) = requests.next() {
        let record = match asker.wait(&request)? {
            Reply::Record { record, .. } => record,
            other => return Err(unexpected_reply(&other)),
        };
        if let Some(next) = requests.peek() {
            asker.send(next);
        }
        if let Some(record) = record {
            take(&record)?;
        }
        done += 1;
        if all > FEW {
            progress(done, all);
        }
    }
    Ok(all)
}

/// Returns all participants, by id.
///
/// # Errors
/// When the server is not reached.
fn people(asker: &CommandClient) -> Result<Vec<ParticipantId>, Failure> {
    let mut people = Vec::new();
    loop {
        let part = Request::Find {
            query: String::new(),
            filter: Filter::All,
            sort: Sort::default(),
            from: people.len(),
            count: PART,
        };
        let found = match asker.ask(&part)? {
            Reply::Found(found) => found,
            other => return Err(unexpected_reply(&other)),
        };
        let before = people.len();
        people.extend(found.rows.into_iter().map(|row| row.participant.id));
        if people.len() == before || people.len() >= found.all {
            people.sort();
            people.dedup();
            return Ok(people);
        }
    }
}
