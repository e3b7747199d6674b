use super::*;
use crate::domain::base::answer::{Answer, Value};
use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::record::event::{Event, Origin};
use crate::domain::record::imported::FileHash;
use crate::domain::record::rows::{SESSION, row_id};
use crate::domain::record::session::{Cell, Session};
use crate::domain::record::user::{Role, User};
use crate::domain::sample::{cells, date, decimal, entry, participant, session};
use crate::domain::study::shipped::embedded_study;
use crate::export::exporter::{Context, Exporter as _};
use crate::export::files::InMemory;
use crate::export::{AsOf, Person, redcap::Redcap as Export};
use crate::import::plan::{Planned, Verdict};
use crate::text::DEFAULT;
use crate::tools::demo::participants;
use chrono::NaiveDate;
use std::sync::{Arc, LazyLock};

const TODAY: &str = "2026-03-09";

static USER: LazyLock<User> = LazyLock::new(|| User::new("kern", "M. Kern", &Role::ALL));

fn terms() -> Terms<'static> {
    Terms {
        user: &USER,
        now: "2026-03-09T21:00:00+01:00".parse().unwrap(),
        seen: 1000,
        language: DEFAULT,
    }
}

/// Returns the data of records as they are given out.
fn exported(study: &Study, records: &[ParticipantRecord]) -> Vec<u8> {
    let context = Context {
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
    };
    let mut files = InMemory::default();
    let mut export = Box::new(Export::begin(context.clone(), &mut files).unwrap());
    for record in records {
        let person = Person::of(&context, record);
        export.participant(&person, &mut files).unwrap();
    }
    export.finish(&mut files).unwrap();
    files.bytes(FILE).unwrap()
}

