//! The forms of safety and disease: a study that names them opens, and what stands below their fields.

use crate::support::safety::with_safety;
use crate::support::shipped::{baseline, fill, put, session, study};
use chrono::NaiveDate;
use coreset::domain::base::ids::FormId;
use coreset::domain::forms::engine::scoring::ScoringFacts;
use coreset::domain::forms::table::form_score;
use coreset::domain::record::kept_scores::{KeptNumber, KeptValue};
use coreset::domain::record::participant::{Diagnosis, Participant, Sex};
use coreset::domain::record::session::{FormCells, Session};
use coreset::domain::study::Study;
use coreset::domain::study::shipped::SHIPPED_STUDIES;
use coreset::domain::verdict::kept::form_scores;
use coreset::text;
use coreset::text::totals::ScoreLine;
use std::collections::BTreeMap;

const FORMS: [&str; 3] = ["vital-signs", "laboratory", "disease"];

/// A form in which nothing is answered.
static NOTHING: FormCells = BTreeMap::new();

const UNITS: &str = "unit.haemoglobin=g/L unit.leucocytes=10^9/L unit.platelets=10^9/L \
    unit.creatinine=umol/L unit.enzymes=U/L unit.bilirubin=umol/L unit.albumin=g/L unit.crp=mg/L \
    unit.glucose=mmol/L unit.potassium=mmol/L unit.urine-protein=g/day \
    unit.protein-creatinine=mg/g";

fn participant(sex: Sex, birth_year: i32) -> Participant {
    Participant {
        id: "01-001".into(),
        initials: "AB".to_owned(),
        birth_year,
        sex,
        diagnosis: Diagnosis::Dermatomyositis,
        weight_kg: 70.into(),
        enrolled_on: NaiveDate::from_ymd_opt(2026, 1, 5).unwrap(),
    }
}

fn cells<'a>(session: &'a Session, form: &str) -> &'a FormCells {
    session.forms.get(&FormId::new(form)).unwrap_or(&NOTHING)
}

/// Returns the lines below a form, after the same form of an earlier visit.
fn lines(
    study: &Study,
    now: &Session,
    form: &str,
    who: Option<&Participant>,
    before: Option<&Session>,
) -> Vec<ScoreLine> {
    let facts = ScoringFacts {
        participant: who,
        baseline: before.map(|before| cells(before, form)),
    };
    let instrument = study.form(form).unwrap();
    let score = form_score(study.scoring(), instrument, cells(now, form), &facts).unwrap();
    text::DEFAULT.score(&score)
}

/// Returns the value and the note of a line; none where there is no such line.
fn line<'a>(lines: &'a [ScoreLine], label: &str) -> Option<(&'a str, &'a str)> {
    let line = lines.iter().find(|line| line.label == label)?;
    Some((&line.value, &line.note))
}

fn value<'a>(lines: &'a [ScoreLine], label: &str) -> Option<&'a str> {
    line(lines, label).map(|(value, _)| value)
}

#[test]
fn the_shipped_study_asks_for_them_and_one_that_does_so_at_more_visits_opens() {
    let (shipped, with) = (study(), with_safety());
    for form in FORMS {
        assert!(with.form(form).is_some(), "{form}");
        assert!(shipped.form(form).is_some(), "{form}");
    }
    assert_eq!(shipped.instruments.len(), 16);
    assert_eq!(SHIPPED_STUDIES.last(), Some(&shipped.hash.as_str()));
    assert_ne!(with.hash, shipped.hash);
}

#[test]
fn the_filtration_rate_goes_by_sex_age_and_unit_and_says_that_it_is_inflated() {
    let study = with_safety();
    let mut now = baseline();
    let woman = participant(Sex::Female, 1971);
    let of = |now: &Session, who: Option<&Participant>| {
        let lines = lines(&study, now, "laboratory", who, None);
        line(&lines, "eGFR").map(|(value, note)| (value.to_owned(), note.to_owned()))
    };
    let none = |why: &str| Some(("-".to_owned(), why.to_owned()));
    assert_eq!(of(&now, Some(&woman)), none("creatinine is not entered"));
    fill(&study, &mut now, "laboratory", UNITS);
    put(&study, &mut now, "laboratory", "creatinine", "79.56");
    let why = none("the day of the sample is not entered");
    assert_eq!(of(&now, Some(&woman)), why);
    put(&study, &mut now, "laboratory", "sampled-on", "2026-01-05");
    assert_eq!(of(&now, None), none("the year of birth is not known"));
    // A woman of 55 with 0.9 mg/dL.
    let (value, note) = of(&now, Some(&woman)).unwrap();
    assert_eq!(value, "75 mL/min/1.73 m2");
    assert!(note.starts_with("inflated by muscle wasting"), "{note}");
    assert!(note.contains("76 if the birthday"), "{note}");
    let child = participant(Sex::Female, 2009);
    assert_eq!(of(&now, Some(&child)), none("for adults only"));
    fill(
        &study,
        &mut now,
        "laboratory",
        "unit.creatinine=mg/dL creatinine=0.9",
    );
    assert_eq!(of(&now, Some(&woman)).unwrap().0, "75 mL/min/1.73 m2");
    put(&study, &mut now, "laboratory", "creatinine", "<0.9");
    let why = none("creatinine is only known to be below a limit");
    assert_eq!(of(&now, Some(&woman)), why);
}

