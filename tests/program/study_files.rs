//! The files that a study is run with are kept in its record, and once somebody is enrolled no others are taken by
//! themselves.

use crate::support::owner;
use coreset::cli::open::{load_study, loaded, open, open_loaded};
use coreset::domain::forms::table::FORMS;
use coreset::domain::record::entry::{Draft, Entry};
use coreset::domain::record::event::Event;
use coreset::domain::record::own_file::OwnFile;
use coreset::domain::record::user::Role;
use coreset::domain::study::earlier_studies::kept_hashes;
use coreset::domain::study::named_files::kept_study_from;
use coreset::domain::study::shipped::{SHIPPED_STUDIES, STUDY, embedded_study};
use coreset::server::Options;
use coreset::server::opening::{Opened, summarise};
use coreset::server::owner::{Owner, Peer};
use coreset::store::{Projection, Store};
use coreset::text::DEFAULT;
use coreset::text::store::Unsound;
use std::collections::{BTreeMap, BTreeSet};
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

/// With what a study was opened.
#[derive(Debug, PartialEq, Eq)]
struct Started {
    said: Vec<String>,
    hash: String,
    version: u32,
}

fn started(opened: &Opened) -> Started {
    let findings = opened.report.findings.iter();
    Started {
        said: findings.map(|found| DEFAULT.opening(found)).collect(),
        hash: opened.study.hash.clone(),
        version: opened.study.number,
    }
}

/// Opens the study for its owner and closes it; or says why not, with the exit code.
fn start(dir: &Path) -> Result<Started, (u8, String)> {
    let opened = open(dir, false, owner::options());
    let opened = opened.map_err(|failure| {
        let hints = failure.hints.join("\n");
        (failure.code, format!("{}\n{hints}", failure.message))
    })?;
    Ok(started(&opened))
}

