//! The files that a study is run with are recorded, and once somebody is enrolled no others are taken.

use crate::support::owner;
use coreset::cli::open::{load_study, loaded, open, open_loaded};
use coreset::domain::forms::table::FORMS;
use coreset::domain::record::entry::{Draft, Entry};
use coreset::domain::record::event::Event;
use coreset::domain::record::own_file::OwnFile;
use coreset::domain::record::user::Role;
use coreset::domain::study::shipped::{SHIPPED_STUDIES, STUDY, embedded_study};
use coreset::server::Options;
use coreset::server::opening::summarise;
use coreset::server::owner::{Owner, Peer};
use coreset::store::{Projection, Store};
use coreset::text::DEFAULT;
use coreset::text::store::Unsound;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const WALK: &str = r#"id = "walk"
title = "Walk"
long-title = "Timed walk"
version = "1"
respondent = "assessor"
recall = "Now"
source = "Site"
scoring = "sum"

[[section]]
id = "walk"
title = "Walk"

[[section.field]]
id = "metres"
label = "metres in 6 minutes"
kind = "number"
min = 0
max = 900
"#;

fn shipped(id: &str) -> &'static str {
    let name = format!("{id}.toml");
    FORMS.iter().find(|file| file.name == name).unwrap().text
}

/// The shipped study file with another limit of the muscle total, which changes scores.
fn own_study() -> String {
    let text = STUDY.text.replacen("mmt-max = 150", "mmt-max = 80", 1);
    assert_ne!(text, STUDY.text);
    text
}

/// The shipped form with another label.
fn own_phga() -> String {
    let text = shipped("phga").replacen("Physician global VAS", "Arzturteil VAS", 1);
    assert_ne!(text, shipped("phga"));
    text
}

fn put(dir: &Path, name: &str, text: &str) {
    let path = dir.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn put_own(dir: &Path) {
    put(dir, "study.toml", &own_study());
    put(dir, "instruments/phga.toml", &own_phga());
}

/// Opens the study for its owner and closes it; or says why not, with the exit code.
fn start(dir: &Path) -> Result<Vec<String>, (u8, String)> {
    let opened = open(dir, false, owner::options());
    let opened = opened.map_err(|failure| {
        let hints = failure.hints.join("\n");
        (failure.code, format!("{}\n{hints}", failure.message))
    })?;
    let findings = opened.report.findings.iter();
    Ok(findings.map(|found| DEFAULT.opening(found)).collect())
}

/// Opens the study and enrols somebody.
fn enrol(dir: &Path) {
    let mut opened = open(dir, false, owner::options()).unwrap();
    opened
        .append("enrol", vec![owner::enrol("01-001")])
        .unwrap();
}

fn entries(dir: &Path) -> Vec<Entry> {
    let text = fs::read_to_string(dir.join("journal/000001.jsonl")).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Number of an entry about files, hash of the study, and name and hash of each own file.
type NamedFiles = (u64, String, Vec<(String, String)>);

/// What the entries about files name: the hash of the study and the own files by name.
fn named(dir: &Path) -> Vec<NamedFiles> {
    let entries = entries(dir).into_iter();
    let named = entries.filter_map(|entry| match entry.draft.event {
        Event::FilesRecorded {
            protocol_hash,
            files,
            ..
        } => {
            assert_eq!(entry.draft.by.role, "program");
            let files = files.into_iter().map(|file| (file.name, file.hash));
            Some((entry.seq, protocol_hash, files.collect()))
        }
        _ => None,
    });
    named.collect()
}

fn hash(text: &str) -> String {
    OwnFile::new("", None, text).hash
}

/// Every file under a directory, with its bytes.
fn files_under(dir: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
    for item in fs::read_dir(dir).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            files_under(&path, found);
        } else {
            found.insert(path.display().to_string(), fs::read(&path).unwrap());
        }
    }
}

/// Journal, heads and everything else in the directory but the lock, sled, and the files that the site changes.
fn evidence(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for item in fs::read_dir(dir).unwrap() {
        let name = item.unwrap().file_name().into_string().unwrap();
        match name.as_str() {
            "sled" | "owner.lock" | "instruments" | "study.toml" | "serve.log" => {}
            "journal" => files_under(&dir.join(name), &mut found),
            _ => {
                let path = dir.join(&name);
                let bytes = if path.is_file() {
                    fs::read(&path).unwrap()
                } else {
                    Vec::new()
                };
                found.insert(name, bytes);
            }
        }
    }
    assert!(found.len() >= 3, "{:?}", found.keys());
    found
}

