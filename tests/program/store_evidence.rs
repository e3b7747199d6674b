//! What is left of a study is never taken for no study: it opens with all that was acknowledged, or it is refused by
//! name and not a byte of it changes, also where a restore, a recovery or the making of a study was broken off.
//!
//! CORESET_EVIDENCE_CASES sets the number of random cases (200; the long run is 2,000). Killing at every step needs
//! `strace`; without it that part is left out, with the reason printed.

use crate::support::study::*;
use coreset::domain::record::entry::Assessor;
use coreset::store::{
    About, ErrorKind, Options, Store, StoreError, Work, backup, begin_restore, is_study, recover,
    restore, verify,
};
use coreset::text::store::Flaw;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Everything in a directory: files with the hash of their bytes, directories without.
type Tree = BTreeMap<PathBuf, Option<String>>;

fn tree(dir: &Path) -> Tree {
    let mut found = Tree::new();
    let Ok(items) = std::fs::read_dir(dir) else {
        return found;
    };
    for item in items {
        let path = item.unwrap().path();
        if path.is_dir() {
            found.extend(tree(&path));
            found.insert(path, None);
        } else {
            let hash = blake3::hash(&std::fs::read(&path).unwrap());
            found.insert(path, Some(hash.to_hex().to_string()));
        }
    }
    found
}

fn by() -> Assessor {
    draft(coreset::domain::record::event::Event::UserEnabled {
        user: String::new(),
    })
    .by
}

fn about() -> About<'static> {
    About {
        protocol_hash: "p".to_owned(),
        files: &[],
        program: "t".to_owned(),
        clock: options().clock,
    }
}

fn rescue(dir: &Path, out: &Path) -> Result<u64, StoreError> {
    let clock = options().clock;
    let report = recover(dir, out, &by(), "t", &clock, &mut |_, _| {});
    report.map(|report| report.rescued)
}

/// All that opens or reads a study, with what it says against this one.
fn refusals(dir: &Path, work: &Path) -> Vec<(&'static str, StoreError)> {
    let mut said = Vec::new();
    let other = |name: &str| work.join(name);
    if let Err(error) = try_open(dir) {
        said.push(("open", error));
    }
    if let Err(error) = verify(dir) {
        said.push(("verify", error));
    }
    if let Err(error) = backup(dir, &other("backup"), &about(), &mut |_, _| {}) {
        said.push(("backup", error));
    }
    if let Err(error) = rescue(dir, &other("rescued")) {
        said.push(("recover", error));
    }
    said
}

/// Proves that everything refuses a directory as damage, that the words are there, and that nothing was written.
fn refused(dir: &Path, work: &Path, words: &[&str]) {
    let before = tree(dir);
    let said = refusals(dir, work);
    assert_eq!(tree(dir), before, "something was written");
    assert!(!work.join("backup").exists() && !work.join("rescued").exists());
    let by: Vec<&str> = said.iter().map(|(by, _)| *by).collect();
    assert_eq!(by, ["open", "verify", "backup", "recover"], "{said:?}");
    for (by, error) in said {
        let text = format!("{error} {}", error.hint());
        assert_eq!(error.kind(), ErrorKind::Damage, "{by}: {text}");
        if by != "recover" {
            for word in words {
                assert!(text.contains(word), "{by}: {word:?} is not in: {text}");
            }
        }
        assert!(text.contains("coreset re"), "{by}: what to do: {text}");
    }
}

/// A closed study with what a server leaves beside it.
fn used(dir: &Path) -> PathBuf {
    let study = dir.join("study");
    fill(&mut open(&study), "01-001", 6);
    std::fs::create_dir(study.join("places")).unwrap();
    for name in ["passphrases", "places/anna", "serve.log"] {
        std::fs::write(study.join(name), "x").unwrap();
    }
    study
}

