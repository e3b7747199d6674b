//! What the owner of a study does not believe: who a client says it is, when it says something was, and a visit whose first
//! values are in no entry.

use super::scratch::{Scratch, answered, global, has_refusal};
use super::{Check, Seen, require};
use crate::domain::record::event::FieldPath;
use crate::domain::record::user::Role;
use crate::protocol::messages::{Append, Reply, Request};
use crate::text::{English, Language as _};
use chrono::{Duration, Local};
use std::collections::BTreeSet;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "CS-09",
        points: &[1],
        what: "A request in the name of another client is refused, and the refusal is an entry",
        run: foreign,
    },
    Check {
        id: "CS-10",
        points: &[2],
        what: "A time of observation that is still to come, or long ago without a reason, is refused",
        run: times,
    },
    Check {
        id: "CS-11",
        points: &[6],
        what: "Every answer of a complete visit has an entry in which it was first stored",
        run: first_values,
    },
];

fn foreign() -> Seen {
    let mut scratch = Scratch::with_people()?;
    let said = {
        let (who, visit) = scratch.complete_visit()?;
        let anna = scratch.user("anna", Role::Assessor)?;
        let request = Request::Append(Append {
            request: "site-1-1".to_owned(),
            events: vec![answered(&global(&who, &visit), 12)],
            ..Append::default()
        });
        match anna.ask(request)? {
            Reply::Refused { refusal, .. } => English.refusal(&refusal),
            other => return Err(format!("answered with {other:?}")),
        }
    };
    // The sum of the last minute is recorded when the server stops.
    scratch.restart()?;
    let trail = scratch.connect("site")?.trail()?;
    let stored = trail.iter().any(|entry| {
        entry.request == "site-1-1"
            || entry.draft.by.user == "anna" && entry.draft.event.kind() == "answered"
    });
    require(has_refusal(&trail, "anna") && !stored, said)
}

fn times() -> Seen {
    let scratch = Scratch::with_people()?;
    let (who, visit) = scratch.complete_visit()?;
    let site = scratch.connect("site")?;
    site.record(&who)?;
    let mut said = Vec::new();
    for hours in [2, -30] {
        let append = Append {
            observed_at: Some(Local::now().fixed_offset() + Duration::hours(hours)),
            reason: Some("misread".to_owned()),
            events: vec![answered(&global(&who, &visit), 12)],
            ..Append::default()
        };
        match site.append(append)? {
            Reply::Refused { refusal, .. } => said.push(English.refusal(&refusal)),
            other => return Err(format!("answered with {other:?}")),
        }
    }
    let said = said.join(" ");
    require(
        said.contains("after now") && said.contains("needs a reason"),
        said,
    )
}

fn first_values() -> Seen {
    let scratch = Scratch::with_people()?;
    let (who, visit) = scratch.complete_visit()?;
    let site = scratch.connect("site")?;
    let record = site.record(&who)?;
    let session = record
        .session(visit.as_str())
        .ok_or("there is no session")?;
    let mut stored = BTreeSet::new();
    for entry in site.trail()? {
        stored.extend(entry.draft.event.fields());
    }
    let mut count = 0;
    for (form, cells) in &session.forms {
        for (field, cell) in cells {
            let place = FieldPath {
                participant: who.clone(),
                visit: visit.clone(),
                form: form.clone(),
                field: field.clone(),
            };
            if cell.answer.is_some() && !stored.contains(&place) {
                return Err(format!("no entry holds {form} {field}"));
            }
            count += usize::from(cell.answer.is_some());
        }
    }
    require(count > 100, format!("{count} answers of {who}, {visit}"))
}