/// A study with two files of its own and a participant is refused after `change`, by these words, with nothing
/// written; once the files are put back it opens as if nothing had been.
fn refused_after(change: impl Fn(&Path), words: &[&str]) {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path();
    put_own(dir);
    enrol(dir);
    start(dir).unwrap();
    let before = evidence(dir);
    change(dir);
    // Also where the sessions are gone and would be built by the other files.
    for without_sessions in [false, true] {
        if without_sessions {
            fs::remove_dir_all(dir.join("sled")).unwrap();
        }
        let (code, said) = start(dir).unwrap_err();
        assert_eq!(code, 3, "{said}");
        for word in words {
            assert!(said.contains(word), "{word:?} is not in: {said}");
        }
        for word in ["entry 2 of ", "Nothing was written. Put each file back"] {
            assert!(said.contains(word), "{word:?} is not in: {said}");
        }
        assert_eq!(evidence(dir), before, "{said}");
    }
    let _ = fs::remove_dir_all(dir.join("instruments"));
    put_own(dir);
    start(dir).unwrap();
    assert_eq!(entries(dir).len(), 3);
}

#[test]
fn a_changed_byte_of_the_study_file_is_refused_once_somebody_is_enrolled() {
    let other = own_study().replacen("target = 20", "target = 21", 1);
    assert_ne!(other, own_study());
    let words = format!(
        "study.toml was changed (recorded {}, found {})",
        &hash(&own_study())[..12],
        &hash(&other)[..12]
    );
    refused_after(|dir| put(dir, "study.toml", &other), &[&words]);
}

#[test]
fn a_comment_in_the_study_file_is_a_change_like_any_other() {
    let other = own_study() + "# checked\n";
    refused_after(
        |dir| put(dir, "study.toml", &other),
        &["study.toml was changed"],
    );
}

#[test]
fn a_changed_form_is_refused_once_somebody_is_enrolled() {
    let other = own_phga() + "\n";
    let words = format!(
        "instruments/phga.toml was changed (recorded {}, found {})",
        &hash(&own_phga())[..12],
        &hash(&other)[..12]
    );
    refused_after(|dir| put(dir, "instruments/phga.toml", &other), &[&words]);
}

#[test]
fn a_form_that_replaces_a_shipped_one_is_refused_once_somebody_is_enrolled() {
    let other = shipped("mmt8").to_owned() + "# ours\n";
    refused_after(
        |dir| put(dir, "instruments/ours.toml", &other),
        &["instruments/ours.toml was added (found "],
    );
}

#[test]
fn a_new_form_is_refused_once_somebody_is_enrolled() {
    refused_after(
        |dir| put(dir, "instruments/walk.toml", WALK),
        &["instruments/walk.toml was added (found "],
    );
}

#[test]
fn a_removed_form_is_refused_once_somebody_is_enrolled() {
    refused_after(
        |dir| fs::remove_file(dir.join("instruments/phga.toml")).unwrap(),
        &["instruments/phga.toml is missing (recorded "],
    );
}

#[test]
fn the_shipped_study_does_not_take_over_from_a_study_file_that_is_gone() {
    refused_after(
        |dir| fs::remove_file(dir.join("study.toml")).unwrap(),
        &["study.toml is missing (recorded "],
    );
}

#[test]
fn another_protocol_is_refused_once_somebody_is_enrolled() {
    let other = own_study().replace("NCT04946669", "NCT01234567");
    assert_ne!(other, own_study());
    refused_after(
        |dir| put(dir, "study.toml", &other),
        &["study.toml was changed"],
    );
}

#[test]
fn every_changed_file_is_named_at_once() {
    refused_after(
        |dir| {
            put(dir, "study.toml", STUDY.text);
            put(dir, "instruments/walk.toml", WALK);
            fs::remove_file(dir.join("instruments/phga.toml")).unwrap();
        },
        &[
            "study.toml was changed",
            "instruments/walk.toml was added",
            "instruments/phga.toml is missing",
        ],
    );
}

