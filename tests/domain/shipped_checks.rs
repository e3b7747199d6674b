//! What the checks ask about the forms that are shipped, and above all what they do not ask.

use crate::support::shipped::{
    answer, baseline, cells, fill, judged, put, rest_absent, session, study, week_12,
};
use coreset::domain::base::ids::FormId;
use coreset::domain::forms::engine::instrument::Measure;
use coreset::domain::forms::engine::progress;
use coreset::domain::record::participant::{Diagnosis, Participant, Sex};
use coreset::domain::record::rows;
use coreset::domain::record::session::{ParticipantRecord, Session};
use coreset::domain::rules::checks::{Context, Question, form_questions, questions};
use coreset::domain::study::Study;
use coreset::domain::verdict::core_set::core_set;
use coreset::domain::verdict::response::Category;
use coreset::domain::verdict::{judge, summary_verdict};
use coreset::text::English;
use coreset::text::questions::Questions as _;
use rust_decimal::Decimal;

#[test]
fn a_visit_that_does_not_ask_for_all_six_is_not_one_to_judge_by() {
    let study = study();
    let mut record = ParticipantRecord::new(participant());
    let mut before = baseline();
    well(&study, &mut before);
    fill(&study, &mut before, "phga", "vas=6.0 likert=3");
    fill(&study, &mut before, "ptga", "vas=6.0 likert=3");
    fill(&study, &mut before, "mdaat", "emg.vas=5.0");
    let mut week_2 = session("week-2", "2026-01-19");
    well(&study, &mut week_2);
    let verdict = judged(&study, &before, &week_2);
    let not_asked = [
        Measure::Mmt,
        Measure::Haq,
        Measure::Enzyme,
        Measure::Extramuscular,
    ];
    assert_eq!(verdict.not_asked, not_asked);
    // Nothing is left to enter, so nothing is open; no list says a verdict of such a visit.
    assert_eq!(verdict.doi.met, Some(false));
    assert_eq!(verdict.tis.total, None);
    for session in [before.clone(), week_2] {
        record.sessions.insert(session.visit.clone(), session);
    }
    assert_eq!(summary_verdict(&study, &record), None);
    // Week 12 asks for all: there a blank is open, and so is the verdict.
    let mut now = week_12();
    fill(&study, &mut now, "phga", "vas=3.0 likert=2");
    let verdict = judged(&study, &before, &now);
    assert_eq!((verdict.not_asked, verdict.doi.met), (vec![], None));
    record.sessions.insert(now.visit.clone(), now);
    let summary = summary_verdict(&study, &record).unwrap();
    assert_eq!((summary.visit.as_str(), summary.doi), ("week-12", None));
}

fn participant() -> Participant {
    Participant {
        id: "01-001".into(),
        initials: "AB".into(),
        birth_year: 1970,
        sex: Sex::Female,
        diagnosis: Diagnosis::Amyopathic,
        weight_kg: Decimal::from(62),
        enrolled_on: "2026-01-05".parse().unwrap(),
    }
}

/// Usual vital signs, without an ECG.
fn vital_sign(id: &str) -> &'static str {
    match id {
        "weight" => "62",
        "height" => "165",
        "temperature" => "36.6",
        "temperature.site" => "ear",
        "position" => "sitting",
        "pulse" => "70",
        "systolic" => "115",
        "diastolic" => "75",
        "ecg" => "!not-done",
        other => panic!("{other}"),
    }
}

