//! Days, windows and states of a schedule with a baseline and weeks 2, 4 and 12.

use super::*;
use crate::domain::record::event::Event;
use crate::domain::record::status::{Cause, DataUse, Status, WithdrawnBy};
use crate::domain::record::status_history::StatusHistory;
use crate::domain::sample::{date, entry, participant, study};
use proptest::prelude::*;

fn visit(id: &str, day: &str, complete: u16) -> VisitSummary {
    VisitSummary {
        chosen: Vec::new(),
        unfit_date: false,
        earlier_days: Vec::new(),
        visit: id.into(),
        date: date(day),
        complete,
        forms: 2,
        ending: Vec::new(),
        answered: Vec::new(),
        entered: Vec::new(),
        signed: false,
        version: 1,
    }
}

fn words(visits: &[VisitSummary], today: &str) -> Vec<&'static str> {
    plan(
        &study(),
        (
            &participant("01-001", "2026-01-05"),
            &StatusHistory::default(),
        ),
        visits,
        date(today),
    )
    .iter()
    .map(|planned| planned.state.word())
    .collect()
}

fn next(visits: &[VisitSummary], today: &str) -> Option<String> {
    let plan = plan(
        &study(),
        (
            &participant("01-001", "2026-01-05"),
            &StatusHistory::default(),
        ),
        visits,
        date(today),
    );
    next_visit(&plan, date(today)).map(|planned| planned.visit.as_str().to_owned())
}

#[test]
fn everything_hangs_on_the_baseline_until_it_is_begun() {
    assert_eq!(
        words(&[], "2026-01-04"),
        ["early", "ahead", "ahead", "ahead"]
    );
    assert_eq!(words(&[], "2026-01-05"), ["due", "ahead", "ahead", "ahead"]);
    assert_eq!(words(&[], "2026-01-19"), ["due", "ahead", "ahead", "ahead"]);
    assert_eq!(
        words(&[], "2026-01-20"),
        ["late", "ahead", "ahead", "ahead"]
    );
    assert_eq!(
        words(&[], "2027-01-20"),
        ["late", "ahead", "ahead", "ahead"]
    );
    assert_eq!(next(&[], "2027-01-20").as_deref(), Some("baseline"));
}

#[test]
fn dates_count_from_the_baselines_own_day() {
    let study = study();
    let who = participant("01-001", "2026-01-05");
    let done = [visit("baseline", "2026-01-12", 2)];
    let plan = plan(
        &study,
        (&who, &StatusHistory::default()),
        &done,
        date("2026-01-20"),
    );
    assert_eq!(plan[0].target, date("2026-01-05"));
    assert_eq!(plan[0].days, 7);
    assert_eq!(plan[1].target, date("2026-01-26"));
    assert_eq!(plan[1].from, date("2026-01-23"));
    assert_eq!(plan[1].to, date("2026-01-29"));
    assert_eq!(plan[1].days, -6);
    assert_eq!(
        plan[1].state,
        VisitState::Early {
            opens: date("2026-01-23")
        }
    );
    assert_eq!(plan[2].state, VisitState::Ahead);
}

#[test]
fn leap_days_and_month_ends_are_days_like_others() {
    let study = study();
    let target = |baseline: &str, place: usize| {
        let done = [visit("baseline", baseline, 2)];
        plan(
            &study,
            (&participant("01-001", baseline), &StatusHistory::default()),
            &done,
            date(baseline),
        )[place]
            .target
    };
    assert_eq!(target("2024-02-15", 1), date("2024-02-29"));
    assert_eq!(target("2024-02-16", 1), date("2024-03-01"));
    assert_eq!(target("2023-02-15", 1), date("2023-03-01"));
    assert_eq!(target("2024-02-29", 2), date("2024-03-28"));
    assert_eq!(target("2026-12-31", 1), date("2027-01-14"));
    assert_eq!(target("2026-01-31", 2), date("2026-02-28"));
    assert_eq!(target("2023-12-07", 3), date("2024-02-29"));
}

#[test]
fn a_visit_goes_from_early_to_due_to_late_to_missed() {
    let done = [visit("baseline", "2026-01-05", 2)];
    // Week 2: 2026-01-16 to 22; week 4: 2026-01-30 to 02-05; week 12: 2026-03-23 to 04-06.
    for (today, expected) in [
        ("2026-01-15", ["done", "early", "ahead", "ahead"]),
        ("2026-01-16", ["done", "due", "ahead", "ahead"]),
        ("2026-01-22", ["done", "due", "ahead", "ahead"]),
        ("2026-01-23", ["done", "late", "ahead", "ahead"]),
        ("2026-01-29", ["done", "late", "ahead", "ahead"]),
        ("2026-01-30", ["done", "missed", "due", "ahead"]),
        ("2026-02-06", ["done", "missed", "late", "ahead"]),
        ("2026-03-23", ["done", "missed", "missed", "due"]),
        ("2026-04-07", ["done", "missed", "missed", "late"]),
        ("2028-04-07", ["done", "missed", "missed", "late"]),
    ] {
        assert_eq!(words(&done, today), expected, "{today}");
    }
}

