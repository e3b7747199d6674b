//! What is appended is what is read, at once, after a reopen, and from a rebuilt sled.

use crate::support::study;
use crate::support::study::*;
use coreset::domain::base::answer::Answer;
use coreset::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use coreset::domain::record::entry::{Draft, Entry};
use coreset::domain::record::event::{Event, Origin, PromptOutcome};
use coreset::domain::record::participant::Participant;
use coreset::domain::record::session::ParticipantRecord;
use coreset::domain::record::status::Status;
use coreset::domain::record::user::Role;
use coreset::domain::views::summary::Summary;
use coreset::store::{ErrorKind, Options, Projection, Store, verify};
use coreset::text::store::Unsound;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

/// Reads the entries straight from the journal's files, not through the store.
fn journal(dir: &Path) -> Vec<Entry> {
    let mut files: Vec<_> = std::fs::read_dir(dir.join("journal"))
        .unwrap()
        .map(|item| item.unwrap().path())
        .collect();
    files.sort();
    files
        .iter()
        .flat_map(|path| {
            let text = std::fs::read_to_string(path).unwrap();
            text.lines()
                .map(|line| serde_json::from_str(line).unwrap())
                .collect::<Vec<Entry>>()
        })
        .collect()
}

/// Applies the journal's entries by the domain's rules alone.
fn replayed(dir: &Path) -> Vec<ParticipantRecord> {
    let mut order: Vec<ParticipantId> = Vec::new();
    let mut records: BTreeMap<ParticipantId, ParticipantRecord> = BTreeMap::new();
    for entry in journal(dir) {
        if let Event::Enrolled { participant } = &entry.draft.event
            && !records.contains_key(&participant.id)
        {
            order.push(participant.id.clone());
            let record = ParticipantRecord::new(participant.clone());
            records.insert(participant.id.clone(), record);
        }
        for record in records.values_mut() {
            record.apply(&entry);
        }
    }
    order.iter().map(|id| records[id].clone()).collect()
}

#[test]
fn a_checkpoint_writes_only_when_something_waits_for_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let heads = || ["head.a", "head.b"].map(|slot| std::fs::read(dir.path().join(slot)).unwrap());
    fill(&mut store, "01-001", 3);
    assert!(store.is_behind());
    let before = heads();
    store.checkpoint().unwrap();
    assert!(!store.is_behind());
    let written = heads();
    assert_ne!(written, before);
    for _ in 0..2 {
        store.checkpoint().unwrap();
        assert_eq!(heads(), written);
    }
}

#[test]
fn what_is_appended_is_read_at_once_and_after_a_reopen() {
    let dir = tempfile::tempdir().unwrap();
    let (mut store, report) = try_open(dir.path()).unwrap();
    assert!(report.created);
    store.append("a-1", vec![enrol("01-002")]).unwrap();
    store.append("a-2", vec![enrol("01-001")]).unwrap();
    let done = store
        .append(
            "a-3",
            vec![
                answer("01-001", "screening", "deltoid.r", 80),
                answer("01-001", "screening", "deltoid.l", 75),
            ],
        )
        .unwrap();
    assert_eq!((done.receipt.first, done.receipt.last), (3, 4));
    assert_eq!(done.receipt.hash, done.entries[1].hash);
    assert_eq!(done.entries[1].prev, done.entries[0].hash);
    assert_eq!(done.summary.unwrap().visits[0].complete, 2);

    let before = everything(&mut store);
    let ids: Vec<&str> = before.0.iter().map(|s| s.participant.id.as_str()).collect();
    assert_eq!(ids, ["01-002", "01-001"], "in the order of enrolment");
    assert_eq!(
        before.1[1]
            .session("screening")
            .unwrap()
            .answer("mmt8", "deltoid.l"),
        Some(&Answer::number("7.5".parse().unwrap(), None))
    );
    assert!(
        store
            .record(&ParticipantId::new("nobody"))
            .unwrap()
            .is_none()
    );
    drop(store);

    let (mut store, report) = try_open(dir.path()).unwrap();
    assert_eq!(
        (report.entries, report.applied, &report.rebuilt),
        (4, 0, &None)
    );
    assert_eq!(report.findings, []);
    assert_eq!(everything(&mut store), before);
    assert_eq!(before.1, replayed(dir.path()));
}

