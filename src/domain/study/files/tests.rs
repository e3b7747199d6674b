//! Which files a study goes on with, case by case.

use super::*;
use crate::domain::record::entry::Entry;
use crate::domain::record::entry::{Assessor, Draft};
use crate::domain::record::event::Event;
use crate::domain::sample;
use chrono::DateTime;

const OLD: &str = "1111111111111111";
const SHIPPED: &[&str] = &["0000", OLD];

fn entry(seq: u64, event: Event) -> Entry {
    let by = Assessor {
        user: "coreset".to_owned(),
        name: "coreset".to_owned(),
        role: "program".to_owned(),
        from: "local".to_owned(),
    };
    Entry {
        seq,
        ..Entry::preview(Draft::new(by, event), DateTime::default())
    }
}

fn opened(hash: &str) -> Event {
    Event::StudyOpened {
        protocol: "p".to_owned(),
        protocol_hash: hash.to_owned(),
        demo: false,
    }
}

fn files(hash: &str, files: &[OwnFile]) -> Event {
    Event::FilesRecorded {
        protocol: "p".to_owned(),
        protocol_hash: hash.to_owned(),
        files: files.to_vec(),
    }
}

fn enrolled() -> Event {
    Event::Enrolled {
        participant: sample::participant("01-001", "2026-01-05"),
    }
}

fn recovered(rescued: u64, lost: Vec<(u64, u64)>) -> Event {
    Event::Recovered {
        entries: rescued,
        rescued,
        lost,
        list: String::new(),
        demo: false,
    }
}

fn recorded(events: Vec<Event>) -> Recorded {
    let mut recorded = Recorded::default();
    for (event, seq) in events.into_iter().zip(1..) {
        recorded.apply(&entry(seq, event));
    }
    recorded
}

fn study(hash: &str) -> Study {
    Study {
        hash: hash.to_owned(),
        ..sample::study()
    }
}

fn study_file(text: &str) -> OwnFile {
    OwnFile::new("study.toml", None, text)
}

fn form(id: &str, text: &str) -> OwnFile {
    OwnFile::new(format!("instruments/{id}.toml"), Some(id.into()), text)
}

fn with(recorded: &Recorded, hash: &str, own: &[OwnFile]) -> Result<Step, Box<ChangedFiles>> {
    let study = study(hash);
    let found = Found {
        study: &study,
        own,
        shipped_files: &[study_file("shipped").hash],
        shipped_studies: SHIPPED,
        vouched: false,
    };
    let judged = judge(recorded, &found);
    // Vouching for the files overrides only a refusal that is not certain.
    let vouched = judge(
        recorded,
        &Found {
            vouched: true,
            ..found
        },
    );
    match &judged {
        Err(changed) if changed.uncertain => assert_eq!(vouched, Ok(Step::RecordVouched)),
        _ => assert_eq!(vouched, judged),
    }
    judged
}

#[test]
fn what_the_record_does_not_name_is_recorded_and_enrolled_or_not_nobody_is_locked_out() {
    let own = [study_file("a")];
    for events in [
        vec![opened("")],
        vec![recovered(5, vec![(1, 2)])],
        vec![recovered(5, Vec::new()), enrolled()],
    ] {
        assert_eq!(with(&recorded(events), "h", &own), Ok(Step::Record));
    }
}

#[test]
fn a_record_that_lost_the_entry_of_its_files_needs_somebody_who_vouches_for_them() {
    let own = [study_file("a")];
    for events in [
        vec![recovered(5, vec![(1, 2)]), enrolled()],
        vec![recovered(5, vec![(1, 2)]), opened(""), enrolled()],
    ] {
        let record = recorded(events);
        for own in [&own[..], &[]] {
            let changed = with(&record, "h", own).unwrap_err();
            assert!(changed.uncertain && changed.named.is_none(), "{changed}");
        }
        let study = study("h");
        let vouched = Found {
            study: &study,
            own: &own,
            shipped_files: &[],
            shipped_studies: &[],
            vouched: true,
        };
        assert_eq!(judge(&record, &vouched), Ok(Step::RecordVouched));
    }
}

