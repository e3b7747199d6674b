//! One to five things done to any file of a study at once: it opens with all that was acknowledged and says what was
//! put right, or it is refused by name with no byte changed. A restore that is killed at any moment is refused until it
//! is done, and begins anew.
//!
//! CORESET_DAMAGE_TRIALS sets the number of trials (60 here; the long run is 2,000, `tests/soak/run damage`), and
//! CORESET_DAMAGE_SEED the seed of the first one (0).

use crate::support::study::*;
use crate::support::visit::opening_entries;
use coreset::domain::record::entry::Assessor;
use coreset::domain::record::event::{Event, Recovery};
use coreset::domain::record::session::ParticipantRecord;
use coreset::domain::study::Study;
use coreset::domain::study::shipped::embedded_study;
use coreset::server::opening::{self, Loaded, Opened};
use coreset::server::places::Places;
use coreset::store::{
    About, ErrorKind, Options, Store, StoreError, Work, backup, begin_restore, recover, restore,
    verify, verify_unfinished,
};
use coreset::text::DEFAULT;
use coreset::text::store::Opening;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

const PROGRAM: &str = env!("CARGO_BIN_EXE_coreset");
const FIRST: &str = "journal/000001.jsonl";
/// The stored form of Anna's passphrase, of which the record has the hash.
const FORM: &str = "$argon2id$stored";

fn number(name: &str, otherwise: u64) -> u64 {
    match std::env::var(name) {
        Ok(count) => count.parse().unwrap(),
        Err(_) => otherwise,
    }
}

/// The trials and what each is drawn from.
fn trials() -> impl Iterator<Item = (u64, StdRng)> {
    let first = number("CORESET_DAMAGE_SEED", 0);
    let count = number("CORESET_DAMAGE_TRIALS", 60);
    (first..first + count).map(|seed| (seed, StdRng::seed_from_u64(seed)))
}

/// Everything in a directory: files with their bytes, directories without.
type Tree = BTreeMap<PathBuf, Option<Vec<u8>>>;

fn tree(dir: &Path) -> Tree {
    fn walk(root: &Path, dir: &Path, found: &mut Tree) {
        for item in std::fs::read_dir(dir).unwrap() {
            let path = item.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_owned();
            if path.is_dir() {
                found.insert(name, None);
                walk(root, &path, found);
            } else {
                found.insert(name, Some(std::fs::read(&path).unwrap()));
            }
        }
    }
    let mut found = Tree::new();
    if dir.exists() {
        walk(dir, dir, &mut found);
    }
    found
}

fn program() -> Assessor {
    Assessor {
        user: "coreset".to_owned(),
        name: "coreset".to_owned(),
        role: "program".to_owned(),
        from: "local".to_owned(),
    }
}

/// Opens a study as its server does.
fn serve(dir: &Path, study: &Arc<Study>, segment_bytes: u64) -> Result<Opened, StoreError> {
    let options = Options {
        segment_bytes,
        ..options()
    };
    let loaded = Loaded::plain(Arc::clone(study));
    opening::open(dir, loaded, false, program(), options, &mut |_, _| {})
}

fn answers(opened: &mut Opened, visit: &str, count: i64) {
    for number in 0..count {
        let event = answer("01-001", visit, &format!("f{number}"), number).event;
        opened
            .append(&format!("{visit}-{number}"), vec![event])
            .unwrap();
    }
}

/// A study in use: entries in several files, a user with a passphrase, and what two terminals had open.
fn make(dir: &Path, study: &Arc<Study>, segment_bytes: u64) -> Opened {
    let mut opened = serve(dir, study, segment_bytes).unwrap();
    let anna = || "anna".to_owned();
    let users = vec![
        Event::UserAdded {
            user: anna(),
            name: "Anna Berg".to_owned(),
            roles: vec![coreset::domain::record::user::Role::Assessor],
        },
        Event::PassphraseSet {
            user: anna(),
            proof: blake3::hash(FORM.as_bytes()).to_hex().to_string(),
        },
    ];
    opened.append("users", users).unwrap();
    let enrolled = enrol("01-001").event;
    opened.append("enrol", vec![enrolled]).unwrap();
    answers(&mut opened, "week-0", 12);
    let forms = format!("{{\n  \"anna\": [\n    \"{FORM}\"\n  ]\n}}\n");
    std::fs::write(dir.join("passphrases"), forms).unwrap();
    let mut places = Places::new(dir);
    for text in ["one", "two", "three"] {
        places.remember("anna", Some(text)).unwrap();
    }
    places.remember("ben", Some("one")).unwrap();
    opened
}