#[test]
fn what_began_a_visit_and_each_row_of_a_log_is_known_after_a_reopen() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    store.append("e", vec![enrol("01-001")]).unwrap();
    let entered = |visit: &str, form: &str, value: i64| {
        draft(Event::Answered {
            place: place("01-001", visit, form, "term"),
            answer: Answer::number(value.into(), None),
            origin: Origin::Typed,
        })
    };
    let read = |store: &mut Store| {
        let record = store.record(&ParticipantId::new("01-001")).unwrap();
        let record = record.unwrap();
        let rows = record.session("log").unwrap().first.clone();
        let rows = rows
            .into_iter()
            .map(|(form, first)| (form.to_string(), first));
        (
            record.session("week-0").unwrap().begun,
            rows.collect::<Vec<_>>(),
        )
    };
    // Each is begun, the store is closed, and each is changed by the entries after that.
    let begins = [
        entered("week-0", "mmt8", 1),
        entered("log", "drug#1", 1),
        entered("log", "drug#2", 1),
    ];
    store.append("b", begins.to_vec()).unwrap();
    drop(store);
    let begun = (2, vec![("drug#1".to_owned(), 3), ("drug#2".to_owned(), 4)]);
    let mut store = open(dir.path());
    assert_eq!(read(&mut store), begun);
    let changes = [
        entered("log", "drug#2", 2),
        entered("log", "drug#1", 2),
        entered("week-0", "mmt8", 2),
    ];
    store.append("c", changes.to_vec()).unwrap();
    assert_eq!(read(&mut store), begun);
    drop(store);
    let (mut store, report) = try_open(dir.path()).unwrap();
    assert_eq!(report.rebuilt, None);
    assert_eq!(read(&mut store), begun);
    assert_eq!(everything(&mut store).1, replayed(dir.path()));
}

#[test]
fn the_files_are_for_their_owner_alone() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("study");
    fill(&mut open(&home), "01-001", 3);
    let mut paths = vec![home];
    let mut seen = 0;
    while let Some(path) = paths.pop() {
        let mode = path.metadata().unwrap().permissions().mode() & 0o777;
        seen += 1;
        if path.is_dir() {
            assert_eq!(mode, 0o700, "{}", path.display());
            paths.extend(
                std::fs::read_dir(path)
                    .unwrap()
                    .map(|item| item.unwrap().path()),
            );
        } else if path
            .file_name()
            .unwrap()
            .to_string_lossy()
            .starts_with("snap")
        {
            // sled writes this one anew at its own time, inside a closed directory.
        } else {
            assert_eq!(mode, 0o600, "{}", path.display());
        }
    }
    assert!(seen > 8);
}

#[test]
fn a_request_that_comes_twice_is_applied_once() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    store.append("e", vec![enrol("01-001")]).unwrap();
    let drafts = vec![
        answer("01-001", "week-0", "deltoid.r", 80),
        answer("01-001", "week-0", "deltoid.l", 80),
    ];
    let first = store.append("x", drafts.clone()).unwrap();
    assert_eq!(store.append("x", drafts.clone()).unwrap(), first);
    drop(store);
    let mut store = open(dir.path());
    assert_eq!(store.append("x", drafts.clone()).unwrap(), first);
    drop(store);
    std::fs::remove_dir_all(dir.path().join("sled")).unwrap();
    let mut store = open(dir.path());
    assert_eq!(store.append("x", drafts.clone()).unwrap(), first);
    assert_eq!(store.last(), 3);
    let both = store.append_all(vec![
        ("y".to_owned(), drafts.clone()),
        ("y".to_owned(), drafts),
    ]);
    assert_eq!(both[0].as_ref().unwrap(), both[1].as_ref().unwrap());
    assert_eq!(store.last(), 5);
}