#[test]
fn the_same_files_need_no_entry_under_whatever_name_a_form_is_kept() {
    let own = [study_file("a"), form("haq", "b")];
    let renamed = [
        OwnFile::new("instruments/haq-de.toml", Some("haq".into()), "b"),
        study_file("a"),
    ];
    let record = recorded(vec![opened("h0"), files("h", &own), enrolled()]);
    assert_eq!(with(&record, "h", &own), Ok(Step::GoOn));
    assert_eq!(with(&record, "h", &renamed), Ok(Step::GoOn));
    let plain = recorded(vec![opened("0000"), enrolled()]);
    assert_eq!(with(&plain, "0000", &[]), Ok(Step::GoOn));
    // An own file with the bytes of the shipped one.
    let copy = [study_file("shipped")];
    assert_eq!(with(&plain, "0000", &copy), Ok(Step::GoOn));
    // A study that this program does not know needs no list of nothing.
    let unknown = recorded(vec![opened("h"), enrolled()]);
    assert_eq!(with(&unknown, "h", &[]), Ok(Step::GoOn));
}

#[test]
fn a_study_of_an_earlier_program_takes_its_own_files_as_they_are_when_their_hash_is_the_recorded_one()
 {
    let own = [study_file("a"), form("spare", "b")];
    let record = recorded(vec![opened("h"), enrolled()]);
    assert_eq!(with(&record, "h", &own), Ok(Step::Record));
}

#[test]
fn while_nobody_is_enrolled_every_change_is_recorded() {
    let own = [study_file("a")];
    let record = recorded(vec![opened("h0"), files("h", &own)]);
    for (hash, own) in [
        ("h2", vec![study_file("b")]),
        ("0000", Vec::new()),
        ("h", vec![study_file("a"), form("spare", "b")]),
        // The program changed.
        ("h3", vec![study_file("a")]),
    ] {
        assert_eq!(with(&record, hash, &own), Ok(Step::Record), "{hash}");
    }
}

#[test]
fn once_somebody_is_enrolled_a_change_is_refused_and_each_file_is_named() {
    let own = [study_file("a"), form("haq", "b")];
    let record = recorded(vec![opened("h0"), files("h", &own), enrolled()]);
    let [a, b, c] = ["a", "b", "c"].map(|text| study_file(text).hash);
    for (hash, found, changes) in [
        (
            "h2",
            vec![study_file("c"), form("haq", "b")],
            vec![Change::Changed {
                name: "study.toml".to_owned(),
                recorded: a.clone(),
                found: c.clone(),
            }],
        ),
        (
            "h3",
            vec![form("haq", "b")],
            vec![Change::Removed {
                name: "study.toml".to_owned(),
                recorded: a.clone(),
            }],
        ),
        (
            "h4",
            vec![study_file("a"), form("haq", "c"), form("mmt8", "c")],
            vec![
                Change::Changed {
                    name: "instruments/haq.toml".to_owned(),
                    recorded: b.clone(),
                    found: c.clone(),
                },
                Change::Added {
                    name: "instruments/mmt8.toml".to_owned(),
                    found: c.clone(),
                },
            ],
        ),
        // No visit uses it, and it is new all the same.
        (
            "h",
            vec![study_file("a"), form("haq", "b"), form("spare", "c")],
            vec![Change::Added {
                name: "instruments/spare.toml".to_owned(),
                found: c.clone(),
            }],
        ),
    ] {
        let changed = with(&record, hash, &found).unwrap_err();
        assert_eq!(changed.changes, changes, "{hash}");
        assert!(!changed.uncertain);
    }
    let changed = with(&record, "h2", &[study_file("c"), form("haq", "b")]).unwrap_err();
    assert_eq!(
        changed.to_string(),
        format!(
            "participants are enrolled, and its files are not those that entry 2 of 1970-01-01 00:00 +00:00 names: study.toml was changed (recorded {}, found {})",
            &a[..12],
            &c[..12]
        )
    );
}

