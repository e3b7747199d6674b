//! Beside the schedule: an unscheduled visit with forms of one's choice, the visit at an early end, a renewed consent.

use crate::support::bedside;
use crate::support::bedside::{Bedside, Owner};
use coreset::domain::record::event::Event;

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

fn begun(bedside: &Bedside) -> Vec<(String, String, String, Vec<String>)> {
    let events = bedside.events();
    let begun = events.iter().filter_map(|event| match event {
        Event::UnscheduledBegun {
            visit,
            date,
            words,
            forms,
            ..
        } => Some((
            visit.to_string(),
            date.to_string(),
            words.clone(),
            forms.iter().map(ToString::to_string).collect(),
        )),
        _ => None,
    });
    begun.collect()
}

#[test]
fn an_unscheduled_visit_asks_the_forms_that_were_chosen_and_opens() {
    let mut bedside = came();
    bedside.keys("ctrl-n 1");
    bedside.must_show("What is the visit for, in a few words?");
    bedside.keys("enter");
    bedside.must_show("Say in a few words what the visit is for.");
    bedside.type_text("flare of the skin").keys("enter");
    // Nothing chosen yet, one form too many, taken back.
    bedside.keys("end enter");
    bedside.must_show("Choose a form first");
    bedside.keys("1 6 3 3");
    bedside.must_show("go on with these 2 forms");
    // Enter takes what digits have marked.
    bedside.keys("enter");
    bedside.must_show("On which day is the visit held?");
    bedside.keys("enter").deliver_all();
    let forms = vec!["ptga".to_owned(), "phga".to_owned()];
    let expected = (
        "unscheduled-1".to_owned(),
        "2026-03-16".to_owned(),
        "flare of the skin".to_owned(),
        forms,
    );
    assert_eq!(begun(&bedside), [expected]);
    assert_eq!(bedside.top(), "visit");
    bedside.must_show("Unsched.1");
    bedside.must_not_show("Strength");
    bedside.must_not_show("3  ");
    bedside
        .keys("2")
        .type_text("3.5")
        .keys("enter")
        .deliver_all();
    assert_eq!(bedside.stored("unscheduled-1", "phga", "vas"), "3.5");
    bedside.keys("esc esc");
    bedside.must_show("Unsched.1");
    bedside.keys("ctrl-p");
    bedside.must_show("flare of the skin");
}

#[test]
fn a_day_in_the_past_goes_on_as_a_late_entry() {
    let mut bedside = came();
    bedside.keys("ctrl-n 1").type_text("fell").keys("enter");
    bedside.keys("1 end enter").type_text("t-3").keys("enter");
    bedside.deliver_all();
    assert_eq!(begun(&bedside)[0].1, "2026-03-13");
    assert_eq!(bedside.top(), "late");
    bedside.must_show("2026-03-13");
}

#[test]
fn before_the_baseline_no_such_visit_is_asked_about() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter ctrl-n 1");
    assert_eq!(bedside.top(), "addition");
    bedside.must_show("was not begun, and nothing comes before it");
    bedside.keys("2");
    bedside.must_show("was not begun, and nothing comes before it");
    assert_eq!(begun(&bedside), []);
}

#[test]
fn the_early_end_opens_as_a_visit_of_the_schedule_does() {
    let mut bedside = came();
    bedside.keys("ctrl-n");
    bedside.must_show("After an early end these can still come");
    bedside.must_show("Week 12");
    bedside.keys("2").deliver_all();
    bedside.must_show("Early end");
    assert_eq!(bedside.top(), "visit");
    bedside
        .keys("1")
        .type_text("3.5")
        .keys("enter")
        .deliver_all();
    assert_eq!(bedside.stored("early-termination", "ptga", "vas"), "3.5");
}

#[test]
fn a_consent_to_another_version_is_kept_with_its_day() {
    let mut bedside = came();
    bedside.keys("ctrl-n 3").type_text("2.0").keys("enter");
    bedside.keys("enter").deliver_all();
    let consents = &bedside.record("01-001").consents;
    assert_eq!(consents["2.0"].day.to_string(), "2026-03-16");
    bedside.keys("ctrl-n 3");
    bedside.must_show("Consented to version 2.0 on 2026-03-16.");
    bedside.type_text("2.0").keys("enter enter");
    bedside.must_show("is of that day already");
}