/// A study to be damaged, and what it holds.
struct Base {
    dir: PathBuf,
    /// Whether its server was killed, so that sled lags and the head slots differ.
    killed: bool,
    tree: Tree,
    head: String,
    entries: u64,
    record: ParticipantRecord,
}

fn record(dir: &Path) -> ParticipantRecord {
    let mut store = open(dir);
    let mut record = store.record(&participant("01-001").id).unwrap().unwrap();
    // Whether an answer is by the rules is known to those only who opened it with the study.
    for session in record.sessions.values_mut() {
        let forms = session.forms.values_mut();
        for cell in forms.flat_map(|cells| cells.values_mut()) {
            cell.answer = cell.stored().cloned();
            cell.unfit = None;
        }
    }
    record
}

impl Base {
    fn of(dir: PathBuf, killed: bool, work: &Path) -> Self {
        let report = verify(&dir).unwrap();
        let copied = work.join("read");
        copy(&dir, &copied);
        let record = record(&copied);
        std::fs::remove_dir_all(&copied).unwrap();
        Self {
            tree: tree(&dir),
            killed,
            head: report.head,
            entries: report.entries,
            record,
            dir,
        }
    }
}

fn bases(work: &Path, study: &Arc<Study>) -> Vec<Base> {
    let mut bases = Vec::new();
    for (name, segment_bytes) in [("one", 1 << 20), ("several", 3_000)] {
        let closed = work.join(format!("{name}-closed"));
        drop(make(&closed, study, segment_bytes));
        bases.push(Base::of(closed, false, work));
        let live = work.join(format!("{name}-live"));
        drop(make(&live, study, segment_bytes));
        let mut opened = serve(&live, study, segment_bytes).unwrap();
        answers(&mut opened, "week-2", 5);
        // A copy of a study while it is open is what a kill leaves.
        let killed = work.join(format!("{name}-killed"));
        copy(&live, &killed);
        bases.push(Base::of(killed, true, work));
    }
    bases
}

/// Does one thing to a file or directory; returns what.
fn harm(path: &Path, killed: bool, rng: &mut StdRng) -> &'static str {
    if path.is_dir() {
        std::fs::remove_dir_all(path).unwrap();
        return "removed a directory";
    }
    let mut bytes = std::fs::read(path).unwrap();
    // sled's file and a place are mostly empty space; what is used is what matters.
    let used = bytes
        .iter()
        .rposition(|byte| *byte != 0)
        .map_or(0, |at| at + 1);
    let garbage = |rng: &mut StdRng| -> Vec<u8> {
        let length = rng.random_range(1..600);
        (0..length).map(|_| rng.random()).collect()
    };
    let how = match rng.random_range(0..7) {
        0 => {
            std::fs::remove_file(path).unwrap();
            return "deleted";
        }
        1 => {
            std::fs::remove_file(path).unwrap();
            std::fs::create_dir(path).unwrap();
            return "made a directory of";
        }
        2 => {
            bytes.clear();
            "emptied"
        }
        3 => {
            bytes = garbage(rng);
            "replaced"
        }
        4 => {
            bytes.extend(garbage(rng));
            "appended to"
        }
        _ if used == 0 => return "left",
        5 => {
            bytes[rng.random_range(0..used)] ^= 1 << rng.random_range(0..8);
            "flipped a bit of"
        }
        _ => {
            let mut at = rng.random_range(0..used);
            // The last line of a killed study taken away without a trace, together with the one slot that acknowledged
            // it, leaves what a closed study leaves when a slot is lost: only a head kept elsewhere tells them apart.
            if killed && at > 0 && bytes[at - 1] == b'\n' {
                at -= 1;
            }
            bytes.truncate(at);
            "cut"
        }
    };
    std::fs::write(path, bytes).unwrap();
    how
}

