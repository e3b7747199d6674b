use super::*;
use crate::domain::base::answer::{Answer, Value};
use crate::domain::record::event::{Event, Origin};
use crate::domain::record::imported::FileHash;
use crate::domain::record::lock::Scope;
use crate::domain::record::signature::{Meaning, Signature};
use crate::domain::record::user::{Role, User};
use crate::domain::sample::{date, decimal, entry, participant, session};
use crate::domain::study::shipped::embedded_study;
use crate::import::plan::{Planned, Verdict};
use crate::text::DEFAULT;
use crate::text::imports::{ImportWrong, Waits};
use proptest::prelude::*;
use std::sync::LazyLock;

const NOW: &str = "2026-03-09T21:00:00+01:00";
const HEAD: &str = "Patient;Date;Time;Test;Result;Unit;Low;High\r\n";

static STUDY: LazyLock<Study> = LazyLock::new(|| embedded_study().unwrap());

static USER: LazyLock<User> = LazyLock::new(|| User::new("kern", "M. Kern", &Role::ALL));

fn terms() -> Terms<'static> {
    Terms {
        user: &USER,
        now: NOW.parse().unwrap(),
        seen: 1000,
        language: DEFAULT,
    }
}

fn map(text: &str) -> LabMap {
    LabMap::read("lab.toml", text, &STUDY).unwrap()
}

/// Returns the example with another text in the place of one that stands in it.
fn changed(from: &str, to: &str) -> LabMap {
    assert!(EXAMPLE.contains(from), "{from}");
    map(&EXAMPLE.replacen(from, to, 1))
}

fn berlin(moment: DateTime<Utc>) -> NaiveDateTime {
    moment
        .with_timezone(&chrono_tz::Europe::Berlin)
        .naive_local()
}

/// Returns a participant whose baseline and week 4 are begun.
fn person() -> ParticipantRecord {
    let mut record = ParticipantRecord::new(participant("01-001", "2026-01-05"));
    for (visit, day) in [("baseline", "2026-01-05"), ("week-4", "2026-02-02")] {
        let mut begun = session(visit, day, "enzymes", &[]);
        begun.forms.clear();
        record.sessions.insert(begun.visit.clone(), begun);
    }
    record
}

fn file<'a>(map: &'a LabMap, bytes: &[u8]) -> Result<Lab<'a>, ImportFault> {
    Lab::read(&STUDY, map, bytes, &berlin)
}

/// Returns what comes of all participants of a file, and the rows that reading refuses.
fn plan_of(map: &LabMap, bytes: &[u8], record: &ParticipantRecord) -> Plan {
    let lab = file(map, bytes).unwrap();
    let mut all = Plan::default();
    all.refused.extend(lab.refused.iter().cloned());
    for who in lab.participants() {
        let known = (*who == record.participant.id).then_some(record);
        let plan = lab.plan(who, known, &terms());
        all.cells.extend(plan.cells);
        all.events.extend(plan.events);
        all.queries.extend(plan.queries);
        all.refused.extend(plan.refused);
    }
    all
}

fn rows(rows: &str) -> Vec<u8> {
    format!("{HEAD}{rows}").into_bytes()
}

fn plan(text: &str) -> Plan {
    plan_of(&map(EXAMPLE), &rows(text), &person())
}

fn apply(record: &mut ParticipantRecord, plan: &Plan) {
    for ((event, _), seq) in plan.events.iter().chain(&plan.queries).zip(100..) {
        record.apply(&entry(seq, event.clone()));
    }
}

/// Returns visit, field, old, new and verdict of each cell.
fn told(plan: &Plan) -> Vec<[String; 5]> {
    let told = |cell: &Planned| {
        let visit = cell.visit.as_ref().map(ToString::to_string);
        [
            visit.unwrap_or_default(),
            cell.field.clone(),
            cell.old.clone(),
            cell.new.clone(),
            cell.verdict.word().to_owned(),
        ]
    };
    plan.cells.iter().map(told).collect()
}

fn answer(record: &ParticipantRecord, visit: &str, form: &str, field: &str) -> Option<Answer> {
    let session = record.session(visit)?;
    session.answer(form, field).cloned()
}

fn number(text: &str, unit: &str) -> Option<Answer> {
    Some(Answer::number(decimal(text), Some(unit)))
}