#[test]
fn before_anybody_is_enrolled_a_change_is_taken_with_an_entry_and_the_newest_counts() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path();
    start(dir).unwrap();
    // As the program comes: the entry that begins the study says it all.
    assert_eq!(named(dir), []);
    put(dir, "study.toml", &own_study());
    start(dir).unwrap();
    start(dir).unwrap();
    put(dir, "instruments/walk.toml", WALK);
    start(dir).unwrap();
    fs::remove_file(dir.join("study.toml")).unwrap();
    assert_eq!(start(dir).unwrap(), Vec::<String>::new());
    let plain = embedded_study().unwrap().hash;
    let own = {
        put(dir, "study.toml", &own_study());
        load_study(dir).unwrap().0.hash
    };
    let file = ("study.toml".to_owned(), hash(&own_study()));
    let walk = ("instruments/walk.toml".to_owned(), hash(WALK));
    let mut expected = vec![
        (2, own.clone(), vec![file.clone()]),
        (3, own.clone(), vec![file.clone(), walk.clone()]),
        (4, plain, vec![walk.clone()]),
    ];
    assert_eq!(named(dir), expected);
    enrol(dir);
    expected.push((5, own, vec![file, walk]));
    assert_eq!(named(dir), expected);
    // What an older entry names is a change by now.
    fs::remove_file(dir.join("study.toml")).unwrap();
    let (_, said) = start(dir).unwrap_err();
    assert!(said.contains("study.toml is missing"), "{said}");
    assert_eq!(entries(dir).len(), 6);
}

#[test]
fn copies_of_shipped_files_and_other_names_for_a_form_are_no_change() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path();
    enrol(dir);
    put(dir, "study.toml", STUDY.text);
    put(dir, "instruments/haq.toml", shipped("haq"));
    start(dir).unwrap();
    assert_eq!(entries(dir).len(), 2);

    let place = tempfile::tempdir().unwrap();
    let dir = place.path();
    put_own(dir);
    enrol(dir);
    fs::rename(
        dir.join("instruments/phga.toml"),
        dir.join("instruments/phga-de.toml"),
    )
    .unwrap();
    start(dir).unwrap();
    assert_eq!(entries(dir).len(), 3);
}

/// Makes the record that an earlier coreset made: it began with a hash, lists no files, and has a participant.
fn earlier(dir: &Path, first: Event) {
    let study = load_study(dir).unwrap().0;
    let projection = Projection {
        summarise: Box::new(move |record| summarise(&study, record)),
    };
    let opened = Store::open(dir, owner::options(), projection, &mut |_, _| {});
    let (mut store, _) = opened.unwrap();
    for (request, event) in [("first", first), ("enrol", owner::enrol("01-001"))] {
        let draft = Draft::new(owner::program(), event);
        store.append(request, vec![draft]).unwrap();
    }
}

fn opened(protocol_hash: &str) -> Event {
    Event::StudyOpened {
        protocol: "NCT04946669".to_owned(),
        protocol_hash: protocol_hash.to_owned(),
        demo: false,
    }
}

#[test]
fn a_study_of_an_earlier_coreset_has_its_files_recorded_once_at_the_next_start() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path();
    put_own(dir);
    put(dir, "instruments/walk.toml", WALK);
    let own = load_study(dir).unwrap().0.hash;
    earlier(dir, opened(&own));
    start(dir).unwrap();
    start(dir).unwrap();
    let files = [
        ("study.toml", own_study()),
        ("instruments/phga.toml", own_phga()),
        ("instruments/walk.toml", WALK.to_owned()),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), hash(&text)));
    assert_eq!(named(dir), [(3, own, files.to_vec())]);
    put(dir, "instruments/walk.toml", &(WALK.to_owned() + "\n"));
    let (_, said) = start(dir).unwrap_err();
    assert!(said.contains("instruments/walk.toml was changed"), "{said}");
}

