//! A client of one's own sends bad events of every kind over the socket, in each role: none is stored.

use crate::support::bad_events::{WHO, bad, stored};
use crate::support::house::{House, Raw};
use crate::support::owner::{Sitter, account, add, enrol, sit};
use coreset::domain::base::answer::Answer;
use coreset::domain::record::event::{Event, FieldPath, Origin};
use coreset::domain::record::imported::{FileHash, FileLine};
use coreset::domain::record::query::Step;
use coreset::domain::record::user::Role;
use coreset::domain::study::shipped::embedded_study;
use coreset::protocol::messages::{Reply, Request};
use coreset::server::limits::Limits;
use coreset::server::peer;

fn last(sitter: &Sitter<'_>) -> u64 {
    match sitter.ask(Request::Head) {
        Reply::Head(head) => head.seq,
        other => panic!("{other:?}"),
    }
}

#[test]
fn no_bad_event_is_stored_in_any_role_and_the_record_opens_afterwards() {
    let mut house = House::new(Limits::default());
    let mut study = embedded_study().unwrap();
    study.protocol.eligibility = None;
    let today = chrono::Local::now().date_naive();
    let mut raw = Raw::at(&house, "raw");
    let me = peer::this_process().user;
    let mut first = vec![
        add("boss", &[Role::Manager]),
        add("kern", &[Role::Assessor]),
    ];
    first.extend(stored(today));
    let reply = raw.send(first);
    assert!(matches!(reply, Reply::Appended { .. }), "{reply:?}");
    let all = bad(&study, today);
    assert!(all.len() >= 500, "{}", all.len());
    for role in Role::ALL {
        let boss = sit(&house.owner, account("boss"));
        boss.save(vec![Event::UserRoles {
            user: me.clone(),
            roles: vec![role],
        }]);
        let before = last(&boss);
        for event in &all {
            let reply = raw.send(vec![event.clone()]);
            assert!(
                matches!(reply, Reply::Refused { .. }),
                "{role:?} {event:?}: {reply:?}"
            );
        }
        assert_eq!(last(&boss), before, "{role:?}");
        let seat = boss.seat;
        house.owner.leave(seat);
    }
    drop(raw);
    house.start_anew();
    let boss = sit(&house.owner, account("boss"));
    let record = boss.read(WHO);
    assert_eq!(record.visits().count(), 1);
}

#[test]
fn a_manager_takes_a_file_in_and_does_none_of_what_it_needs_without_one() {
    let house = House::new(Limits::default());
    let today = chrono::Local::now().date_naive();
    let mut raw = Raw::at(&house, "raw");
    let me = peer::this_process().user;
    let first = vec![
        add("boss", &[Role::Manager]),
        add("kern", &[Role::Assessor]),
        enrol("01-009"),
    ];
    let reply = raw.send(first);
    assert!(matches!(reply, Reply::Appended { .. }), "{reply:?}");
    let boss = sit(&house.owner, account("boss"));
    boss.save(vec![Event::UserRoles {
        user: me,
        roles: vec![Role::Manager],
    }]);
    let line = |line| FileLine {
        file: FileHash::of(b"a file"),
        line,
    };
    let place = FieldPath {
        participant: "01-009".into(),
        visit: "baseline".into(),
        form: "enzymes".into(),
        field: "laboratory".into(),
    };
    let begun = Event::SessionBegun {
        participant: "01-009".into(),
        visit: "baseline".into(),
        date: today,
    };
    let filled = Event::Filled {
        participant: "01-009".into(),
        visit: "baseline".into(),
        form: "enzymes".into(),
        answers: vec![("laboratory".into(), Answer::text("Synthetic"))],
        origin: Origin::Imported(line(2)),
    };
    let noted = Event::Noted {
        place: place.clone(),
        text: "of the file".to_owned(),
    };
    let queried = Event::Queried {
        place,
        query: 0,
        step: Step::Open,
        text: "A file says: Other (line 3)".to_owned(),
    };
    let before = last(&boss);
    for (events, lines) in [
        (vec![begun.clone(), filled.clone(), noted.clone()], vec![]),
        (vec![begun.clone()], vec![line(2)]),
        (vec![noted.clone()], vec![]),
        (vec![queried.clone()], vec![]),
        (vec![queried.clone()], vec![line(3)]),
        (vec![begun.clone(), filled.clone()], vec![line(2), line(9)]),
    ] {
        let reply = raw.send_from(events.clone(), lines);
        assert!(
            matches!(reply, Reply::Refused { .. }),
            "{events:?}: {reply:?}"
        );
    }
    assert_eq!(last(&boss), before);
    let batch = vec![begun, filled, noted];
    let reply = raw.send_from(batch, vec![line(2), line(2), line(2)]);
    let Reply::Appended { entries, .. } = reply else {
        panic!("{reply:?}");
    };
    let lines: Vec<_> = entries.iter().map(|entry| entry.draft.imported).collect();
    assert_eq!(lines, [Some(line(2)), None, Some(line(2))]);
    assert!(entries.iter().all(|entry| entry.draft.by.role == "manager"));
    let reply = raw.send_from(vec![queried.clone()], vec![line(3)]);
    let Reply::Appended { entries, .. } = reply else {
        panic!("{reply:?}");
    };
    assert_eq!(entries[0].draft.imported, Some(line(3)));
    let reply = raw.send(vec![queried]);
    assert!(matches!(reply, Reply::Refused { .. }), "{reply:?}");
}
