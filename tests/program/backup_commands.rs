//! Backing up, restoring, testing a restore and recovering with the real program and server.

use crate::support::visit;
use coreset::domain::record::entry::Entry;
use coreset::domain::record::event::Event;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a command said and how it ended.
struct Said {
    code: i32,
    out: String,
    all: String,
}

impl Said {
    fn must(&self, code: i32, parts: &[&str]) -> &Self {
        assert_eq!(self.code, code, "{}", self.all);
        for part in parts {
            assert!(self.all.contains(part), "{part:?} is not in: {}", self.all);
        }
        self
    }

    /// The head that was printed.
    fn head(&self) -> String {
        let word = self.out.split_whitespace().find(|word| word.contains('@'));
        word.unwrap().trim_end_matches(',').to_owned()
    }
}

fn run(args: &[&str]) -> Said {
    let out = Command::new(visit::PROGRAM)
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .args(args)
        .env("CORESET_UNTIL_IDLE", "0")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8(out.stdout).unwrap();
    Said {
        code: out.status.code().unwrap(),
        all: format!("{said}{}", String::from_utf8(out.stderr).unwrap()),
        out: said,
    }
}

/// A place with a study, and paths in it.
struct Place(tempfile::TempDir);

impl Place {
    /// With a participant.
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        let mut pty = visit::start_with(place.0.path(), &["--study", &place.at("study")], &[]);
        visit::enrol(&mut pty);
        pty.send(b"\x18");
        assert_eq!(pty.exit_code(), 0);
        place.closed();
        place
    }

    fn at(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    fn study(&self) -> PathBuf {
        self.0.path().join("study")
    }

    fn closed(&self) {
        visit::wait_until_closed(&self.study());
    }

    fn backup(&self, to: &str) -> Said {
        let said = run(&["backup", &self.at(to), "--study", &self.at("study")]);
        self.closed();
        said
    }
}

/// Entries of a place as it was made: after the opening its server started, a user was added, came in, enrolled somebody
/// and went out, and the server stopped.
fn made() -> u64 {
    visit::opening_entries() + 6
}

/// Returns the last entry before the stop of the server.
fn last(study: &Path) -> Entry {
    let mut entries = entries(study);
    assert_eq!(entries.pop().unwrap().draft.event.kind(), "server-stopped");
    entries.pop().unwrap()
}