#[test]
fn a_later_visit_begun_makes_the_earlier_missed_once_its_window_has_closed() {
    let visits = [
        visit("baseline", "2026-01-05", 2),
        visit("week-4", "2026-01-20", 1),
    ];
    assert_eq!(
        words(&visits, "2026-01-20"),
        ["done", "due", "open", "early"]
    );
    assert_eq!(
        words(&visits[1..], "2026-01-20"),
        ["missed", "due", "open", "early"]
    );
    assert_eq!(next(&visits, "2026-01-20").as_deref(), Some("week-4"));
}

#[test]
fn the_next_visit_is_the_one_the_participant_came_for() {
    let open = [visit("baseline", "2026-01-05", 1)];
    assert_eq!(next(&open, "2026-01-05").as_deref(), Some("baseline"));
    // Week 2 is due; the baseline still lacks a form but its window has closed.
    let late_open = [visit("baseline", "2026-01-05", 1)];
    assert_eq!(next(&late_open, "2026-01-21").as_deref(), Some("week-2"));
    assert_eq!(next(&late_open, "2026-01-23").as_deref(), Some("week-2"));
    let two = [
        visit("baseline", "2026-01-05", 2),
        visit("week-2", "2026-01-19", 1),
    ];
    assert_eq!(next(&two, "2026-01-26").as_deref(), Some("week-2"));
    let done = [visit("baseline", "2026-01-05", 2)];
    assert_eq!(next(&done, "2026-01-06").as_deref(), Some("week-2"));
    let all = ["baseline", "week-2", "week-4", "week-12"].map(|v| visit(v, "2026-01-05", 2));
    assert_eq!(next(&all, "2026-06-01"), None);
}

/// The states of the visits of somebody with these visits whose participation ended on a day.
fn ended(visits: &[VisitSummary], end: &str, status: Status, today: &str) -> Vec<&'static str> {
    let who = participant("01-001", "2026-01-05");
    let mut statuses = StatusHistory::default();
    let said = Event::StatusChanged {
        participant: who.id.clone(),
        day: date(end),
        status,
        words: String::new(),
        after: 0,
    };
    statuses.apply(&entry(1, said));
    let plan = plan(&study(), (&who, &statuses), visits, date(today));
    plan.iter().map(|planned| planned.state.word()).collect()
}

#[test]
fn a_visit_that_can_no_longer_come_is_closed_and_one_missed_before_stays_missed() {
    let lost = || Status::Lost { attempts: 3 };
    let baseline = [visit("baseline", "2026-01-05", 2)];
    // Week 2 from 16 to 22 January, week 4 from 30 January to 5 February.
    for today in ["2026-01-16", "2026-06-01"] {
        let states = ended(&baseline, "2026-01-16", lost(), today);
        assert_eq!(states, ["done", "closed", "closed", "closed"], "{today}");
    }
    // On the last day of a window somebody could still have come.
    let states = ended(&baseline, "2026-01-22", lost(), "2026-06-01");
    assert_eq!(states, ["done", "closed", "closed", "closed"]);
    let states = ended(&baseline, "2026-01-23", lost(), "2026-06-01");
    assert_eq!(states, ["done", "missed", "closed", "closed"]);
    let failed = Status::ScreenFailure {
        criteria: Vec::new(),
    };
    let states = ended(&[], "2026-01-20", failed, "2026-06-01");
    assert_eq!(states, ["closed", "closed", "closed", "closed"]);
}

#[test]
fn visits_go_on_where_only_the_treatment_stopped_or_data_are_still_collected() {
    let baseline = [visit("baseline", "2026-01-05", 2)];
    let stopped = Status::TreatmentStopped {
        cause: Cause::AdverseEvent,
    };
    let withdrawn = |data| Status::Withdrawn {
        by: WithdrawnBy::Participant,
        cause: Cause::OwnDecision,
        data,
    };
    let due = ["done", "due", "ahead", "ahead"];
    for status in [stopped, withdrawn(DataUse::Collect)] {
        assert_eq!(ended(&baseline, "2026-01-10", status, "2026-01-19"), due);
    }
    for data in [DataUse::Keep, DataUse::Nothing] {
        let states = ended(&baseline, "2026-01-10", withdrawn(data), "2026-01-19");
        assert_eq!(states, ["done", "closed", "closed", "closed"]);
    }
}

