//! Forms that are left by key: what counts as leaving, what is said of it, and what a change asks afterwards.

use crate::support::bedside;
use crate::support::bedside::{Bedside, study};
use coreset::domain::base::ids::{FormId, ParticipantId};
use coreset::domain::record::event::Event;
use coreset::domain::record::lock::Scope;
use coreset::domain::record::rows::SESSION;
use coreset::domain::record::user::Role;
use coreset::input::action::Action;
use coreset::screens::effect::Msg;

/// Who left which form when it was not complete for the first time, in the order of the record.
fn left(bedside: &Bedside) -> Vec<String> {
    let events = bedside.events().into_iter();
    let left = events.filter_map(|event| match event {
        Event::FormLeft {
            participant,
            visit,
            form,
        } => Some(format!("{participant} {visit} {form}")),
        _ => None,
    });
    left.collect()
}

fn completed(bedside: &Bedside) -> usize {
    let is = |event: &&Event| matches!(event, Event::Completed { .. });
    bedside.events().into_iter().filter(is).count()
}

/// The reason of the newest change of an answer.
fn reason(bedside: &Bedside) -> Option<&str> {
    let mut newest = bedside.owner.entries.iter().rev();
    let change = newest.find(|entry| !entry.draft.event.answers().is_empty());
    change.unwrap().draft.reason.as_deref()
}

fn two() -> Bedside {
    Bedside::with("default", study(), &["01-001", "01-002"])
}

const PHGA: &str = "01-001 baseline phga";

#[test]
fn a_change_after_leaving_asks_and_says_why_and_a_first_answer_does_not() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 6 4.7 enter");
    // In the same stay a correction asks nothing.
    bedside.keys("home 4.8 enter");
    assert_eq!((bedside.top(), reason(&bedside)), ("form", None));
    bedside.keys("esc");
    assert_eq!(left(&bedside), [PHGA]);
    bedside.keys("6 home 5.1 enter");
    assert_eq!(bedside.top(), "picker");
    bedside.must_show("Physician global VAS 4.8 -> 5.1. Why?");
    bedside.must_show("This form was left on 2026-03-02 at 09:00.");
    bedside.keys("enter 1");
    assert_eq!(reason(&bedside), Some("typing error"));
    bedside.keys("home f8");
    bedside.must_show("Form left");
    bedside.must_not_show("Form left complete");
    bedside.keys("esc end");
    // The category was blank.
    bedside.keys("2");
    assert_eq!((bedside.top(), reason(&bedside)), ("form", None));
    assert_eq!(bedside.stored("baseline", "phga", "likert"), "2");
    // With it the form is complete: that is the leaving, and it is said once.
    bedside.keys("esc");
    assert_eq!((left(&bedside).len(), completed(&bedside)), (1, 1));
    bedside.keys("6 home 5.2 enter enter 1 esc");
    assert_eq!((left(&bedside).len(), completed(&bedside)), (2, 1));
    bedside.assert_settled();
}

#[test]
fn going_out_of_a_form_in_which_nothing_was_stored_is_no_leaving() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 6 4 . enter esc 6 esc");
    assert_eq!(left(&bedside), Vec::<String>::new());
    bedside.keys("6 4.7 enter esc");
    assert_eq!(left(&bedside), [PHGA]);
    for script in [
        "6 esc",
        "6 home 5 esc",
        "6 home 5.1 enter esc esc",
        "f1 esc",
    ] {
        bedside.keys(script);
    }
    assert_eq!(left(&bedside), [PHGA]);
    // A value that is cleared is gone from a form that was left.
    bedside.keys("6 home delete delete");
    bedside.must_show("-> empty. Why?");
    bedside.keys("1 esc");
    assert_eq!(left(&bedside), [PHGA, PHGA]);
    bedside.assert_settled();
}

#[test]
fn the_next_form_a_field_of_another_one_and_another_visit_are_leaving() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 6 4.7 enter end enter enter enter");
    assert_eq!(bedside.here(), "enzymes laboratory");
    assert_eq!(left(&bedside), [PHGA]);
    bedside.keys("f6 type:deltoid enter");
    assert_eq!(bedside.form().form.as_str(), "mmt8");
    assert_eq!(
        left(&bedside),
        [PHGA],
        "nothing was stored among the enzymes"
    );
    // Over the timeline to a visit that is not the open one.
    bedside.today("2026-03-16").keys("8 ctrl-p");
    assert_eq!(left(&bedside).len(), 1, "a look is no leaving");
    bedside.keys("esc");
    assert_eq!(bedside.form().form.as_str(), "mmt8");
    bedside.keys("esc");
    assert_eq!(left(&bedside), [PHGA, "01-001 baseline mmt8"]);
}

