//! Earlier scores that a user does not see yet: what the screens say in their place, and when they come.

use crate::support::bedside::{self, Bedside, Owner};
use coreset::domain::record::event::Event;
use coreset::domain::record::user::Role;
use coreset::domain::views::review::Matter;
use coreset::input::action::Action;

/// A baseline at which the patient rated 7.7 and the physician 8.6, and week 12 as begun by the physician.
fn week_12(owner: &mut Owner) {
    let id = "01-001";
    let mut fill = |visit: &str, day: &str, form: &str, answers: &str| {
        owner.fill(id, visit, day, form, answers);
    };
    fill(
        "baseline",
        bedside::DAY,
        "ptga",
        "vas=7.7 likert=3 obtained=1",
    );
    fill("baseline", bedside::DAY, "phga", "vas=8.6 likert=3");
    fill("week-12", "2026-05-25", "phga", "vas=2.1 likert=1");
}

fn at_week_12() -> Bedside {
    let mut bedside = Bedside::after(week_12);
    bedside.today("2026-05-25");
    bedside
}

#[test]
fn a_form_of_an_earlier_visit_opens_once_it_is_entered_here() {
    let mut bedside = at_week_12();
    bedside.keys("enter 1");
    assert_eq!(bedside.top(), "visit");
    bedside.must_show("hidden");
    bedside.keys("1");
    assert_eq!(bedside.top(), "visit");
    let said = bedside.notice().to_owned();
    assert!(said.contains("is hidden until"), "{said}");
    assert!(
        said.contains("is entered at Week 12. Enter it there first."),
        "{said}"
    );
    bedside.must_not_show("7.7");
    // Forms that the study shows open as always.
    bedside.keys("6");
    bedside.must_show("8.6");
    bedside.keys("esc esc 5 1 5.0 enter 3 1");
    let asked = bedside.record("01-001").session("week-12").unwrap();
    assert!(asked.forms.contains_key("ptga"));
    bedside.keys("enter");
    let shown = bedside
        .events()
        .into_iter()
        .filter_map(|event| match event {
            Event::Shown { visit, form, .. } => Some(format!("{visit} {form}")),
            _ => None,
        });
    assert_eq!(shown.collect::<Vec<_>>().last().unwrap(), "week-12 ptga");
    bedside.keys("esc esc 1 1");
    bedside.must_show("7.7");
    bedside.assert_settled();
}

#[test]
fn a_day_on_which_a_window_opens_hides_what_stands_on_the_screen() {
    let mut bedside = Bedside::after(|owner| {
        let answers = "vas=7.7 likert=3 obtained=1";
        owner.fill("01-001", "baseline", bedside::DAY, "ptga", answers);
    });
    bedside.keys("enter 1 1");
    bedside.must_show("7.7");
    // The program runs over many days; week 2 has an open window on the last of them.
    bedside.today("2026-03-16");
    bedside.must_not_show("7.7");
    bedside.assert_settled();
    // The list is asked for again as well, and says the same as a fresh one.
    bedside.keys("esc esc esc");
    let rows = bedside.screen();
    bedside.keys("ctrl-l");
    assert_eq!(rows, bedside.screen());
    let mut restarted = bedside.restarted();
    restarted.keys("esc");
    restarted.must_not_show("7.7");
}

#[test]
fn a_history_that_a_new_day_closes_says_so() {
    let mut bedside = at_week_12();
    bedside.keys("enter 1 6").act(Action::History);
    assert_eq!(bedside.top(), "history");
    bedside.today("2026-05-26");
    assert_eq!(bedside.top(), "form");
    bedside.must_show("A new day has begun");
    bedside.assert_settled();
    // Nothing is said where nothing was closed.
    bedside.keys("down").today("2026-05-27");
    assert_eq!(bedside.notice(), "");
}

