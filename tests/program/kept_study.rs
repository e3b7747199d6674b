//! A study directory that an earlier version left is opened: sound, with the same entries and scores, and written on.
//!
//! `tests/data/study-VERSION` was made by [`make`], run by the program of that version: a synthetic participant of the
//! `demo` command, a form of the site's own, users, a passphrase, a signature, a query, a reason and a lock. It is
//! never made again; what a later version writes is another directory beside it:
//!
//! ```text
//! KEEP_STUDY=tests/data/study-VERSION cargo test --test program kept_study
//! ```
use crate::support::owner;
use crate::support::owner::{Sitter, account, add, own_account, sit};
use chrono::{DateTime, Duration, NaiveDate};
use coreset::cli::open::{load_study, loaded};
use coreset::domain::base::answer::Answer;
use coreset::domain::base::ids::VisitId;
use coreset::domain::forms::engine::instrument::Measure;
use coreset::domain::forms::table::FORMS;
use coreset::domain::record::entry::Entry;
use coreset::domain::record::event::{Event, FieldPath, Origin};
use coreset::domain::record::lock::Scope;
use coreset::domain::record::query::Step;
use coreset::domain::record::session::ParticipantRecord;
use coreset::domain::record::signature::{self, Meaning};
use coreset::domain::record::user::Role;
use coreset::domain::study::Study;
use coreset::domain::verdict::core_set::{CoreSet, core_set};
use coreset::protocol::messages::{Append, Passphrase, Reply, Request, Sign, Verdict};
use coreset::server::opening::{self, Opened, summarise};
use coreset::server::owner::Owner;
use coreset::server::{OpenReport, Options};
use coreset::store::{Projection, Store, verify};
use coreset::text::store::Unsound;
use coreset::tools::demo;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The participant, made by the generator.
const WHO: &str = "99-009";
/// The visit that is signed.
const VISIT: &str = "week-12";
const WORDS: &str = "a passphrase for a test";

