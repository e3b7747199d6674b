//! Datasets of the shape of SDTM: what validators of others do not see.

use crate::demo::record;
use crate::support::bad_events::{WHO, answered, begun, number, participant, place};
use chrono::{DateTime, Days, NaiveDate};
use coreset::domain::base::answer::{Answer, Value as Entered};
use coreset::domain::record::event::Event;
use coreset::domain::record::rows::SESSION;
use coreset::domain::record::session::{ParticipantRecord, Withheld};
use coreset::domain::record::status::{Cause, DataUse, Status, WithdrawnBy};
use coreset::domain::study::Study;
use coreset::domain::study::shipped::embedded_study;
use coreset::export::exporter::{Context, Exporter, Remark};
use coreset::export::files::InMemory;
use coreset::export::sdtm::row::{Row, Value};
use coreset::export::sdtm::variable::{Core, Kind};
use coreset::export::sdtm::{Datasets, tables, value_text};
use coreset::export::{AsOf, Format, Person, run};
use coreset::tools::demo;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).unwrap()
}

fn context() -> Context {
    let study = embedded_study().unwrap();
    Context {
        program: "coreset 0".to_owned(),
        is_demo: true,
        ..Context::of(
            Arc::new(study),
            AsOf {
                seq: 9_999,
                hash: "00".to_owned(),
                at: DateTime::parse_from_rfc3339("2026-03-02T18:00:00+01:00").unwrap(),
            },
        )
        .unwrap()
    }
}

fn demo_records(study: &Study, seed: u64) -> Vec<ParticipantRecord> {
    let made = demo::participants(study, 28, today(), seed);
    made.map(|events| record(&events)).collect()
}

fn text(row: &Row, name: &str) -> String {
    let variables = row.dataset.variables.iter().zip(&row.values);
    let mut named = variables.filter(|(variable, _)| row.dataset.name_of(variable) == name);
    let (_, value) = named.next().unwrap_or_else(|| panic!("{name}"));
    value_text(value).unwrap_or_default()
}

fn of<'a>(rows: &'a [Row], dataset: &str) -> Vec<&'a Row> {
    let own = rows.iter().filter(|row| row.dataset.name == dataset);
    own.collect()
}

/// Returns the row of a test.
fn test<'a>(rows: &'a [Row], dataset: &str, code: &str) -> &'a Row {
    let mut own = of(rows, dataset).into_iter();
    own.find(|row| row.text("TESTCD") == code)
        .unwrap_or_else(|| panic!("{dataset} has no {code}"))
}

fn rows(events: Vec<Event>) -> Vec<Row> {
    let enrolled = Event::Enrolled {
        participant: participant(WHO, today() - Days::new(30)),
    };
    let mut all = vec![enrolled];
    all.extend(events);
    let datasets = Datasets::of(context()).unwrap();
    let record = record(&all);
    datasets
        .rows(&Person::of(datasets.context(), &record))
        .unwrap()
}

fn day(day: NaiveDate) -> Answer {
    Answer::Value {
        value: Entered::Date(day),
        unit: None,
    }
}

fn in_unit(value: Entered, unit: &str) -> Answer {
    Answer::Value {
        value,
        unit: Some(unit.to_owned()),
    }
}

/// An infusion on a day, given whole.
fn infusion(row: u32, on: NaiveDate) -> Vec<Event> {
    let field = |field: &str| place(SESSION, &format!("abatacept#{row}"), field);
    vec![
        answered(field("number"), number("1")),
        answered(field("date"), day(on)),
        answered(field("state"), Answer::code("whole")),
        answered(field("start"), Answer::text("09:05")),
        answered(field("end"), Answer::text("09:40")),
        answered(field("given"), number("750")),
        answered(field("lot"), Answer::text("SYN-1")),
    ]
}

#[test]
fn a_dataset_has_names_and_labels_that_every_format_holds() {
    let mut names = BTreeSet::new();
    for dataset in tables::ALL {
        assert!(names.insert(dataset.name), "{}", dataset.name);
        assert!(dataset.label.len() <= 40, "{}", dataset.label);
        let mut own = BTreeSet::new();
        for variable in dataset.variables {
            let name = dataset.name_of(variable).into_owned();
            assert!((1..=8).contains(&name.len()), "{name}");
            assert!(
                variable.label.len() <= 40 && variable.label.is_ascii(),
                "{name}"
            );
            assert!(variable.length > 0, "{name}");
            if let Some(codes) = variable.codes {
                let longest = codes.terms.iter().map(|(term, _)| term.len()).max();
                assert!(longest <= Some(variable.length.into()), "{name}");
            }
            assert!(own.insert(name), "{}", variable.stem);
        }
        for key in dataset.keys {
            assert!(dataset.place(key).is_some(), "{}.{key}", dataset.name);
        }
    }
    assert_eq!(tables::ALL[0].name, "DM", "every subject is there first");
}