#[test]
fn an_earlier_form_is_in_sight_while_it_is_entered_late_and_hidden_once_it_is_left() {
    let mut bedside = Bedside::after(|owner| {
        owner.fill(
            "01-001",
            "baseline",
            bedside::DAY,
            "phga",
            "vas=8.6 likert=3",
        );
        owner.fill(
            "01-001",
            "week-12",
            "2026-05-25",
            "phga",
            "vas=2.1 likert=1",
        );
    });
    bedside.today("2026-05-25");
    bedside.keys("enter 1 1 6.4 enter 2 1");
    assert_eq!(bedside.here(), "ptga end");
    bedside.must_show("6.4");
    // The last answer is taken back and given again, although the form was complete with it.
    bedside.keys("ctrl-u");
    assert_eq!(bedside.stored("baseline", "ptga", "obtained"), "");
    bedside.keys("end 1 enter");
    let completed = |event: &&Event| {
        matches!(event, Event::Completed { visit, form, .. }
            if visit.as_str() == "baseline" && form.as_str() == "ptga")
    };
    assert_eq!(
        bedside
            .events()
            .iter()
            .filter(|event| completed(event))
            .count(),
        1
    );
    bedside.keys("esc");
    bedside.must_not_show("6.4");
    bedside.keys("1");
    assert!(
        bedside.notice().contains("is hidden until"),
        "{}",
        bedside.notice()
    );
    bedside.assert_settled();
}

/// Week 12 is begun, and of the baseline the patient's rating is being entered late, with a first answer.
fn entering_late() -> Bedside {
    let ids = ["01-001", "01-002"];
    let mut owner = Bedside::with("default", bedside::study(), &ids).owner;
    for (visit, day, vas) in [
        ("baseline", bedside::DAY, "8.6"),
        ("week-12", "2026-05-25", "2.1"),
    ] {
        let answers = format!("vas={vas} likert=2");
        owner.fill("01-001", visit, day, "phga", &answers);
    }
    let mut bedside = Bedside::start("default", owner, None, "mk-1");
    bedside.today("2026-05-25");
    bedside.keys("type:01-001 enter 1 1 6.4 enter");
    assert_eq!(bedside.here(), "ptga likert");
    bedside
}

/// Answers the rest of that form, and expects it to be stored.
fn goes_on(bedside: &mut Bedside) {
    bedside.must_show("6.4");
    assert_eq!(bedside.here(), "ptga likert");
    bedside.keys("2 1");
    assert_eq!(bedside.stored("baseline", "ptga", "likert"), "2");
    assert_ne!(bedside.stored("baseline", "ptga", "obtained"), "");
    bedside.must_show("6.4");
    bedside.assert_settled();
    bedside.keys("esc");
    bedside.must_not_show("6.4");
}

#[test]
fn a_jump_to_somebody_else_and_back_does_not_end_the_entry_of_an_earlier_form() {
    let mut bedside = entering_late();
    bedside.keys("ctrl-f type:01-002 ctrl-p");
    bedside.must_show("01-002");
    bedside.must_not_show("6.4");
    bedside.keys("esc");
    goes_on(&mut bedside);
}

#[test]
fn a_line_that_was_lost_does_not_end_the_entry_of_an_earlier_form() {
    let mut bedside = entering_late();
    bedside.lose().back();
    goes_on(&mut bedside);
}

#[test]
fn midnight_between_two_fields_does_not_end_the_entry_of_an_earlier_form() {
    let mut bedside = entering_late();
    bedside.today("2026-05-26");
    goes_on(&mut bedside);
}

#[test]
fn what_one_is_entering_is_hidden_from_others_and_stays_so_over_midnight() {
    let mut bedside = entering_late();
    let seat = bedside.joined_by("kern", "K. Ern", &[Role::Assessor]);
    bedside.sit(seat).keys("type:01-001 enter 1 1");
    let said = bedside.notice().to_owned();
    assert!(said.contains("is hidden until"), "{said}");
    bedside.must_not_show("6.4");
    bedside.today("2026-05-26").lose().back();
    bedside.must_not_show("6.4");
    bedside.assert_settled();
}

