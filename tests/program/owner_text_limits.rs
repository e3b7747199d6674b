//! How long what is stored anew may be: judged by the owner, whatever a client lets through.

use crate::support::owner::*;
use coreset::domain::base::answer::{Answer, Value};
use coreset::domain::base::ids::FieldId;
use coreset::domain::record::event::{Event, Origin, PromptOutcome};
use coreset::domain::record::lock::Scope;
use coreset::domain::record::participant::Participant;
use coreset::domain::record::query::Step;
use coreset::domain::record::user::Role;
use coreset::domain::rules::checks::RULE_VERSION;
use coreset::domain::rules::text_limits::{ENTRY, TEXT, check_event, texts};
use coreset::protocol::messages::{Append, Location, Reply, Request};
use coreset::server::owner::Owner;
use coreset::text::questions::Questions as _;
use coreset::text::{English, Language as _};
use rust_decimal::Decimal;

const WHO: &str = "01-001";

fn answered(field: &str, answer: Answer) -> Event {
    Event::Answered {
        place: place(WHO, "phga", field),
        answer,
        origin: Origin::Typed,
    }
}

fn prompted(value: &str, rule: &str, version: &str, reason: &str) -> Event {
    Event::Prompted {
        place: place(WHO, "phga", "vas"),
        rule: rule.to_owned(),
        rule_version: version.to_owned(),
        value: value.to_owned(),
        outcome: PromptOutcome::Kept,
        reason: Some(reason.to_owned()),
    }
}

fn locked(unlock: bool, reason: &str) -> Event {
    let (scope, reason) = (Scope::participant(&WHO.into()), reason.to_owned());
    match unlock {
        true => Event::Unlocked { scope, reason },
        false => Event::Locked { scope, reason },
    }
}

fn missing(reason: &str, text: &str) -> Answer {
    Answer::Missing {
        reason: reason.to_owned(),
        text: Some(text.to_owned()),
    }
}

fn filled(form: &str, answers: Vec<(FieldId, Answer)>) -> Event {
    Event::Filled {
        participant: WHO.into(),
        visit: "baseline".into(),
        form: form.into(),
        answers,
        origin: Origin::Typed,
    }
}

/// Whether a text may be any words, or must be one that the study knows, or a short one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Words,
    Known,
}

/// Every text that a client can send in an event, in an order in which all that may be any words are taken.
fn events(text: &str) -> Vec<(&'static str, Takes, Event)> {
    use Takes::{Known, Words};
    let owned = text.to_owned();
    let number = || Value::Number(Decimal::new(47, 1));
    let in_unit = |unit| Answer::Value {
        value: number(),
        unit: Some(unit),
    };
    // An answer that was chosen over another one is kept for a reason in words.
    let check = "conflict";
    vec![
        ("the note", Words, note(WHO, "vas", text)),
        (
            "the text",
            Known,
            Event::Answered {
                place: place(WHO, "enzymes", "laboratory"),
                answer: Answer::text(text),
                origin: Origin::Typed,
            },
        ),
        (
            "the code of the answer",
            Known,
            answered("likert", Answer::code(text)),
        ),
        ("the unit", Known, answered("vas", in_unit(owned.clone()))),
        (
            "the code of the missing reason",
            Known,
            answered("vas", missing(text, "words")),
        ),
        (
            "the missing reason",
            Words,
            answered("vas", missing("other", text)),
        ),
        (
            "the value that was asked about",
            Words,
            prompted(text, check, RULE_VERSION, "ok"),
        ),
        (
            "the name of the check",
            Known,
            prompted("1", text, RULE_VERSION, "ok"),
        ),
        (
            "the version of the check",
            Known,
            prompted("1", check, text, "ok"),
        ),
        (
            "the reason for keeping the value",
            Words,
            prompted("1", check, RULE_VERSION, text),
        ),
        (
            "the missing reason",
            Words,
            filled(
                "phga",
                vec![
                    ("likert".into(), Answer::code("1")),
                    ("vas".into(), missing("other", text)),
                ],
            ),
        ),
        (
            "the name of the field",
            Known,
            filled("phga", vec![(FieldId::new(text), Answer::code("1"))]),
        ),
        ("the name of the field", Known, note(WHO, text, "words")),
        (
            "the text of the query",
            Words,
            Event::Queried {
                place: place(WHO, "phga", "vas"),
                query: 0,
                step: Step::Open,
                text: owned.clone(),
            },
        ),
        (
            "the text of the initials",
            Known,
            Event::Enrolled {
                participant: Participant {
                    initials: owned.clone(),
                    ..participant("01-002")
                },
            },
        ),
        (
            "the name of what is given out",
            Known,
            Event::Copied {
                what: owned.clone(),
                participant: None,
            },
        ),
        (
            "the user's name",
            Words,
            Event::UserAdded {
                user: "pt".to_owned(),
                name: owned.clone(),
                roles: vec![Role::Assessor],
            },
        ),
        ("the reason for the lock", Words, locked(false, text)),
        ("the reason for unlocking", Words, locked(true, text)),
    ]
}

