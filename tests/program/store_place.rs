//! Where a study may be, who may open it, and what happens when the disk is full.

use crate::support::disk::{Disk, fill_up, make_room};
use crate::support::study::*;
use coreset::domain::record::entry::JOURNAL_VERSION;
use coreset::domain::record::event::Event;
use coreset::store::{ErrorKind, Options, Store, StoreError, verify};
use coreset::text::store::Opening;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

#[test]
fn a_newer_format_is_refused_by_name_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    fill(&mut open(dir.path()), "01-001", 1);
    let path = dir.path().join("format");
    let newer = format!("coreset study, format {}\n", JOURNAL_VERSION + 1);
    std::fs::write(&path, &newer).unwrap();
    for error in [
        try_open(dir.path()).unwrap_err(),
        verify(dir.path()).unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Version);
        let text = error.to_string();
        assert!(text.contains("made by a newer coreset"), "{text}");
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), newer);
}

#[test]
fn a_study_of_an_earlier_format_is_taken_over_so_that_an_older_program_refuses_it() {
    let dir = tempfile::tempdir().unwrap();
    fill(&mut open(dir.path()), "01-001", 1);
    let path = dir.path().join("format");
    let now = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, "coreset study, format 1\n").unwrap();
    let (_, report) = try_open(dir.path()).unwrap();
    assert_eq!(report.findings, []);
    assert_eq!(std::fs::read_to_string(path).unwrap(), now);
}

#[test]
fn a_second_opener_is_told_who_has_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    fill(&mut store, "01-001", 2);
    let error = try_open(dir.path()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Busy);
    let text = error.to_string();
    assert!(
        text.contains(&format!("process {}", std::process::id())),
        "{text}"
    );
    // Reading it all needs nobody to leave.
    let report = verify(dir.path()).unwrap();
    assert!(report.is_sound(), "{report:?}");
    assert_eq!(report.entries, 3);
    drop(store);
    assert!(try_open(dir.path()).is_ok());
}

#[test]
fn a_study_that_is_not_there_is_not_made_unasked() {
    let dir = tempfile::tempdir().unwrap();
    let only = || Options {
        create: false,
        ..options()
    };
    for path in [dir.path().to_owned(), dir.path().join("typo")] {
        let error = Store::open(&path, only(), projection(), &mut |_, _| {}).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Place, "{error}");
        assert!(matches!(verify(&path), Err(StoreError::NotAStudy { .. })));
    }
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

/// Returns a study that may not be written to, and what keeps its disk alive.
fn read_only() -> Option<(PathBuf, Option<Disk>, tempfile::TempDir)> {
    let dir = tempfile::tempdir().unwrap();
    if rustix::process::geteuid().is_root() {
        // Permissions do not hold root back; a read-only disk does.
        let disk = Disk::mount("16m")?;
        let path = disk.0.path().join("study");
        fill(&mut open(&path), "01-001", 2);
        disk.remount("ro");
        return Some((path, Some(disk), dir));
    }
    let path = dir.path().join("study");
    fill(&mut open(&path), "01-001", 2);
    for name in ["", "owner.lock"] {
        let mode = if name.is_empty() { 0o500 } else { 0o400 };
        let target = if name.is_empty() {
            path.clone()
        } else {
            path.join(name)
        };
        std::fs::set_permissions(target, std::fs::Permissions::from_mode(mode)).unwrap();
    }
    Some((path, None, dir))
}

#[test]
fn a_directory_that_cannot_be_written_is_named_and_can_still_be_verified() {
    let Some((path, _disk, _dir)) = read_only() else {
        return;
    };
    let error = try_open(&path).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Permission, "{error}");
    assert!(error.to_string().contains("owner.lock"), "{error}");
    let report = verify(&path).unwrap();
    assert!(report.is_sound());
    assert_eq!(report.entries, 3);
    if _disk.is_none() {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
    }
}

#[test]
fn under_the_floor_nothing_new_is_taken_and_everything_can_be_read() {
    let dir = tempfile::tempdir().unwrap();
    fill(&mut open(dir.path()), "01-001", 2);
    let high = Options {
        floor_bytes: u64::MAX,
        ..options()
    };
    let (mut store, _) = Store::open(dir.path(), high, projection(), &mut |_, _| {}).unwrap();
    let error = store.append("x", vec![enrol("01-002")]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Space);
    assert!(error.to_string().contains("must stay free"), "{error}");
    assert_eq!(store.participants().unwrap().len(), 1);
    drop(store);
    let mut store = open(dir.path());
    store.append("x", vec![enrol("01-002")]).unwrap();
}

