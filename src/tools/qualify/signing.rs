//! The order of steps, signatures and locks.

use super::scratch::{RIGHT, Scratch, answered, global};
use super::{Check, Seen, require};
use crate::domain::base::ids::{ParticipantId, VisitId};
use crate::domain::forms::phga;
use crate::domain::record::event::Event;
use crate::domain::record::lock::Scope;
use crate::domain::record::signature::is_signed;
use crate::domain::record::user::Role;
use crate::protocol::messages::{Append, Reply};
use crate::text::{DEFAULT, English, Language as _};

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "CS-30",
        points: &[12],
        what: "A visit does not begin before eligibility is settled",
        run: before_eligibility,
    },
    Check {
        id: "CS-31",
        points: &[12],
        what: "A form with an empty required field is not marked as complete, nor its visit signed",
        run: incomplete,
    },
    Check {
        id: "CS-32",
        points: &[15, 16],
        what: "A wrong passphrase signs nothing, and the try is recorded",
        run: wrong_passphrase,
    },
    Check {
        id: "CS-33",
        points: &[13, 15],
        what: "A signature has printed name, time and meaning",
        run: signed,
    },
    Check {
        id: "CS-34",
        points: &[14],
        what: "A change after the signature makes it void, and the visit can be signed again",
        run: void,
    },
    Check {
        id: "CS-35",
        points: &[14],
        what: "Other content than the signer saw is not signed",
        run: other_content,
    },
    Check {
        id: "CS-36",
        points: &[17],
        what: "Only an investigator signs",
        run: assessor,
    },
    Check {
        id: "CS-37",
        points: &[26],
        what: "A lock on form, visit, participant or study refuses answers under it",
        run: locked,
    },
    Check {
        id: "CS-38",
        points: &[26],
        what: "Unlocking needs a role and a reason, and is recorded",
        run: unlocked,
    },
    Check {
        id: "CS-39",
        points: &[14],
        what: "Each answer of a signed visit is a part of what is signed",
        run: each_answer,
    },
];

fn before_eligibility() -> Seen {
    let scratch = Scratch::with_people()?;
    let site = scratch.connect("site")?;
    let mut enrolled = site
        .trail()?
        .into_iter()
        .filter_map(|entry| entry.draft.event.enrolled().cloned());
    let mut participant = enrolled.next().ok_or("nobody is enrolled")?;
    participant.id = "01-001".into();
    let date = participant.enrolled_on;
    let id = participant.id.clone();
    site.save(vec![Event::Enrolled { participant }])?;
    let said = site.refused(vec![Event::SessionBegun {
        participant: id,
        visit: scratch.study.protocol.baseline.clone(),
        date,
    }])?;
    require(said.contains("cannot begin yet"), said)
}

/// Takes a complete visit's value away; returns the visit.
fn opened(scratch: &Scratch) -> Result<(ParticipantId, VisitId), String> {
    let (who, visit) = scratch.complete_visit()?;
    let site = scratch.connect("site")?;
    site.record(&who)?;
    site.save(vec![Event::Cleared {
        place: global(&who, &visit),
        origin: crate::domain::record::event::Origin::Typed,
    }])?;
    Ok((who, visit))
}

fn incomplete() -> Seen {
    let scratch = Scratch::with_people()?;
    let (who, visit) = opened(&scratch)?;
    let site = scratch.connect("site")?;
    site.set_passphrase()?;
    let said = site.refused(vec![Event::Completed {
        participant: who.clone(),
        visit: visit.clone(),
        form: phga::ID.into(),
        kept: None,
    }])?;
    let unsigned = refusal(site.sign(&who, &visit, RIGHT)?)?;
    require(
        said.contains("required fields are empty") && unsigned.contains("is not complete"),
        format!("{said} {unsigned}"),
    )
}

fn refusal(reply: Reply) -> Result<String, String> {
    match reply {
        Reply::Refused { refusal, .. } => Ok(English.refusal(&refusal)),
        Reply::Appended { .. } => Err("it was signed".to_owned()),
        other => Err(format!("answered with {other:?}")),
    }
}

fn wrong_passphrase() -> Seen {
    let scratch = Scratch::with_people()?;
    let (who, visit) = scratch.complete_visit()?;
    let site = scratch.connect("site")?;
    site.set_passphrase()?;
    let said = refusal(site.sign(&who, &visit, "a long walk by the sea")?)?;
    let trail = site.trail()?;
    let tried = Event::PassphraseWrong {
        user: "site".to_owned(),
    };
    let recorded = trail.iter().any(|entry| entry.draft.event == tried);
    let signed = trail
        .iter()
        .any(|entry| matches!(entry.draft.event, Event::Signed { .. }));
    require(
        recorded && !signed && said.starts_with("Not signed"),
        format!("{said} The try is an entry."),
    )
}

fn signed() -> Seen {
    let scratch = Scratch::with_people()?;
    let (who, visit) = scratch.complete_visit()?;
    let site = scratch.connect("site")?;
    site.set_passphrase()?;
    let reply = site.sign(&who, &visit, RIGHT)?;
    if !matches!(reply, Reply::Appended { .. }) {
        return Err(format!("answered with {reply:?}"));
    }
    let record = site.record(&who)?;
    let session = record
        .session(visit.as_str())
        .ok_or("there is no session")?;
    let signature = session.signatures.last().ok_or("there is no signature")?;
    require(
        is_signed(&who, session) && !signature.name.is_empty() && signature.role == "investigator",
        format!(
            "{} by {}, {}, {}",
            DEFAULT.signed_as(signature.meaning),
            signature.name,
            signature.role,
            signature.at.to_rfc3339()
        ),
    )
}