fn remove(study: &Path, names: &[&str]) {
    for name in names {
        let path = study.join(name);
        match path.is_dir() {
            true => std::fs::remove_dir_all(path).unwrap(),
            false => std::fs::remove_file(path).unwrap(),
        }
    }
}

#[test]
fn a_study_whose_journal_sled_and_heads_are_lost_is_refused_and_left_as_it_is() {
    let work = tempfile::tempdir().unwrap();
    let study = used(work.path());
    remove(&study, &["journal/000001.jsonl", "sled/db"]);
    for head in ["head.a", "head.b"] {
        std::fs::write(study.join(head), "x\n").unwrap();
    }
    refused(
        &study,
        work.path(),
        &["A study was in", "head.a, head.b", "coreset recover"],
    );
    // Segments of no bytes are no better than none.
    std::fs::write(study.join("journal/000001.jsonl"), "").unwrap();
    refused(&study, work.path(), &["A study was in"]);
    // Nor is the end of a line, or the beginning of one; each is told as what it is.
    for torn in ["\n", "{\"seq\":1,"] {
        std::fs::write(study.join("journal/000001.jsonl"), torn).unwrap();
        let before = tree(&study);
        let error = try_open(&study).unwrap_err();
        assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
        assert!(!verify(&study).unwrap().is_sound());
        assert_eq!(tree(&study), before);
    }
}

#[test]
fn a_study_of_which_only_small_files_are_left_is_refused_and_left_as_it_is() {
    let work = tempfile::tempdir().unwrap();
    let study = used(work.path());
    remove(&study, &["journal", "sled", "head.a", "head.b"]);
    refused(
        &study,
        work.path(),
        &["A study was in", "format, passphrases, places"],
    );
    assert!(is_study(&study).is_ok(), "there is one, if a lost one");
    // Each of them alone, without the lock too.
    let names = ["ballast", "format", "passphrases", "places", "serve.log"];
    for left in names {
        for lock in [true, false] {
            let alone = work.path().join(format!("{left}-{lock}"));
            copy(&study, &alone);
            let others: Vec<&str> = names.into_iter().filter(|name| *name != left).collect();
            remove(&alone, &others);
            if !lock {
                remove(&alone, &["owner.lock"]);
            }
            refused(&alone, work.path(), &["A study was in", left]);
        }
    }
}

#[test]
fn a_directory_with_an_empty_journal_and_nothing_else_is_refused_and_left_as_it_is() {
    let work = tempfile::tempdir().unwrap();
    // As a program before the mark of a restore left it.
    let study = work.path().join("study");
    std::fs::create_dir_all(study.join("journal")).unwrap();
    refused(&study, work.path(), &["A study was in", "as journal there"]);
    // The same as a copy of a journal alone, a level too deep.
    let other = used(&work.path().join("other"));
    let journal = work.path().join("moved");
    std::fs::rename(other.join("journal"), &journal).unwrap();
    refused(&journal, work.path(), &["as 000001.jsonl there"]);
}

#[test]
fn what_a_site_puts_there_is_no_study_that_was_there() {
    let work = tempfile::tempdir().unwrap();
    let study = work.path().join("study");
    std::fs::create_dir_all(study.join("instruments")).unwrap();
    for name in ["study.toml", "instruments/haq.toml", "README"] {
        std::fs::write(study.join(name), "x").unwrap();
    }
    assert!(matches!(
        is_study(&study),
        Err(StoreError::NotAStudy { .. })
    ));
    let (store, report) = try_open(&study).unwrap();
    assert!(report.created && store.last() == 0);
}

