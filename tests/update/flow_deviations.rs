//! Deviations from the protocol and the screening log: seen on the page of a participant and on the study screen, and the
//! way to the place that a deviation follows from.

use crate::support::bedside;
use crate::support::bedside::{Bedside, Owner, participant};
use coreset::cli::screening;
use coreset::cli::status;
use coreset::domain::record::event::Event;
use coreset::domain::record::rows::SESSION;
use coreset::domain::record::status::Status;
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
    bedside.must_show("Deviations      11 from the protocol");
    bedside.must_show("Baseline, HAQ-DI: form not done");
    bedside.keys("enter");
    assert_eq!(bedside.top(), "deviations");
    bedside.must_show("Deviations from the protocol: 11");
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
