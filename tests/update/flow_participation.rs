//! How somebody takes part: said a question at a time, judged by the owner, and seen wherever it changes something.

use crate::support::bedside;
use crate::support::bedside::{Bedside, Owner, participant};
use coreset::domain::record::event::Event;
use coreset::domain::record::rows::SESSION;
use coreset::domain::record::status::{Cause, DataUse, Status, WithdrawnBy};
use coreset::domain::record::user::Role;
use coreset::domain::study::shipped::embedded_study;
use std::sync::Arc;

/// The visits of somebody whose baseline is entered; the day is the one of week 2.
fn came() -> Bedside {
    let mut bedside = Bedside::after(|owner: &mut Owner| {
        owner.fill(
            "01-001",
            "baseline",
            bedside::DAY,
            "ptga",
            "vas=4.1 likert=3",
        );
    });
    bedside.today("2026-03-16").keys("enter");
    assert_eq!(bedside.top(), "participant");
    bedside
}

fn said(bedside: &Bedside) -> Vec<(String, Status, String)> {
    let events = bedside.events();
    let said = events.iter().filter_map(|event| match event {
        Event::StatusChanged {
            day, status, words, ..
        } => Some((day.to_string(), status.clone(), words.clone())),
        _ => None,
    });
    said.collect()
}

#[test]
fn a_withdrawal_is_said_with_who_why_and_what_may_be_done_with_the_data() {
    let mut bedside = came();
    bedside.must_show("due");
    bedside.keys("ctrl-v");
    bedside.must_show("Now: takes part; nothing else was said.");
    bedside.keys("3 1 8 2");
    bedside.must_show("Since which day?");
    bedside
        .keys("enter")
        .type_text("moves abroad")
        .keys("enter");
    bedside.must_show("Can come no more: Week 2");
    bedside.must_show("No dose of abatacept is due any more.");
    // One digit says nothing.
    bedside.keys("1");
    assert_eq!(said(&bedside), []);
    bedside.keys("up enter").deliver_all();
    let status = Status::Withdrawn {
        by: WithdrawnBy::Participant,
        cause: Cause::OwnDecision,
        data: DataUse::Keep,
    };
    let expected = ("2026-03-16".to_owned(), status, "moves abroad".to_owned());
    assert_eq!(said(&bedside), [expected]);
    assert_eq!(bedside.top(), "participant");
    bedside.must_show("withdrawn since 2026-03-16");
    bedside.must_show("closed");
    bedside.keys("esc").must_show("withdrawn");
}

#[test]
fn after_the_end_no_visit_begins_until_they_take_part_again() {
    let mut bedside = came();
    bedside.keys("ctrl-v 4 3 enter");
    bedside
        .keys("t - 1 enter")
        .type_text("three calls, no answer");
    bedside.keys("enter up enter").deliver_all();
    bedside.keys("ctrl-v");
    bedside.must_show("Can come no more: Week 2, Week 4");
    bedside.keys("esc 2");
    bedside.must_show("Week 2 is closed: the participation ended on 2026-03-15.");
    bedside.keys("1 enter").deliver_all();
    let begun = |event: &&Event| matches!(event, Event::SessionBegun { .. });
    assert_eq!(bedside.events().iter().copied().filter(begun).count(), 1);
    bedside.keys("esc esc esc");
    let mut bedside = bedside.restarted();
    bedside.keys("type:01-001 enter").deliver_all();
    bedside
        .keys("ctrl-v 8 enter")
        .type_text("found again")
        .keys("enter");
    bedside.must_show("Can come again: Week 2");
    bedside.keys("up enter").deliver_all();
    assert_eq!(said(&bedside).len(), 2);
    bedside.must_not_show("closed");
}

#[test]
fn a_screen_failure_names_the_criteria_that_are_not_met() {
    let mut owner = Owner::new(Arc::new(embedded_study().unwrap()));
    let participant = participant("01-001");
    owner.store("enrol".to_owned(), vec![Event::Enrolled { participant }]);
    owner.fill("01-001", SESSION, bedside::DAY, "eligibility", "in.age=n");
    let mut bedside = Bedside::start("default", owner, None, "mk-1");
    bedside.keys("enter ctrl-v 1");
    bedside.must_show("Not met:");
    bedside.keys("enter enter up enter").deliver_all();
    let criteria = vec!["in.age".into()];
    let (_, status, _) = said(&bedside).pop().unwrap();
    assert_eq!(status, Status::ScreenFailure { criteria });
}

#[test]
fn a_day_before_a_visit_is_refused_where_it_can_still_be_changed() {
    let mut bedside = came();
    bedside
        .keys("ctrl-v 5 1 t - 3 0 enter")
        .type_text("at home");
    bedside.keys("enter");
    bedside.must_show("Not saved");
    bedside.keys("up enter");
    assert_eq!(said(&bedside), []);
    bedside.keys("esc esc");
    bedside.must_show("Since which day?");
    bedside.keys("ctrl-u enter enter up enter").deliver_all();
    let (day, status, words) = said(&bedside).pop().unwrap();
    let died = Status::Died { event: None };
    assert_eq!(
        (day.as_str(), status, words.as_str()),
        ("2026-03-16", died, "at home")
    );
}

