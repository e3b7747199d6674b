//! The day of a visit: what a beginning and a change of it are held to, and what the record says afterwards.

use crate::content::{Memory, today};
use crate::support::bad_events::{WHO, answered, begun, dated, number, place};
use chrono::{Days, NaiveDate};
use coreset::domain::base::answer::Answer;
use coreset::domain::record::event::Event;
use coreset::domain::record::session::EarlierDay;
use coreset::domain::record::signature::{self, Mark, Meaning};
use coreset::domain::record::user::Role;
use coreset::domain::rules::{ContentFault, Refusal, World as _};
use coreset::domain::study::schedule::OutOfOrder;
use coreset::domain::study::version::earlier::Earlier;
use coreset::domain::views::recheck::{self, Found};
use proptest::prelude::*;
use std::sync::Arc;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn back(days: u64) -> NaiveDate {
    today().checked_sub_days(Days::new(days)).unwrap()
}

/// Baseline today, as stored, moved 40 days back; week 2 held 20 days ago.
fn two_visits() -> Memory {
    let mut world = Memory::new();
    world.put(vec![
        dated("baseline", today(), back(40)),
        begun("week-2", back(20)),
    ]);
    world
}

#[test]
fn a_changed_day_is_the_day_of_the_visit_and_the_old_one_stays_readable() {
    let world = two_visits();
    let session = world.records[WHO].session("baseline").unwrap();
    assert_eq!(session.date, back(40));
    let earlier = EarlierDay {
        day: today(),
        until: session.last_seq,
    };
    assert_eq!(session.earlier_days, [earlier]);
    // The version by which it is read hangs on the entry that began it.
    assert_eq!(session.begun, 2);
}

#[test]
fn applying_a_change_of_the_day_again_or_after_a_newer_one_changes_nothing() {
    let mut world = two_visits();
    let events = vec![
        dated("week-2", back(20), back(19)),
        dated("week-2", back(19), back(18)),
    ];
    world.put(events);
    let newest: Vec<_> = world.entries().iter().rev().take(2).cloned().collect();
    let mut record = world.records[WHO].clone();
    for entry in &newest {
        record.apply(entry);
    }
    assert_eq!(record, world.records[WHO]);
    assert_eq!(record.session("week-2").unwrap().date, back(18));
}

#[test]
fn a_day_changes_with_a_reason_alone() {
    let mut world = two_visits();
    let event = || vec![dated("week-2", back(20), back(19))];
    for reason in [None, Some(" ")] {
        let refused = world.judge_for(reason, &[Role::Assessor], event());
        assert_eq!(refused, Err(Refusal::ChangeWithoutReason));
    }
    let taken = world.judge_for(Some("misread"), &[Role::Assessor], event());
    assert_eq!(taken.unwrap()[0].reason.as_deref(), Some("misread"));
    let monitor = world.judge_for(Some("misread"), &[Role::Monitor], event());
    assert!(matches!(monitor, Err(Refusal::NotAllowed { .. })));
}

#[test]
fn visits_stay_in_the_order_of_the_schedule() {
    let mut world = two_visits();
    let fault = world.fault(dated("week-2", back(20), back(41)));
    let wrong = |visit: &str, before, other: &str, held| {
        ContentFault::OutOfOrder(OutOfOrder {
            visit: visit.to_owned(),
            before,
            other: other.to_owned(),
            held,
        })
    };
    assert_eq!(fault, wrong("Week 2", true, "Baseline", back(40)));
    let fault = world.fault(dated("baseline", back(40), back(19)));
    assert_eq!(fault, wrong("Baseline", false, "Week 2", back(20)));
    world.takes(dated("baseline", back(40), back(20)));
    // A visit begins no earlier than one before it, but one that was missed can be begun later.
    let fault = world.fault(begun("week-4", back(21)));
    assert_eq!(fault, wrong("Week 4", true, "Week 2", back(20)));
    world.put(vec![begun("week-8", back(2))]);
    world.takes(begun("week-4", back(20)));
    world.takes(begun("week-4", today()));
}

#[test]
fn a_visit_that_was_held_before_an_earlier_one_is_listed_by_the_check() {
    let mut world = two_visits();
    let wrong = |world: &Memory| {
        let found = recheck::recheck(&world.study, &world.records[WHO], today()).into_iter();
        let wrong = found.filter_map(|finding| match finding.found {
            Found::OutOfOrder(wrong) => Some((wrong.visit, wrong.other)),
            _ => None,
        });
        wrong.collect::<Vec<_>>()
    };
    assert_eq!(wrong(&world), []);
    world.put(vec![dated("week-2", back(20), back(41))]);
    assert_eq!(
        wrong(&world),
        [("Week 2".to_owned(), "Baseline".to_owned())]
    );
}

