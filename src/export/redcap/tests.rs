use super::dictionary::COLUMNS;
use super::*;
use crate::domain::base::answer::{Answer, Value};
use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::progress::{Setting, asked};
use crate::domain::forms::names::redcap::{EVENT, INSTANCE, REPEATED};
use crate::domain::forms::names::rule;
use crate::domain::record::event::Event;
use crate::domain::record::rows::row_id;
use crate::domain::record::session::{FormCells, Withheld};
use crate::domain::sample::{cells, date, decimal, entry, participant, session};
use crate::domain::study::Study;
use crate::domain::study::earlier_studies::all_studies;
use crate::domain::study::shipped::embedded_study;
use crate::export::AsOf;
use crate::export::files::InMemory;
use crate::tools::demo::participants;
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

type Row = BTreeMap<String, String>;

fn context(study: &Study) -> Context {
    Context {
        program: "coreset".into(),
        is_demo: true,
        ..Context::of(
            Arc::new(study.clone()),
            AsOf {
                seq: 9,
                hash: "ab".into(),
                at: "2026-03-09T10:20:30+01:00".parse().unwrap(),
            },
        )
        .unwrap()
    }
}

fn export(context: Context, records: &[ParticipantRecord]) -> (InMemory, Vec<Remark>) {
    let mut files = InMemory::default();
    let mut exporter = Box::new(Redcap::begin(context.clone(), &mut files).unwrap());
    for record in records {
        let person = Person::of(&context, record);
        exporter.participant(&person, &mut files).unwrap();
    }
    let remarks = exporter.finish(&mut files).unwrap();
    (files, remarks)
}

/// Reads a file: its headings, and each row by them.
fn table(files: &InMemory, name: &str) -> (Vec<String>, Vec<Row>) {
    let bytes = files.bytes(name).unwrap();
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let head: Vec<String> = reader.headers().unwrap().iter().map(Into::into).collect();
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        head.iter()
            .cloned()
            .zip(row.iter().map(Into::into))
            .collect()
    });
    let rows = rows.collect();
    (head, rows)
}

fn at<'a>(row: &'a Row, column: &str) -> &'a str {
    row.get(column)
        .unwrap_or_else(|| panic!("no column {column}"))
}

fn codes(item: &Row) -> Vec<&str> {
    let choices = at(item, COLUMNS[5])
        .split(" | ")
        .filter(|own| !own.is_empty());
    choices.map(|own| own.split_once(", ").unwrap().0).collect()
}

fn made(study: &Study, count: usize) -> Vec<ParticipantRecord> {
    let mut seq = 10;
    let all = participants(study, count, date("2026-03-09"), 7).map(|events| {
        let mut record = None;
        for event in events {
            seq += 1;
            if let Event::Enrolled { participant } = &event {
                record = Some(ParticipantRecord::new(participant.clone()));
            }
            record.as_mut().unwrap().apply(&entry(seq, event));
        }
        record.unwrap()
    });
    all.collect()
}

