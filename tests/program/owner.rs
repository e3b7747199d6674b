//! The owner of a study: answers in order, shares syncs, drains at the end, survives whoever asks.

use crate::support::owner::*;
use coreset::domain::base::ids::ParticipantId;
use coreset::domain::course::eligibility::State;
use coreset::domain::record::event::{Event, FieldPath, Origin};
use coreset::domain::study::schedule::plan;
use coreset::domain::views::find::filter::Filter;
use coreset::domain::views::find::order::Sort;
use coreset::domain::views::overview;
use coreset::domain::views::overview::Overview;
use coreset::domain::views::summary::Summary;
use coreset::protocol::messages::{Append, Client, Hello, Reply, Request};
use coreset::server::local::Local;
use coreset::server::opening;
use coreset::server::owner::Owner;
use coreset::server::{Options, verify};
use coreset::text::{English, Language as _};
use coreset::tools::demo;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};

fn start(dir: &std::path::Path) -> (Local, Receiver<Reply>) {
    start_with(dir, options())
}

fn start_with(dir: &std::path::Path, options: Options) -> (Local, Receiver<Reply>) {
    let (sender, replies) = mpsc::channel();
    let opened = open_with(dir, options).unwrap();
    let taker = Box::new(move |reply| {
        let _ = sender.send(reply);
    });
    let hello = Hello {
        client: "mk-1-1".to_owned(),
        ..hello("mk", true)
    };
    let (local, _) = Local::start(opened, own_account("mk"), hello, taker).unwrap();
    (local, replies)
}

fn append(number: usize, events: Vec<coreset::domain::record::event::Event>) -> Request {
    Request::Append(Append {
        request: format!("mk-1-1-{number}"),
        seen: u64::MAX,
        events,
        ..Append::default()
    })
}

fn find(query: &str) -> Request {
    Request::Find {
        query: query.to_owned(),
        filter: Filter::All,
        sort: Sort::default(),
        from: 0,
        count: 10,
    }
}

