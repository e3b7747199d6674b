//! Deviations from the protocol and the screening log: seen on the page of a participant and on the study screen, and the
//! way to the place that a deviation follows from.

use crate::support::bedside;
use crate::support::bedside::{Bedside, Owner, participant};
use coreset::cli::screening;
use coreset::cli::status;
use coreset::domain::base::answer::Answer;
use coreset::domain::record::deviation::{DeviationCategory, DeviationWeight};
use coreset::domain::record::event::{Event, FieldPath, Origin};
use coreset::domain::record::rows::SESSION;
use coreset::domain::record::status::Status;
use coreset::domain::record::user::Role;
use coreset::domain::study::shipped::embedded_study;
use coreset::domain::views::overview::overview;
use std::sync::Arc;

/// The page of somebody who came to baseline on the day of the enrolment and did one form; the day is later.
fn came(today: &str) -> Bedside {
    let mut bedside = Bedside::after(|owner: &mut Owner| {
        let ptga = "vas=4.1 likert=3";
        owner.fill("01-001", "baseline", bedside::DAY, "ptga", ptga);
        let left_out = "number=1 date=2026-03-02 state=left-out left-out-reason=adverse-event";
        owner.fill("01-001", SESSION, bedside::DAY, "abatacept#1", left_out);
    });
    bedside.today(today).keys("enter");
    assert_eq!(bedside.top(), "participant");
    bedside
}

#[test]
fn the_page_of_a_participant_leads_to_the_deviations_and_they_to_their_places() {
    // Baseline may be held until the 16th; week 2 is missed from the 27th, when the window of week 4 opens.
    let mut bedside = came("2026-03-27");
    bedside.keys("end");
    bedside.must_show("Deviations      14 from the protocol");
    bedside.must_show("Baseline, HAQ-DI: form not done");
    bedside.keys("enter");
    assert_eq!(bedside.top(), "deviations");
    bedside.must_show("Deviations from the protocol: 14");
    bedside.must_show("Baseline, Patient global: ");
    bedside.must_show(" required questions are open.");
    bedside.keys("down");
    bedside.must_show("Baseline, HAQ-DI: Nothing was entered.");
    bedside.must_show("Key: 01-001/missed-procedure/baseline/haq");
    bedside.keys("enter");
    assert_eq!(bedside.form().form.as_str(), "haq");
    bedside.keys("esc esc");
    assert_eq!(bedside.top(), "deviations");
    bedside.keys("end enter");
    assert_eq!(bedside.form().form.as_str(), "abatacept#1");
    bedside.keys("esc");
    assert_eq!(bedside.top(), "deviations");
    // A visit that was missed is begun by a question only.
    bedside.keys("up enter");
    bedside.must_show("Week 2 was missed: its window was 2026-03-13 to 2026-03-19.");
    bedside.keys("esc esc");
    assert_eq!(bedside.top(), "participant");
}

#[test]
fn a_deviation_that_is_put_right_is_gone() {
    let mut bedside = came("2026-03-12");
    bedside.must_show("1 from the protocol");
    bedside.keys("end enter enter");
    assert_eq!(bedside.form().form.as_str(), "abatacept#1");
    bedside.keys("f7");
    bedside.must_show("why is it an error?");
    bedside.keys("down enter").deliver_all();
    while bedside.top() != "participant" {
        bedside.keys("esc");
    }
    bedside.must_not_show("from the protocol");
}

#[test]
fn nothing_departs_from_the_protocol_of_somebody_who_only_was_enrolled() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter");
    bedside.must_not_show("Deviations");
}

/// A study of three: one got a dose, one failed the screening, one is in it.
fn screened() -> Bedside {
    let mut owner = Owner::new(Arc::new(embedded_study().unwrap()));
    for id in ["01-001", "01-002", "01-003"] {
        let participant = participant(id);
        owner.store(format!("enrol-{id}"), vec![Event::Enrolled { participant }]);
    }
    let dose = "number=1 date=2026-03-02 weight=62 state=whole given=750";
    owner.fill("01-001", SESSION, bedside::DAY, "abatacept#1", dose);
    let not_met = "in.age=n ex.liver=y";
    owner.fill("01-002", SESSION, bedside::DAY, "eligibility", not_met);
    let criteria = vec!["in.age".into(), "ex.liver".into()];
    let failure = Event::StatusChanged {
        participant: "01-002".into(),
        day: participant("01-002").enrolled_on,
        status: Status::ScreenFailure { criteria },
        words: String::new(),
        after: 0,
    };
    owner.store("fails".to_owned(), vec![failure]);
    Bedside::start("default", owner, None, "mk-1")
}