#[test]
fn the_dictionary_of_every_study_is_one_that_redcap_takes() {
    for study in all_studies() {
        let (files, _) = export(context(&study), &[]);
        let (head, items) = table(&files, "dictionary.csv");
        assert_eq!(head, COLUMNS);
        assert_eq!(at(&items[0], COLUMNS[0]), "record_id");
        assert_eq!(at(&items[0], COLUMNS[3]), "text");
        let names: BTreeSet<&str> = items.iter().map(|item| at(item, COLUMNS[0])).collect();
        assert_eq!(names.len(), items.len(), "each name once");
        let mut forms: Vec<&str> = items.iter().map(|item| at(item, COLUMNS[1])).collect();
        forms.dedup();
        let each: BTreeSet<&&str> = forms.iter().collect();
        assert_eq!(each.len(), forms.len(), "each form in one piece");
        for item in &items {
            let name = at(item, COLUMNS[0]);
            // A form of REDCap has the same rule.
            assert_eq!(rule::form(name), Ok(()), "{name}");
            assert!(name.len() <= rule::REDCAP, "{name}");
            let kind = at(item, COLUMNS[3]);
            let codes = codes(item);
            assert_eq!(
                matches!(kind, "radio" | "dropdown"),
                !codes.is_empty(),
                "{name}"
            );
            let each: BTreeSet<&&str> = codes.iter().collect();
            assert_eq!(each.len(), codes.len(), "{name}: each code once");
            let legal = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
            assert!(codes.iter().all(|code| code.chars().all(legal)), "{name}");
            assert!(!at(item, COLUMNS[4]).is_empty(), "{name} has a label");
            for other in at(item, COLUMNS[11]).split(['[', ']']).skip(1).step_by(2) {
                let event = other.ends_with("_arm_1") || other == "event-name";
                assert!(event || names.contains(other), "{name}: {other}");
            }
        }
        let (columns, _) = table(&files, "data.csv");
        let each: BTreeSet<&String> = columns.iter().collect();
        assert_eq!(each.len(), columns.len(), "each column once");
        let fields = columns.iter().filter(|own| names.contains(own.as_str()));
        assert_eq!(fields.count(), items.len());
        assert_eq!(columns.len(), items.len() + forms.len() + 3);
        for file in ["event-forms.csv", "repeating-forms.csv"] {
            let (_, rows) = table(&files, file);
            let (_, events) = table(&files, "events.csv");
            let known: BTreeSet<&str> = events
                .iter()
                .map(|row| at(row, "unique_event_name"))
                .collect();
            assert_eq!(known.len(), events.len());
            for row in &rows {
                let form = row.get("form").or_else(|| row.get("form_name")).unwrap();
                let event = row
                    .get("unique_event_name")
                    .or_else(|| row.get("event_name"));
                assert!(forms.contains(&form.as_str()), "{form}");
                assert!(known.contains(event.unwrap().as_str()));
            }
        }
    }
}

/// Returns whether a row of the data fits the dictionary.
fn check(row: &Row, items: &[Row]) {
    for item in items {
        let name = at(item, COLUMNS[0]);
        let value = at(row, name);
        if value.is_empty() {
            continue;
        }
        let codes = codes(item);
        assert!(
            codes.is_empty() || codes.contains(&value),
            "{name}: {value}"
        );
        match at(item, COLUMNS[7]) {
            "integer" => assert!(value.parse::<i64>().is_ok(), "{name}: {value}"),
            "number" => assert!(value.parse::<Decimal>().is_ok(), "{name}: {value}"),
            "date_ymd" => assert_eq!(date(value).to_string(), value, "{name}"),
            "time" => assert!(value.len() == 5 && value.contains(':'), "{name}: {value}"),
            "datetime_seconds_ymd" => assert_eq!(value.len(), 19, "{name}: {value}"),
            check => assert_eq!(check, "", "{name}"),
        }
        for (limit, is_low) in [(COLUMNS[8], true), (COLUMNS[9], false)] {
            if let Ok(limit) = at(item, limit).parse::<Decimal>() {
                let value: Decimal = value.parse().unwrap();
                assert!(
                    value == limit || (value > limit) == is_low,
                    "{name}: {value}"
                );
            }
        }
    }
}

#[test]
fn what_synthetic_participants_of_every_study_have_fits_its_dictionary() {
    for study in all_studies() {
        let (files, _) = export(context(&study), &made(&study, 7));
        let (_, items) = table(&files, "dictionary.csv");
        let (_, rows) = table(&files, "data.csv");
        assert!(rows.len() > 14);
        let mut seen = BTreeSet::new();
        for row in &rows {
            check(row, &items);
            let key = ["record_id", EVENT, REPEATED, INSTANCE].map(|name| at(row, name));
            assert!(seen.insert(key), "{key:?} stands once");
        }
    }
}

/// Returns whether REDCap logic of the few shapes that are written holds for a row.
fn holds(logic: &str, row: &Row, enrolment: &Row) -> bool {
    let value = |own: &str| {
        let names: Vec<&str> = own
            .split(['[', ']'])
            .filter(|own| !own.is_empty())
            .collect();
        match names.as_slice() {
            _ if !own.starts_with('[') => own.trim_matches('\'').to_owned(),
            ["event-name"] => at(row, EVENT).to_owned(),
            [event, field] => {
                assert_eq!(*event, at(enrolment, EVENT));
                at(enrolment, field).to_owned()
            }
            [field] => at(row, field).to_owned(),
            _ => panic!("{own}"),
        }
    };
    let term = |term: &str| {
        let sign = [" = ", " <> ", " < ", " > "].into_iter();
        let mut sign = sign.filter(|sign| term.contains(sign));
        let sign = sign.next().unwrap();
        let (left, right) = term.split_once(sign).unwrap();
        let (left, right) = (value(left), value(right));
        let order = left
            .parse::<Decimal>()
            .ok()
            .zip(right.parse::<Decimal>().ok())
            .map(|(left, right)| left.cmp(&right));
        match sign {
            " = " => left == right || order == Some(Ordering::Equal),
            " <> " => left != right,
            " < " => order == Some(Ordering::Less),
            _ => order == Some(Ordering::Greater),
        }
    };
    let any = |part: &str| {
        let part = part.trim_start_matches('(').trim_end_matches(')');
        part.split(" or ").any(term)
    };
    logic.is_empty() || logic.split(" and ").all(any)
}

