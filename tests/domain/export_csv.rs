//! Tables as CSV, read back by another parser and compared with the records they are made of.

use crate::support::earlier::{version_1, version_2};
use chrono::DateTime;
use coreset::cli::timeline::as_json;
use coreset::domain::base::answer::{Answer, Value};
use coreset::domain::forms::engine::instrument::Kept;
use coreset::domain::record::entry::{Assessor, Draft, Entry};
use coreset::domain::record::event::{Event, Origin};
use coreset::domain::record::rows;
use coreset::domain::record::session::{ParticipantRecord, Withheld};
use coreset::domain::record::status::Status;
use coreset::domain::study::Study;
use coreset::domain::study::shipped::embedded_study;
use coreset::domain::views::timeline::tell;
use coreset::export::csv::Csv;
use coreset::export::exporter::Selection;
use coreset::export::files::InMemory;
use coreset::export::{AsOf, Context, Exporter, Person, Remark};
use coreset::text::DEFAULT;
use coreset::tools::demo;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

fn at() -> DateTime<chrono::FixedOffset> {
    DateTime::parse_from_rfc3339("2026-03-02T09:00:00.000+01:00").unwrap()
}

fn context(study: &Arc<Study>) -> Context {
    Context {
        program: "coreset test".to_owned(),
        is_demo: true,
        ..Context::of(
            Arc::clone(study),
            AsOf {
                seq: 1000,
                hash: "0".repeat(64),
                at: at(),
            },
        )
        .unwrap()
    }
}

fn entry(seq: u64, event: Event) -> Entry {
    let by = Assessor {
        user: "nurse".to_owned(),
        name: "N. Urse".to_owned(),
        role: "assessor".to_owned(),
        from: String::new(),
    };
    let mut draft = Draft::new(by, event);
    draft.observed_at = Some(at() - chrono::Duration::hours(3));
    Entry {
        seq,
        ..Entry::preview(draft, at())
    }
}

fn record(events: &[Event]) -> ParticipantRecord {
    let enrolled = events[0].enrolled().unwrap();
    let mut record = ParticipantRecord::new(enrolled.clone());
    for (seq, event) in (1..).zip(events) {
        record.apply(&entry(seq, event.clone()));
    }
    record
}

fn demo_records(study: &Study) -> Vec<ParticipantRecord> {
    let made = demo::participants(study, 14, at().date_naive(), 7);
    let mut records: Vec<ParticipantRecord> = made.map(|events| record(&events)).collect();
    records.sort_by(|one, other| one.participant.id.cmp(&other.participant.id));
    records
}

fn export(context: &Context, records: &[ParticipantRecord]) -> (InMemory, Vec<Remark>) {
    let mut files = InMemory::default();
    let mut exporter = Box::new(Csv::begin(context.clone(), &mut files).unwrap());
    for record in records {
        let person = Person::of(context, record);
        exporter.participant(&person, &mut files).unwrap();
    }
    let remarks = exporter.finish(&mut files).unwrap();
    (files, remarks)
}

type Row = BTreeMap<String, String>;

/// Reads a table by a parser that shares nothing with the writer.
fn table(files: &InMemory, name: &str) -> Vec<Row> {
    let text = files.text(&format!("{name}.csv")).unwrap();
    let mut rows = parse(text.trim_start_matches('\u{feff}')).into_iter();
    let names = rows.next().unwrap();
    let row = |cells: Vec<String>| {
        assert_eq!(cells.len(), names.len(), "{name}");
        names.iter().cloned().zip(cells).collect()
    };
    rows.map(row).collect()
}

/// Takes CSV apart by RFC 4180.
fn parse(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut chars) = (false, text.chars().peekable());
    while let Some(c) = chars.next() {
        match (quoted, c) {
            (true, '"') if chars.peek() == Some(&'"') => cell.extend(chars.next()),
            (true, '"') => quoted = false,
            (false, '"') => quoted = true,
            (false, ',') => row.push(std::mem::take(&mut cell)),
            (false, '\r') if chars.peek() == Some(&'\n') => {
                chars.next();
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            (_, c) => cell.push(c),
        }
    }
    assert!(
        row.is_empty() && cell.is_empty() && !quoted,
        "a file cut in the middle"
    );
    rows
}

