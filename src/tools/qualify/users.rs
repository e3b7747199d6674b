//! Users, their roles, and what is recorded of their coming and going.

use super::scratch::{Scratch, answered, global};
use super::{Check, Seen, require};
use crate::domain::forms::phga;
use crate::domain::record::event::Event;
use crate::domain::record::role_history::RoleHistory;
use crate::domain::record::user::Role;
use crate::domain::study::shipped::embedded_study;
use crate::domain::views::audit::HIDDEN;
use crate::protocol::messages::{Passphrase, Reply, Request, Verdict};
use crate::text::DEFAULT;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "CS-40",
        points: &[1, 17],
        what: "An account that is not on the list of users is not let in",
        run: unknown,
    },
    Check {
        id: "CS-41",
        points: &[17],
        what: "A monitor reads and writes no answer",
        run: monitor,
    },
    Check {
        id: "CS-42",
        points: &[16, 17],
        what: "Who is disabled is not let in and reads no more where they sit",
        run: disabled,
    },
    Check {
        id: "CS-43",
        points: &[16],
        what: "Wrong passphrases in a row bring on a pause, and the words are stored nowhere",
        run: tries,
    },
    Check {
        id: "CS-44",
        points: &[27],
        what: "A login, a logout and a copy of the record are entries",
        run: logins,
    },
    Check {
        id: "CS-45",
        points: &[17],
        what: "Who had which role from when to when is told from the record",
        run: role_history,
    },
    Check {
        id: "CS-46",
        points: &[8],
        what: "The audit trail does not show a role what the study hides from it",
        run: hidden,
    },
];

fn unknown() -> Seen {
    let scratch = Scratch::new()?;
    match scratch.connect("stranger") {
        Err(said) => require(said.contains("not on the list of users"), said),
        Ok(_) => Err("a stranger was let in".to_owned()),
    }
}

fn monitor() -> Seen {
    let scratch = Scratch::with_people()?;
    let (who, visit) = scratch.complete_visit()?;
    let mona = scratch.user("mona", Role::Monitor)?;
    let read = mona.record(&who)?.sessions.len();
    let said = mona.refused(vec![answered(&global(&who, &visit), 12)])?;
    require(
        read > 0 && mona.roles == [Role::Monitor] && said.contains("reads only"),
        format!("{read} visits read; {said}"),
    )
}

fn disabled() -> Seen {
    let scratch = Scratch::new()?;
    let anna = scratch.user("anna", Role::Assessor)?;
    let site = scratch.connect("site")?;
    site.save(vec![Event::UserDisabled {
        user: "anna".to_owned(),
    }])?;
    let there = anna.ask(Request::Users)?;
    // One after the other is answered: an answer to what anna asked would be there before this one.
    site.ask(Request::Users)?;
    match (there, scratch.connect("anna").err()) {
        (Reply::Lost(said), Some(refused)) if anna.hears_nothing() => {
            Ok(format!("{} {refused}", DEFAULT.unreached(&said)))
        }
        other => Err(format!("answered with {:?}", other.0)),
    }
}

fn tries() -> Seen {
    let scratch = Scratch::new()?;
    let site = scratch.connect("site")?;
    site.set_passphrase()?;
    let tries = scratch.study.protocol.terminal.passphrase_tries;
    let mut last = String::new();
    for _ in 0..=tries {
        let given = Passphrase("not the right words".to_owned());
        match site.ask(Request::Unlock(given))? {
            Reply::Passphrase(Verdict::Wrong(said)) => last = DEFAULT.refusal(&said),
            other => return Err(format!("answered with {other:?}")),
        }
    }
    let journal = String::from_utf8_lossy(&super::scratch::read(&scratch.journal())?).into_owned();
    let tried = journal.matches("passphrase-wrong").count();
    let nowhere = !journal.contains("right words") && !journal.contains(super::scratch::RIGHT);
    // The one after the last that is allowed is not even looked at.
    require(
        usize::try_from(tries) == Ok(tried) && last.contains("minutes") && nowhere,
        format!("{tried} tries recorded, then: {last}"),
    )
}

fn logins() -> Seen {
    let scratch = Scratch::new()?;
    let anna = scratch.user("anna", Role::Monitor)?;
    anna.save(vec![Event::Copied {
        what: "audit".to_owned(),
        participant: None,
    }])?;
    drop(anna);
    let user = || "anna".to_owned();
    let trail = scratch.connect("site")?.trail()?;
    let found = |event: &Event| trail.iter().any(|entry| entry.draft.event == *event);
    let copied = trail
        .iter()
        .find(|entry| matches!(entry.draft.event, Event::Copied { .. }));
    require(
        found(&Event::LoggedIn {
            user: user(),
            command: None,
        }) && found(&Event::LoggedOut { user: user() })
            && copied.is_some_and(|entry| entry.draft.by.user == "anna"),
        format!("{} entries: came in, made a copy, went out", trail.len()),
    )
}

fn role_history() -> Seen {
    let scratch = Scratch::new()?;
    scratch.user("anna", Role::Assessor)?;
    let site = scratch.connect("site")?;
    site.save(vec![Event::UserRoles {
        user: "anna".to_owned(),
        roles: vec![Role::Investigator],
    }])?;
    let mut role_history = RoleHistory::default();
    for entry in site.trail()? {
        role_history.apply(&entry);
    }
    let told: Vec<String> = role_history
        .by_user()
        .into_iter()
        .filter(|period| period.user == "anna")
        .map(|period| {
            let roles: Vec<&str> = period.roles.iter().map(|role| role.key()).collect();
            let end = if period.to.is_some() {
                "ended"
            } else {
                "goes on"
            };
            format!("{} {end}", roles.join(" and "))
        })
        .collect();
    require(
        told == ["assessor ended", "investigator goes on"],
        told.join(", "),
    )
}

fn hidden() -> Seen {
    let mut study = embedded_study().map_err(|error| error.to_string())?;
    let forms = vec![phga::ID.into()];
    study.protocol.audit_hidden = [(Role::Monitor, forms)].into();
    let scratch = Scratch::of(study, 14)?;
    let (who, visit) = scratch.complete_visit()?;
    let site = scratch.connect("site")?;
    site.record(&who)?;
    site.save(vec![answered(&global(&who, &visit), 12)])?;
    let mona = scratch.user("mona", Role::Monitor)?;
    let seen_by = |entries: Vec<crate::domain::record::entry::Entry>| {
        let last = entries.into_iter().next_back();
        last.map(|entry| format!("{:?}", entry.draft.event))
            .unwrap_or_default()
    };
    let place = global(&who, &visit);
    let (whole, less) = (
        seen_by(site.history(&place)?),
        seen_by(mona.history(&place)?),
    );
    let in_trail = mona.trail()?.iter().any(|entry| {
        entry.draft.event.fields().contains(&place) && !format!("{entry:?}").contains(HIDDEN)
    });
    require(
        whole.contains("1.2") && less.contains(HIDDEN) && !less.contains("1.2") && !in_trail,
        "an investigator sees 1.2 in the field's history, a monitor that there is a value"
            .to_owned(),
    )
}