#[test]
fn the_branching_of_redcap_asks_what_the_program_asks() {
    let study = embedded_study().unwrap();
    let context = context(&study);
    let records = made(&study, 8);
    let (files, _) = export(context.clone(), &records);
    let (_, items) = table(&files, "dictionary.csv");
    let (_, rows) = table(&files, "data.csv");
    let when: BTreeMap<&str, &str> = items
        .iter()
        .map(|item| (at(item, COLUMNS[0]), at(item, COLUMNS[11])))
        .collect();
    let events = study.events();
    let mut answers = [0, 0];
    for record in &records {
        let own: Vec<&Row> = rows
            .iter()
            .filter(|row| at(row, "record_id") == record.participant.id.as_str())
            .collect();
        for session in record.visits() {
            let (_, event) = events
                .visits
                .iter()
                .find(|(id, _)| *id == session.visit)
                .unwrap();
            let row = own
                .iter()
                .find(|row| at(row, EVENT) == event.unique)
                .unwrap();
            let is_baseline = session.visit == study.protocol.baseline;
            let setting = Setting::of(is_baseline, record.participant.sex);
            for (id, cells) in &session.forms {
                let form: &Instrument = study.form(id.as_str()).unwrap();
                let names = context.names.form(id).unwrap();
                for field in form.fields() {
                    let name = names.field(&field.id).unwrap().redcap.as_str();
                    let is_asked = asked(study.scoring(), form, setting, cells, field);
                    assert_eq!(
                        holds(when[name], row, own[0]),
                        is_asked,
                        "{name}: {}",
                        when[name]
                    );
                    answers[usize::from(is_asked)] += 1;
                }
            }
        }
    }
    assert!(answers.iter().all(|count| *count > 100), "{answers:?}");
}

fn put(record: &mut ParticipantRecord, session: Session) {
    record.sessions.insert(session.visit.clone(), session);
}

fn worked(study: &Study) -> ParticipantRecord {
    let mut record = ParticipantRecord::new(participant("01-001", "2026-01-05"));
    let mut week = session(
        "week-4",
        "2026-02-03",
        "enzymes",
        &[
            ("unit", Answer::code("ukat/L")),
            (
                "ck",
                Answer::Value {
                    value: Value::Below(decimal("0.50")),
                    unit: Some("ukat/L".into()),
                },
            ),
            (
                "ck.uln",
                Answer::Missing {
                    reason: "other".into(),
                    text: Some("not on the\nreport".into()),
                },
            ),
        ],
    );
    week.forms.insert(
        "ptga".into(),
        cells(&[("vas", Answer::number(decimal("3.40"), None))]),
    );
    let vas = week.cell_mut(&"ptga".into(), &"vas".into());
    vas.note = Some("=1+1".into());
    vas.by = "mk".into();
    vas.seq = 3;
    vas.stamp = crate::domain::record::stamp::Stamp::new(
        "2026-02-03T09:05:07.250+01:00".parse().unwrap(),
        None,
    );
    let likert = week.cell_mut(&"ptga".into(), &"likert".into());
    likert.unfit = Some(Answer::code("9"));
    put(&mut record, week);
    let mut log = session(rows::SESSION, "2026-01-05", "none", &[]);
    log.forms.clear();
    let event = |term: &str, onset: &str| -> FormCells {
        cells(&[("term", Answer::text(term)), ("onset", Answer::text(onset))])
    };
    log.forms.insert(
        row_id("adverse-event", 1),
        event("Nausea, \"mild\"", "2026-02"),
    );
    log.forms
        .insert(row_id("adverse-event", 3), event("Rash", "2026"));
    let onset = log.cell_mut(&row_id("adverse-event", 3), &"onset-time".into());
    onset.answer = Some(Answer::text("09:05"));
    put(&mut record, log);
    assert!(study.form("adverse-event").is_some());
    record
}