#[test]
fn words_that_were_typed_wait_until_the_visit_is_begun() {
    let mut bedside = came();
    bedside.keys("ctrl-n 1").type_text("flare of");
    let mut bedside = bedside.restarted();
    bedside.keys("esc esc type:01-001 enter").deliver_all();
    bedside.keys("ctrl-n 1");
    bedside.must_show("flare of");
    bedside
        .type_text(" the skin")
        .keys("enter 1 end enter enter");
    bedside.deliver_all();
    assert_eq!(begun(&bedside)[0].2, "flare of the skin");
}

#[test]
fn a_user_who_only_reads_adds_nothing() {
    use coreset::domain::record::user::Role;
    let mut bedside = came();
    bedside.joined_by("maas", "M. Maas", &[Role::Monitor]);
    bedside.deliver_all();
    bedside.keys("enter ctrl-n");
    assert_eq!(bedside.top(), "participant");
}

#[test]
fn every_line_of_the_page_has_a_key_of_its_own() {
    let mut bedside = came();
    for _ in 0..3 {
        bedside.keys("ctrl-n 1").type_text("fell").keys("enter");
        bedside.keys("1 end enter enter esc").deliver_all();
    }
    assert_eq!(bedside.top(), "participant");
    // Eight visits, then the logs.
    bedside.must_show("  a  Abatacept");
    bedside.keys("a");
    assert_eq!(bedside.top(), "log");
}

/// The page of an unscheduled visit that was begun, with a text in a field that is no answer.
fn half_typed() -> Bedside {
    let mut bedside = came();
    bedside.keys("ctrl-n 1").type_text("flare").keys("enter");
    bedside.keys("1 end enter enter").deliver_all();
    bedside.keys("1 3 . esc");
    assert_eq!(bedside.top(), "visit");
    bedside
}

#[test]
fn an_enter_marks_a_form_and_goes_on_so_that_a_second_one_does_not_undo_it() {
    let mut bedside = came();
    bedside.keys("ctrl-n 1");
    bedside.type_text("flare of the skin").keys("enter");
    bedside.keys("enter enter");
    bedside.must_show("go on with these 2 forms");
    bedside.keys("up enter");
    bedside.must_show("go on with this form");
}

#[test]
fn an_unscheduled_visit_that_is_taken_out_leaves_no_page_and_no_text() {
    let mut bedside = half_typed();
    bedside.keys("!");
    bedside.must_show("Typed and not saved, and gone with it: \"3.\"");
    bedside.type_text("wrong one").keys("enter up enter");
    bedside.deliver_all();
    assert_eq!(bedside.layers(), ["participants", "participant"]);
    bedside.must_show("Unsched.1 was begun by mistake and counts no more.");
    bedside.must_not_show("flare");
    assert_eq!(bedside.model().waiting(), []);
    // The next one is another visit, into which nothing that was typed for this one can come.
    bedside.keys("ctrl-n 1").type_text("fell").keys("enter");
    bedside.keys("1 end enter enter").deliver_all();
    bedside.must_show("Unsched.2");
    assert_eq!(begun(&bedside)[1].0, "unscheduled-2");
    bedside.assert_settled();
}

#[test]
fn a_text_in_an_unscheduled_visit_that_somebody_else_took_out_opens_no_page() {
    use coreset::domain::record::event::Event;
    let mut bedside = half_typed();
    bedside.keys("esc esc");
    let last = bedside.record("01-001").sessions["unscheduled-1"].last_seq;
    let event = Event::SessionVoided {
        participant: "01-001".into(),
        visit: "unscheduled-1".into(),
        last,
    };
    bedside.owner.store_unjudged("other", vec![event]);
    bedside.keys("F11 enter").deliver_all();
    assert_eq!(bedside.layers(), ["participants", "participant"]);
    bedside.must_show("was begun by mistake and counts no more. \"3.\"");
}

#[test]
fn an_early_end_that_no_answer_begins_leaves_a_text_that_leads_back_and_no_line() {
    let mut bedside = came();
    bedside.keys("ctrl-n 2").deliver_all();
    bedside.keys("1 3 . esc esc");
    assert_eq!(bedside.top(), "participant");
    bedside.must_not_show("Early end");
    bedside.keys("esc F11 enter").deliver_all();
    assert_eq!(bedside.here(), "ptga vas");
    bedside.keys("enter enter backspace backspace 3 . 5 enter");
    bedside.deliver_all();
    assert_eq!(bedside.stored("early-termination", "ptga", "vas"), "3.5");
}