/// What may be damaged: everything but the lock and the reserve of disk, which hold nothing.
fn targets(study: &Path) -> Vec<PathBuf> {
    let names = tree(study).into_keys();
    names
        .filter(|name| {
            !["owner.lock", "ballast"]
                .iter()
                .any(|own| name.starts_with(own))
        })
        .collect()
}

/// Words that a message must not have: they name the insides of sled.
const INSIDES: [&str; 7] = [
    "panic",
    "DiskPtr",
    "LogOffset",
    "pagecache",
    "Corruption",
    "Os {",
    "segment id",
];

fn plain(words: &str) {
    for inside in INSIDES {
        assert!(!words.contains(inside), "{inside}: {words}");
    }
}

/// Returns which parts differ in a way that must be told.
fn must_be_told(base: &Base, before: &Tree, study: &Path) -> Vec<&'static str> {
    let differs = |begin: &str| {
        let of = |tree: &Tree| -> Tree {
            let part = tree.iter().filter(|(name, _)| name.starts_with(begin));
            part.map(|(name, bytes)| (name.clone(), bytes.clone()))
                .collect()
        };
        of(&base.tree) != of(before)
    };
    let mut parts = Vec::new();
    for part in ["journal", "head.a", "head.b", "format"] {
        if differs(part) {
            parts.push(part);
        }
    }
    let forms = |tree: &Tree| -> Option<serde_json::Value> {
        serde_json::from_slice(tree.get(Path::new("passphrases"))?.as_ref()?).ok()
    };
    if forms(&base.tree) != forms(before) {
        parts.push("passphrase");
    }
    for user in ["anna", "ben"] {
        let there = Places::new(study).recall(user) == Places::new(&base.dir).recall(user);
        // The program itself removes one that is not needed any more.
        if !there && before.contains_key(&Path::new("places").join(user)) {
            parts.push("places");
        }
    }
    parts
}

/// What a part is called in a sentence that tells of it.
fn is_told(part: &str, said: &str) -> bool {
    let any = |words: &[&str]| words.iter().any(|word| said.contains(word));
    match part {
        "journal" => any(&["The journal was damaged", "Behind entry", "was broken off"]),
        "head.a" | "head.b" => any(&["head slot"]),
        "format" => any(&["names the format"]),
        other => any(&[other]),
    }
}

#[test]
fn a_study_damaged_in_any_way_is_repaired_and_says_so_or_is_refused_by_name() {
    let work = tempfile::tempdir().unwrap();
    let plan = Arc::new(embedded_study().unwrap());
    let bases = bases(work.path(), &plan);
    let mut outcomes = BTreeMap::<String, u32>::new();
    for (seed, mut rng) in trials() {
        let base = &bases[rng.random_range(0..bases.len())];
        let study = work.path().join("study");
        copy(&base.dir, &study);
        let mut done = Vec::new();
        for _ in 0..rng.random_range(1..=5) {
            let left = targets(&study);
            if left.is_empty() {
                break;
            }
            let name = &left[rng.random_range(0..left.len())];
            done.push((harm(&study.join(name), base.killed, &mut rng), name.clone()));
        }
        let about = format!("seed {seed}, {}: {done:?}", base.dir.display());
        let before = tree(&study);
        let must = must_be_told(base, &before, &study);
        let verified = verify(&study);
        assert!(tree(&study) == before, "verify wrote: {about}");
        let outcome = match serve(&study, &plan, 1 << 20) {
            Ok(opened) => {
                let said = told_at(&opened.report.findings);
                drop(opened);
                plain(&said);
                for part in &must {
                    assert!(is_told(part, &said), "{part} is not told: {about}: {said}");
                }
                let after = verify(&study).unwrap();
                assert!(after.is_sound(), "{about}: {after:?}");
                assert_eq!(
                    (after.entries, &after.head),
                    (base.entries, &base.head),
                    "silently short: {about}"
                );
                assert!(record(&study) == base.record, "other words: {about}");
                match (must.is_empty(), said.is_empty()) {
                    (true, true) => "nothing that counts",
                    (true, false) => "sled was rebuilt, and said so",
                    (false, _) => "repaired, and said so",
                }
                .to_owned()
            }
            Err(error) => {
                let said = format!("{error} {}", error.hint());
                plain(&said);
                assert!(
                    matches!(error.kind(), ErrorKind::Damage | ErrorKind::Version),
                    "{said}: {about}"
                );
                assert!(said.contains(study.to_str().unwrap()), "{said}: {about}");
                assert!(!error.hint().is_empty());
                assert!(tree(&study) == before, "{said} and wrote: {about}");
                let sound = verified.is_ok_and(|report| report.is_sound());
                assert!(!sound, "verify finds nothing wrong: {said}: {about}");
                let name = format!("{error:?}");
                format!("refused: {}", name.split(' ').next().unwrap())
            }
        };
        *outcomes.entry(outcome).or_default() += 1;
        std::fs::remove_dir_all(&study).unwrap();
    }
    println!("{outcomes:?}");
    assert!(
        outcomes
            .keys()
            .any(|outcome| outcome.starts_with("refused"))
    );
    assert!(
        outcomes.contains_key("repaired, and said so"),
        "{outcomes:?}"
    );
}