/// Returns what a row says, without what is empty.
fn said(row: &Row) -> Vec<(&str, &str)> {
    let cells = row.iter().filter(|(_, cell)| !cell.is_empty());
    cells
        .map(|(name, cell)| (name.as_str(), cell.as_str()))
        .collect()
}

#[test]
fn a_record_worked_out_by_hand_comes_out_as_it_is() {
    let study = embedded_study().unwrap();
    let (files, remarks) = export(context(&study), &[worked(&study)]);
    let (_, rows) = table(&files, "data.csv");
    assert_eq!(rows.len(), 4);
    assert_eq!(
        said(&rows[0]),
        [
            ("enr_birth_year", "1970"),
            ("enr_date", "2026-01-05"),
            ("enr_diagnosis", "dermatomyositis"),
            ("enr_initials", "AB"),
            ("enr_sex", "female"),
            ("enr_subject", "01-001"),
            ("enr_weight", "62"),
            ("enrolment_complete", "2"),
            ("record_id", "01-001"),
            ("redcap_event_name", "enrolment_arm_1"),
        ]
    );
    let visit = &rows[1];
    for (column, expected) in [
        ("redcap_event_name", "week_4_arm_1"),
        ("redcap_repeat_instrument", ""),
        ("visit_at", "2026-02-03"),
        ("visit_ver", "1"),
        ("enz_units", "ukat_2f_L"),
        ("enz_ck", "0.50"),
        ("enz_ck_lim", "below"),
        ("enz_ck_unit", "ukat/L"),
        ("enz_ck_mr", ""),
        ("enz_ck_uln", ""),
        ("enz_ck_uln_mr", "other"),
        ("enz_ck_uln_mrw", "not on the\nreport"),
        ("ptga_vas", "3.40"),
        ("ptga_vas_note", "=1+1"),
        ("ptga_likert", ""),
        ("patient_global_by", "mk"),
        ("patient_global_at", "2026-02-03 09:05:07"),
        ("patient_global_off", "+01:00"),
        ("patient_global_complete", "0"),
        ("muscle_enzymes_complete", "0"),
        // Asked and blank.
        ("mmt_8_complete", "0"),
        // Not asked at this visit.
        ("rand_36_complete", ""),
    ] {
        assert_eq!(at(visit, column), expected, "{column}");
    }
    for (row, number, term, onset, known) in [
        (&rows[2], "1", "Nausea, \"mild\"", "2026-02", "month"),
        (&rows[3], "3", "Rash", "2026", "year"),
    ] {
        assert_eq!(at(row, EVENT), "log_arm_1");
        assert_eq!(at(row, REPEATED), "adverse_event");
        assert_eq!(at(row, INSTANCE), number);
        assert_eq!(at(row, "ae_term"), term);
        assert_eq!(at(row, "ae_onset"), onset);
        assert_eq!(at(row, "ae_onset_prec"), known);
        assert_eq!(at(row, "patient_global_complete"), "");
    }
    assert_eq!(at(&rows[3], "ae_onset_time"), "09:05");
    let file = || "data.csv".to_owned();
    assert_eq!(
        remarks,
        [
            Remark::Formulas {
                file: file(),
                count: 1
            },
            Remark::LeftOut {
                file: file(),
                count: 1
            },
        ]
    );
}

#[test]
fn hostile_texts_stay_in_their_cells() {
    let study = embedded_study().unwrap();
    let mut record = worked(&study);
    let text = "a,\"b\"\r\n01-009,week_4_arm_1,,|[enr_sex] = '' \u{202e}\u{1f4a5}<b>";
    let field: FieldId = "vas".into();
    let week = record.sessions.get_mut("week-4").unwrap();
    week.cell_mut(&"ptga".into(), &field).note = Some(text.into());
    let (files, _) = export(context(&study), &[record]);
    let (_, rows) = table(&files, "data.csv");
    assert_eq!(rows.len(), 4);
    assert_eq!(at(&rows[1], "ptga_vas_note"), text);
    assert!(rows.iter().all(|row| at(row, "record_id") == "01-001"));
}