#[test]
fn no_study_is_made_inside_of_another_one_or_of_a_backup() {
    let work = tempfile::tempdir().unwrap();
    let study = used(work.path());
    let to = work.path().join("backup");
    backup(&study, &to, &about(), &mut |_, _| {}).unwrap();
    std::fs::create_dir(study.join("instruments")).unwrap();
    let before = (tree(&study), tree(&to));
    for inside in [
        study.join("instruments"),
        study.join("sub/deeper"),
        study.join("sled/../mistyped"),
        to.join("new"),
    ] {
        let error = try_open(&inside).unwrap_err();
        assert!(matches!(error, StoreError::Inside { .. }), "{error}");
        assert_eq!(error.kind(), ErrorKind::Place);
        let error = restore(&to, &inside, &mut |_, _| {}).unwrap_err();
        assert!(matches!(error, StoreError::Inside { .. }), "{error}");
    }
    assert_eq!((tree(&study), tree(&to)), before);
    // The journal's own directory holds a journal's file, and is refused for that.
    assert!(matches!(
        try_open(&study.join("journal")),
        Err(StoreError::Gone { .. })
    ));
    assert_eq!(tree(&study), before.0);
}

#[test]
fn damage_is_refused_before_sled_or_anything_else_is_touched() {
    let work = tempfile::tempdir().unwrap();
    let study = used(work.path());
    let journal = std::fs::read(study.join("journal/000001.jsonl")).unwrap();
    let mut flipped = journal.clone();
    flipped[700] ^= 1;
    let cut = &journal[..journal.len() - 30];
    // sled is there and knows nothing of it, is not there, or is no sled.
    for (sled, lock) in [
        ("other", true),
        ("none", true),
        ("bad", true),
        ("none", false),
    ] {
        for bytes in [&flipped[..], cut, b""] {
            let bad = work.path().join("bad");
            copy(&study, &bad);
            remove(&bad, &["sled"]);
            match sled {
                "other" => copy(&other_sled(work.path()), &bad.join("sled")),
                "bad" => {
                    std::fs::create_dir(bad.join("sled")).unwrap();
                    std::fs::write(bad.join("sled/db"), "no sled").unwrap();
                }
                _ => {}
            }
            if !lock {
                remove(&bad, &["owner.lock"]);
            }
            std::fs::write(bad.join("journal/000001.jsonl"), bytes).unwrap();
            let before = tree(&bad);
            let error = try_open(&bad).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Damage, "{sled}: {error}");
            assert_eq!(tree(&bad), before, "{sled}: {error}");
            remove(work.path(), &["bad"]);
        }
    }
}

fn other_sled(work: &Path) -> PathBuf {
    let other = work.join("another");
    if !other.exists() {
        fill(&mut open(&other), "02-001", 1);
    }
    other.join("sled")
}

/// A copy of a study while it is open is what a kill leaves: sled lags behind, and the head slots differ.
fn killed(work: &Path, segment_bytes: u64) -> PathBuf {
    let (open_one, study) = (work.join("open"), work.join("killed"));
    let small = Options {
        segment_bytes,
        ..options()
    };
    let (mut store, _) = Store::open(&open_one, small, projection(), &mut |_, _| {}).unwrap();
    fill(&mut store, "01-001", 8);
    store.checkpoint().unwrap();
    for number in 0..5 {
        let more = answer("01-001", "week-9", &format!("f{number}"), number);
        store.append(&format!("m{number}"), vec![more]).unwrap();
    }
    copy(&open_one, &study);
    study
}

#[test]
fn a_sled_that_lags_behind_does_not_stand_for_a_journal_that_is_lost() {
    let work = tempfile::tempdir().unwrap();
    let base = killed(work.path(), 1 << 20);
    assert_eq!(verify(&base).unwrap().entries, 14);
    // Without a head, sled's copy ends somewhere, and nothing says that this was the end.
    for journal in ["removed", "empty", "cut"] {
        let study = work.path().join(journal);
        copy(&base, &study);
        let path = study.join("journal/000001.jsonl");
        let text = std::fs::read_to_string(&path).unwrap();
        match journal {
            "removed" => remove(&study, &["journal"]),
            "empty" => std::fs::write(&path, "").unwrap(),
            _ => {
                let lines: String = text.split_inclusive('\n').take(3).collect();
                std::fs::write(&path, lines).unwrap();
            }
        }
        remove(&study, &["head.a", "head.b"]);
        let before = tree(&study);
        let error = try_open(&study).unwrap_err();
        assert!(
            matches!(error, StoreError::Unproven { lost: 2, .. }),
            "{journal}: {error}"
        );
        assert_eq!(tree(&study), before, "{journal}");
        // What sled has can still be rescued, and the open end is told.
        let out = work.path().join(format!("{journal}-out"));
        assert!(rescue(&study, &out).unwrap() >= 9);
    }
}

