use super::*;
use crate::domain::course::deviations::{HowUndone, RowDeviation, Rule, Undone};
use crate::domain::course::eligibility::State;
use crate::domain::record::status::{Cause, DataUse, Status, WithdrawnBy};
use crate::domain::sample::{date, number, participant, session, study};
use crate::domain::study::version::earlier::Earlier;
use crate::domain::study::visit_summary::VisitSummary;
use crate::domain::views::summary::{StorySummary, UnfitAnswers};
use std::sync::Arc;

fn summary(id: &str, visits: &[(&str, &str, u16)]) -> Summary {
    let visit = |(visit, day, complete): &(&str, &str, u16)| VisitSummary {
        chosen: Vec::new(),
        unfit_date: false,
        earlier_days: Vec::new(),
        visit: (*visit).into(),
        date: date(day),
        complete: *complete,
        forms: 2,
        ending: Vec::new(),
        answered: Vec::new(),
        entered: Vec::new(),
        signed: false,
        version: 1,
    };
    Summary {
        participant: participant(id, "2026-01-05"),
        statuses: Default::default(),
        visits: visits.iter().map(visit).collect(),
        verdict: Default::default(),
        laboratories: Vec::new(),
        story: StorySummary::default(),
        open_queries: 0,
        outcome: Default::default(),
        last_entry: None,
        unfit: Vec::new(),
    }
}

fn shares(overview: &Overview) -> &[Share] {
    overview.responders.seen().unwrap()
}

fn judged(imacs: bool, tenths: i64, category: Category) -> OutcomeSummary {
    OutcomeSummary {
        imacs: Some(if imacs {
            Judgement::Met
        } else {
            Judgement::NotMet
        }),
        registered: Some(Judgement::Open),
        open_choice: None,
        open_below_limit: false,
        tis: Some(Decimal::new(tenths, 1)),
        category: Some(category),
    }
}

#[test]
fn each_visit_stands_as_the_schedule_says() {
    // Baseline up to 14 days late, week 2 on 19 January +-3, week 4 on 2 February +-3, week 12 on 30 March +-7.
    let study = study();
    let came = summary(
        "01-002",
        &[("baseline", "2026-01-05", 2), ("week-2", "2026-01-14", 1)],
    );
    let new = summary("01-001", &[]);
    let people = [&came, &new].into_iter();
    let overview = overview(&study, people, date("2026-02-07"));
    let row = |place: usize| -> Vec<(&str, i64)> {
        let cells = overview.people[place].cells.iter();
        cells.map(|cell| (cell.standing.word(), cell.off)).collect()
    };
    // Nobody's baseline is overtaken: that of 01-001 was to be held by 19 January.
    assert_eq!(overview.people[0].id.as_str(), "01-001");
    assert_eq!(row(0)[0], ("overdue", 19));
    let wanted = [("done", 0), ("begun", -2), ("overdue", 2), ("ahead", 0)];
    assert_eq!(row(1), wanted);
    assert_eq!(
        (overview.due_this_week, overview.overdue, overview.missed),
        (0, 2, 0)
    );
    assert_eq!(shares(&overview)[0].of, 0);
    assert_eq!(shares(&overview)[0].percent(), None);
    assert_eq!((overview.tis, overview.dose), (Hideable::Seen(None), None));
}