/// A safety laboratory within its limits.
fn result(id: &str) -> &'static str {
    match id {
        "sampled-on" => "2026-01-05",
        "laboratory" => "A",
        "fasting" => "y",
        "unit.haemoglobin" | "unit.albumin" => "g/L",
        "unit.leucocytes" | "unit.platelets" => "10^9/L",
        "unit.creatinine" | "unit.bilirubin" => "umol/L",
        "unit.enzymes" => "U/L",
        "unit.crp" => "mg/L",
        "unit.glucose" | "unit.potassium" => "mmol/L",
        "haemoglobin" => "135",
        "haemoglobin.lln" => "120",
        "haemoglobin.uln" => "160",
        "leucocytes" => "6",
        "leucocytes.lln" => "3.5",
        "leucocytes.uln" => "9.5",
        "neutrophils" => "4",
        "neutrophils.lln" => "1.8",
        "neutrophils.uln" => "6.3",
        "lymphocytes" => "1.8",
        "lymphocytes.lln" => "1.1",
        "lymphocytes.uln" => "3.2",
        "platelets" => "240",
        "platelets.lln" => "125",
        "platelets.uln" => "350",
        "creatinine" => "60",
        "creatinine.lln" => "41",
        "creatinine.uln" => "73",
        "ast" | "alt" => "20",
        "ast.uln" | "alt.uln" => "40",
        "bilirubin" => "9",
        "bilirubin.uln" => "21",
        "albumin" => "44",
        "albumin.lln" => "40",
        "albumin.uln" => "55",
        "crp" => "2",
        "esr" => "8",
        "glucose" => "5",
        "glucose.lln" => "3.9",
        "glucose.uln" => "6.1",
        "potassium" => "4.2",
        "potassium.lln" => "3.5",
        "potassium.uln" => "5.3",
        "urine-protein.strip" | "urine-blood.strip" => "negative",
        other => panic!("{other}"),
    }
}

/// The history of somebody with a rash alone.
fn history(id: &str) -> &'static str {
    match id {
        "first-symptom" | "skin-onset" => "2020",
        "diagnosed" => "2021",
        "treatment" => "improved",
        "heliotrope" | "gottron-papules" => "y",
        "emg" | "skin-biopsy" | "mri" => "not-done",
        "panel.method" => "line-blot",
        "panel.date" => "2021",
        "age-at-onset" => "49",
        "weak-upper" | "weak-lower" | "neck-flexors" | "legs-proximal" | "finger-flexors"
        | "bp-weakness" | "gottron-sign" | "early-treatment" | "dysphagia" | "enzymes"
        | "aldolase" | "bx-read" => "n",
        _ => "negative",
    }
}

/// Fills every form of a visit for somebody without any abnormality.
fn well(study: &Study, session: &mut Session) {
    let forms = study.visit(session.visit.as_str()).unwrap().forms.clone();
    for form in &forms {
        let form = form.as_str();
        let instrument = study.form(form).unwrap().clone();
        rest_absent(study, session, form);
        for field in instrument.fields() {
            let asked = progress::asked(
                study.scoring(),
                &instrument,
                progress::Setting::of_nobody(session.visit == study.protocol.baseline),
                session.forms.entry(FormId::new(form)).or_default(),
                field,
            );
            let id = field.id.as_str();
            if !asked || !field.required || session.answer(form, id).is_some() {
                continue;
            }
            let text = match (form, id) {
                ("mmt8", "tester") => "self",
                ("mmt8", _) => "10",
                (_, "obtained") => "self-completed",
                ("enzymes", "laboratory") => "A",
                ("enzymes", "unit") => "U/L",
                ("enzymes", "ck") => "90",
                ("enzymes", "ck.uln") => "200",
                ("enzymes", "aldolase") => "4",
                ("enzymes", "aldolase.uln") => "7.6",
                ("enzymes", "ldh") => "180",
                ("enzymes", "ldh.uln") => "250",
                ("enzymes", "ast" | "alt") => "20",
                ("enzymes", "ast.uln" | "alt.uln") => "40",
                ("glucocorticoid", "taken") => "n",
                ("glucocorticoid", "weight") => "62",
                ("rand36", "item01") => "1",
                ("rand36", _) => "2",
                ("events-asked", _) => "none",
                ("vital-signs", id) => vital_sign(id),
                ("laboratory", id) => result(id),
                ("disease", id) => history(id),
                ("mdaat", mitax) if mitax.starts_with("mitax.") => "E",
                _ => "0",
            };
            put(study, session, form, id, text);
        }
        let setting = progress::Setting::of_nobody(session.visit == study.protocol.baseline);
        let done = progress::complete(study.scoring(), &instrument, setting, cells(session, form));
        assert!(done, "{form}");
    }
}