#[test]
fn words_that_were_typed_wait_over_leaving_and_a_new_start() {
    let mut bedside = came();
    bedside
        .keys("ctrl-v 4 2 enter enter")
        .type_text("no answer to two");
    let mut bedside = bedside.restarted();
    bedside.keys("esc esc type:01-001 enter").deliver_all();
    bedside.keys("ctrl-v 4 2 enter enter");
    bedside.must_show("no answer to two");
    bedside
        .type_text(" calls")
        .keys("enter up enter")
        .deliver_all();
    assert_eq!(said(&bedside)[0].2, "no answer to two calls");
}

#[test]
fn a_fatal_event_asks_for_the_death_when_its_row_is_left() {
    let mut bedside = came();
    bedside.keys("8 ctrl-n");
    assert_eq!(bedside.here(), "adverse-event#1 term");
    bedside.type_text("pneumonia").keys("enter");
    bedside.keys("/ type:outcome enter 5").deliver_all();
    bedside.keys("esc").deliver_all();
    assert_eq!(bedside.top(), "participation");
    bedside.must_show("Since which day?");
    bedside
        .keys("enter")
        .type_text("at home")
        .keys("enter up enter");
    bedside.deliver_all();
    let event = Some("adverse-event#1".into());
    let (_, status, _) = said(&bedside).pop().unwrap();
    assert_eq!(status, Status::Died { event });
    // Nothing is asked again.
    bedside.keys("enter esc").deliver_all();
    assert_eq!(bedside.top(), "log");
}

#[test]
fn what_cannot_be_on_any_day_is_refused_when_it_is_chosen() {
    let mut bedside = came();
    for (key, said) in [
        ("1", "the screening is over"),
        ("6", "was not begun"),
        ("7", "Only an investigator says"),
        ("8", "is said of this participant already"),
    ] {
        bedside.keys("ctrl-v").keys(key);
        bedside.must_show("How does the participant take part?");
        let shown = bedside.screen().replace(['\n', '│'], " ");
        let words: Vec<&str> = shown.split_whitespace().collect();
        assert!(words.join(" ").contains(said), "{shown}");
        bedside.keys("esc");
    }
    assert_eq!(said(&bedside), []);
}

#[test]
fn what_somebody_else_said_meanwhile_is_not_overwritten_unseen() {
    let mut bedside = came();
    bedside
        .keys("ctrl-v 4 2 enter enter")
        .type_text("no answer");
    let status = Status::Withdrawn {
        by: WithdrawnBy::Participant,
        cause: Cause::OwnDecision,
        data: DataUse::Nothing,
    };
    let other = Event::StatusChanged {
        participant: "01-001".into(),
        day: "2026-03-16".parse().unwrap(),
        status: status.clone(),
        words: String::new(),
        after: 0,
    };
    bedside.owner.store("kern-9-1".to_owned(), vec![other]);
    bedside.keys("enter up enter").deliver_all();
    let stored = said(&bedside);
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0].1, status);
}

#[test]
fn an_investigator_takes_an_enrolment_out_that_was_a_mistake_and_puts_it_back() {
    let mut bedside = came();
    bedside.joined_by("weiss", "Dr. Weiss", &[Role::Investigator]);
    bedside.deliver_all();
    bedside.today("2026-03-16").keys("enter");
    bedside.keys("ctrl-v 7");
    bedside.must_show("In your own words:");
    bedside.type_text("is 01-002 already").keys("enter");
    bedside.must_show("Counts nowhere, and nothing more is stored. 1 visit was begun");
    bedside.keys("up enter").deliver_all();
    bedside.must_show("enrolled by mistake said on 2026-03-16: is 01-002 already");
    // Nothing is stored any more.
    let stored = bedside.events().len();
    bedside.keys("2").deliver_all();
    assert_eq!(bedside.events().len(), stored);
    bedside.keys("esc esc esc").must_show("mistake");
    bedside.keys("f7").deliver_all();
    bedside.must_show("0 screened");
    bedside.must_show("1 enrolled by mistake,");
    let row = bedside.screen();
    let row = row.lines().find(|line| line.contains("01-001")).unwrap();
    assert!(row.contains("mistake"), "{row}");
    bedside.keys("esc");
    bedside.keys("type:01-001 enter ctrl-v 8 enter");
    bedside.type_text("is somebody else").keys("enter");
    bedside.must_show("Counts again");
    bedside.keys("up enter").deliver_all();
    let last = said(&bedside).pop().unwrap();
    assert_eq!(last.1, Status::TakesPart);
}
