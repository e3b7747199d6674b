//! What the owner of a study lets whom do: fields of some roles, and visits before eligibility is settled.

use crate::support::owner::*;
use chrono::NaiveDate;
use coreset::domain::base::answer::{Answer, Value};
use coreset::domain::base::ids::ParticipantId;
use coreset::domain::record::event::{Event, FieldPath, Origin};
use coreset::domain::record::rows::SESSION;
use coreset::domain::record::user::Role;
use coreset::protocol::messages::{Reply, Request};
use coreset::server::owner::Owner;

fn set(form: &str, field: &str, answer: Answer) -> Event {
    let place = FieldPath {
        visit: SESSION.into(),
        ..place("01-001", form, field)
    };
    Event::Answered {
        place,
        answer,
        origin: Origin::Typed,
    }
}

fn begin(visit: &str) -> Event {
    Event::SessionBegun {
        participant: ParticipantId::new("01-001"),
        visit: visit.into(),
        date: today(),
    }
}

fn today() -> NaiveDate {
    chrono::Local::now().date_naive()
}

fn day(date: NaiveDate) -> Answer {
    Answer::Value {
        value: Value::Date(date),
        unit: None,
    }
}

/// Consent and an exception: enough for a visit to begin.
fn excepted() -> Vec<Event> {
    vec![
        set("eligibility", "consent", Answer::code("y")),
        set("eligibility", "consent-date", day(today())),
        set("eligibility", "exception", Answer::code("y")),
        set("eligibility", "exception-reason", Answer::text("agreed")),
    ]
}

#[test]
fn fields_of_a_role_take_that_role_and_are_signed_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let manager = sit(&owner, own_account("root"));
    manager.save(vec![
        add("ann", &[Role::Assessor]),
        add("ines", &[Role::Assessor, Role::Investigator]),
        enrol("01-001"),
    ]);
    let ann = sit(&owner, account("ann"));
    let ines = sit(&owner, account("ines"));
    let seen = || set("adverse-event#1", "seen", day(today()));
    for event in [
        seen(),
        set("eligibility", "exception", Answer::code("y")),
        Event::Filled {
            participant: ParticipantId::new("01-001"),
            visit: SESSION.into(),
            form: "adverse-event#1".into(),
            answers: vec![("seen".into(), day(today()))],
            origin: Origin::Typed,
        },
    ] {
        let said = ann.refused(vec![
            set("adverse-event#1", "grade", Answer::code("3")),
            event,
        ]);
        assert!(
            said.contains("answered by the role investigator only"),
            "{said}"
        );
    }
    assert!(
        ann.read("01-001").sessions.is_empty(),
        "nothing of a refused request is applied"
    );
    // Only a serious event is seen by an investigator.
    ann.save(vec![
        set("adverse-event#1", "grade", Answer::code("3")),
        set("adverse-event#1", "serious", Answer::code("y")),
    ]);
    ines.read("01-001");
    let Reply::Appended { entries, .. } = ines.ask(ines.append(vec![
        set("adverse-event#1", "onset", Answer::text("2026")),
        seen(),
    ])) else {
        panic!("not stored");
    };
    let roles: Vec<&str> = entries.iter().map(|e| e.draft.by.role.as_str()).collect();
    assert_eq!(roles, ["assessor", "investigator"]);
}

#[test]
fn a_visit_begins_after_what_was_stored_before_and_not_earlier() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open_as_it_comes(dir.path())).unwrap();
    let ines = sit(&owner, own_account("root"));
    ines.save(vec![enrol("01-001")]);
    let said = ines.refused(vec![begin("baseline"), answer("01-001", "vas", 50)]);
    assert!(
        said.starts_with("Not saved: baseline cannot begin yet. Consent"),
        "{said}"
    );
    assert!(ines.read("01-001").sessions.is_empty());
    // The session of the logs is no visit.
    ines.save(vec![begin(SESSION)]);
    // Sent in one breath: the second is judged by what the first has stored.
    let requests: Vec<Request> = vec![
        ines.append(excepted()),
        ines.append(vec![begin("baseline"), answer("01-001", "vas", 50)]),
    ];
    for request in requests {
        assert!(ines.owner.ask(ines.seat, request));
    }
    for _ in 0..2 {
        let reply = ines.hear();
        assert!(matches!(reply, Reply::Appended { .. }), "{reply:?}");
    }
    let record = ines.read("01-001");
    assert!(record.session("baseline").is_some());
    assert_eq!(record.visits().count(), 1);
}

#[test]
fn a_backup_is_recorded_by_a_manager_only_of_this_record_and_the_other_screens_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let manager = sit(&owner, own_account("root"));
    manager.save(vec![add("ann", &[Role::Assessor])]);
    let ann = sit(&owner, account("ann"));
    assert_eq!(ann.welcome.backup_status, Some(Default::default()));
    let report = coreset::server::verify(dir.path()).unwrap();
    let (head, entries) = (report.head.clone(), report.entries);
    let backed = Event::BackedUp {
        head: head.clone(),
        entries,
    };
    assert!(ann.refused(vec![backed.clone()]).contains("role"));
    for (head, entries) in [
        (head.clone(), entries - 1),
        (head.clone(), entries + 1),
        (head.clone(), 0),
        ("0".repeat(64), entries),
    ] {
        let why = manager.refused(vec![Event::RestoreTested { head, entries }]);
        assert!(why.contains("backup of another study"), "{why}");
    }
    manager.save(vec![backed, Event::RestoreTested { head, entries }]);
    let Reply::BackupStatus(kept) = ann.hear() else {
        panic!("ann is told")
    };
    assert_eq!(kept.backup.as_ref().map(|kept| kept.entries), Some(entries));
    let later = sit(&owner, account("ann"));
    assert_eq!(later.welcome.backup_status, Some(kept));
    let recovered = Event::Recovered {
        entries: 1,
        rescued: 1,
        lost: Vec::new(),
        list: String::new(),
        demo: false,
    };
    assert!(manager.refused(vec![recovered]).contains("role"));
}