#[test]
fn each_result_is_graded_in_the_unit_in_which_it_was_reported() {
    let study = with_safety();
    let graded = |answers: &str, term: &str| {
        let mut now = baseline();
        fill(&study, &mut now, "laboratory", UNITS);
        fill(&study, &mut now, "laboratory", answers);
        let lines = lines(&study, &now, "laboratory", None, None);
        value(&lines, term).map(str::to_owned)
    };
    let grade = |answers: &str, term: &str, expected: &str| {
        assert_eq!(
            graded(answers, term).as_deref(),
            Some(expected),
            "{answers}"
        );
    };
    grade("haemoglobin=79", "Anaemia", "grade 3");
    grade(
        "unit.haemoglobin=g/dL haemoglobin=7.9",
        "Anaemia",
        "grade 3",
    );
    grade("haemoglobin=110", "Anaemia", "at most grade 1");
    grade("haemoglobin=110 haemoglobin.lln=120", "Anaemia", "grade 1");
    assert_eq!(
        graded("haemoglobin=130 haemoglobin.lln=120", "Anaemia"),
        None
    );
    // The limit was entered in g/L, the result in g/dL.
    let mixed = "haemoglobin.lln=120 unit.haemoglobin=g/dL haemoglobin=11";
    grade(mixed, "Anaemia", "grade 1");
    grade(
        "unit.leucocytes=/mm3 neutrophils=900",
        "Neutrophils low",
        "grade 3",
    );
    // 1.68 mmol/L is grade 4; 30.3 mg/dL, which is as much, is grade 3.
    grade("glucose=1.68", "Glucose low", "grade 4");
    grade("unit.glucose=mg/dL glucose=30.3", "Glucose low", "grade 3");
    grade(
        "potassium=3.1 potassium.lln=3.5",
        "Potassium low",
        "grade 1 or 2",
    );
    grade(
        "potassium=3.1 potassium.lln=3.5 potassium.symptoms=y",
        "Potassium low",
        "grade 2",
    );
    grade("urine-protein.strip=2+", "Urine protein", "grade 2");
    // Protein of 24 hours outranks the strip.
    let both = "urine-protein.strip=4+ urine-protein=0.3 urine-protein.uln=0.15";
    grade(both, "Urine protein", "grade 1");
    assert_eq!(graded("urine-protein.strip=trace", "Urine protein"), None);
}

#[test]
fn transaminases_go_by_an_abnormal_baseline_and_are_said_to_be_muscle_enzymes() {
    let study = with_safety();
    let (mut before, mut now) = (baseline(), session("week-24", "2026-06-22"));
    for (session, ast) in [(&mut before, "200"), (&mut now, "260")] {
        fill(&study, session, "laboratory", UNITS);
        fill(&study, session, "laboratory", "ast.uln=40");
        put(&study, session, "laboratory", "ast", ast);
    }
    let term = "AST high";
    let alone = lines(&study, &now, "laboratory", None, None);
    // 6.5 times the limit; 1.3 times an abnormal baseline is not graded.
    let (grade, note) = line(&alone, term).unwrap();
    assert_eq!(grade, "grade 3");
    assert!(note.contains("muscle enzyme"), "{note}");
    assert!(note.contains("no earlier baseline"), "{note}");
    let after = lines(&study, &now, "laboratory", None, Some(&before));
    assert_eq!(line(&after, term), None);
    // The baseline in another unit: 3 microkat/L are 180 U/L, and 400 U/L are 2.2 times that.
    fill(
        &study,
        &mut before,
        "laboratory",
        "unit.enzymes=ukat/L ast=3 ast.uln=0.6",
    );
    put(&study, &mut now, "laboratory", "ast", "400");
    let after = lines(&study, &now, "laboratory", None, Some(&before));
    let (grade, note) = line(&after, term).unwrap();
    assert_eq!(grade, "grade 1");
    assert!(note.contains("multiples of baseline"), "{note}");
}