#[test]
fn a_result_is_stored_with_its_unit_limits_and_sample_and_the_line_of_the_file() {
    let text = rows(
        "01-001;02.02.2026;08:15;CK;250,5;IU/L;;190\r\n01-001;02.02.2026;08:15;HB;13,1;g/dl;12;16\r\n",
    );
    let mut record = person();
    let plan = plan_of(&map(EXAMPLE), &text, &record);
    assert_eq!((plan.refused.len(), plan.queries.len()), (0, 0));
    let origins: Vec<_> = plan
        .events
        .iter()
        .map(|(event, own)| match event {
            Event::Filled {
                origin: Origin::Imported(line),
                ..
            } if line == own => (line.file, line.line),
            other => panic!("{other:?}"),
        })
        .collect();
    let hash = FileHash::of(&text);
    assert_eq!(origins, [(hash, 2), (hash, 3)]);
    apply(&mut record, &plan);
    let enzymes = |field: &str| answer(&record, "week-4", "enzymes", field);
    assert_eq!(enzymes("ck"), number("250.5", "U/L"));
    assert_eq!(enzymes("ck.uln"), number("190", "U/L"));
    assert_eq!(enzymes("unit"), Some(Answer::code("U/L")));
    let safety = |field: &str| answer(&record, "week-4", "laboratory", field);
    assert_eq!(safety("haemoglobin"), number("13.1", "g/dL"));
    assert_eq!(safety("haemoglobin.lln"), number("12", "g/dL"));
    assert_eq!(safety("unit.haemoglobin"), Some(Answer::code("g/dL")));
    assert_eq!(safety("sampled-at"), Some(Answer::text("08:15")));
    assert_eq!(
        safety("sampled-on").and_then(|day| day.as_date()),
        Some(date("2026-02-02"))
    );
    assert_eq!(
        safety("laboratory"),
        Some(Answer::text("Synthetic Central Laboratory"))
    );
}

#[test]
fn microkatals_are_converted_exactly_and_go_into_the_unit_that_the_form_has() {
    let row = "01-001;02.02.2026;08:15;CK;2,505;\u{b5}kat/l;;\r\n";
    let new = |record: &ParticipantRecord| {
        let mut record = record.clone();
        let plan = plan_of(&map(EXAMPLE), &rows(row), &record);
        apply(&mut record, &plan);
        answer(&record, "week-4", "enzymes", "ck")
    };
    assert_eq!(new(&person()), number("150.3", "U/L"));
    let mut typed = person();
    let week = typed.sessions.get_mut("week-4").unwrap();
    week.cell_mut(&"enzymes".into(), &"unit".into()).answer = Some(Answer::code("ukat/L"));
    assert_eq!(new(&typed), number("2.505", "ukat/L"));
    // 100 U/L are 1.666... microkatal: nothing is rounded.
    let inexact = rows("01-001;02.02.2026;08:15;CK;100;U/L;;\r\n");
    let plan = plan_of(&map(EXAMPLE), &inexact, &typed);
    assert!(plan.events.is_empty());
    assert!(matches!(plan.refused[0].what, ImportWrong::NotExact { .. }));
}

#[test]
fn results_that_are_no_plain_numbers_go_by_the_rules_of_the_map() {
    let mut record = person();
    let text = rows(
        "01-001;02.02.2026;08:15;CK;< 5,0;U/L;;\r\n01-001;02.02.2026;08:15;CRP;>1000;mg/l;;\r\n01-001;02.02.2026;08:15;HB;;g/dl;;\r\n01-001;05.01.2026;08:15;HB;haemolysed;;;\r\n01-001;02.02.2026;08:15;UPROT;++;;;\r\n01-001;02.02.2026;08:15;OTHER;7;;;\r\n",
    );
    let plan = plan_of(&map(EXAMPLE), &text, &record);
    assert!(plan.refused.is_empty(), "{:?}", plan.refused);
    assert_eq!(file(&map(EXAMPLE), &text).unwrap().left_out, 2);
    apply(&mut record, &plan);
    let below = Answer::Value {
        value: Value::Below(decimal("5.0")),
        unit: Some("U/L".into()),
    };
    let missing = |words: &str| Answer::Missing {
        reason: "other".into(),
        text: Some(words.into()),
    };
    let week = |form, field| answer(&record, "week-4", form, field);
    assert_eq!(week("enzymes", "ck"), Some(below));
    assert_eq!(
        week("laboratory", "crp"),
        Some(missing("the file says >1000"))
    );
    assert_eq!(week("laboratory", "haemoglobin"), None);
    assert_eq!(
        week("laboratory", "urine-protein.strip"),
        Some(Answer::code("2+"))
    );
    let baseline = answer(&record, "baseline", "laboratory", "haemoglobin");
    assert_eq!(baseline, Some(missing("haemolysed")));
}

#[test]
fn without_a_rule_such_a_result_is_refused_by_its_line_and_column() {
    let without = |from: &str, row: &str| {
        let map = changed(from, "");
        let bytes = rows(row);
        plan_of(&map, &bytes, &person()).refused
    };
    for (from, row, said) in [
        (
            "[below]\ntake = \"limit\"",
            "01-001;02.02.2026;08:15;CK;<5;U/L;;\r\n",
            "`<5` is not a number",
        ),
        (
            "[above]\ntake = \"missing\"\nmissing = \"other\"",
            "01-001;02.02.2026;08:15;CK;>1000;U/L;;\r\n",
            "`>1000` is not a number",
        ),
        (
            "[blank]\ntake = \"leave-out\"",
            "01-001;02.02.2026;08:15;CK;;U/L;;\r\n",
            "the result is blank",
        ),
        (
            "text = \"haemolysed\"",
            "01-001;02.02.2026;08:15;CK;haemolysed;U/L;;\r\n",
            "`haemolysed` is not a number",
        ),
    ] {
        let map = match from.starts_with('[') {
            true => without(from, row),
            false => plan_of(&changed(from, "text = \"lipaemic\""), &rows(row), &person()).refused,
        };
        let advice = DEFAULT.import_fault("x.csv", &map[0]).what;
        assert!(
            advice.starts_with("x.csv, line 2, column 5 (Result): "),
            "{advice}"
        );
        assert!(advice.contains(said), "{advice}");
    }
}

