//! A backup is the record up to an acknowledged entry, restores to the same head, and is refused where it does not fit;
//! what is left of a damaged record is rescued, and what is not is named.

use crate::support::study::*;
use coreset::domain::base::ids::ParticipantId;
use coreset::domain::record::entry::{Assessor, Draft, Entry};
use coreset::domain::record::event::Event;
use coreset::domain::record::query::{State, Step};
use coreset::store::{
    About, BackupReport, ErrorKind, Options, Store, StoreError, backup, manifest, recover, restore,
    verify,
};
use coreset::text::store::Remark;
use std::path::{Path, PathBuf};

const SMALL: u64 = 2_000;

fn small() -> Options {
    Options {
        segment_bytes: SMALL,
        ..options()
    }
}

fn open_small(dir: &Path) -> Store {
    Store::open(dir, small(), projection(), &mut |_, _| {})
        .unwrap()
        .0
}

fn try_copy(dir: &Path, to: &Path, files: &[(String, String)]) -> Result<BackupReport, StoreError> {
    let about = About {
        protocol_hash: "p".to_owned(),
        files,
        program: "coreset test".to_owned(),
        clock: options().clock,
    };
    backup(dir, to, &about, &mut |_, _| {})
}

fn take(dir: &Path, to: &Path) -> BackupReport {
    try_copy(dir, to, &[]).unwrap()
}

/// Restores and proves that the study is the backup's record; returns everything in it.
fn bring_back(from: &Path, dir: &Path) -> Store {
    let written = restore(from, dir, &mut |_, _| {}).unwrap();
    let report = verify(dir).unwrap();
    assert!(report.is_sound(), "{report:?}");
    assert_eq!(
        (report.entries, &report.head),
        (written.entries, &written.head)
    );
    let store = open(dir);
    assert_eq!(store.last(), written.entries);
    store
}

fn lines(dir: &Path) -> Vec<String> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(dir.join("journal"))
        .unwrap()
        .map(|item| item.unwrap().path())
        .collect();
    files.sort();
    let text: Vec<String> = files
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    text.concat().lines().map(str::to_owned).collect()
}

#[test]
fn a_backup_of_a_study_in_use_restores_to_the_same_record() {
    let work = tempfile::tempdir().unwrap();
    let (study, to, back) = (
        work.path().join("s"),
        work.path().join("b"),
        work.path().join("r"),
    );
    let mut store = open_small(&study);
    fill(&mut store, "01-001", 20);
    let report = take(&study, &to);
    let expected = everything(&mut store);
    assert_eq!((report.manifest.entries, report.before), (21, None));
    assert!(report.copied > 2 && report.kept == 0, "{report:?}");
    let mut restored = bring_back(&to, &back);
    assert_eq!(everything(&mut restored), expected);
    assert_eq!(lines(&study), lines(&back));
    // Nothing was written into the study.
    fill(&mut store, "01-002", 3);
    drop(store);
    assert!(verify(&study).unwrap().is_sound());
}

#[test]
fn only_what_is_new_is_copied_and_what_went_bad_is_copied_again() {
    let work = tempfile::tempdir().unwrap();
    let (study, to) = (work.path().join("s"), work.path().join("b"));
    let mut store = open_small(&study);
    fill(&mut store, "01-001", 20);
    let first = take(&study, &to);
    let again = take(&study, &to);
    assert_eq!((again.copied, again.kept), (0, first.copied));
    fill(&mut store, "01-002", 1);
    let more = take(&study, &to);
    assert_eq!(more.before, Some(21));
    assert!(
        more.kept >= first.copied - 1 && more.copied <= 2,
        "{more:?}"
    );
    // A byte of the backup's oldest file changes on its disk.
    let path = to.join("journal/000001.jsonl");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let error = restore(&to, &work.path().join("r"), &mut |_, _| {}).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Damage);
    assert!(
        error.to_string().contains("journal/000001.jsonl"),
        "{error}"
    );
    assert!(!work.path().join("r").exists());
    assert_eq!(take(&study, &to).copied, 1);
    bring_back(&to, &work.path().join("r"));
}

