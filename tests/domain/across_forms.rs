//! What is asked about answers of two forms, or of two visits, that do not go together.

use crate::support::shipped::{answer, baseline, fill, session, study, week_12};
use coreset::domain::base::ids::{FieldId, FormId, VisitId};
use coreset::domain::record::participant::{Diagnosis, Participant, Sex};
use coreset::domain::record::rows::SESSION;
use coreset::domain::record::session::{ParticipantRecord, Session};
use coreset::domain::rules::checks::{Context, open_at, open_at_field, questions};
use coreset::domain::study::Study;
use coreset::text::English;
use coreset::text::questions::Questions as _;
use rust_decimal::Decimal;

fn record(sessions: &[&Session]) -> ParticipantRecord {
    let mut record = ParticipantRecord::new(Participant {
        id: "01-001".into(),
        initials: "AB".into(),
        birth_year: 1970,
        sex: Sex::Female,
        diagnosis: Diagnosis::Dermatomyositis,
        weight_kg: Decimal::from(62),
        enrolled_on: "2026-01-05".parse().unwrap(),
    });
    for session in sessions {
        let visit = session.visit.clone();
        record.sessions.insert(visit, (*session).clone());
    }
    record
}

/// What stands open about a form, as the review lists it: field and rule.
fn open(study: &Study, record: &ParticipantRecord, visit: &str, form: &str) -> Vec<String> {
    let found = open_at(study, record, &VisitId::from(visit), &FormId::from(form));
    let found = found.into_iter();
    found
        .map(|(field, question)| format!("{field} {}", question.rule))
        .collect()
}

/// The rules that are asked about a text while it is typed.
fn typed(study: &Study, log: &Session, form: &str, field: &str, text: &str) -> Vec<String> {
    let record = record(&[log]);
    let visit = log.visit.as_str();
    let context = Context::of(study, &record, visit).unwrap();
    let context = context.at(&FormId::from(form));
    let instrument = study.form(form).unwrap();
    let definition = instrument.field(field).unwrap();
    let answer = answer(study, log, form, field, text);
    let asked = questions(study, instrument, definition, &answer, &context);
    asked.into_iter().map(|question| question.rule).collect()
}

fn log() -> Session {
    session(SESSION, "2026-01-05")
}

#[test]
fn the_planned_dose_is_asked_about_when_the_weight_moves_the_tier() {
    let study = study();
    let mut log = log();
    let row = "abatacept#1";
    fill(
        &study,
        &mut log,
        row,
        "number=1 date=2026-01-05 weight=59 planned=500",
    );
    // 500 mg up to below 60 kg, 750 mg from there on.
    let asked = typed(&study, &log, row, "weight", "59.9");
    assert!(!asked.contains(&"planned-dose".to_owned()));
    let asked = typed(&study, &log, row, "weight", "61");
    assert!(asked.contains(&"planned-dose".to_owned()));
    fill(&study, &mut log, row, "weight=61");
    let record = record(&[&log]);
    assert_eq!(
        open(&study, &record, SESSION, row),
        ["planned planned-dose"]
    );
    let place = (&VisitId::from(SESSION), &FormId::from(row));
    let at = |field: &str| open_at_field(&study, &record, place, &FieldId::from(field)).len();
    assert_eq!((at("planned"), at("weight"), at("date")), (1, 0, 0));
}

