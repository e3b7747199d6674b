//! Visits that no schedule plans: when they begin, what they ask, and where they stand among the others.

use crate::content::{Memory, today};
use crate::support::bad_events::{WHO, answered, begun, dated, number, participant, place};
use chrono::{Days, NaiveDate};
use coreset::domain::base::answer::Answer;
use coreset::domain::base::ids::{FormId, VisitId};
use coreset::domain::record::event::Event;
use coreset::domain::record::status::Status;
use coreset::domain::record::user::Role;
use coreset::domain::rules::{ContentFault, Refusal, StatusFault};
use coreset::domain::study::schedule::{self, VisitState};
use coreset::domain::study::unplanned::{EARLY_END, next_unscheduled};
use coreset::domain::verdict;
use coreset::domain::views::summary::summarise;
use coreset::domain::views::timeline::{Timing, tell};

fn back(days: u64) -> NaiveDate {
    today().checked_sub_days(Days::new(days)).unwrap()
}

fn unscheduled(number: u32, date: NaiveDate, forms: &[&str]) -> Event {
    Event::UnscheduledBegun {
        participant: WHO.into(),
        visit: VisitId::new(format!("unscheduled-{number}")),
        date,
        words: "flare of the skin".to_owned(),
        forms: forms.iter().map(|form| FormId::new(*form)).collect(),
    }
}

/// Baseline 40 days ago, week 2 26 days ago, week 4 not held.
fn trial() -> Memory {
    let mut world = Memory::new();
    world.put(vec![
        dated("baseline", today(), back(40)),
        begun("week-2", back(26)),
    ]);
    world
}

fn states(world: &Memory) -> Vec<(String, &'static str)> {
    let record = &world.records[WHO];
    let visits = summarise(&world.study, record, None).visits;
    let plan = schedule::plan(&world.study, record.who(), &visits, today());
    let states = plan.iter();
    states
        .map(|planned| (planned.visit.to_string(), planned.state.word()))
        .collect()
}

#[test]
fn an_unscheduled_visit_stands_by_its_day_and_moves_no_other() {
    let mut world = trial();
    let before = states(&world);
    world.put(vec![
        unscheduled(1, back(20), &["ptga", "phga"]),
        unscheduled(2, back(30), &["phga"]),
    ]);
    let after = states(&world);
    let names: Vec<&str> = after.iter().map(|(visit, _)| visit.as_str()).collect();
    let expected = [
        "baseline",
        "unscheduled-2",
        "week-2",
        "unscheduled-1",
        "week-4",
        "week-8",
        "week-12",
    ];
    assert_eq!(names, expected);
    let others: Vec<_> = after
        .into_iter()
        .filter(|(visit, _)| !visit.starts_with("unscheduled"))
        .collect();
    assert_eq!(others, before);
}

#[test]
fn it_asks_what_was_chosen_and_is_complete_with_that() {
    let mut world = trial();
    world.put(vec![unscheduled(1, back(20), &["phga"])]);
    let elsewhere = world.fault(answered(place("unscheduled-1", "ptga", "vas"), number("3")));
    assert!(
        matches!(elsewhere, ContentFault::NotAsked { .. }),
        "{elsewhere:?}"
    );
    world.put(vec![
        answered(place("unscheduled-1", "phga", "vas"), number("3")),
        answered(place("unscheduled-1", "phga", "likert"), Answer::code("2")),
    ]);
    let record = &world.records[WHO];
    let visits = summarise(&world.study, record, None).visits;
    let own = visits
        .iter()
        .find(|visit| visit.visit.as_str() == "unscheduled-1");
    assert_eq!(own.map(|own| (own.complete, own.forms)), Some((1, 1)));
    let story = tell(&world.study, record, Vec::new(), today());
    let stop = &story.stops[2];
    assert_eq!(
        (stop.label.as_str(), stop.timing),
        ("Unsched.1", Timing::Unplanned)
    );
    assert_eq!(stop.words.as_deref(), Some("flare of the skin"));
    let verdict = stop.verdict.as_ref().unwrap();
    assert_eq!(verdict.visit.as_str(), "unscheduled-1");
}

#[test]
fn nothing_begins_an_unscheduled_visit_but_who_says_what_it_asks() {
    let mut world = trial();
    let visit = "unscheduled-1".into();
    let found = world.fault(answered(place("unscheduled-1", "phga", "vas"), number("3")));
    assert_eq!(found, ContentFault::NotBegun { visit });
    let visit = "unscheduled-1".into();
    assert_eq!(
        world.fault(begun("unscheduled-1", today())),
        ContentFault::NotBegun { visit }
    );
    world.put(vec![unscheduled(1, back(20), &["phga"])]);
    let visit = "unscheduled-1".into();
    let again = world.fault(unscheduled(1, back(20), &["ptga"]));
    assert_eq!(again, ContentFault::Begun { visit });
    let next = next_unscheduled(&world.study, &world.records[WHO]);
    assert_eq!(next.unwrap().as_str(), "unscheduled-2");
}

#[test]
fn no_such_visit_lies_before_the_baseline_and_the_baseline_not_behind_one() {
    let mut world = trial();
    let early = world.fault(unscheduled(1, back(41), &["phga"]));
    let held = Some(back(40));
    let visit = "Baseline".to_owned();
    assert_eq!(early, ContentFault::BeforeBaseline { visit, held });
    world.put(vec![unscheduled(1, back(30), &["phga"])]);
    let later = dated("baseline", back(40), back(29));
    let refused = world.judge_for(Some("misread"), &[Role::Assessor], vec![later]);
    assert!(
        matches!(
            refused,
            Err(Refusal::Content {
                fault: ContentFault::OutOfOrder(_)
            })
        ),
        "{refused:?}"
    );
    let between = dated("unscheduled-1", back(30), back(1));
    let taken = world.judge_for(Some("misread"), &[Role::Assessor], vec![between]);
    assert!(taken.is_ok(), "{taken:?}");
}