#[test]
fn a_typed_value_is_never_overwritten_and_asked_about_once_even_by_a_longer_file() {
    let mut record = person();
    let week = record.sessions.get_mut("week-4").unwrap();
    week.cell_mut(&"enzymes".into(), &"unit".into()).answer = Some(Answer::code("U/L"));
    week.cell_mut(&"enzymes".into(), &"ck".into()).answer = number("240", "U/L");
    let row = "01-001;02.02.2026;08:15;CK;250;U/L;;\r\n";
    let plan = plan_of(&map(EXAMPLE), &rows(row), &record);
    let ck = told(&plan)
        .into_iter()
        .find(|cell| cell[1] == "ck")
        .unwrap();
    assert_eq!(ck, ["week-4", "ck", "240 U/L", "250 U/L", "differs"]);
    assert_eq!(plan.queries.len(), 1);
    apply(&mut record, &plan);
    assert_eq!(
        answer(&record, "week-4", "enzymes", "ck"),
        number("240", "U/L")
    );
    let longer = rows(&format!("{row}01-001;02.02.2026;08:15;HB;13;g/dl;;\r\n"));
    let again = plan_of(&map(EXAMPLE), &longer, &record);
    assert!(again.queries.is_empty(), "{:?}", again.queries);
    let other = rows("01-001;02.02.2026;08:15;CK;260;U/L;;\r\n");
    assert_eq!(plan_of(&map(EXAMPLE), &other, &record).queries.len(), 1);
}

#[test]
fn what_is_typed_in_the_other_unit_is_compared_exactly() {
    let mut record = person();
    let week = record.sessions.get_mut("week-4").unwrap();
    week.cell_mut(&"enzymes".into(), &"unit".into()).answer = Some(Answer::code("ukat/L"));
    week.cell_mut(&"enzymes".into(), &"ck".into()).answer = number("2.5", "ukat/L");
    let verdict = |result: &str| {
        let text = rows(&format!("01-001;02.02.2026;08:15;CK;{result};U/L;;\r\n"));
        let plan = plan_of(&map(EXAMPLE), &text, &record);
        assert!(plan.refused.is_empty() && plan.events.len() <= 1);
        let cell = told(&plan)
            .into_iter()
            .find(|cell| cell[1] == "ck")
            .unwrap();
        (cell[3].clone(), cell[4].clone())
    };
    assert_eq!(verdict("150"), ("2.5 ukat/L".into(), "same".into()));
    assert_eq!(verdict("100"), ("100 U/L".into(), "differs".into()));
}

#[test]
fn a_sample_belongs_to_exactly_one_visit_or_waits() {
    let visit = |map: &LabMap, day: &str| {
        let text = rows(&format!("01-001;{day};08:15;CK;250;U/L;;\r\n"));
        let plan = plan_of(map, &text, &person());
        let first = plan.cells.first().unwrap();
        match first.verdict {
            Verdict::Waits(why) => {
                assert!(plan.events.is_empty() && first.visit.is_none());
                Err(why)
            }
            _ => Ok(first.visit.clone().unwrap().to_string()),
        }
    };
    let window = map(EXAMPLE);
    let by_day = changed("visit = \"window\"", "visit = \"day\"");
    let outside = Err(Waits::OutsideVisits);
    assert_eq!(visit(&window, "02.02.2026"), Ok("week-4".into()));
    assert_eq!(visit(&by_day, "02.02.2026"), Ok("week-4".into()));
    // Week 4 is day 28, 3 days before and after.
    assert_eq!(visit(&window, "05.02.2026"), Ok("week-4".into()));
    assert_eq!(visit(&window, "06.02.2026"), outside);
    assert_eq!(visit(&by_day, "05.02.2026"), outside);
    // In the window of week 2, which is not begun.
    assert_eq!(visit(&window, "21.01.2026"), outside);
    // The clock of the laboratory is ahead of that of the study.
    let chinese = changed("Europe/Berlin", "+08:00");
    let text = rows("01-001;03.02.2026;05:00;CK;250;U/L;;\r\n");
    let plan = plan_of(&chinese, &text, &person());
    assert_eq!(plan.cells[0].visit, Some("week-4".into()));
    // In the windows of baseline and week 2, and on the day of neither.
    let mut both = person();
    let week = session("week-2", "2026-01-19", "enzymes", &[]);
    both.sessions.insert(week.visit.clone(), week);
    let text = rows("01-001;17.01.2026;08:15;CK;250;U/L;;\r\n");
    let plan = plan_of(&window, &text, &both);
    assert_eq!(plan.cells[0].verdict, Verdict::Waits(Waits::SeveralVisits));
    let text = rows("01-001;19.01.2026;08:15;CK;250;U/L;;\r\n");
    let plan = plan_of(&window, &text, &both);
    assert_eq!(plan.cells[0].visit, Some("week-2".into()));
}