#[test]
fn replies_come_in_the_order_of_the_requests() {
    let dir = tempfile::tempdir().unwrap();
    let (local, replies) = start(dir.path());
    local.send(append(0, vec![enrol("01-001")]));
    for number in 1..=300 {
        local.send(append(
            number,
            vec![answer("01-001", "vas", (number % 101) as i64)],
        ));
        if number % 50 == 0 {
            local.send(Request::Record(ParticipantId::new("01-001")));
            local.send(find(""));
        }
    }
    local.send(append(301, vec![]));
    // Before these, the study was opened, the server started and the first user let in, who came in.
    let Reply::Appended { receipt, .. } = replies.recv_timeout(LONG).unwrap() else {
        panic!("not appended");
    };
    assert_eq!((receipt.request.as_str(), receipt.last), ("mk-1-1-0", 5));
    for number in 1..=300 {
        match replies.recv_timeout(LONG).unwrap() {
            Reply::Appended {
                receipt,
                entries,
                summary,
                ..
            } => {
                assert_eq!(receipt.request, format!("mk-1-1-{number}"));
                assert_eq!(entries[0].seq, number + 5);
                assert_eq!(summary.unwrap().visits.len(), 1);
            }
            other => panic!("{other:?}"),
        }
        if number % 50 == 0 {
            let Reply::Record { record, last, .. } = replies.recv_timeout(LONG).unwrap() else {
                panic!("no record");
            };
            // Reads what was appended before it was asked, and nothing that came later.
            let session = record.unwrap().session("baseline").unwrap().clone();
            assert_eq!((session.last_seq, last >= number + 5), (number + 5, true));
            let Reply::Found(found) = replies.recv_timeout(LONG).unwrap() else {
                panic!("no list");
            };
            assert_eq!((found.rows.len(), found.matching, found.all), (1, 1, 1));
        }
    }
    match replies.recv_timeout(LONG).unwrap() {
        Reply::Refused { request, refusal } => {
            let reason = English.refusal(&refusal);
            let lasting = refusal.is_lasting();
            assert_eq!((request.as_str(), lasting), ("mk-1-1-301", true));
            assert!(reason.contains("nothing to save"), "{reason}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn finishing_answers_everything_that_was_asked() {
    let dir = tempfile::tempdir().unwrap();
    let (local, replies) = start(dir.path());
    local.send(append(0, vec![enrol("01-001")]));
    for number in 1..=500 {
        local.send(append(
            number,
            vec![answer("01-001", "vas", (number % 101) as i64)],
        ));
    }
    assert!(local.finish(LONG));
    assert!(local.finish(LONG), "a second time is harmless");
    assert_eq!(replies.try_iter().count(), 501);
    local.send(append(501, vec![enrol("01-002")]));
    assert!(replies.try_recv().is_err());
    // Everything is closed: the study can be opened at once, and sled lacks nothing. Who came in has gone out, and the
    // server has started and stopped.
    assert_eq!(verify(dir.path()).unwrap().entries, 507);
    let opened = open(dir.path());
    assert_eq!((opened.report.entries, opened.report.applied), (507, 0));
}

#[test]
fn dropping_the_owner_saves_what_waits() {
    let dir = tempfile::tempdir().unwrap();
    let (local, _replies) = start(dir.path());
    local.send(append(0, vec![enrol("01-001")]));
    for number in 1..=50 {
        local.send(append(
            number,
            vec![answer("01-001", "vas", (number % 101) as i64)],
        ));
    }
    drop(local);
    // With the study, its first user, who came in and went out, and the start and the stop of the server.
    assert_eq!(verify(dir.path()).unwrap().entries, 57);
}

#[test]
fn several_askers_are_all_served_and_each_hears_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let first = sit(&owner, own_account("mk"));
    first.save(vec![enrol("01-001")]);
    std::thread::scope(|scope| {
        for asker in 0..4 {
            let owner = &owner;
            scope.spawn(move || {
                let mut own = hello("mk", false);
                own.client = format!("mk-2-{asker}");
                let sitter = try_sit(owner, own_account("mk"), own).unwrap();
                sitter.seen.set(u64::MAX);
                for number in 0..50 {
                    let form = ["phga", "ptga", "haq", "rand36"][asker];
                    let text = format!("note {number}");
                    let place = place("01-001", form, ["vas", "vas", "item01", "item01"][asker]);
                    let request = sitter.append(vec![Event::Noted { place, text }]);
                    assert!(owner.ask(sitter.seat, request));
                }
                for number in 1..=50 {
                    let Reply::Appended { receipt, .. } = sitter.hear() else {
                        panic!("not appended");
                    };
                    assert_eq!(receipt.request, format!("mk-2-{asker}-{number}"));
                }
            });
        }
    });
    assert!(owner.finish(LONG));
    assert_eq!(verify(dir.path()).unwrap().entries, 208);
}

#[test]
fn a_reply_that_panics_where_it_is_taken_stops_nobody() {
    let dir = tempfile::tempdir().unwrap();
    let (sender, replies) = mpsc::channel();
    let taker = Box::new(move |reply| {
        assert!(!matches!(reply, Reply::Record { .. }), "this taker fails");
        let _ = sender.send(reply);
    });
    let hello = Hello {
        client: "mk-1-1".to_owned(),
        ..hello("mk", true)
    };
    let (local, _) = Local::start(open(dir.path()), own_account("mk"), hello, taker).unwrap();
    local.send(Request::Record(ParticipantId::new("01-001")));
    local.send(append(0, vec![enrol("01-001")]));
    assert!(matches!(
        replies.recv_timeout(LONG).unwrap(),
        Reply::Appended { .. }
    ));
}

#[test]
fn too_little_room_is_told_and_reading_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    drop(start(dir.path()));
    let high = Options {
        floor_bytes: u64::MAX,
        ..options()
    };
    let (local, replies) = start_with(dir.path(), high);
    local.send(append(0, vec![enrol("01-001")]));
    match replies.recv_timeout(LONG).unwrap() {
        Reply::Refused { refusal, .. } => {
            let reason = English.refusal(&refusal);
            assert!(!refusal.is_lasting());
            assert!(reason.contains("Free room on the disk"), "{reason}");
        }
        other => panic!("{other:?}"),
    }
    local.send(find(""));
    assert!(matches!(
        replies.recv_timeout(LONG).unwrap(),
        Reply::Found(_)
    ));
}

#[test]
fn the_rows_around_a_participant_are_those_of_the_whole_list() {
    let dir = tempfile::tempdir().unwrap();
    let mut opened = open(dir.path());
    let today = chrono::Local::now().date_naive();
    let study = opened.study.clone();
    for (number, events) in coreset::tools::demo::participants(&study, 14, today, 7).enumerate() {
        opened.append(&format!("demo-{number}"), events).unwrap();
    }
    let owner = Owner::start(opened).unwrap();
    let own = sit(&owner, own_account("mk"));
    let found = |request| match own.ask(request) {
        Reply::Found(found) => found,
        other => panic!("{other:?}"),
    };
    let near = |query: &str, who: &ParticipantId| Request::FindNear {
        query: query.to_owned(),
        filter: Filter::All,
        sort: Sort::default(),
        who: who.clone(),
        count: 5,
    };
    let all = found(Request::Find {
        query: String::new(),
        filter: Filter::All,
        sort: Sort::default(),
        from: 0,
        count: 100,
    });
    assert_eq!(all.rows.len(), 14);
    for (place, row) in all.rows.iter().enumerate() {
        let near = found(near("", &row.participant.id));
        assert_eq!(near.from, place.saturating_sub(2));
        let there: Vec<_> = all.rows.iter().skip(near.from).take(5).cloned().collect();
        assert_eq!(near.rows, there);
        assert!(near.rows.contains(row));
    }
    // Whoever does not match is not in the middle of anything.
    let none = found(near("nobody", &all.rows[0].participant.id));
    assert_eq!((none.from, none.matching, none.all), (0, 0, 14));
}

#[test]
fn the_overview_is_that_of_all_records_and_follows_each_change() {
    let dir = tempfile::tempdir().unwrap();
    let opened = open_with(dir.path(), options()).unwrap();
    let study = Arc::clone(&opened.study);
    let owner = Owner::start(opened).unwrap();
    let anna = sit(&owner, own_account("anna"));
    let today = chrono::Local::now().date_naive();
    for events in demo::participants(&study, 10, today, 7) {
        // Some rows are marked as entered in error, which takes a reason where somebody types it.
        anna.save_because(
            "a synthetic story",
            events
                .into_iter()
                .map(crate::support::signing::as_typed)
                .collect(),
        );
    }
    let overview = || match anna.ask(Request::Overview) {
        Reply::Overview(overview) => *overview,
        other => panic!("{other:?}"),
    };
    let expected = |read: &Overview| {
        let records: Vec<_> = read
            .people
            .iter()
            .map(|person| anna.read(person.id.as_str()))
            .collect();
        let summaries: Vec<_> = records
            .iter()
            .map(|record| opening::summarise(&study, record))
            .collect();
        overview::overview(&study, summaries.iter(), read.today)
    };
    let before = overview();
    assert_eq!(before.people.len(), 10);
    assert_eq!(before, expected(&before));
    // The ninth has come to the outcome visit; what is taken back there is not counted any more.
    let ninth = before.people[8].clone();
    assert!(ninth.outcome.seen().unwrap().tis.is_some());
    anna.read(ninth.id.as_str());
    let place = FieldPath {
        participant: ninth.id.clone(),
        visit: study.protocol.outcome.clone(),
        form: "phga".into(),
        field: "vas".into(),
    };
    anna.save(vec![Event::Cleared {
        place,
        origin: Origin::Typed,
    }]);
    let after = overview();
    assert_eq!(after.people[8].outcome.seen().unwrap().tis, None);
    assert_ne!(after.tis, before.tis);
    assert_eq!(after, expected(&after));
}

#[test]
fn the_owner_puts_the_list_in_the_order_asked_for_part_by_part() {
    let dir = tempfile::tempdir().unwrap();
    let opened = open_as_it_comes(dir.path());
    let study = Arc::clone(&opened.study);
    let owner = Owner::start(opened).unwrap();
    let anna = sit(&owner, own_account("anna"));
    let today = chrono::Local::now().date_naive();
    for events in demo::participants(&study, 20, today, 7) {
        // Some rows are marked as entered in error, which takes a reason where somebody types it.
        anna.save_because(
            "a synthetic story",
            events
                .into_iter()
                .map(crate::support::signing::as_typed)
                .collect(),
        );
    }
    let part = |sort, from, count| match anna.ask(Request::Find {
        query: String::new(),
        filter: Filter::All,
        sort,
        from,
        count,
    }) {
        Reply::Found(found) => {
            assert_eq!(found.sort, sort);
            let rows = found.rows.into_iter();
            rows.map(|row| row.participant.id).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    for sort in Sort::ALL {
        let whole = part(sort, 0, 100);
        assert_eq!(whole.len(), 20);
        let parts: Vec<_> = (0..20)
            .step_by(6)
            .flat_map(|from| part(sort, from, 6))
            .collect();
        assert_eq!(parts, whole, "{sort:?}");
    }
    assert!(part(Sort::Id, 0, 100).is_sorted());
}

#[test]
fn filters_list_whom_their_rules_say_and_follow_each_change() {
    let dir = tempfile::tempdir().unwrap();
    let opened = open_as_it_comes(dir.path());
    let study = Arc::clone(&opened.study);
    let owner = Owner::start(opened).unwrap();
    let anna = sit(&owner, own_account("anna"));
    let today = chrono::Local::now().date_naive();
    for events in demo::participants(&study, 20, today, 7) {
        // Some rows are marked as entered in error, which takes a reason where somebody types it.
        anna.save_because(
            "a synthetic story",
            events
                .into_iter()
                .map(crate::support::signing::as_typed)
                .collect(),
        );
    }
    let listed = |filter, query: &str| match anna.ask(Request::Find {
        query: query.to_owned(),
        filter,
        sort: Sort::default(),
        from: 0,
        count: 100,
    }) {
        Reply::Found(found) => found,
        other => panic!("{other:?}"),
    };
    let agree = || {
        let everybody = listed(Filter::All, "");
        assert_eq!(everybody.rows.len(), everybody.all);
        let day = chrono::Local::now().date_naive();
        for filter in Filter::ALL {
            let found = listed(filter, "");
            let holds = |row: &&Summary| {
                let plan = plan(&study, row.who(), &row.visits, day);
                filter.holds(&study, row, &plan, day)
            };
            // In the same order as among all.
            let expected: Vec<_> = everybody.rows.iter().filter(holds).cloned().collect();
            assert_eq!(found.rows, expected, "{filter:?}");
            assert_eq!((found.matching, found.all), (expected.len(), everybody.all));
            assert_eq!(found.filter, filter);
            let counts = [&found.counts, &everybody.counts];
            for counts in counts {
                assert!(counts.contains(&(filter, expected.len())), "{filter:?}");
            }
        }
        everybody
    };
    let before = agree();
    let count = |filter| listed(filter, "").matching;
    assert!(count(Filter::DueThisWeek) > 0 && count(Filter::Overdue) > 0);
    // Somebody's first visit is begun: nothing of it is due any more.
    let due = listed(Filter::DueThisWeek, "").rows;
    let fit =
        |row: &&Summary| row.visits.is_empty() && row.story.eligibility == Some(State::Eligible);
    let new = due.iter().find(fit).unwrap();
    let new = new.participant.id.clone();
    let near = match anna.ask(Request::FindNear {
        query: String::new(),
        filter: Filter::DueThisWeek,
        sort: Sort::default(),
        who: new.clone(),
        count: 1,
    }) {
        Reply::Found(found) => found,
        other => panic!("{other:?}"),
    };
    assert_eq!(near.rows[0].participant.id, new);
    let visit = study.protocol.baseline.clone();
    anna.save(vec![Event::SessionBegun {
        participant: new.clone(),
        visit,
        date: today,
    }]);
    let after = agree();
    assert_eq!(after.all, before.all);
    let still = listed(Filter::DueThisWeek, "").rows;
    assert!(still.iter().all(|row| row.participant.id != new));
    assert_eq!(still.len() + 1, due.len());
}
