//! A fault under a running owner: what was acknowledged stays, and saving goes on by itself or ends with a word.

use crate::support::owner::*;
use coreset::domain::base::answer::Answer;
use coreset::domain::record::user::Role;
use coreset::protocol::messages::{Reply, Request};
use coreset::server::owner::{Owner, Trouble};
use coreset::store::verify;
use rust_decimal::Decimal;
use std::fs;
use std::path::Path;
use std::sync::mpsc::{self, Receiver};

const SEGMENT: &str = "journal/000001.jsonl";

/// An owner in a new study with one participant, and what it tells of trouble.
fn start(dir: &Path) -> (Owner, Receiver<Trouble>) {
    let (sender, told) = mpsc::channel();
    let tell = move |trouble| {
        let _ = sender.send(trouble);
    };
    let owner = Owner::start_and_tell(open(dir), Box::new(tell)).unwrap();
    let first = sit(&owner, own_account("mk"));
    first.save(vec![add("hl", &[Role::Assessor])]);
    first.save(vec![enrol("01-001"), note("01-001", "vas", "first")]);
    drop(first);
    (owner, told)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for item in fs::read_dir(from).unwrap() {
        let item = item.unwrap();
        let target = to.join(item.file_name());
        match item.file_type().unwrap() {
            kind if kind.is_dir() => copy(&item.path(), &target),
            kind if kind.is_file() => drop(fs::copy(item.path(), target).unwrap()),
            _ => {}
        }
    }
}

/// What is done to a study while its owner works.
type Fault = fn(&Path);

const FAULTS: [(&str, Fault); 6] = [
    ("the journal is cut by a byte", |dir| {
        let file = fs::OpenOptions::new().write(true).open(dir.join(SEGMENT));
        let file = file.unwrap();
        file.set_len(file.metadata().unwrap().len() - 1).unwrap();
    }),
    ("the journal is emptied", |dir| {
        fs::write(dir.join(SEGMENT), "").unwrap()
    }),
    ("the journal is removed", |dir| {
        fs::remove_file(dir.join(SEGMENT)).unwrap()
    }),
    ("the journal is another file with the same bytes", |dir| {
        let bytes = fs::read(dir.join(SEGMENT)).unwrap();
        fs::write(dir.join("new"), bytes).unwrap();
        fs::rename(dir.join("new"), dir.join(SEGMENT)).unwrap();
    }),
    ("somebody else writes to the journal", |dir| {
        let mut bytes = fs::read(dir.join(SEGMENT)).unwrap();
        bytes.extend_from_slice(b"foreign\n");
        fs::write(dir.join(SEGMENT), bytes).unwrap();
    }),
    ("the journal's directory is taken away", |dir| {
        fs::rename(dir.join("journal"), dir.join("taken")).unwrap();
    }),
];

#[test]
fn a_fault_of_the_journal_is_noticed_before_the_next_saved_and_mended_without_a_restart() {
    for (name, fault) in FAULTS {
        let dir = tempfile::tempdir().unwrap();
        let study = dir.path().join("study");
        let (owner, told) = start(&study);
        let hl = sit(&owner, account("hl"));
        hl.read("01-001");
        hl.save(vec![answer("01-001", "vas", 20)]);
        fault(&study);
        let last = hl.save(vec![answer("01-001", "vas", 30)]);
        let record = hl.read("01-001");
        assert_eq!(hl.seen.get(), last, "{name}");
        let cell = &record.session("baseline").unwrap().forms["phga"]["vas"];
        let value = Answer::number(Decimal::new(30, 1), None);
        assert_eq!(cell.answer, Some(value), "{name}");
        assert_eq!(cell.note.as_deref(), Some("first"), "{name}");
        assert!(matches!(told.recv().unwrap(), Trouble::Closed(_)), "{name}");
        assert!(matches!(told.recv().unwrap(), Trouble::Mended(_)), "{name}");
        assert!(told.try_recv().is_err(), "{name}");
        drop(hl);
        assert!(owner.finish(LONG));
        assert!(verify(&study).unwrap().is_sound(), "{name}");
    }
}

#[test]
fn a_fault_that_lasts_is_said_and_everybody_is_told_when_it_is_over() {
    let dir = tempfile::tempdir().unwrap();
    let study = dir.path().join("study");
    let (owner, told) = start(&study);
    let (hl, mk) = (sit(&owner, account("hl")), sit(&owner, own_account("mk")));
    hl.read("01-001");
    fs::rename(study.join("journal"), study.join("away")).unwrap();
    fs::write(study.join("journal"), "").unwrap();
    let request = hl.append(vec![answer("01-001", "vas", 20)]);
    match hl.ask(request.clone()) {
        Reply::Refused { refusal, .. } => assert!(!refusal.is_lasting(), "{refusal:?}"),
        other => panic!("{other:?}"),
    }
    assert!(matches!(told.recv().unwrap(), Trouble::Closed(_)));
    fs::remove_file(study.join("journal")).unwrap();
    fs::rename(study.join("away"), study.join("journal")).unwrap();
    // Nobody asks anything meanwhile.
    assert!(matches!(
        told.recv_timeout(LONG).unwrap(),
        Trouble::Mended(_)
    ));
    for sitter in [&hl, &mk] {
        while sitter.hear() != Reply::Mended {}
    }
    match hl.ask(request) {
        Reply::Appended { .. } => {}
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_record_that_was_rolled_back_under_the_owner_saves_nothing_more() {
    let dir = tempfile::tempdir().unwrap();
    let (study, earlier) = (dir.path().join("study"), dir.path().join("earlier"));
    drop(start(&study));
    copy(&study, &earlier);
    let (sender, told) = mpsc::channel();
    let tell = move |trouble| {
        let _ = sender.send(trouble);
    };
    let owner = Owner::start_and_tell(open(&study), Box::new(tell)).unwrap();
    let hl = sit(&owner, account("hl"));
    hl.read("01-001");
    hl.save(vec![answer("01-001", "vas", 20)]);
    for name in ["journal", "sled"] {
        fs::remove_dir_all(study.join(name)).unwrap();
        copy(&earlier.join(name), &study.join(name));
    }
    for name in ["head.a", "head.b"] {
        fs::copy(earlier.join(name), study.join(name)).unwrap();
    }
    match hl.ask(hl.append(vec![answer("01-001", "vas", 30)])) {
        Reply::Refused { .. } => {}
        other => panic!("{other:?}"),
    }
    assert!(matches!(told.recv().unwrap(), Trouble::Closed(_)));
    match told.recv().unwrap() {
        Trouble::Lost(why) => assert!(
            why.contains("is not the one that was acknowledged"),
            "{why}"
        ),
        other => panic!("{other:?}"),
    }
    // It does not go on by itself later, and reads nothing as if it were the record.
    match hl.ask(Request::Record("01-001".into())) {
        Reply::Failed(_) => {}
        other => panic!("{other:?}"),
    }
}
