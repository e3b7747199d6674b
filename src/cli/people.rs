//! The participants of a study, asked for part by part.

use super::connect::{CommandClient, unexpected_reply};
use super::failure::Failure;
use crate::domain::base::ids::ParticipantId;
use crate::domain::views::find::filter::Filter;
use crate::domain::views::find::order::Sort;
use crate::protocol::messages::{Reply, Request};

/// Participants that are asked for at a time.
const PART: usize = 500;

/// Returns all participants, by id.
///
/// # Errors
/// When the server is not reached.
pub(super) fn people(asker: &CommandClient) -> Result<Vec<ParticipantId>, Failure> {
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
