//! The day of a visit by key: shown and typed before it begins, changed afterwards with a reason.

use crate::support::bedside;
use crate::support::bedside::Bedside;
use coreset::domain::record::entry::Entry;
use coreset::domain::record::event::Event;
use coreset::domain::record::lock::Scope;
use coreset::domain::record::user::Role;

fn last(bedside: &Bedside) -> &Entry {
    bedside.owner.entries.last().unwrap()
}

fn day(bedside: &Bedside, visit: &str) -> String {
    let session = bedside.record("01-001").session(visit);
    session.map_or_else(String::new, |session| session.date.to_string())
}

/// At week 2 on its day, baseline begun two weeks before.
fn week_2() -> Bedside {
    let mut bedside = Bedside::after(|owner| {
        owner.fill(
            "01-001",
            "baseline",
            bedside::DAY,
            "phga",
            "vas=2.0 likert=2",
        );
    });
    bedside.today("2026-03-16").keys("enter 2");
    assert_eq!(bedside.top(), "visit");
    bedside
}

/// The same after a first answer, so that it is begun.
fn begun() -> Bedside {
    let mut bedside = week_2();
    bedside.keys("2 3.0 enter 2 esc");
    assert_eq!(day(&bedside, "week-2"), "2026-03-16");
    bedside
}

#[test]
fn a_visit_that_is_not_begun_shows_its_day_and_begins_today_without_a_key_for_it() {
    let mut bedside = week_2();
    bedside.must_show("0  Not begun; day: today, 2026-03-16.");
    bedside.keys("2 3.0 enter");
    assert_eq!(day(&bedside, "week-2"), "2026-03-16");
}

#[test]
fn enter_at_the_question_for_the_day_is_today() {
    let mut bedside = week_2();
    bedside.keys("0");
    bedside.must_show("Week 2: on which day was it held?");
    bedside.must_show("Enter alone is today");
    bedside.keys("enter");
    assert_eq!(bedside.top(), "visit");
    bedside.must_show("day: today, 2026-03-16");
    bedside.must_not_show("Late entry");
}

#[test]
fn a_visit_begins_on_the_day_that_is_typed_and_what_is_entered_counts_as_observed_then() {
    for typed in ["t-2", "2026-03-14", "20260314"] {
        let mut bedside = week_2();
        bedside.keys(&format!("0 type:{typed} enter type:0930 enter 2"));
        bedside.must_show("Not begun; day: 2026-03-14.");
        bedside.keys("2 3.0 enter");
        assert_eq!(day(&bedside, "week-2"), "2026-03-14", "{typed}");
        assert_eq!(last(&bedside).draft.late.as_deref(), Some("paper source"));
    }
    // Enter alone takes the other day back.
    let mut bedside = week_2();
    bedside.keys("0 type:- enter type:0930 enter 2 0 enter 2 3.0 enter");
    assert_eq!(day(&bedside, "week-2"), "2026-03-16");
    assert_eq!(last(&bedside).draft.late, None);
}

#[test]
fn a_day_outside_the_window_is_asked_about_and_one_before_an_earlier_visit_is_refused() {
    let mut bedside = week_2();
    bedside.keys("0 type:2026-03-05 enter");
    bedside.must_show("2026-03-05 is 8 days before the window of Week 2");
    bedside.keys("ctrl-u type:2026-03-06 enter");
    bedside.must_show("2026-03-06 is 7 days before");
    bedside.keys("enter");
    bedside.must_show("at what time on 2026-03-06");
    let mut bedside = week_2();
    bedside.keys("0 type:2026-03-01 enter");
    bedside.must_show("01-001 was enrolled on 2026-03-02");
    bedside.keys("ctrl-u type:2026-03-17 enter");
    bedside.must_show("in the future");
}