#[test]
fn the_end_of_the_calendar_is_no_panic() {
    let study = study();
    for day in [NaiveDate::MIN, NaiveDate::MAX] {
        let mut who = participant("01-001", "2026-01-05");
        who.enrolled_on = day;
        assert_eq!(
            plan(&study, (&who, &StatusHistory::default()), &[], day).len(),
            4
        );
    }
}

fn rank(state: VisitState) -> u8 {
    match state {
        VisitState::Ahead => 0,
        VisitState::Early { .. } => 1,
        VisitState::Due => 2,
        VisitState::Late { .. } => 3,
        VisitState::Missed => 4,
        VisitState::Closed { .. } => unreachable!("nobody left"),
        VisitState::Open { .. } | VisitState::Done { .. } | VisitState::Removed { .. } => 5,
    }
}

proptest! {
    #[test]
    fn states_agree_with_windows_and_never_go_back(
        begun in proptest::collection::vec((any::<bool>(), 0_i64..120, 0_u16..3), 4),
        first in 0_i64..200,
        later in 0_i64..200,
    ) {
        let study = study();
        let who = participant("01-001", "2024-01-05");
        let visits: Vec<VisitSummary> = study
            .protocol
            .visits
            .iter()
            .zip(&begun)
            .filter(|(_, (begun, ..))| *begun)
            .map(|(visit, (_, day, complete))| VisitSummary {
                chosen: Vec::new(),
                unfit_date: false,
                earlier_days: Vec::new(),
                visit: visit.id.clone(),
                date: shift(who.enrolled_on, *day),
                complete: *complete,
                forms: 2,
                ending: Vec::new(),
                answered: Vec::new(),
                entered: Vec::new(),
                signed: false,
version: 1,
            })
            .collect();
        let today = shift(who.enrolled_on, first);
        let before = plan(&study, (&who, &StatusHistory::default()), &visits, today);
        let after = plan(&study, (&who, &StatusHistory::default()), &visits, shift(today, later));
        prop_assert_eq!(before.len(), study.protocol.visits.len());
        for (now, then) in before.iter().zip(&after) {
            prop_assert!(now.from <= now.target && now.target <= now.to);
            prop_assert!(rank(now.state) <= rank(then.state), "{:?} {:?}", now, then);
            let was_begun = visits.iter().any(|v| v.visit == now.visit);
            prop_assert_eq!(now.state.date().is_some(), was_begun);
            if now.state == VisitState::Due {
                prop_assert!(now.covers(today));
            }
            if let VisitState::Early { opens } = now.state {
                prop_assert!(opens > today);
            }
            if let VisitState::Late { closed } = now.state {
                prop_assert!(closed < today);
            }
        }
        let early = before.iter().filter(|v| matches!(v.state, VisitState::Early { .. }));
        prop_assert!(early.count() <= 1);
        // Whatever is neither done nor missed can be opened next.
        let left = before.iter().any(|v| rank(v.state) < 4 || matches!(v.state, VisitState::Open { .. }));
        prop_assert_eq!(next_visit(&before, today).is_some(), left);
    }
}

#[test]
fn a_visit_lies_between_those_before_and_after_it() {
    use crate::domain::record::session::ParticipantRecord;
    use crate::domain::sample::session;
    let study = study();
    let mut record = ParticipantRecord::new(participant("01-001", "2026-01-05"));
    for (visit, day) in [("baseline", "2026-01-05"), ("week-4", "2026-02-02")] {
        let held = session(visit, day, "mixed", &[]);
        record.sessions.insert(held.visit.clone(), held);
    }
    let judge = |visit: &str, day: &str| out_of_order(&study, &record, &visit.into(), date(day));
    for day in ["2026-01-05", "2026-01-19", "2026-02-02"] {
        assert_eq!(judge("week-2", day), None, "{day}");
    }
    let early = judge("week-2", "2026-01-04").unwrap();
    assert!(
        early.before && early.held == date("2026-01-05"),
        "{early:?}"
    );
    let late = judge("week-2", "2026-02-03").unwrap();
    assert!(!late.before && late.held == date("2026-02-02"), "{late:?}");
    // Its own day is no other visit's.
    assert_eq!(judge("week-4", "2026-03-01"), None);
}