#[test]
fn a_weight_far_from_another_one_of_the_same_person_is_asked_about() {
    let study = study();
    let mut log = log();
    // The weight at enrolment is 62 kg: 55.8 to 68.2 is within 10 %.
    fill(&study, &mut log, "abatacept#1", "number=1 date=2026-01-06");
    let asked = |text: &str| typed(&study, &log, "abatacept#1", "weight", text);
    assert!(!asked("68.2").contains(&"weight-change".to_owned()));
    assert!(asked("68.3").contains(&"weight-change".to_owned()));
    assert!(asked("55.7").contains(&"weight-change".to_owned()));
    let mut visit = baseline();
    fill(
        &study,
        &mut visit,
        "mdaat",
        "con.02=3 con.02.weight-before=45",
    );
    // 45 kg before and 90 now is a change of 100 %; 49.5 is one of 10 %.
    let asked = |text: &str| typed(&study, &visit, "mdaat", "con.02.weight", text);
    assert_eq!(asked("90"), ["weight-change"]);
    assert_eq!(asked("49.6"), ["weight-change"]);
    assert!(asked("49.5").is_empty() && asked("40.5").is_empty());
    fill(&study, &mut visit, "mdaat", "con.02.weight=90");
    let asked = typed(&study, &visit, "mdaat", "con.02.weight-before", "45");
    assert_eq!(asked, ["weight-change"], "asked at the other weight too");
    let open = open(&study, &record(&[&visit]), "baseline", "mdaat");
    assert_eq!(open, ["con.02.weight weight-change"], "but listed once");
}

#[test]
fn an_organ_never_affected_after_it_was_is_asked_about() {
    let study = study();
    let mut before = baseline();
    let mut now = week_12();
    let never = |before: &Session, now: &Session, visit: &str| {
        let mut open = open(&study, &record(&[before, now]), visit, "mdaat");
        open.retain(|asked| asked.ends_with("never-affected"));
        open
    };
    fill(
        &study,
        &mut before,
        "mdaat",
        "ever.pul=n ever.mus=n mitax.pul=E",
    );
    fill(&study, &mut now, "mdaat", "mitax.pul=E mitax.gi=E");
    assert!(never(&before, &now, "baseline").is_empty());
    assert!(never(&before, &now, "week-12").is_empty());
    // An item of the same visit.
    fill(&study, &mut before, "mdaat", "pul.17a=2 mus.25a=1");
    assert_eq!(
        never(&before, &now, "baseline"),
        [
            "ever.pul never-affected",
            "mitax.pul never-affected",
            "ever.mus never-affected"
        ]
    );
    // An earlier visit.
    assert_eq!(
        never(&before, &now, "week-12"),
        ["mitax.pul never-affected"]
    );
    fill(
        &study,
        &mut before,
        "mdaat",
        "pul.17a=0 mus.25a=0 ever.gi=y",
    );
    assert_eq!(never(&before, &now, "week-12"), ["mitax.gi never-affected"]);
    fill(&study, &mut now, "mdaat", "mitax.gi=D");
    assert!(never(&before, &now, "week-12").is_empty());
}

#[test]
fn a_term_of_special_interest_beside_none_is_asked_about() {
    let study = study();
    let asked = |term: &str, special: &str| {
        let mut log = log();
        let row = format!("term={term} special={special}");
        fill(&study, &mut log, "adverse-event#1", &row);
        let mut open = open(&study, &record(&[&log]), SESSION, "adverse-event#1");
        open.retain(|asked| asked.ends_with("special-interest"));
        open
    };
    assert_eq!(asked("Shingles", "none"), ["special special-interest"]);
    assert_eq!(asked("Tuberculosis", "none"), ["special special-interest"]);
    assert!(asked("Shingles", "zoster").is_empty());
    assert!(asked("Headache", "none").is_empty());
}