fn made(study: &Study, count: usize) -> Vec<ParticipantRecord> {
    let mut seq = 10;
    let all = participants(study, count, date(TODAY), 7).map(|events| {
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

fn plan(study: &Study, bytes: &[u8], record: &ParticipantRecord) -> Result<Plan, ImportFault> {
    let names = study.names().unwrap();
    let file = Redcap::read(study, &names, bytes)?;
    file.plan(&record.participant.id, Some(record), &terms())
}

/// Returns a participant without anything, after a file was taken in.
fn taken_in(study: &Study, bytes: &[u8], of: &ParticipantRecord) -> (ParticipantRecord, Plan) {
    let mut record = ParticipantRecord::new(of.participant.clone());
    let plan = plan(study, bytes, &record).unwrap();
    for ((event, _), seq) in plan.events.iter().zip(10..) {
        record.apply(&entry(seq, event.clone()));
    }
    (record, plan)
}

type Current = (VisitId, FormId, FieldId, Option<Answer>, Option<String>);

/// Returns what stands in a record.
fn current(record: &ParticipantRecord) -> Vec<Current> {
    let of_session = |session: &Session| -> Vec<Current> {
        let forms = session.forms.iter();
        let all = forms.flat_map(|(form, cells)| {
            cells.iter().map(|(field, cell): (&FieldId, &Cell)| {
                let (answer, note) = (cell.answer.clone(), cell.note.clone());
                (
                    session.visit.clone(),
                    form.clone(),
                    field.clone(),
                    answer,
                    note,
                )
            })
        });
        let said = all.filter(|(.., answer, note)| answer.is_some() || note.is_some());
        said.collect()
    };
    record.sessions.values().flat_map(of_session).collect()
}

fn hostile(study: &Study) -> ParticipantRecord {
    let mut record = ParticipantRecord::new(participant("01-001", "2026-01-05"));
    let text = "=1+1,\"b\"\r\n01-009,week_4_arm_1,|[enr_sex] = '' \u{1f4a5}<b>";
    let mut week = session(
        "week-4",
        "2026-02-03",
        "enzymes",
        &[
            ("laboratory", Answer::text("-A, \"B\" | C;")),
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
                    text: Some("@not on the \"report\"".into()),
                },
            ),
        ],
    );
    week.cell_mut(&"enzymes".into(), &"ck".into()).note = Some(text.into());
    record.sessions.insert(week.visit.clone(), week);
    let mut log = session(SESSION, "2026-01-05", "none", &[]);
    log.forms.clear();
    for (number, term, onset) in [(1, "Nausea, \"mild\"", "2026-02"), (3, "+Rash", "2026")] {
        let cells = cells(&[("term", Answer::text(term)), ("onset", Answer::text(onset))]);
        log.forms.insert(row_id("adverse-event", number), cells);
    }
    record.sessions.insert(log.visit.clone(), log);
    assert!(study.form("adverse-event").is_some());
    record
}

#[test]
fn what_is_given_out_comes_in_as_the_same_values_for_every_participant() {
    let study = embedded_study().unwrap();
    let mut records = made(&study, 14);
    records.push(hostile(&study));
    let bytes = exported(&study, &records);
    for record in &records {
        let (taken, plan) = taken_in(&study, &bytes, record);
        let is_new = |own: &&Planned| [Verdict::New, Verdict::Begins].contains(&own.verdict);
        let others: Vec<&Planned> = plan.cells.iter().filter(|own| !is_new(own)).collect();
        assert!(others.is_empty(), "{others:?}");
        assert_eq!(
            current(&taken),
            current(record),
            "{}",
            record.participant.id
        );
        let days = |record: &ParticipantRecord| -> Vec<(VisitId, NaiveDate)> {
            let all = record.visits();
            all.map(|own| (own.visit.clone(), own.date)).collect()
        };
        assert_eq!(days(&taken), days(record));
    }
}

#[test]
fn the_same_file_twice_changes_nothing() {
    let study = embedded_study().unwrap();
    let records = [hostile(&study)];
    let bytes = exported(&study, &records);
    let (taken, _) = taken_in(&study, &bytes, &records[0]);
    let again = plan(&study, &bytes, &taken).unwrap();
    assert_eq!((again.events.len(), again.queries.len()), (0, 0));
    assert!(again.cells.iter().all(|own| own.verdict == Verdict::Same));
}

#[test]
fn each_answer_keeps_the_file_and_its_line() {
    let study = embedded_study().unwrap();
    let bytes = exported(&study, &[hostile(&study)]);
    let (taken, _) = taken_in(&study, &bytes, &hostile(&study));
    let week = taken.session("week-4").unwrap();
    let Some(Origin::Imported(line)) = week.forms["enzymes"][&FieldId::from("ck")].origin else {
        panic!("not imported");
    };
    assert_eq!((line.file, line.line), (FileHash::of(&bytes), 3));
}

#[test]
fn what_differs_is_never_overwritten_and_asked_about_once() {
    let study = embedded_study().unwrap();
    let bytes = exported(&study, &[hostile(&study)]);
    let mut record = hostile(&study);
    let week = record.sessions.get_mut("week-4").unwrap();
    let ck = week.cell_mut(&"enzymes".into(), &"ck".into());
    ck.answer = Some(Answer::number(decimal("7"), Some("ukat/L")));
    let plan = super::tests::plan(&study, &bytes, &record).unwrap();
    assert!(plan.events.is_empty());
    assert_eq!(plan.queries.len(), 1);
    let differing = plan
        .cells
        .iter()
        .filter(|own| own.verdict == Verdict::Differs);
    let said: Vec<(&str, &str)> = differing
        .map(|own| (own.old.as_str(), own.new.as_str()))
        .collect();
    assert_eq!(said, [("7", "<0.50")]);
    record.apply(&entry(50, plan.queries[0].0.clone()));
    let again = super::tests::plan(&study, &bytes, &record).unwrap();
    assert!(again.queries.is_empty() && again.events.is_empty());
}

/// Returns what is said of the data after an edit.
fn fault(edit: impl Fn(&mut Vec<Vec<String>>)) -> String {
    let study = embedded_study().unwrap();
    let record = hostile(&study);
    let bytes = exported(&study, std::slice::from_ref(&record));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes.as_slice());
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        row.iter().map(str::to_owned).collect::<Vec<String>>()
    });
    let mut rows: Vec<Vec<String>> = rows.collect();
    edit(&mut rows);
    let mut out = csv::Writer::from_writer(Vec::new());
    rows.iter().for_each(|row| out.write_record(row).unwrap());
    let bytes = out.into_inner().unwrap();
    let names = study.names().unwrap();
    let file = Redcap::read(&study, &names, &bytes);
    let empty = ParticipantRecord::new(record.participant.clone());
    let planned = file.and_then(|file| {
        let who: Vec<ParticipantId> = file.participants().cloned().collect();
        for who in &who {
            let known = (*who == empty.participant.id).then_some(&empty);
            file.plan(who, known, &terms())?;
        }
        Ok(())
    });
    planned.map_or_else(
        |fault| DEFAULT.import_fault(FILE, &fault).what,
        |()| String::new(),
    )
}

