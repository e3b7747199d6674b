//! Deviations in the rows of logs, on the forms that are shipped, and what holds for all deviations of any record.

use crate::support::shipped::{baseline, fill, session};
use chrono::{Days, NaiveDate};
use coreset::domain::base::ratio::Exact;
use coreset::domain::course::deviations::{Deviation, Differs, Grounds, Rule, deviations};
use coreset::domain::course::facts::Departure;
use coreset::domain::record::participant::{Diagnosis, Participant, Sex};
use coreset::domain::record::rows::SESSION;
use coreset::domain::record::session::{ParticipantRecord, Session};
use coreset::domain::record::status::{Cause, Status};
use coreset::domain::study::Study;
use coreset::domain::study::schedule;
use coreset::domain::study::visit_summary::summarise_visit;
use proptest::prelude::*;
use std::sync::LazyLock;

static STUDY: LazyLock<Study> = LazyLock::new(crate::support::shipped::study);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Enrolled on 5 January 2026, with a baseline visit on that day.
fn record(log: &Session) -> ParticipantRecord {
    let mut record = ParticipantRecord::new(Participant {
        id: "01-001".into(),
        initials: "AB".to_owned(),
        birth_year: 1970,
        sex: Sex::Female,
        diagnosis: Diagnosis::Dermatomyositis,
        weight_kg: 62.into(),
        enrolled_on: day("2026-01-05"),
    });
    for session in [log.clone(), baseline()] {
        record.sessions.insert(session.visit.clone(), session);
    }
    record
}

fn rows(rows: &[(&str, &str)]) -> ParticipantRecord {
    let mut log = session(SESSION, "2026-01-05");
    for (row, answers) in rows {
        fill(&STUDY, &mut log, row, answers);
    }
    record(&log)
}

/// Those of rows alone, on a day soon after the first dose.
fn found(record: &ParticipantRecord, today: &str) -> Vec<Deviation> {
    let mut found = deviations(&STUDY, record, day(today));
    let of_rows = [Rule::Dose, Rule::ForbiddenDrug, Rule::LateReport];
    found.retain(|deviation| of_rows.contains(&deviation.rule));
    found
}

fn keys(record: &ParticipantRecord, today: &str) -> Vec<String> {
    let found = found(record, today).into_iter();
    found.map(|deviation| deviation.key).collect()
}

const FIRST: (&str, &str) = (
    "abatacept#1",
    "number=1 date=2026-01-05 weight=62 planned=750 state=whole given=750",
);

fn stopped(record: &mut ParticipantRecord, on: &str) {
    let status = Status::TreatmentStopped {
        cause: Cause::AdverseEvent,
    };
    record.statuses.say(day(on), status, String::new(), 9);
}

#[test]
fn a_dose_departs_by_its_amount_its_day_and_what_became_of_it() {
    let differs = |second: &str| {
        let record = rows(&[FIRST, ("abatacept#2", second)]);
        let mut found = found(&record, "2026-02-01");
        assert!(found.len() < 2, "{found:?}");
        found.pop().map(|deviation| {
            assert_eq!(deviation.key, "dose/abatacept#2");
            match deviation.differs {
                Differs::Dose(departures) => departures,
                other => panic!("{other:?}"),
            }
        })
    };
    // Planned for the 19th; 3 days early and 7 days late are in order, and so is 750 mg from 60 kg on.
    let given = |on: &str, weight: &str, mg: &str| {
        differs(&format!(
            "number=2 date={on} weight={weight} state=whole given={mg}"
        ))
    };
    assert_eq!(given("2026-01-16", "60", "750"), None);
    assert_eq!(given("2026-01-26", "60", "750"), None);
    let early = given("2026-01-15", "60", "750");
    assert_eq!(early, Some(vec![Departure::Early(1)]));
    let late = given("2026-01-27", "60", "750");
    assert_eq!(late, Some(vec![Departure::Late(1)]));
    let (planned, given_mg) = (Exact::int(500), Exact::int(750));
    let dose = Departure::Dose {
        planned,
        given: given_mg,
    };
    assert_eq!(
        given("2026-01-27", "59.9", "750"),
        Some(vec![dose, Departure::Late(1)])
    );
    let interrupted = "number=2 date=2026-01-19 weight=62 state=interrupted reason=reaction";
    assert_eq!(differs(interrupted), Some(vec![Departure::Interrupted]));
    let left_out = "number=2 date=2026-01-19 state=left-out left-out-reason=adverse-event";
    assert_eq!(differs(left_out), Some(vec![Departure::LeftOut]));
    // Neither the amount nor the day is entered, or the row counts no more.
    assert_eq!(differs("number=2 weight=62 state=whole"), None);
    let wrong = format!("{left_out} entered-in-error=y");
    assert_eq!(differs(&wrong), None);
}