#[test]
fn the_screening_log_has_everybody_with_the_outcome_and_its_day() {
    let mut bedside = screened();
    bedside.keys("f7 f12");
    bedside.must_show("Since, criteria not met");
    bedside
        .must_show("Flow: 3 screened, 1 failed (ex.liver 1, in.age 1), 1 in screening, 1 entered");
    bedside.must_show("01-001   2026-03-02  -           entered");
    bedside.must_show("01-002   2026-03-02  -           failed        2026-03-02  18 years");
    bedside.must_show("01-003   2026-03-02  -           in screening");
    // The criteria of the one under the cursor stand below in full.
    bedside.keys("down");
    bedside.must_show("18 years of age or more; Severe liver disease");
    bedside.keys("esc");
    bedside.must_not_show("Since, criteria not met");
    bedside.must_show("IMACS");
}

#[test]
fn the_screening_log_opens_a_participant_and_its_numbers_are_those_of_the_flow() {
    let mut bedside = screened();
    bedside.keys("f7 f12 down enter").deliver_all();
    assert_eq!(bedside.top(), "participant");
    bedside.must_show("01-002");
    let summaries = bedside.owner.summaries();
    let today = participant("01-001").enrolled_on;
    let told = overview(&embedded_study().unwrap(), summaries.iter(), today);
    let log = screening::as_json(&told);
    let count = |outcome: &str| {
        let people = log["participants"].as_array().unwrap().iter();
        people.filter(|person| person["outcome"] == outcome).count()
    };
    let flow = &status::as_json(&told, coreset::text::DEFAULT)["flow"];
    for (outcome, key) in [
        ("entered", "entered"),
        ("failed", "failed"),
        ("in-screening", "in_screening"),
        ("left-before-entry", "left_before_entry"),
    ] {
        assert_eq!(flow[key], count(outcome), "{outcome}");
    }
    assert_eq!(log["participants"][1]["criteria"][0], "in.age");
}

/// A study of one with a dose that was left out, on the page of deviations; the user has these roles.
fn with_roles(roles: &[Role]) -> Bedside {
    let mut owner = Owner::new(Arc::new(bedside::study()));
    let participant = participant("01-001");
    owner.store("enrol".to_owned(), vec![Event::Enrolled { participant }]);
    let left_out = "number=1 date=2026-03-02 state=left-out left-out-reason=adverse-event";
    owner.fill("01-001", SESSION, bedside::DAY, "abatacept#1", left_out);
    let mut bedside = Bedside::start_as("default", owner, None, "mk-1", bedside::who(), roles);
    bedside.keys("enter end enter");
    assert_eq!(bedside.top(), "deviations");
    bedside
}

fn judged(bedside: &Bedside) -> Vec<(String, DeviationCategory, DeviationWeight, String, u64)> {
    let events = bedside.events();
    let judged = events.iter().filter_map(|event| match event {
        Event::DeviationJudged {
            key,
            category,
            weight,
            words,
            after,
            ..
        } => Some((key.clone(), *category, *weight, words.clone(), *after)),
        _ => None,
    });
    judged.collect()
}