fn package(files: &InMemory) -> Vec<Json> {
    let package: Json = serde_json::from_str(&files.text("datapackage.json").unwrap()).unwrap();
    package["resources"].as_array().unwrap().clone()
}

#[test]
fn every_answer_of_every_participant_stands_in_the_row_and_column_of_its_form() {
    let study = Arc::new(embedded_study().unwrap());
    let context = context(&study);
    let records = demo_records(&study);
    let (files, remarks) = export(&context, &records);
    assert_eq!(remarks, []);
    let mut compared = 0;
    for record in &records {
        for session in record.sessions.values() {
            for (id, cells) in &session.forms {
                let form = study.form(id.as_str()).unwrap();
                let names = context.names.form(&form.id).unwrap();
                let row = table(&files, &names.redcap).into_iter().find(|row| {
                    let number = rows::split(id.as_str()).map(|(_, number)| number.to_string());
                    row["participant"] == record.participant.id.as_str()
                        && match form.kept {
                            Kept::Visits => row["visit"] == session.visit.as_str(),
                            Kept::Rows => Some(&row["row"]) == number.as_ref(),
                            Kept::Once => true,
                        }
                });
                let row = row.unwrap_or_else(|| panic!("{id} of {:?}", session.visit));
                for (field, cell) in cells {
                    let name = &names.field(field).unwrap().redcap;
                    match cell.answer.as_ref().unwrap() {
                        Answer::Value { value, unit } => {
                            let text = match value {
                                Value::Number(number) => number.to_string(),
                                Value::Below(number) => {
                                    assert_eq!(row[&format!("{name}_limit")], "<");
                                    number.to_string()
                                }
                                Value::Code(text) | Value::Text(text) => text.clone(),
                                Value::Date(day) => day.to_string(),
                            };
                            assert_eq!(row[name], text, "{id}/{field}");
                            assert_eq!(row[&format!("{name}_missing")], "");
                            if let Some(own) = row.get(&format!("{name}_unit")) {
                                assert_eq!(Some(own), unit.as_ref(), "{id}/{field}");
                            }
                        }
                        Answer::Missing { reason, .. } => {
                            assert_eq!(row[name], "", "{id}/{field}");
                            assert_eq!(row[&format!("{name}_missing")], *reason);
                        }
                    }
                    compared += 1;
                }
                assert_eq!(row["entered_by"], "nurse");
                assert_eq!(row["stored_at"], "2026-03-02T09:00:00.000+01:00");
                assert_eq!(row["observed_at"], "2026-03-02T06:00:00.000+01:00");
            }
        }
    }
    assert!(compared > 5000, "{compared}");
}

#[test]
fn scores_and_verdicts_are_those_of_the_timeline() {
    let study = Arc::new(embedded_study().unwrap());
    let records = demo_records(&study);
    let (files, _) = export(&context(&study), &records);
    let scores = table(&files, "scores");
    let mut verdicts = 0;
    for record in &records {
        let story = tell(&study, record, Vec::new(), at().date_naive());
        let json = as_json(&story, DEFAULT);
        for visit in json["visits"].as_array().unwrap() {
            let row = scores.iter().find(|row| {
                row["participant"] == record.participant.id.as_str()
                    && visit["visit"] == row["visit"]
            });
            let Some(row) = row else {
                assert_eq!(visit["date"], Json::Null, "{visit}");
                continue;
            };
            let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
            let verdict = &visit["verdict"];
            assert_eq!(row["imacs"], text(&verdict["imacs"]));
            assert_eq!(row["registered"], text(&verdict["registered"]));
            assert_eq!(row["tis"], text(&verdict["tis"]));
            assert_eq!(row["tis_category"], text(&verdict["tis_category"]));
            verdicts += usize::from(verdict["tis"].is_string());
            for measure in json["measures"].as_array().unwrap() {
                let own = measure["values"].as_array().unwrap().iter();
                let own = own.filter(|value| value["visit"] == visit["visit"]);
                let own: Vec<String> = own.map(|value| text(&value["value"])).collect();
                let name = text(&measure["measure"]);
                let shown = format!("{}{}", row[&format!("{name}_limit")], row[&name]);
                let told = own.first().cloned().unwrap_or_default();
                // A fraction stands as a decimal here.
                if !told.contains('/') {
                    assert_eq!(shown, told, "{name} at {}", row["visit"]);
                }
            }
        }
    }
    assert!(verdicts > 10, "{verdicts}");
}