/// A text of so many characters, each of several bytes.
fn long(characters: usize) -> String {
    "\u{e9}".repeat(characters)
}

#[test]
fn each_text_is_taken_with_2000_characters_and_refused_with_2001() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let me = sit(&owner, own_account("me"));
    me.save(vec![enrol(WHO)]);
    assert_eq!(TEXT, 2000);
    let fitting = events(&long(TEXT)).into_iter();
    for ((what, takes, event), (.., fits)) in events(&long(TEXT + 1)).into_iter().zip(fitting) {
        me.read(WHO);
        let refusal = me.refused(vec![event]);
        assert_eq!(
            refusal,
            format!(
                "Not saved: {what} has 2001 characters, and at most 2000 are stored. Shorten it, then save it again."
            )
        );
        match takes {
            Takes::Words => {
                me.save(vec![fits]);
            }
            // For what it says then, not for its length.
            Takes::Known => {
                let refusal = me.refused(vec![fits]);
                assert!(!refusal.contains("2000 are stored"), "{what}: {refusal}");
            }
        }
    }
}

#[test]
fn every_text_of_every_such_event_is_named() {
    let marked = "\u{1F9EA}mark";
    for (what, _, event) in events(marked) {
        let told: Vec<_> = texts(&event)
            .into_iter()
            .filter(|(_, text)| *text == marked)
            .map(|(what, _)| English.text_name(what))
            .collect();
        assert_eq!(told, [what], "{event:?}");
        // Nothing that is text in its line is left out.
        let line = serde_json::to_string(&event).unwrap();
        assert_eq!(line.matches(marked).count(), 1, "{line}");
    }
}

/// Asks for an append that says why, when and how late.
fn with(me: &Sitter<'_>, event: Event, fill: impl FnOnce(&mut Append)) -> Reply {
    let Request::Append(mut append) = me.append(vec![event]) else {
        panic!("no append");
    };
    fill(&mut append);
    me.ask(Request::Append(append))
}

fn reason_of(reply: Reply) -> String {
    match reply {
        Reply::Refused { refusal, .. } if refusal.is_lasting() => English.refusal(&refusal),
        other => panic!("{other:?}"),
    }
}

