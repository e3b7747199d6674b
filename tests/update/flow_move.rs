//! A form that was entered for the wrong participant: picked up there, put down where it belongs.

use crate::support::bedside;
use crate::support::bedside::{Bedside, Owner};
use coreset::domain::record::event::{Event, Origin};
use coreset::domain::record::moved::MoveSide;

/// The page of the baseline visit of the first participant; both have one that was begun.
fn two() -> Bedside {
    let mut bedside = Bedside::after(|owner: &mut Owner| {
        owner.fill(
            "01-001",
            "baseline",
            bedside::DAY,
            "phga",
            "vas=4.1 likert=3",
        );
        let participant = bedside::participant("01-002");
        let said = Event::Enrolled { participant };
        owner.store_unjudged("enrol-2", vec![said]);
        owner.fill(
            "01-002",
            "baseline",
            bedside::DAY,
            "ptga",
            "vas=2.0 likert=2",
        );
    });
    bedside.keys("type:01-001 enter 1");
    assert_eq!(bedside.top(), "visit");
    bedside
}

fn moved(bedside: &Bedside) -> Vec<(String, MoveSide)> {
    let events = bedside.events();
    let moved = events.iter().filter_map(|event| event.moved());
    moved
        .map(|moved| (moved.here.0.to_string(), moved.side))
        .collect()
}

/// Picks the physician's global up and opens the baseline of the other participant.
fn carried() -> Bedside {
    let mut bedside = two();
    bedside.keys("6 esc").deliver_all();
    bedside.keys(">");
    bedside.must_show("is picked up");
    bedside.keys("esc esc type:01-002 enter 1").deliver_all();
    assert_eq!(bedside.top(), "visit");
    bedside
}

#[test]
fn what_is_put_down_is_shown_from_both_sides_and_moves_with_a_reason() {
    let mut bedside = carried();
    bedside.keys(">");
    bedside.must_show("put the cursor on");
    bedside.keys("home down down down down down >");
    assert_eq!(bedside.top(), "move-form");
    bedside.must_show("from 01-001 Baseline to 01-002");
    bedside.must_show("4.1");
    bedside.type_text("was the next patient").keys("enter");
    // An Enter too many, or a digit, moves nothing.
    bedside.keys("1").keys("enter").deliver_all();
    assert_eq!(moved(&bedside), []);
    bedside.keys("enter up enter").deliver_all();
    let expected = [
        ("01-001".to_owned(), MoveSide::Away),
        ("01-002".to_owned(), MoveSide::Here),
    ];
    assert_eq!(moved(&bedside), expected);
    // The history of the field says where it came from.
    bedside.keys("6 f8").deliver_all();
    bedside.must_show("moved here from 01-001, Baseline, entry");
    let cell = |id: &str| {
        let record = bedside.owner.records[id].clone();
        record.session("baseline").unwrap().forms["phga"]["vas"].clone()
    };
    assert_eq!(cell("01-001").answer, None);
    assert_eq!(cell("01-002").origin, Some(Origin::Moved));
    let answer = cell("01-002").answer.unwrap();
    assert_eq!(answer.as_number(), Some("4.1".parse().unwrap()));
    bedside.assert_settled();
}

#[test]
fn the_same_key_lets_it_go_where_it_stands() {
    let mut bedside = two();
    bedside.keys("6 esc").deliver_all();
    bedside.keys("> >");
    bedside.must_show("nothing was moved");
    bedside.keys("home >");
    bedside.must_show("nothing was entered in this form");
}

#[test]
fn a_form_that_is_not_empty_takes_nothing() {
    let mut bedside = two();
    bedside.keys("6 esc").deliver_all();
    bedside.keys("> esc esc type:01-002 enter 1 6");
    bedside.type_text("1.0").keys("enter esc").deliver_all();
    bedside.keys(">").type_text("next patient").keys("enter");
    bedside.must_show("something was entered in this form");
    bedside.keys("up enter").deliver_all();
    assert_eq!(moved(&bedside), []);
}

#[test]
fn what_somebody_else_changed_meanwhile_is_not_moved_unseen() {
    let mut bedside = carried();
    let other = Event::Answered {
        place: coreset::domain::record::event::FieldPath {
            participant: "01-001".into(),
            visit: "baseline".into(),
            form: "phga".into(),
            field: "vas".into(),
        },
        answer: coreset::domain::base::answer::Answer::number("5".parse().unwrap(), None),
        origin: Origin::Typed,
    };
    bedside.owner.store_for("read anew", vec![other]);
    bedside.keys("home down down down down down >");
    bedside.type_text("next patient").keys("enter up enter");
    bedside.deliver_all();
    assert_eq!(moved(&bedside), []);
}