#[test]
fn a_visit_that_was_missed_begins_on_a_day_after_a_later_one_as_it_may_begin_today() {
    let mut bedside = Bedside::after(|owner| {
        for (visit, day) in [("baseline", bedside::DAY), ("week-4", "2026-03-30")] {
            owner.fill("01-001", visit, day, "phga", "vas=2.0 likert=2");
        }
    });
    bedside.today("2026-04-02").keys("enter 2 enter 1");
    assert_eq!(bedside.top(), "visit");
    bedside.keys("0 type:2026-03-31 enter enter");
    bedside.must_show("at what time on 2026-03-31");
    bedside.keys("type:0930 enter 2 2 3.0 enter type:travel enter");
    assert_eq!(day(&bedside, "week-2"), "2026-03-31");
}

#[test]
fn the_day_of_a_visit_is_changed_with_a_reason_after_what_changes_was_shown() {
    let mut bedside = begun();
    bedside.must_show("0  Held on 2026-03-16.");
    bedside.keys("0 type:2026-03-10 enter");
    bedside.must_show("Week 2, held on: 2026-03-16 -> 2026-03-10. Why?");
    bedside.must_show("Until now in its window; then 3 days before its window.");
    assert_eq!(day(&bedside, "week-2"), "2026-03-16");
    // A digit that was typed ahead chooses nothing.
    bedside.keys("1");
    assert_eq!(bedside.top(), "picker");
    bedside.keys("enter enter 1");
    assert_eq!(day(&bedside, "week-2"), "2026-03-10");
    assert_eq!(last(&bedside).draft.reason.as_deref(), Some("typing error"));
    bedside.must_show("0  Held on 2026-03-10, 3 days early.");
    bedside.must_show("The day was changed: not 2026-03-16.");
    bedside.assert_settled();
    // The old day is in the history of every field of the visit.
    bedside.keys("2 home f8");
    bedside.must_show("Day of the visit changed from 2026-03-16 to 2026-03-10");
    bedside.must_show("Reason: typing error");
}

#[test]
fn words_of_ones_own_say_why_a_day_is_changed_and_esc_changes_nothing() {
    let mut bedside = begun();
    bedside.keys("0 type:t-1 enter enter 7");
    bedside.must_show("Reason for the change");
    bedside.keys("enter");
    bedside.must_show("words");
    bedside.keys("type:other_sheet enter");
    assert_eq!(day(&bedside, "week-2"), "2026-03-15");
    assert_eq!(
        last(&bedside).draft.reason.as_deref(),
        Some("other: other sheet")
    );
    for keys in [
        "0 esc",
        "0 enter",
        "0 type:t-2 enter esc",
        "0 type:t-2 enter enter 0",
    ] {
        let before = bedside.count();
        bedside.keys(keys);
        assert_eq!(bedside.top(), "visit", "{keys}");
        assert_eq!(bedside.count(), before, "{keys}");
    }
}

#[test]
fn a_day_that_the_owner_would_refuse_is_refused_where_it_is_typed() {
    let mut bedside = begun();
    for (typed, refusal) in [
        ("2026-03-16", "is the day of this visit already"),
        ("2026-03-01", "Baseline was held on 2026-03-02"),
        ("2026-03", "The whole day is needed"),
    ] {
        bedside.keys(&format!("0 type:{typed} enter"));
        assert_eq!(bedside.top(), "late");
        bedside.must_show(refusal);
        bedside.keys("esc");
    }
    assert_eq!(day(&bedside, "week-2"), "2026-03-16");
}

#[test]
fn who_changes_a_day_that_somebody_else_has_changed_is_told_and_theirs_stays() {
    let mut bedside = begun();
    bedside.keys("0 type:2026-03-15 enter enter");
    let theirs = Event::SessionDated {
        participant: "01-001".into(),
        visit: "week-2".into(),
        before: "2026-03-16".parse().unwrap(),
        date: "2026-03-14".parse().unwrap(),
    };
    bedside.owner.store_for("misread", vec![theirs]);
    bedside.keys("1");
    assert!(
        bedside.notice().contains("it is 2026-03-14 now"),
        "{}",
        bedside.notice()
    );
    bedside.spread();
    bedside.deliver_all();
    assert_eq!(day(&bedside, "week-2"), "2026-03-14");
    bedside.must_show("Held on 2026-03-14");
    bedside.must_show("The day was changed: not 2026-03-16.");
    bedside.assert_settled();
}

