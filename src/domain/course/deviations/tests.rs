//! Deviations at visits, on the sample study: baseline up to 14 days late, week 2 on 19 January +-3, week 4 on 2 February +-3,
//! week 12 on 30 March +-7.

use super::*;
use crate::domain::base::answer::Answer;
use crate::domain::record::session::{Session, Withheld};
use crate::domain::record::status::{Cause, DataUse, Status, WithdrawnBy};
use crate::domain::sample::{amended, date, number, participant, session, study};

/// Answers everything that "mixed" asks after baseline.
fn mixed() -> [(&'static str, Answer); 2] {
    [("rash", Answer::code("n")), ("vas", number("4.7"))]
}

fn record(visits: &[Session]) -> ParticipantRecord {
    let mut record = ParticipantRecord::new(participant("01-001", "2026-01-05"));
    for visit in visits {
        record.sessions.insert(visit.visit.clone(), visit.clone());
    }
    record
}

/// A baseline visit on the day of enrolment, of which nothing is said here.
fn baseline() -> Session {
    session("baseline", "2026-01-05", "mixed", &mixed())
}

fn keys_in(study: &Study, record: &ParticipantRecord, today: &str) -> Vec<String> {
    let found = deviations(study, record, date(today)).into_iter();
    let found = found.map(|deviation| deviation.key);
    found.filter(|key| !key.contains("/baseline")).collect()
}

fn keys(record: &ParticipantRecord, today: &str) -> Vec<String> {
    keys_in(&study(), record, today)
}

fn withdrawn(record: &mut ParticipantRecord, day: &str) {
    let status = Status::Withdrawn {
        by: WithdrawnBy::Participant,
        cause: Cause::OwnDecision,
        data: DataUse::Keep,
    };
    record.statuses.say(date(day), status, String::new(), 9);
}

#[test]
fn a_visit_is_outside_its_window_from_one_day_out() {
    let on = |day: &str| {
        let visit = session("week-2", day, "mixed", &mixed());
        let found = deviations(&study(), &record(&[baseline(), visit]), date("2026-01-23"));
        let mut found = found.into_iter();
        let found = found.find(|deviation| deviation.rule == Rule::VisitWindow);
        found.map(|deviation| (deviation.key, deviation.differs))
    };
    let key = || "visit-window/week-2".to_owned();
    let window = (date("2026-01-16"), date("2026-01-22"));
    assert_eq!(on("2026-01-16"), None);
    assert_eq!(on("2026-01-22"), None);
    let early = Differs::Early { days: 1, window };
    assert_eq!(on("2026-01-15"), Some((key(), early)));
    let late = Differs::Late { days: 1, window };
    assert_eq!(on("2026-01-23"), Some((key(), late)));
}

#[test]
fn a_visit_whose_day_or_window_is_not_by_the_rules_is_outside_nothing() {
    let mut held = session("week-2", "2026-02-20", "mixed", &[]);
    let late = ["visit-window/week-2", "missed-procedure/week-2/mixed"];
    let at = |visits: &[Session]| keys(&record(visits), "2026-02-21");
    let with_week_4 = at(&[baseline(), held.clone()]);
    assert_eq!(with_week_4, late);
    held.unfit_date = true;
    assert_eq!(at(&[baseline(), held.clone()]), [""; 0]);
    held.unfit_date = false;
    let mut unfit = baseline();
    unfit.unfit_date = true;
    assert_eq!(at(&[unfit, held]), [""; 0]);
}

#[test]
fn a_visit_is_missed_once_it_is_overtaken_and_not_while_it_is_overdue() {
    let only = record(&[baseline()]);
    // The window of week 2 ends on the 22nd, that of week 4 begins on the 30th.
    assert_eq!(keys(&only, "2026-01-29"), [""; 0]);
    assert_eq!(keys(&only, "2026-01-30"), ["missed-visit/week-2"]);
    let week_4 = session("week-4", "2026-01-22", "mixed", &mixed());
    let both = record(&[baseline(), week_4]);
    assert_eq!(keys(&both, "2026-01-22"), ["visit-window/week-4"]);
    let late = ["missed-visit/week-2", "visit-window/week-4"];
    assert_eq!(keys(&both, "2026-01-23"), late);
}

#[test]
fn who_left_before_a_window_closed_misses_nothing_after_that() {
    let held = session("week-2", "2026-01-19", "mixed", &[]);
    let with = |end: &str| {
        let mut record = record(&[baseline(), held.clone()]);
        withdrawn(&mut record, end);
        keys(&record, "2026-06-01")
    };
    // On the last day of the window it might still have been done.
    assert_eq!(with("2026-01-22"), [""; 0]);
    assert_eq!(with("2026-01-23"), ["missed-procedure/week-2/mixed"]);
    let week_4 = ["missed-procedure/week-2/mixed", "missed-visit/week-4"];
    assert_eq!(with("2026-02-05"), week_4[..1]);
    assert_eq!(with("2026-02-06"), week_4);
}

#[test]
fn a_form_is_not_done_once_the_window_has_closed_and_the_visit_is_over() {
    let how = |visit: &Session, today: &str| {
        let found = deviations(&study(), &record(&[baseline(), visit.clone()]), date(today));
        let mut found = found.into_iter();
        let found = found.find(|deviation| deviation.key == "missed-procedure/week-2/mixed");
        found.map(|deviation| deviation.differs)
    };
    let blank = session("week-2", "2026-01-19", "mixed", &[]);
    assert_eq!(how(&blank, "2026-01-22"), None);
    let nothing = Some(Differs::NotDone(HowUndone::Blank));
    assert_eq!(how(&blank, "2026-01-23"), nothing);
    // Of a visit that is held late its own day counts.
    let late = session("week-2", "2026-01-25", "mixed", &[]);
    assert_eq!(how(&late, "2026-01-25"), None);
    assert_eq!(how(&late, "2026-01-26"), nothing);
    let with = |answers: &[(&str, Answer)]| {
        let visit = session("week-2", "2026-01-19", "mixed", answers);
        how(&visit, "2026-01-23")
    };
    assert_eq!(with(&mixed()), None);
    let half = HowUndone::Incomplete { open: 1, of: 2 };
    assert_eq!(with(&mixed()[..1]), Some(Differs::NotDone(half)));
    // One value is something; reasons alone are nothing, unless each says that there is nothing to miss.
    let refused = ("vas", Answer::missing("refused"));
    assert_eq!(with(&[mixed()[0].clone(), refused.clone()]), None);
    let none = [("rash", Answer::missing("refused")), refused.clone()];
    let missing = Some(Differs::NotDone(HowUndone::Missing));
    assert_eq!(with(&none), missing);
    let some_apply = [("rash", Answer::missing("not-applicable")), refused];
    assert_eq!(with(&some_apply), missing);
    let never = ["rash", "vas"].map(|field| (field, Answer::missing("not-applicable")));
    assert_eq!(with(&never), None);
}

#[test]
fn of_cells_that_are_left_out_it_is_known_how_many_are_open() {
    let with = |asked: u16, answered: u16| {
        let mut visit = session("week-2", "2026-01-19", "mixed", &[]);
        visit.forms.clear();
        let how_far = Withheld { asked, answered };
        visit.withheld.insert("mixed".into(), how_far);
        keys(&record(&[baseline(), visit]), "2026-01-23")
    };
    assert_eq!(with(2, 2), [""; 0]);
    assert_eq!(with(2, 1), ["missed-procedure/week-2/mixed"]);
}

#[test]
fn what_an_amendment_took_away_is_missed_no_more() {
    let drop_form = |study: &mut Study| {
        study.instruments.remove("mdaat");
    };
    let without_form = amended(study(), "2026-04-10", drop_form);
    let week_12 = session("week-12", "2026-03-30", "mixed", &mixed());
    let week_2 = session("week-2", "2026-01-19", "mixed", &mixed());
    let week_4 = session("week-4", "2026-02-02", "mixed", &mixed());
    let all = record(&[baseline(), week_2, week_4.clone(), week_12]);
    let missed = ["missed-procedure/week-12/mdaat"];
    assert_eq!(keys_in(&without_form, &all, "2026-04-06"), [""; 0]);
    assert_eq!(keys_in(&without_form, &all, "2026-04-09"), missed);
    assert_eq!(keys_in(&without_form, &all, "2026-04-10"), [""; 0]);

    let drop_visit = |study: &mut Study| {
        let visits = &mut study.protocol.visits;
        visits.retain(|visit| visit.id.as_str() != "week-2");
    };
    let without_visit = amended(study(), "2026-02-01", drop_visit);
    let not_begun = record(&[baseline(), week_4.clone()]);
    assert_eq!(keys_in(&without_visit, &not_begun, "2026-02-01"), [""; 0]);
    // Held at a wrong time it was all the same; what was left blank then is not asked for any more.
    let late = session("week-2", "2026-01-25", "mixed", &[]);
    let begun = record(&[baseline(), late, week_4]);
    let window = ["visit-window/week-2"];
    assert_eq!(keys_in(&without_visit, &begun, "2026-02-03"), window);
}

#[test]
fn a_visit_goes_by_the_window_of_its_own_version() {
    let narrow = |study: &mut Study| {
        let mut visits = study.protocol.visits.iter_mut();
        let visit = visits.find(|visit| visit.id.as_str() == "week-2").unwrap();
        (visit.early, visit.late) = (0, 0);
    };
    let held = |study: &Study, day: &str| {
        let visit = session("week-2", day, "mixed", &mixed());
        keys_in(study, &record(&[baseline(), visit]), "2026-01-24")
    };
    // The visit lies before the day from which the amendment holds, or on it.
    let later = amended(study(), "2026-01-22", narrow);
    assert_eq!(held(&later, "2026-01-21"), [""; 0]);
    let mut on = session("week-2", "2026-01-22", "mixed", &mixed());
    on.begun = 101;
    let found = keys_in(&later, &record(&[baseline(), on]), "2026-01-24");
    assert_eq!(found, ["visit-window/week-2"]);
}

#[test]
fn a_user_learns_of_a_hidden_form_how_far_it_is_and_not_that_it_holds_reasons_alone() {
    let undone = |form: &str, how| Undone {
        visit: "week-2".into(),
        form: form.into(),
        how,
        until: None,
    };
    let seen = undone("mixed", HowUndone::Missing);
    let hidden = undone("phga", HowUndone::Missing);
    let half = undone("phga", HowUndone::Incomplete { open: 1, of: 2 });
    let mut grounds = Grounds {
        undone: vec![seen.clone(), hidden, half.clone()],
        ..Grounds::default()
    };
    grounds.hide(|_, form| form.as_str() == "phga");
    assert_eq!(grounds.undone, [seen, half]);
}

#[test]
fn a_visit_asks_for_a_reason_when_it_begins_just_where_that_is_a_deviation_afterwards() {
    let study = study();
    let unfit = {
        let mut unfit = baseline();
        unfit.unfit_date = true;
        unfit
    };
    for before in [vec![], vec![baseline()], vec![unfit]] {
        for visit in ["baseline", "week-2", "week-4", "week-12"] {
            if before.iter().any(|held| held.visit.as_str() == visit) {
                continue;
            }
            for day in date("2025-12-20").iter_days().take(140) {
                let asks = schedule::outside_window(&study, &record(&before), &visit.into(), day);
                let mut held = session(visit, &day.to_string(), "mixed", &mixed());
                held.why_outside = Some("no car".to_owned());
                let all: Vec<Session> = before.iter().cloned().chain([held]).collect();
                let found = deviations(&study, &record(&all), date("2026-06-01"));
                let own = Place::Visit(visit.into());
                let mut found = found.into_iter();
                let found = found.find(|of| of.rule == Rule::VisitWindow && of.place == own);
                assert_eq!(asks.is_some(), found.is_some(), "{visit} {day}");
                let why = found.map(|found| found.why);
                assert!(why.is_none_or(|why| why.as_deref() == Some("no car")));
            }
        }
    }
}