#[test]
fn an_id_is_exact_and_who_is_not_enrolled_waits_and_who_is_of_another_site_is_refused() {
    let row = |id: &str| plan(&format!("{id};02.02.2026;08:15;CK;250;U/L;;\r\n"));
    for id in ["01-002", "01-01", "01-0010"] {
        let plan = row(id);
        assert_eq!(
            plan.cells[0].verdict,
            Verdict::Waits(Waits::UnknownParticipant)
        );
        assert_eq!(plan.cells[0].new, "250 U/L");
        assert!(plan.events.is_empty() && plan.refused.is_empty());
    }
    for (id, site) in [("02-001", "02"), ("Muster", ""), ("001-001", "001")] {
        let plan = row(id);
        let site = site.to_owned();
        assert_eq!(plan.refused[0].what, ImportWrong::OtherSite { site });
        assert_eq!(plan.refused[0].column, Some((1, "Patient".into())));
        assert!(plan.events.is_empty() && plan.cells.is_empty());
    }
    let mut void = person();
    let by_mistake = Event::StatusChanged {
        participant: "01-001".into(),
        day: date("2026-01-06"),
        status: crate::domain::record::status::Status::EnrolledByMistake,
        words: "not him".into(),
        after: 0,
    };
    void.apply(&entry(90, by_mistake));
    let text = rows("01-001;02.02.2026;08:15;CK;250;U/L;;\r\n");
    let plan = plan_of(&map(EXAMPLE), &text, &void);
    assert_eq!(
        plan.cells[0].verdict,
        Verdict::Waits(Waits::UnknownParticipant)
    );
}

#[test]
fn two_rows_for_one_field_are_both_refused_and_facts_of_one_sample_may_repeat() {
    let plan = plan(
        "01-001;02.02.2026;08:15;CK;250;U/L;;\r\n01-001;02.02.2026;08:20;CK;250;U/L;;\r\n01-001;02.02.2026;08:15;HB;13;g/dl;;\r\n01-001;02.02.2026;08:15;CRP;5;mg/l;;\r\n",
    );
    let refused: Vec<_> = plan
        .refused
        .iter()
        .map(|fault| (fault.line, fault.what.clone()))
        .collect();
    assert_eq!(
        refused,
        [
            (2, ImportWrong::TwoRows { line: 3 }),
            (3, ImportWrong::TwoRows { line: 2 })
        ]
    );
    assert!(plan.cells.iter().all(|cell| cell.line > 3));
    assert_eq!(plan.events.len(), 2);
}

#[test]
fn each_mistake_in_a_row_refuses_it_by_line_and_column() {
    let said = |row: &str| {
        let plan = plan(&format!("{row}\r\n"));
        assert!(plan.events.is_empty(), "{row}");
        let fault = plan
            .refused
            .first()
            .unwrap_or_else(|| panic!("{row}: {plan:?}"));
        DEFAULT.import_fault("x.csv", fault).what
    };
    for (row, expected) in [
        (
            "01-001;02.02.2026;08:15;CK;250;U;;",
            "column 6 (Unit): the map does not say which unit `U` is",
        ),
        (
            "01-001;02.02.2026;08:15;CK;250;;;",
            "column 6 (Unit): the unit is missing",
        ),
        (
            "01-001;02.02.2026;08:15;CK;250;mg/l;;",
            "column 5 (Result): the field has no unit `mg/L`",
        ),
        (
            "01-001;30.02.2026;08:15;CK;250;U/L;;",
            "column 2 (Date): `30.02.2026 08:15` is not written as the map says, such as 31.12.2026 08:05",
        ),
        (
            "01-001;02/02/2026;08:15;CK;250;U/L;;",
            "column 2 (Date): `02/02/2026 08:15` is not written",
        ),
        (
            "01-001;29.03.2026;02:30;CK;250;U/L;;",
            "column 2 (Date): the clock of the laboratory skipped 29.03.2026 02:30",
        ),
        (
            "01-001;10.03.2026;08:15;CK;250;U/L;;",
            "column 2 (Date): 2026-03-10 08:15 is still to come",
        ),
        (
            "01-001;09.03.2026;21:01;CK;250;U/L;;",
            "column 2 (Date): 2026-03-09 21:01 is still to come",
        ),
        (
            "01-001;02.02.2026;08:15;CK;2.50;U/L;;",
            "column 5 (Result): `2.50` is not a number",
        ),
        (
            "01-001;02.02.2026;08:15;CK;-3;U/L;;",
            "column 5 (Result): `-3` is not a number",
        ),
        (
            "01-001;02.02.2026;08:15;CK;9999999;U/L;;",
            "column 5 (Result): the field does not take `9999999`",
        ),
        (
            "01-001;02.02.2026;08:15;CK;1,2345;U/L;;",
            "column 5 (Result): the field does not take `1.2345`, in the file `1,2345 U/L`; it takes 0 to ",
        ),
        (
            "01-001;02.02.2026;08:15;CK;250;U/L;;0-190",
            "column 8 (High): `0-190` is not a number",
        ),
        (
            "01-001;02.02.2026;08:15;UPROT;+++;;;",
            "column 5 (Result): `values` of the map does not say which option `+++` is",
        ),
        (
            "01-001;02.02.2026;08:15;UPROT;++;zz;;",
            "column 6 (Unit): the map does not say which unit `zz` is",
        ),
        (
            ";02.02.2026;08:15;CK;250;U/L;;",
            "column 1 (Patient): the id is blank",
        ),
        (
            "02-001;02.02.2026;08:15;CK;250;U/L;;",
            "column 1 (Patient): the participant is of another site, 02",
        ),
    ] {
        let said = said(row);
        assert!(
            said.starts_with("x.csv, line 2, ") && said.contains(expected),
            "{said}"
        );
    }
    let refuses = changed("other-tests = \"leave-out\"", "other-tests = \"refuse\"");
    let text = rows("01-001;02.02.2026;08:15;XYZ;250;U/L;;\r\n");
    let plan = plan_of(&refuses, &text, &person());
    assert_eq!(
        plan.refused[0].what,
        ImportWrong::UnknownTest { code: "XYZ".into() }
    );
}