/// What is in each directory: how many entries of each kind.
const KINDS: &[(&str, &[(&str, usize)])] = &[(
    "study-0.1.0",
    &[
        ("answered", 1),
        ("came-in", 4),
        ("clock-moved", 1),
        ("enrolled", 1),
        ("files-recorded", 1),
        ("filled", 47),
        ("locked", 1),
        ("passphrase-right", 1),
        ("passphrase-set", 1),
        ("queried", 2),
        ("session-begun", 6),
        ("shown", 5),
        ("signed", 1),
        ("study-opened", 1),
        ("user-added", 4),
        ("went-out", 4),
    ],
)];
/// The score of each measure, at the baseline and at the visit, and the total in tenths.
type Scores = (&'static [(Measure, &'static str, &'static str)], i64);

/// Those of the kept studies.
const SCORES: Scores = (
    &[
        (Measure::Phga, "8.5", "1.5"),
        (Measure::Ptga, "6.2", "0.7"),
        (Measure::Mmt, "121", "135"),
        (Measure::Haq, "1.625", "1"),
        (Measure::Extramuscular, "5.5", "1"),
    ],
    700,
);

/// Those of one that is made today: the generator draws other people than it did.
const SCORES_OF_TODAY: Scores = (
    &[
        (Measure::Phga, "8.5", "1.5"),
        (Measure::Ptga, "6.2", "0.7"),
        (Measure::Mmt, "113", "127"),
        (Measure::Haq, "1.625", "1.25"),
        (Measure::Extramuscular, "5.5", "1"),
    ],
    675,
);

/// Options whose clock starts at a time and gains a second each time it is asked.
fn options(start: &str) -> Options {
    let start = DateTime::parse_from_rfc3339(start).unwrap();
    let ticks = AtomicI64::new(0);
    Options {
        clock: Box::new(move || start + Duration::seconds(ticks.fetch_add(1, Ordering::Relaxed))),
        boot: Box::new(|| None),
        ..owner::options()
    }
}

fn open(dir: &Path, options: Options) -> Opened {
    let loaded = loaded(dir, load_study(dir).unwrap());
    opening::open(dir, loaded, true, owner::program(), options, &mut |_, _| {}).unwrap()
}

fn place(form: &str, field: &str) -> FieldPath {
    FieldPath {
        participant: WHO.into(),
        visit: VISIT.into(),
        form: form.into(),
        field: field.into(),
    }
}

fn query(query: u64, step: Step, text: &str) -> Event {
    Event::Queried {
        place: place("phga", "vas"),
        query,
        step,
        text: text.to_owned(),
    }
}

fn sign(sitter: &Sitter<'_>) -> Reply {
    let record = sitter.read(WHO);
    let Request::Append(Append { request, .. }) = sitter.append(Vec::new()) else {
        panic!("no append");
    };
    sitter.ask(Request::Sign(Sign {
        request,
        participant: WHO.into(),
        visit: VISIT.into(),
        meaning: Meaning::Approved,
        content: signature::content(&record.participant.id, record.session(VISIT).unwrap()),
        passphrase: Passphrase(WORDS.to_owned()),
    }))
}

/// Changes an answer of a completed form, with a reason.
fn change(sitter: &Sitter<'_>, tenths: i64) -> Reply {
    sitter.read(WHO);
    let event = Event::Answered {
        place: place("phga", "vas"),
        answer: Answer::number(Decimal::new(tenths, 1), None),
        origin: Origin::Typed,
    };
    let Request::Append(append) = sitter.append(vec![event]) else {
        panic!("no append");
    };
    sitter.ask(Request::Append(Append {
        reason: Some("read again at the source".to_owned()),
        ..append
    }))
}

/// Makes the study in a directory and closes it.
fn make(dir: &Path) {
    let phga = FORMS.iter().find(|file| file.name == "phga.toml").unwrap();
    let own = phga
        .text
        .replacen("Physician global VAS", "Arzturteil VAS", 1);
    fs::create_dir_all(dir.join("instruments")).unwrap();
    fs::write(dir.join("instruments/phga.toml"), own).unwrap();
    let opened = open(dir, options("2026-03-02T09:00:00.250+01:00"));
    let study = Arc::clone(&opened.study);
    let owner = Owner::start(opened).unwrap();
    let own = sit(&owner, own_account("mk"));
    own.save(vec![
        add("md", &[Role::Assessor, Role::Investigator]),
        add("cra", &[Role::Monitor]),
        add("ma", &[Role::Manager]),
    ]);
    let today = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
    let all = demo::participants(&study, 14, today, 7);
    let who = |events: &Vec<Event>| events[0].participant().is_some_and(|id| id.as_str() == WHO);
    own.save(all.into_iter().find(who).unwrap());
    let md = sit(&owner, account("md"));
    assert!(matches!(change(&md, 15), Reply::Appended { .. }));
    let (old, new) = (None, Passphrase(WORDS.to_owned()));
    let set = md.ask(Request::SetPassphrase { old, new });
    assert_eq!(set, Reply::Passphrase(Verdict::Right));
    assert!(matches!(sign(&md), Reply::Appended { .. }));
    let cra = sit(&owner, account("cra"));
    let opened = cra.save(vec![query(0, Step::Open, "As in the source?")]);
    md.read(WHO);
    md.save(vec![query(opened, Step::Answer, "Yes, seen again.")]);
    sit(&owner, account("ma")).save(vec![Event::Locked {
        scope: Scope::visit(&WHO.into(), &study.protocol.baseline),
        reason: "cleaned".to_owned(),
    }]);
    assert!(owner.finish(owner::LONG));
}

/// Copies what is kept of a study: not what each start makes anew.
fn keep(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for item in fs::read_dir(from).unwrap() {
        let item = item.unwrap();
        let name = item.file_name();
        let target = to.join(&name);
        if ["sled", "ballast", "owner.lock"]
            .iter()
            .any(|anew| name == *anew)
        {
            continue;
        }
        match item.path().is_dir() {
            true => keep(&item.path(), &target),
            false => drop(fs::copy(item.path(), target).unwrap()),
        }
    }
}

/// The studies that are kept, of all versions.
fn kept() -> Vec<PathBuf> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let all = fs::read_dir(data).unwrap().map(|item| item.unwrap().path());
    let is_study = |path: &PathBuf| {
        path.file_name()
            .unwrap()
            .to_string_lossy()
            .starts_with("study-")
    };
    all.filter(is_study).collect()
}