#[test]
fn a_dose_is_left_out_as_planned_once_the_treatment_has_ended() {
    let left_out = "number=2 date=2026-01-19 state=left-out left-out-reason=adverse-event";
    let with = |on: &str| {
        let mut record = rows(&[FIRST, ("abatacept#2", left_out)]);
        stopped(&mut record, on);
        keys(&record, "2026-02-01")
    };
    assert_eq!(with("2026-01-18"), [""; 0]);
    assert_eq!(with("2026-01-19"), ["dose/abatacept#2"]);
    let mut undated = rows(&[
        FIRST,
        (
            "abatacept#2",
            "number=2 state=left-out left-out-reason=adverse-event",
        ),
    ]);
    assert_eq!(keys(&undated, "2026-02-01"), ["dose/abatacept#2"]);
    stopped(&mut undated, "2026-01-18");
    assert_eq!(keys(&undated, "2026-02-01"), [""; 0]);
}

#[test]
fn two_rows_for_one_dose_are_a_mistake_and_no_deviation() {
    let twice = rows(&[FIRST, ("abatacept#2", FIRST.1)]);
    assert_eq!(keys(&twice, "2026-02-01"), [""; 0]);
}

const DRUG: &str = "class=immunosuppressant immunosuppressant=other \
    immunosuppressant-name=etanercept dose=50 unit=mg";

#[test]
fn a_forbidden_drug_counts_where_both_were_certainly_taken() {
    let with = |others: &[(&str, &str)], days: &str| {
        let drug = format!("{DRUG} {days}");
        let mut all = others.to_vec();
        all.push(("medication#3", &drug));
        keys(&rows(&all), "2026-02-01")
    };
    let taken = ["forbidden-drug/medication#3"];
    // It ended on the day of the first dose, or the day before.
    let until = |end: &str| format!("start=2025-12-01 ongoing=n end={end}");
    assert_eq!(with(&[FIRST], &until("2026-01-05")), taken);
    assert_eq!(with(&[FIRST], &until("2026-01-04")), [""; 0]);
    // Perhaps in January after the dose, perhaps before it.
    assert_eq!(with(&[FIRST], &until("2026-01")), [""; 0]);
    assert_eq!(with(&[FIRST], "start=2025 ongoing=y"), taken);
    // Without a dose of the study drug nothing is taken together with it.
    assert_eq!(with(&[], "start=2025 ongoing=y"), [""; 0]);
}

#[test]
fn a_forbidden_drug_after_the_treatment_is_none() {
    let with = |start: &str, end: &str| {
        let drug = format!("{DRUG} start={start} ongoing=y");
        let mut record = rows(&[FIRST, ("medication#1", &drug)]);
        stopped(&mut record, end);
        keys(&record, "2026-02-01")
    };
    assert_eq!(
        with("2026-01-19", "2026-01-19"),
        ["forbidden-drug/medication#1"]
    );
    assert_eq!(with("2026-01-20", "2026-01-19"), [""; 0]);
    assert_eq!(with("2026-01", "2026-01-19"), [""; 0]);
}

#[test]
fn a_serious_report_is_late_from_the_day_after_its_last_one() {
    let with = |rest: &str, today: &str| {
        let event =
            format!("term=stroke grade=3 onset=2026-01-08 ongoing=y serious=y hospital=y {rest}");
        keys(&rows(&[("adverse-event#1", &event)]), today)
    };
    let late = ["late-report/adverse-event#1"];
    let known = "aware-date=2026-01-09 aware-time=10:00";
    // 24 hours: until the 10th at 10:00.
    assert_eq!(with(known, "2026-01-10"), [""; 0]);
    assert_eq!(with(known, "2026-01-11"), late);
    let seen = |on: &str| format!("{known} seen={on}");
    assert_eq!(with(&seen("2026-01-10"), "2026-02-01"), [""; 0]);
    assert_eq!(with(&seen("2026-01-11"), "2026-02-01"), late);
    // When the site knew of it is not entered, or it is not serious.
    assert_eq!(with("", "2026-02-01"), [""; 0]);
    let mild = format!("{known} serious=n");
    assert_eq!(with(&mild, "2026-02-01"), [""; 0]);
    // Entered in error, it waits until somebody has looked at it.
    let wrong = |rest: &str| format!("{rest} entered-in-error=y");
    assert_eq!(with(&wrong(known), "2026-02-01"), late);
    assert_eq!(with(&wrong(&seen("2026-01-11")), "2026-02-01"), [""; 0]);
}

/// What is entered of a participant: visits with their day after enrolment and whether their forms hold anything, rows
/// of logs by their kind and day.
#[derive(Clone, Debug)]
struct Entered {
    visits: Vec<(bool, u64, u8)>,
    rows: Vec<(u8, u64)>,
    stopped: Option<u64>,
}