#[test]
fn a_whole_file_of_the_journal_is_missed_where_both_head_slots_are_lost_too() {
    let work = tempfile::tempdir().unwrap();
    let base = killed(work.path(), 2_500);
    let study = work.path().join("study");
    copy(&base, &study);
    let journal: Vec<PathBuf> = tree(&study.join("journal")).into_keys().collect();
    let (last, before) = journal.split_last().unwrap();
    assert!(!before.is_empty());
    std::fs::remove_file(last).unwrap();
    remove(&study, &["head.a", "head.b"]);
    let before = tree(&study);
    let error = try_open(&study).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Damage, "{error}");
    assert_eq!(tree(&study), before);
}

#[test]
fn the_last_line_is_not_cut_as_unacknowledged_when_a_head_slot_is_lost() {
    let work = tempfile::tempdir().unwrap();
    let base = killed(work.path(), 1 << 20);
    let heads = ["head.a", "head.b"].map(|name| std::fs::read_to_string(base.join(name)).unwrap());
    // The slot that acknowledged the last entry.
    let newest = match heads[0] > heads[1] {
        true => "head.a",
        false => "head.b",
    };
    let study = work.path().join("study");
    copy(&base, &study);
    std::fs::write(study.join(newest), "x").unwrap();
    let path = study.join("journal/000001.jsonl");
    let mut bytes = std::fs::read(&path).unwrap();
    let at = bytes.len() - 20;
    bytes[at] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let before = tree(&study);
    let error = try_open(&study).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Damage);
    assert!(error.to_string().contains("entry 14"), "{error}");
    let report = verify(&study).unwrap();
    assert!(
        matches!(report.findings[0], Flaw::Breaks { after: 13, .. }),
        "{report:?}"
    );
    let error = backup(&study, &work.path().join("b"), &about(), &mut |_, _| {}).unwrap_err();
    assert!(error.to_string().contains("no backup was made"), "{error}");
    assert_eq!(tree(&study), before);
    // With both slots a line after the last acknowledged one is what a kill leaves, and is cut.
    copy(&base, &work.path().join("torn"));
    let path = work.path().join("torn/journal/000001.jsonl");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend_from_slice(b"{\"seq\":15,");
    std::fs::write(&path, bytes).unwrap();
    assert_eq!(open(&work.path().join("torn")).last(), 14);
}

/// What a study is copied from, and what it holds.
struct Base {
    dir: PathBuf,
    all: u64,
    everything: String,
}

/// One thing done to one file or directory.
#[derive(Clone, Debug)]
enum Harm {
    Delete,
    Empty,
    Word,
    Cut(prop::sample::Index),
    Flip(prop::sample::Index),
    Zero(prop::sample::Index),
}

fn harm() -> impl Strategy<Value = Harm> {
    prop_oneof![
        4 => Just(Harm::Delete),
        2 => Just(Harm::Empty),
        2 => Just(Harm::Word),
        2 => any::<prop::sample::Index>().prop_map(Harm::Cut),
        3 => any::<prop::sample::Index>().prop_map(Harm::Flip),
        1 => any::<prop::sample::Index>().prop_map(Harm::Zero),
    ]
}

