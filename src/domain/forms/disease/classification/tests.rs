use super::*;
use proptest::prelude::*;

fn findings(age: Option<u32>, biopsy_read: bool, present: &[Item]) -> Findings {
    let known = |item: &Item| biopsy_read || item.points(false) > Points::ZERO;
    let items = Item::ALL.into_iter().filter(known);
    Findings {
        age_at_onset: age,
        biopsy_read,
        items: items.map(|item| (item, present.contains(&item))).collect(),
        ..Findings::default()
    }
}

fn subgroup_of(findings: &Findings) -> Option<(Subgroup, bool)> {
    let found = classify(findings).subgroup;
    found.map(|found| (found.subgroup, found.is_settled))
}

#[test]
fn the_largest_totals_are_those_of_the_tables() {
    let most = |biopsy: bool| {
        let all = classify(&findings(Some(75), biopsy, &Item::ALL));
        all.points.exact().unwrap().to_string()
    };
    assert_eq!((most(false), most(true)), ("20.8".into(), "29.5".into()));
    let nothing = classify(&Findings::default());
    assert_eq!(nothing.points.to_string(), "0.0 to 20.8");
    assert_eq!(
        (nothing.class, nothing.class_reachable),
        (Class::No, Class::Definite)
    );
    assert!(!nothing.is_settled() && nothing.biopsy_wanted);
    let read = Findings {
        biopsy_read: true,
        ..Findings::default()
    };
    assert_eq!(classify(&read).points.to_string(), "0.0 to 29.5");
}

#[test]
fn each_class_begins_at_its_points() {
    let class = |tenths: u32, biopsy: bool| Class::of(Points::from_tenths(tenths), biopsy).code();
    let without = [52, 53, 54, 55, 74, 75].map(|tenths| class(tenths, false));
    let with = [64, 65, 66, 67, 86, 87].map(|tenths| class(tenths, true));
    let expected = [
        "no", "possible", "possible", "probable", "probable", "definite",
    ];
    assert_eq!((without, with), (expected, expected));
}

#[test]
fn the_class_goes_by_the_points_where_the_probability_disagrees() {
    let chance = |tenths: u32, biopsy: bool| {
        let chance = probability(Points::from_tenths(tenths), biopsy).unwrap();
        chance.percent_of(Exact::int(1)).unwrap().rounded(2)
    };
    let edges = [53, 55, 75].map(|tenths| chance(tenths, false));
    assert_eq!(edges, ["49.25", "54.24", "89.75"]);
    let edges = [65, 67, 87].map(|tenths| chance(tenths, true));
    assert_eq!(edges, ["50.25", "55.23", "90.11"]);
    let edge = classify(&findings(
        Some(45),
        false,
        &[Item::GottronPapules, Item::GottronSign],
    ));
    assert_eq!(edge.points.to_string(), "7.5");
    assert_eq!(edge.class, Class::Definite);
    assert!(edge.probability.unwrap().high < Exact::fraction(9, 10).unwrap());
}

#[test]
fn onset_at_18_and_at_40_has_the_points_of_the_older() {
    let points = |age: u32, biopsy: bool| {
        let found = classify(&findings(Some(age), biopsy, &[]));
        found.points.exact().unwrap().to_string()
    };
    assert_eq!(
        [17, 18, 39, 40].map(|age| points(age, false)),
        ["0.0", "1.3", "1.3", "2.1"]
    );
    assert_eq!(
        [17, 18, 39, 40].map(|age| points(age, true)),
        ["0.0", "1.5", "1.5", "2.2"]
    );
}

#[test]
fn published_ways_through_the_tree() {
    let biopsied = findings(
        Some(33),
        true,
        &[
            Item::WeakUpper,
            Item::WeakLower,
            Item::Enzymes,
            Item::Endomysial,
            Item::Perimysial,
        ],
    );
    assert_eq!(classify(&biopsied).points.to_string(), "7.0");
    assert_eq!(
        subgroup_of(&biopsied),
        Some((Subgroup::Polymyositis, false))
    );
    let inclusion = Findings {
        finger_flexors_weak: Some(true),
        not_improved_by_treatment: Some(true),
        ..findings(
            Some(63),
            true,
            &[
                Item::WeakLower,
                Item::Dysphagia,
                Item::Enzymes,
                Item::Endomysial,
                Item::RimmedVacuoles,
            ],
        )
    };
    let found = classify(&inclusion);
    assert_eq!(
        (found.points.to_string().as_str(), found.class),
        ("9.5", Class::Definite)
    );
    assert_eq!(
        subgroup_of(&inclusion),
        Some((Subgroup::InclusionBody, true))
    );
    let juvenile = findings(
        Some(9),
        false,
        &[
            Item::Heliotrope,
            Item::GottronSign,
            Item::WeakUpper,
            Item::WeakLower,
            Item::Enzymes,
        ],
    );
    assert_eq!(classify(&juvenile).points.to_string(), "9.2");
    assert_eq!(
        subgroup_of(&juvenile),
        Some((Subgroup::JuvenileDermatomyositis, true))
    );
}

