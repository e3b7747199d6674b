//! Correcting the facts of an enrolment: what follows is said before, the old facts stay readable, and the owner judges it.

use crate::support::bedside;
use crate::support::bedside::{Bedside, Owner};
use coreset::domain::record::event::Event;
use coreset::domain::record::participant::{Participant, Sex};

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
    bedside.today("2026-03-16").keys("enter !");
    assert_eq!(bedside.top(), "correction");
    bedside
}

fn corrected(bedside: &Bedside) -> Vec<(i32, i32, Option<String>)> {
    let entries = bedside.owner.entries.iter();
    let found = entries.filter_map(|entry| match &entry.draft.event {
        Event::EnrolmentCorrected {
            before,
            participant,
        } => Some((
            before.birth_year,
            participant.birth_year,
            entry.draft.reason.clone(),
        )),
        _ => None,
    });
    found.collect()
}

#[test]
fn a_wrong_year_of_birth_is_corrected_with_a_reason() {
    let mut bedside = came();
    bedside.must_show("year of birth: 1970");
    bedside.keys("2").type_text("1907").keys("enter");
    bedside.type_text("misread").keys("enter");
    bedside.must_show("year of birth: 1907, not 1970");
    // One digit corrects nothing, and going back brings what was typed.
    bedside.keys("1");
    assert_eq!(corrected(&bedside), []);
    bedside.keys("esc esc");
    bedside.keys("ctrl-u").type_text("1971").keys("enter");
    // The reason waits in its line.
    bedside.keys("enter enter").deliver_all();
    let reason = Some("misread".to_owned());
    assert_eq!(corrected(&bedside), [(1970, 1971, reason)]);
    assert_eq!(bedside.top(), "participant");
    bedside.must_show("born 1971");
    assert!(
        bedside.notice().contains("1971, not 1970"),
        "{}",
        bedside.notice()
    );
}

#[test]
fn a_value_that_cannot_be_is_refused_where_it_is_typed() {
    let mut bedside = came();
    for (key, typed) in [("1", "A1"), ("2", "70"), ("5", "6,25,5"), ("6", "3.2.2026")] {
        bedside.keys(key).type_text(typed).keys("enter");
        assert_eq!(bedside.top(), "correction");
        bedside.must_show("What is right?");
        bedside.keys("ctrl-u esc");
    }
    // The fact that stands is no correction.
    bedside.keys("3 1");
    bedside.must_show("That stands there already.");
    bedside.keys("esc esc");
    assert_eq!(bedside.top(), "participant");
    assert_eq!(corrected(&bedside), []);
}

#[test]
fn a_day_of_enrolment_after_a_visit_is_refused_while_it_can_be_changed() {
    let mut bedside = came();
    bedside.keys("6").type_text("2026-03-10").keys("enter");
    bedside.type_text("came later").keys("enter");
    bedside.must_show("Not saved: 2026-03-02 is before the enrolment on 2026-03-10");
    bedside.keys("up enter").deliver_all();
    assert_eq!(
        (bedside.top(), corrected(&bedside).len()),
        ("correction", 0)
    );
    bedside.keys("esc esc ctrl-u").type_text("2026-03-01");
    bedside.keys("enter enter enter").deliver_all();
    bedside.must_show("enrolment on 2026-03-01");
}

#[test]
fn the_sex_is_chosen_and_the_correction_is_seen_after_a_new_start() {
    let mut bedside = came();
    bedside
        .keys("3 2")
        .type_text("wrong box ticked")
        .keys("enter enter");
    bedside.deliver_all();
    let mut bedside = bedside.restarted();
    bedside.keys("esc type:01-001 enter").deliver_all();
    bedside.must_show("male, born 1970");
    let record = bedside.model().shared.open.record.clone().unwrap();
    assert_eq!(record.participant.sex, Sex::Male);
}

#[test]
fn a_correction_that_makes_somebody_like_another_one_says_whom_and_is_kept_as_somebody_else() {
    let mut bedside = Bedside::after(|owner: &mut Owner| {
        for (id, initials) in [("01-002", "AC"), ("01-003", "AD")] {
            let participant = Participant {
                initials: initials.to_owned(),
                ..bedside::participant(id)
            };
            owner.store(format!("enrol-{id}"), vec![Event::Enrolled { participant }]);
        }
    });
    bedside.keys("enter !").deliver_all();
    assert_eq!(bedside.top(), "correction");
    bedside
        .keys("1")
        .type_text("AC")
        .keys("enter")
        .deliver_all();
    bedside.type_text("misread").keys("enter");
    bedside.must_show("has the same initials, year of birth");
    bedside.keys("enter").deliver_all();
    assert_eq!(bedside.top(), "participant");
    assert_eq!(bedside.record("01-001").participant.initials, "AC");
    let kept = bedside.prompts();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].4.as_deref(), Some("somebody else than 01-002"));
    bedside.assert_settled();
}
