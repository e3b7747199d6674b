//! What is asked about answers of two forms, or of two visits, that do not go together.

use crate::support::earlier::version_1;
use crate::support::shipped::{answer, baseline, fill, put, rest_absent, session, study, week_12};
use coreset::domain::base::ids::{FieldId, FormId, VisitId};
use coreset::domain::forms::engine::instrument::Kept;
use coreset::domain::record::participant::{Diagnosis, Participant, Sex};
use coreset::domain::record::rows::SESSION;
use coreset::domain::record::session::{ParticipantRecord, Session};
use coreset::domain::record::status::{Cause, Status};
use coreset::domain::rules::Hindrance;
use coreset::domain::rules::checks::{
    Context, Contexts, open_at, open_at_field, open_in, questions,
};
use coreset::domain::rules::sign::may_sign;
use coreset::domain::study::Study;
use coreset::domain::study::withheld::Viewer;
use coreset::domain::views::recheck::{Finding, Found, recheck};
use coreset::domain::views::review::{Matter, Point, review};
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

/// What stands open about a form, as the review lists it: field and rule. Each field says the same when it is asked
/// alone, and each form when it is asked after others of its visit.
fn open(study: &Study, record: &ParticipantRecord, visit: &str, form: &str) -> Vec<String> {
    let (visit, form) = (VisitId::from(visit), FormId::from(form));
    let found = open_at(study, record, &visit, &form);
    for field in study.form(form.as_str()).unwrap().fields() {
        let alone = open_at_field(study, record, (&visit, &form), &field.id);
        let here = found.iter().filter(|(at, _)| *at == field.id);
        for (_, question) in here {
            assert!(
                alone.contains(question),
                "{form} {}: {question:?}",
                field.id
            );
        }
    }
    let mut contexts = Contexts::new(record, &visit);
    for id in record.sessions[&visit].forms.keys() {
        let among_others = open_in(&mut contexts, study, id);
        assert_eq!(among_others, open_at(study, record, &visit, id), "{id}");
    }
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
fn a_dose_that_was_given_whole_and_is_not_the_planned_one_is_asked_about() {
    let study = study();
    let row = "abatacept#1";
    let asked = |state: &str, given: &str| {
        let mut log = log();
        let cells = "number=1 date=2026-01-05 weight=68 planned=750 state=";
        fill(&study, &mut log, row, &format!("{cells}{state}"));
        typed(&study, &log, row, "given", given)
    };
    for (state, given, expected) in [
        ("whole", "750", false),
        ("whole", "75", true),
        ("whole", "0", true),
        ("whole", "1000", true),
        ("interrupted", "400", false),
        ("interrupted", "751", true),
    ] {
        let is_asked = asked(state, given).contains(&"given-dose".to_owned());
        assert_eq!(is_asked, expected, "{state} {given}");
    }
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
        "con.02=3 con.02.weight-before=60",
    );
    // 60 kg before and 90 now is a change of 50 %; 66 is one of 10 %.
    let asked = |text: &str| typed(&study, &visit, "mdaat", "con.02.weight", text);
    assert_eq!(asked("90"), ["weight-change"]);
    assert_eq!(asked("66.1"), ["weight-change"]);
    assert!(asked("66").is_empty() && asked("55.8").is_empty());
    fill(&study, &mut visit, "mdaat", "con.02.weight=90");
    let asked = typed(&study, &visit, "mdaat", "con.02.weight-before", "60");
    assert_eq!(asked, ["weight-change"], "asked at the other weight too");
    let open = open(&study, &record(&[&visit]), "baseline", "mdaat");
    assert_eq!(open, ["con.02.weight weight-change"], "but listed once");
}

#[test]
fn every_weight_is_held_against_the_last_one_known_whichever_form_asks_for_it() {
    let study = study();
    // The weight at enrolment is 62 kg: 55.8 to 68.2 is within 10 %.
    let log = log();
    let asked = |text: &str| typed(&study, &log, "eligibility", "weight", text);
    assert_eq!(asked("26"), ["soft-range", "weight-change"]);
    assert_eq!(asked("68.3"), ["weight-change"]);
    assert!(asked("68.2").is_empty() && asked("55.8").is_empty());
    // In the MDAAT by a rule of its own: the two weights of its form are the other one's.
    let mut visit = baseline();
    fill(&study, &mut visit, "mdaat", "con.02=3");
    let asked = |text: &str| typed(&study, &visit, "mdaat", "con.02.weight", text);
    assert_eq!(asked("68.3"), ["weight-last"]);
    assert!(asked("68.2").is_empty());
    fill(
        &study,
        &mut visit,
        "mdaat",
        "con.02.weight-before=75 con.02.weight=72",
    );
    let open_now = open(&study, &record(&[&visit]), "baseline", "mdaat");
    assert_eq!(open_now, ["con.02.weight weight-last"]);
    // The last one known is that of an earlier visit; of the same visit only a difference is asked about.
    let mut now = week_12();
    fill(&study, &mut visit, "glucocorticoid", "weight=72");
    fill(
        &study,
        &mut now,
        "mdaat",
        "con.02=3 con.02.weight-before=75 con.02.weight=72",
    );
    fill(&study, &mut now, "glucocorticoid", "weight=62");
    let record = record(&[&visit, &now]);
    let mut asked = open(&study, &record, "week-12", "mdaat");
    asked.retain(|asked| asked.contains("weight-"));
    assert_eq!(asked, [""; 0]);
}