#[test]
fn moving_the_baseline_says_that_windows_move_and_a_signature_becomes_void() {
    let mut bedside = begun();
    let content = {
        let record = bedside.record("01-001");
        let session = record.session("baseline").unwrap();
        coreset::domain::record::signature::content(&record.participant.id, session)
    };
    let signed = Event::Signed {
        participant: "01-001".into(),
        visit: "baseline".into(),
        meaning: coreset::domain::record::signature::Meaning::Approved,
        content,
        kept: None,
    };
    bedside.owner.store_unjudged("x-1-1", vec![signed]);
    bedside.spread();
    bedside.deliver_all();
    bedside.keys("esc 1 0 type:2026-03-04 enter");
    bedside.must_show("Baseline, held on: 2026-03-02 -> 2026-03-04. Why?");
    bedside.must_show("The windows of 4 visits move: Week 2 to ");
    bedside.must_show("The signature on it becomes void.");
    bedside.keys("enter 1");
    assert_eq!(day(&bedside, "baseline"), "2026-03-04");
}

#[test]
fn who_only_reads_and_a_locked_visit_change_no_day() {
    let mut bedside = begun();
    let lock = Event::Locked {
        scope: Scope::visit(&"01-001".into(), &"week-2".into()),
        reason: "checked".to_owned(),
    };
    bedside.owner.store_unjudged("x-1-1", vec![lock]);
    bedside.spread();
    bedside.deliver_all();
    bedside.must_not_show("0  Held on");
    bedside.keys("0");
    assert_eq!(bedside.top(), "visit");
    assert!(
        bedside.notice().contains("was locked by"),
        "{}",
        bedside.notice()
    );
    let mut monitor = begun();
    let seat = monitor.joined_by("moss", "V. Moss", &[Role::Monitor]);
    monitor.sit(seat);
    monitor.today("2026-03-16").keys("enter 2");
    monitor.must_show("Held on 2026-03-16");
    monitor.must_not_show("0  Held on");
    monitor.keys("0");
    assert_eq!(monitor.top(), "visit");
}

#[test]
fn a_day_that_is_half_typed_waits_until_the_question_comes_again() {
    let mut bedside = week_2();
    bedside.keys("0 type:2026-03-1 esc");
    bedside.must_show("It stands in the question when the visit was, when that is asked again.");
    bedside.must_show("day: today, 2026-03-16");
    bedside.keys("esc esc");
    bedside.keys("enter 2 0");
    bedside.must_show("2026-03-1");
    bedside.must_show("Enter takes it, a digit begins anew");
    // End opens it; what is typed goes on behind it.
    bedside.keys("end 4 enter");
    bedside.must_show("at what time on 2026-03-14");
    // The time waits for its own day, over a new start.
    bedside.keys("type:09 esc");
    let mut bedside = Bedside::start("default", bedside.owner, bedside.place, "mk-2");
    bedside.today("2026-03-16").keys("esc enter 2 0");
    bedside.must_show("2026-03-14");
    bedside.keys("enter");
    bedside.must_show("at what time on 2026-03-14");
    bedside.keys("end 30 enter 2");
    bedside.must_show("Not begun; day: 2026-03-14.");
}

#[test]
fn a_digit_begins_a_day_anew_and_what_was_taken_waits_no_more() {
    let mut bedside = week_2();
    bedside.keys("0 type:2026-03-1 esc 0 type:2026-03-14 enter");
    bedside.must_show("at what time on 2026-03-14");
    bedside.keys("type:0930 enter 2");
    assert_eq!(bedside.model().waiting(), []);
    bedside.keys("2 3.0 enter 2 esc");
    bedside.keys("0 type:2026-03-1 esc 0");
    bedside.must_show("2026-03-1");
    bedside.keys("type:2026-03-13 enter enter 1");
    assert_eq!(day(&bedside, "week-2"), "2026-03-13");
    assert_eq!(bedside.model().waiting(), []);
}