#[test]
fn a_backup_broken_off_leaves_the_one_before_as_it_was() {
    let work = tempfile::tempdir().unwrap();
    let (study, to) = (work.path().join("s"), work.path().join("b"));
    let own = |text: &str| vec![("study.toml".to_owned(), text.to_owned())];
    let mut store = open(&study);
    fill(&mut store, "01-001", 5);
    try_copy(&study, &to, &own("old")).unwrap();
    let manifest_before = std::fs::read(to.join("backup.json")).unwrap();
    fill(&mut store, "01-002", 5);
    try_copy(&study, &to, &own("new")).unwrap();
    // As if the power had gone just before the new manifest got its name.
    std::fs::write(to.join("backup.json"), manifest_before).unwrap();
    std::fs::write(to.join("journal/000001.jsonl.new"), "half").unwrap();
    let back = work.path().join("r");
    assert_eq!(bring_back(&to, &back).last(), 6);
    assert_eq!(
        std::fs::read_to_string(back.join("study.toml")).unwrap(),
        "old"
    );
    // And the next one goes on from there.
    let report = try_copy(&study, &to, &own("new")).unwrap();
    assert_eq!((report.before, report.manifest.entries), (Some(6), 12));
    let back = work.path().join("r2");
    assert_eq!(bring_back(&to, &back).last(), 12);
    assert_eq!(
        std::fs::read_to_string(back.join("study.toml")).unwrap(),
        "new"
    );
    // One that never had a manifest is no backup yet, and becomes one.
    std::fs::remove_file(to.join("backup.json")).unwrap();
    let error = manifest(&to).unwrap_err().to_string();
    assert!(error.contains("no finished backup"), "{error}");
    assert_eq!(take(&study, &to).before, None);
}

#[test]
fn a_place_that_is_not_fit_is_refused_by_name_and_left_alone() {
    let work = tempfile::tempdir().unwrap();
    let (study, to) = (work.path().join("s"), work.path().join("b"));
    let mut store = open(&study);
    fill(&mut store, "01-001", 5);
    let refused = |from: &Path, to: &Path, words: &str| {
        let error = try_copy(from, to, &[]).unwrap_err();
        assert!(error.to_string().contains(words), "{words:?}: {error}");
        assert!(!error.hint().is_empty());
    };
    for inside in [study.clone(), study.join("backup"), study.join("a/../b/c")] {
        refused(&study, &inside, "inside the study itself");
    }
    let link = work.path().join("link");
    std::os::unix::fs::symlink(&study, &link).unwrap();
    refused(&study, &link.join("backup"), "inside the study itself");
    let other = work.path().join("other");
    std::fs::create_dir(&other).unwrap();
    std::fs::write(other.join("thesis.txt"), "x").unwrap();
    refused(&study, &other, "no backup of coreset");
    refused(&work.path().join("none"), &to, "There is no study");
    // Another study's.
    let second = work.path().join("s2");
    fill(&mut open(&second), "02-001", 2);
    take(&second, &to);
    refused(&study, &to, "backup of another study");
    // One that is longer, and one that went apart.
    let (early, to) = (work.path().join("early"), work.path().join("b2"));
    drop(store);
    copy(&study, &early);
    let mut store = open(&study);
    fill(&mut store, "01-002", 2);
    take(&study, &to);
    refused(&early, &to, "9 entries, and this study only 6");
    fill(&mut open(&early), "01-003", 5);
    refused(&early, &to, "went apart: entry 9 is not the same in both");
    assert_eq!(take(&study, &to).before, Some(9));
    let error = restore(&to, &study, &mut |_, _| {}).unwrap_err();
    assert!(error.to_string().contains("is not empty"), "{error}");
}

#[test]
fn a_backup_is_never_taken_for_a_study() {
    let work = tempfile::tempdir().unwrap();
    let (study, to) = (work.path().join("s"), work.path().join("b"));
    fill(&mut open(&study), "01-001", 2);
    take(&study, &to);
    let before = tree(&to);
    for error in [try_open(&to).unwrap_err(), verify(&to).unwrap_err()] {
        assert!(
            error.to_string().contains("a backup, not a study"),
            "{error}"
        );
        assert!(error.hint().contains("coreset restore"));
    }
    assert_eq!(tree(&to), before);
}

#[test]
fn a_damaged_record_is_not_backed_up() {
    let work = tempfile::tempdir().unwrap();
    let (study, to) = (work.path().join("s"), work.path().join("b"));
    fill(&mut open(&study), "01-001", 8);
    take(&study, &to);
    let path = study.join("journal/000001.jsonl");
    let good = std::fs::read(&path).unwrap();
    let mut bad = good.clone();
    bad[900] ^= 1;
    for bytes in [&bad[..], &good[..good.len() - 300], &[]] {
        std::fs::write(&path, bytes).unwrap();
        let error = try_copy(&study, &to, &[]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Damage, "{error}");
        assert!(error.to_string().contains("no backup was made"), "{error}");
    }
    assert_eq!(bring_back(&to, &work.path().join("r")).last(), 9);
}