#[test]
fn reasons_of_a_request_and_its_id_are_texts_too() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let me = sit(&owner, own_account("me"));
    me.save(vec![enrol(WHO)]);
    let event = || answered("likert", Answer::code("1"));
    let hour = chrono::Local::now().fixed_offset() - chrono::Duration::hours(1);
    me.read(WHO);
    let refusal = with(&me, event(), |append| append.reason = Some(long(2001)));
    assert!(reason_of(refusal).starts_with("Not saved: the reason for the change has 2001"));
    let refusal = with(&me, event(), |append| {
        (append.observed_at, append.late) = (Some(hour), Some(long(2001)));
    });
    assert!(reason_of(refusal).starts_with("Not saved: the reason for the late entry has 2001"));
    let refusal = with(&me, event(), |append| append.request += &long(2001));
    assert!(reason_of(refusal).starts_with("Not saved: the request's id has 20"));
    let stored = with(&me, event(), |append| {
        append.reason = Some(long(2000));
        (append.observed_at, append.late) = (Some(hour), Some(long(2000)));
    });
    match stored {
        Reply::Appended { entries, .. } => {
            let draft = &entries[0].draft;
            assert_eq!(draft.reason.as_ref(), Some(&long(2000)));
            assert_eq!(draft.late.as_ref(), Some(&long(2000)));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_entry_over_64_kib_is_refused_and_one_just_below_is_its_line() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let me = sit(&owner, own_account("me"));
    me.save(vec![enrol(WHO)]);
    me.read(WHO);
    // Each text is short enough, and the length of the last one decides: of characters of four bytes each, then of one.
    let grades = study();
    let grades = grades.form("mmt8").unwrap().fields();
    let grades = grades.filter(|field| field.visible_when.is_none());
    let names: Vec<FieldId> = grades.map(|field| field.id.clone()).take(9).collect();
    let [first @ .., last_name] = names.as_slice() else {
        panic!("no fields");
    };
    let many = |last: usize| {
        let words = format!("ok{}", "\u{1F9EA}".repeat(1968));
        let wide = |name: &FieldId| (name.clone(), missing("other", &words));
        let mut answers: Vec<_> = first.iter().map(wide).collect();
        answers.push((last_name.clone(), missing("other", &"x".repeat(last))));
        filled("mmt8", answers)
    };
    assert_eq!(check_event(&many(TEXT)), Ok(()));
    let (mut fits, mut over) = (0, TEXT);
    while over - fits > 1 {
        let middle = (fits + over) / 2;
        match me.ask(me.append(vec![many(middle)])) {
            Reply::Appended { .. } => {
                fits = middle;
                me.read(WHO);
            }
            reply => {
                let reason = reason_of(reply);
                assert!(
                    reason.starts_with("Not saved: as one entry this takes"),
                    "{reason}"
                );
                assert!(reason.contains("65536") && reason.ends_with("in smaller parts."));
                over = middle;
            }
        }
    }
    assert!(fits > 0 && over < TEXT, "{fits}");
    drop(me);
    drop(owner);
    let journal = std::fs::read_to_string(dir.path().join("journal/000001.jsonl")).unwrap();
    let longest = journal.lines().map(str::len).max().unwrap();
    assert!((ENTRY - 200..=ENTRY).contains(&longest), "{longest}");
}

#[test]
fn one_text_that_is_too_long_keeps_the_whole_request_out() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let me = sit(&owner, own_account("me"));
    me.save(vec![enrol(WHO)]);
    let last = me.save(vec![note(WHO, "vas", "first")]);
    me.read(WHO);
    me.refused(vec![
        note(WHO, "vas", "second"),
        note(WHO, "likert", &long(2001)),
    ]);
    let record = me.read(WHO);
    let cells = &record.sessions["baseline"].forms["phga"];
    assert_eq!(cells["vas"].note.as_deref(), Some("first"));
    assert_eq!(me.seen.get(), last);
}

#[test]
fn where_a_terminal_says_it_is_is_told_to_others_with_short_names_only() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let me = sit(&owner, own_account("me"));
    me.save(vec![enrol(WHO)]);
    let other = sit(&owner, own_account("me"));
    let at = |visit: &str| {
        Request::At(Some(Location {
            participant: WHO.into(),
            visit: Some(visit.into()),
            form: None,
        }))
    };
    // Who else is there as the first one is told, after the other one says where it is.
    let told = |visit: &str| {
        assert!(me.owner.ask(me.seat, at("baseline")));
        assert!(other.owner.ask(other.seat, at(visit)));
        assert!(matches!(other.ask(Request::Head), Reply::Head(_)));
        assert!(me.owner.ask(me.seat, Request::Head));
        let mut last = Vec::new();
        loop {
            match me.hear() {
                Reply::Present(present) => last = present,
                Reply::Head(_) => return last,
                news if news.is_news() => {}
                reply => panic!("{reply:?}"),
            }
        }
    };
    assert_eq!(told("week-2").len(), 1);
    assert_eq!(told(&long(2000)).len(), 1);
    assert_eq!(told(&"x".repeat(900_000)), []);
}