#[test]
fn an_unfit_request_is_refused_whole_and_the_others_are_stored() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let answers = store.append_all(vec![
        ("a".to_owned(), vec![enrol("01-001")]),
        (
            "b".to_owned(),
            vec![
                answer("01-001", "week-0", "deltoid.r", 80),
                answer("01-009", "week-0", "deltoid.r", 80),
            ],
        ),
        ("c".to_owned(), vec![]),
        ("d\0".to_owned(), vec![enrol("01-003")]),
        (
            "e".to_owned(),
            vec![answer("01-001", "week-0", "deltoid.r", 70)],
        ),
    ]);
    let kinds: Vec<Option<ErrorKind>> = answers
        .iter()
        .map(|answer| answer.as_ref().err().map(|error| error.kind()))
        .collect();
    let refused = Some(ErrorKind::Refused);
    assert_eq!(kinds, [None, refused, refused, refused, None]);
    let text = answers[1].as_ref().unwrap_err().to_string();
    assert_eq!(text, "Not saved: participant 01-009 is not enrolled.");
    assert_eq!(answers[4].as_ref().unwrap().receipt.last, 2);
}

#[test]
fn large_values_are_stored_in_parts() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    store.append("e", vec![enrol("01-001")]).unwrap();
    for (number, size) in [200_000, 30, 4096 * 3].into_iter().enumerate() {
        let note = draft(Event::Noted {
            place: place("01-001", "week-0", "mmt8", "deltoid.r"),
            text: "ü".repeat(size / 2),
        });
        store.append(&format!("n{number}"), vec![note]).unwrap();
        let record = store
            .record(&ParticipantId::new("01-001"))
            .unwrap()
            .unwrap();
        assert_eq!(record, replayed(dir.path())[0]);
    }
    drop(store);
    let (mut store, report) = try_open(dir.path()).unwrap();
    assert_eq!(report.rebuilt, None);
    assert_eq!(everything(&mut store).1, replayed(dir.path()));
    let blobs = dir.path().join("sled/blobs");
    assert_eq!(std::fs::read_dir(blobs).unwrap().count(), 0);
}

#[test]
fn thousands_of_entries_go_in_with_a_sync_for_each_batch_and_a_summary_for_each_participant() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    let dir = tempfile::tempdir().unwrap();
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let projection = coreset::store::Projection {
        summarise: Box::new(move |record| {
            counted.fetch_add(1, Ordering::Relaxed);
            summarise(record)
        }),
        judge: Box::new(|_, _| {}),
    };
    let small = Options {
        segment_bytes: 200_000,
        ..options()
    };
    let (mut store, _) = Store::open(dir.path(), small, projection, &mut |_, _| {}).unwrap();
    for batch in 0..10 {
        let requests = (0..50).map(|number| {
            let id = format!("{batch:02}-{number:03}");
            let mut drafts = vec![enrol(&id)];
            for visit in 0..4 {
                let answers = (0..3).map(|field| {
                    let answer = Answer::number(i64::from(field).into(), Some("U/L"));
                    (FieldId::new(format!("f{field}")), answer)
                });
                drafts.push(draft(Event::Filled {
                    participant: ParticipantId::new(id.as_str()),
                    visit: VisitId::new(format!("week-{visit}")),
                    form: FormId::new("enzymes"),
                    answers: answers.collect(),
                    origin: Origin::Generated,
                }));
            }
            (format!("generate-{id}"), drafts)
        });
        let answers = store.append_all(requests.collect());
        assert!(answers.iter().all(Result::is_ok));
    }
    assert_eq!(calls.load(Ordering::Relaxed), 500);
    let before = everything(&mut store);
    assert_eq!(before.0.len(), 500);
    assert_eq!(before.1, replayed(dir.path()));
    drop(store);
    let report = verify(dir.path()).unwrap();
    assert!(report.is_sound(), "{report:?}");
    assert!(report.segments > 1);
    assert_eq!(report.entries, 2500);

    std::fs::remove_dir_all(dir.path().join("sled")).unwrap();
    let mut steps = Vec::new();
    let (mut store, report) = Store::open(
        dir.path(),
        options(),
        study::projection(),
        &mut |done, total| {
            steps.push((done, total));
        },
    )
    .unwrap();
    assert!(report.rebuilt.is_some());
    assert_eq!(steps.last(), Some(&(2500, 2500)));
    assert_eq!(everything(&mut store), before);
}