#[test]
fn a_record_that_is_not_the_acknowledged_one_is_not_backed_up() {
    let work = tempfile::tempdir().unwrap();
    let [study, other] = ["s", "t"].map(|name| work.path().join(name));
    fill(&mut open(&study), "01-001", 4);
    fill(&mut open(&other), "01-002", 4);
    // Whole, and as long as the head slots say, but another record.
    for (name, slots) in [
        ("first", &["head.a"][..]),
        ("second", &["head.b"]),
        ("both", &["head.a", "head.b"]),
    ] {
        let dir = work.path().join(name);
        copy(&study, &dir);
        for slot in slots {
            std::fs::copy(other.join(slot), dir.join(slot)).unwrap();
        }
        let error = try_copy(&dir, &work.path().join("b"), &[]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Damage, "{name}: {error}");
        assert!(error.to_string().contains("no backup was made"), "{error}");
    }
}

#[test]
fn a_broken_line_at_the_end_is_left_out_unless_a_lost_slot_may_have_acknowledged_it() {
    let work = tempfile::tempdir().unwrap();
    let study = work.path().join("s");
    fill(&mut open(&study), "01-001", 4);
    for (name, broken, lost, taken) in [
        ("whole", false, &[][..], true),
        ("broken", true, &[], true),
        ("slot", false, &["head.a"], true),
        ("broken-slot", true, &["head.a"], false),
        ("broken-other", true, &["head.b"], false),
    ] {
        let (dir, to) = (
            work.path().join(name),
            work.path().join(format!("{name}-b")),
        );
        copy(&study, &dir);
        for slot in lost {
            std::fs::remove_file(dir.join(slot)).unwrap();
        }
        if broken {
            let path = dir.join("journal/000001.jsonl");
            let mut text = std::fs::read_to_string(&path).unwrap();
            text.push_str("{\"seq\":6,");
            std::fs::write(&path, text).unwrap();
        }
        match try_copy(&dir, &to, &[]) {
            Ok(report) => assert_eq!((taken, report.manifest.entries), (true, 5), "{name}"),
            Err(error) => {
                assert!(!taken, "{name}: {error}");
                assert_eq!(error.kind(), ErrorKind::Damage, "{name}: {error}");
            }
        }
    }
}

fn who() -> Assessor {
    Assessor {
        user: "mk".to_owned(),
        name: "M. Kern".to_owned(),
        role: "program".to_owned(),
        from: "tty1".to_owned(),
    }
}

fn rescue(dir: &Path, out: &Path) -> coreset::store::RecoverReport {
    let clock = options().clock;
    let report = recover(dir, out, &who(), "coreset test", &clock, &mut |_, _| {}).unwrap();
    let verified = verify(out).unwrap();
    assert!(verified.is_sound(), "{verified:?}");
    assert_eq!(verified.entries, report.rescued + 1);
    assert!(matches!(verified.notes[0], Remark::Recovered { .. }));
    assert_eq!(verified.clock_steps, [0_u64; 0]);
    report
}

#[test]
fn a_short_record_is_opened_and_rescued_without_a_word_about_progress() {
    let work = tempfile::tempdir().unwrap();
    let (study, out) = (work.path().join("s"), work.path().join("o"));
    fill(&mut open_small(&study), "01-001", 8);
    let mut told = Vec::new();
    let mut progress = |done: u64, total: u64| told.push((done, total));
    drop(Store::open(&study, small(), projection(), &mut progress).unwrap());
    let clock = options().clock;
    let report = recover(&study, &out, &who(), "t", &clock, &mut progress).unwrap();
    assert_eq!(report.rescued, 9);
    assert_eq!(told, []);
}

fn entries(dir: &Path) -> Vec<Entry> {
    let parse = |line: &String| serde_json::from_str(line).unwrap();
    lines(dir).iter().map(parse).collect()
}

/// Proves that each entry of a recovered record is the one that its list says.
fn same_words(original: &[Entry], out: &Path) {
    let list = std::fs::read_to_string(out.join("recovered.jsonl")).unwrap();
    let entries = entries(out);
    assert_eq!(list.lines().count() + 1, entries.len());
    for (line, entry) in list.lines().zip(&entries[1..]) {
        let listed: serde_json::Value = serde_json::from_str(line).unwrap();
        let was = &original[listed["was"].as_u64().unwrap() as usize - 1];
        assert_eq!(listed["seq"], entry.seq);
        assert_eq!(listed["hash"], was.hash.as_str());
        assert_eq!(listed["prev"], was.prev.as_str());
        assert_eq!(
            (
                &entry.draft,
                entry.recorded_at,
                &entry.request,
                &entry.program
            ),
            (&was.draft, was.recorded_at, &was.request, &was.program)
        );
    }
}

