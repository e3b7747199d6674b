//! The owner in a thread: answers in order, shares syncs, drains at the end, survives whoever asks.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "support/study.rs"]
mod study;

use coreset::client::{Client, Reply, Request};
use coreset::domain::ids::ParticipantId;
use coreset::server::local::Local;
use coreset::store::{Options, Store, verify};
use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;
use study::*;

const LONG: Duration = Duration::from_secs(60);

fn start(dir: &Path) -> (Local, Receiver<Reply>) {
    let (sender, replies) = mpsc::channel();
    let local = Local::start(
        open(dir),
        Box::new(move |reply| {
            let _ = sender.send(reply);
        }),
    );
    (local.unwrap(), replies)
}

fn append(request: &str, drafts: Vec<coreset::domain::entry::Draft>) -> Request {
    Request::Append {
        request: request.to_owned(),
        drafts,
    }
}

#[test]
fn replies_come_in_the_order_of_the_requests() {
    let dir = tempfile::tempdir().unwrap();
    let (local, replies) = start(dir.path());
    local.send(append("e", vec![enrol("01-001")]));
    for number in 0..300 {
        local.send(append(
            &format!("a{number}"),
            vec![answer("01-001", "week-0", "deltoid.r", number)],
        ));
        if number % 50 == 0 {
            local.send(Request::Record(ParticipantId::new("01-001")));
            local.send(Request::Participants);
        }
    }
    local.send(append("bad", vec![]));
    let Reply::Appended { receipt, .. } = replies.recv_timeout(LONG).unwrap() else {
        panic!("not appended");
    };
    assert_eq!((receipt.request.as_str(), receipt.last), ("e", 1));
    for number in 0..300 {
        match replies.recv_timeout(LONG).unwrap() {
            Reply::Appended {
                receipt,
                entries,
                summary,
            } => {
                assert_eq!(receipt.request, format!("a{number}"));
                assert_eq!(entries[0].seq, number as u64 + 2);
                assert_eq!(summary.unwrap().visits[0].complete, 1);
            }
            other => panic!("{other:?}"),
        }
        if number % 50 == 0 {
            let Reply::Record(Some(record)) = replies.recv_timeout(LONG).unwrap() else {
                panic!("no record");
            };
            // Reads what was appended before it was asked, and nothing that came later.
            assert_eq!(
                record.session("week-0").unwrap().last_seq,
                number as u64 + 2
            );
            let Reply::Participants(list) = replies.recv_timeout(LONG).unwrap() else {
                panic!("no list");
            };
            assert_eq!(list.len(), 1);
        }
    }
    match replies.recv_timeout(LONG).unwrap() {
        Reply::Refused {
            request,
            reason,
            fatal,
        } => {
            assert_eq!((request.as_str(), fatal), ("bad", false));
            assert!(reason.contains("nothing to save"), "{reason}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn finishing_answers_everything_that_was_asked_and_refuses_what_comes_after() {
    let dir = tempfile::tempdir().unwrap();
    let (local, replies) = start(dir.path());
    local.send(append("e", vec![enrol("01-001")]));
    for number in 0..500 {
        let drafts = vec![answer("01-001", "week-0", "deltoid.r", number)];
        local.send(append(&format!("a{number}"), drafts));
    }
    assert!(local.finish(LONG));
    assert!(local.finish(LONG), "a second time is harmless");
    assert_eq!(replies.try_iter().count(), 501);
    local.send(append("late", vec![enrol("01-002")]));
    local.send(Request::Participants);
    match replies.try_recv().unwrap() {
        Reply::Refused { request, fatal, .. } => {
            assert_eq!((request.as_str(), fatal), ("late", true))
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(replies.try_recv().unwrap(), Reply::Failed(_)));
    // Everything is closed: the study can be opened at once, and sled lacks nothing.
    assert_eq!(verify(dir.path()).unwrap().entries, 501);
    let (_, report) = try_open(dir.path()).unwrap();
    assert_eq!((report.entries, report.applied), (501, 0));
}

#[test]
fn dropping_the_owner_saves_what_waits() {
    let dir = tempfile::tempdir().unwrap();
    let (local, _replies) = start(dir.path());
    local.send(append("e", vec![enrol("01-001")]));
    for number in 0..50 {
        let drafts = vec![answer("01-001", "week-0", "deltoid.r", number)];
        local.send(append(&format!("a{number}"), drafts));
    }
    drop(local);
    assert_eq!(verify(dir.path()).unwrap().entries, 51);
}

#[test]
fn several_askers_are_all_served() {
    let dir = tempfile::tempdir().unwrap();
    let (local, replies) = start(dir.path());
    local.send(append("e", vec![enrol("01-001")]));
    std::thread::scope(|scope| {
        for asker in 0..4 {
            let local = &local;
            scope.spawn(move || {
                for number in 0..50 {
                    let drafts = vec![answer("01-001", "week-0", &format!("f{asker}"), number)];
                    local.send(append(&format!("{asker}-{number}"), drafts));
                }
            });
        }
    });
    assert!(local.finish(LONG));
    let last = replies.try_iter().filter_map(|reply| match reply {
        Reply::Appended { receipt, .. } => Some(receipt.last),
        _ => None,
    });
    assert_eq!(last.collect::<Vec<_>>(), (1..=201).collect::<Vec<_>>());
}

#[test]
fn a_reply_that_panics_where_it_is_taken_stops_nobody() {
    let dir = tempfile::tempdir().unwrap();
    let (sender, replies) = mpsc::channel();
    let local = Local::start(
        open(dir.path()),
        Box::new(move |reply| {
            assert!(!matches!(reply, Reply::Record(_)), "this taker fails");
            let _ = sender.send(reply);
        }),
    )
    .unwrap();
    local.send(Request::Record(ParticipantId::new("01-001")));
    local.send(append("e", vec![enrol("01-001")]));
    assert!(matches!(
        replies.recv_timeout(LONG).unwrap(),
        Reply::Appended { .. }
    ));
}

#[test]
fn too_little_room_is_told_and_is_not_the_end() {
    let dir = tempfile::tempdir().unwrap();
    let high = Options {
        floor_bytes: u64::MAX,
        ..options()
    };
    let (store, _) = Store::open(dir.path(), high, projection(), &mut |_, _| {}).unwrap();
    let (sender, replies) = mpsc::channel();
    let taker = Box::new(move |reply| {
        let _ = sender.send(reply);
    });
    let local = Local::start(store, taker).unwrap();
    local.send(append("e", vec![enrol("01-001")]));
    match replies.recv_timeout(LONG).unwrap() {
        Reply::Refused { reason, fatal, .. } => {
            assert!(!fatal);
            assert!(reason.contains("Free room on the disk"), "{reason}");
        }
        other => panic!("{other:?}"),
    }
    local.send(Request::Participants);
    assert!(matches!(
        replies.recv_timeout(LONG).unwrap(),
        Reply::Participants(_)
    ));
}