/// The same by somebody who answers for the files that are there.
fn start_vouched(dir: &Path) -> Started {
    let mut vouched = loaded(dir, load_study(dir).unwrap());
    vouched.vouched = true;
    let opened = open_loaded(dir, vouched, false, owner::options(), &mut |_, _| {});
    started(&opened.unwrap())
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

/// A version that the record names: its number, hash of the study, and its files by name.
#[derive(Debug, PartialEq, Eq)]
struct Named {
    version: u32,
    hash: String,
    files: BTreeMap<String, String>,
}

impl Named {
    fn hash_of(&self, name: &str) -> &str {
        &self.files[name]
    }
}

/// The versions that the record names, all by the program; the files of the last one stand in entries before it.
fn versions(dir: &Path) -> Vec<Named> {
    let mut kept = BTreeMap::new();
    let mut versions = Vec::new();
    let mut missing = Vec::new();
    for entry in entries(dir) {
        match entry.draft.event {
            Event::FileKept {
                hash, part, text, ..
            } => {
                assert_eq!(entry.draft.by.role, "program");
                kept.insert((hash, part), text);
            }
            Event::Amended {
                version,
                protocol_hash,
                files,
                accepted,
                ..
            } => {
                assert_eq!(entry.draft.by.role, "program");
                assert_eq!(accepted, None);
                let text = |of: &str| {
                    let parts = kept.iter().filter(|((hash, _), _)| hash == of);
                    parts.map(|(_, text)| text.as_str()).collect::<String>()
                };
                let lost = files
                    .iter()
                    .filter(|file| hash(&text(&file.hash)) != file.hash);
                missing = lost.cloned().collect();
                versions.push(Named {
                    version,
                    hash: protocol_hash,
                    files: files
                        .into_iter()
                        .map(|file| (file.name, file.hash))
                        .collect(),
                });
            }
            _ => {}
        }
    }
    assert_eq!(missing, []);
    versions
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

/// Names the files that are not the same.
fn differing(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) -> String {
    let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let changed = names
        .into_iter()
        .filter(|name| one.get(*name) != other.get(*name));
    changed.cloned().collect::<Vec<_>>().join(", ")
}

/// Says that changed files wait, by which version the study goes on.
fn waits(version: u32) -> String {
    format!("the study goes on with version {version} of its record")
}

/// What a site may do to its files, and what a study of an earlier coreset is refused by.
type Edit = (fn(&Path), &'static [&'static str]);

/// Each changes what a score, an answer, a limit, a rule or a label follows from.
const EDITS: &[Edit] = &[
    (
        |dir| {
            let other = own_study().replacen("target = 20", "target = 21", 1);
            assert_ne!(other, own_study());
            put(dir, "study.toml", &other);
        },
        &["study.toml was changed (recorded "],
    ),
    (
        |dir| {
            let other = own_phga().replacen("jump = 4", "jump = 3", 1);
            assert_ne!(other, own_phga());
            put(dir, "instruments/phga.toml", &other);
        },
        &["instruments/phga.toml was changed (recorded "],
    ),
    (
        |dir| {
            let other = shipped("mmt8").replacen("title = \"", "title = \"Our ", 1);
            assert_ne!(other, shipped("mmt8"));
            put(dir, "instruments/ours.toml", &other);
        },
        &["instruments/ours.toml was added (found "],
    ),
    (
        |dir| fs::remove_file(dir.join("instruments/phga.toml")).unwrap(),
        &["instruments/phga.toml is missing (recorded "],
    ),
    // The study that comes with the program does not take over.
    (
        |dir| fs::remove_file(dir.join("study.toml")).unwrap(),
        &["study.toml is missing (recorded "],
    ),
    (
        |dir| {
            put(
                dir,
                "study.toml",
                &own_study().replace("NCT04946669", "NCT01234567"),
            )
        },
        &["study.toml was changed"],
    ),
    (
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
    ),
];

/// Files that a study is not made of, and what is not versioned.
const NO_EDITS: &[fn(&Path)] = &[
    |dir| put(dir, "study.toml", &(own_study() + "# checked\n")),
    |dir| put(dir, "instruments/phga.toml", &(own_phga() + "\n")),
    |dir| {
        let other = own_phga().replacen(
            "help = \"\"\"\n",
            "help = \"\"\"\nAt our site, in room 4.\n",
            1,
        );
        assert_ne!(other, own_phga());
        put(dir, "instruments/phga.toml", &other);
    },
    |dir| {
        put(
            dir,
            "instruments/ours.toml",
            &(shipped("mmt8").to_owned() + "# ours\n"),
        )
    },
    |dir| put(dir, "instruments/haq.toml", shipped("haq")),
    |dir| put(dir, "instruments/walk.toml", WALK),
    |dir| {
        let (old, new) = ("instruments/phga.toml", "instruments/phga-de.toml");
        fs::rename(dir.join(old), dir.join(new)).unwrap();
    },
];

#[test]
fn once_somebody_is_enrolled_the_study_goes_on_with_the_version_of_its_record() {
    for (number, (edit, _)) in EDITS.iter().enumerate() {
        let place = tempfile::tempdir().unwrap();
        let dir = place.path();
        put_own(dir);
        enrol(dir);
        let as_it_was = start(dir).unwrap();
        assert_eq!(as_it_was.said, Vec::<String>::new());
        let before = evidence(dir);
        edit(dir);
        // Also where the sessions are gone and are built anew.
        for without_sessions in [false, true] {
            if without_sessions {
                fs::remove_dir_all(dir.join("sled")).unwrap();
            }
            let now = start(dir).unwrap();
            let told = now.said.iter().filter(|said| said.contains(&waits(1)));
            assert_eq!(told.count(), 1, "edit {number}: {now:?}");
            assert_eq!(
                (&now.hash, now.version),
                (&as_it_was.hash, 1),
                "edit {number}"
            );
            // With new sessions the heads are written again.
            let ends = match without_sessions {
                true => "head.a, head.b",
                false => "",
            };
            assert_eq!(differing(&before, &evidence(dir)), ends, "edit {number}");
        }
        let _ = fs::remove_dir_all(dir.join("instruments"));
        put_own(dir);
        assert_eq!(start(dir).unwrap(), as_it_was, "edit {number}");
        assert_eq!(versions(dir).len(), 1);
    }
}

#[test]
fn comments_help_unused_forms_and_copies_are_no_change() {
    for (number, edit) in NO_EDITS.iter().enumerate() {
        for enrolled in [true, false] {
            let place = tempfile::tempdir().unwrap();
            let dir = place.path();
            put_own(dir);
            match enrolled {
                true => enrol(dir),
                false => drop(start(dir).unwrap()),
            }
            let before = evidence(dir);
            edit(dir);
            let now = start(dir).unwrap();
            assert_eq!(now.said, Vec::<String>::new(), "edit {number}");
            assert_eq!(now.version, 1, "edit {number}");
            assert_eq!(differing(&before, &evidence(dir)), "", "edit {number}");
        }
    }
}

#[test]
fn before_anybody_is_enrolled_a_change_is_the_next_version_with_entries_and_the_newest_counts() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path();
    start(dir).unwrap();
    put(dir, "study.toml", &own_study());
    start(dir).unwrap();
    start(dir).unwrap();
    put(dir, "instruments/phga.toml", &own_phga());
    start(dir).unwrap();
    fs::remove_file(dir.join("study.toml")).unwrap();
    assert_eq!(start(dir).unwrap().said, Vec::<String>::new());
    put(dir, "study.toml", &own_study());
    enrol(dir);
    let named = versions(dir);
    let numbers: Vec<u32> = named.iter().map(|named| named.version).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    let (shipped_phga, own_phga) = (hash(shipped("phga")), hash(&own_phga()));
    let (plain, own) = (hash(STUDY.text), hash(&own_study()));
    let expected = [
        (&plain, &shipped_phga),
        (&own, &shipped_phga),
        (&own, &own_phga),
        (&plain, &own_phga),
        (&own, &own_phga),
    ];
    for (named, (study, phga)) in named.iter().zip(expected) {
        assert_eq!(named.hash_of("study.toml"), study);
        assert_eq!(named.hash_of("instruments/phga.toml"), phga);
        assert_eq!(named.hash_of("instruments/haq.toml"), hash(shipped("haq")));
    }
    assert_eq!(named[0].hash, embedded_study().unwrap().hash);
    assert_eq!(named[4].hash, load_study(dir).unwrap().0.hash);
    // What an older version had is a change by now.
    let count = entries(dir).len();
    fs::remove_file(dir.join("study.toml")).unwrap();
    let now = start(dir).unwrap();
    assert!(now.said.concat().contains(&waits(5)), "{now:?}");
    assert_eq!((now.hash, now.version), (named[4].hash.clone(), 5));
    assert_eq!(entries(dir).len(), count);
}