#[test]
fn the_newest_entry_counts_and_a_change_back_to_an_older_one_is_a_change() {
    let (old, new) = ([study_file("a")], [study_file("b")]);
    let record = recorded(vec![
        opened("ha"),
        files("ha", &old),
        files("hb", &new),
        enrolled(),
    ]);
    assert_eq!(with(&record, "hb", &new), Ok(Step::GoOn));
    let changed = with(&record, "ha", &old).unwrap_err();
    let seq = changed.named.as_ref().map(|named| named.seq);
    assert_eq!((seq, changed.uncertain), (Some(3), false));
}

#[test]
fn what_a_newer_program_ships_locks_nobody_out_and_is_recorded() {
    let own = [form("haq", "b")];
    for (record, own) in [
        (recorded(vec![opened(OLD), enrolled()]), [].as_slice()),
        (
            recorded(vec![opened("h0"), files("h", &own), enrolled()]),
            own.as_slice(),
        ),
    ] {
        assert_eq!(with(&record, "new", own), Ok(Step::RecordShipped));
    }
}

#[test]
fn a_file_put_in_the_place_of_one_with_its_bytes_keeps_the_study_as_it_was() {
    // The program came with another one since, and the site put the earlier one into its directory.
    let record = recorded(vec![opened("h0"), files("h", &[]), enrolled()]);
    assert_eq!(with(&record, "h", &[study_file("a")]), Ok(Step::Record));
    // The program comes now with the bytes that the site had.
    let own = [study_file("shipped")];
    let record = recorded(vec![opened("h0"), files("h", &own), enrolled()]);
    assert_eq!(with(&record, "h", &[]), Ok(Step::GoOn));
}

#[test]
fn a_record_that_lists_no_files_is_refused_with_a_way_over() {
    // Began as the program came; a file was added since.
    let record = recorded(vec![opened(OLD), enrolled()]);
    let changed = with(&record, "h", &[study_file("a")]).unwrap_err();
    assert!(changed.uncertain);
    assert!(changed.to_string().contains("study.toml was added (found "));
    // Began with files of its own, which are gone or are others now.
    let record = recorded(vec![opened("h"), enrolled()]);
    let gone = with(&record, "0000", &[]).unwrap_err();
    assert!(gone.uncertain);
    assert_eq!(
        gone.to_string(),
        "participants are enrolled, and its files are not those of entry 1 of 1970-01-01 00:00 +00:00: together they had the hash h and have 0000; the study began with files of its own, and none is there"
    );
    let others = with(&record, "h2", &[study_file("b"), form("haq", "c")]).unwrap_err();
    assert!(others.uncertain);
    assert!(
        others
            .to_string()
            .ends_with("; its own files are study.toml, instruments/haq.toml")
    );
}

#[test]
fn a_record_that_was_rescued_with_gaps_may_have_lost_the_newest_entry_about_its_files() {
    let (old, new) = ([study_file("a")], [study_file("b")]);
    let events = |lost| {
        vec![
            recovered(3, lost),
            opened("ha"),
            files("ha", &old),
            enrolled(),
        ]
    };
    let gaps = recorded(events(vec![(3, 3)]));
    assert!(with(&gaps, "hb", &new).unwrap_err().uncertain);
    let whole = recorded(events(Vec::new()));
    assert!(!with(&whole, "hb", &new).unwrap_err().uncertain);
    // What is recorded after the rescue is certain again.
    let mut later = gaps;
    later.apply(&entry(5, files("hb", &new)));
    assert_eq!(with(&later, "hb", &new), Ok(Step::GoOn));
    assert!(!with(&later, "ha", &old).unwrap_err().uncertain);
}

#[test]
fn the_entry_is_the_owners_alone_and_locks_nothing() {
    let event = files("h", &[study_file("a"), form("haq", "b")]);
    assert!(crate::domain::rules::who::allowed(&event).is_empty());
    assert_eq!((event.participant(), event.user()), (None, None));
    assert_eq!((event.written(), event.fields()), (None, Vec::new()));
    let text = serde_json::to_string(&event).unwrap();
    assert!(text.starts_with(r#"{"kind":"files-recorded","protocol":"p","protocol_hash":"h","files":[{"name":"study.toml","hash":""#), "{text}");
    assert_eq!(serde_json::from_str::<Event>(&text).unwrap(), event);
}
