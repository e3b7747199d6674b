//! What a user does not see, and what is an entry although nothing was stored.

use super::scratch::{Scratch, answered, global, has_refusal};
use super::{Check, Seen, require};
use crate::domain::forms::ptga;
use crate::domain::record::user::Role;
use crate::domain::views::audit::HIDDEN;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "CS-47",
        points: &[8],
        what: "Earlier scores that the study hides are sent to nobody who rates the next visit",
        run: earlier_scores,
    },
    Check {
        id: "CS-48",
        points: &[27],
        what: "Starts and stops of the server, and refused logins and actions, are entries",
        run: events,
    },
];

fn earlier_scores() -> Seen {
    let scratch = Scratch::with_people()?;
    let anna = scratch.user("anna", Role::Assessor)?;
    let mona = scratch.user("mona", Role::Monitor)?;
    let trail = anna.trail()?;
    let (mut hidden, mut people) = (0, 0);
    for who in scratch.people() {
        let (rates, reads) = (anna.record(&who)?, mona.record(&who)?);
        let mut of_them = 0;
        for session in reads.visits() {
            let seen = |field: &str| {
                let session = rates.session(session.visit.as_str());
                session.and_then(|session| session.answer(ptga::ID, field))
            };
            let Some(cells) = session.forms.get(ptga::ID) else {
                continue;
            };
            let fields = cells.iter().filter(|(_, cell)| cell.answer.is_some());
            let left_out = fields
                .clone()
                .filter(|(field, _)| seen(field.as_str()).is_none())
                .count();
            if left_out > 0 && left_out < fields.count() {
                return Err(format!("a part of {} of {who} is shown", session.visit));
            }
            let entries = trail.iter().filter(|entry| {
                let mut fields = entry.draft.event.fields().into_iter();
                fields.any(|place| {
                    place.participant == who
                        && place.visit == session.visit
                        && place.form.as_str() == ptga::ID
                })
            });
            for entry in entries.filter(|_| left_out > 0) {
                if !format!("{:?}", entry.draft.event).contains(HIDDEN) {
                    return Err(format!("entry #{} shows an earlier score", entry.seq));
                }
            }
            of_them += left_out;
        }
        hidden += of_them;
        people += usize::from(of_them > 0);
    }
    require(
        hidden > 0,
        format!(
            "{hidden} answers of {people} participants are left out of records and of the trail"
        ),
    )
}

fn events() -> Seen {
    let mut scratch = Scratch::with_people()?;
    {
        let (who, visit) = scratch.complete_visit()?;
        let mona = scratch.user("mona", Role::Monitor)?;
        mona.refused(vec![answered(&global(&who, &visit), 12)])?;
        if scratch.connect("stranger").is_ok() {
            return Err("a stranger was let in".to_owned());
        }
    }
    scratch.restart()?;
    let trail = scratch.connect("site")?.trail()?;
    let count = |kind: &str| {
        let of_kind = trail
            .iter()
            .filter(|entry| entry.draft.event.kind() == kind);
        of_kind.count()
    };
    require(
        count("server-started") == 2
            && count("server-stopped") == 1
            && has_refusal(&trail, "mona")
            && has_refusal(&trail, "stranger"),
        format!(
            "{} entries: two starts, a stop, and two refusals",
            trail.len()
        ),
    )
}
