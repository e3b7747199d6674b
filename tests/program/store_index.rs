//! What sled holds is not believed: where it lost something, is of another form or was not finished, it is built anew
//! from the journal.
use crate::support::pty::LIMIT;
use crate::support::study::*;
use coreset::text::store::Unsound;
use rustix::fs::{FlockOperation, flock};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

/// Stores some answers, closes the study, changes what sled holds of it and opens it again; returns why sled was
/// built anew.
fn after(dir: &Path, change: impl Fn(&sled::Db)) -> Option<Unsound> {
    let mut store = open(dir);
    fill(&mut store, "01-001", 30);
    store.checkpoint().unwrap();
    let before = everything(&mut store);
    drop(store);
    let db = sled_of(dir);
    change(&db);
    db.flush().unwrap();
    drop(db);
    let (mut store, report) = try_open(dir).unwrap();
    assert_eq!(everything(&mut store), before);
    report.rebuilt
}

/// Opens sled of a study that was just closed: its own threads hold its lock for a moment longer.
fn sled_of(dir: &Path) -> sled::Db {
    let until = Instant::now() + LIMIT;
    loop {
        match sled::Config::new().path(dir.join("sled")).open() {
            Ok(db) => return db,
            Err(error) => assert!(Instant::now() < until, "{error}"),
        }
        thread::yield_now();
    }
}

#[test]
fn a_value_that_sled_has_lost_or_changed_is_noticed_in_each_tree() {
    for name in [
        "forms",
        "sessions",
        "participants",
        "summary",
        "requests",
        "trail",
    ] {
        for lost in [true, false] {
            let dir = tempfile::tempdir().unwrap();
            let rebuilt = after(&dir.path().join("study"), |db| {
                let tree = db.open_tree(name).unwrap();
                let (key, value) = tree.iter().next().unwrap().unwrap();
                match lost {
                    true => tree.remove(key).unwrap(),
                    false => tree.insert(key, [&value[..], b"x"].concat()).unwrap(),
                };
            });
            assert!(rebuilt.is_some(), "{name}, lost: {lost}");
        }
    }
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(after(&dir.path().join("study"), |_| {}), None);
}

#[test]
fn trees_of_another_form_are_built_anew() {
    let dir = tempfile::tempdir().unwrap();
    let rebuilt = after(&dir.path().join("study"), |db| {
        let meta = db.open_tree("meta").unwrap();
        let mut mark = meta.get("mark").unwrap().unwrap().to_vec();
        mark[3] ^= 1;
        meta.insert("mark", mark).unwrap();
    });
    assert_eq!(rebuilt, Some(Unsound::OtherVersion));
}

#[test]
fn trees_whose_building_was_broken_off_are_built_anew() {
    let dir = tempfile::tempdir().unwrap();
    let rebuilt = after(&dir.path().join("study"), |db| {
        db.open_tree("meta")
            .unwrap()
            .insert("building", &[1])
            .unwrap();
    });
    assert!(rebuilt.is_some());
}

#[test]
fn a_lock_that_threads_of_sled_hold_a_moment_longer_is_waited_for() {
    let dir = tempfile::tempdir().unwrap();
    let study = dir.path().join("study");
    fill(&mut open(&study), "01-001", 3);
    let held = std::fs::File::open(study.join("sled/db")).unwrap();
    flock(&held, FlockOperation::NonBlockingLockExclusive).unwrap();
    // As a thread of sled that is late to let go: nothing tells the opening when.
    let holder = thread::spawn(move || {
        thread::sleep(Duration::from_millis(300));
        drop(held);
    });
    let (mut store, report) = try_open(&study).unwrap();
    assert_eq!((report.rebuilt, report.entries), (None, 4));
    assert_eq!(everything(&mut store).0.len(), 1);
    holder.join().unwrap();
}
