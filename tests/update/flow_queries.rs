//! Queries: a monitor asks about a value, the assessor answers at the field, the monitor closes.

use crate::support::bedside::Bedside;
use coreset::domain::record::event::Event;
use coreset::domain::record::query::{State, Step};
use coreset::domain::record::user::Role;

/// The first terminal, M. Kern's, who enters.
const KERN: usize = 1;

/// M. Kern has entered a value for physician global; V. Monitor's terminal is on the list.
fn asked_about() -> (Bedside, usize) {
    let mut bedside = Bedside::after(|_| ());
    assert_eq!(bedside.seat, KERN);
    bedside.keys("enter 1 6 4.7 enter esc esc esc");
    let monitor = bedside.joined_by("monitor", "V. Monitor", &[Role::Monitor]);
    (bedside, monitor)
}

fn state(bedside: &Bedside) -> Vec<State> {
    let cell = bedside.cell("baseline", "phga", "vas");
    let queries = &cell.expect("the value is there").queries;
    queries.iter().map(|query| query.state).collect()
}

#[test]
fn a_monitor_asks_an_assessor_answers_and_the_monitor_closes() {
    let (mut bedside, monitor) = asked_about();
    bedside.sit(monitor).keys("enter 1 6 home f5");
    assert_eq!(bedside.top(), "note");
    bedside.must_show("what is to be asked about");
    // Without words nothing is sent.
    bedside.keys("enter");
    assert!(bedside.notice().contains("A query needs words"));
    bedside.type_text("The paper says 7.4");
    bedside.keys("enter");
    assert_eq!(state(&bedside), [State::New]);
    bedside.must_show("Query (new), V. Monitor: The paper says 7.4");
    // The number of queries that are not closed is in the summary of the list.
    assert_eq!(bedside.summary("01-001").open_queries, 1);

    // The assessor finds it from the list of participants: the queries, then Enter to the field.
    bedside.sit(KERN).keys("f9");
    bedside.must_show("Queries of the study that are not closed: 1");
    bedside.must_show("query new");
    bedside.keys("enter");
    assert_eq!(bedside.top(), "form");
    assert_eq!(bedside.here(), "phga vas");
    bedside.must_show("Query (new), V. Monitor: The paper says 7.4");
    bedside.keys("f5");
    bedside.must_show("answer: The paper says 7.4");
    bedside.must_not_show("close");
    bedside.keys("1");
    bedside.type_text("Read again: 4.7");
    bedside.keys("enter");
    assert_eq!(state(&bedside), [State::Answered]);
    bedside.must_show("Query (answered), V. Monitor");
    bedside.must_show("M. Kern: Read again: 4.7");
    // Out of the form, the visit and the participant one is back at the queries.
    bedside.keys("esc esc esc");
    assert_eq!(bedside.top(), "queries");
    bedside.must_show("query answered");

    bedside.sit(monitor).keys("f5");
    bedside.must_show("close as settled");
    bedside.keys("1");
    assert_eq!(state(&bedside), [State::Closed]);
    bedside.must_not_show("Query (");
    assert_eq!(bedside.summary("01-001").open_queries, 0);
    bedside.sit(KERN).keys("esc f9");
    bedside.must_show("No query is open.");
    let steps: Vec<Step> = bedside
        .events()
        .iter()
        .filter_map(|event| match event {
            Event::Queried { step, .. } => Some(*step),
            _ => None,
        })
        .collect();
    assert_eq!(steps, [Step::Open, Step::Answer, Step::Close]);
    bedside.assert_settled();
}

#[test]
fn a_settled_query_is_opened_again_and_each_participant_lists_all_that_was_said() {
    let (mut bedside, monitor) = asked_about();
    bedside.sit(monitor).keys("enter 1 6 home f5");
    bedside.type_text("why so high?");
    bedside.keys("enter f5");
    // A monitor answers nothing; nobody has answered, so it is closed without.
    bedside.must_not_show("answer, and");
    bedside.must_show("close without an answer");
    bedside.keys("1 f5");
    bedside.must_show("ask again: why so high?");
    bedside.keys("1");
    bedside.type_text("still open");
    bedside.keys("enter");
    assert_eq!(state(&bedside), [State::New]);
    bedside.keys("f5 2");
    bedside.type_text("and who measured?");
    bedside.keys("enter");
    assert_eq!(state(&bedside), [State::New, State::New]);
    bedside.keys("esc esc f9");
    bedside.must_show("Queries: 2 open; with what was kept, noted and changed");
    bedside.keys("down enter");
    assert_eq!(bedside.here(), "phga vas");
    bedside.keys("esc esc");
    assert_eq!(bedside.top(), "queries");
    bedside.assert_settled();
}