#[test]
fn a_day_before_the_consent_or_in_the_future_is_no_day_of_a_visit() {
    let mut world = two_visits();
    let consent = |field: &str, answer| answered(place("log", "eligibility", field), answer);
    let on = Answer::Value {
        value: coreset::domain::base::answer::Value::Date(back(50)),
        unit: None,
    };
    world.study.protocol.eligibility = Some("eligibility".into());
    world.put(vec![
        consent("consent", Answer::code("y")),
        consent("consent-date", on),
    ]);
    let fault = world.fault(dated("baseline", back(40), back(51)));
    let (day, consent) = (back(51), back(50));
    assert_eq!(fault, ContentFault::BeforeConsent { day, consent });
    world.takes(dated("baseline", back(40), back(50)));
    let tomorrow = today().succ_opt().unwrap();
    let fault = world.fault(dated("week-2", back(20), tomorrow));
    let (day, today) = (tomorrow, today());
    assert_eq!(fault, ContentFault::DayInFuture { day, today });
}

#[test]
fn who_has_not_seen_the_day_that_stands_does_not_change_it() {
    let mut world = two_visits();
    let fault = world.fault(dated("week-2", back(21), back(19)));
    assert_eq!(fault, ContentFault::OtherDay { day: back(20) });
    let fault = world.fault(dated("week-2", back(20), back(20)));
    assert_eq!(fault, ContentFault::SameDay { day: back(20) });
    let visit = "week-4".into();
    let fault = world.fault(dated("week-4", back(20), back(19)));
    assert_eq!(fault, ContentFault::NotBegun { visit });
}

#[test]
fn a_signed_visit_whose_day_is_changed_is_signed_no_more() {
    let mut world = two_visits();
    let record = &world.records[WHO];
    let content = signature::content(&WHO.into(), record.session("week-2").unwrap());
    world.put(vec![Event::Signed {
        participant: WHO.into(),
        visit: "week-2".into(),
        meaning: Meaning::Approved,
        content,
        kept: None,
    }]);
    let mark = |world: &Memory| {
        let session = world.records[WHO].session("week-2").unwrap();
        signature::mark(&WHO.into(), session)
    };
    assert_eq!(mark(&world), Some(Mark::Signed));
    let events = [
        dated("week-2", back(20), back(19)),
        dated("week-2", back(19), back(20)),
    ];
    world.put(vec![events[0].clone()]);
    assert_eq!(mark(&world), Some(Mark::Void));
    // Also when the old day is put back.
    world.put(vec![events[1].clone()]);
    assert_eq!(mark(&world), Some(Mark::Void));
}

#[test]
fn a_visit_keeps_the_version_of_the_study_by_which_it_was_entered() {
    let mut world = two_visits();
    let first = world.study.clone();
    world.study.number = 2;
    world.study.earlier = vec![Earlier {
        study: Arc::new(first),
        until: world.last() + 1,
        next_from: Some(back(10)),
        reconsent: None,
    }];
    world.put(vec![
        answered(place("week-2", "phga", "vas"), number("1")),
        begun("week-4", back(5)),
    ]);
    // Week 2 was begun before the amendment: it stays by version 1 wherever it is moved.
    world.takes(dated("week-2", back(20), back(9)));
    let fault = world.fault(dated("week-4", back(5), back(11)));
    let (day, held, own) = (back(11), 1, 2);
    assert_eq!(fault, ContentFault::OtherVersion { day, held, own });
    world.takes(dated("week-4", back(5), back(10)));
}

#[test]
fn a_day_that_is_not_by_the_rules_can_be_changed_to_one_that_is() {
    let mut world = Memory::new();
    world.put(vec![begun("week-2", day("2031-01-01"))]);
    assert_eq!(world.records[WHO].session("week-2").unwrap().day(), None);
    let event = dated("week-2", day("2031-01-01"), today());
    world.takes(event.clone());
    world.put(vec![event]);
    let session = world.records[WHO].session("week-2").unwrap();
    assert_eq!(session.day(), Some(today()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever days are tried: the record has a day in order, that of the last change that was taken.
    #[test]
    fn admitted_changes_leave_the_visits_in_order(
        tries in prop::collection::vec((0_usize..3, 0_u64..60, any::<bool>()), 1..12),
    ) {
        let visits = ["baseline", "week-2", "week-4"];
        let mut world = two_visits();
        world.put(vec![begun("week-4", back(3))]);
        for (visit, days, knows) in tries {
            let stands = world.records[WHO].session(visits[visit]).unwrap().date;
            let before = if knows { stands } else { back(days) };
            let event = dated(visits[visit], before, back(days));
            let taken = world.judge(&[Role::Assessor], vec![event.clone()]).is_ok();
            if taken {
                world.put(vec![event]);
            }
            let session = |visit: &str| world.records[WHO].session(visit).unwrap();
            let stands_now = session(visits[visit]).date;
            prop_assert_eq!(stands_now, if taken { back(days) } else { stands });
            let days = visits.map(|visit| session(visit).date);
            prop_assert!(days.is_sorted() && days[2] <= today());
        }
    }
}
