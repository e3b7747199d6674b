//! What must hold of every verdict, whatever the values.

use coreset::domain::base::ratio::Exact;
use coreset::domain::forms::engine::instrument::Measure;
use coreset::domain::study::{Population, ZeroBaseline};
use coreset::domain::verdict::response::change::{Outcome, Relative};
use coreset::domain::verdict::response::doi::Strength;
use coreset::domain::verdict::response::tis::{
    Tis, band_edges, bands_of, most_points, next_band, points, score,
};
use coreset::domain::verdict::response::{
    ByMeasure, Category, Change, Doi, Points, Scale, registered_literal, rider_2004,
};
use proptest::prelude::*;

/// Values in tenths, each within 0 and its maximum; the enzyme has a range of 15 x 20.0.
type Tenths = [Option<i64>; 6];

const MAX: [i64; 6] = [100, 100, 1500, 30, 9999, 100];

fn any_values() -> impl Strategy<Value = Tenths> {
    MAX.map(|max| prop::option::weighted(0.9, prop_oneof![1 => Just(0), 9 => 0..=max]))
        .prop_map(|values| values)
}

fn scale() -> Scale {
    Scale::centimetres(Exact::int(150))
}

fn tenths(value: i64) -> Exact {
    Exact::fraction(i128::from(value), 10).unwrap()
}

fn changes(before: &Tenths, now: &Tenths) -> ByMeasure<Change> {
    let mut pairs = before.iter().zip(now);
    ByMeasure::make(|measure| {
        let (before, now) = pairs.next().unwrap();
        let range = scale().max(measure).unwrap_or(Exact::int(300));
        Change::between(measure, before.map(tenths), now.map(tenths), Some(range)).unwrap()
    })
}

fn doi(changes: &ByMeasure<Change>, open: bool, zero: ZeroBaseline) -> Doi {
    rider_2004(changes, &scale(), &ByMeasure::make(|_| open), zero)
}

fn tis(changes: &ByMeasure<Change>) -> Tis {
    score(changes, Population::Adult)
}

/// Moves a value towards better by some tenths, within its scale.
fn better(measure: usize, value: i64, by: i64) -> i64 {
    if measure == 2 {
        (value + by).min(MAX[measure])
    } else {
        (value - by).max(0)
    }
}