#[test]
fn the_list_says_hidden_and_finds_nobody_by_a_hidden_verdict() {
    let mut bedside = at_week_12();
    // The list is read anew.
    bedside.keys("enter esc");
    bedside.must_show("hidden");
    bedside.keys("f7");
    bedside.must_show("hidden");
    let seat = bedside.joined_by("mona", "M. Onitor", &[Role::Monitor]);
    bedside.sit(seat);
    bedside.must_not_show("hidden");
    bedside.keys("f7");
    bedside.must_not_show("hidden");
}

#[test]
fn a_visit_that_others_begin_hides_the_earlier_scores_and_their_entry_shows_them() {
    let mut bedside = Bedside::after(|owner| {
        owner.fill(
            "01-001",
            "baseline",
            bedside::DAY,
            "ptga",
            "vas=7.7 likert=3 obtained=1",
        );
    });
    // The day after the visit: no window is open.
    bedside.today("2026-03-03");
    bedside.keys("enter 1 1");
    bedside.must_show("7.7");
    let begun = |owner: &mut Owner, answers: &str| {
        owner.fill("01-001", "week-2", "2026-03-03", "ptga", answers);
    };
    begun(&mut bedside.owner, "vas=6.1");
    bedside.spread();
    bedside.must_not_show("7.7");
    bedside.must_show("is hidden until");
    begun(&mut bedside.owner, "likert=2 obtained=1");
    bedside.spread();
    bedside.deliver_all();
    bedside.must_show("7.7");
    bedside.assert_settled();
}

#[test]
fn a_form_that_was_left_and_opened_again_is_hidden_once_others_begin_the_next_visit() {
    let mut bedside = Bedside::enrolled();
    bedside.today("2026-03-03");
    // Half of it is answered, so that it is still to be entered.
    bedside.keys("enter 1 1 6.4 enter esc 1");
    bedside.must_show("6.4");
    bedside
        .owner
        .fill("01-001", "week-2", "2026-03-03", "ptga", "vas=6.1");
    bedside.spread();
    bedside.must_not_show("6.4");
    bedside.must_show("is hidden until");
    bedside.assert_settled();
}

#[test]
fn a_form_that_two_users_enter_is_hidden_from_both_once_others_begin_the_next_visit() {
    let mut bedside = Bedside::enrolled();
    bedside.today("2026-03-03");
    let first = bedside.seat;
    bedside.keys("enter 1 1 6.4 enter");
    let second = bedside.joined_by("kern", "K. Ern", &[Role::Assessor]);
    bedside.sit(second).keys("enter 1 1 2");
    assert_eq!(bedside.stored("baseline", "ptga", "likert"), "2");
    bedside
        .owner
        .fill("01-001", "week-2", "2026-03-03", "ptga", "vas=6.1");
    bedside.spread();
    for seat in [first, second] {
        bedside.sit(seat);
        bedside.must_not_show("6.4");
        bedside.must_show("is hidden until");
        bedside.assert_settled();
    }
}

#[test]
fn the_quit_key_leaves_an_earlier_form_which_is_hidden_also_for_whoever_stays() {
    let mut bedside = entering_late();
    bedside.holds = true;
    bedside.act(Action::Quit);
    bedside.must_show("6.4");
    // Another key stays.
    bedside.keys("down");
    bedside.holds = false;
    bedside.deliver_all();
    assert!(!bedside.quit);
    assert_eq!(bedside.top(), "form");
    bedside.must_not_show("6.4");
    bedside.must_show("is hidden until");
    bedside.assert_settled();
}

#[test]
fn a_signature_waits_for_nothing_and_an_investigator_sees_what_waits_for_it() {
    let mut bedside = at_week_12();
    let seat = bedside.joined_by("ines", "I. Nes", &[Role::Investigator]);
    bedside.sit(seat).keys("enter 1 1");
    // The baseline visit lacks forms, so that nothing is to be signed yet.
    let said = bedside.notice().to_owned();
    assert!(said.contains("is hidden until"), "{said}");
}

