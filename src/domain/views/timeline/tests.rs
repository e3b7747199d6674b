use super::axis::level;
use super::lane::{LaneKind, LaneName, Moment, Span, What, doses_at_visits};
use super::*;
use crate::domain::base::answer::Answer;
use crate::domain::base::ratio::Exact;
use crate::domain::forms::glucocorticoid;
use crate::domain::record::session::Session;
use crate::domain::sample::{self, cells, choice, date, field, form, number, participant, session};
use crate::domain::study::Visit;
use crate::domain::verdict::Direction;

/// A study whose visits ask for all measures but week 2, with a form of the glucocorticoid dose.
fn study() -> Study {
    let mut study = sample::study();
    let dose = field("taken", choice("yes-no"));
    let dose = form("glucocorticoid", Some(glucocorticoid::SCORER), vec![dose]);
    study.instruments.insert(dose.id.clone(), dose);
    let visit = |id: &str, day, window, forms: &[&str]| Visit {
        id: id.into(),
        label: id.into(),
        day,
        early: window,
        late: window,
        forms: forms.iter().map(|form| (*form).into()).collect(),
    };
    study.protocol.visits = vec![
        Visit {
            early: 0,
            ..visit("baseline", 0, 14, &[])
        },
        visit("week-2", 14, 3, &["phga"]),
        visit("week-4", 28, 3, &[]),
        visit("week-8", 56, 7, &[]),
        visit("week-12", 84, 7, &[]),
    ];
    study
}

/// A visit with two globals.
fn visit(id: &str, day: &str, phga: &str, extramuscular: &str) -> Session {
    let mut session = session(id, day, "phga", &[("vas", number(phga))]);
    let organs = cells(&[("emg.vas", number(extramuscular))]);
    session.forms.insert("mdaat".into(), organs);
    session
}

fn record(visits: Vec<Session>) -> ParticipantRecord {
    let mut record = ParticipantRecord::new(participant("01-001", "2026-01-02"));
    for visit in visits {
        record.sessions.insert(visit.visit.clone(), visit);
    }
    record
}

fn story(visits: Vec<Session>, lanes: Vec<Lane>, today: &str) -> Timeline {
    let study = study();
    tell(&study, &record(visits), lanes, date(today))
}

#[test]
fn visits_stand_on_their_days_with_their_windows() {
    // Windows: week 2 day 14 +-3, week 4 day 28 +-3, week 8 day 56 +-7, week 12 day 84 +-7.
    let visits = vec![
        visit("baseline", "2026-01-05", "6", "5"),
        visit("week-2", "2026-01-14", "5", "5"),
        visit("week-8", "2026-03-11", "4", "5"),
    ];
    let told = story(visits, Vec::new(), "2026-03-12");
    let timings: Vec<Timing> = told.stops.iter().map(|stop| stop.timing).collect();
    // Day 9 is 2 days before the window of week 2; day 65 is 2 days after that of week 8.
    let wanted = [
        Timing::Within,
        Timing::Early(2),
        Timing::Missed,
        Timing::Late(2),
        Timing::Ahead,
    ];
    assert_eq!(timings, wanted);
    let days: Vec<i64> = told
        .stops
        .iter()
        .map(|stop| told.axis.day(stop.date()))
        .collect();
    assert_eq!(days, [0, 9, 28, 65, 84]);
    assert_eq!(
        (told.axis.from, told.axis.to),
        (date("2026-01-02"), date("2026-03-30"))
    );
    assert_eq!(told.latest(), 3);
    // Nobody came for week 12 by day 100: it is overdue by 9 days.
    let late = story(
        vec![visit("baseline", "2026-01-05", "6", "5")],
        Vec::new(),
        "2026-04-15",
    );
    assert_eq!(late.stops[4].timing, Timing::Overdue(9));
}

#[test]
fn a_measure_has_baseline_best_lowest_and_last() {
    let visits = vec![
        visit("baseline", "2026-01-05", "6.0", "5"),
        visit("week-2", "2026-01-19", "3.0", "5"),
        visit("week-8", "2026-03-02", "4.8", "5"),
    ];
    let told = story(visits, Vec::new(), "2026-03-12");
    let phga = &told.measures[0];
    let place_and_value = |mark: Option<track::Mark>| {
        let mark = mark.unwrap();
        (mark.place, phga.shown(mark.value))
    };
    assert_eq!(phga.baseline, Some(Exact::int(6).into()));
    assert_eq!(place_and_value(phga.best), (1, "3.0".to_owned()));
    assert_eq!(place_and_value(phga.nadir), (1, "3.0".to_owned()));
    assert_eq!(place_and_value(phga.last), (3, "4.8".to_owned()));
    // 6.0 to 4.8 is better by exactly 20 %.
    let change = phga.change.as_ref().unwrap();
    assert_eq!(change.relative().as_deref(), Some("-20.0 %"));
    assert_eq!(phga.direction(), Direction::Better);
    let (improved, worse) = phga.thresholds();
    assert_eq!(
        (improved.unwrap().to_string(), worse.unwrap().to_string()),
        ("4.8".to_owned(), "7.5".to_owned())
    );
    // Week 2 does not ask for all six, so that nothing is judged there.
    assert_eq!(told.stops[1].imacs(), Some(Judgement::NotJudged));
    assert_eq!(told.stops[0].imacs(), None);
    assert_eq!(told.stops[3].imacs(), Some(Judgement::Open));
    let strength = &told.measures[2];
    assert_eq!((strength.baseline, strength.best), (None, None));
    assert!(strength.rises() && told.quality.is_empty());
}