fn about(files: &[(String, String)]) -> About<'_> {
    About {
        protocol_hash: "p".to_owned(),
        files,
        program: "t".to_owned(),
        clock: options().clock,
    }
}

/// A study in several files with forms of its own, and a backup of it.
fn backed_up(work: &Path) -> (PathBuf, PathBuf) {
    let (study, to) = (work.join("s"), work.join("b"));
    let small = Options {
        segment_bytes: 2_000,
        ..options()
    };
    fill(
        &mut Store::open(&study, small, projection(), &mut |_, _| {})
            .unwrap()
            .0,
        "01-001",
        20,
    );
    let files = ["study.toml", "instruments/a.toml", "instruments/b.toml"]
        .map(|name| (name.to_owned(), format!("# {name}\n")));
    backup(&study, &to, &about(&files), &mut |_, _| {}).unwrap();
    (study, to)
}

/// Restores until the step with a number, which it does not survive; returns whether it came to its end.
fn killed_at(step: u64, from: &Path, dir: &Path) -> bool {
    let mut steps = 0;
    let end = catch_unwind(AssertUnwindSafe(|| {
        begin_restore(from, dir, &mut |_, _| {
            steps += 1;
            if steps >= step {
                // As a panic that nobody is told of.
                resume_unwind(Box::new("killed"));
            }
        })
        .unwrap()
    }));
    // The proof was broken off, which takes the mark away last.
    end.is_ok()
}

#[test]
fn a_restore_killed_between_any_two_steps_opens_for_nobody_until_a_later_one_is_done() {
    let work = tempfile::tempdir().unwrap();
    let (study, to) = backed_up(work.path());
    let mut other = open(&study);
    fill(&mut other, "01-002", 3);
    drop(other);
    let newer = work.path().join("newer");
    backup(&study, &newer, &about(&[]), &mut |_, _| {}).unwrap();
    let dir = work.path().join("restored");
    for (seed, mut rng) in trials() {
        let mut tries = Vec::new();
        for _ in 0..rng.random_range(1..=3) {
            let from = if rng.random() { &to } else { &newer };
            let step = rng.random_range(1..14);
            tries.push((
                step,
                from.file_name().unwrap().to_owned(),
                killed_at(step, from, &dir),
            ));
            let before = tree(&dir);
            let error = try_open(&dir).unwrap_err();
            assert!(
                matches!(
                    error,
                    StoreError::Unfinished {
                        work: Work::Restore,
                        ..
                    }
                ),
                "seed {seed}, {tries:?}: {error}"
            );
            assert_eq!(error.kind(), ErrorKind::Damage);
            assert!(error.hint().contains("coreset restore"), "{}", error.hint());
            let error = verify(&dir).unwrap_err();
            assert!(matches!(error, StoreError::Unfinished { .. }), "{error}");
            assert!(tree(&dir) == before, "seed {seed}: something was written");
        }
        let (from, last, forms) = match rng.random() {
            true => (&to, 21, true),
            false => (&newer, 25, false),
        };
        restore(from, &dir, &mut |_, _| {}).unwrap_or_else(|error| {
            panic!("seed {seed}, {tries:?}: {error} {}", error.hint());
        });
        assert_eq!(open(&dir).last(), last, "seed {seed}, {tries:?}");
        assert_eq!(dir.join("instruments/a.toml").exists(), forms, "{tries:?}");
        assert_eq!(dir.join("study.toml").exists(), forms, "{tries:?}");
        std::fs::remove_dir_all(&dir).unwrap();
    }
}