#[test]
fn what_is_left_of_a_damaged_record_is_rescued_and_the_rest_is_named() {
    let work = tempfile::tempdir().unwrap();
    let study = work.path().join("s");
    let mut store = open_small(&study);
    fill(&mut store, "01-001", 10);
    fill(&mut store, "01-002", 4);
    drop(store);
    let original = entries(&study);
    // With sled's copy nothing is lost, whatever the journal has become.
    let torn = work.path().join("torn");
    copy(&study, &torn);
    for item in std::fs::read_dir(torn.join("journal")).unwrap() {
        std::fs::write(item.unwrap().path(), "gone\n").unwrap();
    }
    let before = tree(&torn);
    let out = work.path().join("out1");
    let report = rescue(&torn, &out);
    assert_eq!((report.rescued, report.from_copies), (16, 16));
    assert_eq!(report.lost, [0_u64; 0]);
    assert_eq!(tree(&torn), before, "the damaged one is only read");
    same_words(&original, &out);
    // Without it, exactly the damaged lines are.
    std::fs::remove_dir_all(study.join("sled")).unwrap();
    let path = study.join("journal/000001.jsonl");
    let mut own: Vec<String> = std::fs::read_to_string(&path)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect();
    assert!(own.len() > 2, "{}", own.len());
    own[1] = own[1].replace("M. Kern", "M. Kirn");
    own[0].truncate(20);
    std::fs::write(&path, own.join("\n") + "\n").unwrap();
    assert!(try_open(&study).is_err());
    let out = work.path().join("out2");
    let report = rescue(&study, &out);
    assert_eq!(report.lost, [1, 2]);
    assert_eq!(report.lost_stretches(), [(1, 2)]);
    assert_eq!(report.about.get(&2).map(String::as_str), Some("01-001"));
    assert_eq!(
        (report.entries, report.rescued, report.open_end),
        (16, 14, false)
    );
    let not_enrolled: Vec<&str> = report.not_enrolled.iter().map(String::as_str).collect();
    assert_eq!(not_enrolled, ["01-001"]);
    same_words(&original, &out);
    let first = &entries(&out)[0];
    assert!(
        matches!(&first.draft.event, Event::Recovered { entries: 16, rescued: 14, lost, demo: false, .. } if *lost == [(1, 2)]),
        "{first:?}"
    );
    // It goes on like any other record, and is backed up with its list.
    let mut store = open(&out);
    assert_eq!(store.participants().unwrap().len(), 1);
    store.append("more", vec![enrol("01-003")]).unwrap();
    drop(store);
    let to = work.path().join("b");
    take(&out, &to);
    let mut back = bring_back(&to, &work.path().join("r"));
    assert_eq!(back.participants().unwrap().len(), 2);
    // The list is part of what is proven.
    std::fs::write(out.join("recovered.jsonl"), "").unwrap();
    assert!(!verify(&out).unwrap().is_sound());
}

fn step(query: u64, step: Step) -> Draft {
    draft(Event::Queried {
        place: place("01-001", "week-0", "mmt8", "muscle.0"),
        query,
        step,
        text: format!("{step:?}"),
    })
}

/// Returns the queries of the field: the number and the state of each.
fn queries(store: &mut Store) -> Vec<(u64, State)> {
    let record = store.record(&ParticipantId::new("01-001")).unwrap();
    let record = record.unwrap();
    let cells = &record.session("week-0").unwrap().forms["mmt8"];
    let queries = cells["muscle.0"].queries.iter();
    queries.map(|query| (query.id, query.state)).collect()
}