#[test]
fn a_threshold_off_the_scale_is_none() {
    let visits = vec![visit("baseline", "2026-01-05", "8.1", "0")];
    let told = story(visits, Vec::new(), "2026-01-06");
    // 8.1 * 1.25 = 10.125 is above 10 cm; 0 has no percent.
    let (improved, worse) = told.measures[0].thresholds();
    assert_eq!(improved.unwrap().to_string(), "6.48");
    assert_eq!(worse, None);
    assert_eq!(told.measures[5].thresholds(), (None, None));
}

#[test]
fn deterioration_is_confirmed_by_the_visit_after_it() {
    let visits = |third: &str| {
        vec![
            visit("baseline", "2026-01-05", "5", "3.0"),
            visit("week-4", "2026-02-02", "5", "5.0"),
            visit("week-8", "2026-03-02", "5", third),
        ]
    };
    // Extramuscular global worse by 2 cm at week 4, and again, or not, at week 8.
    let told = story(visits("5.1"), Vec::new(), "2026-03-12");
    let found = told.confirmed.unwrap();
    assert_eq!(
        (found.first.as_str(), found.confirmed.as_str()),
        ("week-4", "week-8")
    );
    assert_eq!(
        story(visits("4.9"), Vec::new(), "2026-03-12").confirmed,
        None
    );
}

#[test]
fn doses_last_until_the_next_visit_that_found_another() {
    let study = study();
    let dose = |visit: &str, day: &str, mg: &str| {
        let answers = [
            ("taken", Answer::code("y")),
            ("drug", Answer::code("methylprednisolone")),
            ("dose", number(mg)),
            ("frequency", Answer::code("once-daily")),
        ];
        session(visit, day, "glucocorticoid", &answers)
    };
    let none = session(
        "week-12",
        "2026-03-30",
        "glucocorticoid",
        &[("taken", Answer::code("n"))],
    );
    let visits = vec![
        dose("baseline", "2026-01-05", "16"),
        dose("week-2", "2026-01-19", "16"),
        dose("week-4", "2026-02-02", "8"),
        none,
    ];
    let lane = doses_at_visits(&study, &record(visits)).unwrap();
    assert_eq!(lane.kind, LaneKind::Glucocorticoid);
    let spans: Vec<(What, Option<NaiveDate>)> = lane
        .spans
        .iter()
        .map(|span| {
            (
                span.what.clone(),
                span.to.as_ref().map(|moment| moment.earliest),
            )
        })
        .collect();
    let daily = |mg: i64| What::Daily(Some(Exact::int(mg)));
    // 16 mg x 5/4 = 20 mg, 8 mg x 5/4 = 10 mg.
    let wanted = [
        (daily(20), Some(date("2026-02-02"))),
        (daily(10), Some(date("2026-03-30"))),
        (daily(0), None),
    ];
    assert_eq!(spans, wanted);
    assert_eq!(doses_at_visits(&study, &record(Vec::new())), None);
}

#[test]
fn the_axis_begins_with_a_lane_not_long_before_and_goes_on_with_what_is_under_way() {
    let lane = |from: &str| {
        let spans = vec![Span {
            from: Some(Moment::on(date(from))),
            ..Span::default()
        }];
        vec![Lane {
            kind: LaneKind::Drug,
            name: LaneName::Drug("Methotrexate".to_owned()),
            spans,
            removed: None,
        }]
    };
    let visits = || vec![visit("baseline", "2026-01-05", "6", "5")];
    let axis = |from: &str, today: &str| {
        let axis = story(visits(), lane(from), today).axis;
        (axis.from, axis.to)
    };
    // Week 12 is planned for 30 March.
    let last = date("2026-03-30");
    assert_eq!(axis("2025-12-20", "2026-01-06"), (date("2025-12-20"), last));
    assert_eq!(axis("2019-01-01", "2026-01-06"), (date("2026-01-02"), last));
    assert_eq!(
        axis("2025-12-20", "2026-04-20"),
        (date("2025-12-20"), date("2026-04-20"))
    );
    assert_eq!(axis("2025-12-20", "2030-01-01").1, date("2026-06-22"));
}

#[test]
fn days_and_values_fall_on_the_nearest_step() {
    let axis = Axis {
        zero: date("2026-01-05"),
        from: date("2026-01-01"),
        to: date("2026-01-11"),
    };
    let step = |day: &str| axis.step(date(day), 6);
    assert_eq!(step("2025-12-01"), 0);
    assert_eq!((step("2026-01-01"), step("2026-01-02")), (0, 1));
    assert_eq!((step("2026-01-03"), step("2026-01-11")), (1, 5));
    assert_eq!(step("2026-02-01"), 5);
    let near = ["2026-01-10", "2026-01-11", "2026-01-11"].map(date);
    assert_eq!(axis.steps(&near, 6), [3, 4, 5]);
    let exact = |text: &str| Exact::parse(text).unwrap();
    assert_eq!(level(exact("2.5"), Exact::ZERO, exact("10"), 5), Some(1));
    assert_eq!(level(exact("11"), Exact::ZERO, exact("10"), 5), Some(4));
    assert_eq!(level(exact("-1"), Exact::ZERO, exact("10"), 5), Some(0));
    assert_eq!(level(exact("1"), exact("1"), exact("1"), 5), None);
}