fn entered() -> impl Strategy<Value = Entered> {
    let visits = proptest::collection::vec((any::<bool>(), 0_u64..110, 0_u8..3), 5);
    let rows = proptest::collection::vec((0_u8..6, 0_u64..110), 0..6);
    let stopped = proptest::option::of(0_u64..110);
    (visits, rows, stopped).prop_map(|(visits, rows, stopped)| Entered {
        visits,
        rows,
        stopped,
    })
}

fn after(days: u64) -> NaiveDate {
    day("2026-01-05") + Days::new(days)
}

/// Puts a row of one of six kinds with a day into a log; the number of an infusion is that of the row.
fn put_row(study: &Study, log: &mut Session, number: usize, (kind, days): (u8, u64)) -> String {
    let on = after(days);
    let (form, answers) = match kind {
        0 => (
            "abatacept",
            format!("number={number} date={on} weight=62 state=whole given=750"),
        ),
        1 => (
            "abatacept",
            format!("number={number} date={on} weight=62 state=whole given=500"),
        ),
        2 => ("medication", format!("{DRUG} start={on} ongoing=y")),
        3 => (
            "medication",
            format!("{DRUG} start=2025-12-01 ongoing=n end={on}"),
        ),
        4 => (
            "adverse-event",
            format!("term=stroke serious=y hospital=y aware-date={on} aware-time=10:00"),
        ),
        _ => (
            "adverse-event",
            format!(
                "term=stroke serious=y hospital=y aware-date={on} aware-time=10:00 seen={}",
                after(days + 2)
            ),
        ),
    };
    let row = format!("{form}#{number}");
    fill(study, log, &row, &answers);
    row
}

fn made(study: &Study, entered: &Entered) -> ParticipantRecord {
    let mut log = session(SESSION, "2026-01-05");
    fill(study, &mut log, FIRST.0, FIRST.1);
    for (number, row) in (2..).zip(&entered.rows) {
        put_row(study, &mut log, number, *row);
    }
    let mut record = record(&log);
    let visits = study.protocol.visits.iter().zip(&entered.visits);
    for (visit, (_, days, filled)) in visits.filter(|(_, (begun, ..))| *begun) {
        let mut held = session(visit.id.as_str(), &after(*days).to_string());
        match filled {
            0 => {}
            1 => fill(study, &mut held, "phga", "vas=1.0"),
            _ => fill(study, &mut held, "ptga", "vas=!refused likert=!refused"),
        }
        record.sessions.insert(held.visit.clone(), held);
    }
    if let Some(days) = entered.stopped {
        stopped(&mut record, &after(days).to_string());
    }
    record
}

fn all_keys(study: &Study, record: &ParticipantRecord, today: NaiveDate) -> Vec<String> {
    let found = deviations(study, record, today).into_iter();
    found.map(|deviation| deviation.key).collect()
}

proptest! {
    /// Each deviation has a name of its own; the summary of a record has the same ones as the record.
    #[test]
    fn a_record_gives_the_same_names_each_time_and_its_summary_gives_them_too(
        entered in entered(),
        today in 0_u64..130,
    ) {
        let today = after(today);
        let record = made(&STUDY, &entered);
        let keys = all_keys(&STUDY, &record, today);
        prop_assert_eq!(&keys, &all_keys(&STUDY, &record.clone(), today));
        let mut different = keys.clone();
        different.sort();
        different.dedup();
        prop_assert_eq!(different.len(), keys.len());
        let visits: Vec<_> = record.visits().map(|held| summarise_visit(&STUDY, &record.participant, held)).collect();
        let plan = schedule::plan(&STUDY, record.who(), &visits, today);
        let named = Grounds::of(&STUDY, &record).on(&record.statuses, &plan, today);
        let named: Vec<String> = named.into_iter().map(|named| named.key).collect();
        prop_assert_eq!(named, keys);
    }

    /// A row that is entered later adds nothing but what it says itself, and takes nothing away.
    #[test]
    fn a_row_that_is_entered_later_changes_no_other_deviation(
        entered in entered(),
        row in (0_u8..6, 0_u64..110),
        today in 0_u64..130,
    ) {
        let today = after(today);
        let mut record = made(&STUDY, &entered);
        let before = all_keys(&STUDY, &record, today);
        let log = record.sessions.get_mut(SESSION).unwrap();
        let new = put_row(&STUDY, log, 9, row);
        let mut later = all_keys(&STUDY, &record, today);
        later.retain(|key| !key.ends_with(&format!("/{new}")));
        prop_assert_eq!(later, before);
    }

    /// Days alone take no deviation away.
    #[test]
    fn what_is_a_deviation_stays_one_while_nothing_is_entered(
        entered in entered(),
        today in 0_u64..130,
        on in 0_u64..60,
    ) {
        let record = made(&STUDY, &entered);
        let later = all_keys(&STUDY, &record, after(today + on));
        for key in all_keys(&STUDY, &record, after(today)) {
            prop_assert!(later.contains(&key), "{} of {:?}", key, later);
        }
    }
}
