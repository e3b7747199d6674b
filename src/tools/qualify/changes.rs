//! Changes of what is complete, and of what another has changed meanwhile.

use super::scratch::{Scratch, ScratchClient, answered, global};
use super::{Check, Seen, require};
use crate::domain::record::event::{Event, FieldPath, Origin};
use crate::domain::record::user::Role;
use crate::protocol::messages::{Append, Reply};

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "CS-20",
        points: &[4],
        what: "A change of a completed form without a reason is refused",
        run: unreasoned,
    },
    Check {
        id: "CS-21",
        points: &[4],
        what: "A clearing in a completed form without a reason is refused",
        run: unreasoned_clearing,
    },
    Check {
        id: "CS-22",
        points: &[4],
        what: "The reason of a change is stored and is still there after a restart",
        run: persists,
    },
    Check {
        id: "CS-23",
        points: &[3],
        what: "What another terminal changed is not overwritten unseen",
        run: conflict,
    },
    Check {
        id: "CS-24",
        points: &[4],
        what: "A change in a form that was left and is not complete needs a reason",
        run: after_leaving,
    },
];

/// Marks the physician's global assessment of a complete visit as completed; returns its field.
fn completed(scratch: &Scratch, client: &ScratchClient<'_>) -> Result<FieldPath, String> {
    let (who, visit) = scratch.complete_visit()?;
    let place = global(&who, &visit);
    client.save(vec![Event::Completed {
        participant: who.clone(),
        visit,
        form: place.form.clone(),
        kept: None,
    }])?;
    client.record(&who)?;
    Ok(place)
}

fn unreasoned() -> Seen {
    let scratch = Scratch::with_people()?;
    let site = scratch.connect("site")?;
    let place = completed(&scratch, &site)?;
    let said = site.refused(vec![answered(&place, 12)])?;
    require(said.contains("needs a reason"), said)
}

fn after_leaving() -> Seen {
    let scratch = Scratch::with_people()?;
    let site = scratch.connect("site")?;
    let (who, visit) = scratch.complete_visit()?;
    let place = global(&who, &visit);
    site.record(&who)?;
    let origin = Origin::Typed;
    let cleared = Event::Cleared {
        place: place.clone(),
        origin,
    };
    let append = |events| Append {
        reason: Some("misread".to_owned()),
        events,
        ..Append::default()
    };
    site.stored(append(vec![cleared]))?;
    // The first answer of a blank field needs none.
    site.stored(Append {
        events: vec![answered(&place, 12)],
        ..Append::default()
    })?;
    site.save(vec![Event::FormLeft {
        participant: who.clone(),
        visit,
        form: place.form.clone(),
    }])?;
    site.record(&who)?;
    let said = site.refused(vec![answered(&place, 13)])?;
    site.stored(append(vec![answered(&place, 13)]))?;
    require(said.contains("reason"), said)
}

fn unreasoned_clearing() -> Seen {
    let scratch = Scratch::with_people()?;
    let site = scratch.connect("site")?;
    let place = completed(&scratch, &site)?;
    let origin = Origin::Typed;
    let said = site.refused(vec![Event::Cleared { place, origin }])?;
    require(said.contains("needs a reason"), said)
}

fn persists() -> Seen {
    const REASON: &str = "misread from the sheet";
    let mut scratch = Scratch::with_people()?;
    let place = {
        let site = scratch.connect("site")?;
        let place = completed(&scratch, &site)?;
        site.stored(Append {
            reason: Some(REASON.to_owned()),
            events: vec![answered(&place, 12)],
            ..Append::default()
        })?;
        place
    };
    scratch.restart()?;
    let history = scratch.connect("site")?.history(&place)?;
    let last = history.last().ok_or("the history of the field is empty")?;
    require(
        last.draft.reason.as_deref() == Some(REASON),
        format!("entry #{}, reason {:?}", last.seq, last.draft.reason),
    )
}

fn conflict() -> Seen {
    let scratch = Scratch::with_people()?;
    let (who, visit) = scratch.complete_visit()?;
    let place = global(&who, &visit);
    let other = scratch.user("anna", Role::Assessor)?;
    let site = scratch.connect("site")?;
    other.record(&who)?;
    site.record(&who)?;
    site.save(vec![answered(&place, 12)])?;
    let reply = other.append(Append {
        events: vec![answered(&place, 13)],
        ..Append::default()
    })?;
    match reply {
        Reply::Conflict { standing, .. } => require(
            standing.len() == 1,
            "the second terminal is shown the value of the first, and nothing of it is stored",
        ),
        other => Err(format!("answered with {other:?}")),
    }
}