#[test]
fn a_restore_whose_proof_was_broken_off_is_not_done() {
    let work = tempfile::tempdir().unwrap();
    let (_, to) = backed_up(work.path());
    let dir = work.path().join("restored");
    drop(begin_restore(&to, &dir, &mut |_, _| {}).unwrap());
    assert!(try_open(&dir).is_err());
    // As the proof opens it; killed after that, it is still not done.
    let proving = Options {
        unfinished: true,
        ..options()
    };
    let (store, _) = Store::open(&dir, proving, projection(), &mut |_, _| {}).unwrap();
    assert_eq!(store.last(), 21);
    drop(store);
    assert!(verify_unfinished(&dir, &mut |_, _| {}).unwrap().is_sound());
    for error in [try_open(&dir).unwrap_err(), verify(&dir).unwrap_err()] {
        assert!(matches!(error, StoreError::Unfinished { .. }), "{error}");
    }
    let restored = begin_restore(&to, &dir, &mut |_, _| {}).unwrap();
    assert!(restored.anew && !dir.join("sled").exists());
    restored.done().unwrap();
    assert_eq!(open(&dir).last(), 21);
}

#[test]
fn the_restore_command_killed_at_any_call_leaves_what_is_refused_and_begins_anew() {
    let work = tempfile::tempdir().unwrap();
    let (_, to) = backed_up(work.path());
    // Its study has no files of its own, so that it opens.
    let study = work.path().join("s");
    let to = match std::fs::remove_dir_all(&to).and_then(|()| std::fs::remove_dir_all(&study)) {
        Ok(()) => to,
        Err(error) => panic!("{error}"),
    };
    let plan = Arc::new(embedded_study().unwrap());
    drop(make(&study, &plan, 3_000));
    backup(&study, &to, &about(&[]), &mut |_, _| {}).unwrap();
    let entries = verify(&study).unwrap().entries;
    let rounds = number("CORESET_DAMAGE_TRIALS", 60) / 10;
    let first = number("CORESET_DAMAGE_SEED", 0);
    let mut unfinished = 0;
    for seed in first..first + rounds {
        let mut rng = StdRng::seed_from_u64(seed);
        let calls = [
            "pwrite64",
            "fsync",
            "fdatasync",
            "unlink",
            "write",
            "mkdir",
            "rename",
        ];
        let call = calls[(seed % 7) as usize];
        let step = rng.random_range(1..12);
        let dir = work.path().join(format!("restored-{seed}"));
        let out = Command::new("strace")
            .args(["-f", "-qq", "-o", "/dev/null", "-e"])
            .arg(format!("trace={call}"))
            .args(["-e", &format!("inject={call}:signal=KILL:when={step}")])
            .arg(PROGRAM)
            .arg("restore")
            .args([&to, &dir])
            .stdin(Stdio::null())
            .output();
        let Ok(out) = out else {
            println!("skipped: strace is not there");
            return;
        };
        let errors = String::from_utf8_lossy(&out.stderr).into_owned();
        if errors.contains("strace:") {
            println!("skipped: {errors}");
            return;
        }
        let says = |args: &[&str]| {
            let said = Command::new(PROGRAM)
                .args(args)
                .stdin(Stdio::null())
                .output()
                .unwrap();
            let words = [said.stdout, said.stderr].concat();
            (said.status.code(), String::from_utf8(words).unwrap())
        };
        let place = dir.to_str().unwrap();
        let begun = dir.join("unfinished.restore").exists();
        if begun {
            unfinished += 1;
            let before = tree(&dir);
            let (code, words) = says(&["status", "--study", place]);
            assert_eq!(code, Some(4), "{call} {step}: {words}");
            assert!(
                words.contains("was broken off before it was done"),
                "{words}"
            );
            assert!(tree(&dir) == before, "{call} {step}");
        }
        if !out.status.success() {
            let (code, words) = says(&["restore", to.to_str().unwrap(), place]);
            match (begun, dir.join("journal").exists()) {
                (true, _) => {
                    assert_eq!(code, Some(0), "{call} {step}: {words}");
                    assert!(words.contains("began anew"), "{words}");
                }
                // It was killed before its mark, or when it had said that it was done.
                _ => assert!(code == Some(0) || words.contains("not empty"), "{words}"),
            }
        }
        // The command opens the study, whose record has no files yet and takes them, and records that it restored,
        // unless it was killed between the proof and these.
        let there = verify(&dir).unwrap().entries;
        let kept = entries + opening_entries() - 1;
        assert!(
            [entries, kept, kept + 1].contains(&there),
            "{call} {step}: {there} after {entries}"
        );
    }
    assert!(unfinished > 0 || rounds < 6, "no kill hit the work");
}

