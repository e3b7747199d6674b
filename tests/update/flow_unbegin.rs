//! A visit that was begun by mistake: every answer is listed, the visit is open again, and the trail keeps what was entered.

use crate::support::bedside;
use crate::support::bedside::{Bedside, Owner};
use coreset::domain::record::event::Event;

/// The page of the baseline visit, with two answers in it.
fn at_baseline() -> Bedside {
    let mut bedside = Bedside::after(|owner: &mut Owner| {
        owner.fill(
            "01-001",
            "baseline",
            bedside::DAY,
            "ptga",
            "vas=4.1 likert=3",
        );
    });
    bedside.keys("enter 1");
    assert_eq!(bedside.top(), "visit");
    bedside
}

fn voided(bedside: &Bedside) -> usize {
    let events = bedside.events().into_iter();
    events
        .filter(|event| matches!(event, Event::SessionVoided { .. }))
        .count()
}

#[test]
fn what_is_in_it_is_listed_and_the_visit_is_open_again() {
    let mut bedside = at_baseline();
    bedside.keys("!");
    assert_eq!(bedside.top(), "unbegin");
    bedside.must_show("Baseline of 2026-03-02: 2 answers would count no more");
    bedside.must_show("4.1");
    bedside.keys("enter");
    bedside.must_show("Say in a few words why.");
    bedside.type_text("wrong participant").keys("enter");
    // An Enter too many, or a digit, takes nothing out.
    bedside.keys("1").keys("enter").deliver_all();
    assert_eq!((bedside.top(), voided(&bedside)), ("unbegin", 0));
    bedside.keys("enter up enter").deliver_all();
    assert_eq!(voided(&bedside), 1);
    assert!(
        bedside.notice().contains("is open again"),
        "{}",
        bedside.notice()
    );
    assert_eq!(bedside.stored("baseline", "ptga", "vas"), "");
    let reason = bedside.owner.entries.last().unwrap().draft.reason.clone();
    assert_eq!(reason.as_deref(), Some("wrong participant"));
    // It is begun again, and the old answers do not come back.
    bedside
        .keys("1")
        .type_text("6.2")
        .keys("enter")
        .deliver_all();
    assert_eq!(bedside.stored("baseline", "ptga", "vas"), "6.2");
    assert_eq!(bedside.stored("baseline", "ptga", "likert"), "");
    let mut bedside = bedside.restarted();
    bedside.keys("esc esc type:01-001 enter 1").deliver_all();
    assert_eq!(bedside.stored("baseline", "ptga", "vas"), "6.2");
    assert_eq!(bedside.stored("baseline", "ptga", "likert"), "");
}

#[test]
fn a_visit_that_was_not_begun_has_nothing_to_take_out() {
    let mut bedside = at_baseline();
    bedside.today("2026-03-16").keys("esc 2");
    bedside.keys("!");
    assert!(
        bedside.notice().contains("was not begun"),
        "{}",
        bedside.notice()
    );
}

#[test]
fn the_reason_waits_over_leaving() {
    let mut bedside = at_baseline();
    bedside.keys("!").type_text("wrong part").keys("esc");
    assert_eq!(bedside.top(), "visit");
    bedside.keys("!");
    bedside.must_show("wrong part");
    assert_eq!(voided(&bedside), 0);
}