proptest! {
    #[test]
    fn a_definition_is_met_when_all_its_conditions_are_and_not_met_when_one_is_not(
        before in any_values(), now in any_values(), open in prop::array::uniform6(any::<bool>())
    ) {
        let changes = changes(&before, &now);
        let mut each = open.into_iter();
        let open = ByMeasure::make(|_| each.next().unwrap());
        let zero = ZeroBaseline::Worse;
        for doi in [
            rider_2004(&changes, &scale(), &open, zero),
            registered_literal(&changes, &scale(), &open, zero),
        ] {
            let mut conditions = vec![doi.conditions.improved, doi.conditions.worse];
            if let Strength::Kept(kept) = doi.conditions.strength {
                conditions.push(kept);
            }
            let all = conditions.iter().all(|holds| *holds == Some(true));
            let fails = conditions.contains(&Some(false));
            prop_assert_eq!(doi.met == Some(true), all);
            prop_assert_eq!(doi.met == Some(false), fails);
        }
    }

    #[test]
    fn an_improvement_lies_in_the_band_of_its_points(tenths in -1000_i64..=1000) {
        let of_range = Exact::fraction(i128::from(tenths), 10).unwrap();
        for measure in Measure::ALL {
            let band = band_edges(measure, of_range);
            prop_assert!(band.above.is_none_or(|above| of_range > Exact::int(above)));
            prop_assert!(band.up_to.is_none_or(|up_to| of_range <= Exact::int(up_to)));
            let known = bands_of(measure).iter().find(|known| Some(known.above) == band.above);
            let expected = known.map(|known| known.points).unwrap_or_default();
            prop_assert_eq!(points(measure, of_range), expected);
        }
    }

    #[test]
    fn totals_come_in_steps_between_their_bounds(before in any_values(), now in any_values()) {
        let tis = tis(&changes(&before, &now));
        for total in [tis.low, tis.high] {
            prop_assert!(total <= Points::tenths(1000));
            prop_assert_eq!(total.as_tenths() % 25, 0);
        }
        prop_assert!(tis.low <= tis.high);
        match tis.total {
            Some(total) => {
                prop_assert_eq!((tis.low, tis.high), (total, total));
                prop_assert_eq!(tis.category, Some(tis.category_low));
                prop_assert!(tis.missing().is_empty());
            }
            None => prop_assert!(!tis.missing().is_empty() && tis.low < tis.high),
        }
        prop_assert!(tis.category_low <= tis.category_high);
    }

    #[test]
    fn a_missing_value_never_leaves_the_bounds(before in any_values(), now in any_values(), gone in 0_usize..6) {
        let all = tis(&changes(&before, &now));
        let mut fewer = now;
        fewer[gone] = None;
        let less = tis(&changes(&before, &fewer));
        prop_assert!(less.low <= all.low && all.high <= less.high);
    }

    #[test]
    fn more_improvement_never_costs(before in any_values(), now in any_values(), which in 0_usize..6, by in 1_i64..400) {
        let Some(value) = now[which] else { return Ok(()) };
        let mut improved = now;
        improved[which] = Some(better(which, value, by));
        let (old, new) = (changes(&before, &now), changes(&before, &improved));
        prop_assert!(tis(&new).low >= tis(&old).low);
        for zero in [ZeroBaseline::Worse, ZeroBaseline::Unevaluable] {
            prop_assert!(doi(&new, false, zero).met_as_is >= doi(&old, false, zero).met_as_is);
            let literal = |changes| registered_literal(changes, &scale(), &ByMeasure::default(), zero).met_as_is;
            prop_assert!(literal(&new) >= literal(&old));
        }
    }

    #[test]
    fn what_is_decided_stays_decided(before in any_values(), now in any_values(), gone in prop::collection::vec(any::<bool>(), 6)) {
        let mut fewer = now;
        for (value, gone) in fewer.iter_mut().zip(&gone) {
            if *gone { *value = None; }
        }
        let open = {
            let mut left = fewer.iter();
            ByMeasure::make(|_| left.next().unwrap().is_none())
        };
        for zero in [ZeroBaseline::Worse, ZeroBaseline::Unevaluable] {
            let early = rider_2004(&changes(&before, &fewer), &scale(), &open, zero);
            let late = doi(&changes(&before, &now), false, zero);
            if let Some(met) = early.met {
                prop_assert_eq!(met, late.met_as_is);
            }
            if late.met_as_is {
                prop_assert!(early.reachable);
            }
        }
    }

    #[test]
    fn outcomes_follow_from_the_counting_rule(before in any_values(), now in any_values()) {
        let all = changes(&before, &now);
        let doi = doi(&all, false, ZeroBaseline::Worse);
        // Judged again in whole numbers: 100 * (b - f) against 20 * b and 25 * b.
        let (mut improved, mut worse, mut weaker) = (0, 0, false);
        for (n, (b, f)) in before.iter().zip(&now).enumerate() {
            let (Some(b), Some(f)) = (b, f) else { continue };
            let gain = if n == 2 { f - b } else { b - f };
            if (*b > 0 && 100 * gain >= 20 * b) || (*b == 0 && gain > 0) {
                improved += 1;
            }
            if (*b > 0 && 100 * -gain >= 25 * b) || (*b == 0 && gain < 0) {
                worse += 1;
                weaker |= n == 2;
            }
        }
        prop_assert_eq!((doi.improved, doi.worse, doi.mmt_worse), (improved, worse, weaker));
        prop_assert_eq!(doi.met_as_is, improved >= 3 && worse <= 2 && !weaker);
        prop_assert_eq!(doi.met, Some(doi.met_as_is));
    }

    #[test]
    fn the_next_band_is_where_the_points_rise(before in any_values(), now in any_values()) {
        for (measure, change) in changes(&before, &now).iter() {
            let max = scale().max(measure);
            let Some(next) = next_band(change, max).unwrap() else {
                let most = change.of_range.map(|p| points(measure, p.exact().unwrap()));
                prop_assert!(most.is_none_or(|most| most == most_points(measure)));
                continue;
            };
            let scored = |value: Exact| {
                let moved = Change::of_amounts(measure, change.baseline, Some(value.into()), change.range).unwrap();
                points(measure, moved.of_range.unwrap().exact().unwrap())
            };
            let little = Exact::parse("0.001").unwrap();
            let (sign, best) = match measure {
                Measure::Mmt => (little, max.unwrap()),
                _ => (little.negated(), Exact::ZERO),
            };
            prop_assert!(scored(next.beyond) < next.points);
            prop_assert_eq!(scored(next.beyond.plus(sign).unwrap()), next.points);
            prop_assert_eq!(next.possible, scored(best) >= next.points);
            let way = next.beyond.minus(change.now.unwrap().exact().unwrap()).unwrap();
            prop_assert_eq!(way.magnitude(), next.more_than);
        }
    }
}

