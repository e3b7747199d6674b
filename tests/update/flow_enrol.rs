//! Enrolling by key: somebody who may be a participant already.

use crate::support::bedside;
use crate::support::bedside::Bedside;
use coreset::domain::record::event::Event;

/// At the end of an enrolment of 01-002, who is like 01-001 in all that is compared.
fn described() -> Bedside {
    let mut bedside = Bedside::enrolled();
    bedside.keys(
        "ctrl-n type:01-002 enter type:AB enter type:1970 enter type:f 1 62.5 enter enter enter",
    );
    bedside
}

fn enrolled(bedside: &Bedside) -> usize {
    let events = bedside.events().into_iter();
    events.filter(|event| event.enrolled().is_some()).count()
}

#[test]
fn somebody_like_a_participant_is_named_with_the_day_and_no_digit_enrols() {
    let mut bedside = described();
    bedside.must_show("01-001, enrolled on 2026-03-02, has the same initials");
    bedside.keys("enter 1 1");
    assert_eq!(enrolled(&bedside), 1);
    assert_eq!(bedside.top(), "picker");
    bedside.keys("0");
    assert_eq!((bedside.top(), enrolled(&bedside)), ("form", 1));
}

#[test]
fn enter_on_its_line_enrols_somebody_else_and_says_so_in_the_record() {
    let mut bedside = described();
    bedside.keys("enter down enter");
    assert_eq!(enrolled(&bedside), 2);
    assert_eq!(bedside.layers(), ["participants", "participant"]);
    let Some(Event::Prompted { rule, reason, .. }) = bedside.events().pop() else {
        panic!("{:?}", bedside.events());
    };
    assert_eq!(rule, "same-person");
    assert_eq!(reason.as_deref(), Some("somebody else than 01-001"));
    bedside.assert_settled();
}

#[test]
fn who_is_like_nobody_is_enrolled_by_the_digit() {
    let mut bedside = Bedside::enrolled();
    bedside.keys(
        "ctrl-n type:01-002 enter type:AC enter type:1970 enter type:f 1 62.5 enter enter enter",
    );
    bedside.must_not_show("has the same initials");
    bedside.keys("enter 1");
    assert_eq!(enrolled(&bedside), 2);
}

#[test]
fn who_was_enrolled_elsewhere_while_the_question_was_open_refuses_nothing() {
    let mut bedside = Bedside::new();
    bedside.keys(
        "ctrl-n type:01-002 enter type:AB enter type:1970 enter type:f 1 62.5 enter enter enter",
    );
    let theirs = Event::Enrolled {
        participant: bedside::participant("01-001"),
    };
    bedside.owner.store("other-1".to_owned(), vec![theirs]);
    bedside.keys("enter 1");
    assert_eq!(enrolled(&bedside), 2);
}

#[test]
fn the_question_waits_for_the_owner_and_what_was_typed_meanwhile_does_not_answer_it() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("ctrl-n type:01-002 enter type:AB enter type:1970 enter type:f 1 62.5 enter");
    bedside.holds = true;
    bedside.keys("enter enter 1");
    assert_eq!(bedside.top(), "form");
    bedside.holds = false;
    bedside.deliver_all();
    assert_eq!((bedside.top(), enrolled(&bedside)), ("picker", 1));
    bedside.must_show("01-001, enrolled on 2026-03-02, has the same initials");
}

#[test]
fn a_letter_in_a_year_is_told_what_a_year_is() {
    let mut bedside = Bedside::new();
    bedside.keys("ctrl-n type:01-001 enter type:AB enter type:f1992 enter");
    bedside.must_show("f1992 is not a year: type its four digits, such as 1975.");
    assert_eq!(bedside.shows("birth-year"), "");
}

#[test]
fn the_key_that_begins_something_new_says_at_a_visit_where_it_does_so() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1");
    let before = bedside.count();
    bedside.keys("ctrl-n");
    let said = "That key enrols on the list of participants";
    assert!(bedside.notice().starts_with(said), "{}", bedside.notice());
    assert_eq!(bedside.count(), before);
}

#[test]
fn the_day_of_enrolment_is_today_by_enter_or_an_earlier_one() {
    let begin = |bedside: &mut Bedside| {
        bedside.keys("ctrl-n type:01-001 enter type:AB enter type:1970 enter type:f 1 62.5 enter");
        assert_eq!(bedside.here(), "enrolment enrolled-on");
        assert_eq!(bedside.text(), "2026-03-02");
    };
    let mut bedside = Bedside::new();
    begin(&mut bedside);
    bedside.keys("enter enter");
    bedside.must_not_show("Enrolled on 2026");
    bedside.keys("enter 1").deliver_all();
    assert_eq!(
        bedside.record("01-001").participant.enrolled_on.to_string(),
        "2026-03-02"
    );
    // The first character typed takes the place of what waits there; what is before today is said.
    let mut bedside = Bedside::new();
    begin(&mut bedside);
    bedside.keys("type:t-10 enter enter");
    bedside.must_show("Enrolled on 2026-02-20, before today.");
    bedside.keys("enter 1").deliver_all();
    assert_eq!(
        bedside.record("01-001").participant.enrolled_on.to_string(),
        "2026-02-20"
    );
    // Neither a day after today nor one before the birth.
    let mut bedside = Bedside::new();
    begin(&mut bedside);
    bedside.keys("type:2026-03-03 enter");
    assert_eq!(bedside.here(), "enrolment enrolled-on");
    assert!(bedside.form().refusal.is_some());
    bedside.keys("enter type:1969-12-31 enter enter");
    assert_eq!(bedside.here(), "enrolment enrolled-on");
    assert_eq!(
        bedside.notice(),
        "Not saved: the day 1969-12-31 is before the year of birth, 1970. Look at the day."
    );
    assert_eq!(bedside.count(), 0);
}