fn do_harm(path: &Path, harm: &Harm) {
    if path.is_dir() {
        std::fs::remove_dir_all(path).unwrap();
        return;
    }
    let mut bytes = std::fs::read(path).unwrap();
    // sled's file is mostly empty space; what is used is what matters.
    let used = bytes
        .iter()
        .rposition(|byte| *byte != 0)
        .map_or(0, |at| at + 1);
    match harm {
        Harm::Delete => return std::fs::remove_file(path).unwrap(),
        Harm::Empty => bytes.clear(),
        Harm::Word => bytes = b"x\n".to_vec(),
        Harm::Cut(_) | Harm::Flip(_) | Harm::Zero(_) if used == 0 => return,
        Harm::Cut(at) => {
            let mut at = at.index(used);
            // The last line taken away without a trace, together with the one slot that acknowledged it, leaves
            // what a closed study leaves when one slot is lost. Only a head kept elsewhere tells the two apart.
            if at > 0 && bytes[at - 1] == b'\n' {
                at -= 1;
            }
            bytes.truncate(at);
        }
        Harm::Flip(at) => bytes[at.index(used)] ^= 1 << (used % 8),
        Harm::Zero(at) => bytes[at.index(used)..used].fill(0),
    }
    std::fs::write(path, bytes).unwrap();
}

fn cases() -> u32 {
    match std::env::var("CORESET_EVIDENCE_CASES") {
        Ok(count) => count.parse().unwrap(),
        Err(_) => 200,
    }
}

