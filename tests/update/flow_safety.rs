//! The forms of safety and disease, typed at a visit of a study that names them.

use crate::support::bedside::Bedside;
use crate::support::safety::with_safety;
use coreset::domain::base::answer::Answer;
use coreset::screens::look::Look;

/// The cursor is in the first field of the form of that place in the list of the baseline visit.
fn at_form(number: u32) -> Bedside {
    let mut study = with_safety();
    study.protocol.eligibility = None;
    let mut bedside = Bedside::with("default", study, &["01-001"]);
    bedside.keys("enter 1");
    for _ in 1..number {
        bedside.keys("down");
    }
    bedside.keys("enter");
    bedside
}

/// Types words and keys, one after the other.
fn types(bedside: &mut Bedside, words: &[&str]) {
    for word in words {
        match word.strip_prefix('/') {
            Some(key) => bedside.keys(key),
            None => bedside.type_text(word).keys("enter"),
        };
        bedside.deliver_all();
    }
}

/// The line of the score that begins so, on a screen wide enough for all of it.
fn score(bedside: &Bedside, label: &str) -> String {
    let screen = bedside.screen_of(160, 60, Look::FULL);
    let mut lines = screen.lines().filter_map(|line| line.split_once('│'));
    let line = lines.find(|(_, right)| right.trim_start().starts_with(label));
    let (_, line) = line.unwrap_or_else(|| panic!("no {label}:\n{screen}"));
    line.trim_start()
        .trim_start_matches(label)
        .trim()
        .to_owned()
}

#[test]
fn vital_signs_are_typed_and_scored() {
    let mut bedside = at_form(9);
    assert_eq!(bedside.here(), "vital-signs weight");
    types(&mut bedside, &["62", "172", "38.4", "/1"]);
    // Whether a high fever lasted may stay blank.
    assert_eq!(bedside.here(), "vital-signs temperature.over-24h");
    types(&mut bedside, &["/enter enter 1", "72", "142", "80"]);
    assert_eq!(bedside.here(), "vital-signs ecg");
    types(&mut bedside, &["/0", "380", "600"]);
    assert_eq!(bedside.stored("baseline", "vital-signs", "diastolic"), "80");
    assert_eq!(score(&bedside, "QTcF"), "451 ms");
    assert_eq!(score(&bedside, "Fever"), "grade 1");
    assert_eq!(score(&bedside, "Hypertension"), "grade 2");
}

#[test]
fn a_diastolic_pressure_above_the_systolic_is_asked_about() {
    let mut bedside = at_form(9);
    types(
        &mut bedside,
        &["62", "172", "37", "/1", "/enter enter 1", "72"],
    );
    types(&mut bedside, &["100", "102", "/0", "400", "1000"]);
    bedside.must_show("Not in order: Diastolic blood pressure is");
}

#[test]
fn a_safety_laboratory_is_typed_and_scored() {
    let mut bedside = at_form(10);
    types(&mut bedside, &["2026-03-02", "0815", "Central", "/1"]);
    assert_eq!(bedside.here(), "laboratory unit.haemoglobin");
    types(&mut bedside, &["/2 9 9 1 1 1 1 1 1 1 1 1"]);
    assert_eq!(bedside.here(), "laboratory haemoglobin");
    types(&mut bedside, &["9.1", "12", "16", "2.8", "3.5"]);
    // The limits at which no grade begins may stay blank.
    assert_eq!(bedside.here(), "laboratory leucocytes.uln");
    types(
        &mut bedside,
        &["/enter enter", "1.9", "1.8", "/enter enter"],
    );
    types(
        &mut bedside,
        &["1.2", "1.1", "/enter enter", "210", "125", "350"],
    );
    types(
        &mut bedside,
        &["80", "/enter enter", "97", "130", "/enter enter", "40"],
    );
    assert_eq!(bedside.here(), "laboratory alt");
    types(&mut bedside, &["<10"]);
    let stored = bedside.stored_answer("baseline", "laboratory", "haemoglobin");
    assert_eq!(stored.unwrap().unit(), Some("g/dL"));
    assert_eq!(bedside.stored("baseline", "laboratory", "alt"), "<10");
    assert_eq!(score(&bedside, "Anaemia"), "grade 2");
    assert_eq!(score(&bedside, "Leucocytes low"), "grade 2");
    assert_eq!(score(&bedside, "AST high"), "grade 2");
    assert!(score(&bedside, "eGFR").ends_with("mL/min/1.73 m2"));
    // What is to be known about a result stands below its field.
    types(&mut bedside, &["/up up up up"]);
    assert_eq!(bedside.here(), "laboratory ast");
    bedside.must_show("also a muscle enzyme");
    types(&mut bedside, &["/up up up"]);
    assert_eq!(bedside.here(), "laboratory creatinine");
    bedside.must_show("muscle wasting");
}

#[test]
fn the_disease_is_typed_and_classified() {
    let mut bedside = at_form(11);
    assert_eq!(bedside.here(), "disease first-symptom");
    types(&mut bedside, &["2019-05", "48", "2020", "/1"]);
    assert_eq!(bedside.here(), "disease weak-upper");
    types(&mut bedside, &["/1 1 1 0 0 1", "/1 1 1", "2019-06", "/1 0"]);
    assert_eq!(bedside.here(), "disease dysphagia");
    types(&mut bedside, &["/0 1 0"]);
    // Without a biopsy its features are not asked.
    assert_eq!(bedside.here(), "disease bx-read");
    types(&mut bedside, &["/0"]);
    assert_eq!(bedside.here(), "disease emg");
    types(&mut bedside, &["/0 0", "/1", "2020"]);
    assert_eq!(bedside.here(), "disease jo1");
    // A result that is not negative is asked more about.
    types(&mut bedside, &["/2"]);
    assert_eq!(bedside.here(), "disease jo1.method");
    types(&mut bedside, &["/enter enter enter", "1:80", "/1"]);
    assert_eq!(bedside.here(), "disease pl12");
    let titre = bedside.stored_answer("baseline", "disease", "jo1.titre");
    assert_eq!(titre, Some(&Answer::text("1:80")));
    assert_eq!(score(&bedside, "EULAR/ACR"), "definite, >99.9 %");
    assert_eq!(score(&bedside, "Subgroup"), "DM");
    assert_eq!(score(&bedside, "Bohan-Peter"), "probable DM");
    // The others of a part are absent, which is negative and not that they were never tested.
    bedside.keys("ctrl-r 1").deliver_all();
    let rest = bedside.stored_answer("baseline", "disease", "ha");
    assert_eq!(rest, Some(&Answer::code("negative")));
}

#[test]
fn an_age_that_the_year_of_birth_does_not_allow_is_asked_about() {
    let mut bedside = at_form(11);
    types(&mut bedside, &["2019-05", "38", "2018", "/1"]);
    bedside.keys("end down").deliver_all();
    bedside.must_show("Somebody born in 1970 was not 38 years");
}