fn entries(dir: &Path) -> Vec<Entry> {
    let text = fs::read_to_string(dir.join("journal/000001.jsonl")).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn kinds(dir: &Path) -> BTreeMap<String, usize> {
    let mut kinds = BTreeMap::new();
    for entry in entries(dir) {
        let value = serde_json::to_value(&entry.draft.event).unwrap();
        *kinds
            .entry(value["kind"].as_str().unwrap().to_owned())
            .or_default() += 1;
    }
    kinds
}

/// Checks what the program shows of the participant of the kept study.
fn check_scores(study: &Study, record: &ParticipantRecord, (then, total): Scores) {
    let baseline = study.protocol.baseline.as_str();
    let set = |visit: &str| core_set(study, record.session(visit).unwrap());
    let (before, now) = (set(baseline), set(VISIT));
    let shown = |set: &CoreSet, measure| {
        let value = set.reading(measure).unwrap().value();
        value.map_or_else(|| "none".to_owned(), |value| format!("{value}"))
    };
    let scores: Vec<_> = then
        .iter()
        .map(|(measure, ..)| (*measure, shown(&before, *measure), shown(&now, *measure)))
        .collect();
    let then: Vec<_> = then
        .iter()
        .map(|(measure, before, now)| (*measure, (*before).to_owned(), (*now).to_owned()))
        .collect();
    assert_eq!(scores, then);
    let summary = summarise(study, record);
    let verdict = summary.verdict.seen().cloned().flatten().unwrap();
    assert_eq!(verdict.visit, VisitId::new(VISIT));
    assert_eq!(
        (verdict.doi, verdict.tis),
        (Some(true), Some(Decimal::new(total, 1)))
    );
    assert_eq!(summary.open_queries, 1);
    let signed = &record.session(VISIT).unwrap().signatures;
    assert_eq!(signed.len(), 1);
    assert_eq!((signed[0].user.as_str(), &signed[0].voided), ("md", &None));
    let lock = record
        .locks
        .on(&Scope::visit(&WHO.into(), &study.protocol.baseline));
    assert_eq!(lock.unwrap().reason, "cleaned");
}

/// Checks that nothing was repaired; a study without sled's files has them made anew.
fn report_is_quiet(report: &OpenReport, has_sled: bool) {
    let missing = (!has_sled).then_some(Unsound::Missing);
    assert_eq!(report.rebuilt, missing);
    assert!(report.kept.is_empty(), "{:?}", report.kept);
    assert_eq!(report.cut_bytes, 0);
}

#[test]
fn a_study_of_each_kept_version_is_sound_and_shows_the_scores_of_then() {
    let all = kept();
    assert!(!all.is_empty());
    for kept in all {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("study");
        keep(&kept, &dir);
        let count = entries(&dir).len() as u64;
        let name = kept.file_name().unwrap();
        let (_, then) = KINDS.iter().find(|(of, _)| name == *of).unwrap();
        let counted: BTreeMap<String, usize> = then
            .iter()
            .map(|(kind, count)| ((*kind).to_owned(), *count))
            .collect();
        assert_eq!(kinds(&dir), counted, "{}", kept.display());
        let report = verify(&dir).unwrap();
        assert!(report.is_sound(), "{:?}", report.findings);
        assert_eq!((report.entries, report.acknowledged), (count, Some(count)));
        // The store alone, which makes its sessions from the journal.
        let study = Arc::new(load_study(&dir).unwrap().0);
        let summarised = Arc::clone(&study);
        let projection = || {
            let study = Arc::clone(&summarised);
            Projection {
                summarise: Box::new(move |record| summarise(&study, record)),
                judge: Box::new(|_, _| {}),
            }
        };
        for first in [true, false] {
            let options = options("2026-04-01T09:00:00+02:00");
            let (mut store, report) =
                Store::open(&dir, options, projection(), &mut |_, _| {}).unwrap();
            assert_eq!((report.entries, report.applied), (count, 0));
            report_is_quiet(&report, !first);
            let record = store.record(&WHO.into()).unwrap().unwrap();
            check_scores(&study, &record, SCORES);
            let summary = store.summary(&WHO.into()).unwrap().unwrap();
            assert_eq!(summary, summarise(&study, &record));
            let users = store.users();
            assert_eq!(users.iter().count(), 4);
        }
    }
}

#[test]
fn a_study_of_each_kept_version_is_written_on_by_its_owner() {
    for kept in kept() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("study");
        keep(&kept, &dir);
        let count = entries(&dir).len() as u64;
        let opened = open(&dir, options("2026-04-01T09:00:00+02:00"));
        report_is_quiet(&opened.report, false);
        assert!(opened.demo);
        let study = Arc::clone(&opened.study);
        let owner = Owner::start(opened).unwrap();
        let md = sit(&owner, account("md"));
        check_scores(&study, &md.read(WHO), SCORES);
        // What is locked stays so, and the passphrase of then signs.
        let locked = Event::Noted {
            place: FieldPath {
                visit: study.protocol.baseline.clone(),
                ..place("phga", "vas")
            },
            text: "late".to_owned(),
        };
        assert!(md.refused(vec![locked]).contains("cleaned"));
        md.read(WHO);
        let opened = entries(&dir).into_iter();
        let opened = opened
            .filter(|entry| {
                matches!(
                    entry.draft.event,
                    Event::Queried {
                        step: Step::Open,
                        ..
                    }
                )
            })
            .map(|entry| entry.seq);
        let cra = sit(&owner, account("cra"));
        cra.read(WHO);
        for number in opened {
            cra.save(vec![query(number, Step::Close, "Seen.")]);
        }
        assert!(matches!(change(&md, 20), Reply::Appended { .. }));
        let record = md.read(WHO);
        let signatures = &record.session(VISIT).unwrap().signatures;
        assert!(signatures[0].voided.is_some());
        assert!(matches!(sign(&md), Reply::Appended { .. }));
        assert!(owner.finish(owner::LONG));
        drop(owner);
        let report = verify(&dir).unwrap();
        assert!(report.is_sound(), "{:?}", report.findings);
        assert!(report.entries > count + 3);
        let text = fs::read(kept.join("journal/000001.jsonl")).unwrap();
        let now = fs::read(dir.join("journal/000001.jsonl")).unwrap();
        assert!(now.starts_with(&text), "what was there is as it was");
        assert_eq!(
            open(&dir, options("2026-04-02T09:00:00+02:00"))
                .report
                .rebuilt,
            None
        );
    }
}

#[test]
fn a_study_made_today_is_one_that_can_be_kept() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("study");
    make(&dir);
    assert!(verify(&dir).unwrap().is_sound());
    if let Some(to) = std::env::var_os("KEEP_STUDY") {
        let temp = tempfile::tempdir().unwrap();
        make(temp.path());
        keep(temp.path(), &Path::new(env!("CARGO_MANIFEST_DIR")).join(to));
    }
    let study = load_study(&dir).unwrap().0;
    let owner = Owner::start(open(&dir, options("2026-04-01T09:00:00+02:00"))).unwrap();
    check_scores(
        &study,
        &sit(&owner, account("md")).read(WHO),
        SCORES_OF_TODAY,
    );
    assert!(owner.finish(owner::LONG));
    drop(owner);
}