#[test]
fn whatever_is_lost_the_study_opens_with_everything_or_is_refused_with_no_byte_changed() {
    let work = tempfile::tempdir().unwrap();
    let closed = used(work.path());
    let small = work.path().join("small");
    std::fs::create_dir(&small).unwrap();
    let bases: Vec<Base> = [closed, killed(work.path(), 1 << 20), killed(&small, 2_500)]
        .into_iter()
        .map(|dir| {
            let copied = work.path().join("read");
            copy(&dir, &copied);
            let mut store = open(&copied);
            let base = Base {
                all: store.last(),
                everything: format!("{:?}", everything(&mut store)),
                dir,
            };
            drop(store);
            std::fs::remove_dir_all(&copied).unwrap();
            base
        })
        .collect();
    let outcomes = std::cell::RefCell::new(BTreeMap::<String, u32>::new());
    let config = ProptestConfig {
        cases: cases(),
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let harms = prop::collection::vec((any::<prop::sample::Index>(), harm()), 1..9);
    proptest!(config, |(which in 0..bases.len(), harms in harms)| {
        let base = &bases[which];
        let study = work.path().join("study");
        if study.exists() {
            std::fs::remove_dir_all(&study).unwrap();
        }
        copy(&base.dir, &study);
        let mut done = Vec::new();
        for (index, harm) in &harms {
            let left: Vec<PathBuf> = tree(&study).into_keys().collect();
            if left.is_empty() {
                break;
            }
            let path = index.get(&left);
            done.push((path.clone(), harm.clone()));
            do_harm(path, harm);
        }
        let before = tree(&study);
        let report = verify(&study);
        prop_assert!(tree(&study) == before, "verify wrote: {:?}", done);
        let nothing = before.keys().all(|path| path.ends_with("owner.lock"));
        let outcome = match try_open(&study) {
            Ok((store, _)) if nothing => {
                prop_assert_eq!(store.last(), 0);
                "nothing was left".to_owned()
            }
            Ok((mut store, _)) => {
                prop_assert_eq!(store.last(), base.all, "silently short: {:?}", done);
                let same = format!("{:?}", everything(&mut store)) == base.everything;
                prop_assert!(same, "other words: {:?}", done);
                "all is there".to_owned()
            }
            Err(error) => {
                // A number of the format that became a higher one is that of a newer program.
                let renumbered = done.iter().any(|(path, _)| path.ends_with("format"));
                let kind = match error.kind() {
                    ErrorKind::Version if renumbered => ErrorKind::Damage,
                    kind => kind,
                };
                prop_assert_eq!(kind, ErrorKind::Damage, "{}: {:?}", error, done);
                prop_assert!(tree(&study) == before, "{} and wrote: {:?}", error, done);
                let sound = report.is_ok_and(|report| report.is_sound());
                prop_assert!(!sound, "verify finds nothing wrong: {} {:?}", error, done);
                let name = format!("{error:?}");
                name.split(' ').next().unwrap_or_default().to_owned()
            }
        };
        *outcomes.borrow_mut().entry(outcome).or_default() += 1;
    });
    let outcomes = outcomes.into_inner();
    println!("{outcomes:?}");
    assert!(outcomes.contains_key("all is there") && outcomes.contains_key("Gone"));
}

#[test]
fn a_restore_broken_off_is_told_by_name_by_all_and_a_second_one_begins_anew() {
    let work = tempfile::tempdir().unwrap();
    let (study, to) = (used(work.path()), work.path().join("b"));
    backup(&study, &to, &about(), &mut |_, _| {}).unwrap();
    let dir = work.path().join("restored");
    // As much as there can be without being done.
    restore(&to, &dir, &mut |_, _| {}).unwrap();
    std::fs::write(dir.join("unfinished.restore"), "").unwrap();
    let words = [
        "The restore of a backup to",
        "broken off",
        "coreset restore BACKUP DIR",
    ];
    refused(&dir, work.path(), &words);
    let before = tree(&dir);
    let error = rescue(&dir, &work.path().join("out")).unwrap_err();
    assert!(
        matches!(
            error,
            StoreError::Unfinished {
                work: Work::Restore,
                ..
            }
        ),
        "{error}"
    );
    // A recovery is other work, and takes nothing away there.
    let error = rescue(&study, &dir).unwrap_err();
    assert!(error.to_string().contains("broken off"), "{error}");
    assert!(error.hint().contains("Remove what is in it"));
    // What no restore writes is not removed.
    for name in ["notes.txt", "passphrases", "instruments/other.toml"] {
        let path = dir.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, "x").unwrap();
        let more = tree(&dir);
        let error = restore(&to, &dir, &mut |_, _| {}).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Place);
        let first = name.split('/').next().unwrap();
        assert!(error.to_string().contains(first), "{name}: {error}");
        assert!(error.hint().contains("Move that elsewhere"));
        assert_eq!(tree(&dir), more, "{name}");
        std::fs::remove_file(&path).unwrap();
    }
    std::fs::remove_dir(dir.join("instruments")).unwrap();
    assert_eq!(tree(&dir), before);
    let again = begin_restore(&to, &dir, &mut |_, _| {}).unwrap();
    assert!(again.anew);
    refused(&dir, work.path(), &words);
    // Another one at the same time takes nothing from under it.
    let error = begin_restore(&to, &dir, &mut |_, _| {}).unwrap_err();
    assert!(matches!(error, StoreError::Busy { .. }), "{error}");
    again.done().unwrap();
    assert_eq!(open(&dir).last(), 7);
    assert!(restore(&to, &dir, &mut |_, _| {}).is_err(), "it is done");
}

#[test]
fn a_study_that_an_earlier_program_had_just_made_opens_when_both_slots_say_that_it_is_empty() {
    let work = tempfile::tempdir().unwrap();
    let base = work.path().join("base");
    drop(open(&base));
    // It had no mark.
    remove(&base, &["unfinished.new"]);
    let study = work.path().join("study");
    copy(&base, &study);
    assert_eq!(verify(&study).unwrap().entries, 0);
    let mut store = open(&study);
    assert_eq!(store.last(), 0);
    store.append("x", vec![enrol("01-001")]).unwrap();
    drop(store);
    assert_eq!(open(&study).last(), 1);
    // With one slot lost nothing proves it any more, nor with a sign that it was used.
    for (name, words) in [("head.a", "x"), ("passphrases", "{}")] {
        let study = work.path().join(name);
        copy(&base, &study);
        std::fs::write(study.join(name), words).unwrap();
        refused(&study, work.path(), &["A study was in"]);
    }
}

