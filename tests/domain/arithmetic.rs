//! Dates and doses: worked examples read from `tests/vectors/arithmetic.jsonl`, and what holds for any of them.

use chrono::{Datelike, Days, NaiveDate, NaiveTime};
use coreset::domain::base::partial::typed;
use coreset::domain::base::partial::typed::Entry;
use coreset::domain::base::partial::{PartialDate, Precision};
use coreset::domain::base::ratio::Exact;
use coreset::domain::treatment::abatacept::{
    DoseRule, Given, Infusion, Regimen, Tier, Tiers, crossing, next_due,
};
use coreset::domain::treatment::adverse::{Moment, since_infusion};
use coreset::domain::treatment::equivalence::{Figure, Frequency, Table};
use coreset::domain::treatment::medication::glucocorticoid::{
    cumulative, dose_on, mean_per_day, pulses,
};
use coreset::domain::treatment::medication::{
    Amount, Course, DoseChange, End, Period, Route, Treatment, stable_for,
};
use proptest::prelude::*;
use serde_json::Value;

fn text<'a>(case: &'a Value, key: &str) -> &'a str {
    case[key]
        .as_str()
        .unwrap_or_else(|| panic!("{key} in {case}"))
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Reads a decimal, or a fraction as exact results are written.
fn exact(text: &str) -> Exact {
    let (top, bottom) = text.split_once('/').unwrap_or((text, "1"));
    let part = |text: &str| Exact::parse(text).unwrap();
    part(top).over(part(bottom)).unwrap()
}

/// The tiers of the label.
fn tiers() -> Tiers {
    let tier = |up_to: Option<i64>, inclusive, mg| Tier {
        up_to: up_to.map(Exact::int),
        inclusive,
        mg: Exact::int(mg),
    };
    Tiers::new(vec![
        tier(Some(60), false, 500),
        tier(Some(100), true, 750),
        tier(None, false, 1000),
    ])
    .unwrap()
}

fn regimen() -> Regimen {
    Regimen {
        rule: DoseRule::Tiers(tiers()),
        days: vec![0, 14, 28],
        then_every: Some(28),
        last_day: Some(140),
        early: 3,
        late: 3,
    }
}

fn course(drug: &str, dose: Exact, frequency: &str, period: Period) -> Course {
    Course {
        drug: Some(drug.to_owned()),
        figure: Figure::OfTable,
        dose_mg: Some(dose),
        frequency: Some(Frequency::of(frequency).unwrap()),
        route: Route::Oral,
        period,
        pulse: false,
    }
}

fn dose(case: &Value) {
    let on = day("2024-02-29");
    let period = Period {
        start: Some(on.into()),
        end: End::Ongoing,
    };
    let (drug, mg) = (text(case, "drug"), exact(text(case, "dose")));
    let courses = [course(drug, mg, text(case, "frequency"), period)];
    let amount = dose_on(&Table::published(), &courses, on).unwrap();
    assert_eq!(amount.exact(), Some(exact(text(case, "per_day"))), "{case}");
    let per_kg = amount.per_kg(exact(text(case, "kg"))).unwrap();
    let shown = per_kg.exact().unwrap().rounded(3);
    assert_eq!(shown, text(case, "per_kg"), "{case}");
    assert_eq!(
        per_kg.below(Exact::int(1)),
        case["below_1"].as_bool(),
        "{case}"
    );
}

fn due(case: &Value) {
    let days: Vec<_> = case["days"].as_array().unwrap().iter().collect();
    let first = day(text(case, "first"));
    let mut given: Vec<Infusion> = Vec::new();
    for (dose, expected) in days.iter().enumerate() {
        let expected = day(expected.as_str().unwrap());
        if dose == 0 {
            assert_eq!(expected, first, "{case}");
        } else {
            assert_eq!(next_due(&regimen(), &given).unwrap().on, expected, "{case}");
        }
        given.push(Infusion {
            dose,
            // Late by a day every time: the plan still counts from the first one.
            on: expected.checked_add_days(Days::new(u64::from(dose > 0))),
            kg: None,
            mg: None,
            given: Given::Whole,
        });
    }
    assert_eq!(next_due(&regimen(), &given), None, "{case}");
}