#[test]
fn every_row_of_synthetic_participants_is_what_the_table_of_its_dataset_says() {
    let context = context();
    let study = Arc::clone(&context.study);
    let datasets = Datasets::of(context).unwrap();
    let mut seen = BTreeSet::new();
    for seed in [0, 42, u64::MAX] {
        for record in demo_records(&study, seed) {
            let person = Person::of(datasets.context(), &record);
            let rows = datasets.rows(&person).unwrap();
            assert_eq!(of(&rows, "DM").len(), 1);
            assert_eq!(rows[0].dataset.name, "DM");
            let mut keys = BTreeSet::new();
            let mut numbers: BTreeMap<&str, i64> = BTreeMap::new();
            for row in &rows {
                seen.insert(row.dataset.name);
                obeys(row);
                let key: Vec<String> = row
                    .dataset
                    .keys
                    .iter()
                    .map(|stem| format!("{:?}", row.get(stem)))
                    .collect();
                assert!(keys.insert((row.dataset.name, key)), "{row:?}");
                if let Value::Whole(number) = row.get("SEQ") {
                    let last = numbers.entry(row.dataset.name).or_default();
                    assert_eq!(*number, *last + 1, "{row:?}");
                    *last = *number;
                }
            }
        }
    }
    for expected in [
        "DM", "SV", "CM", "EX", "AE", "DS", "DV", "MH", "EG", "IE", "LB", "MK", "QS", "RS", "VS",
        "SUPPAE",
    ] {
        assert!(seen.contains(expected), "no row of {expected}");
    }
}

/// Checks a row against the table of its dataset, and against the rules that no schema knows.
fn obeys(row: &Row) {
    row.check().unwrap();
    for (variable, value) in row.dataset.variables.iter().zip(&row.values) {
        let said = value_text(value).unwrap_or_default();
        let name = row.dataset.name_of(variable);
        if variable.core == Core::Required {
            assert!(!said.is_empty(), "{name} of {row:?}");
        }
        if variable.kind != Kind::Number {
            assert!(
                said.chars().count() <= variable.length.into(),
                "{name}: {said}"
            );
        }
        if variable.kind == Kind::Number && !said.is_empty() {
            Decimal::from_str_exact(&said).unwrap();
        }
    }
    if row.text("STAT") == "NOT DONE" {
        for stem in ["ORRES", "STRESC", "STRESN"] {
            assert_eq!(*row.get(stem), Value::Empty, "{row:?}");
        }
        assert!(!row.text("REASND").is_empty(), "{row:?}");
    } else if row.dataset.place("TESTCD").is_some() {
        assert!(!row.text("STRESC").is_empty(), "{row:?}");
    }
}

#[test]
fn a_result_below_a_limit_keeps_its_sign_and_has_no_number() {
    let below = in_unit(Entered::Below(Decimal::new(5, 1)), "ukat/L");
    let enzyme = |field: &str, answer| answered(place("baseline", "enzymes", field), answer);
    let rows = rows(vec![
        begun("baseline", today()),
        enzyme("unit", Answer::code("ukat/L")),
        enzyme("ck", below),
        enzyme(
            "ck.uln",
            in_unit(Entered::Number(Decimal::new(3, 0)), "ukat/L"),
        ),
        enzyme(
            "ldh",
            in_unit(Entered::Number(Decimal::new(52, 1)), "ukat/L"),
        ),
        enzyme(
            "ldh.uln",
            in_unit(Entered::Number(Decimal::new(4, 0)), "ukat/L"),
        ),
    ]);
    let ck = test(&rows, "LB", "CK");
    for (name, expected) in [
        ("USUBJID", "NCT04946669-01-001"),
        ("LBORRES", "<0.5"),
        ("LBORRESU", "ukat/L"),
        ("LBORNRHI", "3"),
        ("LBSTRESC", "<30"),
        ("LBSTRESN", ""),
        ("LBSTRESU", "U/L"),
        ("LBSTNRHI", "180"),
        ("LBNRIND", "NORMAL"),
        ("VISITNUM", "1"),
        ("VISIT", "BASELINE"),
        ("EPOCH", "SCREENING"),
        ("LBDTC", "2026-03-02"),
        ("LBDY", ""),
    ] {
        assert_eq!(text(ck, name), expected, "{name}");
    }
    let ldh = test(&rows, "LB", "LDH");
    assert_eq!(text(ldh, "LBSTRESN"), "312");
    assert_eq!(text(ldh, "LBNRIND"), "HIGH");
}

