//! Entries: who, when, what, and that nothing is lost or made up.

use super::scratch::{Scratch, answered, global, kept, read};
use super::{Check, Seen, require};
use crate::domain::base::answer::{Answer, Value};
use crate::domain::forms::engine::progress::{self, Setting};
use crate::domain::forms::{eligibility, phga};
use crate::domain::record::event::{Event, FieldPath, Origin};
use crate::domain::record::participant::{Diagnosis, Participant, Sex};
use crate::domain::record::rows;
use crate::protocol::messages::Append;
use chrono::{Duration, Local};
use rust_decimal::Decimal;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "CS-01",
        points: &[1],
        what: "An enrolment is an entry with the user, printed name, role, place and time with offset",
        run: attributed,
    },
    Check {
        id: "CS-02",
        points: &[6],
        what: "The first value of a field is audited",
        run: first_value,
    },
    Check {
        id: "CS-03",
        points: &[3],
        what: "A change and a clearing leave the value before readable",
        run: old_value,
    },
    Check {
        id: "CS-04",
        points: &[11],
        what: "A missing value is stored with its reason and is no number; a blank is neither",
        run: missing,
    },
    Check {
        id: "CS-05",
        points: &[5],
        what: "A question that a check asked is stored with value, rule, version, outcome and reason",
        run: prompted,
    },
    Check {
        id: "CS-06",
        points: &[2, 22],
        what: "Observed and stored time stand apart, and a late entry has its reason",
        run: late,
    },
    Check {
        id: "CS-07",
        points: &[10],
        what: "An answer is acknowledged only when it is in the journal",
        run: acknowledged,
    },
    Check {
        id: "CS-08",
        points: &[9],
        what: "How a value came into its field is stored with it",
        run: origin,
    },
];

/// Returns somebody who can be enrolled.
pub(super) fn participant() -> Participant {
    Participant {
        id: "01-001".into(),
        initials: "AB".to_owned(),
        birth_year: 1970,
        sex: Sex::Female,
        diagnosis: Diagnosis::Dermatomyositis,
        weight_kg: Decimal::new(625, 1),
        enrolled_on: Local::now().date_naive(),
    }
}

/// Returns that they are enrolled.
pub(super) fn enrolled() -> Event {
    Event::Enrolled {
        participant: participant(),
    }
}

fn attributed() -> Seen {
    let scratch = Scratch::new()?;
    let entries = scratch.connect("site")?.save(vec![enrolled()])?;
    let entry = entries.first().ok_or("no entry came back")?;
    let by = &entry.draft.by;
    let stored = entry.recorded_at.to_rfc3339();
    let whole = by.user == "site"
        && !by.name.is_empty()
        && by.role == "assessor"
        && by.from == "192.0.2.7"
        && (stored.contains('+') || stored.contains("-0") || stored.ends_with('Z'));
    let seen = format!(
        "{} ({}), {}, from {}, {stored}",
        by.name, by.user, by.role, by.from
    );
    require(whole, seen)
}

/// Returns the events of a participant whom an investigator lets in by an exception.
fn admitted() -> Vec<Event> {
    let set = |field: &str, answer: Answer| Event::Answered {
        place: FieldPath {
            participant: "01-001".into(),
            visit: rows::SESSION.into(),
            form: eligibility::ID.into(),
            field: field.into(),
        },
        answer,
        origin: Origin::Typed,
    };
    let today = Local::now().date_naive();
    vec![
        enrolled(),
        set("consent", Answer::code("y")),
        set(
            "consent-date",
            Answer::Value {
                value: Value::Date(today),
                unit: None,
            },
        ),
        set("exception", Answer::code("y")),
        set(
            "exception-reason",
            Answer::text("a check of the installation"),
        ),
    ]
}

fn first_value() -> Seen {
    let scratch = Scratch::new()?;
    let site = scratch.connect("site")?;
    let place = global(&"01-001".into(), &"baseline".into());
    site.save(admitted())?;
    let stored = site.save(vec![answered(&place, 47)])?;
    let history = site.history(&place)?;
    let first = history.first().ok_or("the history of the field is empty")?;
    require(
        history == stored,
        format!("entry #{} holds the first value, 4.7", first.seq),
    )
}

fn old_value() -> Seen {
    let scratch = Scratch::new()?;
    let site = scratch.connect("site")?;
    let place = global(&"01-001".into(), &"baseline".into());
    let cleared = Event::Cleared {
        place: place.clone(),
        origin: Origin::Typed,
    };
    let wanted = vec![answered(&place, 47), answered(&place, 52), cleared];
    site.save(admitted())?;
    for event in &wanted {
        site.record(&place.participant)?;
        site.save(vec![event.clone()])?;
    }
    let history = site.history(&place)?;
    let events: Vec<Event> = history.into_iter().map(|entry| entry.draft.event).collect();
    require(
        events == wanted,
        format!("{} entries: 4.7, then 5.2, then cleared", events.len()),
    )
}