#[test]
fn every_cell_is_what_the_description_says_of_its_column() {
    let study = Arc::new(embedded_study().unwrap());
    let (files, _) = export(&context(&study), &demo_records(&study));
    let mut names = BTreeSet::new();
    for resource in package(&files) {
        let name = resource["name"].as_str().unwrap();
        let rows = table(&files, name);
        assert_eq!(
            resource["rows"].as_u64().unwrap() as usize,
            rows.len(),
            "{name}"
        );
        let key = resource["schema"]["primaryKey"].as_array().unwrap();
        let mut keys = BTreeSet::new();
        for row in &rows {
            let own: Vec<&String> = key.iter().map(|own| &row[own.as_str().unwrap()]).collect();
            assert!(keys.insert(own), "{name}: a row twice");
        }
        let mut own = BTreeSet::new();
        for field in resource["schema"]["fields"].as_array().unwrap() {
            let column = field["name"].as_str().unwrap();
            assert!(own.insert(column), "{name}.{column} twice");
            let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            assert!(column.len() <= 32 && column.chars().all(legal), "{column}");
            assert!(!field["title"].as_str().unwrap().is_empty());
            for cell in rows.iter().map(|row| &row[column]) {
                check(&format!("{name}.{column}"), field, cell);
            }
        }
        assert!(names.insert(name.to_owned()));
    }
    assert!(names.len() > 20);
}

fn check(column: &str, field: &Json, cell: &str) {
    let limits = &field["constraints"];
    if cell.is_empty() {
        assert_ne!(limits["required"], true, "{column}");
        return;
    }
    if let Some(codes) = limits["enum"].as_array() {
        assert!(codes.iter().any(|code| code == cell), "{column}: {cell}");
    }
    let number = |value: &Json| value.to_string().parse::<rust_decimal::Decimal>().unwrap();
    match field["type"].as_str().unwrap() {
        "integer" | "number" => {
            let own: rust_decimal::Decimal = cell.parse().unwrap();
            assert!(
                limits["minimum"].is_null() || own >= number(&limits["minimum"]),
                "{column}"
            );
            assert!(
                limits["maximum"].is_null() || own <= number(&limits["maximum"]),
                "{column}"
            );
        }
        "date" => drop(cell.parse::<chrono::NaiveDate>().unwrap()),
        "datetime" => drop(DateTime::parse_from_rfc3339(cell).unwrap()),
        _ => {}
    }
}

#[test]
fn the_names_of_columns_are_legal_and_unique_in_every_version_that_was_shipped() {
    for version in [version_1(), version_2(), embedded_study().unwrap()] {
        let study = Arc::new(version);
        let (files, _) = export(&context(&study), &[]);
        for resource in package(&files) {
            let fields = resource["schema"]["fields"].as_array().unwrap();
            let names: BTreeSet<&str> = fields.iter().filter_map(|f| f["name"].as_str()).collect();
            assert_eq!(names.len(), fields.len(), "{}", resource["name"]);
            assert!(names.iter().all(|name| name.len() <= 32));
        }
    }
}

#[test]
fn the_same_data_give_the_same_bytes() {
    let study = Arc::new(embedded_study().unwrap());
    let records = demo_records(&study);
    let (one, _) = export(&context(&study), &records);
    let (other, _) = export(&context(&study), &records);
    assert_eq!(one.names(), other.names());
    for name in one.names() {
        assert_eq!(one.bytes(&name), other.bytes(&name), "{name}");
    }
}

const HOSTILE: &str = "=HYPERLINK(\"http://x\",\"a\"), \"]]>\" 类风湿 🦴\nsecond line, 'quoted'";