#[test]
fn the_mark_of_a_new_study_goes_before_its_first_entry_is_acknowledged() {
    let work = tempfile::tempdir().unwrap();
    let study = work.path().join("study");
    let mark = study.join("unfinished.new");
    let mut store = open(&study);
    assert!(mark.exists());
    store.append("x", vec![enrol("01-001")]).unwrap();
    assert!(!mark.exists());
    let slots: Vec<bool> = ["head.a", "head.b"]
        .iter()
        .map(|name| {
            std::fs::read_to_string(study.join(name))
                .unwrap()
                .contains("seq=00000000000000000001")
        })
        .collect();
    assert!(slots.contains(&true), "a slot knows of it");
    // From now on nothing makes it a new study again.
    let lost = work.path().join("lost");
    copy(&study, &lost);
    remove(&lost, &["journal", "sled"]);
    assert_eq!(try_open(&lost).unwrap_err().kind(), ErrorKind::Damage);
}

// Killing at every step.

const CHILD: &str = "CORESET_TEST_EVIDENCE_CHILD";
/// Calls of the system that change a file or its name, or take it to the disk.
const CALLS: [&str; 11] = [
    "mkdir",
    "write",
    "pwrite64",
    "copy_file_range",
    "fsync",
    "fdatasync",
    "ftruncate",
    "fallocate",
    "rename",
    "unlink",
    "chmod",
];

/// The child's part; does nothing when it is run as a test like any other.
#[test]
fn child() {
    let Some(part) = std::env::var_os(CHILD) else {
        return;
    };
    let place = |name: &str| PathBuf::from(std::env::var_os(name).unwrap());
    let (from, to) = (place("FROM"), place("TO"));
    match part.to_str().unwrap() {
        "restore" => drop(restore(&from, &to, &mut |_, _| {}).unwrap()),
        "recover" => drop(rescue(&from, &to).unwrap()),
        _ => {
            let mut store = open(&to);
            if store.last() == 0 {
                store.append("x", vec![enrol("01-001")]).unwrap();
                std::fs::write(&from, "acknowledged").unwrap();
            }
        }
    }
}