#[test]
fn where_there_is_no_room_for_the_entry_reading_goes_on_and_the_next_start_records() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path();
    put_own(dir);
    earlier(dir, opened(&load_study(dir).unwrap().0.hash));
    let full = || Options {
        floor_bytes: u64::MAX,
        ..owner::options()
    };
    drop(open(dir, false, full()).unwrap());
    assert_eq!(named(dir), []);
    start(dir).unwrap();
    assert_eq!(named(dir).len(), 1);

    // While nobody is enrolled there is nothing to read, and a change must not go unrecorded.
    let place = tempfile::tempdir().unwrap();
    let dir = place.path();
    start(dir).unwrap();
    put_own(dir);
    let refused = open(dir, false, full()).unwrap_err();
    assert!(refused.message.contains("must stay free"), "{refused:?}");
}

#[test]
fn a_study_of_an_earlier_coreset_without_files_of_its_own_needs_no_entry() {
    let place = tempfile::tempdir().unwrap();
    earlier(place.path(), opened(&embedded_study().unwrap().hash));
    start(place.path()).unwrap();
    assert_eq!(entries(place.path()).len(), 2);
}

#[test]
fn forms_that_changed_with_the_program_lock_nobody_out_and_are_told_and_recorded_once() {
    let now = embedded_study().unwrap().hash;
    for before in SHIPPED_STUDIES.iter().filter(|hash| **hash != now) {
        let place = tempfile::tempdir().unwrap();
        earlier(place.path(), opened(before));
        let findings = start(place.path()).unwrap();
        assert!(
            findings
                .concat()
                .contains("come with this coreset are not those of before"),
            "{findings:?}"
        );
        // The list shows what the pages show.
        assert!(
            findings
                .concat()
                .contains("rebuilt from the journal (the files of the study are others now)"),
            "{findings:?}"
        );
        assert_eq!(start(place.path()).unwrap(), Vec::<String>::new());
        assert_eq!(named(place.path()), [(3, now.clone(), Vec::new())]);
    }
}

#[test]
fn the_hash_of_the_shipped_study_is_the_last_of_those_that_are_known() {
    // A shipped file changed: add the new hash below the others, and leave the others in.
    let now = embedded_study().unwrap().hash;
    assert_eq!(SHIPPED_STUDIES.last(), Some(&now.as_str()));
}

#[test]
fn files_that_an_earlier_coreset_let_change_without_an_entry_are_refused_until_somebody_answers_for_them()
 {
    let plain = embedded_study().unwrap().hash;
    let own = |dir: &Path| {
        put_own(dir);
        load_study(dir).unwrap().0.hash
    };
    for (first, words) in [
        (plain.as_str(), "study.toml was added (found "),
        ("abababababababab", "its own files are "),
    ] {
        let place = tempfile::tempdir().unwrap();
        let dir = place.path();
        earlier(dir, opened(first));
        let hash = own(dir);
        let before = evidence(dir);
        let (code, said) = start(dir).unwrap_err();
        assert_eq!(code, 3, "{said}");
        for word in [words, "study.toml", "coreset serve --record-files"] {
            assert!(said.contains(word), "{word:?} is not in: {said}");
        }
        assert_eq!(evidence(dir), before);
        let mut vouched = loaded(dir, load_study(dir).unwrap());
        vouched.vouched = true;
        let opened = open_loaded(dir, vouched, false, owner::options(), &mut |_, _| {}).unwrap();
        // What the list shows was worked out by other files.
        assert_eq!(opened.report.rebuilt, Some(Unsound::OtherFiles));
        drop(opened);
        assert_eq!(named(dir)[0].1, hash);
        start(dir).unwrap();
        // From then on nobody answers for another change.
        put(dir, "study.toml", STUDY.text);
        let mut vouched = loaded(dir, load_study(dir).unwrap());
        vouched.vouched = true;
        let again = open_loaded(dir, vouched, false, owner::options(), &mut |_, _| {});
        assert!(
            again
                .unwrap_err()
                .message
                .contains("study.toml was changed")
        );
    }
}

#[test]
fn a_study_that_began_with_files_of_its_own_does_not_go_on_without_them() {
    let place = tempfile::tempdir().unwrap();
    earlier(place.path(), opened("abababababababab"));
    let (code, said) = start(place.path()).unwrap_err();
    assert_eq!(code, 3);
    assert!(
        said.contains("the study began with files of its own, and none is there"),
        "{said}"
    );
}