#[test]
fn a_visit_that_an_amendment_removed_keeps_its_column_while_somebody_has_begun_it() {
    let first = study();
    let mut second = Study {
        number: 2,
        earlier: vec![Earlier {
            study: Arc::new(first.clone()),
            until: 10,
            next_from: Some(date("2026-02-01")),
            reconsent: None,
        }],
        ..first
    };
    second
        .protocol
        .visits
        .retain(|visit| visit.id.as_str() != "week-2");
    let came = summary(
        "01-001",
        &[("baseline", "2026-01-05", 2), ("week-2", "2026-01-19", 1)],
    );
    let new = summary("01-002", &[("baseline", "2026-01-05", 2)]);
    let columns = |people: &[&Summary], today: &str| -> Vec<(String, Option<u32>)> {
        let people = people.iter().copied();
        let overview = overview(&second, people, date(today));
        let columns = overview.columns(&second).into_iter();
        let columns = columns.map(|listed| (listed.visit.id.to_string(), listed.removed));
        columns.collect()
    };
    let kept = columns(&[&came, &new], "2026-02-07");
    assert_eq!(kept[1], ("week-2".to_owned(), Some(2)));
    assert_eq!(kept.len(), 4);
    assert_eq!(columns(&[&new], "2026-02-07").len(), 3);
    let both = [&came, &new].into_iter();
    let overview = overview(&second, both, date("2026-02-07"));
    let cell = &overview.people[0].cells[1];
    assert_eq!((cell.visit.as_str(), cell.removed), ("week-2", Some(2)));
    assert_eq!(
        (cell.standing, cell.complete, cell.forms),
        (Standing::Begun, 1, 2)
    );
    // Who did not begin it has no cell there.
    let cells = overview.people[1].cells.iter();
    assert!(cells.into_iter().all(|cell| cell.removed.is_none()));
}

#[test]
fn what_is_not_by_the_rules_is_counted_where_it_stands() {
    let study = study();
    let mut bad = summary("01-001", &[("baseline", "2026-01-05", 1)]);
    bad.unfit = [("baseline", "mixed", 2), ("log", "medication#1", 1)]
        .map(|(visit, form, answers)| UnfitAnswers {
            visit: visit.into(),
            form: form.into(),
            answers,
        })
        .to_vec();
    bad.visits[0].unfit_date = true;
    bad.participant.weight_kg = (-5).into();
    let good = summary("01-002", &[]);
    let told = overview(&study, [&bad, &good].into_iter(), date("2026-02-07"));
    let of = |place: usize| (told.people[place].cells[0].unfit, told.people[place].unfit);
    assert_eq!((of(0), of(1)), ((3, 5), (0, 0)));
    assert_eq!(told.unfit(), (5, 1));
}

#[test]
fn responders_are_counted_among_those_who_are_judged() {
    let study = study();
    let mut people = Vec::new();
    for (number, outcome) in [
        judged(true, 625, Category::Major),
        judged(true, 400, Category::Moderate),
        judged(false, 200, Category::Minimal),
        judged(false, 150, Category::None),
        OutcomeSummary::default(),
    ]
    .into_iter()
    .enumerate()
    {
        let mut summary = summary(&format!("01-00{number}"), &[]);
        summary.story.grades = [1, 0, 2, 0, 0];
        summary.story.serious_open = 1;
        summary.story.dose_baseline = Some(Exact::int(20));
        let after = Exact::int(20 - 5 * i64::try_from(number).unwrap());
        summary.story.dose_outcome = (number < 4).then_some(after);
        summary.outcome = outcome.into();
        people.push(summary);
    }
    let overview = overview(&study, people.iter(), date("2026-02-07"));
    let counted: Vec<(&str, u32, u32)> = shares(&overview)
        .iter()
        .map(|share| (share.key.as_str(), share.count, share.of))
        .collect();
    let wanted = [
        ("imacs", 2, 4),
        ("registered", 0, 0),
        ("tis-minimal", 3, 4),
        ("tis-moderate", 2, 4),
        ("tis-major", 1, 4),
    ];
    assert_eq!(counted, wanted);
    // 2 of 4: 6.8 to 93.2 %.
    let interval = shares(&overview)[0].interval.unwrap();
    assert_eq!(
        (interval.0.to_string(), interval.1.to_string()),
        ("6.8".to_owned(), "93.2".to_owned())
    );
    // 15, 20, 40, 62.5: the median is 30. Doses fell by 0, 5, 10, 15: by 7.5.
    let tis = overview.tis.seen().unwrap().unwrap();
    assert_eq!((tis.value.to_string(), tis.of), ("30".to_owned(), 4));
    let dose = overview.dose.unwrap();
    assert_eq!((dose.value.to_string(), dose.of), ("-7.5".to_owned(), 4));
    assert_eq!(overview.events.grades, [5, 0, 10, 0, 0]);
    assert_eq!(overview.events.serious_open, 5);
}