#[test]
fn every_field_for_a_weight_in_kg_of_the_shipped_forms_is_held_against_the_last_one() {
    let study = study();
    let mut seen = Vec::new();
    for form in study.instruments.values() {
        for field in form.fields().filter(|field| field.own_unit() == Some("kg")) {
            let row = format!("{}#1", form.id);
            let (at, id) = match form.kept {
                Kept::Visits => (baseline(), form.id.as_str()),
                Kept::Rows => (log(), row.as_str()),
                Kept::Once => (log(), form.id.as_str()),
            };
            let rules = typed(&study, &at, id, field.id.as_str(), "120");
            let is_asked = rules
                .iter()
                .any(|rule| ["jump", "weight-change", "weight-last"].contains(&rule.as_str()));
            let before = field.id.as_str() == "con.02.weight-before";
            assert_eq!(is_asked, !before, "{} {}: {rules:?}", form.id, field.id);
            seen.push(form.id.to_string());
        }
    }
    assert_eq!(seen.len(), 6, "{seen:?}");
}

#[test]
fn more_of_an_immunosuppressant_than_is_usual_is_asked_about_in_both_forms() {
    let study = study();
    let mut log = log();
    let asked = |log: &Session, form: &str, field: &str, text: &str| {
        let mut asked = typed(&study, log, form, field, text);
        asked.retain(|rule| rule == "usual-dose");
        asked.len()
    };
    let of = "immunosuppressant=methotrexate immunosuppressant-unit=mg/week";
    fill(&study, &mut log, "eligibility", of);
    let dose =
        |log: &Session, text: &str| asked(log, "eligibility", "immunosuppressant-dose", text);
    assert_eq!((dose(&log, "25"), dose(&log, "250")), (0, 1));
    fill(
        &study,
        &mut log,
        "eligibility",
        "immunosuppressant-unit=mg/day",
    );
    assert_eq!((dose(&log, "3.5"), dose(&log, "15")), (0, 1));
    // 3 mg/kg of 62 kg, as at enrolment.
    let of = "immunosuppressant=azathioprine immunosuppressant-more=y \
        immunosuppressant.2=methotrexate immunosuppressant-unit.2=mg/week";
    fill(&study, &mut log, "eligibility", of);
    assert_eq!((dose(&log, "186"), dose(&log, "187")), (0, 1));
    let second = asked(&log, "eligibility", "immunosuppressant-dose.2", "30");
    assert_eq!(second, 1);
    // In the log the frequency comes after the dose: it is asked at either, stands at the dose, and is kept at either.
    let row = "medication#1";
    let drug = "class=immunosuppressant immunosuppressant=methotrexate dose=15 unit=mg";
    fill(&study, &mut log, row, drug);
    assert_eq!(asked(&log, row, "frequency", "weekly"), 0);
    assert_eq!(asked(&log, row, "frequency", "once-daily"), 1);
    fill(&study, &mut log, row, "frequency=once-daily");
    assert_eq!(
        (
            asked(&log, row, "dose", "3"),
            asked(&log, row, "dose", "15")
        ),
        (0, 1)
    );
    let stands = |log: &Session| {
        let mut open = open(&study, &record(&[log]), SESSION, row);
        open.retain(|asked| asked.ends_with("usual-dose"));
        open
    };
    assert_eq!(stands(&log), ["dose usual-dose"]);
    let mut kept = log.clone();
    let cell = kept.cell_mut(&row.into(), &"frequency".into());
    cell.kept
        .push(("usual-dose".to_owned(), "source".to_owned()));
    assert_eq!(stands(&kept), [""; 0]);
    // A drug of another class keeps its answer, which does not count.
    fill(&study, &mut log, row, "class=other name=rituximab");
    assert_eq!(stands(&log), [""; 0]);
}

/// What is asked about a disease without weakness, in all forms of a visit and beside the visits.
fn asked_of_strength(study: &Study, record: &ParticipantRecord) -> Vec<String> {
    let all = record.sessions.values();
    let all = all.flat_map(|session| session.forms.keys().map(|form| (&session.visit, form)));
    let asked = all.flat_map(|(visit, form)| {
        let open = open(study, record, visit.as_str(), form.as_str()).into_iter();
        let open = open.filter(|asked| asked.ends_with("amyopathic-weak"));
        open.map(|asked| format!("{form} {asked}"))
            .collect::<Vec<_>>()
    });
    asked.collect()
}