#[test]
fn each_file_is_kept_once_in_small_parts_that_are_its_bytes() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path();
    let long: String = (0..3_000)
        .map(|line| format!("# line {line}: a \"comment\" that makes the file long\n"))
        .collect();
    let long = own_study() + &long;
    assert!(long.len() > 100_000);
    put(dir, "study.toml", STUDY.text);
    start(dir).unwrap();
    put(dir, "study.toml", &long);
    put(dir, "instruments/phga.toml", &own_phga());
    start(dir).unwrap();
    let named = versions(dir);
    assert_eq!(named.len(), 2);
    let mut parts: BTreeMap<(String, u32), (u32, String)> = BTreeMap::new();
    for entry in entries(dir) {
        if let Event::FileKept {
            hash,
            part,
            parts: of,
            text,
            ..
        } = entry.draft.event
        {
            assert!(serde_json::to_string(&text).unwrap().len() <= (32 << 10) + 2);
            assert!((1..=of).contains(&part));
            let twice = parts.insert((hash.clone(), part), (of, text));
            assert_eq!(twice, None, "{hash} is kept twice");
        }
    }
    let mut files: BTreeMap<&str, String> = BTreeMap::new();
    for ((hash, _), (_, text)) in &parts {
        files.entry(hash).or_default().push_str(text);
    }
    for (kept, text) in &files {
        assert_eq!(&hash(text), kept);
        let of = parts.range((kept.to_string(), 0)..).next().unwrap().1.0;
        let count = parts.keys().filter(|(hash, _)| hash == kept).count();
        assert_eq!(count, of as usize);
    }
    assert_eq!(files[hash(&long).as_str()], long);
    // Nothing is kept that no version names, and what both share is there once.
    let all = named.iter().flat_map(|named| named.files.values());
    let all: BTreeSet<&str> = all.map(String::as_str).collect();
    assert_eq!(files.keys().copied().collect::<BTreeSet<_>>(), all);
    assert_eq!(all.len(), named[0].files.len() + 2);
}