#[test]
fn the_dose_of_a_visit_and_the_log_of_medications_ask_at_both_sides() {
    let study = study();
    let mut visit = baseline();
    let mut log = log();
    fill(
        &study,
        &mut visit,
        "glucocorticoid",
        "taken=y drug=prednisone dose=20 frequency=once-daily",
    );
    let asked = |visit: &Session, log: &Session| {
        let record = record(&[visit, log]);
        let mut both = open(&study, &record, "baseline", "glucocorticoid");
        both.extend(open(&study, &record, SESSION, "medication#1"));
        both.retain(|asked| asked.ends_with("dose-log"));
        both
    };
    assert!(
        asked(&visit, &log).is_empty(),
        "a log without any says nothing"
    );
    let row = "class=glucocorticoid glucocorticoid=prednisone unit=mg frequency=once-daily route=oral \
               start=2025-12-01 ongoing=y";
    fill(&study, &mut log, "medication#1", row);
    assert!(
        asked(&visit, &log).is_empty(),
        "a dose that is not known neither"
    );
    fill(&study, &mut log, "medication#1", "dose=10");
    assert_eq!(asked(&visit, &log), ["dose dose-log", "dose dose-log"]);
    let record_of = record(&[&visit, &log]);
    let found = open_at(
        &study,
        &record_of,
        &"baseline".into(),
        &"glucocorticoid".into(),
    );
    let about = found
        .iter()
        .find(|(_, question)| question.rule == "dose-log")
        .unwrap();
    assert_eq!(
        English.question(&about.1.about),
        "At Baseline (2026-01-05) the dose is 20.00 mg of prednisone a day, but 10.00 by the log of medications: check both."
    );
    fill(&study, &mut log, "medication#1", "dose=20");
    assert!(asked(&visit, &log).is_empty());
    // A dose that is changed on the day of the visit is the one before it or the one after it.
    fill(&study, &mut log, "medication#1", "ongoing=n end=2026-01-05");
    let next = "class=glucocorticoid glucocorticoid=prednisone dose=15 unit=mg frequency=once-daily \
                route=oral start=2026-01-05 ongoing=y";
    fill(&study, &mut log, "medication#2", next);
    assert!(asked(&visit, &log).is_empty());
    fill(&study, &mut visit, "glucocorticoid", "taken=n");
    assert_eq!(asked(&visit, &log), ["taken dose-log", "dose dose-log"]);
}

#[test]
fn what_was_done_with_abatacept_and_the_infusions_ask_at_both_sides() {
    let study = study();
    let mut log = log();
    let asked = |log: &Session| {
        let record = record(&[log]);
        let rows = ["adverse-event#1", "abatacept#1", "abatacept#2"];
        let all = rows.iter().flat_map(|row| {
            let open = open(&study, &record, SESSION, row).into_iter();
            open.map(move |asked| format!("{row} {asked}"))
        });
        let mut all: Vec<String> = all.collect();
        all.retain(|asked| asked.ends_with("event-infusions"));
        all
    };
    fill(
        &study,
        &mut log,
        "abatacept#1",
        "number=1 date=2026-01-05 state=whole",
    );
    fill(
        &study,
        &mut log,
        "abatacept#2",
        "number=2 date=2026-01-19 state=whole",
    );
    fill(
        &study,
        &mut log,
        "adverse-event#1",
        "term=Rash onset=2026-01-10 action=drug-withdrawn",
    );
    // Stopped for good after the first one, but the second was given.
    assert_eq!(
        asked(&log),
        [
            "adverse-event#1 action event-infusions",
            "abatacept#2 state event-infusions"
        ]
    );
    fill(&study, &mut log, "abatacept#2", "state=left-out");
    assert!(asked(&log).is_empty());
    // Interrupted: some infusion since then must say so.
    fill(
        &study,
        &mut log,
        "adverse-event#1",
        "action=drug-interrupted",
    );
    assert!(asked(&log).is_empty());
    fill(&study, &mut log, "abatacept#2", "state=whole");
    assert_eq!(asked(&log), ["adverse-event#1 action event-infusions"]);
    // An infusion that an event interrupted, and no event that did.
    fill(
        &study,
        &mut log,
        "adverse-event#1",
        "action=dose-not-changed",
    );
    fill(
        &study,
        &mut log,
        "abatacept#2",
        "state=interrupted reason=reaction",
    );
    assert_eq!(asked(&log), ["abatacept#2 reason event-infusions"]);
    fill(
        &study,
        &mut log,
        "adverse-event#1",
        "action=drug-interrupted",
    );
    assert!(asked(&log).is_empty());
}