#[test]
fn nobody_is_asked_about_a_visit_without_any_abnormality() {
    let study = study();
    let mut record = ParticipantRecord::new(participant());
    let days = [
        "2026-01-05",
        "2026-01-19",
        "2026-02-02",
        "2026-03-02",
        "2026-03-30",
    ];
    for (visit, day) in study.protocol.visits.iter().zip(days) {
        let mut now = session(visit.id.as_str(), day);
        well(&study, &mut now);
        record.sessions.insert(visit.id.clone(), now);
    }
    for visit in &study.protocol.visits {
        let context = Context::whole(&study, &record, visit.id.as_str()).unwrap();
        for form in &visit.forms {
            let form = study.form(form.as_str()).unwrap();
            assert_eq!(form_questions(&study, form, &context), []);
            for field in form.fields() {
                let session = record.session(visit.id.as_str()).unwrap();
                if let Some(answer) = session.answer(form.id.as_str(), field.id.as_str()) {
                    let asked = questions(&study, form, field, answer, &context);
                    assert_eq!(asked, [], "{} {}", form.id, field.id);
                }
            }
        }
    }
    // Amyopathic: nothing can improve, and the enzyme says that it was normal.
    let set = |visit: &str| core_set(&study, record.session(visit).unwrap());
    let verdict = judge(&study, &set("baseline"), &set("week-12"));
    assert_eq!(verdict.doi.met, Some(false));
    assert_eq!(verdict.tis.category, Some(Category::None));
    assert!(verdict.enzyme.unwrap().none_abnormal);
}

fn asked(study: &Study, session: &Session, form: &str) -> Vec<(String, String)> {
    let mut record = ParticipantRecord::new(participant());
    let visit = session.visit.clone();
    record.sessions.insert(visit.clone(), session.clone());
    let context = Context::of(study, &record, visit.as_str()).unwrap();
    form_questions(study, study.form(form).unwrap(), &context)
        .into_iter()
        .map(|(field, question)| (field.as_str().to_owned(), question.rule))
        .collect()
}

#[test]
fn a_pulse_is_told_by_the_prednisone_equivalent_not_by_the_milligrams() {
    let study = study();
    let pulse = vec![("dose".to_owned(), "daily-dose".to_owned())];
    for (drug, dose, frequency, expected) in [
        ("prednisone", "100", "once-daily", vec![]),
        ("prednisone", "60", "twice-daily", pulse.clone()),
        ("prednisone", "120", "alternate-days", vec![]),
        ("hydrocortisone", "120", "once-daily", vec![]),
        ("dexamethasone", "15", "once-daily", vec![]),
        ("dexamethasone", "15.01", "once-daily", pulse.clone()),
        ("methylprednisolone", "80.01", "once-daily", pulse),
    ] {
        let mut session = baseline();
        let answers = format!("taken=y drug={drug} dose={dose} frequency={frequency} weight=62");
        fill(&study, &mut session, "glucocorticoid", &answers);
        assert_eq!(
            asked(&study, &session, "glucocorticoid"),
            expected,
            "{drug} {dose}"
        );
        put(&study, &mut session, "glucocorticoid", "taken", "n");
        assert_eq!(asked(&study, &session, "glucocorticoid"), []);
    }
}

#[test]
fn results_in_another_unit_than_the_one_chosen_are_asked_about() {
    let study = study();
    let mut session = enzymes(baseline(), "unit=U/L ck=21 ck.uln=200");
    assert_eq!(asked(&study, &session, "enzymes"), []);
    put(&study, &mut session, "enzymes", "unit", "ukat/L");
    let other = [("unit".to_owned(), "other-unit".to_owned())];
    assert_eq!(asked(&study, &session, "enzymes"), other);
    fill(&study, &mut session, "enzymes", "ck=21 ck.uln=3.333");
    assert_eq!(asked(&study, &session, "enzymes"), []);
}