fn void() -> Seen {
    let scratch = Scratch::with_people()?;
    let (who, visit) = scratch.complete_visit()?;
    let site = scratch.connect("site")?;
    site.set_passphrase()?;
    let stands = || -> Result<bool, String> {
        let record = site.record(&who)?;
        let session = record.session(visit.as_str());
        Ok(session.is_some_and(|session| is_signed(&who, session)))
    };
    site.sign(&who, &visit, RIGHT)?;
    let first = stands()?;
    let said = site.refused(vec![answered(&global(&who, &visit), 12)])?;
    site.stored(Append {
        reason: Some("misread".to_owned()),
        events: vec![answered(&global(&who, &visit), 12)],
        ..Append::default()
    })?;
    let after = stands()?;
    let open = refusal(site.sign(&who, &visit, RIGHT)?)?;
    let asked = site.settle(&scratch.study, &who, &visit)?;
    site.sign(&who, &visit, RIGHT)?;
    let again = stands()?;
    require(
        (first, after, again) == (true, false, true)
            && said.contains("reason")
            && asked > 0
            && open.contains("of the checks"),
        format!(
            "stands: {first}; after a change: {after}, with {asked} questions of the checks to answer; signed again: {again}"
        ),
    )
}

fn each_answer() -> Seen {
    let scratch = Scratch::with_people()?;
    let (who, visit) = scratch.complete_visit()?;
    let site = scratch.connect("site")?;
    site.set_passphrase()?;
    site.sign(&who, &visit, RIGHT)?;
    let record = site.record(&who)?;
    let session = record
        .session(visit.as_str())
        .ok_or("there is no session")?;
    require(is_signed(&who, session), "it is signed")?;
    let mut count = 0;
    for (form, cells) in &session.forms {
        for (field, _) in cells.iter().filter(|(_, cell)| cell.answer.is_some()) {
            let mut changed = session.clone();
            changed.cell_mut(form, field).answer = None;
            if is_signed(&who, &changed) {
                return Err(format!("{form} {field} is not signed"));
            }
            count += 1;
        }
    }
    Ok(format!(
        "the signature is void without any of {count} answers"
    ))
}

fn other_content() -> Seen {
    let scratch = Scratch::with_people()?;
    let (who, visit) = scratch.complete_visit()?;
    let site = scratch.connect("site")?;
    site.set_passphrase()?;
    let said = refusal(site.sign_content(&who, &visit, "0".repeat(64), RIGHT)?)?;
    require(said.contains("changed since you looked"), said)
}

fn assessor() -> Seen {
    let scratch = Scratch::with_people()?;
    let (who, visit) = scratch.complete_visit()?;
    let anna = scratch.user("anna", Role::Assessor)?;
    anna.set_passphrase()?;
    let said = refusal(anna.sign(&who, &visit, RIGHT)?)?;
    require(said.contains("only an investigator signs"), said)
}

fn locked() -> Seen {
    let scratch = Scratch::with_people()?;
    let (who, visit) = scratch.complete_visit()?;
    let place = global(&who, &visit);
    let site = scratch.connect("site")?;
    let mut seen = Vec::new();
    for scope in [
        Scope::of(&place),
        Scope::visit(&who, &visit),
        Scope::participant(&who),
        Scope::study(),
    ] {
        let reason = "cleaned".to_owned();
        site.save(vec![Event::Locked {
            scope: scope.clone(),
            reason: reason.clone(),
        }])?;
        site.record(&who)?;
        let said = site.refused(vec![answered(&place, 12)])?;
        if !said.contains("was locked by") {
            return Err(said);
        }
        seen.push(DEFAULT.part(scope.part()));
        site.save(vec![Event::Unlocked { scope, reason }])?;
    }
    site.record(&who)?;
    site.save(vec![answered(&place, 12)])?;
    Ok(format!("refused under each of: {}", seen.join(", ")))
}

fn unlocked() -> Seen {
    let scratch = Scratch::with_people()?;
    let (who, _) = scratch.complete_visit()?;
    let scope = Scope::participant(&who);
    let site = scratch.connect("site")?;
    let locked = |reason: &str| Event::Locked {
        scope: scope.clone(),
        reason: reason.to_owned(),
    };
    let unlocked = |reason: &str| Event::Unlocked {
        scope: scope.clone(),
        reason: reason.to_owned(),
    };
    site.save(vec![locked("cleaned")])?;
    let why = site.refused(vec![unlocked(" ")])?;
    let anna = scratch.user("anna", Role::Assessor)?;
    let role = anna.refused(vec![unlocked("a query")])?;
    site.save(vec![unlocked("a query")])?;
    let recorded = site
        .trail()?
        .iter()
        .any(|entry| entry.draft.event == unlocked("a query"));
    require(
        why.contains("say why") && role.contains("does not allow") && recorded,
        format!("{why} {role} The unlocking is an entry with its reason."),
    )
}