/// Fills the rest of a disk.
#[test]
fn a_full_disk_loses_nothing_that_was_acknowledged() {
    let Some(disk) = Disk::mount("12m") else {
        return;
    };
    let path = disk.0.path().join("study");
    let reserve = || Options {
        reserve_bytes: 4 << 20,
        ..options()
    };
    let start = |path: &Path| Store::open(path, reserve(), projection(), &mut |_, _| {});
    let (mut store, _) = start(&path).unwrap();
    fill(&mut store, "01-001", 3);
    fill_up(&disk.0.path().join("filler"));
    let mut acknowledged = store.last();
    let error = loop {
        let note = answer("01-001", "week-0", "deltoid.r", acknowledged as i64);
        match store.append(&format!("more-{acknowledged}"), vec![note]) {
            Ok(done) => acknowledged = done.receipt.last,
            Err(error) => break error,
        }
        assert!(acknowledged < 100_000);
    };
    assert_eq!(error.kind(), ErrorKind::Space, "{error}");
    assert!(
        error.to_string().contains("reserve was given back"),
        "{error}"
    );
    let again = store.append("again", vec![enrol("01-002")]).unwrap_err();
    assert_eq!(again.kind(), ErrorKind::Closed, "{again}");
    drop(store);

    // With the reserve given back the study opens and goes on, the disk still full of other things.
    let (mut store, report) = start(&path).unwrap();
    assert_eq!(store.last(), acknowledged);
    assert!(report.findings.contains(&Opening::NoReserve), "{report:?}");
    assert_eq!(store.participants().unwrap().len(), 1);
    store.append("again", vec![enrol("01-002")]).unwrap();
    drop(store);
    assert!(verify(&path).unwrap().is_sound());
}

/// Types a visit of long notes, each of which meets a disk that is full at first.
fn each_write_fails_once(path: &Path, disk: &Disk, make: impl Fn() -> Options) {
    let filler = disk.0.path().join("filler");
    let start = || {
        Store::open(path, make(), projection(), &mut |_, _| {})
            .unwrap()
            .0
    };
    let mut store = start();
    fill(&mut store, "01-001", 1);
    let mut refused = 0;
    for number in 0..12 {
        // Longer than a page, so that each needs room of its own.
        let text = format!("{number} ").repeat(3_000);
        let note = draft(Event::Noted {
            place: place("01-001", "week-0", "mmt8", &format!("muscle.{number}")),
            text,
        });
        let before = (store.last(), everything(&mut store));
        fill_up(&filler);
        let request = format!("note-{number}");
        let error = store.append(&request, vec![note.clone()]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Space, "write {number}: {error}");
        assert!(error.hint().contains("Free room on the disk"), "{error}");
        refused += 1;
        // Reading goes on, and there is exactly what was acknowledged.
        assert_eq!(
            (store.last(), everything(&mut store)),
            before,
            "write {number}"
        );
        assert!(verify(path).unwrap().is_sound(), "write {number}");
        make_room(&filler);
        let again = match store.append(&request, vec![note.clone()]) {
            Err(error) => {
                // After a write that failed half way it has to be opened again.
                assert_eq!(error.kind(), ErrorKind::Closed, "write {number}: {error}");
                assert!(error.hint().contains("opened again by itself"), "{error}");
                drop(store);
                store = start();
                assert_eq!(
                    (store.last(), everything(&mut store)),
                    before,
                    "write {number}"
                );
                store.append(&request, vec![note])
            }
            done => done,
        };
        assert_eq!(again.unwrap().receipt.last, before.0 + 1, "write {number}");
    }
    assert_eq!((refused, store.last()), (12, 14));
    drop(store);
    let report = verify(path).unwrap();
    assert!(report.is_sound() && report.entries == 14, "{report:?}");
}

#[test]
fn every_write_of_a_visit_may_find_the_disk_full_and_the_visit_goes_on() {
    let Some(disk) = Disk::mount("16m") else {
        return;
    };
    // Told before anything is written, and by the system in the middle of it.
    each_write_fails_once(&disk.0.path().join("floor"), &disk, || Options {
        floor_bytes: 1 << 20,
        ..options()
    });
    each_write_fails_once(&disk.0.path().join("full"), &disk, options);
}