fn enzymes(session: Session, answers: &str) -> Session {
    let mut session = session;
    fill(&study(), &mut session, "enzymes", answers);
    session
}

/// What is asked when a field of a row of a log is answered after others of the row.
fn asked_at(study: &Study, row: &str, others: &str, field: &str, text: &str) -> Vec<Question> {
    let mut log = session(rows::SESSION, "2026-01-05");
    fill(study, &mut log, row, others);
    let last = answer(study, &log, row, field, text);
    let mut record = ParticipantRecord::new(participant());
    record.sessions.insert(log.visit.clone(), log);
    let context = Context::of(study, &record, rows::SESSION).unwrap();
    let form = study.form(row).unwrap();
    let context = context.at(&FormId::new(row));
    questions(study, form, form.field(field).unwrap(), &last, &context)
}

fn rules_at(study: &Study, row: &str, others: &str, field: &str, text: &str) -> Vec<String> {
    let asked = asked_at(study, row, others, field, text);
    asked.into_iter().map(|question| question.rule).collect()
}

#[test]
fn an_infusion_over_midnight_of_more_than_half_a_day_is_taken_for_a_mistyped_time() {
    let study = study();
    let words = |end: &str| {
        let asked = asked_at(&study, "abatacept#1", "start=18:00", "end", end);
        English.question(&asked[0].about)
    };
    assert_eq!(
        words("06:00"),
        "From 18:00 to 06:00 are 720 minutes; 25 to 60 are usual."
    );
    assert_eq!(
        words("06:01"),
        "The end, 06:01, is before the start, 18:00: check both times."
    );
}

#[test]
fn dates_the_wrong_way_round_are_asked_about_in_a_row_that_counts() {
    let study = study();
    let medication = "class=other start=2026-02 ongoing=n";
    let event = "term=headache grade=1 onset=2026-02 ongoing=n serious=n";
    for (row, others, rule) in [
        ("medication#1", medication, "medication-dates"),
        ("adverse-event#1", event, "adverse-dates"),
    ] {
        let asked = |more: &str, field: &str, text: &str| {
            rules_at(&study, row, &format!("{others} {more}"), field, text)
        };
        assert_eq!(asked("", "end", "2026-01-31"), [rule], "{row}");
        assert_eq!(asked("", "end", "2026-02-01"), [""; 0], "{row}");
        // Asked once: not when the same is entered again, and not at a field that does not decide it.
        assert_eq!(asked("end=2026-01-31", "end", "2026-01-31"), [""; 0]);
        let in_error = "entered-in-error=y";
        assert_eq!(asked(in_error, "end", "2026-01-31"), [""; 0], "{row}");
        let marked = asked("end=2026-01-31", "entered-in-error", "y");
        assert_eq!(marked, [""; 0], "{row}");
    }
}

#[test]
fn a_serious_event_without_a_criterion_is_asked_about_when_all_are_answered() {
    let study = study();
    let none = "death=n life-threatening=n hospital=n disability=n malformation=n";
    let asked = |answers: &str| -> Vec<String> {
        let mut log = session(rows::SESSION, "2026-01-05");
        fill(&study, &mut log, "adverse-event#1", answers);
        let mut record = ParticipantRecord::new(participant());
        record.sessions.insert(log.visit.clone(), log);
        let context = Context::of(&study, &record, rows::SESSION).unwrap();
        let context = context.at(&FormId::new("adverse-event#1"));
        let form = study.form("adverse-event#1").unwrap();
        let asked = form_questions(&study, form, &context).into_iter();
        asked
            .map(|(field, question)| format!("{field} {}", question.rule))
            .collect()
    };
    let question = ["serious serious-criterion"];
    assert_eq!(asked(&format!("serious=y {none} important=n")), question);
    assert_eq!(asked(&format!("serious=y {none} important=y")), [""; 0]);
    assert_eq!(asked(&format!("serious=y {none}")), [""; 0]);
    assert_eq!(asked(&format!("serious=n {none} important=n")), [""; 0]);
}