#[test]
fn a_refusal_leaves_the_sessions_as_they_are_too() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path();
    put_own(dir);
    enrol(dir);
    put(dir, "study.toml", STUDY.text);
    let sled = || {
        let mut found = BTreeMap::new();
        files_under(&dir.join("sled"), &mut found);
        found
    };
    let before = sled();
    start(dir).unwrap_err();
    assert!(!before.is_empty() && sled() == before);
}

#[test]
fn a_recovered_record_without_its_beginning_goes_on_once_somebody_vouches_for_its_files() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path();
    put_own(dir);
    let recovered = Event::Recovered {
        entries: 3,
        rescued: 1,
        lost: vec![(1, 2)],
        list: String::new(),
        demo: false,
    };
    earlier(dir, recovered);
    let before = evidence(dir);
    let (code, said) = start(dir).unwrap_err();
    assert_eq!(code, 3, "{said}");
    assert!(
        said.contains("the entry that names its files is lost"),
        "{said}"
    );
    assert_eq!(evidence(dir), before);
    let mut vouched = loaded(dir, load_study(dir).unwrap());
    vouched.vouched = true;
    drop(open_loaded(dir, vouched, false, owner::options(), &mut |_, _| {}).unwrap());
    start(dir).unwrap();
    assert_eq!(named(dir).len(), 1);
    put(dir, "study.toml", STUDY.text);
    let (_, said) = start(dir).unwrap_err();
    assert!(said.contains("study.toml was changed"), "{said}");
}

#[test]
fn a_server_goes_on_with_the_files_that_it_read_at_its_start() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path();
    put_own(dir);
    let opened = open(dir, false, owner::options()).unwrap();
    let hash = opened.study.hash.clone();
    let server = Owner::start(opened).unwrap();
    let anna = owner::sit(&server, owner::own_account("anna"));
    anna.save(vec![owner::enrol("01-001")]);
    put(dir, "study.toml", STUDY.text);
    fs::remove_file(dir.join("instruments/phga.toml")).unwrap();
    // Who comes later gets the same as who was there.
    let boris = owner::sit(&server, owner::own_account("anna"));
    let study = boris.welcome.study.study(|| None).unwrap();
    assert_eq!(study.hash, hash);
    anna.save(vec![owner::enrol("01-002")]);
    assert!(server.finish(Duration::from_secs(30)));
    drop(server);
    let (_, said) = start(dir).unwrap_err();
    assert!(said.contains("study.toml was changed"), "{said}");
}

#[test]
fn no_client_records_files_whoever_it_is() {
    let place = tempfile::tempdir().unwrap();
    let server = Owner::start(owner::open(place.path())).unwrap();
    let keeper = owner::sit(&server, owner::own_account("anna"));
    keeper.save(vec![owner::add("all", &Role::ALL)]);
    let all = owner::sit(&server, owner::account("all"));
    let command = owner::hello("root", false);
    let root = Peer {
        uid: 0,
        ..owner::account("root")
    };
    let root = owner::try_sit(&server, root, command).unwrap();
    let before = entries(place.path()).len();
    for client in [&keeper, &all, &root] {
        let event = Event::FilesRecorded {
            protocol: "NCT04946669".to_owned(),
            protocol_hash: "0".repeat(64),
            files: vec![OwnFile::new("study.toml", None, "x")],
        };
        let said = client.refused(vec![event]);
        assert!(said.contains("does not allow this"), "{said}");
    }
    assert_eq!(named(place.path()), []);
    assert!(
        entries(place.path()).len() <= before + 2,
        "only who came in"
    );
}

/// Runs the program; returns its exit code and what it said.
fn run(args: &[&str]) -> (i32, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_coreset"))
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .args(args)
        .env("CORESET_UNTIL_IDLE", "0")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = [out.stdout, out.stderr].concat();
    (out.status.code().unwrap(), String::from_utf8(said).unwrap())
}

/// A kept demonstration with a study file of its own, and the name of its directory.
fn demonstration() -> (tempfile::TempDir, String) {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("study");
    put(&dir, "study.toml", &own_study());
    let name = dir.to_str().unwrap().to_owned();
    let (code, said) = run(&["demo", "--dir", &name, "--participants", "2", "--only-make"]);
    assert_eq!(code, 0, "{said}");
    (place, name)
}