#[test]
fn what_was_entered_at_an_earlier_visit_by_mistake_is_moved_unseen_to_the_one_that_waits_for_it() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 1 6.4 enter 2 1 esc").deliver_all();
    bedside
        .owner
        .fill("01-001", "week-2", "2026-03-16", "phga", "vas=2.1");
    bedside.today("2026-03-16").lose().back();
    bedside.keys("home >");
    bedside.must_show("is picked up unseen: if it belongs to Week 2");
    bedside.keys("esc 2 home >");
    assert_eq!(bedside.top(), "move-form");
    bedside.must_show("they are moved as they stand");
    bedside.must_not_show("6.4");
    bedside.type_text("was week 2").keys("enter up enter");
    bedside.deliver_all();
    assert_eq!(bedside.stored("week-2", "ptga", "vas"), "6.4");
    assert_eq!(bedside.stored("baseline", "ptga", "vas"), "");
    bedside.keys("1");
    bedside.must_show("6.4");
    bedside.assert_settled();
}

#[test]
fn what_somebody_else_entered_is_not_moved_unseen() {
    let mut bedside = at_week_12();
    let seat = bedside.joined_by("kern", "K. Ern", &[Role::Assessor]);
    bedside.sit(seat).keys("type:01-001 enter 1 home >");
    bedside.keys("esc 5 home >");
    bedside.type_text("was week 12").keys("enter up enter");
    bedside.deliver_all();
    bedside.must_show("Who entered all of it can move it");
    assert_eq!(bedside.stored("baseline", "ptga", "vas"), "7.7");
}

#[test]
fn new_roles_hide_and_show_at_once() {
    let mut bedside = at_week_12();
    let seat = bedside.joined_by("mona", "M. Onitor", &[Role::Monitor]);
    bedside.sit(seat).keys("enter 1 1");
    bedside.must_show("7.7");
    bedside.owner.give_roles(seat, &[Role::Assessor]);
    bedside.spread();
    bedside.must_not_show("7.7");
    let said = bedside.notice().to_owned();
    assert!(said.contains("you are assessor"), "{said}");
    bedside.deliver_all();
    bedside.must_not_show("7.7");
    bedside.must_show("is hidden until");
    bedside
        .owner
        .give_roles(seat, &[Role::Assessor, Role::Monitor]);
    bedside.spread();
    bedside.deliver_all();
    bedside.must_not_show("7.7");
    bedside.owner.give_roles(seat, &[Role::Monitor]);
    bedside.spread();
    bedside.deliver_all();
    bedside.must_show("7.7");
    bedside.assert_settled();
}

#[test]
fn a_missing_rating_hides_the_earlier_one_until_it_has_a_value_and_what_is_changed_then_says_so() {
    let mut bedside = at_week_12();
    // The patient does not rate: the form is complete with a reason.
    bedside.owner.fill(
        "01-001",
        "week-12",
        "2026-05-25",
        "ptga",
        "vas=!refused likert=!refused obtained=1",
    );
    bedside.keys("enter 1 1");
    let said = bedside.notice().to_owned();
    assert!(said.contains("has no value at Week 12"), "{said}");
    bedside.keys("esc 5 1");
    bedside.must_not_show("7.7");
    bedside.keys("home 5.0 enter");
    let revealed = bedside
        .record("01-001")
        .session("week-12")
        .unwrap()
        .revealed
        .clone();
    assert!(revealed.contains_key("ptga"), "{revealed:?}");
    let after = |bedside: &Bedside| {
        let review = bedside
            .model()
            .shared
            .review(&"week-12".into())
            .seen
            .into_iter();
        let seen = review.filter(|point| point.matter == Matter::AfterShown);
        seen.map(|point| point.label).collect::<Vec<_>>()
    };
    // The value that showed them was typed without knowing them.
    assert_eq!(after(&bedside), Vec::<String>::new());
    bedside.keys("home 6.0 enter");
    let label = |bedside: &Bedside| {
        let form = bedside.owner.study.form("ptga").unwrap();
        form.field("vas").unwrap().label.clone()
    };
    assert_eq!(after(&bedside), [label(&bedside)]);
    bedside.assert_settled();
}