#[test]
fn the_early_end_begins_as_other_visits_do_until_the_outcome_was_held() {
    let mut world = trial();
    world.takes(begun(EARLY_END, back(3)));
    world.takes(answered(place(EARLY_END, "phga", "vas"), number("3")));
    world.put(vec![begun(EARLY_END, back(3))]);
    let record = &world.records[WHO];
    let baseline = verdict::baseline_of(&world.study, &EARLY_END.into());
    assert_eq!(baseline.unwrap().as_str(), "baseline");
    let visits = summarise(&world.study, record, None).visits;
    let plan = schedule::plan(&world.study, record.who(), &visits, today());
    let own = plan
        .iter()
        .find(|planned| planned.visit.as_str() == EARLY_END);
    assert_eq!(own.unwrap().state, VisitState::Open { date: back(3) });
    let mut world = trial();
    world.put(vec![begun("week-12", today())]);
    let visit = "Week 12".to_owned();
    assert_eq!(
        world.fault(begun(EARLY_END, today())),
        ContentFault::OutcomeHeld { visit }
    );
}

#[test]
fn the_last_answer_before_a_visit_is_that_of_the_unscheduled_one_between() {
    let mut world = trial();
    world.put(vec![
        unscheduled(1, back(20), &["phga"]),
        begun("week-4", back(10)),
    ]);
    let record = &world.records[WHO];
    let before = |visit: &str| -> Vec<String> {
        let sessions = world.study.sessions_before(record, visit).into_iter();
        sessions.map(|session| session.visit.to_string()).collect()
    };
    assert_eq!(before("week-4"), ["unscheduled-1", "week-2", "baseline"]);
    assert_eq!(before("unscheduled-1"), ["week-2", "baseline"]);
    assert_eq!(before("week-2"), ["baseline"]);
}

#[test]
fn a_consent_is_renewed_once_a_day_and_a_deviation_judged_in_turn() {
    let mut world = trial();
    let renewed = |version: &str, day| Event::ConsentRenewed {
        participant: WHO.into(),
        version: version.to_owned(),
        day,
    };
    world.takes(renewed("2.0", today()));
    world.put(vec![renewed("2.0", today())]);
    let version = "2.0".to_owned();
    assert_eq!(
        world.fault(renewed("2.0", today())),
        ContentFault::SameConsent { version }
    );
    world.takes(renewed("3.0", today()));
    let early = world.fault(renewed("3.0", back(400)));
    assert!(
        matches!(early, ContentFault::ConsentBefore { .. }),
        "{early:?}"
    );
}

#[test]
fn nobody_consents_after_their_death_whichever_is_said_first() {
    let renewed = |day| Event::ConsentRenewed {
        participant: WHO.into(),
        version: "2.0".to_owned(),
        day,
    };
    let died = |day| Event::StatusChanged {
        participant: WHO.into(),
        day,
        status: Status::Died { event: None },
        words: "at home".to_owned(),
        after: 0,
    };
    let enrolled = || {
        let mut world = Memory::empty();
        let participant = participant(WHO, back(30));
        world.put(vec![Event::Enrolled { participant }]);
        world
    };
    let mut world = enrolled();
    world.put(vec![died(back(1))]);
    let fault = StatusFault::ConsentAfterDeath {
        day: today(),
        died: back(1),
    };
    assert_eq!(world.fault(renewed(today())), fault.into());
    world.takes(renewed(back(1)));
    let mut world = enrolled();
    world.put(vec![renewed(today())]);
    let fault = StatusFault::DiedBeforeConsent {
        died: back(1),
        version: "2.0".to_owned(),
        renewed: today(),
    };
    assert_eq!(world.fault(died(back(1))), fault.into());
    world.takes(died(today()));
}

#[test]
fn of_one_day_the_unscheduled_visit_is_read_before_the_planned_one_but_behind_the_baseline() {
    let mut world = trial();
    world.put(vec![
        unscheduled(1, back(26), &["ptga"]),
        unscheduled(2, back(40), &["ptga"]),
    ]);
    let names: Vec<String> = states(&world).into_iter().map(|(visit, _)| visit).collect();
    let expected = ["baseline", "unscheduled-2", "unscheduled-1", "week-2"];
    assert_eq!(names[..4], expected);
    let record = &world.records[WHO];
    let before = world.study.sessions_before(record, "week-2").into_iter();
    let before: Vec<String> = before.map(|session| session.visit.to_string()).collect();
    assert_eq!(before, ["unscheduled-1", "unscheduled-2", "baseline"]);
}

#[test]
fn the_baseline_stays_while_another_visit_hangs_on_it_and_the_screening_is_over() {
    let mut world = Memory::new();
    world.put(vec![unscheduled(1, today(), &["phga"])]);
    let last = world.records[WHO].session("baseline").unwrap().last_seq;
    let voided = Event::SessionVoided {
        participant: WHO.into(),
        visit: "baseline".into(),
        last,
    };
    let visit = "Unsched.1".to_owned();
    let refused = world.judge_for(Some("mistake"), &[Role::Assessor], vec![voided]);
    let fault = ContentFault::BaselineOf { visit };
    assert_eq!(refused, Err(Refusal::Content { fault }));
}