#[test]
fn enter_on_a_day_or_a_time_that_was_just_refused_takes_it_away() {
    let mut bedside = week_2();
    bedside.keys("0 type:14.3.2026 enter");
    bedside.must_show("Year first");
    bedside.keys("enter");
    bedside.must_show("14.3.2026 was taken away");
    bedside.keys("type:2026-03-14 enter type:25:00 enter enter type:0930 enter 2");
    bedside.must_show("Not begun; day: 2026-03-14.");
}

/// At week 2, 2 days after its window.
fn late_for_week_2() -> Bedside {
    let mut bedside = week_2();
    bedside.today("2026-03-21").keys("2 3.0 enter");
    bedside
}

#[test]
fn the_first_answer_of_a_visit_outside_its_window_asks_why_and_begins_it_with_the_words() {
    let mut bedside = late_for_week_2();
    bedside.must_show("Week 2 on 2026-03-21, not 2026-03-13 to 2026-03-19: why?");
    assert_eq!(day(&bedside, "week-2"), "");
    bedside.keys("enter");
    assert_eq!(day(&bedside, "week-2"), "", "blank words begin nothing");
    bedside.keys("type:nocar enter").deliver_all();
    assert_eq!(day(&bedside, "week-2"), "2026-03-21");
    let session = bedside.record("01-001").session("week-2").unwrap();
    assert_eq!(session.why_outside.as_deref(), Some("nocar"));
    let cell = &session.forms["phga"]["vas"];
    assert_eq!(cell.reason, None, "it is no reason of an answer");
    // Nothing more is asked there.
    bedside.keys("2").deliver_all();
    assert_eq!(bedside.top(), "form");
    while bedside.top() != "participant" {
        bedside.keys("esc");
    }
    bedside.keys("end enter end");
    bedside.must_show("Said when it began: nocar");
}

#[test]
fn a_value_typed_on_behind_the_first_answer_is_no_reason_for_beginning_outside_the_window() {
    let mut bedside = late_for_week_2();
    bedside.keys("4.1 enter 2 enter").deliver_all();
    assert_eq!(day(&bedside, "week-2"), "");
    assert_eq!(
        bedside.notice(),
        "This says nothing; write the reason in words."
    );
    bedside.keys("type:nocar enter").deliver_all();
    assert_eq!(day(&bedside, "week-2"), "2026-03-21");
}

#[test]
fn esc_at_the_question_begins_no_visit_and_keeps_what_was_typed() {
    let mut bedside = late_for_week_2();
    bedside.keys("type:noc esc").deliver_all();
    assert_eq!(day(&bedside, "week-2"), "");
    assert_eq!(bedside.top(), "form");
    bedside.must_show("3.0");
    // What was given up is taken by a second Enter only.
    bedside.keys("enter enter");
    bedside.must_show("noc");
    bedside.keys("type:ar enter").deliver_all();
    assert_eq!(day(&bedside, "week-2"), "2026-03-21");
}

#[test]
fn a_late_entry_outside_the_window_keeps_its_own_reason_beside_that_of_the_window() {
    let mut bedside = week_2();
    bedside.keys("0 type:2026-03-06 enter enter type:0930 enter 2 2 3.0 enter");
    bedside.must_show("Week 2 on 2026-03-06, not 2026-03-13 to 2026-03-19: why?");
    bedside.keys("type:early enter").deliver_all();
    assert_eq!(day(&bedside, "week-2"), "2026-03-06");
    let late = last(&bedside).draft.late.clone();
    assert_eq!(late.as_deref(), Some("paper source"));
    let session = bedside.record("01-001").session("week-2").unwrap();
    assert_eq!(session.why_outside.as_deref(), Some("early"));
}