fn set(row: usize, column: &'static str, text: &'static str) -> impl Fn(&mut Vec<Vec<String>>) {
    move |rows| {
        let at = rows[0].iter().position(|own| own == column).unwrap();
        rows[row][at] = text.to_owned();
    }
}

#[test]
fn a_mistake_is_refused_by_line_and_column() {
    assert_eq!(fault(|_| ()), "");
    for (said, place) in [
        (
            fault(set(2, "enz_ck_unit", "U")),
            "(enz_ck_unit): the field has no unit `U`",
        ),
        (
            fault(set(2, "enz_ck_unit", "")),
            "(enz_ck_unit): the unit is missing",
        ),
        (
            fault(set(2, "enz_units", "U/L")),
            "(enz_units): the field has no code `U/L`",
        ),
        (
            fault(set(2, "enz_ck", "1,5")),
            "(enz_ck): `1,5` is not a number",
        ),
        (
            fault(set(2, "enz_ck", "9999999")),
            "(enz_ck): the field does not take",
        ),
        (
            fault(set(2, "enz_ck_mr", "other")),
            "(enz_ck_mr): there is a value, and",
        ),
        (
            fault(set(2, "enz_ck_uln_mrw", "")),
            "(enz_ck_uln_mrw): the reason needs words",
        ),
        (
            fault(set(2, "enz_ck_uln_mrw", ">1000")),
            "(enz_ck_uln_mrw): `>1000` says nothing",
        ),
        (
            fault(set(2, "visit_at", "2026-02-30")),
            "(visit_at): `2026-02-30` is not a date",
        ),
        (
            fault(set(2, "visit_at", "")),
            "(visit_at): the visit is not begun",
        ),
        (
            fault(set(3, "ae_onset", "spring")),
            "(ae_onset): `spring` is not a date",
        ),
        (
            fault(set(3, "redcap_repeat_instance", "0")),
            "`0` is no row of a log",
        ),
        (
            fault(set(2, "redcap_event_name", "x_arm_1")),
            "the study has no event x_arm_1",
        ),
        (
            fault(set(1, "enr_initials", "XY")),
            "(enr_initials): the record says AB",
        ),
        (
            fault(set(2, "record_id", "02-001")),
            "nobody is enrolled in this study as 02-001",
        ),
        (
            fault(set(0, "enz_ck_unit", "enz_other")),
            "the column enz_ck_unit is missing",
        ),
        (
            fault(set(0, "enz_ck_note", "enz_other")),
            "(enz_other): no field of the study",
        ),
        (
            fault(set(0, "record_id", "id")),
            "the column record_id is missing",
        ),
        (
            fault(set(2, "r36_item01", "1")),
            "it is not asked at week-4",
        ),
    ] {
        assert!(said.contains(place), "{said:?} does not say {place:?}");
        assert!(said.starts_with("data.csv, line "), "{said}");
    }
}

#[test]
fn a_code_of_a_missing_reason_in_the_place_of_a_value_says_that_there_is_none() {
    let study = embedded_study().unwrap();
    let text = "record_id,redcap_event_name,visit_at,ptga_likert\n01-001,week_4_arm_1,2026-02-03,refused\n";
    let record = ParticipantRecord::new(participant("01-001", "2026-01-05"));
    let plan = plan(&study, text.as_bytes(), &record).unwrap();
    let answers = plan.events.iter().find_map(|(event, _)| match event {
        Event::Filled { answers, .. } => Some(answers.clone()),
        _ => None,
    });
    assert_eq!(answers.unwrap()[0].1, Answer::missing("refused"));
}