#[test]
fn an_amyopathic_disease_beside_weakness_is_asked_about_once_where_the_later_answer_stands() {
    let study = study();
    let (mut log, mut visit) = (log(), baseline());
    let asked = |log: &Session, visit: &Session| asked_of_strength(&study, &record(&[log, visit]));
    let class = "in.diagnosis=y bp-weakness=n diagnosis-class=amyopathic";
    stored(&study, &mut log, "eligibility", class, 5);
    stored(
        &study,
        &mut visit,
        "disease",
        "weak-upper=n bp-weakness=u",
        7,
    );
    stored(&study, &mut visit, "mmt8", "deltoid.r=10 biceps.r=10", 8);
    assert_eq!(asked(&log, &visit), [""; 0]);
    stored(&study, &mut visit, "disease", "weak-lower=y", 9);
    assert_eq!(asked(&log, &visit), ["disease weak-lower amyopathic-weak"]);
    let mut weak = visit.clone();
    stored(&study, &mut weak, "mmt8", "biceps.r=9", 10);
    let both = [
        "disease weak-lower amyopathic-weak",
        "mmt8 biceps.r amyopathic-weak",
    ];
    assert_eq!(asked(&log, &weak), both);
    // It is a question: what is kept with a reason asks no more.
    let kept = ("amyopathic-weak".to_owned(), "source".to_owned());
    let cell = weak.cell_mut(&"disease".into(), &"weak-lower".into());
    cell.kept.push(kept);
    assert_eq!(asked(&log, &weak), both[1..]);
    // The class that was chosen later than all of it is where it is asked; another class asks nothing.
    stored(
        &study,
        &mut log,
        "eligibility",
        "diagnosis-class=amyopathic",
        11,
    );
    assert_eq!(
        asked(&log, &weak),
        ["eligibility diagnosis-class amyopathic-weak"]
    );
    stored(
        &study,
        &mut log,
        "eligibility",
        "diagnosis-class=probable",
        12,
    );
    assert_eq!(asked(&log, &weak), [""; 0]);
    // Within one form too.
    stored(
        &study,
        &mut log,
        "eligibility",
        "diagnosis-class=amyopathic",
        13,
    );
    stored(&study, &mut log, "eligibility", "bp-weakness=y", 14);
    let own = asked(&log, &baseline());
    assert_eq!(own, ["eligibility bp-weakness amyopathic-weak"]);
}