#[test]
fn a_subgroup_is_settled_once_nothing_unknown_can_change_it() {
    let mut open = findings(Some(45), false, &[Item::GottronPapules, Item::GottronSign]);
    assert_eq!(subgroup_of(&open), Some((Subgroup::Amyopathic, true)));
    open.items.remove(&Item::NeckFlexors);
    assert_eq!(subgroup_of(&open), Some((Subgroup::Amyopathic, false)));
    let mut jo1 = findings(Some(45), false, &[Item::Jo1, Item::Enzymes]);
    assert_eq!(subgroup_of(&jo1), Some((Subgroup::Polymyositis, false)));
    jo1.finger_flexors_weak = Some(false);
    assert_eq!(subgroup_of(&jo1), Some((Subgroup::Polymyositis, true)));
    jo1.items.remove(&Item::Heliotrope);
    assert_eq!(subgroup_of(&jo1), Some((Subgroup::Polymyositis, false)));
    jo1.age_at_onset = None;
    assert_eq!(subgroup_of(&jo1), None);
    // Below a probable class there is none.
    assert_eq!(subgroup_of(&findings(Some(17), false, &[Item::Jo1])), None);
}

#[test]
fn features_of_a_biopsy_that_was_not_read_count_for_nothing() {
    let mut none = findings(Some(45), false, &[Item::Jo1, Item::Enzymes]);
    let before = classify(&none);
    none.items.insert(Item::RimmedVacuoles, true);
    assert_eq!(classify(&none), before);
}

fn any_findings() -> impl Strategy<Value = Findings> {
    let answers = proptest::collection::vec(any::<Option<bool>>(), Item::ALL.len());
    let age = proptest::option::of(0_u32..90);
    (
        answers,
        age,
        any::<bool>(),
        any::<Option<bool>>(),
        any::<Option<bool>>(),
    )
        .prop_map(
            |(
                answers,
                age_at_onset,
                biopsy_read,
                finger_flexors_weak,
                not_improved_by_treatment,
            )| {
                let known = |(item, answer): (Item, Option<bool>)| Some((item, answer?));
                Findings {
                    age_at_onset,
                    biopsy_read,
                    items: Item::ALL
                        .into_iter()
                        .zip(answers)
                        .filter_map(known)
                        .collect(),
                    finger_flexors_weak,
                    not_improved_by_treatment,
                }
            },
        )
}

proptest! {
    #[test]
    fn whatever_the_unknown_turns_out_to_be_lies_between_the_ends(
        open in any_findings(), rest in any_findings(), age in 0_u32..90,
        fingers: bool, treatment: bool,
    ) {
        let mut closed = open.clone();
        for item in Item::ALL {
            closed.items.entry(item).or_insert(rest.has(item) == Some(true));
        }
        closed.age_at_onset.get_or_insert(age);
        closed.finger_flexors_weak.get_or_insert(fingers);
        closed.not_improved_by_treatment.get_or_insert(treatment);
        let (before, after) = (classify(&open), classify(&closed));
        let points = after.points.exact().unwrap();
        prop_assert!(before.points.contains(points));
        let chance = after.probability.unwrap().exact().unwrap();
        prop_assert!(before.probability.unwrap().contains(chance));
        prop_assert!(chance.is_positive() && chance < Exact::int(1));
        prop_assert!(before.class <= after.class && after.class <= before.class_reachable);
        prop_assert!(after.is_settled());
        // A subgroup that is settled stays.
        if let Some(found) = before.subgroup
            && found.is_settled
        {
            let later = after.subgroup.unwrap();
            prop_assert_eq!(later.subgroup, found.subgroup);
        }
        if let Some(found) = after.subgroup {
            prop_assert!(found.is_settled);
        }
    }
}