#[test]
fn what_is_half_typed_waits_while_a_query_is_answered() {
    let (mut bedside, monitor) = asked_about();
    bedside.sit(monitor).keys("enter 1 6 home f5");
    bedside.type_text("sure?");
    bedside.keys("enter");
    bedside.sit(KERN).keys("enter 1 6 home 5 .");
    assert_eq!(bedside.text(), "5.");
    bedside.keys("f5 2");
    bedside.type_text("yes");
    bedside.keys("enter");
    assert_eq!(state(&bedside), [State::Proposed]);
    assert_eq!((bedside.top(), bedside.text()), ("form", "5."));
    // Esc leaves the words of a query unsaid, and the text of the field where it was.
    bedside.keys("f5 1");
    bedside.type_text("no");
    bedside.keys("esc");
    assert_eq!((bedside.top(), bedside.text()), ("form", "5."));
    assert_eq!(state(&bedside), [State::Proposed]);
}

#[test]
fn nothing_is_asked_where_nothing_was_entered() {
    let (mut bedside, monitor) = asked_about();
    bedside.sit(monitor).keys("enter 2 enter 1 1 f5");
    assert!(
        bedside.notice().contains("nothing to ask about"),
        "{}",
        bedside.screen()
    );
    bedside.assert_settled();
}

#[test]
fn the_way_from_the_list_to_a_field_keeps_the_text_that_waits_there() {
    let (mut bedside, monitor) = asked_about();
    bedside.sit(monitor).keys("enter 1 6 home f5");
    bedside.type_text("sure?");
    bedside.keys("enter");
    bedside.sit(KERN).keys("enter 1 6 home 3 .");
    assert_eq!(
        (bedside.here().as_str(), bedside.text()),
        ("phga vas", "3.")
    );
    bedside.keys("esc f9 enter");
    assert_eq!(
        (bedside.here().as_str(), bedside.waits()),
        ("phga vas", "3.")
    );
    // Nobody else changed the field since, so that nothing is asked about that.
    bedside.keys("backspace 5 enter");
    bedside.must_show("4.7 -> 3.5. Why?");
    bedside.keys("enter 1");
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "3.5");
}

#[test]
fn the_way_from_the_list_to_a_field_does_not_end_a_late_entry() {
    let (mut bedside, monitor) = asked_about();
    bedside.sit(monitor).keys("enter 1 6 home f5");
    bedside.type_text("sure?");
    bedside.keys("enter");
    bedside
        .sit(KERN)
        .keys("enter home ctrl-g O type:t enter type:08:00 enter 2");
    assert_eq!(bedside.top(), "visit");
    let banner = "Late entry: observed 2026-03-02 08:00, paper source";
    bedside.must_show(banner);
    bedside.keys("f9 enter");
    assert_eq!(bedside.here(), "phga vas");
    bedside.must_show(banner);
    bedside.keys("5.0 enter enter 1");
    let entries = &bedside.owner.entries;
    let stored = entries.last().expect("an answer");
    assert_eq!(stored.draft.late.as_deref(), Some("paper source"));
}

#[test]
fn a_query_that_waits_behind_a_refused_answer_is_shown_once_when_both_are_stored() {
    let mut bedside = Bedside::after(|_| ());
    let roles = vec![Role::Assessor, Role::Investigator];
    bedside.app.model.shared.account.roles.clone_from(&roles);
    bedside.owner.seats[KERN].roles = roles;
    bedside.keys("enter 1 6");
    bedside.owner.refuses = Some("The disk is full.".to_owned());
    bedside.keys("4.7 enter up f5");
    bedside.type_text("Which line?");
    bedside.keys("enter");
    bedside.must_show("NOT SAVED: 2 waiting");
    bedside.owner.refuses = None;
    bedside.keys("down 3").deliver_all();
    assert_eq!(state(&bedside), [State::New]);
    bedside.assert_settled();
}