fn typed(case: &Value) {
    let future = case["future"].as_bool().unwrap_or(false);
    let entry = typed::read(text(case, "text"), day(text(case, "today")), future);
    match case["stored"].as_str() {
        None => assert!(matches!(entry, Entry::Wrong(_)), "{entry:?} {case}"),
        Some(stored) => {
            let (Entry::Open(date) | Entry::Full(date)) = entry else {
                panic!("{entry:?} {case}");
            };
            assert_eq!(date.to_string(), stored, "{case}");
            assert_eq!(date.earliest(), day(text(case, "earliest")), "{case}");
            assert_eq!(date.latest(), day(text(case, "latest")), "{case}");
            assert_eq!(stored.parse(), Ok(date), "{case}");
        }
    }
}

fn reaction(case: &Value) {
    let moment = |text: &str| {
        let (on, at) = text.split_once(' ').unwrap_or((text, ""));
        Moment {
            on: on.parse().unwrap(),
            at: NaiveTime::parse_from_str(at, "%H:%M").ok(),
        }
    };
    let infusions = [moment(text(case, "infusion"))];
    let since = since_infusion(moment(text(case, "onset")), &infusions).unwrap();
    let minutes = case["hours"].as_i64().unwrap() * 60;
    assert_eq!(since.within(minutes), case["within"].as_bool(), "{case}");
}

#[test]
fn worked_examples() {
    let mut seen = std::collections::BTreeMap::new();
    for line in include_str!("../vectors/arithmetic.jsonl").lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        assert!(!text(&case, "source").is_empty());
        let kind = text(&case, "kind");
        *seen.entry(kind.to_owned()).or_insert(0) += 1;
        match kind {
            "dose" => dose(&case),
            "tier" => {
                let planned = tiers().of(exact(text(&case, "kg"))).map(|tier| tier.mg);
                assert_eq!(planned, Some(exact(text(&case, "mg"))), "{case}");
            }
            "due" => due(&case),
            "typed" => typed(&case),
            "reaction" => reaction(&case),
            other => panic!("{other} is no kind of example"),
        }
    }
    let kinds: Vec<_> = seen.keys().map(String::as_str).collect();
    assert_eq!(kinds, ["dose", "due", "reaction", "tier", "typed"]);
}

#[test]
fn the_dose_at_week_12_against_baseline() {
    let from = |text: &str, end: End| Period {
        start: text.parse().ok(),
        end,
    };
    let until = |text: &str| End::On(text.parse().unwrap());
    let courses = [
        course(
            "prednisone",
            exact("40"),
            "qd",
            from("2024-01-01", until("2024-02-29")),
        ),
        course(
            "prednisone",
            exact("25"),
            "qod",
            from("2024-03-01", End::Ongoing),
        ),
    ];
    let table = Table::published();
    let baseline = day("2024-02-08");
    let week_12 = baseline.checked_add_days(Days::new(84)).unwrap();
    let on = |day| dose_on(&table, &courses, day).unwrap();
    let change = DoseChange::between(&on(baseline), &on(week_12))
        .unwrap()
        .unwrap();
    assert_eq!(change.absolute.exact(), Some(exact("-27.5")));
    assert_eq!(change.percent.unwrap().exact(), Some(exact("-68.75")));
    // 22 days of 40 mg up to the leap day, then 63 of 12.5 mg, over 85 days.
    let total = cumulative(&table, &courses, baseline, week_12).unwrap();
    assert_eq!(total.exact(), Some(exact("1667.5")));
    let mean = mean_per_day(&table, &courses, baseline, week_12)
        .unwrap()
        .unwrap();
    assert_eq!(mean.exact(), Some(exact("1667.5/85")));
    assert_eq!(mean_per_day(&table, &courses, week_12, baseline), Ok(None));
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    // From 1999 to 2005: a leap year of a whole century and one that is not.
    (0_u64..2300).prop_map(|days| day("1999-01-01").checked_add_days(Days::new(days)).unwrap())
}