#[test]
fn every_upper_edge_belongs_to_its_band() {
    let edges = |measure| match measure {
        Measure::Mmt => [2, 10, 20, 30],
        _ => [5, 15, 25, 40],
    };
    let little = Exact::parse("0.000001").unwrap();
    for measure in Measure::ALL {
        let mut below = Points::default();
        for (band, edge) in bands_of(measure).iter().zip(edges(measure)) {
            let edge = Exact::int(edge);
            assert_eq!(points(measure, edge), below, "{measure:?} {edge}");
            below = points(measure, edge.plus(little).unwrap());
            assert_eq!(below, band.points, "{measure:?} {edge}");
        }
        assert_eq!(points(measure, Exact::int(-50)), Points::default());
        assert_eq!(points(measure, Exact::int(100)), most_points(measure));
    }
    let most = Measure::ALL.map(|measure| most_points(measure).as_tenths());
    assert_eq!(most.iter().sum::<u16>(), 1000);
}

#[test]
fn thresholds_of_the_definition_are_inclusive_and_those_registered_are_not() {
    let outcome = |now: &str, literal: bool| {
        let value = |text: &str| Some(Exact::parse(text).unwrap());
        let mut all = changes(&[None; 6], &[None; 6]);
        all.phga = Change::between(Measure::Phga, value("4"), value(now), value("10")).unwrap();
        let judge = if literal {
            registered_literal
        } else {
            rider_2004
        };
        let closed = ByMeasure::default();
        judge(&all, &scale(), &closed, ZeroBaseline::Worse)
            .outcomes
            .phga
    };
    assert_eq!(
        (outcome("3.2", false), outcome("3.2", true)),
        (Outcome::Improved, Outcome::Neither)
    );
    assert_eq!(
        (outcome("3.21", false), outcome("3.19", true)),
        (Outcome::Neither, Outcome::Improved)
    );
    assert_eq!(
        (outcome("5", false), outcome("5", true)),
        (Outcome::Worse, Outcome::Neither)
    );
    assert_eq!(
        (outcome("4.99", false), outcome("5.01", true)),
        (Outcome::Neither, Outcome::Worse)
    );
}

#[test]
fn zero_that_stays_zero_is_no_change() {
    let all = changes(&[Some(0); 6], &[Some(0); 6]);
    for (_, change) in all.iter() {
        assert_eq!(change.relative, Relative::Percent(Exact::ZERO.into()));
    }
    assert_eq!(tis(&all).total, Some(Points::default()));
}

#[test]
fn categories_begin_at_their_thresholds() {
    for (population, thresholds) in [
        (Population::Adult, [200, 400, 600]),
        (Population::Jdm, [300, 450, 700]),
    ] {
        let later = [Category::Minimal, Category::Moderate, Category::Major];
        let mut below = Category::None;
        for (category, threshold) in later.into_iter().zip(thresholds) {
            assert_eq!(
                Category::of(Points::tenths(threshold - 25), population),
                below
            );
            assert_eq!(
                Category::of(Points::tenths(threshold), population),
                category
            );
            below = category;
        }
    }
}