#[test]
fn a_normal_creatinine_can_be_twice_that_of_baseline() {
    let study = with_safety();
    let (mut before, mut now) = (baseline(), session("week-24", "2026-06-22"));
    for (session, creatinine) in [(&mut before, "50"), (&mut now, "76")] {
        fill(&study, session, "laboratory", UNITS);
        fill(
            &study,
            session,
            "laboratory",
            "sampled-on=2026-01-05 creatinine.uln=97",
        );
        put(&study, session, "laboratory", "creatinine", creatinine);
    }
    let man = participant(Sex::Male, 1971);
    let after = lines(&study, &now, "laboratory", Some(&man), Some(&before));
    assert_eq!(value(&after, "Creatinine high"), Some("grade 2"));
    let head = line(&after, "CTCAE v5.0").unwrap();
    assert_eq!(head.0, "1 grade");
    assert!(
        head.1.contains("none is an adverse event by itself"),
        "{}",
        head.1
    );
}

#[test]
fn vital_signs_show_the_corrected_interval_and_grades() {
    let study = with_safety();
    let (mut before, mut now) = (baseline(), session("week-24", "2026-06-22"));
    let man = participant(Sex::Male, 1971);
    fill(&study, &mut before, "vital-signs", "weight=80");
    let of = |now: &Session, before: Option<&Session>| {
        lines(&study, now, "vital-signs", Some(&man), before)
    };
    assert_eq!(
        line(&of(&now, None), "QTcF"),
        Some(("-", "no ECG is entered"))
    );
    fill(&study, &mut now, "vital-signs", "ecg=normal qt=400");
    let blank = Some(("-", "QT or RR is not entered"));
    assert_eq!(line(&of(&now, None), "QTcF"), blank);
    fill(
        &study,
        &mut now,
        "vital-signs",
        "qt=380 rr=600 weight=72 temperature=38.4",
    );
    fill(&study, &mut now, "vital-signs", "systolic=142 diastolic=80");
    let after = of(&now, Some(&before));
    let (qtc, note) = line(&after, "QTcF").unwrap();
    assert_eq!(qtc, "451 ms");
    assert!(note.contains("above 450 ms"), "{note}");
    assert_eq!(value(&after, "Fever"), Some("grade 1"));
    assert_eq!(value(&after, "Hypertension"), Some("grade 2"));
    assert_eq!(value(&after, "Weight loss"), Some("grade 2"));
    let prolonged = "QTc prolonged";
    assert_eq!(value(&after, prolonged), Some("grade 1"));
    assert_eq!(value(&of(&now, None), "Weight loss"), None);
    let kept = form_scores(
        &study,
        &"vital-signs".into(),
        Some(cells(&now, "vital-signs")),
    );
    let ms = KeptValue::Number(KeptNumber(451_u32.into()));
    assert_eq!(kept.value("qtcf_ms"), Some(&ms));
    // An ECG that was not done leaves neither an interval nor a grade of one.
    put(&study, &mut now, "vital-signs", "ecg", "!not-done");
    assert_eq!(
        line(&of(&now, None), "QTcF"),
        Some(("-", "no ECG is entered"))
    );
    assert_eq!(value(&of(&now, None), prolonged), None);
}

#[test]
fn nothing_is_kept_of_what_follows_from_the_participant_or_another_visit() {
    let study = with_safety();
    let mut now = baseline();
    fill(&study, &mut now, "laboratory", UNITS);
    fill(
        &study,
        &mut now,
        "laboratory",
        "sampled-on=2026-01-05 creatinine=400",
    );
    let kept = form_scores(
        &study,
        &"laboratory".into(),
        Some(cells(&now, "laboratory")),
    );
    assert_eq!(kept.all().count(), 0);
}

/// Everything known to be absent, with an age of 52 and no biopsy.
const NO_SIGN: &str = "age-at-onset=52 treatment=never weak-upper=n weak-lower=n neck-flexors=n \
    legs-proximal=n finger-flexors=n bp-weakness=n heliotrope=n gottron-papules=n gottron-sign=n \
    dysphagia=n enzymes=n aldolase=n bx-read=n emg=normal jo1=negative";

fn disease(study: &Study, answers: &[&str]) -> Vec<ScoreLine> {
    let mut now = baseline();
    for answers in answers {
        fill(study, &mut now, "disease", answers);
    }
    lines(study, &now, "disease", None, None)
}