#[test]
fn what_was_not_done_says_why_and_has_no_result() {
    let rows = rows(vec![
        begun("baseline", today()),
        answered(
            place("baseline", "phga", "vas"),
            Answer::Missing {
                reason: "other".to_owned(),
                text: Some("left early".to_owned()),
            },
        ),
    ]);
    let vas = test(&rows, "RS", "PHGAVAS");
    assert_eq!(text(vas, "RSSTAT"), "NOT DONE");
    assert_eq!(text(vas, "RSREASND"), "OTHER, IN WORDS: left early");
    assert_eq!(text(vas, "RSORRES"), "");
    // Nothing is derived of what was not done.
    assert!(
        of(&rows, "RS")
            .iter()
            .all(|row| row.text("TESTCD") != "PHGASCO")
    );
}

#[test]
fn days_are_counted_from_the_first_dose_without_a_day_0() {
    let first = today() - Days::new(10);
    let mut events = vec![
        begun("baseline", first - Days::new(1)),
        answered(place("baseline", "phga", "vas"), number("4.7")),
        begun("week-2", first + Days::new(7)),
        answered(place("week-2", "phga", "vas"), number("3.1")),
    ];
    events.extend(infusion(2, first));
    events.push(answered(
        place(SESSION, "abatacept#3", "state"),
        Answer::code("left-out"),
    ));
    let rows = rows(events);
    let subject = of(&rows, "DM")[0];
    assert_eq!(text(subject, "RFSTDTC"), "2026-02-20T09:05");
    assert_eq!(text(subject, "RFENDTC"), "2026-02-20T09:40");
    assert_eq!(text(subject, "AGE"), "56");
    assert_eq!(text(subject, "SEX"), "F");
    assert_eq!(text(subject, "ACTARMCD"), "ABATACEPT");
    // One that was left out is no exposure.
    let doses = of(&rows, "EX");
    assert_eq!(doses.len(), 1);
    assert_eq!(text(doses[0], "EXDOSE"), "750");
    assert_eq!(text(doses[0], "EXSTDY"), "1");
    let vas: Vec<(String, String, String)> = of(&rows, "RS")
        .into_iter()
        .filter(|row| row.text("TESTCD") == "PHGAVAS")
        .map(|row| (text(row, "RSDY"), text(row, "EPOCH"), text(row, "RSLOBXFL")))
        .collect();
    let told =
        |day: &str, epoch: &str, flag: &str| (day.to_owned(), epoch.to_owned(), flag.to_owned());
    assert_eq!(
        vas,
        [told("-1", "SCREENING", "Y"), told("8", "TREATMENT", "")]
    );
}

#[test]
fn an_event_whose_day_is_not_known_keeps_what_is_known_of_it() {
    let field = |field: &str| place(SESSION, "adverse-event#1", field);
    let mut events = infusion(1, today() - Days::new(20));
    events.extend([
        answered(field("term"), Answer::text("headache")),
        answered(field("grade"), Answer::code("2")),
        answered(field("onset"), Answer::text("2026-02")),
        answered(field("ongoing"), Answer::code("y")),
        answered(field("serious"), Answer::code("n")),
        // Entered while it was said to be serious, and no longer asked.
        answered(field("hospital"), Answer::code("y")),
        answered(field("action"), Answer::code("drug-withdrawn")),
        answered(field("outcome"), Answer::code("not-recovered")),
    ]);
    let rows = rows(events);
    let event = of(&rows, "AE")[0];
    for (name, expected) in [
        ("AETERM", "headache"),
        ("AETOXGR", "2"),
        ("AESER", "N"),
        ("AESHOSP", ""),
        ("AEACN", "DRUG WITHDRAWN"),
        ("AEOUT", "NOT RECOVERED/NOT RESOLVED"),
        ("AESTDTC", "2026-02"),
        ("AESTDY", ""),
        ("AEENRTPT", "ONGOING"),
        ("AEENTPT", "2026-03-02"),
    ] {
        assert_eq!(text(event, name), expected, "{name}");
    }
}