#[test]
fn a_file_that_is_not_whole_or_of_other_columns_is_refused_whole() {
    let row = "01-001;02.02.2026;08:15;CK;250;U/L;;\r\n";
    let whole = rows(row);
    let map = map(EXAMPLE);
    let said = |bytes: &[u8]| match file(&map, bytes) {
        Ok(lab) => panic!("{lab:?}"),
        Err(fault) => DEFAULT.import_fault("x.csv", &fault).what,
    };
    let with = |from: &str, to: &str| {
        String::from_utf8(whole.clone())
            .unwrap()
            .replacen(from, to, 1)
            .into_bytes()
    };
    for (bytes, expected) in [
        (b"".to_vec(), "line 1: the file is empty"),
        (
            whole[..whole.len() - 5].to_vec(),
            "line 2: the file ends in the middle of a line",
        ),
        (
            with("250", "\"250"),
            "the file ends in the middle of a line",
        ),
        (with("250", "2\0"), "line 2: byte 29 is 0"),
        (
            with("Result", "Value"),
            "line 1: the column Result is missing",
        ),
        (
            with("Low", "High"),
            "line 1, column 8 (High): it stands there twice",
        ),
        (
            with(";U/L;;", ";U/L;"),
            "line 2: there are 7 cells for 8 columns",
        ),
        (
            with("01-001", "01-001;x"),
            "line 2: there are 9 cells for 8 columns",
        ),
        (
            [
                HEAD.as_bytes(),
                b"01-001;02.02.2026;08:15;CK;250;\xb5kat/l;;\r\n",
            ]
            .concat(),
            "line 2: byte 32 is not UTF-8",
        ),
        (
            vec![b'a'; usize::try_from(MOST_BYTES).unwrap() + 1],
            "line 1: the file has more than 16 MB",
        ),
    ] {
        let said = said(&bytes);
        assert!(said.contains(expected), "{said} does not say {expected}");
    }
    // The other way round: bytes of UTF-8 that are none of the other encoding.
    let chinese = changed("utf-8", "gb18030");
    let bytes = rows("01-001;02.02.2026;08:15;CK;250;\u{b5}kat/l\u{ff};;\r\n");
    assert!(file(&chinese, &bytes).is_err() || !file(&chinese, &bytes).unwrap().refused.is_empty());
}

#[test]
fn marks_line_ends_quotes_and_spaces_of_other_programs_change_nothing() {
    let plain = "01-001;02.02.2026;08:15;CK;250;U/L;;190\r\n";
    let expected = told(&plan(plain));
    let as_read = |bytes: Vec<u8>| told(&plan_of(&map(EXAMPLE), &bytes, &person()));
    let text = |text: &str| format!("{HEAD}{text}");
    for other in [
        format!("\u{feff}{}", text(plain)),
        text(plain).replace("\r\n", "\n"),
        text("\"01-001\";\"02.02.2026\";\"08:15\";\"CK\";\"250\";\"U/L\";\"\";\"190\"\r\n"),
        text("01-001 ; 02.02.2026;08:15;CK;  250;U/L;;190 \r\n"),
        text(&format!("{plain};;;;;;;\r\n\r\n")),
    ] {
        assert_eq!(as_read(other.clone().into_bytes()), expected, "{other:?}");
    }
    let more = format!("\"No;te\";{HEAD}\"a \"\"b\"\";\r\nc\";{plain}");
    let plan = plan_of(&map(EXAMPLE), more.as_bytes(), &person());
    assert_eq!(told(&plan), expected);
}