#[test]
fn every_command_that_opens_the_study_refuses_and_those_that_only_read_the_journal_go_on() {
    let (place, dir) = demonstration();
    let path = Path::new(&dir);
    let backup = place.path().join("backup").to_str().unwrap().to_owned();
    assert_eq!(run(&["backup", &backup, "--study", &dir]).0, 0);
    let (code, said) = run(&["audit", "--study", &dir]);
    assert_eq!(code, 0, "{said}");
    let line = format!("; study.toml {}", hash(&own_study()));
    let told = said.lines().find(|line| line.contains("files recorded: "));
    assert!(told.is_some_and(|told| told.ends_with(&line)), "{told:?}");
    // The servers of those have ended once the directory can be taken.
    drop(open(path, true, owner::options()).unwrap());
    let before = evidence(path);
    put(path, "study.toml", STUDY.text);
    for args in [
        vec!["serve"],
        vec!["status"],
        vec!["check"],
        vec!["audit"],
        vec!["timeline", "01-001"],
        vec!["sheet", "01-001", "baseline"],
        vec!["user", "list"],
        vec!["serve", "--record-files"],
    ] {
        let (code, said) = run(&[args.as_slice(), &["--study", &dir]].concat());
        assert_eq!(code, 3, "{args:?}: {said}");
        for word in [
            "was not opened: participants are enrolled",
            "study.toml was changed (recorded ",
            "Nothing was written. Put each file back as it was",
        ] {
            assert!(said.contains(word), "{args:?}: {said}");
        }
        assert_eq!(evidence(path), before, "{args:?}");
    }
    let (code, said) = run(&["demo", "--dir", &dir, "--only-make"]);
    assert_eq!(code, 3, "{said}");
    assert_eq!(run(&["verify", "--study", &dir]).0, 0);
    let later = place.path().join("later").to_str().unwrap().to_owned();
    let (code, said) = run(&["backup", &later, "--study", &dir]);
    assert_eq!(code, 3, "{said}");
    assert!(
        said.contains("backed up ")
            && said.contains("the backup is whole, but the study could not record it"),
        "{said}"
    );
    assert_eq!(evidence(path), before);
    // The backup before holds the file that was there.
    let held = fs::read_dir(&backup)
        .unwrap()
        .map(|item| item.unwrap().path());
    let held: Vec<_> = held
        .map(|path| path.join("study.toml"))
        .filter(|path| path.exists())
        .collect();
    assert_eq!(held.len(), 1);
    fs::copy(&held[0], path.join("study.toml")).unwrap();
    assert_eq!(run(&["status", "--study", &dir]).0, 0);
}

#[test]
fn a_backup_with_a_changed_file_is_restored_and_rescued_and_says_that_it_does_not_open_yet() {
    let (place, dir) = demonstration();
    let at = |name: &str| place.path().join(name).to_str().unwrap().to_owned();
    let count = entries(Path::new(&dir)).len();
    // To one that is as it was only the entry of the restore is added.
    run(&["backup", &at("good"), "--study", &dir]);
    let (code, said) = run(&["restore", &at("good"), &at("same")]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("It opens with: coreset --study"), "{said}");
    assert_eq!(entries(Path::new(&at("same"))).len(), count + 1);

    drop(open(Path::new(&dir), true, owner::options()).unwrap());
    put(Path::new(&dir), "study.toml", STUDY.text);
    run(&["backup", &at("changed"), "--study", &dir]);
    for args in [
        ["restore", &at("changed"), &at("restored")],
        ["recover", &dir, &at("recovered")],
    ] {
        let (code, said) = run(&args);
        assert_eq!(code, 0, "{args:?}: {said}");
        assert!(
            said.contains("It does not open yet. The study in ")
                && said.contains("study.toml was changed"),
            "{args:?}: {said}"
        );
        let out = args[2];
        assert_eq!(run(&["verify", "--study", out]).0, 0);
        assert_eq!(run(&["status", "--study", out]).0, 3);
        put(Path::new(out), "study.toml", &own_study());
        let (code, said) = run(&["status", "--study", out]);
        assert_eq!(code, 0, "{args:?}: {said}");
    }
}