#[test]
fn a_jump_and_back_is_no_leaving_and_a_visit_of_somebody_else_is() {
    let mut bedside = two();
    bedside.keys("type:01-001 enter 1 6 4.7 enter");
    for there_and_back in [
        "ctrl-f esc",
        "ctrl-f type:01-002 ctrl-p esc",
        "ctrl-f type:01-002 enter esc",
        "ctrl-p esc",
        "f1 esc",
        "ctrl-v esc",
        "ctrl-n esc",
    ] {
        bedside.keys(there_and_back);
        assert_eq!(bedside.here(), "phga likert", "{there_and_back}");
        assert_eq!(left(&bedside), Vec::<String>::new(), "{there_and_back}");
    }
    bedside.keys("home 5.1 enter");
    assert_eq!((bedside.top(), reason(&bedside)), ("form", None));
    bedside.keys("ctrl-f type:01-002 enter");
    assert_eq!(left(&bedside), Vec::<String>::new());
    bedside.keys("1");
    assert_eq!(left(&bedside), [PHGA]);
    let record = &bedside.model().shared.open.record;
    assert_eq!(record.as_ref().unwrap().participant.id.as_str(), "01-002");
    bedside.assert_settled();
}

#[test]
fn a_line_that_comes_back_is_no_leaving() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 6 4.7 enter").lose().keys("f1 esc");
    bedside.back().keys("home 5.1 enter");
    assert_eq!((bedside.top(), left(&bedside).len()), ("form", 0));
    // Left out of the owner's reach: it is said when the owner is back, behind the answer.
    bedside.lose().keys("home 5.2 enter esc").back();
    assert_eq!(left(&bedside), [PHGA]);
    bedside.assert_settled();
}

#[test]
fn leaving_the_program_leaves_the_forms_that_are_open_and_those_that_wait() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 6 4.7 enter").act(Action::Quit);
    assert!(bedside.quit);
    assert_eq!(left(&bedside), [PHGA]);
    bedside.assert_settled();
    // What is complete is said to be.
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 6 4.7 enter 2").act(Action::Quit);
    assert!(bedside.quit);
    assert_eq!((left(&bedside).len(), completed(&bedside)), (0, 1));
    // One that was put aside for a look, and nothing for a form that was only read.
    let mut bedside = two();
    bedside.keys("type:01-001 enter 1 6 4.7 enter ctrl-f type:01-002 ctrl-p");
    bedside.act(Action::Quit);
    assert!(bedside.quit);
    assert_eq!(left(&bedside), [PHGA]);
    let mut bedside = bedside.restarted();
    let before = bedside.count();
    bedside.keys("type:01-001 enter 1 6").act(Action::Quit);
    assert!(bedside.quit);
    assert_eq!(bedside.count(), before);
    // Out of the owner's reach nothing is sent, and nothing holds anybody back.
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 6 4.7 enter").lose().act(Action::Quit);
    assert!(bedside.quit);
    assert_eq!(left(&bedside), Vec::<String>::new());
    // From the locked screen, too.
    let mut bedside = Bedside::enrolled();
    bedside.app.model.shared.account.passphrase = true;
    bedside.keys("enter 1 6 4.7 enter").tell(Msg::Idle);
    bedside.keys("ctrl-x");
    assert!(bedside.quit);
    assert_eq!(left(&bedside), [PHGA]);
}

#[test]
fn the_receipt_of_leaving_leaves_the_program_and_another_key_stays() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 6 4.7 enter");
    bedside.holds = true;
    bedside.act(Action::Quit);
    assert!(!bedside.quit);
    bedside.keys("home").deliver_all();
    assert!(!bedside.quit, "another key stays");
    assert_eq!(left(&bedside), [PHGA]);
    bedside.holds = false;
    // It was left all the same.
    bedside.keys("5.1 enter");
    bedside.must_show("4.7 -> 5.1. Why?");
}