#[test]
fn the_outcome_visit_is_judged_and_no_other() {
    let study = study();
    let mut record = ParticipantRecord::new(participant("01-001", "2026-01-05"));
    let scale = |vas: &str| [("vas", number(vas))];
    let mut hold = |visit: &str, day: &str, vas: &str| {
        let held = session(visit, day, "mixed", &scale(vas));
        record.sessions.insert(held.visit.clone(), held);
        at_outcome(&study, &record)
    };
    let nothing = OutcomeSummary::default();
    assert_eq!(hold("baseline", "2026-01-05", "5.0"), nothing);
    assert_eq!(hold("week-2", "2026-01-19", "1.0"), nothing);
    let judged = hold("week-12", "2026-03-30", "4.0");
    let (before, after) = (
        core_set::core_set(&study, record.session("baseline").unwrap()),
        core_set::core_set(&study, record.session("week-12").unwrap()),
    );
    let verdict = verdict::judge(&study, &before, &after);
    assert_eq!(
        judged.tis,
        verdict.tis.total.map(|points| points.to_decimal())
    );
    assert_eq!(judged.category, verdict.tis.category);
}

/// Somebody with these visits and doses, and what was said of the participation last.
fn part(
    id: &str,
    visits: &[(&str, &str, u16)],
    doses: u16,
    said: Option<(&str, Status)>,
) -> Summary {
    let mut part = summary(id, visits);
    part.story.doses_given = doses;
    if let Some((day, status)) = said {
        part.statuses.say(date(day), status, String::new(), 1);
    }
    part
}

fn withdrawn(data: DataUse) -> Status {
    Status::Withdrawn {
        by: WithdrawnBy::Participant,
        cause: Cause::OwnDecision,
        data,
    }
}