#[test]
fn a_result_that_the_field_does_not_take_is_refused_where_another_one_stands_too() {
    let mut record = person();
    let text =
        rows("01-001;02.02.2026;08:15;HB;5;g/dl;;190\r\n01-001;02.02.2026;08:15;HB;5;g/dl;;4\r\n");
    let of_line_2 = |plan: &Plan| -> Vec<_> {
        let faults = plan.refused.iter();
        faults
            .map(|fault| (fault.line, fault.what.clone()))
            .collect()
    };
    let first = plan_of(&map(EXAMPLE), &text, &record);
    apply(&mut record, &first);
    let second = plan_of(&map(EXAMPLE), &text, &record);
    assert!(
        matches!(&of_line_2(&first)[..], [(2, ImportWrong::NotOfField { text, .. })] if text == "190")
    );
    assert_eq!(of_line_2(&second), of_line_2(&first));
    assert!(second.events.is_empty() && second.queries.is_empty());
}

#[test]
fn each_row_may_be_a_sample_with_a_column_for_each_test() {
    let text = "encoding = \"utf-8\"\ndelimiter = \"comma\"\ndecimal-mark = \"point\"\nsampled-format = \"%Y-%m-%d\"\ntime-zone = \"+01:00\"\nvisit = \"day\"\n[column]\nparticipant = \"id\"\nsampled = \"day\"\n[unit]\n\"IU/L\" = \"U/L\"\n[blank]\ntake = \"leave-out\"\n[[test]]\nfield = \"enzymes/ck\"\ncolumn = \"CK\"\nunit = \"IU/L\"\nstore = \"U/L\"\nupper-limit-column = \"CK max\"\n[[test]]\nfield = \"enzymes/ldh\"\ncolumn = \"LDH\"\nunit-column = \"LDH unit\"\nstore = \"U/L\"\n";
    let map = map(text);
    let mut record = person();
    let bytes = b"id,day,CK,CK max,LDH,LDH unit\n01-001,2026-01-05,240,190,,\n01-001,2026-02-02,250,190,300,IU/L\n";
    let plan = plan_of(&map, bytes, &record);
    assert!(plan.refused.is_empty(), "{:?}", plan.refused);
    apply(&mut record, &plan);
    let enzymes = |visit, field| answer(&record, visit, "enzymes", field);
    assert_eq!(enzymes("baseline", "ck"), number("240", "U/L"));
    assert_eq!(enzymes("baseline", "ldh"), None);
    assert_eq!(enzymes("week-4", "ck.uln"), number("190", "U/L"));
    assert_eq!(enzymes("week-4", "ldh"), number("300", "U/L"));
    // A row of which one result is refused is refused whole.
    let bad = b"id,day,CK,CK max,LDH,LDH unit\n01-001,2026-02-02,250,190,9999999,IU/L\n";
    let plan = plan_of(&map, bad, &person());
    assert_eq!((plan.events.len(), plan.refused.len()), (0, 1));
}

#[test]
fn a_result_of_a_form_that_the_visit_does_not_ask_is_left_out() {
    let mut record = person();
    let other = Event::UnscheduledBegun {
        participant: "01-001".into(),
        visit: "unscheduled-1".into(),
        date: date("2026-03-02"),
        words: "flare".into(),
        forms: vec!["phga".into()],
    };
    record.apply(&entry(80, other));
    let text = rows("01-001;02.03.2026;08:15;CK;250;U/L;;\r\n");
    let plan = plan_of(&map(EXAMPLE), &text, &record);
    assert_eq!(plan.cells[0].verdict, Verdict::NotAsked);
    assert!(plan.events.is_empty());
}

