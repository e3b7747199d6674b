//! `coreset user history`: which roles each user had from when to when, as the record says.

use super::{columns, plain};
use crate::cli::connect::{CommandClient, unexpected_reply};
use crate::cli::failure::{Failure, say};
use crate::cli::output::say_value;
use crate::cli::study_option::StudyOption;
use crate::domain::record::role_history::{RoleHistory, RolePeriod};
use crate::domain::views::audit::time;
use crate::protocol::messages::{Reply, Request};
use crate::text::{DEFAULT, Language};
use serde_json::json;

/// Prints the history of the list of users.
pub(super) fn run(option: &StudyOption, json: bool) -> Result<(), Failure> {
    let asker = CommandClient::existing(option)?;
    let mut history = RoleHistory::default();
    let mut after = Some(0);
    while let Some(from) = after {
        let part = Request::Trail {
            participant: None,
            after: from,
        };
        match asker.ask(&part)? {
            Reply::Trail { entries, next } => {
                entries.iter().for_each(|entry| history.apply(entry));
                after = next;
            }
            other => return Err(unexpected_reply(&other)),
        }
    }
    let periods = history.by_user();
    match json {
        true => say_value(&periods.iter().map(as_json).collect::<Vec<_>>()),
        false => say(table(&periods, DEFAULT).as_bytes()),
    }
}

fn as_json(period: &RolePeriod) -> serde_json::Value {
    json!({
        "user": period.user,
        "name": period.name,
        "roles": period.roles,
        "from": period.from.to_rfc3339(),
        "given_by": period.given_by,
        "to": period.to.map(|to| to.to_rfc3339()),
        "ended_by": period.ended_by,
        "entry": period.seq,
    })
}

fn table(periods: &[RolePeriod], language: &dyn Language) -> String {
    let head = language.role_history_headings();
    let mut rows = vec![head.map(str::to_owned)];
    for period in periods {
        rows.push([
            plain(&period.user),
            plain(&period.name),
            language.roles(&period.roles),
            time(period.from),
            plain(&period.given_by),
            period
                .to
                .map_or_else(|| language.until_now().to_owned(), time),
            plain(period.ended_by.as_deref().unwrap_or_default()),
        ]);
    }
    columns(&rows)
}