#[test]
fn the_flow_and_the_sets_count_everybody_where_they_belong() {
    let baseline: &[_] = &[("baseline", "2026-01-05", 2)];
    // Week 12 is planned for 30 March, 7 days around it.
    let both: &[_] = &[("baseline", "2026-01-05", 2), ("week-12", "2026-03-30", 2)];
    let late: &[_] = &[("baseline", "2026-01-05", 2), ("week-12", "2026-04-10", 2)];
    let criteria = vec!["in.age".into(), "ex.liver".into()];
    let failure = Status::ScreenFailure { criteria };
    let stopped = Status::TreatmentStopped {
        cause: Cause::AdverseEvent,
    };
    let lost = Status::Lost { attempts: 3 };
    let met = |mut part: Summary| {
        part.outcome = judged(true, 450, Category::Moderate).into();
        part
    };
    let mut fails = part("01-012", &[], 0, None);
    fails.story.eligibility = Some(State::Failed);
    let all = [
        part("01-001", &[], 0, None),
        part("01-002", &[], 0, Some(("2026-01-06", failure))),
        part(
            "01-003",
            &[],
            0,
            Some(("2026-01-06", withdrawn(DataUse::Keep))),
        ),
        part("01-004", baseline, 0, None),
        // Assessed on treatment, in the window and after it.
        met(part("01-005", both, 5, None)),
        met(part(
            "01-006",
            late,
            5,
            Some(("2026-05-01", Status::Completed)),
        )),
        // Left before the outcome; lost after its window had closed.
        part(
            "01-007",
            baseline,
            2,
            Some(("2026-02-10", withdrawn(DataUse::Keep))),
        ),
        part("01-008", baseline, 3, Some(("2026-04-20", lost))),
        // Assessed after the treatment had stopped.
        met(part("01-009", both, 3, Some(("2026-02-20", stopped)))),
        // Overdue, and may still come.
        part("01-010", baseline, 4, None),
        // None of their data are used any more.
        met(part(
            "01-011",
            both,
            5,
            Some(("2026-05-01", withdrawn(DataUse::Nothing))),
        )),
        fails,
        // Was assessed and met everything, and should never have been enrolled.
        met(part(
            "01-014",
            both,
            5,
            Some(("2026-05-01", Status::EnrolledByMistake)),
        )),
    ];
    let overview = overview(&study(), all.iter(), date("2026-06-01"));
    let failed_by = [("ex.liver".into(), 1), ("in.age".into(), 1)];
    let flow = Flow {
        void: 1,
        screened: 12,
        failed: 1,
        failed_by: failed_by.into(),
        left_before: 1,
        screening: 2,
        not_said_failed: 1,
        entered: 8,
        treated: 7,
        going_on: 3,
        stopped: 1,
        withdrawn: 2,
        lost: 1,
        died: 0,
        completed: 1,
    };
    assert_eq!(overview.flow, flow);
    // The screening log has everybody once, in the place where the flow counts them.
    let log = |word: &str| -> Vec<&str> {
        let people = overview.people.iter();
        let people = people.filter(|person| person.screened.word() == word);
        people.map(|person| person.id.as_str()).collect()
    };
    assert_eq!(log("in-screening"), ["01-001", "01-012"]);
    assert_eq!(log("failed"), ["01-002"]);
    assert_eq!(log("left-before-entry"), ["01-003"]);
    assert_eq!(log("entered").len(), 8);
    assert_eq!(log("enrolled-by-mistake").len(), 1);
    assert_eq!(overview.people.len(), 13);
    let row = |place: usize| &overview.people[place].screened;
    assert_eq!(row(1).on(), Some(date("2026-01-06")));
    assert_eq!(row(1).criteria(), ["in.age".into(), "ex.liver".into()]);
    assert_eq!(row(2).on(), Some(date("2026-01-06")));
    assert_eq!(row(3).on(), Some(date("2026-01-05")));
    assert_eq!(*row(11), Screened::InScreening { fails: true });
    let sets = overview.sets.seen().unwrap();
    let counts = |shares: &[Share]| (shares[0].count, shares[0].of);
    let [full, per_protocol] = sets.as_slice() else {
        panic!("{sets:?}")
    };
    // 5, 6 and 9 are known to have improved; 7 and 8 dropped out, 9 was off treatment; 10 is open.
    assert_eq!(full.members, 6);
    assert_eq!(counts(&full.observed), (3, 3));
    assert_eq!(counts(&full.imputed), (2, 5));
    // By hand: 2 of 5 has the exact interval 5.3 to 85.3 % (Clopper and Pearson).
    let interval = full.imputed[0].interval.unwrap();
    assert_eq!(interval, (Decimal::new(53, 1), Decimal::new(853, 1)));
    assert_eq!(per_protocol.members, 1);
    assert_eq!(counts(&per_protocol.observed), (1, 1));
}