#[test]
fn the_diagnosis_of_enrolment_counts_until_the_class_of_eligibility_is_chosen() {
    let study = study();
    let (mut log, mut visit) = (log(), baseline());
    stored(&study, &mut visit, "mmt8", "biceps.r=4", 7);
    let found = |log: &Session| {
        let mut record = record(&[log, &visit]);
        record.participant.diagnosis = Diagnosis::Amyopathic;
        asked_of_strength(&study, &record)
    };
    assert_eq!(found(&log), ["mmt8 biceps.r amyopathic-weak"]);
    let class = "in.diagnosis=y diagnosis-class=definite";
    stored(&study, &mut log, "eligibility", class, 9);
    assert_eq!(found(&log), [""; 0]);
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

#[test]
fn an_infusion_that_is_left_out_for_an_event_needs_one_that_was_there_on_its_day() {
    let study = study();
    let asked = |state: &str, event: &str| {
        let mut log = log();
        let row = format!("number=1 date=2026-02-02 {state}");
        fill(&study, &mut log, "abatacept#1", &row);
        fill(&study, &mut log, "adverse-event#1", event);
        let mut open = open(&study, &record(&[&log]), SESSION, "abatacept#1");
        open.retain(|asked| asked.ends_with("event-infusions"));
        open
    };
    let left_out = "state=left-out left-out-reason=adverse-event";
    let interrupted = "state=interrupted reason=reaction";
    let event = |days: &str| format!("term=Fever action=drug-interrupted {days}");
    for (state, at) in [
        (left_out, "left-out-reason event-infusions"),
        (interrupted, "reason event-infusions"),
    ] {
        for (days, expected) in [
            ("onset=2026-02-02 ongoing=y", false),
            ("onset=2026-01-20 ongoing=n end=2026-02-02", false),
            ("onset=2026-02 ongoing=y", false),
            ("onset=2026-01 ongoing=n end=2026-02", false),
            ("ongoing=y", false),
            // It came later, or was over.
            ("onset=2026-02-03 ongoing=y", true),
            ("onset=2026-01-20 ongoing=n end=2026-02-01", true),
            ("onset=2026-01 ongoing=n end=2026-01", true),
        ] {
            let expected: &[&str] = if expected { &[at] } else { &[] };
            assert_eq!(asked(state, &event(days)), expected, "{state} {days}");
        }
        let other = "term=Fever action=dose-not-changed onset=2026-02-02 ongoing=y";
        assert_eq!(asked(state, other), [at], "{state}");
    }
    // Another reason than an event needs none.
    let other = "term=Fever action=dose-not-changed onset=2026-02-02";
    assert!(asked("state=left-out left-out-reason=wish", other).is_empty());
    // The reason of the other state is not asked for and says nothing.
    assert!(asked("reason=reaction state=left-out left-out-reason=wish", other).is_empty());
}

/// How often each of the review, the check of the whole record and a signature asks.
fn asked_by_all(study: &Study, record: &ParticipantRecord, visit: &str) -> [usize; 3] {
    let today = "2026-06-01".parse().unwrap();
    let review = review(study, record, visit, today).open;
    let asked = |matter: &Matter| matches!(matter, Matter::Asked(_));
    let review = review.iter().filter(|point| asked(&point.matter)).count();
    let found = recheck(study, record, today).into_iter();
    let open = found.filter(|one| matches!(one.found, Found::Asked(_)) && one.kept.is_none());
    let check = open.filter(|one| one.visit.as_str() == visit).count();
    let hindered = may_sign(
        study,
        record,
        &VisitId::from(visit),
        "",
        (Viewer::Enters, today),
    );
    let hindered = hindered.unwrap_err();
    let counts = hindered.iter().find_map(|hindrance| match hindrance {
        Hindrance::OpenChecks { count } => Some(*count),
        _ => None,
    });
    [review, check, counts.unwrap_or(0)]
}

#[test]
fn what_was_kept_at_one_of_two_fields_is_kept_in_review_check_and_signature() {
    let study = study();
    let weights = "con.02=3 con.02.weight-before=45 con.02.weight=90";
    let planned = "number=1 date=2026-01-05 weight=61 planned=500";
    for (rule, visit, form, answers, fields) in [
        (
            "likert-vas",
            "baseline",
            "phga",
            "vas=9.0 likert=0",
            ["vas", "likert"],
        ),
        (
            "right-left",
            "baseline",
            "mmt8",
            "deltoid.r=9 deltoid.l=2",
            ["deltoid.r", "deltoid.l"],
        ),
        (
            "weight-change",
            "baseline",
            "mdaat",
            weights,
            ["con.02.weight", "con.02.weight-before"],
        ),
        (
            "planned-dose",
            SESSION,
            "abatacept#1",
            planned,
            ["weight", "planned"],
        ),
    ] {
        let mut session = session(visit, "2026-01-05");
        fill(&study, &mut session, form, answers);
        let mut record = record(&[&session]);
        // The logs are not signed.
        let signs = usize::from(visit != SESSION);
        let [review, check, signature] = asked_by_all(&study, &record, visit);
        assert!(
            review == 1 && check >= 1 && signature == signs,
            "{rule}: {review} {check} {signature}"
        );
        for field in fields {
            let cell = |record: &mut ParticipantRecord, kept: &[(String, String)]| {
                let session = record.sessions.get_mut(visit).unwrap();
                let cell = session.cell_mut(&form.into(), &field.into());
                cell.kept = kept.to_vec();
            };
            cell(
                &mut record,
                &[(rule.to_owned(), "measured-again".to_owned())],
            );
            assert_eq!(
                asked_by_all(&study, &record, visit),
                [0; 3],
                "{rule} kept at {field}"
            );
            // The check of the record tells it with its question, as what would be asked again.
            let told = recheck(&study, &record, "2026-06-01".parse().unwrap());
            let told: Vec<_> = told.iter().filter(|one| one.kept.is_some()).collect();
            assert_eq!(told.len(), 1, "{rule} kept at {field}");
            assert!(matches!(told[0].found, Found::Asked(_)), "{:?}", told[0]);
            cell(&mut record, &[]);
        }
    }
}

#[test]
fn none_new_is_asked_beside_an_event_that_began_since_the_visit_before() {
    let study = study();
    let none = |visit: &str, day: &str| {
        let mut session = session(visit, day);
        fill(&study, &mut session, "events-asked", "asked=none");
        session
    };
    // The visit before is week 2, whose own answer is another one; nobody asked at baseline.
    let first = baseline();
    let mut before = session("week-2", "2026-01-19");
    fill(&study, &mut before, "events-asked", "asked=entered");
    let visit = none("week-4", "2026-02-02");
    for (onset, new) in [
        ("2026-01-19", false),
        ("2026-01-20", true),
        ("2026-02-02", true),
        // What is told later is no contradiction, and neither is what may have begun before.
        ("2026-02-03", false),
        ("2026-01", false),
        ("2026-02", true),
        ("2026", false),
    ] {
        let mut log = log();
        let row = format!("term=Rash grade=1 onset={onset} ongoing=y serious=n");
        fill(&study, &mut log, "adverse-event#1", &row);
        let record = record(&[&first, &before, &visit, &log]);
        let at_visit = open(&study, &record, "week-4", "events-asked");
        let at_event = open(&study, &record, SESSION, "adverse-event#1");
        let asked = |found: &[String], field: &str| found.contains(&format!("{field} no-event"));
        assert_eq!(asked(&at_visit, "asked"), new, "{onset}: {at_visit:?}");
        assert_eq!(asked(&at_event, "onset"), new, "{onset}: {at_event:?}");
        // Review, check and signature say the same at the visit; a row in error says nothing.
        let [_, _, hindered] = asked_by_all(&study, &record, "week-4");
        assert_eq!(hindered > 0, new, "{onset}");
        fill(&study, &mut log, "adverse-event#1", "entered-in-error=y");
        let record = self::record(&[&first, &before, &visit, &log]);
        assert_eq!(open(&study, &record, "week-4", "events-asked"), [""; 0]);
    }
    // At the first visit what began since enrolment is new.
    let first = none("baseline", "2026-01-09");
    for (onset, new) in [("2026-01-04", false), ("2026-01-05", true)] {
        let mut log = log();
        let row = format!("term=Rash grade=1 onset={onset} ongoing=y serious=n");
        fill(&study, &mut log, "adverse-event#1", &row);
        let record = record(&[&first, &log]);
        let found = open(&study, &record, "baseline", "events-asked");
        assert_eq!(!found.is_empty(), new, "{onset}");
    }
}

#[test]
fn what_is_said_to_be_in_the_log_must_have_begun_changed_or_ended_there_since_the_visit_before() {
    let study = study();
    let asked = |visit: &str, day: &str, answer: &str, seq: u64| {
        let mut session = session(visit, day);
        fill(
            &study,
            &mut session,
            "events-asked",
            &format!("asked={answer}"),
        );
        session
            .cell_mut(&"events-asked".into(), &"asked".into())
            .seq = seq;
        session
    };
    let baseline = asked("baseline", "2026-01-05", "none", 10);
    let visit = asked("week-2", "2026-01-19", "entered", 20);
    let is_asked = |row: &str, seq: u64, newer: Option<(&str, u64)>| {
        let mut log = log();
        fill(&study, &mut log, "adverse-event#1", row);
        let form = FormId::from("adverse-event#1");
        for cell in log.forms.get_mut(&form).unwrap().values_mut() {
            cell.seq = seq;
        }
        if let Some((field, seq)) = newer {
            log.cell_mut(&form, &FieldId::from(field)).seq = seq;
        }
        let record = record(&[&baseline, &visit, &log]);
        let found = open(&study, &record, "week-2", "events-asked");
        let asks = found == ["asked event-not-entered"];
        // Review, check and signature say the same.
        assert_eq!(
            asked_by_all(&study, &record, "week-2"),
            [usize::from(asks); 3],
            "{row}"
        );
        asks
    };
    let row = |rest: &str| format!("term=Rash grade=1 serious=n {rest}");
    for (rest, expected) in [
        ("onset=2026-01-02 ongoing=y", true),
        ("onset=2026-01-05 ongoing=y", true),
        ("onset=2026-01-06 ongoing=y", false),
        ("onset=2026-01-19 ongoing=y", false),
        ("onset=2026-01-20 ongoing=y", true),
        // What may have begun or ended since counts.
        ("onset=2026-01 ongoing=y", false),
        ("onset=2026 ongoing=y", false),
        ("ongoing=y", false),
        ("onset=2025-12-01 ongoing=n end=2025-12-30", true),
        ("onset=2025-12-01 ongoing=n end=2026-01-10", false),
        ("onset=2025-12-01 ongoing=n end=2026-01", false),
        // A row in error is none.
        ("onset=2026-01-10 ongoing=y entered-in-error=y", true),
    ] {
        assert_eq!(is_asked(&row(rest), 5, None), expected, "{rest}");
    }
    // What was stored after the visit before told of its events is new or changed; that somebody saw it is no change.
    let old = row("onset=2025-12-01 ongoing=y seen=2026-01-18");
    assert!(is_asked(&old, 10, None));
    assert!(!is_asked(&old, 11, None));
    assert!(!is_asked(&old, 0, None));
    assert!(!is_asked(&old, 5, Some(("grade", 15))));
    assert!(is_asked(&old, 5, Some(("seen", 15))));
    // An empty log has nothing, also at the first visit; there any row counts.
    let first = asked("baseline", "2026-01-05", "entered", 10);
    let found = |record: &ParticipantRecord| open(&study, record, "baseline", "events-asked");
    assert_eq!(found(&record(&[&first])), ["asked event-not-entered"]);
    let mut log = log();
    fill(
        &study,
        &mut log,
        "adverse-event#1",
        &row("onset=2025-12-01 ongoing=y"),
    );
    assert_eq!(found(&record(&[&first, &log])), [""; 0]);
}

#[test]
fn none_new_that_was_kept_at_one_side_is_asked_at_neither() {
    let study = study();
    let known = |onset_seq: u64, kept_at_visit: bool, kept_at_event: bool| {
        let kept = |is: bool| match is {
            true => vec![("no-event".to_owned(), "confirmed".to_owned())],
            false => Vec::new(),
        };
        let mut visit = session("week-2", "2026-01-19");
        fill(&study, &mut visit, "events-asked", "asked=none");
        let cell = visit.cell_mut(&"events-asked".into(), &"asked".into());
        (cell.seq, cell.kept) = (20, kept(kept_at_visit));
        let mut log = log();
        let row = "term=Rash grade=1 onset=2026-01-10 ongoing=y serious=n";
        fill(&study, &mut log, "adverse-event#1", row);
        let cell = log.cell_mut(&"adverse-event#1".into(), &"onset".into());
        (cell.seq, cell.kept) = (onset_seq, kept(kept_at_event));
        let record = record(&[&visit, &log]);
        let at_visit = open(&study, &record, "week-2", "events-asked");
        let at_event = open(&study, &record, SESSION, "adverse-event#1");
        let asks = |found: &[String], field: &str| found.contains(&format!("{field} no-event"));
        (asks(&at_visit, "asked"), asks(&at_event, "onset"))
    };
    assert_eq!(known(15, false, false), (true, true));
    assert_eq!(known(15, true, false), (false, false));
    assert_eq!(known(15, false, true), (false, false));
    // Nobody at the visit had an event before them that was entered later.
    assert_eq!(known(25, true, false), (false, true));
}

#[test]
fn a_visit_waits_until_events_were_asked_about_and_a_reason_answers_that_too() {
    let study = study();
    let version_1 = version_1();
    let waits = |study: &Study, session: &Session| {
        let found = review(
            study,
            &record(&[session]),
            "week-2",
            "2026-06-01".parse().unwrap(),
        );
        let form = |point: &&Point| point.form.as_str() == "events-asked";
        let point = found.open.iter().find(form);
        point.is_some_and(|point| point.matter == Matter::Empty)
    };
    let mut visit = session("week-2", "2026-01-19");
    fill(&study, &mut visit, "phga", "vas=4.0");
    assert!(waits(&study, &visit));
    // By version 1 no form asks, so that nothing waits.
    assert!(!waits(&version_1, &visit));
    for text in ["none", "entered", "!not-done"] {
        put(&study, &mut visit, "events-asked", "asked", text);
        assert!(!waits(&study, &visit), "{text}");
    }
}

#[test]
fn a_row_that_was_entered_in_error_asks_nothing() {
    let study = study();
    let mut visit = baseline();
    let dose = "taken=y drug=prednisone dose=20 frequency=once-daily";
    fill(&study, &mut visit, "glucocorticoid", dose);
    let medication = "class=glucocorticoid glucocorticoid=prednisone dose=10 unit=mg frequency=once-daily \
                      route=oral start=2025-12-01 ongoing=y";
    for (row, answers) in [
        (
            "adverse-event#1",
            "term=Shingles special=none onset=2026-01-10",
        ),
        (
            "adverse-event#1",
            "term=Rash onset=2026-01-10 action=drug-interrupted",
        ),
        (
            "abatacept#1",
            "number=1 date=2026-01-05 weight=90 planned=500",
        ),
        (
            "abatacept#1",
            "number=1 date=2026-01-05 state=left-out left-out-reason=reaction",
        ),
        ("medication#1", medication),
    ] {
        let mut log = log();
        fill(&study, &mut log, row, answers);
        let [review, check, _] = asked_by_all(&study, &record(&[&visit, &log]), SESSION);
        assert!(review > 0 && check > 0, "{row} {answers}");
        fill(&study, &mut log, row, "entered-in-error=y");
        let record = record(&[&visit, &log]);
        assert_eq!(open(&study, &record, SESSION, row), [""; 0], "{answers}");
        assert_eq!(asked_by_all(&study, &record, SESSION), [0; 3], "{answers}");
    }
}

#[test]
fn a_total_far_from_that_of_the_last_visit_is_asked_about_at_its_first_field() {
    let study = study();
    let haq = |mut session: Session, item: u8| {
        for n in 1..=20 {
            fill(&study, &mut session, "haq", &format!("item{n:02}={item}"));
        }
        rest_absent(&study, &mut session, "haq");
        session
    };
    let record = record(&[&haq(baseline(), 0), &haq(week_12(), 3)]);
    let asked = |visit: &str| {
        let mut open = open(&study, &record, visit, "haq");
        open.retain(|asked| asked.ends_with("haq-di"));
        open
    };
    assert_eq!(asked("week-12"), ["item01 haq-di"]);
    assert_eq!(asked("baseline"), [""; 0]);
}

#[test]
fn a_question_about_a_whole_form_that_was_kept_is_told_with_its_words() {
    let study = study();
    let mut visit = baseline();
    fill(&study, &mut visit, "mdaat", "ever.pul=n pul.17a=2");
    let cell = visit.cell_mut(&"mdaat".into(), &"ever.pul".into());
    let kept = ("never-affected".to_owned(), "source".to_owned());
    cell.kept.push(kept);
    let record = record(&[&visit]);
    let told = recheck(&study, &record, "2026-06-01".parse().unwrap());
    let about = told.iter().filter(|found| found.rule == "never-affected");
    let about: Vec<&Finding> = about.collect();
    let [finding] = about.as_slice() else {
        panic!("{about:?}");
    };
    assert_eq!(finding.kept.as_deref(), Some("source"));
    // Not only that it was asked once.
    assert!(matches!(finding.found, Found::Asked(_)), "{finding:?}");
}

#[test]
fn a_dose_after_the_end_of_the_treatment_is_asked_about_whichever_came_first() {
    let study = study();
    let mut log = log();
    for (row, day, state) in [
        (1, "2026-03-02", "whole"),
        (2, "2026-03-16", "whole"),
        (3, "2026-03-30", "left-out"),
    ] {
        let cells = format!("number={row} date={day} state={state}");
        fill(&study, &mut log, &format!("abatacept#{row}"), &cells);
    }
    let mut record = record(&[&log]);
    let asked = |record: &ParticipantRecord, row: u32| {
        let row = format!("abatacept#{row}");
        let open = open(&study, record, SESSION, &row).into_iter();
        open.filter(|found| found.contains("dose-after-end"))
            .count()
    };
    assert_eq!([1, 2, 3].map(|row| asked(&record, row)), [0, 0, 0]);
    let stopped = Status::TreatmentStopped {
        cause: Cause::AdverseEvent,
    };
    let day = "2026-03-15".parse().unwrap();
    record.statuses.say(day, stopped, String::new(), 9);
    assert_eq!([1, 2, 3].map(|row| asked(&record, row)), [0, 1, 0]);
    record
        .statuses
        .say(day, Status::TakesPart, "a mistake".to_owned(), 10);
    assert_eq!([1, 2, 3].map(|row| asked(&record, row)), [0, 0, 0]);
}

/// Answers of a form that were stored by one entry.
fn stored(study: &Study, session: &mut Session, form: &str, answers: &str, seq: u64) {
    fill(study, session, form, answers);
    for pair in answers.split_whitespace() {
        let (field, _) = pair.split_once('=').unwrap();
        session
            .cell_mut(&FormId::new(form), &FieldId::new(field))
            .seq = seq;
    }
}

/// What is asked by these rules in the forms of a baseline visit.
fn asked_twice(study: &Study, visit: &Session) -> Vec<String> {
    let record = record(&[visit]);
    let forms = visit.forms.keys();
    let asked = forms.flat_map(|form| {
        let open = open(study, &record, "baseline", form.as_str()).into_iter();
        open.filter(|asked| asked.ends_with("entered-twice") || asked.ends_with("denies-raised"))
            .map(|asked| format!("{form} {asked}"))
            .collect::<Vec<_>>()
    });
    asked.collect()
}

#[test]
fn a_weight_that_two_forms_of_a_visit_have_differently_is_asked_about_once_where_it_came_later() {
    let study = study();
    let visit = |first: (&str, u64), second: (&str, u64)| {
        let mut visit = baseline();
        let (glucocorticoid, vital) = (
            format!("weight={}", first.0),
            format!("weight={}", second.0),
        );
        stored(
            &study,
            &mut visit,
            "glucocorticoid",
            &glucocorticoid,
            first.1,
        );
        stored(&study, &mut visit, "vital-signs", &vital, second.1);
        visit
    };
    let asked = |first, second| asked_twice(&study, &visit(first, second));
    assert_eq!(
        asked(("72.5", 4), ("78", 7)),
        ["vital-signs weight entered-twice"]
    );
    assert_eq!(
        asked(("72.5", 7), ("78", 4)),
        ["glucocorticoid weight entered-twice"]
    );
    assert_eq!(asked(("72.5", 4), ("72.5", 7)), [""; 0]);
    // Why it stays is said once, and asked again when either weight changes.
    let mut kept = visit(("72.5", 4), ("78", 7));
    let cell = kept.cell_mut(&"vital-signs".into(), &"weight".into());
    let reason = ("entered-twice".to_owned(), "source".to_owned());
    cell.kept.push(reason);
    assert_eq!(asked_twice(&study, &kept), [""; 0]);
    stored(&study, &mut kept, "glucocorticoid", "weight=71", 9);
    assert_eq!(
        asked_twice(&study, &kept),
        ["glucocorticoid weight entered-twice"]
    );
    // A weight that is no longer asked for counts nowhere; while it is, it is held against the others too.
    let mut third = visit(("78", 4), ("78", 7));
    stored(&study, &mut third, "mdaat", "con.02=2 con.02.weight=60", 9);
    assert_eq!(
        asked_twice(&study, &third),
        ["mdaat con.02.weight entered-twice"]
    );
    stored(&study, &mut third, "mdaat", "con.02=0", 10);
    assert_eq!(asked_twice(&study, &third), [""; 0]);
}

const ENZYMES: &str = "laboratory=Central unit=U/L ck=1250 ck.uln=190 alt=60 alt.uln=35";

#[test]
fn an_enzyme_of_one_sample_is_the_same_in_both_forms_and_may_differ_between_samples() {
    let study = study();
    let asked = |unit: &str, more: &str| {
        let mut visit = baseline();
        stored(&study, &mut visit, "enzymes", ENZYMES, 4);
        let answers = format!("unit.enzymes={unit} {more}");
        stored(&study, &mut visit, "laboratory", &answers, 7);
        asked_twice(&study, &visit)
    };
    let differs = ["laboratory alt entered-twice"];
    let same_day = "sampled-on=2026-01-05 laboratory=central";
    assert_eq!(asked("U/L", &format!("{same_day} alt=600")), differs);
    assert_eq!(asked("U/L", &format!("{same_day} alt=60.0")), [""; 0]);
    assert_eq!(asked("U/L", &format!("{same_day} alt=!not-done")), [""; 0]);
    // In the other unit, as far as its decimals go.
    assert_eq!(asked("ukat/L", &format!("{same_day} alt=1")), [""; 0]);
    assert_eq!(asked("ukat/L", &format!("{same_day} alt=1.1")), differs);
    // One that is below quantification can be any number below that.
    assert_eq!(asked("U/L", &format!("{same_day} alt=<61")), [""; 0]);
    assert_eq!(asked("U/L", &format!("{same_day} alt=<60")), differs);
    // Another day, another laboratory, or a day that is not known yet.
    assert_eq!(
        asked("U/L", "sampled-on=2026-01-04 laboratory=Central alt=600"),
        [""; 0]
    );
    assert_eq!(
        asked("U/L", "sampled-on=2026-01-05 laboratory=North alt=600"),
        [""; 0]
    );
    assert_eq!(asked("U/L", "laboratory=Central alt=600"), [""; 0]);
}

#[test]
fn an_answer_that_no_enzyme_is_raised_is_asked_about_beside_one_that_is() {
    let study = study();
    let asked = |enzymes: (&str, u64), disease: (&str, u64)| {
        let mut visit = baseline();
        stored(&study, &mut visit, "enzymes", enzymes.0, enzymes.1);
        stored(&study, &mut visit, "disease", disease.0, disease.1);
        asked_twice(&study, &visit)
    };
    assert_eq!(
        asked((ENZYMES, 4), ("enzymes=n", 7)),
        ["disease enzymes denies-raised"]
    );
    assert_eq!(
        asked((ENZYMES, 7), ("enzymes=n", 4)),
        ["enzymes ck denies-raised", "enzymes alt denies-raised"]
    );
    assert_eq!(asked((ENZYMES, 4), ("enzymes=y", 7)), [""; 0]);
    assert_eq!(asked((ENZYMES, 4), ("enzymes=u", 7)), [""; 0]);
    // At the limit, below quantification, and without a limit nothing is raised as far as is known.
    for enzymes in [
        "laboratory=Central unit=U/L ck=190 ck.uln=190",
        "laboratory=Central unit=U/L ck=<250 ck.uln=190",
        "laboratory=Central unit=U/L ck=1250",
        "laboratory=Central unit=U/L aldolase=9 aldolase.uln=7.6",
    ] {
        assert_eq!(asked((enzymes, 4), ("enzymes=n", 7)), [""; 0], "{enzymes}");
    }
    let aldolase = "laboratory=Central unit=U/L aldolase=9 aldolase.uln=7.6";
    assert_eq!(
        asked((aldolase, 4), ("aldolase=n", 7)),
        ["disease aldolase denies-raised"]
    );
    // The words say both sides.
    let mut visit = baseline();
    stored(&study, &mut visit, "enzymes", ENZYMES, 4);
    stored(&study, &mut visit, "disease", "enzymes=n", 7);
    let record = record(&[&visit]);
    let (_, question) = open_at(&study, &record, &"baseline".into(), &"disease".into())
        .into_iter()
        .find(|(field, _)| field.as_str() == "enzymes")
        .unwrap();
    assert_eq!(
        English.question(&question.about),
        "CK, LDH, AST or ALT raised: no, but Creatine kinase is 1250 U/L in Muscle enzymes, above \
         its upper limit of 190."
    );
}

#[test]
fn every_quantity_that_a_form_names_is_one_of_a_result() {
    let study = study();
    let fields = || study.instruments.values().flat_map(|form| form.fields());
    let mut denials = 0;
    for denial in fields().filter_map(|field| field.denies_raised.as_ref()) {
        for name in &denial.quantities {
            let mut named = fields().filter(|field| field.same_quantity.as_ref() == Some(name));
            assert!(named.any(|field| field.limits().next().is_some()), "{name}");
            denials += 1;
        }
    }
    assert_eq!(denials, 5);
}