#[test]
fn a_summary_that_panics_does_not_keep_an_entry_from_being_saved() {
    let dir = tempfile::tempdir().unwrap();
    let projection = coreset::store::Projection {
        summarise: Box::new(|record| {
            assert!(record.sessions.is_empty(), "no verdict on this");
            summarise(record)
        }),
        judge: Box::new(|_, _| {}),
    };
    let (mut store, _) = Store::open(dir.path(), options(), projection, &mut |_, _| {}).unwrap();
    store.append("a", vec![enrol("01-001")]).unwrap();
    let done = store
        .append("b", vec![answer("01-001", "week-0", "deltoid.r", 1)])
        .unwrap();
    assert_eq!(done.summary.unwrap().visits.len(), 1);
    assert_eq!(store.participants().unwrap().len(), 1);
}

fn any_event() -> impl Strategy<Value = Event> {
    let who = prop::sample::select(vec!["01-001", "01-002", "01"]);
    let visit = prop::sample::select(vec!["week-0", "week-12", "log"]);
    let form = prop::sample::select(vec!["mmt8", "mmt", "haq"]);
    let field = prop::sample::select(vec!["a", "b"]);
    let text = prop_oneof![3 => "\\PC{0,20}", 1 => "\\PC{3000,6000}"];
    (who, visit, form, field, text, any::<i64>(), 0..11_u8).prop_map(
        |(who, visit, form, field, text, number, kind)| {
            let place = place(who, visit, form, field);
            match kind {
                0 => Event::SessionBegun {
                    participant: place.participant,
                    visit: place.visit,
                    date: participant(who).enrolled_on,
                },
                1 => Event::Cleared {
                    place,
                    origin: Origin::Undone,
                },
                2 => Event::Noted { place, text },
                3 => Event::Prompted {
                    place,
                    rule: "soft-range".to_owned(),
                    rule_version: "1".to_owned(),
                    value: text,
                    outcome: if number % 2 == 0 {
                        PromptOutcome::Kept
                    } else {
                        PromptOutcome::Corrected
                    },
                    reason: Some("seen".to_owned()),
                },
                4 => Event::Shown {
                    participant: place.participant,
                    visit: place.visit,
                    form: place.form,
                    withheld: false,
                },
                5 => Event::Filled {
                    participant: place.participant,
                    visit: place.visit,
                    form: place.form,
                    answers: vec![(place.field, Answer::text(&text))],
                    origin: Origin::Generated,
                },
                6 if number % 2 == 0 => Event::UserAdded {
                    user: who.to_owned(),
                    name: text,
                    roles: vec![Role::Monitor, Role::Assessor],
                },
                // The store takes what the rules would not, such as a visit that was never begun.
                7 => Event::SessionVoided {
                    participant: place.participant,
                    visit: place.visit,
                    last: 0,
                },
                8 => Event::StatusChanged {
                    participant: place.participant,
                    day: participant(who).enrolled_on,
                    status: Status::Lost { attempts: 3 },
                    words: text,
                    after: 0,
                },
                9 => Event::EnrolmentCorrected {
                    before: Box::new(Participant {
                        birth_year: 1970 + (number % 2) as i32,
                        ..participant(who)
                    }),
                    participant: Box::new(Participant {
                        birth_year: 1971 - (number % 2) as i32,
                        ..participant(who)
                    }),
                },
                6 => Event::PassphraseWrong {
                    user: who.to_owned(),
                },
                _ => Event::Answered {
                    place,
                    answer: Answer::number(rust_decimal::Decimal::new(number, 3), Some("U/L")),
                    origin: Origin::Typed,
                },
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_events_give_the_same_records_from_sled_as_from_the_journal(
        requests in prop::collection::vec(prop::collection::vec(any_event(), 1..6), 1..25),
        reopen in any::<u8>(),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let mut store = open(dir.path());
        for id in ["01-002", "01", "01-001"] {
            store.append(id, vec![enrol(id)]).unwrap();
        }
        let half = requests.len() * usize::from(reopen) / 256;
        for (number, events) in requests.into_iter().enumerate() {
            if number == half {
                drop(store);
                store = open(dir.path());
            }
            let drafts = events.into_iter().map(draft).collect();
            store.append(&format!("r{number}"), drafts).unwrap();
        }
        let before = everything(&mut store);
        let users = store.users().clone();
        let expected = replayed(dir.path());
        prop_assert_eq!(&before.1, &expected);
        prop_assert_eq!(before.0.clone(), expected.iter().map(summarise).collect::<Vec<_>>());
        drop(store);
        let (mut store, report) = try_open(dir.path()).unwrap();
        prop_assert_eq!(report.rebuilt, None);
        prop_assert_eq!(&everything(&mut store), &before);
        prop_assert_eq!(store.users(), &users);
        drop(store);
        std::fs::remove_dir_all(dir.path().join("sled")).unwrap();
        let mut store = open(dir.path());
        prop_assert_eq!(&everything(&mut store), &before);
        prop_assert_eq!(store.users(), &users);
        prop_assert_eq!(std::fs::read_dir(dir.path().join("sled/blobs")).unwrap().count(), 0);
    }
}

/// Summarises with the number of the version in force as what is open.
fn of_version(version: &Arc<AtomicU16>) -> Projection {
    let version = Arc::clone(version);
    Projection {
        summarise: Box::new(move |record| Summary {
            open_queries: version.load(Ordering::Relaxed),
            ..summarise(record)
        }),
        judge: Box::new(|_, _| {}),
    }
}

fn amended(version: u32) -> Draft {
    draft(Event::Amended {
        version,
        content: "c".to_owned(),
        protocol: "p".to_owned(),
        protocol_hash: "h".to_owned(),
        files: Vec::new(),
        accepted: None,
    })
}

#[test]
fn an_amendment_after_which_nobody_was_summarised_is_made_up_for_at_the_next_opening() {
    let dir = tempfile::tempdir().unwrap();
    let version = Arc::new(AtomicU16::new(1));
    let reopen =
        || Store::open(dir.path(), options(), of_version(&version), &mut |_, _| {}).unwrap();
    let said = |store: &mut Store| {
        store
            .summary(&"01-001".into())
            .unwrap()
            .unwrap()
            .open_queries
    };
    let (mut store, _) = reopen();
    store.append("a", vec![enrol("01-001")]).unwrap();
    assert_eq!(said(&mut store), 1);
    // It ended between the entry and the summaries, with all on the disk.
    store.append("b", vec![amended(2)]).unwrap();
    store.flush().unwrap();
    drop(store);
    version.store(2, Ordering::Relaxed);
    let (mut store, report) = reopen();
    assert_eq!(report.rebuilt, Some(Unsound::HalfBuilt));
    assert_eq!(said(&mut store), 2);
    // Nobody is summarised twice where it did not end.
    store.append("c", vec![amended(3)]).unwrap();
    version.store(3, Ordering::Relaxed);
    store.summarise_all().unwrap();
    assert_eq!(said(&mut store), 3);
    drop(store);
    let (mut store, report) = reopen();
    assert_eq!((report.rebuilt, said(&mut store)), (None, 3));
}