#[test]
fn a_withdrawal_is_told_by_its_term_and_by_who_decided_it() {
    let said = |status: Status, words: &str| Event::StatusChanged {
        participant: WHO.into(),
        day: today(),
        status,
        words: words.to_owned(),
        after: 0,
    };
    let withdrawn = Status::Withdrawn {
        by: WithdrawnBy::Participant,
        cause: Cause::OwnDecision,
        data: DataUse::Keep,
    };
    let found = rows(vec![
        said(Status::Lost { attempts: 2 }, "no answer"),
        said(Status::TakesPart, "found again"),
        said(withdrawn, "moved away"),
    ]);
    let ends: Vec<&Row> = of(&found, "DS")
        .into_iter()
        .filter(|row| row.text("CAT") == "DISPOSITION EVENT")
        .collect();
    assert_eq!(ends.len(), 1, "what was taken back is no end");
    assert_eq!(text(ends[0], "DSDECOD"), "WITHDRAWAL BY SUBJECT");
    assert_eq!(text(ends[0], "DSTERM"), "moved away");
    let supplement = of(&found, "SUPPDS")[0];
    assert_eq!(text(supplement, "QNAM"), "DSWDBY");
    assert_eq!(text(supplement, "QVAL"), "PARTICIPANT");
    assert_eq!(text(supplement, "IDVARVAL"), text(ends[0], "DSSEQ"));

    let mistaken = rows(vec![said(Status::EnrolledByMistake, "twice")]);
    assert!(mistaken.is_empty(), "{mistaken:?}");
}

/// Runs a format on records.
fn exported(format: Format, records: &[ParticipantRecord]) -> (InMemory, Vec<Remark>) {
    let mut files = InMemory::default();
    let context = context();
    let mut exporter: Box<dyn Exporter> = run::begin(format, &context, &mut files).unwrap();
    for record in records {
        let person = Person::of(&context, record);
        exporter.participant(&person, &mut files).unwrap();
    }
    let remarks = exporter.finish(&mut files).unwrap();
    (files, remarks)
}

#[test]
fn a_file_of_dataset_json_says_how_many_rows_it_has_and_keeps_decimals_exact() {
    let study = embedded_study().unwrap();
    let records = demo_records(&study, 7);
    let (files, remarks) = exported(Format::DatasetJson, &records);
    assert_eq!(remarks, []);
    let names = files.names();
    assert!(names.contains(&"define.xml".to_owned()));
    for name in names.iter().filter(|name| name.ends_with(".json")) {
        let file: serde_json::Value = serde_json::from_str(&files.text(name).unwrap()).unwrap();
        let rows = file["rows"].as_array().unwrap();
        assert_eq!(file["records"], rows.len(), "{name}");
        assert!(!rows.is_empty(), "{name}");
        assert!(file.get("isReferenceData").is_none());
        let columns = file["columns"].as_array().unwrap();
        for row in rows {
            let row = row.as_array().unwrap();
            assert_eq!(row.len(), columns.len(), "{name}");
            for (column, cell) in columns.iter().zip(row) {
                if column["targetDataType"] == "decimal" && !cell.is_null() {
                    Decimal::from_str_exact(cell.as_str().unwrap()).unwrap();
                }
            }
        }
    }
    let dm: serde_json::Value = serde_json::from_str(&files.text("dm.json").unwrap()).unwrap();
    assert_eq!(dm["records"], records.len());
    let (again, _) = exported(Format::DatasetJson, &records);
    for name in names {
        assert_eq!(files.bytes(&name), again.bytes(&name), "{name}");
    }
}

#[test]
fn a_form_that_the_user_does_not_see_is_left_out_and_told() {
    let enrolled = Event::Enrolled {
        participant: participant(WHO, today()),
    };
    let mut record = record(&[
        enrolled,
        begun("baseline", today()),
        answered(place("baseline", "phga", "vas"), number("4.7")),
    ]);
    let nothing = Withheld {
        asked: 0,
        answered: 0,
    };
    let session = record.sessions.get_mut("baseline").unwrap();
    session.withhold(&"phga".into(), nothing);
    let hidden = Remark::Hidden {
        participant: WHO.into(),
        visit: "baseline".into(),
        form: "phga".into(),
    };
    for format in [Format::DatasetJson, Format::Xpt] {
        let (files, remarks) = exported(format, std::slice::from_ref(&record));
        assert_eq!(remarks, std::slice::from_ref(&hidden));
        assert!(files.names().iter().all(|name| !name.starts_with("rs.")));
    }
}

#[test]
fn xport_writes_other_letters_plainly_and_counts_them() {
    let field = |field: &str| place(SESSION, "adverse-event#1", field);
    let term = format!("Übelkeit {}", "x".repeat(300));
    let enrolled = Event::Enrolled {
        participant: participant(WHO, today()),
    };
    let record = record(&[enrolled, answered(field("term"), Answer::text(&term))]);
    let (files, remarks) = exported(Format::Xpt, &[record]);
    let file = "ae.xpt".to_owned();
    let counted = [
        Remark::Replaced {
            file: file.clone(),
            count: 1,
        },
        Remark::Cut {
            file: file.clone(),
            count: 1,
        },
    ];
    assert_eq!(remarks, counted);
    let bytes = files.bytes(&file).unwrap();
    let plain = "Uebelkeit xxx";
    assert!(
        bytes
            .windows(plain.len())
            .any(|part| part == plain.as_bytes())
    );
}