#[test]
fn a_study_with_hostile_labels_has_a_dictionary_of_one_line_a_field() {
    let mut study = embedded_study().unwrap();
    let form = study.instruments.get_mut("ptga").unwrap();
    form.sections[0].title = "One\r\ntwo".into();
    form.sections[0].fields[0].label = "=cmd|' /C'\n!A0".into();
    for choices in form.option_sets.values_mut() {
        choices[0].label = "a | 9, b\nc".into();
    }
    let (files, _) = export(context(&study), &[]);
    let (_, items) = table(&files, "dictionary.csv");
    let text = files.text("dictionary.csv").unwrap();
    assert_eq!(text.matches("\r\n").count(), items.len() + 1);
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
    let likert = items
        .iter()
        .find(|item| at(item, COLUMNS[0]) == "ptga_likert")
        .unwrap();
    assert_eq!(
        codes(likert).len(),
        study
            .form("ptga")
            .unwrap()
            .choices(study.form("ptga").unwrap().field("likert").unwrap())
            .len()
    );
}

#[test]
fn who_was_enrolled_by_mistake_and_what_is_withheld_are_left_out_and_told() {
    let study = embedded_study().unwrap();
    let mut hidden = worked(&study);
    let week = hidden.sessions.get_mut("week-4").unwrap();
    let form = FormId::from("ptga");
    let how_far = Withheld {
        asked: 1,
        answered: 1,
    };
    week.withhold(&form, how_far);
    let mut void = worked(&study);
    void.participant.id = "01-002".into();
    void.apply(&entry(
        99,
        Event::StatusChanged {
            participant: "01-002".into(),
            day: date("2026-02-01"),
            status: crate::domain::record::status::Status::EnrolledByMistake,
            words: "twice".into(),
            after: 0,
        },
    ));
    let (files, remarks) = export(context(&study), &[hidden, void]);
    let text = files.text("data.csv").unwrap();
    assert!(!text.contains("01-002") && !text.contains("3.40"));
    let (_, rows) = table(&files, "data.csv");
    assert_eq!(at(&rows[1], "patient_global_complete"), "");
    assert!(remarks.contains(&Remark::EnrolledByMistake {
        participant: "01-002".into()
    }));
    assert!(remarks.contains(&Remark::Hidden {
        participant: "01-001".into(),
        visit: "week-4".into(),
        form,
    }));
}

#[test]
fn what_is_wanted_of_the_data_is_all_that_is_written() {
    let study = embedded_study().unwrap();
    let mut only = context(&study);
    only.selection.visit = Some("week-4".into());
    let (files, _) = export(only, &made(&study, 7));
    let (_, rows) = table(&files, "data.csv");
    let events: BTreeSet<&str> = rows.iter().map(|row| at(row, EVENT)).collect();
    assert_eq!(Vec::from_iter(events), ["enrolment_arm_1", "week_4_arm_1"]);
}

#[test]
fn the_same_data_give_the_same_bytes() {
    let study = embedded_study().unwrap();
    let all = || export(context(&study), &made(&study, 3)).0;
    let (first, again) = (all(), all());
    assert_eq!(first.names().len(), 5);
    for name in first.names() {
        assert_eq!(first.bytes(&name), again.bytes(&name), "{name}");
    }
}

#[test]
fn a_field_that_versions_have_otherwise_takes_what_each_of_them_stored() {
    use crate::domain::sample::amended;
    let study = amended(embedded_study().unwrap(), "2026-02-01", |next| {
        let form = next.instruments.get_mut("ptga").unwrap();
        for choices in form.option_sets.values_mut() {
            choices.retain(|choice| choice.code != "4");
        }
        form.sections[0]
            .fields
            .retain(|field| field.id.as_str() != "obtained");
    });
    let first = study.earlier[0].study.clone();
    let old = first.form("ptga").unwrap();
    assert!(
        old.choices(old.field("likert").unwrap())
            .iter()
            .any(|own| own.code == "4")
    );
    let mut record = ParticipantRecord::new(participant("01-001", "2026-01-05"));
    put(
        &mut record,
        session(
            "week-2",
            "2026-01-19",
            "ptga",
            &[("likert", Answer::code("4"))],
        ),
    );
    let (files, _) = export(context(&study), &[record]);
    let (_, items) = table(&files, "dictionary.csv");
    let (_, rows) = table(&files, "data.csv");
    assert_eq!(at(&rows[1], "ptga_likert"), "4");
    assert_eq!(at(&rows[1], "visit_ver"), "1");
    rows.iter().for_each(|row| check(row, &items));
    assert!(
        items
            .iter()
            .any(|item| at(item, COLUMNS[0]) == "ptga_obtained")
    );
}