/// Makes the record that an earlier coreset made: it began with a hash, lists no files, and has a participant.
fn earlier(dir: &Path, first: Event) {
    made_of(dir, vec![first, owner::enrol("01-001")]);
}

/// Makes a record of entries by the program, one after the other.
fn made_of(dir: &Path, events: Vec<Event>) {
    let study = load_study(dir).unwrap().0;
    let projection = Projection {
        summarise: Box::new(move |record| summarise(&study, record)),
        judge: Box::new(|_, _| {}),
    };
    let opened = Store::open(dir, owner::options(), projection, &mut |_, _| {});
    let (mut store, _) = opened.unwrap();
    for (number, event) in events.into_iter().enumerate() {
        let draft = Draft::new(owner::program(), event);
        store
            .append(&format!("made-{number}"), vec![draft])
            .unwrap();
    }
}

/// Makes the record that an earlier coreset made, which lists the files of the directory.
fn earlier_listed(dir: &Path) {
    let (study, files) = load_study(dir).unwrap();
    let own = loaded(dir, (study.clone(), files)).own;
    let listed = Event::FilesRecorded {
        protocol: study.protocol.id.clone(),
        protocol_hash: study.hash.clone(),
        files: own,
    };
    let plain = embedded_study().unwrap().hash;
    made_of(dir, vec![opened(&plain), listed, owner::enrol("01-001")]);
}

fn opened(protocol_hash: &str) -> Event {
    Event::StudyOpened {
        protocol: "NCT04946669".to_owned(),
        protocol_hash: protocol_hash.to_owned(),
        demo: false,
    }
}

#[test]
fn a_study_of_an_earlier_coreset_takes_its_files_as_version_1_and_its_later_changes_wait() {
    for listed in [false, true] {
        let place = tempfile::tempdir().unwrap();
        let dir = place.path();
        put_own(dir);
        put(dir, "instruments/walk.toml", WALK);
        let own = load_study(dir).unwrap().0.hash;
        match listed {
            false => earlier(dir, opened(&own)),
            true => earlier_listed(dir),
        }
        let before = entries(dir);
        let now = start(dir).unwrap();
        assert_eq!((now.said, now.version), (Vec::new(), 1));
        start(dir).unwrap();
        let [one] = versions(dir).try_into().unwrap();
        assert_eq!((one.version, &one.hash), (1, &own));
        assert_eq!(one.hash_of("study.toml"), hash(&own_study()));
        assert_eq!(one.hash_of("instruments/phga.toml"), hash(&own_phga()));
        assert_eq!(one.hash_of("instruments/haq.toml"), hash(shipped("haq")));
        let written = entries(dir);
        assert_eq!(written[..before.len()], before);
        put(dir, "study.toml", STUDY.text);
        let now = start(dir).unwrap();
        assert!(now.said.concat().contains(&waits(1)), "{now:?}");
        assert_eq!(now.hash, own);
        assert_eq!(entries(dir), written);
    }
}