// Each sentence by name.

/// A closed study with sixteen entries.
fn closed(work: &Path) -> (PathBuf, Arc<Study>) {
    let plan = Arc::new(embedded_study().unwrap());
    let study = work.join("study");
    drop(make(&study, &plan, 1 << 20));
    (study, plan)
}

fn told_at(findings: &[Opening]) -> String {
    let said = findings.iter().map(|found| DEFAULT.opening(found));
    said.collect::<Vec<_>>().join(" ")
}

fn said(study: &Path, plan: &Arc<Study>) -> String {
    let opened = serve(study, plan, 1 << 20).unwrap();
    told_at(&opened.report.findings)
}

#[test]
fn a_name_of_the_study_that_is_of_another_kind_is_refused_and_nothing_is_written_or_waited_for() {
    let work = tempfile::tempdir().unwrap();
    let (base, plan) = closed(work.path());
    for name in [
        "head.a",
        "head.b",
        "format",
        "serve.log",
        "ballast",
        "owner.lock",
        FIRST,
    ] {
        for kind in ["directory", "pipe"] {
            let study = work.path().join("harmed");
            copy(&base, &study);
            let path = study.join(name);
            let _ = std::fs::remove_file(&path);
            match kind {
                "pipe" => {
                    let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
                    let fifo = rustix::fs::FileType::Fifo;
                    rustix::fs::mknodat(rustix::fs::CWD, &path, fifo, mode, 0).unwrap();
                }
                _ => std::fs::create_dir(&path).unwrap(),
            }
            let list = || -> Vec<PathBuf> {
                let items = std::fs::read_dir(&study).unwrap();
                let mut names: Vec<PathBuf> = items.map(|item| item.unwrap().path()).collect();
                names.sort();
                names
            };
            let (before, journal) = (list(), std::fs::metadata(study.join("journal")).unwrap());
            let errors = [
                serve(&study, &plan, 1 << 20).map(|_| ()).unwrap_err(),
                verify(&study).map(|_| ()).unwrap_err(),
            ];
            for error in errors {
                let words = format!("{name} is a {kind} and must be a file");
                assert!(error.to_string().contains(&words), "{error}");
                assert_eq!(error.kind(), ErrorKind::Damage, "{error}");
                assert!(error.hint().contains("Move it out"), "{}", error.hint());
            }
            assert_eq!(list(), before, "{name}");
            let now = std::fs::metadata(study.join("journal")).unwrap();
            assert_eq!(now.modified().unwrap(), journal.modified().unwrap());
            std::fs::remove_dir_all(&study).unwrap();
        }
    }
}

#[test]
fn a_pipe_in_the_place_of_a_form_is_refused_and_not_waited_for() {
    let work = tempfile::tempdir().unwrap();
    let (study, _) = closed(work.path());
    std::fs::create_dir(study.join("instruments")).unwrap();
    let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
    let path = study.join("instruments/a.toml");
    let fifo = rustix::fs::FileType::Fifo;
    rustix::fs::mknodat(rustix::fs::CWD, &path, fifo, mode, 0).unwrap();
    let error = coreset::study_directory::load_study(&study).unwrap_err();
    let words = error.to_string();
    assert!(
        words.contains("a.toml could not be read (it is not a regular file)"),
        "{words}"
    );
}