#[test]
fn deviations_are_counted_by_rule_and_a_major_one_leaves_the_set_per_protocol() {
    // Week 2 is planned for 19 January, week 4 for 2 February, 3 days around them.
    let visits: &[_] = &[
        ("baseline", "2026-01-05", 2),
        ("week-2", "2026-01-23", 2),
        ("week-12", "2026-03-30", 2),
    ];
    let mut plain = part("01-001", visits, 5, None);
    plain.story.deviations.rows = vec![
        RowDeviation {
            rule: Rule::Dose,
            row: "abatacept#2".into(),
            from: None,
        },
        RowDeviation {
            rule: Rule::LateReport,
            row: "adverse-event#1".into(),
            from: Some(date("2026-06-01")),
        },
    ];
    plain.story.deviations.undone = vec![Undone {
        visit: "week-12".into(),
        form: "mdaat".into(),
        how: HowUndone::Blank,
        until: None,
    }];
    let mut major = plain.clone();
    major.participant.id = "01-002".into();
    // One that stands, and one that does not stand any more.
    let judged = ["dose/abatacept#2", "dose/abatacept#9"];
    major.story.deviations.major = judged.map(str::to_owned).to_vec();
    let in_order = part("01-003", &[("baseline", "2026-01-05", 2)], 1, None);
    let told = |today: &str| {
        let people = [&plain, &major, &in_order].into_iter();
        overview(&study(), people, date(today))
    };
    let before = told("2026-05-31");
    let counts = |overview: &Overview| -> Vec<(&str, u32)> {
        let counts = overview.deviations.by_rule();
        counts.map(|(rule, count)| (rule.key(), count)).collect()
    };
    // Week 4 was missed by the first two, and weeks 2 and 4 by the third; week 12 may still come.
    let wanted = [
        ("visit-window", 2),
        ("missed-visit", 4),
        ("missed-procedure", 2),
        ("dose", 2),
        ("forbidden-drug", 0),
        ("late-report", 0),
    ];
    assert_eq!(counts(&before), wanted);
    assert_eq!((before.deviations.people, before.deviations.major), (3, 1));
    let people = before.people.iter();
    let people: Vec<_> = people
        .map(|person| (person.deviations, person.major))
        .collect();
    assert_eq!(people, [(4, 0), (4, 1), (2, 0)]);
    let members = |overview: &Overview| -> Vec<u32> {
        let sets = overview.sets.seen().unwrap().iter();
        sets.map(|set| set.members).collect()
    };
    assert_eq!(members(&before), [3, 1]);
    // A day later nobody can have seen the event in time any more.
    assert_eq!(counts(&told("2026-06-01"))[5], ("late-report", 2));
}

#[test]
fn the_sets_are_hidden_with_the_verdict_of_any_participant() {
    let mut hidden = part("01-001", &[("baseline", "2026-01-05", 2)], 1, None);
    hidden.outcome = Hideable::Hidden;
    let overview = overview(&study(), [&hidden].into_iter(), date("2026-06-01"));
    assert!(overview.sets.is_hidden());
    assert_eq!(overview.flow.treated, 1);
}

#[test]
fn whoever_is_in_no_count_of_responders_is_counted_by_the_reason() {
    let study = study();
    let held = [("baseline", "2026-01-05", 2), ("week-12", "2026-03-30", 2)];
    let with = |id: &str, visits: &[(&str, &str, u16)], outcome| Summary {
        outcome,
        ..summary(id, visits)
    };
    let seen = |outcome| Hideable::Seen(outcome);
    let left = |day: &str, data| {
        let mut who = summary("01-009", &held[..1]);
        let withdrawn = Status::Withdrawn {
            by: WithdrawnBy::Participant,
            cause: Cause::OwnDecision,
            data,
        };
        who.statuses.say(date(day), withdrawn, String::new(), 5);
        who
    };
    let people = [
        with("01-001", &held, seen(judged(true, 605, Category::Major))),
        // Held, and nothing of it is decided.
        with("01-002", &held, Hideable::default()),
        with("01-003", &held[..1], Hideable::default()),
        left("2026-02-01", DataUse::Keep),
        left("2026-02-01", DataUse::Nothing),
    ];
    let at = |people: &[Summary]| overview(&study, people.iter(), date("2026-03-31"));
    let all = at(&people);
    let found = all.left_out;
    assert_eq!(
        (found.to_come, found.missed, found.unused, found.hidden),
        (1, 1, 1, 0)
    );
    // IMACS, the registered wording, and the three categories of the total improvement score.
    assert_eq!(found.undecided, [1, 2, 1, 1, 1]);
    // With those who are counted they are all who are enrolled.
    for (share, undecided) in shares(&all).iter().zip(found.undecided) {
        let out = found.to_come + found.missed + found.not_entered + found.unused;
        assert_eq!(share.of + undecided + out, 5, "{}", share.key);
    }
    let hidden = at(&[with("01-001", &held, Hideable::Hidden)]);
    assert_eq!(hidden.left_out.hidden, 1);
    assert!(hidden.responders.is_hidden());
}