#[test]
fn a_study_of_an_earlier_coreset_is_refused_where_its_files_are_not_those_that_it_names() {
    for (number, (edit, words)) in EDITS.iter().enumerate() {
        let place = tempfile::tempdir().unwrap();
        let dir = place.path();
        put_own(dir);
        earlier_listed(dir);
        let before = evidence(dir);
        edit(dir);
        for without_sessions in [false, true] {
            if without_sessions {
                fs::remove_dir_all(dir.join("sled")).unwrap();
            }
            let (code, said) = start(dir).unwrap_err();
            assert_eq!(code, 3, "{said}");
            let always = ["entry 2 of ", "Nothing was written. Put each file back"];
            for word in words.iter().chain(&always) {
                assert!(
                    said.contains(word),
                    "edit {number}: {word:?} is not in: {said}"
                );
            }
            assert_eq!(
                differing(&before, &evidence(dir)),
                "",
                "edit {number}: {said}"
            );
        }
        let _ = fs::remove_dir_all(dir.join("instruments"));
        put_own(dir);
        assert_eq!(start(dir).unwrap().version, 1);
        assert_eq!(versions(dir).len(), 1);
    }
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
    assert_eq!(versions(dir), []);
    start(dir).unwrap();
    assert_eq!(versions(dir).len(), 1);

    // While nobody is enrolled there is nothing to read, and a change must not go unrecorded.
    let place = tempfile::tempdir().unwrap();
    let dir = place.path();
    start(dir).unwrap();
    put_own(dir);
    let refused = open(dir, false, full()).unwrap_err();
    assert!(refused.message.contains("must stay free"), "{refused:?}");
}

#[test]
fn a_study_of_an_earlier_coreset_goes_on_with_a_file_that_no_new_study_may_have() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path();
    put_own(dir);
    // A soft hyphen, which nobody sees.
    let odd = own_study().replacen("title = \"", "title = \"\u{ad}", 1);
    let files = vec![
        ("study.toml".to_owned(), odd.clone()),
        ("instruments/phga.toml".to_owned(), own_phga()),
    ];
    let hash = kept_study_from(files).unwrap().hash;
    earlier(dir, opened(&hash));
    put(dir, "study.toml", &odd);
    for _ in 0..2 {
        let started = start(dir).unwrap();
        assert_eq!((started.hash.as_str(), started.version), (hash.as_str(), 1));
        let said = started.said.concat();
        assert!(said.contains("nobody sees"), "{said}");
    }
    // Another change of it still waits, since it cannot be read.
    put(
        dir,
        "study.toml",
        &odd.replacen("target = ", "target = 1", 1),
    );
    assert_eq!(start(dir).unwrap().hash, hash);
}

#[test]
fn forms_that_changed_with_the_program_lock_nobody_out_and_are_told_and_recorded_once() {
    let now = embedded_study().unwrap().hash;
    let unread = |hash: &&&str| **hash != now && !kept_hashes().any(|kept| kept == **hash);
    for before in SHIPPED_STUDIES.iter().filter(unread) {
        let place = tempfile::tempdir().unwrap();
        earlier(place.path(), opened(before));
        let findings = start(place.path()).unwrap().said;
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
        assert_eq!(start(place.path()).unwrap().said, Vec::<String>::new());
        let [one] = versions(place.path()).try_into().unwrap();
        assert_eq!((one.version, &one.hash), (1, &now));
    }
}