#[test]
fn a_rescued_query_stands_where_it_stood_and_one_without_its_question_is_no_other() {
    let work = tempfile::tempdir().unwrap();
    let study = work.path().join("s");
    let mut store = open_small(&study);
    // 1 enrols, 2 is an answer; 3 and 4 open a query each.
    fill(&mut store, "01-001", 1);
    let steps = [
        step(0, Step::Open),
        step(0, Step::Open),
        step(3, Step::Answer),
        step(4, Step::Answer),
        step(4, Step::Close),
    ];
    for (number, step) in steps.into_iter().enumerate() {
        store.append(&format!("q{number}"), vec![step]).unwrap();
    }
    let standing = [(3, State::Answered), (4, State::Closed)];
    assert_eq!(queries(&mut store), standing);
    drop(store);
    // Nothing is lost: every number is one more.
    let out = work.path().join("out1");
    assert_eq!(rescue(&study, &out).unopened, 0);
    let standing = [(4, State::Answered), (5, State::Closed)];
    assert_eq!(queries(&mut open(&out)), standing);
    // The second question is lost: its number is now that of the first, whose steps they are not.
    std::fs::remove_dir_all(study.join("sled")).unwrap();
    let mut left = lines(&study);
    left[3].truncate(20);
    for item in std::fs::read_dir(study.join("journal")).unwrap() {
        std::fs::remove_file(item.unwrap().path()).unwrap();
    }
    let path = study.join("journal/000001.jsonl");
    std::fs::write(path, left.join("\n") + "\n").unwrap();
    let out = work.path().join("out2");
    let report = rescue(&study, &out);
    assert_eq!((report.lost, report.unopened), (vec![4], 1));
    assert_eq!(queries(&mut open(&out)), [(4, State::Answered)]);
    // Its steps are kept, and go by the number of the first of them.
    let told: Vec<(u64, u64)> = entries(&out)
        .iter()
        .filter_map(|entry| match &entry.draft.event {
            Event::Queried { query, .. } => Some((entry.seq, *query)),
            _ => None,
        })
        .collect();
    assert_eq!(told, [(4, 0), (5, 4), (6, 6), (7, 6)]);
}

#[test]
fn a_cut_tail_and_a_forged_entry_are_lost_and_not_taken_for_true() {
    let work = tempfile::tempdir().unwrap();
    let study = work.path().join("s");
    fill(&mut open(&study), "01-001", 8);
    let sled = work.path().join("sled");
    std::fs::rename(study.join("sled"), &sled).unwrap();
    let path = study.join("journal/000001.jsonl");
    let mut own = lines(&study);
    let (body, _) = own[4]
        .split_once(",\"hash\":\"")
        .map(|(body, rest)| (body.replace("M. Kern", "M. Kirn"), rest))
        .unwrap();
    let hash = blake3::hash(body.as_bytes()).to_hex();
    own[4] = format!("{body},\"hash\":\"{hash}\"}}");
    own.truncate(7);
    std::fs::write(&path, own.join("\n") + "\n").unwrap();
    let report = rescue(&study, &work.path().join("out1"));
    assert_eq!(report.lost, [5, 8, 9]);
    assert_eq!(report.lost_stretches(), [(5, 5), (8, 9)]);
    // sled has the true ones.
    std::fs::rename(&sled, study.join("sled")).unwrap();
    let report = rescue(&study, &work.path().join("out2"));
    assert_eq!((report.lost.len(), report.from_copies), (0, 3));
    // Without heads nobody can say where the end was.
    std::fs::remove_dir_all(study.join("sled")).unwrap();
    for head in ["head.a", "head.b"] {
        std::fs::remove_file(study.join(head)).unwrap();
    }
    let report = rescue(&study, &work.path().join("out3"));
    assert_eq!((report.lost, report.open_end), (vec![5], true));
    let clock = options().clock;
    for out in [study.join("out"), work.path().join("out1")] {
        let error = recover(&study, &out, &who(), "t", &clock, &mut |_, _| {}).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Place, "{error}");
    }
}

fn tree(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for item in std::fs::read_dir(dir).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            found.extend(tree(&path));
        } else {
            found.push((path.clone(), std::fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

#[test]
fn the_last_backup_and_tested_restore_outlive_sled() {
    let work = tempfile::tempdir().unwrap();
    let study = work.path().join("s");
    let mut store = open(&study);
    fill(&mut store, "01-001", 2);
    assert_eq!(*store.backup_status(), Default::default());
    let (head, entries) = ("ab".repeat(32), 3);
    let backed = Event::BackedUp {
        head: head.clone(),
        entries,
    };
    store.append("b1", vec![draft(backed)]).unwrap();
    let tested = Event::RestoreTested { head, entries };
    store.append("t1", vec![draft(tested)]).unwrap();
    let kept = store.backup_status().clone();
    assert!(kept.backup.is_some() && kept.restore.is_some());
    drop(store);
    assert_eq!(*open(&study).backup_status(), kept);
    std::fs::remove_dir_all(study.join("sled")).unwrap();
    assert_eq!(*open(&study).backup_status(), kept);
}