fn entries(study: &Path) -> Vec<Entry> {
    let text = std::fs::read_to_string(study.join("journal/000001.jsonl")).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn point_21_a_study_is_backed_up_tested_restored_and_verified_against_its_head() {
    let place = Place::new();
    std::fs::write(
        place.study().join("study.toml"),
        include_str!("../../src/domain/study/nct04946669.toml"),
    )
    .unwrap();
    let said = place.backup("b");
    said.must(
        0,
        &[
            &format!("backed up {} entries", made()),
            "a new backup",
            "files of the journal: 1 copied",
        ],
    );
    let head = said.head();
    let backed_up = last(&place.study());
    let (hash, number) = head.split_once('@').unwrap();
    let expected = Event::BackedUp {
        head: hash.to_owned(),
        entries: number.parse().unwrap(),
    };
    // After the start of the server, to which the command came in.
    let found = (backed_up.draft.event, backed_up.seq);
    assert_eq!(found, (expected, made() + 3));
    assert_eq!(backed_up.draft.by.role, "manager");

    let (study, b) = (place.at("study"), place.at("b"));
    let said = run(&["restore", "--test", &b, "--study", &study]);
    said.must(
        0,
        &[
            &format!("restored for a test: {} entries", made()),
            "the same as the backup's",
        ],
    );
    place.closed();
    let tested = last(&place.study());
    assert!(
        matches!(&tested.draft.event, Event::RestoreTested { head, entries } if head == hash && *entries == made()),
        "{tested:?}"
    );

    let r = place.at("r");
    let said = run(&["restore", &b, &r]);
    said.must(
        0,
        &[
            &format!("restored: {} entries", made()),
            &head,
            "the same as the backup's",
        ],
    );
    let restored = entries(Path::new(&r));
    let same = usize::try_from(made()).unwrap();
    assert_eq!(restored[..same], entries(&place.study())[..same]);
    let expected = Event::Restored {
        entries: made(),
        head: hash.to_owned(),
    };
    assert_eq!(restored.last().unwrap().draft.event, expected);
    assert_eq!(restored.len(), same + 1);
    assert!(Path::new(&r).join("study.toml").exists());
    run(&["restore", &b, &r]).must(3, &["is not empty"]);
    run(&["verify", "--study", &r]).must(0, &["every entry fits those before it"]);

    // The head of that day, later and elsewhere.
    let verify = |study: &str, head: &str| run(&["verify", "--study", study, "--head", head]);
    let whole = run(&["verify", "--study", &r]).head();
    verify(&r, &whole).must(0, &["this is the record's head"]);
    verify(&r, &head).must(0, &["this record goes on from it: 1 entry later"]);
    verify(&study, &head).must(0, &["this record goes on from it: 8 entries later"]);
    verify(&study, hash).must(0, &["8 entries later"]);
    verify(&study, &format!("{hash}@2")).must(
        4,
        &[&format!("is entry {} of this record, not entry 2", made())],
    );
    let later = run(&["verify", "--study", &study]).head();
    verify(&r, &later).must(
        4,
        &["not in this record: the tail was cut or it is another study"],
    );
    verify(&r, &hash[1..]).must(2, &["is no head", "64 digits"]);
    // Only what is new is copied, and the study file is there already.
    place.backup("b").must(
        0,
        &[
            &format!("backed up {} entries", made() + 8),
            "8 new since the last one",
        ],
    );
}

#[test]
fn what_is_not_whole_or_not_the_same_study_is_refused_with_what_to_do() {
    let place = Place::new();
    let other = Place::new();
    place.backup("b").must(0, &[]);
    let (study, b) = (place.at("study"), place.at("b"));
    other.backup("b").must(0, &[]);
    run(&["backup", &b, "--study", &other.at("study")])
        .must(3, &["backup of another study", "name another directory"]);
    run(&["backup", &place.at("study/x"), "--study", &study]).must(3, &["inside the study"]);
    run(&["backup", &b, "--study", &place.at("none")]).must(3, &["There is no study in"]);
    assert!(!place.0.path().join("none").exists());
    run(&["restore", "--test", &other.at("b"), "--study", &study]).must(
        1,
        &[
            "can be restored, but the study could not record it",
            "another study",
        ],
    );
    run(&["restore", &place.at("none"), &place.at("r")]).must(3, &["no finished backup"]);
    run(&["restore", "--test", &b, &place.at("r")]).must(2, &["--test"]);
    run(&["restore", &b]).must(2, &["<DIR>"]);
    place.closed();

    let segment = Path::new(&b).join("journal/000001.jsonl");
    let mut bytes = std::fs::read(&segment).unwrap();
    bytes[50] ^= 1;
    std::fs::write(&segment, bytes).unwrap();
    for args in [
        vec!["restore", &b, &place.at("r")],
        vec!["restore", "--test", &b, "--study", &study],
    ] {
        run(&args).must(4, &["journal/000001.jsonl is missing or was changed"]);
    }
    assert!(!place.0.path().join("r").exists());
}

#[test]
fn a_damaged_record_is_named_not_backed_up_and_recovered_with_what_is_lost() {
    let place = Place::new();
    let study = place.study();
    std::fs::remove_dir_all(study.join("sled")).unwrap();
    let path = study.join("journal/000001.jsonl");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(
        &path,
        text.replacen("UserAdded", "UserAdd", 1)
            .replacen("user-added", "user-adde", 1),
    )
    .unwrap();
    let (dir, out) = (place.at("study"), place.at("out"));
    // The user is added right after the opening and the start of the server.
    let lost = visit::opening_entries() + 2;
    run(&["verify", "--study", &dir]).must(
        4,
        &[
            &format!("Line {lost} of journal/000001.jsonl is not as written"),
            &format!("entry {lost}"),
        ],
    );
    run(&["backup", &place.at("b"), "--study", &dir]).must(4, &["no backup was made"]);
    assert!(!place.0.path().join("b").exists());
    run(&["recover", &dir, &out]).must(
        4,
        &[
            &format!("recovered {} of {} entries", made() - 1, made()),
            &format!("lost: entry {lost}"),
            "keep the damaged directory",
        ],
    );
    run(&["verify", "--study", &out]).must(
        0,
        &[
            &format!(
                "recovered out of a damaged one: {} of {} entries; lost: entry {lost}",
                made() - 1,
                made()
            ),
            "every entry fits those before it",
        ],
    );
    run(&["recover", &dir, &out]).must(3, &["is not empty"]);
}

#[test]
fn the_list_says_how_old_the_backup_is_and_learns_of_a_new_one_while_it_stands_there() {
    let place = Place::new();
    let study = place.at("study");
    let mut pty = visit::start_with(place.0.path(), &["--study", &study], &[]);
    pty.wait_for_text("! backup never, restore tested never");
    let said = run(&["backup", &place.at("b"), "--study", &study]);
    said.must(0, &[]);
    pty.wait_for_text("! backup today, restore tested never");
    run(&["restore", "--test", &place.at("b"), "--study", &study]).must(0, &[]);
    pty.wait_for_text("backup today, restore tested today");
    assert!(!pty.text().contains("! backup"), "{}", pty.text());
    pty.send(b"\x18");
    assert_eq!(pty.exit_code(), 0);
}