#[test]
fn what_stands_behind_the_last_entry_is_kept_and_called_what_it_is() {
    let work = tempfile::tempdir().unwrap();
    let (base, plan) = closed(work.path());
    let journal = std::fs::read(base.join(FIRST)).unwrap();
    let lines: Vec<&[u8]> = journal.split_inclusive(|byte| *byte == b'\n').collect();
    let last = lines.len();
    let torn = format!("{{\"seq\":{},\"recorded_at\":\"2025", last + 1);
    for (more, own_file, word, opening, verifying) in [
        (
            &b"\xde\xad\xbe\xef"[..],
            false,
            "foreign",
            "4 foreign bytes",
            "4 foreign bytes",
        ),
        (
            &journal[..],
            true,
            "copied",
            "a copy of earlier entries",
            "a copy of earlier entries",
        ),
        (
            lines[3],
            false,
            "copied",
            "a copy of earlier entries",
            "a copy of earlier entries",
        ),
        (
            torn.as_bytes(),
            false,
            "torn",
            "was broken off before it was acknowledged",
            "the beginning of a save that was never acknowledged",
        ),
        (
            &[0; 77],
            false,
            "zeros",
            "77 bytes of zero",
            "77 bytes of zero",
        ),
    ] {
        let study = work.path().join("harmed");
        copy(&base, &study);
        let path = match own_file {
            true => study.join("journal/000002.jsonl"),
            false => study.join(FIRST),
        };
        let mut bytes = std::fs::read(&path).unwrap_or_default();
        bytes.extend_from_slice(more);
        std::fs::write(&path, bytes).unwrap();
        let report = verify(&study).unwrap();
        let findings = report.findings.iter().map(|flaw| DEFAULT.flaw(flaw));
        let notes = report.notes.iter().map(|note| DEFAULT.remark(note));
        let told = findings.chain(notes).collect::<Vec<_>>().join(" ");
        assert!(told.contains(verifying), "{told}");
        assert!(
            told.contains(&format!("{} bytes", more.len())) || word == "foreign",
            "{told}"
        );
        assert_eq!(report.is_sound(), word != "foreign", "{told}");
        let said = said(&study, &plan);
        assert!(said.contains(opening), "{said}");
        // Every byte of it is kept, and stays told.
        let name = format!("journal.{word}-");
        let kept: Vec<PathBuf> = tree(&study)
            .into_keys()
            .filter(|path| path.to_str().unwrap().starts_with(&name))
            .collect();
        assert_eq!(kept.len(), 1, "{kept:?}");
        assert!(said.contains(kept[0].to_str().unwrap()), "{said}");
        assert_eq!(std::fs::read(study.join(&kept[0])).unwrap(), more);
        let report = verify(&study).unwrap();
        assert!(report.is_sound(), "{report:?}");
        assert_eq!(report.entries, last as u64);
        let notes = report.notes.iter().map(|note| DEFAULT.remark(note));
        assert!(
            notes
                .collect::<String>()
                .contains(kept[0].to_str().unwrap()),
            "{report:?}"
        );
        std::fs::remove_dir_all(&study).unwrap();
    }
}

#[test]
fn entries_that_the_heads_prove_and_a_kill_lost_are_named() {
    let work = tempfile::tempdir().unwrap();
    let plan = Arc::new(embedded_study().unwrap());
    let live = work.path().join("live");
    drop(make(&live, &plan, 1 << 20));
    let mut opened = serve(&live, &plan, 1 << 20).unwrap();
    answers(&mut opened, "week-2", 3);
    let study = work.path().join("killed");
    copy(&live, &study);
    let journal = std::fs::read(study.join(FIRST)).unwrap();
    let lines: Vec<&[u8]> = journal.split_inclusive(|byte| *byte == b'\n').collect();
    let all = lines.len();
    // The last two never came to the disk, and sled lagged behind.
    std::fs::write(study.join(FIRST), lines[..all - 2].concat()).unwrap();
    let before = tree(&study);
    let error = serve(&study, &plan, 1 << 20).unwrap_err();
    let words = format!(
        "ends at entry {}, but entry {all} was acknowledged",
        all - 2
    );
    assert!(error.to_string().contains(&words), "{error}");
    assert_eq!(error.kind(), ErrorKind::Damage);
    assert!(tree(&study) == before);
    assert!(
        verify(&study)
            .unwrap()
            .findings
            .iter()
            .any(|flaw| DEFAULT.flaw(flaw).contains("was acknowledged"))
    );
    // Where sled has them they come back, by their numbers.
    drop(opened);
    let closed = work.path().join("closed");
    copy(&live, &closed);
    std::fs::write(closed.join(FIRST), lines[..all - 2].concat()).unwrap();
    let said = said(&closed, &plan);
    let words = format!("entries {} to {all} came back", all - 1);
    assert!(said.contains(&words), "{said}");
}