#[test]
fn a_study_of_an_earlier_coreset_goes_on_with_the_forms_that_came_with_it() {
    assert!(kept_hashes().count() > 0);
    for before in kept_hashes() {
        let place = tempfile::tempdir().unwrap();
        earlier(place.path(), opened(before));
        let now = embedded_study().unwrap().hash;
        let started = [(); 2].map(|()| start(place.path()).unwrap());
        let first = started[0].hash.clone();
        for started in &started {
            // The first studies asked for no reasons, which stand behind their study file now.
            assert_ne!(started.hash, now);
            assert_eq!((&started.hash, started.version), (&first, 1));
            let said = started.said.concat();
            assert!(said.contains("coreset amend"), "{said}");
        }
        let [one] = versions(place.path()).try_into().unwrap();
        assert_eq!((one.version, one.hash), (1, first));
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
        let [one] = versions(dir).try_into().unwrap();
        assert_eq!((one.version, &one.hash), (1, &hash));
        start(dir).unwrap();
        // From then on nobody answers for another change: it waits.
        put(dir, "study.toml", STUDY.text);
        let again = start_vouched(dir);
        assert!(again.said.concat().contains(&waits(1)), "{again:?}");
        assert_eq!(again.hash, hash);
        assert_eq!(versions(dir).len(), 1);
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
    earlier_listed(dir);
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
    start_vouched(dir);
    start(dir).unwrap();
    let [one] = versions(dir).try_into().unwrap();
    put(dir, "study.toml", STUDY.text);
    let now = start(dir).unwrap();
    assert!(now.said.concat().contains(&waits(1)), "{now:?}");
    assert_eq!(now.hash, one.hash);
}

/// Makes in a directory what a recovery rescues of the study in another one when the entries that kept a file are lost.
fn recovered_without(from: &Path, to: &Path, lost: &str) {
    let all = entries(from);
    let count = all.len() as u64;
    let (gone, rest): (Vec<Entry>, Vec<Entry>) = all.into_iter().partition(
        |entry| matches!(&entry.draft.event, Event::FileKept { hash, .. } if hash == lost),
    );
    assert!(!gone.is_empty());
    let recovered = Event::Recovered {
        entries: count,
        rescued: rest.len() as u64,
        lost: gone.iter().map(|entry| (entry.seq, entry.seq)).collect(),
        list: String::new(),
        demo: false,
    };
    let rest = rest.into_iter().map(|entry| entry.draft.event);
    fs::create_dir_all(to).unwrap();
    made_of(to, [recovered].into_iter().chain(rest).collect());
}

#[test]
fn a_recovered_record_that_lost_a_file_takes_it_again_where_it_is_there() {
    let place = tempfile::tempdir().unwrap();
    let (from, to) = (place.path().join("from"), place.path().join("to"));
    put_own(&from);
    enrol(&from);
    put_own(&to);
    recovered_without(&from, &to, &hash(&own_phga()));
    let hash = load_study(&from).unwrap().0.hash;
    let now = start(&to).unwrap();
    assert_eq!((&now.hash, now.version), (&hash, 2));
    let named = versions(&to);
    assert_eq!(named.last().unwrap().version, 2);
    // From then on the record has it.
    put(&to, "instruments/phga.toml", shipped("phga"));
    let now = start(&to).unwrap();
    assert!(now.said.concat().contains(&waits(2)), "{now:?}");
    assert_eq!(now.hash, hash);
}

#[test]
fn a_recovered_record_that_lost_a_file_is_refused_by_name_with_others_until_somebody_answers() {
    let place = tempfile::tempdir().unwrap();
    let (from, to) = (place.path().join("from"), place.path().join("to"));
    put_own(&from);
    enrol(&from);
    recovered_without(&from, &to, &hash(&own_phga()));
    let before = evidence(&to);
    let (code, said) = start(&to).unwrap_err();
    assert_eq!(code, 3, "{said}");
    for word in [
        "its record has lost the files of version 1",
        "coreset serve --record-files",
    ] {
        assert!(said.contains(word), "{word:?} is not in: {said}");
    }
    assert_eq!(evidence(&to), before);
    let plain = embedded_study().unwrap().hash;
    let now = start_vouched(&to);
    assert_eq!((&now.hash, now.version), (&plain, 2));
    let lost = "The record has lost the files of version 1";
    let again = start(&to).unwrap();
    assert_eq!((&again.hash, again.version), (&plain, 2));
    assert!(again.said.concat().contains(lost), "{again:?}");
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
    let now = start(dir).unwrap();
    assert!(now.said.concat().contains(&waits(1)), "{now:?}");
    assert_eq!(now.hash, hash);
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
        for event in [
            Event::FilesRecorded {
                protocol: "NCT04946669".to_owned(),
                protocol_hash: "0".repeat(64),
                files: vec![OwnFile::new("study.toml", None, "x")],
            },
            Event::FileKept {
                name: "study.toml".to_owned(),
                hash: hash("x"),
                part: 1,
                parts: 1,
                text: "x".to_owned(),
            },
            Event::Amended {
                version: 2,
                content: "0".repeat(64),
                protocol: "NCT04946669".to_owned(),
                protocol_hash: "0".repeat(64),
                files: vec![OwnFile::new("study.toml", None, "x")],
                accepted: None,
            },
        ] {
            let said = client.refused(vec![event]);
            assert!(said.contains("does not allow this"), "{said}");
        }
    }
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
fn every_command_goes_on_with_the_version_of_the_record() {
    let (place, dir) = demonstration();
    let path = Path::new(&dir);
    // The servers of those have ended once the directory can be taken.
    let commands: &[&[&str]] = &[
        &["status", "--json"],
        &["check"],
        &["timeline", "01-001"],
        &["user", "list"],
        &["verify"],
    ];
    let backup = place.path().join("backup").to_str().unwrap().to_owned();
    let all = |args: &&[&str]| run(&[args, ["--study", &dir].as_slice()].concat());
    drop(open(path, true, owner::options()).unwrap());
    let before: Vec<i32> = commands.iter().map(|args| all(args).0).collect();
    drop(open(path, true, owner::options()).unwrap());
    let named = versions(path);
    put(path, "study.toml", STUDY.text);
    for (args, before) in commands.iter().zip(before) {
        let (code, said) = all(args);
        assert_eq!(code, before, "{args:?}: {said}");
    }
    let (code, said) = run(&["audit", "--study", &dir]);
    assert_eq!(code, 0, "{said}");
    let kept = format!("study.toml, part 1 of 1, {}", hash(&own_study()));
    assert!(
        said.contains(&kept) && said.contains("study amended"),
        "{said}"
    );
    let (code, said) = run(&["backup", &backup, "--study", &dir]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(versions(path), named);
}

#[test]
fn a_backup_with_a_changed_file_is_restored_and_rescued_and_goes_on_with_the_version_of_its_record()
{
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
    let own = versions(Path::new(&dir)).pop().unwrap();
    put(Path::new(&dir), "study.toml", STUDY.text);
    run(&["backup", &at("changed"), "--study", &dir]);
    for args in [
        ["restore", &at("changed"), &at("restored")],
        ["recover", &dir, &at("recovered")],
    ] {
        let (code, said) = run(&args);
        assert_eq!(code, 0, "{args:?}: {said}");
        assert!(!said.contains("does not open yet"), "{args:?}: {said}");
        let out = args[2];
        assert_eq!(run(&["verify", "--study", out]).0, 0);
        assert_eq!(run(&["status", "--study", out]).0, 0);
        drop(open(Path::new(out), true, owner::options()).unwrap());
        let opened = open(Path::new(out), true, owner::options()).unwrap();
        assert_eq!(opened.study.hash, own.hash);
    }
}

#[test]
fn a_file_that_is_too_large_is_refused_by_name_before_it_is_read() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path();
    let said = |dir: &Path| load_study(dir).unwrap_err().message;
    // A file without blocks on the disk: reading it would fill the memory.
    let file = fs::File::create(dir.join("study.toml")).unwrap();
    file.set_len(1 << 40).unwrap();
    let words = said(dir);
    assert!(words.contains("study.toml is larger than 1 MiB"), "{words}");
    assert_eq!(start(dir).unwrap_err().0, 1);
    fs::remove_file(dir.join("study.toml")).unwrap();

    let most = format!(
        "{}#{}",
        own_phga(),
        " ".repeat((1 << 20) - own_phga().len() - 1)
    );
    put(dir, "instruments/phga.toml", &most);
    load_study(dir).unwrap();
    put(dir, "instruments/phga.toml", &format!("{most} "));
    let words = said(dir);
    assert!(words.contains("phga.toml is larger than 1 MiB"), "{words}");
    for number in 1..=5 {
        let text = WALK.replace("\"walk\"", &format!("\"walk{number}\""));
        let text = format!("{text}#{}", " ".repeat(900 << 10));
        put(dir, &format!("instruments/walk{number}.toml"), &text);
    }
    fs::remove_file(dir.join("instruments/phga.toml")).unwrap();
    let words = said(dir);
    assert!(words.contains("larger than 4 MiB together"), "{words}");
}