fn any_precision() -> impl Strategy<Value = Precision> {
    prop_oneof![
        Just(Precision::Year),
        Just(Precision::Month),
        Just(Precision::Day)
    ]
}

/// Returns the date with what is not known of it left out.
fn blurred(day: NaiveDate, known: Precision) -> PartialDate {
    let month = (known >= Precision::Month).then(|| day.month());
    let of_month = (known == Precision::Day).then(|| day.day());
    PartialDate::new(day.year(), month, of_month).unwrap()
}

/// A course as it was, and as it was entered: with the unknown parts of its dates left out.
fn any_course() -> impl Strategy<Value = (Course, Course)> {
    let drugs = prop_oneof![
        Just("prednisone"),
        Just("dexamethasone"),
        Just("deflazacort")
    ];
    let often = prop_oneof![
        Just("qd"),
        Just("bid"),
        Just("qod"),
        Just("weekly"),
        Just("once")
    ];
    let ends = prop_oneof![
        3 => any_precision().prop_map(Some),
        1 => Just(None),
    ];
    (
        drugs,
        0_i64..4000,
        often,
        any_day(),
        0_u64..500,
        any_precision(),
        ends,
        0..4_u8,
    )
        .prop_map(
            |(drug, dose, often, start, length, known, end_known, lost)| {
                let end = start.checked_add_days(Days::new(length)).unwrap();
                let true_end = if end_known.is_some() {
                    End::On(end.into())
                } else {
                    End::Ongoing
                };
                let truth = Period {
                    start: Some(start.into()),
                    end: true_end,
                };
                let entered = Period {
                    start: (lost != 1).then(|| blurred(start, known)),
                    end: match end_known {
                        _ if lost == 2 => End::Unknown,
                        Some(known) => End::On(blurred(end, known)),
                        None => End::Ongoing,
                    },
                };
                let dose = Exact::fraction(i128::from(dose), 8).unwrap();
                (
                    course(drug, dose, often, truth),
                    course(drug, dose, often, entered),
                )
            },
        )
}

fn holds(bounds: &Amount, truth: &Amount) -> bool {
    bounds.unknown == 0 && bounds.bounds.contains(truth.exact().unwrap())
}