#[test]
fn the_second_change_of_a_stay_is_given_the_same_reason_by_enter() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 6 4.7 enter 2 esc 6 home 5.1 enter enter 3");
    assert_eq!(reason(&bedside), Some("source document corrected"));
    bedside.keys("home 5.2 enter");
    bedside.must_show("The change before: source document corrected.");
    bedside.must_show("Enter      change it, for the same reason");
    // No digit typed ahead chooses, and neither does the key behind it.
    let before = bedside.count();
    bedside.keys("1 enter");
    assert_eq!((bedside.top(), bedside.count()), ("picker", before));
    bedside.keys("4 down 4");
    assert_eq!((bedside.top(), bedside.count()), ("picker", before));
    bedside.keys("enter enter");
    assert_eq!(bedside.top(), "form");
    assert_eq!(reason(&bedside), Some("source document corrected"));
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "5.2");
    // The Enter of habit behind a choice gives nothing yet.
    bedside.keys("home end 3");
    assert_eq!(bedside.top(), "picker");
    bedside.keys("enter");
    assert_eq!(bedside.top(), "picker");
    bedside.keys("enter");
    assert_eq!(bedside.stored("baseline", "phga", "likert"), "3");
    // Another reason, in words, is the one that is offered then, as it was written.
    bedside.keys("home 5.3 enter down 7 type:a_second_reader enter");
    assert_eq!(reason(&bedside), Some("other: a second reader"));
    bedside.keys("home 5.4 enter enter");
    assert_eq!(reason(&bedside), Some("other: a second reader"));
    // By its line in the whole list.
    bedside.keys("home 5.5 enter down up enter");
    assert_eq!(reason(&bedside), Some("other: a second reader"));
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "5.5");
    // A stay of its own asks anew.
    bedside.keys("esc 6 home 5.6 enter");
    bedside.must_not_show("The change before");
    bedside.keys("enter");
    assert_eq!(bedside.top(), "picker");
    bedside.keys("2");
    bedside.assert_settled();
}

#[test]
fn what_a_row_is_followed_up_with_asks_nothing() {
    let mut owner = Bedside::enrolled().owner;
    let answers = "term=cough grade=1 onset=2026-02-01 ongoing=n end=2026-02-20 outcome=recovering";
    owner.fill("01-001", SESSION, bedside::DAY, "adverse-event#1", answers);
    let event = Event::FormLeft {
        participant: ParticipantId::from("01-001"),
        visit: SESSION.into(),
        form: FormId::from("adverse-event#1"),
    };
    owner.store("left".to_owned(), vec![event]);
    let mut bedside = Bedside::start("default", owner, None, "mk-1");
    bedside.keys("enter");
    bedside.act(Action::Logs);
    let place = bedside.picker().lines.iter();
    let place = place
        .filter(|line| line.label.contains("dverse"))
        .map(|line| line.key.to_string())
        .next();
    bedside.keys(&place.unwrap()).keys("1");
    assert_eq!(bedside.form().form.as_str(), "adverse-event#1");
    bedside.keys("f6 type:outcome enter 1");
    assert_eq!(bedside.top(), "form", "{}", bedside.screen());
    assert_eq!(
        bedside.stored(SESSION, "adverse-event#1", "outcome"),
        "recovered"
    );
    assert_eq!(reason(&bedside), None);
    bedside.keys("f6 type:ended enter type:2026-02-22 enter");
    assert_eq!(
        bedside.stored(SESSION, "adverse-event#1", "end"),
        "2026-02-22"
    );
    assert_eq!(reason(&bedside), None);
    bedside.keys("f6 type:grade enter 2");
    bedside.must_show("Why?");
    bedside.keys("enter enter 1 esc");
    assert_eq!(bedside.top(), "log");
    assert_eq!(left(&bedside), ["01-001 log adverse-event#1"; 2]);
    bedside.assert_settled();
}

#[test]
fn what_one_leaves_asks_everybody_and_is_left_once() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 6 4.7 enter");
    let own = bedside.seat;
    let physio = bedside.joined_by("physio", "A. Physio", &[Role::Assessor]);
    bedside.sit(physio).keys("enter 1 6 home 4.9 enter");
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "4.9");
    bedside.keys("esc");
    assert_eq!(left(&bedside), [PHGA]);
    // Nothing was stored since: going out of it says nothing more.
    bedside.sit(own).keys("esc");
    assert_eq!(left(&bedside), [PHGA]);
    bedside.keys("6 home 5.5 enter");
    bedside.must_show("4.9 -> 5.5. Why?");
    bedside.keys("enter 1");
    // Both go out of it at once: the second leaving is refused, and nobody is told of that.
    bedside.sit(physio).keys("6 home 5.6 enter enter 1");
    bedside.holds = true;
    bedside.keys("esc");
    bedside.sit(own).keys("esc");
    bedside.sit(physio).deliver_all();
    bedside.holds = false;
    assert_eq!(left(&bedside), [PHGA, PHGA]);
    assert_eq!(bedside.notice(), "");
    bedside.assert_settled();
}

#[test]
fn a_locked_form_is_not_left() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 6 4.7 enter");
    let scope = Scope::form(&"01-001".into(), &"baseline".into(), &"phga".into());
    let reason = "monitored".to_owned();
    let locked = vec![Event::Locked { scope, reason }];
    bedside.owner.store_unjudged("lock", locked);
    bedside.spread();
    bedside.keys("esc");
    assert_eq!(left(&bedside), Vec::<String>::new());
    assert_eq!(bedside.top(), "visit");
    bedside.assert_settled();
}