#[test]
fn a_hostile_text_comes_back_as_it_was_typed_and_is_named_and_guarded_for_a_spreadsheet() {
    let study = Arc::new(embedded_study().unwrap());
    let mut events: Vec<Event> = demo::participants(&study, 1, at().date_naive(), 7)
        .next()
        .unwrap();
    events.push(Event::Answered {
        place: coreset::domain::record::event::FieldPath {
            participant: events[0].enrolled().unwrap().id.clone(),
            visit: rows::SESSION.into(),
            form: rows::row_id("adverse-event", 1),
            field: "term".into(),
        },
        answer: Answer::text(HOSTILE),
        origin: Origin::Typed,
    });
    let record = record(&events);
    let term = |files: &InMemory| {
        let row = table(files, "adverse_event").pop().unwrap();
        row["ae_term"].clone()
    };
    let mut context = context(&study);
    let (files, remarks) = export(&context, std::slice::from_ref(&record));
    assert_eq!(term(&files), HOSTILE);
    let named = Remark::Formulas {
        file: "adverse_event.csv".to_owned(),
        count: 1,
    };
    assert_eq!(remarks, std::slice::from_ref(&named));
    context.options.for_spreadsheet = true;
    let (files, remarks) = export(&context, &[record]);
    assert!(
        files
            .text("adverse_event.csv")
            .unwrap()
            .starts_with('\u{feff}')
    );
    assert_eq!(term(&files), format!("'{HOSTILE}"));
    assert_eq!(remarks, [named]);
}

#[test]
fn an_enrolment_by_mistake_stands_among_the_participants_and_nowhere_else() {
    let study = Arc::new(embedded_study().unwrap());
    let mut records = demo_records(&study);
    let voided = &mut records[10];
    let id = voided.participant.id.clone();
    voided.apply(&entry(
        900,
        Event::StatusChanged {
            participant: id.clone(),
            day: at().date_naive(),
            status: Status::EnrolledByMistake,
            words: "twice".to_owned(),
            after: 0,
        },
    ));
    let (files, _) = export(&context(&study), &records);
    for resource in package(&files) {
        let name = resource["name"].as_str().unwrap();
        let rows = table(&files, name);
        let own = rows.iter().filter(|row| row["participant"] == id.as_str());
        let own: Vec<&Row> = own.collect();
        match name {
            "participants" => assert_eq!(own[0]["counts"], "0"),
            "statuses" => assert_eq!(own[0]["words"], "twice"),
            _ => assert!(own.is_empty(), "{name}"),
        }
    }
}

#[test]
fn what_a_user_does_not_see_is_left_out_and_named() {
    let study = Arc::new(embedded_study().unwrap());
    let mut records = demo_records(&study);
    let hidden = &mut records[10];
    let id = hidden.participant.id.clone();
    let session = hidden.sessions.get_mut("baseline").unwrap();
    let nothing = Withheld {
        asked: 1,
        answered: 1,
    };
    session.withhold(&"haq".into(), nothing);
    let (files, remarks) = export(&context(&study), &records);
    assert_eq!(
        remarks,
        [Remark::Hidden {
            participant: id.clone(),
            visit: "baseline".into(),
            form: "haq".into(),
        }]
    );
    let is_own = |row: &&Row| row["participant"] == id.as_str();
    let haq = table(&files, "haq_di");
    let mut own = haq.iter().filter(is_own);
    let own = own.find(|row| row["visit"] == "baseline").unwrap();
    assert_eq!(own["form_state"], "hidden");
    assert!(
        own.iter()
            .filter(|(name, _)| name.starts_with("haq_"))
            .all(|(_, cell)| cell.is_empty())
    );
    let scores = table(&files, "scores");
    for row in scores
        .iter()
        .filter(is_own)
        .filter(|row| row["visit"] != "baseline")
    {
        assert_eq!((row["hidden"].as_str(), row["tis"].as_str()), ("1", ""));
    }
}

#[test]
fn a_selection_leaves_the_rest_out() {
    let study = Arc::new(embedded_study().unwrap());
    let records = demo_records(&study);
    let mut context = context(&study);
    context.selection.visit = Some("week-12".into());
    let (files, _) = export(&context, &records);
    let visits = table(&files, "visits");
    assert!(!visits.is_empty() && visits.iter().all(|row| row["visit"] == "week-12"));
    let haq = table(&files, "haq_di");
    assert!(!haq.is_empty() && haq.iter().all(|row| row["visit"] == "week-12"));
    assert!(table(&files, "medication").is_empty());
    context.selection = Selection {
        since: Some(u64::MAX),
        ..Selection::default()
    };
    let (files, _) = export(&context, &records);
    assert!(table(&files, "haq_di").is_empty());
}