fn missing() -> Seen {
    let scratch = Scratch::new()?;
    let site = scratch.connect("site")?;
    let place = global(&"01-001".into(), &"baseline".into());
    site.save(admitted())?;
    site.save(vec![Event::Answered {
        place: place.clone(),
        answer: Answer::missing("not-done"),
        origin: Origin::Typed,
    }])?;
    let record = site.record(&place.participant)?;
    let form = scratch
        .study
        .form(phga::ID)
        .ok_or("there is no form phga")?;
    let session = record.session("baseline").ok_or("there is no session")?;
    let cells = session.forms.get(phga::ID).ok_or("there are no cells")?;
    let progress = progress::progress(
        scratch.study.scoring(),
        form,
        Setting::of_nobody(true),
        cells,
    );
    let stored = session.answer(phga::ID, "vas");
    let no_number = stored.is_some_and(|answer| {
        answer.missing_reason() == Some("not-done") && answer.as_number().is_none()
    });
    require(
        no_number
            && (progress.missing, progress.answered) == (1, 0)
            && progress.empty_required == 1,
        "stored as missing, not-done; of the form 1 is missing with a reason, 1 is blank"
            .to_owned(),
    )
}

fn prompted() -> Seen {
    let scratch = Scratch::new()?;
    let site = scratch.connect("site")?;
    let place = global(&"01-001".into(), &"baseline".into());
    let prompt = kept(&place, "jump");
    site.save(admitted())?;
    site.save(vec![answered(&place, 99), prompt.clone()])?;
    let history = site.history(&place)?;
    let stored = history.iter().any(|entry| entry.draft.event == prompt);
    let record = site.record(&place.participant)?;
    let session = record.session("baseline").ok_or("there is no session")?;
    let cell = session
        .forms
        .get(phga::ID)
        .and_then(|cells| cells.get("vas"));
    let kept = cell.map(|cell| cell.kept.clone()).unwrap_or_default();
    require(
        stored && kept == [("jump".to_owned(), "clinical".to_owned())],
        format!("kept: {kept:?}, and the question in the history of the field"),
    )
}

fn late() -> Seen {
    let scratch = Scratch::new()?;
    let site = scratch.connect("site")?;
    let place = global(&"01-001".into(), &"baseline".into());
    site.save(admitted())?;
    // No visit begins before the consent, which is of today.
    site.save(vec![Event::SessionBegun {
        participant: place.participant.clone(),
        visit: place.visit.clone(),
        date: Local::now().date_naive(),
    }])?;
    let observed = Local::now().fixed_offset() - Duration::hours(30);
    let entries = site.stored(Append {
        observed_at: Some(observed),
        late: Some("the system was down; from paper".to_owned()),
        events: vec![answered(&place, 47)],
        ..Append::default()
    })?;
    let entry = entries.first().ok_or("no entry came back")?;
    let apart = entry.recorded_at - observed;
    require(
        entry.draft.observed_at == Some(observed)
            && entry.draft.late.is_some()
            && apart >= Duration::hours(29),
        format!(
            "observed {}, stored {}, late: {}",
            observed.to_rfc3339(),
            entry.recorded_at.to_rfc3339(),
            entry.draft.late.as_deref().unwrap_or_default()
        ),
    )
}

fn acknowledged() -> Seen {
    let scratch = Scratch::new()?;
    let entries = scratch.connect("site")?.save(vec![enrolled()])?;
    let hash = entries.last().map(|entry| entry.hash.clone());
    let hash = hash.ok_or("no entry came back")?;
    let journal = String::from_utf8_lossy(&read(&scratch.journal())?).into_owned();
    require(
        journal.contains(&hash),
        format!("the journal holds {hash} when the receipt comes"),
    )
}

fn origin() -> Seen {
    let scratch = Scratch::with_people()?;
    let (who, visit) = scratch.complete_visit()?;
    let site = scratch.connect("site")?;
    let place = global(&who, &visit);
    let before = site.record(&who)?;
    let of = |record: &crate::domain::record::session::ParticipantRecord| {
        let session = record.session(visit.as_str())?;
        session.forms.get(phga::ID)?.get("vas")?.origin
    };
    let generated = of(&before);
    site.stored(Append {
        reason: Some("read again".to_owned()),
        events: vec![answered(&place, 33)],
        ..Append::default()
    })?;
    let typed = of(&site.record(&who)?);
    require(
        generated == Some(Origin::Generated) && typed == Some(Origin::Typed),
        format!("{generated:?}, then {typed:?}"),
    )
}