#[test]
fn an_option_that_is_ticked_is_the_answer_and_two_are_none() {
    let study = embedded_study().unwrap();
    let record = ParticipantRecord::new(participant("01-001", "2026-01-05"));
    let text = |cells: &str| {
        format!(
            "record_id,redcap_event_name,visit_at,ptga_likert___1,ptga_likert___2\n01-001,week_4_arm_1,2026-02-03,{cells}\n"
        )
    };
    let one = plan(&study, text("0,1").as_bytes(), &record).unwrap();
    assert!(
        one.cells
            .iter()
            .any(|own| own.verdict == Verdict::New && own.field == "likert")
    );
    let two = plan(&study, text("1,1").as_bytes(), &record).unwrap_err();
    assert_eq!(two.what, ImportWrong::Both);
}

/// Returns a participant whose baseline and week 4 are begun.
fn begun() -> ParticipantRecord {
    let mut record = ParticipantRecord::new(participant("01-001", "2026-01-05"));
    for (visit, day) in [("baseline", "2026-01-05"), ("week-4", "2026-02-02")] {
        let mut begun = session(visit, day, "enzymes", &[]);
        begun.forms.clear();
        record.sessions.insert(begun.visit.clone(), begun);
    }
    record
}

/// Returns why the owner would refuse a file.
fn refused(text: &str) -> String {
    let study = embedded_study().unwrap();
    let names = study.names().unwrap();
    let file = Redcap::read(&study, &names, text.as_bytes()).unwrap();
    let record = begun();
    let plan = file.plan(&record.participant.id, Some(&record), &terms());
    let checked = plan.and_then(|plan| file.check(&record, &plan, &terms()));
    checked.map_or_else(
        |fault| DEFAULT.import_fault(FILE, &fault).what,
        |()| String::new(),
    )
}

#[test]
fn what_the_rules_refuse_is_refused_by_line_and_column_before_anything_is_sent() {
    let visit = |event: &str, day: &str| {
        refused(&format!(
            "record_id,redcap_event_name,visit_at\n01-001,{event},{day}\n"
        ))
    };
    let row = |number: &str| {
        refused(&format!(
            "record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,ae_term\n01-001,log_arm_1,adverse_event,{number},Nausea\n"
        ))
    };
    assert_eq!(row("1"), "");
    for (said, place) in [
        (visit("week_8_arm_1", "2026-03-10"), "column 3 (visit_at): "),
        (visit("week_8_arm_1", "2026-01-20"), "column 3 (visit_at): "),
        (row("77"), "column 4 (redcap_repeat_instance): "),
    ] {
        let is_there = said.starts_with(&format!("data.csv, line 2, {place}"));
        assert!(is_there, "{said:?}");
    }
}

#[test]
fn no_two_samples_are_mixed_in_a_form_and_no_time_is_still_to_come() {
    let study = embedded_study().unwrap();
    let mut record = begun();
    let week = record.sessions.get_mut("week-4").unwrap();
    let mut typed = |field: &str, answer: Answer| {
        week.cell_mut(&"laboratory".into(), &field.into()).answer = Some(answer);
    };
    typed("unit.haemoglobin", Answer::code("g/dL"));
    typed("haemoglobin", Answer::number(decimal("13"), Some("g/dL")));
    let text = |time: &str, result: &str| {
        format!(
            "record_id,redcap_event_name,lab_sampled_on,lab_sampled_time,lab_hb,lab_hb_unit,lab_hb_uln,lab_hb_uln_unit\n01-001,week_4_arm_1,2026-03-09,{time},{result},g/dL,16,g/dL\n"
        )
    };
    let verdicts = |result: &str| -> Vec<&str> {
        let plan = plan(&study, text("08:15", result).as_bytes(), &record).unwrap();
        plan.cells.iter().map(|cell| cell.verdict.word()).collect()
    };
    assert_eq!(verdicts("13"), ["new", "new", "same", "new"]);
    assert_eq!(verdicts("12"), ["held", "held", "differs", "held"]);
    let early = plan(&study, text("21:00", "13").as_bytes(), &record);
    assert!(early.is_ok());
    let late = plan(&study, text("21:01", "13").as_bytes(), &record).unwrap_err();
    assert_eq!(late.column, Some((4, "lab_sampled_time".into())));
    assert!(matches!(late.what, ImportWrong::InFuture { .. }));
}