#[test]
fn a_map_with_a_mistake_is_refused_by_line_and_column() {
    let said = |from: &str, to: &str| {
        assert!(EXAMPLE.contains(from), "{from}");
        let text = EXAMPLE.replacen(from, to, 1);
        let error = LabMap::read("lab.toml", &text, &STUDY).unwrap_err();
        error.to_string()
    };
    for (from, to, expected) in [
        (
            "visit = \"window\"",
            "vist = \"window\"",
            "lab.toml:8:1: `vist` is not a key of a map; did you mean \"visit\"?",
        ),
        (
            "visit = \"window\"",
            "visit = \"nearest\"",
            "lab.toml:8:9: `visit` must be one of day, window",
        ),
        ("encoding = \"utf-8\"\n", "", "`encoding` is missing here"),
        (
            "\"utf-8\"",
            "\"latin1\"",
            "`encoding` must be one of utf-8, gb18030",
        ),
        (
            "Europe/Berlin",
            "Berlin",
            "lab.toml:7:13: `time-zone` must be a zone",
        ),
        (
            "%d.%m.%Y %H:%M",
            "%d.%m.%y %H:%M",
            "`sampled-format` must have",
        ),
        (
            "enzymes/ck",
            "enzymes/cc",
            "the form enzymes has no field \"cc\"",
        ),
        (
            "enzymes/ck",
            "enzyme/ck",
            "no form is named \"enzyme\"; did you mean \"enzymes\"?",
        ),
        (
            "enzymes/ck",
            "enzymes/ck.uln",
            "`field` must be a laboratory result",
        ),
        (
            "store = \"U/L\"",
            "store = \"IU/L\"",
            "the field has no unit \"IU/L\"",
        ),
        ("store = \"U/L\"\n", "", "`store` is missing here"),
        (
            "\"+\" = \"1+\"",
            "\"+\" = \"1\"",
            "the field has no option \"1\"",
        ),
        (
            "code = \"HB\"",
            "code = \"CK\"",
            "`code` stands in two tests",
        ),
        ("test = \"Test\"\n", "", "needs a column `test`"),
        (
            "take = \"limit\"",
            "take = \"limits\"",
            "`take` must be one of limit, missing, leave-out",
        ),
        (
            "missing = \"other\"\n\n[blank]",
            "\n[blank]",
            "`missing` is missing here",
        ),
        (
            "laboratory = \"Synthetic Central Laboratory\"\n",
            "",
            "needs `laboratory` at the top",
        ),
        (
            "day = \"sampled-on\"",
            "day = \"sampled-at\"",
            "`day` must be a field for a date",
        ),
        (
            "missing = \"other\"\n\n[blank]",
            "missing = \"othr\"\n\n[blank]",
            "the study has no missing reason \"othr\"",
        ),
        (
            "words = \"haemolysed\"",
            "words = \"---\"",
            "`words` says nothing",
        ),
        (
            "\"IU/L\" = \"U/L\"",
            "\"IU/L\" = \"UU/L\"",
            "no form has a unit \"UU/L\"",
        ),
        (
            "%d.%m.%Y %H:%M",
            "%d.%d.%m.%Y",
            "`sampled-format` must have",
        ),
        (
            "unit = \"Unit\"",
            "unit = \"Result\"",
            "the column Result is two things here",
        ),
        (
            "text = \"haemolysed\"",
            "text = \"12,5\"",
            "`text` is a number",
        ),
        ("[unit]", "[unit", "this is not TOML"),
    ] {
        let said = said(from, to);
        assert!(
            said.starts_with("lab.toml:") && said.contains(expected),
            "{said} does not say {expected}"
        );
    }
}

/// Puts an answer into week 4.
fn typed(record: &mut ParticipantRecord, form: &str, field: &str, answer: Answer) {
    let week = record.sessions.get_mut("week-4").unwrap();
    week.cell_mut(&form.into(), &field.into()).answer = Some(answer);
}

/// Returns field and verdict of each cell.
fn verdicts(plan: &Plan) -> Vec<(String, &'static str)> {
    let cells = plan.cells.iter();
    cells
        .map(|cell| (cell.field.clone(), cell.verdict.word()))
        .collect()
}

#[test]
fn what_belongs_to_a_result_that_differs_is_not_stored_beside_the_other_one() {
    let mut record = person();
    typed(&mut record, "enzymes", "unit", Answer::code("U/L"));
    typed(
        &mut record,
        "enzymes",
        "aldolase",
        Answer::number(decimal("5.4"), Some("U/L")),
    );
    let text = EXAMPLE.replacen(
        "code = \"CK\"\nfield = \"enzymes/ck\"",
        "code = \"CK\"\nfield = \"enzymes/aldolase\"",
        1,
    );
    let row = |result: &str| rows(&format!("01-001;02.02.2026;08:15;CK;{result};U/L;;3,3\r\n"));
    let other = plan_of(&map(&text), &row("9,9"), &record);
    assert!(other.events.is_empty(), "{:?}", other.events);
    let own = |field: &str, verdict| (field.to_owned(), verdict);
    assert_eq!(
        verdicts(&other),
        [
            own("laboratory", "held"),
            own("aldolase", "differs"),
            own("aldolase.uln", "held")
        ]
    );
    assert_eq!(other.queries.len(), 1);
    // Its own limit is that of the same result.
    let same = plan_of(&map(&text), &row("5,4"), &record);
    assert_eq!(
        verdicts(&same),
        [
            own("laboratory", "new"),
            own("aldolase", "same"),
            own("aldolase.uln", "new")
        ]
    );
    // The other way round: no result is stored beside the limit of another one.
    let mut limited = person();
    typed(
        &mut limited,
        "enzymes",
        "aldolase.uln",
        Answer::number(decimal("7"), Some("U/L")),
    );
    let plan = plan_of(&map(&text), &row("9,9"), &limited);
    assert!(plan.events.is_empty() && plan.queries.len() == 1);
}

#[test]
fn a_result_of_another_sample_than_that_of_the_form_is_asked_about_and_not_stored() {
    let mut record = person();
    let day = |day: &str| Answer::Value {
        value: Value::Date(date(day)),
        unit: None,
    };
    typed(&mut record, "laboratory", "sampled-on", day("2026-02-01"));
    let text = "01-001;02.02.2026;07:07;HB;13;g/dl;;\r\n01-001;02.02.2026;07:07;CRP;5;mg/l;;\r\n";
    let plan = plan_of(&map(EXAMPLE), &rows(text), &record);
    assert!(plan.events.is_empty(), "{:?}", plan.events);
    assert_eq!(plan.queries.len(), 1);
    let of = |field: &str| -> Vec<_> {
        let all = verdicts(&plan).into_iter();
        all.filter(|(own, _)| own == field)
            .map(|(_, verdict)| verdict)
            .collect()
    };
    assert_eq!(of("sampled-on"), ["differs"]);
    assert_eq!(of("sampled-at"), ["held", "held"]);
    assert_eq!((of("haemoglobin"), of("crp")), (vec!["held"], vec!["held"]));
}