proptest! {
    #[test]
    fn comparisons_of_partial_dates_agree_with_every_completion(
        a in any_day(), b in any_day(), p in any_precision(), q in any_precision()
    ) {
        let (x, y) = (blurred(a, p), blurred(b, q));
        prop_assert!(x.can_be(a) && x.earliest() <= a && a <= x.latest());
        prop_assert!(x.before(y).is_none_or(|before| before == (a < b)));
        prop_assert!(x.after(y).is_none_or(|after| after == (a > b)));
        prop_assert!(x.same_day(y).is_none_or(|same| same == (a == b)));
        prop_assert!(x.days_until(y).contains((b - a).num_days()));
        prop_assert_eq!(x.to_string().parse::<PartialDate>().unwrap(), x);
        if p == Precision::Day && q == Precision::Day {
            prop_assert_eq!(x.before(y), Some(a < b));
            prop_assert_eq!(x.days_until(y).exact(), Some((b - a).num_days()));
        }
    }

    #[test]
    fn the_bounds_of_partial_dates_are_themselves_possible(
        a in any_day(), b in any_day(), p in any_precision(), q in any_precision()
    ) {
        // No wider than needed: both ends are the distance of two days that the dates could be.
        let (x, y) = (blurred(a, p), blurred(b, q));
        let days = x.days_until(y);
        prop_assert_eq!((y.earliest() - x.latest()).num_days(), days.low);
        prop_assert_eq!((y.latest() - x.earliest()).num_days(), days.high);
        let undecided = x.before(y).is_none();
        let both = x.earliest() < y.latest() && x.latest() >= y.earliest();
        prop_assert_eq!(undecided, both);
    }

    #[test]
    fn ages_hold_every_birthday(one in any_day(), other in any_day(), known in any_precision()) {
        let (birth, on) = (one.min(other), one.max(other));
        let age = |birth: NaiveDate| {
            let mut years = 0_i32;
            // Counted birthday by birthday; a leap day is kept on 1 March of a common year.
            let anniversary = |years: i32| {
                let year = birth.year() + years;
                NaiveDate::from_ymd_opt(year, birth.month(), birth.day())
                    .unwrap_or_else(|| NaiveDate::from_ymd_opt(year, 3, 1).unwrap())
            };
            while anniversary(years + 1) <= on {
                years += 1;
            }
            i64::from(years)
        };
        prop_assert!(blurred(birth, known).years_until(on).contains(age(birth)));
        prop_assert_eq!(PartialDate::from(birth).years_until(on).exact(), Some(age(birth)));
    }

    #[test]
    fn a_day_back_and_a_day_ahead_are_inverse(today in any_day(), days in 0_u32..9999) {
        let date = |text: &str, today| match typed::read(text, today, true) {
            Entry::Open(date) => date.whole().unwrap(),
            other => panic!("{text}: {other:?}"),
        };
        let back = date(&format!("t-{days}"), today);
        prop_assert_eq!((today - back).num_days(), i64::from(days));
        prop_assert_eq!(date(&format!("t+{days}"), back), today);
        prop_assert_eq!(date(&format!("+{days}"), back), today);
    }

    #[test]
    fn doses_hold_every_completion_of_their_dates(
        courses in prop::collection::vec(any_course(), 1..4), from in any_day(), length in 0_u64..400
    ) {
        let (truth, entered): (Vec<_>, Vec<_>) = courses.into_iter().unzip();
        let to = from.checked_add_days(Days::new(length)).unwrap();
        let table = Table::published();
        for of in [cumulative, pulses] {
            let known = of(&table, &truth, from, to).unwrap();
            let bounds = of(&table, &entered, from, to).unwrap();
            prop_assert!(holds(&bounds, &known), "{bounds:?} without {known:?}");
        }
        let known = mean_per_day(&table, &truth, from, to).unwrap().unwrap();
        let bounds = mean_per_day(&table, &entered, from, to).unwrap().unwrap();
        prop_assert!(holds(&bounds, &known));
        for course in entered.iter().zip(&truth) {
            let active = (course.0.period.active(from), course.1.period.active(from).unwrap());
            prop_assert!(active.0.is_none_or(|said| said == active.1), "{active:?} {:?}", course);
        }
    }

    #[test]
    fn sums_of_adjacent_periods_add_up(
        courses in prop::collection::vec(any_course(), 1..4), from in any_day(), first in 0_u64..300, second in 1_u64..300
    ) {
        let (truth, entered): (Vec<_>, Vec<_>) = courses.into_iter().unzip();
        let middle = from.checked_add_days(Days::new(first)).unwrap();
        let next = middle.succ_opt().unwrap();
        let to = middle.checked_add_days(Days::new(second)).unwrap();
        let table = Table::published();
        for of in [cumulative, pulses] {
            let sum = |courses: &[Course], from, to| of(&table, courses, from, to).unwrap();
            let both = sum(&truth, from, middle).exact().unwrap();
            let both = both.plus(sum(&truth, next, to).exact().unwrap()).unwrap();
            prop_assert_eq!(sum(&truth, from, to).exact(), Some(both));
            // Of dates that are not known the parts may say less than the whole, and never more.
            let (one, other) = (sum(&entered, from, middle).bounds, sum(&entered, next, to).bounds);
            let whole = sum(&entered, from, to).bounds;
            prop_assert!(one.low.plus(other.low).unwrap() <= whole.low);
            prop_assert!(one.high.plus(other.high).unwrap() >= whole.high);
        }
        // A mean over one day is the dose on it.
        let mean = mean_per_day(&table, &truth, from, from).unwrap();
        prop_assert_eq!(mean, Some(dose_on(&table, &truth, from).unwrap()));
    }

    #[test]
    fn changes_of_dose_hold_every_pair_of_doses(
        a in 1_i64..400, b in 0_i64..400, below in 0_i64..100, above in 0_i64..100
    ) {
        let around = |value: i64| Amount {
            bounds: coreset::domain::base::bounds::Bounds::between(
                Exact::int((value - below).max(1)),
                Exact::int(value + above),
            ),
            unknown: 0,
        };
        let known = |value| Amount::known(Exact::int(value));
        let truth = DoseChange::between(&known(a), &known(b)).unwrap().unwrap();
        let blurred = Amount { bounds: coreset::domain::base::bounds::Bounds::between(Exact::ZERO, Exact::int(b + above)), unknown: 0 };
        let bounds = DoseChange::between(&around(a), &blurred).unwrap().unwrap();
        prop_assert!(bounds.absolute.contains(truth.absolute.exact().unwrap()));
        prop_assert!(bounds.percent.unwrap().contains(truth.percent.unwrap().exact().unwrap()));
        prop_assert!(bounds.increased().is_none_or(|rose| rose == (b > a)));
    }

    #[test]
    fn stable_doses_agree_with_every_completion(
        start in any_day(), known in any_precision(), months in 0_u32..7, later in 0_u64..400
    ) {
        let row = |start: PartialDate| Treatment {
            drug: "methotrexate".to_owned(),
            dose: Some(Exact::int(15)),
            unit: Some("mg".to_owned()),
            frequency: Some("weekly".to_owned()),
            period: Period { start: Some(start), end: End::Ongoing },
        };
        let on = start.checked_add_days(Days::new(later)).unwrap();
        let stable = |start| stable_for(&[row(start)], "methotrexate", months, on);
        let truth = stable(start.into()).unwrap();
        // By the calendar: the same day of the month so many months on has passed.
        prop_assert_eq!(truth, start.checked_add_months(chrono::Months::new(months)).unwrap() < on);
        prop_assert!(stable(blurred(start, known)).is_none_or(|said| said == truth));
    }

    #[test]
    fn tiers_rise_with_weight(a in 1_i64..3000, b in 1_i64..3000) {
        let kg = |tenths: i64| Exact::fraction(i128::from(tenths), 10).unwrap();
        let mg = |tenths| tiers().of(kg(tenths)).unwrap().mg;
        let (light, heavy) = (a.min(b), a.max(b));
        prop_assert!(mg(light) <= mg(heavy));
        let crossed = crossing(&DoseRule::Tiers(tiers()), kg(a), kg(b));
        prop_assert_eq!(crossed.is_some(), mg(a) != mg(b));
    }

    #[test]
    fn the_time_since_an_infusion_holds_every_completion(
        onset in (any_day(), 0_u32..1440, any::<bool>(), any_precision()),
        infusions in prop::collection::vec((any_day(), 0_u32..1440, any::<bool>(), any_precision()), 1..4)
    ) {
        let at = |minute: u32| NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap();
        let moment = |(day, minute, known, precision): (NaiveDate, u32, bool, Precision)| Moment {
            on: blurred(day, precision),
            at: known.then(|| at(minute)),
        };
        let began = onset.0.and_time(at(onset.1));
        let last = infusions.iter().map(|i| i.0.and_time(at(i.1))).filter(|i| *i <= began).max();
        let entered: Vec<Moment> = infusions.iter().copied().map(moment).collect();
        let found = since_infusion(moment(onset), &entered);
        match (last, found) {
            (Some(last), Some(found)) => {
                prop_assert!(found.minutes.contains((began - last).num_minutes()), "{found:?}");
                if let Some(place) = found.infusion {
                    let (on, minute, ..) = infusions[place];
                    prop_assert_eq!(on.and_time(at(minute)), last);
                }
            }
            (Some(_), None) => prop_assert!(false, "an infusion before the event was not seen"),
            (None, found) => prop_assert!(found.is_none_or(|found| !found.certain)),
        }
    }
}