#[test]
fn damaged_passphrases_and_places_are_told_with_what_to_do() {
    let work = tempfile::tempdir().unwrap();
    let (base, plan) = closed(work.path());
    assert_eq!(said(&base, &plan), "");
    for (name, bytes, words) in [
        (
            "passphrases",
            &b"{\"anna\": [\"$arg"[..],
            "passphrases is damaged",
        ),
        (
            "passphrases",
            b"{}",
            "The stored passphrase of anna is missing or damaged",
        ),
        (
            "passphrases",
            b"{\"anna\":[\"other\"]}",
            "coreset user reset USER",
        ),
        ("places/anna", b"x", "places/anna is damaged"),
    ] {
        let study = work.path().join("harmed");
        copy(&base, &study);
        std::fs::write(study.join(name), bytes).unwrap();
        let said = said(&study, &plan);
        assert!(said.contains(words), "{name}: {said}");
        let out = Command::new(PROGRAM)
            .args(["verify", "--study", study.to_str().unwrap()])
            .output()
            .unwrap();
        let out = String::from_utf8(out.stdout).unwrap();
        assert!(out.contains(&format!("! {said}")), "{out}");
        std::fs::remove_dir_all(&study).unwrap();
    }
}

#[test]
fn no_message_about_a_damaged_sled_has_words_of_its_insides() {
    let work = tempfile::tempdir().unwrap();
    let (base, plan) = closed(work.path());
    let files: Vec<PathBuf> = tree(&base)
        .into_iter()
        .filter(|(name, bytes)| name.starts_with("sled") && bytes.is_some())
        .map(|(name, _)| name)
        .collect();
    assert!(files.len() >= 2, "{files:?}");
    let mut told = 0;
    for name in &files {
        for garbage in [&[0xff; 999][..], b"x", b""] {
            let study = work.path().join("harmed");
            copy(&base, &study);
            std::fs::write(study.join(name), garbage).unwrap();
            let said = said(&study, &plan);
            plain(&said);
            told += u32::from(said.contains("The sessions were rebuilt"));
            std::fs::remove_dir_all(&study).unwrap();
        }
    }
    assert!(told >= 2, "{told}");
}

#[test]
fn a_recovered_demo_is_marked_as_one_also_when_its_first_entry_is_lost() {
    let work = tempfile::tempdir().unwrap();
    let base = work.path().join("demo");
    let made = Command::new(PROGRAM)
        .args(["demo", "--only-make", "--participants", "1", "--dir"])
        .arg(&base)
        .status();
    assert!(made.unwrap().success());
    let journal = std::fs::read_to_string(base.join(FIRST)).unwrap();
    let (first, rest) = journal.split_once('\n').unwrap();
    for left in [
        format!("{}x\n{rest}", &first[..first.len() - 1]),
        rest.to_owned(),
        format!("{}x\n", &first[..first.len() - 1]) + rest.lines().last().unwrap() + "\n",
    ] {
        let (study, out) = (work.path().join("harmed"), work.path().join("out"));
        copy(&base, &study);
        std::fs::remove_dir_all(study.join("sled")).unwrap();
        std::fs::write(study.join(FIRST), left).unwrap();
        recover(
            &study,
            &out,
            &program(),
            "t",
            &options().clock,
            &mut |_, _| {},
        )
        .unwrap();
        let mut store = open(&out);
        let first = store.first().unwrap().unwrap().draft.event;
        let Some(Recovery { .. }) = first.recovery() else {
            panic!("{first:?}");
        };
        assert!(first.marks_demo());
        drop(store);
        for dir in [study, out] {
            std::fs::remove_dir_all(dir).unwrap();
        }
    }
}
