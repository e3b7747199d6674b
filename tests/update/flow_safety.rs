//! The forms of safety and disease, typed at a visit of a study that names them.

use crate::support::bedside::{Bedside, DAY, Owner, participant, who};
use crate::support::safety::with_safety;
use coreset::domain::base::answer::Answer;
use coreset::domain::record::event::{Event, Origin};
use coreset::domain::record::participant::{Participant, Sex};
use coreset::domain::record::rows::SESSION;
use coreset::domain::record::user::Role;
use coreset::input::action::Action;
use coreset::screens::look::Look;
use std::sync::Arc;

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
    // Whether a high fever lasted is asked only where there is one.
    assert_eq!(bedside.here(), "vital-signs position");
    types(&mut bedside, &["/1", "72", "142", "80"]);
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
    types(&mut bedside, &["62", "172", "37", "/1", "/1", "72"]);
    types(&mut bedside, &["100", "102", "/0", "400", "1000"]);
    bedside.must_show("Not in order: Diastolic blood pressure is");
}

#[test]
fn a_safety_laboratory_is_typed_and_scored() {
    let mut bedside = at_form(10);
    types(&mut bedside, &["2026-03-02", "0815", "Central", "/1"]);
    assert_eq!(bedside.here(), "laboratory unit.haemoglobin");
    types(&mut bedside, &["/2 9 9 1 1 1 1 1 1 1", "1", "1"]);
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

/// At the upper limit of bilirubin, with 60 typed, which is asked about.
fn at_bilirubin() -> Bedside {
    let mut bedside = at_form(10);
    types(&mut bedside, &["2026-03-02", "0815", "Central", "/1"]);
    types(&mut bedside, &["/1 9 9 1 1 1 1 1 1 1 1 1"]);
    while bedside.here() != "laboratory bilirubin.uln" {
        bedside.keys("down");
    }
    bedside.is_blind = true;
    bedside.keys("60 enter");
    assert!(!bedside.picker().armed);
    bedside
}

#[test]
fn a_value_typed_on_behind_the_enter_that_opened_reasons_chooses_none() {
    let mut bedside = at_bilirubin();
    // An Enter past an optional limit, then the next two values with theirs.
    bedside.keys("enter 41");
    bedside.must_show("these lines had just come up");
    bedside.keys("enter 28 enter").deliver_all();
    assert_eq!(bedside.top(), "picker");
    for field in ["bilirubin.uln", "albumin"] {
        assert_eq!(
            bedside.stored("baseline", "laboratory", field),
            "",
            "{field}"
        );
    }
    // Whoever has read them chooses.
    bedside.is_blind = false;
    bedside.keys("1").deliver_all();
    assert_eq!(
        bedside.stored("baseline", "laboratory", "bilirubin.uln"),
        "60"
    );
    assert_eq!(bedside.here(), "laboratory albumin");
}

#[test]
fn the_first_digit_of_a_number_is_no_reason_however_long_the_reasons_were_read() {
    let wait = |bedside: &mut Bedside| {
        let later = bedside.model().shared.now + chrono::TimeDelta::seconds(5);
        bedside.tell(coreset::screens::effect::Msg::Now(later));
    };
    let uln = |bedside: &Bedside| bedside.stored("baseline", "laboratory", "bilirubin.uln");
    let mut bedside = at_bilirubin();
    bedside.keys("enter");
    wait(&mut bedside);
    bedside.keys("41");
    bedside.must_show("Nothing was chosen: 41 is none of these lines.");
    bedside.keys("enter 415 enter").deliver_all();
    assert_eq!((bedside.top(), uln(&bedside)), ("picker", String::new()));
    // A digit alone marks its line, which Enter takes.
    wait(&mut bedside);
    bedside.keys("4");
    bedside.must_show("Enter takes the line of 4.");
    assert_eq!((bedside.top(), uln(&bedside)), ("picker", String::new()));
    bedside.keys("enter").deliver_all();
    assert_eq!(uln(&bedside), "60");
    assert_eq!(bedside.here(), "laboratory albumin");
    bedside.assert_settled();
}

#[test]
fn back_from_reasons_that_were_typed_past_the_value_waits_in_its_field() {
    let mut bedside = at_bilirubin();
    bedside.keys("enter 41 backspace");
    assert_eq!(bedside.here(), "laboratory bilirubin.uln");
    bedside.must_show("60");
    assert_eq!(
        bedside.stored("baseline", "laboratory", "bilirubin.uln"),
        ""
    );
}

/// At potassium, with the units chosen.
fn at_potassium() -> Bedside {
    let mut bedside = at_form(10);
    types(&mut bedside, &["2026-03-02", "0815", "Central", "/1"]);
    types(&mut bedside, &["/1 9 9 1 1 1 1 1 1 1 1 1"]);
    bedside.keys("F6 type:potassium enter");
    assert_eq!(bedside.here(), "laboratory potassium");
    bedside
}

#[test]
fn a_question_whose_condition_is_not_met_takes_no_digit_of_the_next_number() {
    let mut bedside = at_potassium();
    types(&mut bedside, &["4.1", "3.5", "5"]);
    assert_eq!(bedside.here(), "laboratory crp");
    types(&mut bedside, &["12"]);
    assert_eq!(bedside.stored("baseline", "laboratory", "crp"), "12");
    let stored = bedside.stored("baseline", "laboratory", "potassium.symptoms");
    assert_eq!(stored, "");
    // A low one asks.
    let mut bedside = at_potassium();
    types(&mut bedside, &["3.1", "3.5", "5"]);
    assert_eq!(bedside.here(), "laboratory potassium.symptoms");
    bedside.keys("1");
    assert_eq!(score(&bedside, "Potassium low"), "grade 2");
    // An answer that stops counting is named before, and kept.
    bedside.keys("F6 type:potassium enter type:4.1 enter");
    assert_eq!(
        bedside.picker().text,
        ["1 answer will no longer count: Low potassium: symptoms."]
    );
    bedside.keys("enter down enter").deliver_all();
    assert_eq!(bedside.stored("baseline", "laboratory", "potassium"), "4.1");
    let stored = bedside.stored("baseline", "laboratory", "potassium.symptoms");
    assert_eq!(stored, "y");
    // The same where the limit is what changes.
    let mut bedside = at_potassium();
    types(&mut bedside, &["3.1", "3.5", "5", "/1"]);
    bedside.keys("F6 type:potassium,_lower enter type:3.0 enter");
    assert_eq!(
        bedside.picker().text,
        ["1 answer will no longer count: Low potassium: symptoms."]
    );
    bedside.keys("enter down enter").deliver_all();
    let stored = bedside.stored("baseline", "laboratory", "potassium.lln");
    assert_eq!(stored, "3.0");
    bedside.assert_settled();
}

#[test]
fn how_long_a_fever_lasted_is_asked_only_above_forty_degrees() {
    for (celsius, next) in [
        ("36.8", "vital-signs position"),
        ("40", "vital-signs position"),
        ("40.1", "vital-signs temperature.over-24h"),
    ] {
        let mut bedside = at_form(9);
        types(&mut bedside, &["62", "172", celsius]);
        if bedside.top() == "picker" {
            bedside.keys("enter 1").deliver_all();
        }
        bedside.keys("1");
        assert_eq!(bedside.here(), next, "{celsius}");
    }
}

#[test]
fn a_weight_that_another_form_of_the_visit_has_differently_is_asked_about_at_the_end() {
    let mut bedside = at_form(8);
    types(&mut bedside, &["/0", "62"]);
    assert_eq!(bedside.here(), "glucocorticoid end");
    bedside.keys("enter").deliver_all();
    assert_eq!(bedside.here(), "vital-signs weight");
    types(&mut bedside, &["66", "172", "37", "/1", "/1", "72"]);
    types(&mut bedside, &["120", "80", "/0", "400", "1000"]);
    assert_eq!(bedside.here(), "vital-signs end");
    bedside.must_show("Weight is 66 kg here, but 62 kg in");
    bedside.keys("enter");
    assert_eq!(bedside.top(), "picker");
    // It is answered as any other, and asked no more.
    bedside.keys("enter 1").deliver_all();
    assert!(
        bedside
            .prompts()
            .iter()
            .any(|prompt| prompt.1 == "entered-twice")
    );
    bedside.keys("end down");
    bedside.must_not_show("Weight is 66");
    bedside.assert_settled();
}

#[test]
fn a_field_that_is_called_just_as_typed_is_gone_to_first() {
    for (typed, field) in [
        ("ALT", "laboratory alt"),
        ("Low_potassium", "laboratory potassium.lln"),
        ("haemoglobin", "laboratory haemoglobin"),
    ] {
        let mut bedside = at_form(10);
        bedside.act(Action::GoTo);
        bedside.keys(&format!("type:{typed} enter"));
        assert_eq!(bedside.here(), field, "{typed}");
    }
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
    // No key makes results of the others: they may never have been tested.
    bedside.keys("ctrl-r").deliver_all();
    assert_eq!(bedside.top(), "form");
    assert_eq!(bedside.stored("baseline", "disease", "ha"), "");
}

#[test]
fn an_age_that_the_year_of_birth_does_not_allow_is_asked_about() {
    let mut bedside = at_form(11);
    types(&mut bedside, &["2019-05", "38", "2018", "/1"]);
    bedside.keys("end down").deliver_all();
    bedside.must_show("Age at the first symptom: Somebody born");
}

/// The units of the laboratory and the limits of haemoglobin, as entered of somebody.
const KNOWN: &str = "sampled-on=2026-03-02 laboratory=Central fasting=y unit.haemoglobin=g/L unit.leucocytes=10^9/L \
    unit.creatinine=umol/L haemoglobin=130 haemoglobin.lln=115 haemoglobin.uln=150 creatinine=60 creatinine.uln=73";

/// The cursor is at haemoglobin at the baseline visit of 01-002, whose laboratory is named and reports in a unit; limits are
/// known of 01-001.
fn at_haemoglobin(sexes: [Sex; 2], name: &str, unit: &str) -> Bedside {
    let mut study = with_safety();
    study.protocol.eligibility = None;
    let mut owner = Owner::new(Arc::new(study));
    for (id, sex) in ["01-001", "01-002"].into_iter().zip(sexes) {
        let participant = Participant {
            sex,
            ..participant(id)
        };
        owner.store(format!("enrol-{id}"), vec![Event::Enrolled { participant }]);
    }
    owner.fill("01-001", "baseline", DAY, "laboratory", KNOWN);
    let own = format!("sampled-on=2026-03-02 laboratory={name} unit.haemoglobin={unit}");
    owner.fill("01-002", "baseline", DAY, "laboratory", &own);
    let mut bedside = Bedside::start("default", owner, None, "mk-1");
    bedside.keys("down enter 1 a").deliver_all();
    while bedside.here() != "laboratory haemoglobin" {
        bedside.keys("down");
    }
    bedside
}

/// The limits of haemoglobin that are stored of 01-002, and how they came there.
fn limits(bedside: &Bedside) -> [Option<(String, Origin)>; 2] {
    let session = bedside.record("01-002").session("baseline").unwrap();
    let cells = &session.forms["laboratory"];
    ["haemoglobin.lln", "haemoglobin.uln"].map(|field| {
        let cell = cells.get(field)?;
        let number = cell.answer.as_ref()?.as_number()?;
        Some((number.to_string(), cell.origin?))
    })
}

#[test]
fn limits_of_a_laboratory_come_with_the_result_by_sex_and_unit() {
    use Sex::{Female, Male};
    let carried = |text: &str| Some((text.to_owned(), Origin::Carried));
    let mut bedside = at_haemoglobin([Female, Female], "central", "g/L");
    bedside.keys("128 enter").deliver_all();
    assert_eq!(limits(&bedside), [carried("115"), carried("150")]);
    // Both are passed over, and said.
    assert_eq!(bedside.here(), "laboratory leucocytes");
    assert_eq!(
        bedside.notice(),
        "Haemoglobin, lower limit: 115, as this laboratory had it before. \
         Haemoglobin, upper limit: 150, as this laboratory had it before."
    );
    bedside.assert_settled();
    for (sexes, name, unit) in [
        ([Male, Female], "Central", "g/L"),
        ([Female, Female], "North", "g/L"),
        ([Female, Female], "Central", "g/dL"),
    ] {
        let mut bedside = at_haemoglobin(sexes, name, unit);
        let value = if unit == "g/L" { "128" } else { "12.8" };
        bedside.type_text(value).keys("enter").deliver_all();
        assert_eq!(limits(&bedside), [None, None], "{sexes:?} {name} {unit}");
        assert_eq!(bedside.here(), "laboratory haemoglobin.lln");
    }
}

/// The screen where every line has room.
fn wide(bedside: &Bedside) -> String {
    bedside.screen_of(200, 60, Look::FULL)
}

fn must_offer(bedside: &Bedside, words: &str) {
    let screen = wide(bedside);
    assert!(screen.contains(words), "{words}:\n{screen}");
}

/// The cursor is behind the last field of the laboratory, which has an anaemia of grade 3 and a high ALT of grade 1.
fn at_the_end(roles: &[Role]) -> Bedside {
    let mut study = with_safety();
    study.protocol.eligibility = None;
    let mut owner = Owner::new(Arc::new(study));
    let participant = participant("01-001");
    owner.store("enrol".to_owned(), vec![Event::Enrolled { participant }]);
    let answers = "sampled-on=2026-03-01 laboratory=Central unit.haemoglobin=g/L unit.enzymes=U/L haemoglobin=78 \
                   haemoglobin.lln=115 alt=60 alt.uln=40";
    owner.fill("01-001", "baseline", DAY, "laboratory", answers);
    let mut bedside = Bedside::start_as("default", owner, None, "mk-1", who(), roles);
    bedside.keys("enter 1 a end down").deliver_all();
    assert_eq!(bedside.here(), "laboratory end");
    bedside
}

#[test]
fn a_grade_is_offered_as_an_adverse_event_and_stored_by_enter_alone() {
    let mut bedside = at_the_end(&[Role::Assessor]);
    let count = bedside.count();
    must_offer(
        &bedside,
        "a  grade 3 Anemia: a to enter it as an adverse event",
    );
    must_offer(
        &bedside,
        "b  grade 1 Alanine aminotransferase increased, which may come from muscle",
    );
    bedside.type_text("a").deliver_all();
    assert_eq!(bedside.here(), "adverse-event#1 term");
    assert_eq!(bedside.waits(), "Anemia");
    assert_eq!(bedside.count(), count, "nothing is stored yet");
    // One Enter opens what waits, the next one takes it; so with the grade and the first day.
    bedside.keys("enter enter").deliver_all();
    assert_eq!(bedside.stored(SESSION, "adverse-event#1", "term"), "Anemia");
    assert_eq!(bedside.here(), "adverse-event#1 grade");
    assert_eq!(bedside.waits(), "3");
    bedside.keys("enter enter").deliver_all();
    assert_eq!(bedside.stored(SESSION, "adverse-event#1", "grade"), "3");
    assert_eq!(bedside.waits(), "2026-03-01");
    bedside.keys("enter enter").deliver_all();
    assert_eq!(
        bedside.stored(SESSION, "adverse-event#1", "onset"),
        "2026-03-01"
    );
    // Back out it is not offered again, and the next one moves up.
    bedside.keys("esc").deliver_all();
    assert_eq!(bedside.here(), "laboratory end");
    assert!(!wide(&bedside).contains("Anemia: "));
    must_offer(&bedside, "a  grade 1 Alanine aminotransferase increased");
    bedside.assert_settled();
}

#[test]
fn every_event_offered_at_the_end_is_seen_on_a_small_screen_too() {
    for (width, height) in [(80, 24), (60, 20)] {
        let bedside = at_the_end(&[Role::Assessor]);
        let screen = bedside.screen_of(width, height, Look::FULL);
        for words in ["a  grade 3 Anemia", "b  grade 1 Alanine aminotransferase"] {
            assert!(screen.contains(words), "{words}:\n{screen}");
        }
    }
}

#[test]
fn an_offer_that_is_not_taken_stores_nothing_and_stands() {
    let mut bedside = at_the_end(&[Role::Assessor]);
    let count = bedside.count();
    bedside.type_text("b").keys("esc").deliver_all();
    assert_eq!(
        (bedside.here().as_str(), bedside.count()),
        ("laboratory end", count)
    );
    must_offer(&bedside, "a  grade 3 Anemia");
    must_offer(&bedside, "b  grade 1 Alanine");
    // A letter without an offer does nothing, and who only reads is offered nothing.
    bedside.type_text("c");
    assert_eq!(bedside.here(), "laboratory end");
    let mut bedside = at_the_end(&[Role::Monitor]);
    assert!(!wide(&bedside).contains("as an adverse event"));
    bedside.type_text("a");
    assert_eq!(bedside.here(), "laboratory end");
}

#[test]
fn an_event_that_stood_with_this_grade_is_not_offered_and_a_worse_grade_is() {
    let offered = |row: &str| {
        let mut bedside = at_the_end(&[Role::Assessor]);
        bedside
            .owner
            .fill("01-001", SESSION, DAY, "adverse-event#1", row);
        let owner = bedside.owner;
        let mut bedside = Bedside::start("default", owner, None, "mk-2");
        bedside.keys("enter 1 a end down").deliver_all();
        wide(&bedside).contains("Anemia: a to enter")
    };
    assert!(!offered("term=anemia grade=3 onset=2026-02 ongoing=y"));
    assert!(offered("term=Anemia grade=2 onset=2026-02 ongoing=y"));
    assert!(!offered("term=Anemia grade=2 onset=2026-03-01 ongoing=y"));
    assert!(offered(
        "term=Anemia grade=3 onset=2026-01 ongoing=n end=2026-02-10"
    ));
    assert!(offered("term=Fatigue grade=3 onset=2026-03-01 ongoing=y"));
}

#[test]
fn a_number_that_was_meant_for_the_next_field_answers_no_choice_that_may_stay_empty() {
    let mut bedside = at_form(10);
    types(&mut bedside, &["2026-03-02", "0815", "Central", "/1"]);
    types(&mut bedside, &["/2 9 9 1 1 1 1 1 1 1", "1"]);
    assert_eq!(bedside.here(), "laboratory unit.protein-creatinine");
    bedside.type_text("131");
    bedside.must_show("131");
    bedside.keys("enter").deliver_all();
    assert_eq!(bedside.here(), "laboratory unit.protein-creatinine");
    // Enter on the word that was refused takes it away; the next one goes on.
    bedside.keys("enter enter").deliver_all();
    assert_eq!(
        bedside.stored("baseline", "laboratory", "unit.protein-creatinine"),
        ""
    );
}