/// Runs the child, killed before its `step`th call of a kind; `None` when it came to its end, an error when it cannot
/// be killed in this way.
fn killed_at(
    (call, step): (&str, u32),
    part: &str,
    from: &Path,
    to: &Path,
) -> Result<Option<()>, String> {
    let out = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null"])
        .args(["-e", &format!("trace={call}")])
        .args(["-e", &format!("inject={call}:signal=KILL:when={step}")])
        .arg(std::env::current_exe().unwrap())
        .args([
            "store_evidence::child",
            "--exact",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(CHILD, part)
        .env("FROM", from)
        .env("TO", to)
        .stdin(Stdio::null())
        .output();
    let out = out.map_err(|error| format!("strace: {error}"))?;
    let errors = String::from_utf8_lossy(&out.stderr);
    if errors.contains("strace:") {
        return Err(errors.into_owned());
    }
    assert!(!errors.contains("panicked"), "step {step}: {errors}");
    Ok((!out.status.success()).then_some(()))
}

/// Kills a part at every step of it, each time from the beginning; `look` judges what is left. Returns how many
/// steps there were.
fn at_every_step(part: &str, from: &Path, to: &Path, mut look: impl FnMut(&str, bool)) -> u32 {
    let mut steps = 0;
    for call in CALLS {
        for step in 1..5_000 {
            if to.exists() {
                std::fs::remove_dir_all(to).unwrap();
            }
            match killed_at((call, step), part, from, to) {
                Err(why) => {
                    println!("left out: {why}");
                    return 0;
                }
                Ok(left) => {
                    look(&format!("{call} {step}"), left.is_none());
                    if left.is_none() {
                        break;
                    }
                    steps += 1;
                }
            }
        }
    }
    steps
}

/// Returns whether nothing that counts is in a directory: then a second try goes on as if there had been none.
fn untouched(dir: &Path) -> bool {
    tree(dir).is_empty()
}

#[test]
fn a_restore_killed_at_every_step_is_refused_until_it_is_done() {
    let work = tempfile::tempdir().unwrap();
    let (to, dir) = (work.path().join("b"), work.path().join("restored"));
    let study = killed(work.path(), 2_500);
    let open_one = work.path().join("study");
    copy(&study, &open_one);
    drop(open(&open_one));
    let files = [("study.toml".to_owned(), "id = 1\n".to_owned())];
    let about = About {
        files: &files,
        ..about()
    };
    backup(&open_one, &to, &about, &mut |_, _| {}).unwrap();
    let mut unfinished = 0;
    let steps = at_every_step("restore", &to, &dir, |step, over| {
        if untouched(&dir) {
            assert!(!over);
        } else if dir.join("unfinished.restore").exists() {
            assert!(!over);
            unfinished += 1;
            refused(&dir, work.path(), &["broken off", "coreset restore"]);
            assert!(begin_restore(&to, &dir, &mut |_, _| {}).unwrap().anew);
            refused(&dir, work.path(), &["broken off", "coreset restore"]);
            restore(&to, &dir, &mut |_, _| {}).unwrap();
            assert_eq!(open(&dir).last(), 14, "step {step}");
        } else {
            assert!(verify(&dir).unwrap().is_sound(), "step {step}");
            assert_eq!(open(&dir).last(), 14, "step {step}");
        }
    });
    println!("{steps} steps, {unfinished} of them unfinished");
    assert!(steps == 0 || unfinished > 20, "{unfinished} of {steps}");
}

#[test]
fn a_recovery_killed_at_every_step_is_refused_until_it_is_done() {
    let work = tempfile::tempdir().unwrap();
    let (study, out) = (used(work.path()), work.path().join("out"));
    std::fs::remove_dir_all(study.join("sled")).unwrap();
    let mut unfinished = 0;
    let steps = at_every_step("recover", &study, &out, |step, over| {
        if untouched(&out) {
            assert!(!over);
        } else if out.join("unfinished.recover").exists() {
            assert!(!over);
            unfinished += 1;
            refused(&out, work.path(), &["broken off", "coreset recover"]);
            assert!(rescue(&study, &out).is_ok(), "step {step}");
            assert_eq!(open(&out).last(), 8, "step {step}");
        } else {
            assert!(verify(&out).unwrap().is_sound(), "step {step}");
            assert_eq!(open(&out).last(), 8, "step {step}");
        }
    });
    println!("{steps} steps, {unfinished} of them unfinished");
    assert!(steps == 0 || unfinished > 8, "{unfinished} of {steps}");
}

#[test]
fn a_new_study_killed_at_every_step_opens_as_new_until_its_first_entry_is_acknowledged() {
    let work = tempfile::tempdir().unwrap();
    let (told, study) = (work.path().join("told"), work.path().join("study"));
    let (mut new, mut begun) = (0, 0);
    let steps = at_every_step("make", &told, &study, |step, _| {
        let acknowledged = told.exists();
        if acknowledged {
            std::fs::remove_file(&told).unwrap();
        }
        let (store, report) =
            try_open(&study).unwrap_or_else(|error| panic!("step {step}: {error}"));
        let last = store.last();
        match last {
            0 => {
                assert!(!acknowledged && report.created, "step {step}: {report:?}");
                new += 1;
            }
            _ => {
                assert_eq!((last, report.created), (1, false), "step {step}");
                assert!(!study.join("unfinished.new").exists(), "step {step}");
                begun += 1;
            }
        }
        drop(store);
        // Whatever it is now, it is that again.
        assert_eq!(open(&study).last(), last, "step {step}");
    });
    println!("{steps} steps: {new} times new, {begun} times with its entry");
    assert!(steps == 0 || (new > 20 && begun > 0));
}