#[test]
fn the_class_of_eular_and_acr_is_told_with_probability_and_whether_it_is_settled() {
    let study = with_safety();
    // Arms, legs, neck, all three signs of the skin and enzymes: 15.3 points.
    let all = "weak-upper=y weak-lower=y neck-flexors=y heliotrope=y gottron-papules=y \
        gottron-sign=y enzymes=y";
    let told = disease(&study, &[NO_SIGN, all]);
    let (value, note) = line(&told, "EULAR/ACR").unwrap();
    assert_eq!(value, "definite, >99.9 %");
    assert!(
        note.starts_with("2017, 15.3 points without biopsy"),
        "{note}"
    );
    assert!(note.ends_with("settled"), "{note}");
    assert_eq!(line(&told, "Subgroup"), Some(("DM", "dermatomyositis")));
    // The sign alone, at 48, with heliotrope and papules not known: 5.4 to 10.6 points.
    let open = "age-at-onset=48 gottron-sign=y heliotrope=u gottron-papules=u";
    let told = disease(&study, &[NO_SIGN, open]);
    let (value, note) = line(&told, "EULAR/ACR").unwrap();
    assert_eq!(value, "possible to definite");
    assert!(note.contains("5.4 to 10.6 points"), "{note}");
    assert!(note.contains("open: what is not known"), "{note}");
    assert_eq!(value_of(&told, "Subgroup"), "-");
    let told = disease(&study, &[NO_SIGN]);
    let (value, note) = line(&told, "EULAR/ACR").unwrap();
    assert_eq!(value, "no IIM, 3.8 %");
    assert!(note.contains("ask for a biopsy"), "{note}");
}

fn value_of<'a>(lines: &'a [ScoreLine], label: &str) -> &'a str {
    value(lines, label).unwrap()
}

#[test]
fn a_biopsy_changes_the_points_and_its_features_count_only_when_it_was_read() {
    let study = with_safety();
    let read = "bx-read=y bx-endomysial=n bx-perimysial=n bx-perifascicular=n bx-rimmed=y";
    let inclusion = "age-at-onset=63 weak-lower=y dysphagia=y enzymes=y finger-flexors=y \
        treatment=not-improved bx-endomysial=y";
    let told = disease(&study, &[NO_SIGN, read, inclusion]);
    let (value, note) = line(&told, "EULAR/ACR").unwrap();
    assert_eq!(value, "definite, 95.3 %");
    assert!(note.contains("9.5 points with biopsy"), "{note}");
    assert_eq!(value_of(&told, "Subgroup"), "IBM");
    // The features stay in the record when it turns out that none was read.
    let told = disease(&study, &[NO_SIGN, read, inclusion, "bx-read=n"]);
    let (_, note) = line(&told, "EULAR/ACR").unwrap();
    assert!(note.contains("4.9 points without biopsy"), "{note}");
}

#[test]
fn a_weak_jo_1_counts_as_not_known() {
    let study = with_safety();
    let jo1 = |result: &str| {
        let told = disease(&study, &[NO_SIGN, "enzymes=y", result]);
        let (value, note) = line(&told, "EULAR/ACR").unwrap();
        (value.to_owned(), note.contains("weak anti-Jo-1"))
    };
    assert_eq!(jo1("jo1=positive").0, "probable, 87.8 %");
    assert_eq!(jo1("jo1=negative").0, "no IIM, 12.7 %");
    assert_eq!(jo1("jo1=weak"), ("no IIM to probable".to_owned(), true));
    assert_eq!(
        jo1("jo1=not-tested"),
        ("no IIM to probable".to_owned(), false)
    );
}

#[test]
fn the_class_of_bohan_and_peter_takes_rash_and_enzymes_from_the_other_items() {
    let study = with_safety();
    let class = |answers: &str| {
        let told = disease(&study, &[NO_SIGN, answers]);
        let (value, note) = line(&told, "Bohan-Peter").unwrap();
        (value.to_owned(), note.split(';').next().unwrap().to_owned())
    };
    // Whether a biopsy would show it is not known while none was read.
    let reachable = "definite DM if all that is not known were present".to_owned();
    let probable = "bp-weakness=y aldolase=y gottron-sign=y";
    assert_eq!(class(probable), ("probable DM".to_owned(), reachable));
    let biopsy = "bp-weakness=y enzymes=y emg=myopathic bx-read=y bx-myositis=y";
    assert_eq!(class(biopsy).0, "definite PM");
    assert_eq!(class("heliotrope=y bx-read=y bx-myositis=n").0, "no class");
}

#[test]
fn what_is_kept_of_the_disease_follows_from_its_answers() {
    let study = with_safety();
    let mut now = baseline();
    fill(&study, &mut now, "disease", NO_SIGN);
    fill(
        &study,
        &mut now,
        "disease",
        "gottron-sign=y heliotrope=u bp-weakness=y",
    );
    let kept = form_scores(&study, &"disease".into(), Some(cells(&now, "disease")));
    let code = |code: &str| KeptValue::Code(code.to_owned());
    assert_eq!(kept.value("eular_acr_2017"), Some(&code("possible")));
    assert_eq!(kept.value("eular_acr_reachable"), Some(&code("definite")));
    assert_eq!(kept.value("bohan_peter"), Some(&code("possible-dm")));
}