#[test]
fn a_reason_is_listed_and_asked_about_with_its_words() {
    let mut record = person();
    let text = rows(
        "01-001;02.02.2026;08:15;HB;haemolysed;;;\r\n01-001;02.02.2026;08:15;CRP;>1000;mg/l;;\r\n",
    );
    let new = |record: &ParticipantRecord| plan_of(&map(EXAMPLE), &text, record);
    let said = |plan: &Plan, field: &str| {
        let cells = told(plan).into_iter();
        let mut own = cells.filter(|cell| cell[1] == field);
        own.next().unwrap()[3].clone()
    };
    let plan = new(&record);
    assert_eq!(said(&plan, "haemoglobin"), "other: haemolysed");
    assert_eq!(said(&plan, "crp"), "other: the file says >1000");
    let stored = Answer::number(decimal("13"), Some("g/dL"));
    typed(&mut record, "laboratory", "haemoglobin", stored);
    let asked = new(&record).queries;
    assert!(
        matches!(&asked[0].0, Event::Queried { text, .. } if text.starts_with("A file says: other: haemolysed (")),
        "{asked:?}"
    );
}

#[test]
fn a_row_that_the_rules_refuse_is_refused_by_its_column_and_the_rest_is_planned() {
    let mut record = person();
    let text = "01-001;05.01.2026;08:15;HB;13;g/dl;;\r\n01-001;02.02.2026;08:15;HB;13;g/dl;;\r\n01-001;02.02.2026;08:15;CRP;5;mg/l;;\r\n";
    let check = |record: &ParticipantRecord, expected: &str| {
        let plan = plan_of(&map(EXAMPLE), &rows(text), record);
        let lines: Vec<u32> = plan.refused.iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [3, 4]);
        assert_eq!(plan.events.len(), 1);
        assert!(plan.cells.iter().all(|cell| cell.line == 2));
        let said = DEFAULT.import_fault("x.csv", &plan.refused[0]).what;
        assert!(
            said.starts_with("x.csv, line 3, column 5 (Result): ") && said.contains(expected),
            "{said}"
        );
    };
    let mut locked = record.clone();
    let lock = Event::Locked {
        scope: Scope::visit(&"01-001".into(), &"week-4".into()),
        reason: "clean".into(),
    };
    locked.apply(&entry(90, lock));
    check(&locked, "locked");
    let week = record.sessions.get_mut("week-4").unwrap();
    week.signatures.push(Signature {
        meaning: Meaning::Approved,
        user: String::new(),
        name: String::new(),
        role: String::new(),
        at: DateTime::default(),
        seq: 8,
        content: String::new(),
        voided: None,
    });
    check(&record, "signed");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_plan_that_was_applied_changes_nothing_the_second_time(
        results in proptest::collection::vec(
            (
                prop::sample::select(vec!["05.01.2026", "02.02.2026", "04.02.2026", "20.02.2026"]),
                prop::sample::select(vec!["CK", "HB", "CRP", "UPROT", "X"]),
                prop::sample::select(vec!["", "5", "12,5", "<7", ">900", "haemolysed", "+", "neg", "?", "13,125"]),
                prop::sample::select(vec!["U/L", "IU/L", "\u{b5}kat/l", "g/dl", "mg/l", ""]),
                prop::sample::select(vec!["", "4", "190"]),
            ),
            1..12,
        ),
        typed in prop::option::of(prop::sample::select(vec!["5", "12.5", "300"])),
    ) {
        let lines: Vec<String> = results
            .iter()
            .map(|(day, test, result, unit, limit)| format!("01-001;{day};08:15;{test};{result};{unit};;{limit}\r\n"))
            .collect();
        let bytes = rows(&lines.concat());
        let map = map(EXAMPLE);
        let mut record = person();
        if let Some(typed) = typed {
            let week = record.sessions.get_mut("week-4").unwrap();
            week.cell_mut(&"enzymes".into(), &"ck".into()).answer = number(typed, "U/L");
        }
        let before = answer(&record, "week-4", "enzymes", "ck");
        let first = plan_of(&map, &bytes, &record);
        apply(&mut record, &first);
        if before.is_some() {
            prop_assert_eq!(answer(&record, "week-4", "enzymes", "ck"), before);
        }
        let second = plan_of(&map, &bytes, &record);
        prop_assert!(second.events.is_empty(), "{:?}", second.events);
        prop_assert!(second.queries.is_empty(), "{:?}", second.queries);
        prop_assert_eq!(&second.refused, &first.refused);
        let is_new = |cell: &Planned| cell.verdict == Verdict::New;
        prop_assert!(!second.cells.iter().any(is_new));
    }
}