#[test]
fn an_investigator_says_what_a_deviation_means_and_says_it_anew() {
    let mut bedside = with_roles(&[Role::Investigator]);
    bedside.must_show("Not judged yet.");
    bedside.keys("f10");
    assert_eq!(bedside.top(), "judging");
    bedside.must_show("Abatacept 1: It was left out.");
    bedside.keys("2 1");
    bedside.must_show("Takes the participant out of the set per protocol.");
    bedside.type_text("rash after the first").keys("enter");
    // One digit, or one Enter too many, says nothing.
    bedside.keys("1 enter");
    assert_eq!(judged(&bedside), []);
    // The words stand in their line again.
    bedside.must_show("rash after the first");
    bedside.keys("enter up enter").deliver_all();
    let key = "dose/abatacept#1".to_owned();
    let (treatment, major) = (DeviationCategory::Treatment, DeviationWeight::Major);
    let words = "rash after the first".to_owned();
    assert_eq!(
        judged(&bedside),
        [(key.clone(), treatment, major, words, 0)]
    );
    assert_eq!(bedside.top(), "deviations");
    bedside.must_show("Deviations from the protocol: 1, 1 major");
    bedside.must_show("major, study treatment: rash after the first (M. Kern)");
    bedside.keys("esc");
    bedside.must_show("1 from the protocol, 1 major");
    bedside.keys("enter f10 7 2 enter up enter").deliver_all();
    let (other, minor) = (DeviationCategory::Other, DeviationWeight::Minor);
    let last = judged(&bedside).pop().unwrap();
    assert_eq!(
        (last.0, last.1, last.2, last.3),
        (key, other, minor, String::new())
    );
    assert_ne!(last.4, 0);
    bedside.must_not_show("1 major");
    bedside.must_show("minor, other, in words (M. Kern)");
}

#[test]
fn others_are_told_who_says_it_and_nothing_opens() {
    for role in [Role::Assessor, Role::Monitor] {
        let mut bedside = with_roles(&[role]);
        bedside.keys("f10");
        assert_eq!(bedside.top(), "deviations");
        assert!(
            bedside.notice().starts_with("An investigator says"),
            "{role:?}"
        );
        assert_eq!(judged(&bedside), []);
    }
}

#[test]
fn a_deviation_that_is_gone_meanwhile_is_not_judged() {
    let mut bedside = with_roles(&[Role::Investigator]);
    bedside.keys("f10 2 1 enter up");
    let place = FieldPath {
        participant: "01-001".into(),
        visit: SESSION.into(),
        form: "abatacept#1".into(),
        field: "entered-in-error".into(),
    };
    let wrong = Event::Answered {
        place,
        answer: Answer::code("y"),
        origin: Origin::Typed,
    };
    bedside.owner.store_for("typing", vec![wrong]);
    bedside.keys("enter").deliver_all();
    bedside.must_show("nothing that is entered makes a deviation \"dose/abatacept#1\"");
}

#[test]
fn what_is_begun_to_be_said_is_taken_back_a_step_at_a_time() {
    let mut bedside = with_roles(&[Role::Investigator]);
    bedside.keys("f10 2 esc");
    bedside.must_show("What is it about?");
    bedside.keys("esc");
    assert_eq!(bedside.top(), "deviations");
    assert_eq!(bedside.notice(), "Nothing was said of the deviation.");
    assert_eq!(judged(&bedside), []);
}

#[test]
fn a_major_deviation_is_counted_for_the_study() {
    let mut bedside = with_roles(&[Role::Investigator]);
    bedside.keys("f10 2 1 enter up enter").deliver_all();
    let summaries = bedside.owner.summaries();
    let today = participant("01-001").enrolled_on;
    let told = overview(&bedside::study(), summaries.iter(), today);
    let json = status::as_json(&told, coreset::text::DEFAULT);
    assert_eq!(json["deviations"]["major"], 1);
    assert_eq!(json["participants"][0]["major_deviations"], 1);
    bedside.keys("esc esc esc f7").deliver_all();
    bedside.must_show("Deviations: 1 in 1 participant, 1 judged major: dose not as planned 1");
}

#[test]
fn words_that_were_typed_of_a_deviation_wait_over_leaving() {
    let mut bedside = with_roles(&[Role::Investigator]);
    bedside.keys("f10 2 1").type_text("half of the").keys("esc");
    bedside.keys("1");
    bedside.must_show("half of the");
    bedside
        .type_text(" dose")
        .keys("enter up enter")
        .deliver_all();
    assert_eq!(judged(&bedside).len(), 1);
    bedside.keys("f10 2 1").deliver_all();
    bedside.must_not_show("half of the dose\n");
}
