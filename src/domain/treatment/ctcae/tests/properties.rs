use super::super::*;
use crate::domain::base::measured::Measured;
use crate::domain::base::ratio::Exact;
use proptest::prelude::*;

/// Returns the ends of an outcome, 0 for no grade.
fn ends(outcome: &Outcome) -> (u8, u8) {
    match outcome {
        Outcome::NotGraded => (0, 0),
        Outcome::Graded(grade) => (grade.number(), grade.number()),
        Outcome::Open { least, most, lacks } => {
            assert!(!lacks.is_empty());
            (least.map_or(0, Grade::number), most.number())
        }
    }
}

fn hundredths(number: i128) -> Exact {
    Exact::fraction(number, 100).unwrap()
}

fn full(at: i128, lln: i128, width: i128, baseline: i128, flags: [bool; 3]) -> Findings {
    Findings {
        value: Some(Measured::At(hundredths(at))),
        lln: Some(hundredths(lln)),
        uln: Some(hundredths(lln + width)),
        baseline: Some(Baseline {
            value: hundredths(baseline),
            abnormal: Some(flags[0]),
        }),
        symptoms: Some(flags[1]),
        over_24_hours: Some(flags[2]),
        systolic: Some(hundredths(at)),
        diastolic: Some(hundredths(at / 2)),
        ..Findings::default()
    }
}

proptest! {
    #[test]
    fn grades_go_one_way_with_the_result_and_are_known_when_nothing_is_missing(
        at in 0_i128..60_000, step in 1_i128..500, lln in 1_i128..20_000, width in 1_i128..20_000,
        baseline in 1_i128..50_000, flags: [bool; 3],
    ) {
        for term in Term::ALL.iter().copied() {
            let grade_at = |at| {
                let (least, most) = ends(&grade(term, &full(at, lln, width, baseline, flags)).outcome);
                assert_eq!(least, most, "{term:?}");
                least
            };
            let (here, beyond) = (grade_at(at), grade_at(at + step));
            let falls = matches!(
                term,
                Term::Anemia | Term::WhiteBloodCellDecreased | Term::NeutrophilCountDecreased
                    | Term::LymphocyteCountDecreased | Term::PlateletCountDecreased
                    | Term::ChronicKidneyDisease | Term::Hypoalbuminemia | Term::Hypoglycemia
                    | Term::Hypokalemia | Term::Hypothermia | Term::WeightLoss
            );
            prop_assert!(if falls { beyond <= here } else { beyond >= here }, "{term:?}: {here}, {beyond}");
        }
    }

    #[test]
    fn what_is_left_out_never_contradicts_what_is_known(
        at in 0_i128..60_000, lln in 1_i128..20_000, width in 1_i128..20_000,
        baseline in 1_i128..50_000, flags: [bool; 3], kept: [bool; 7],
    ) {
        for term in Term::ALL.iter().copied() {
            let all = full(at, lln, width, baseline, flags);
            let [value, low, high, abnormal, symptoms, duration, diastolic] = kept;
            let part = Findings {
                value: all.value.filter(|_| value || term == Term::Proteinuria),
                lln: all.lln.filter(|_| low),
                uln: all.uln.filter(|_| high),
                baseline: all.baseline.map(|baseline| Baseline {
                    abnormal: baseline.abnormal.filter(|_| abnormal),
                    ..baseline
                }),
                symptoms: all.symptoms.filter(|_| symptoms),
                over_24_hours: all.over_24_hours.filter(|_| duration),
                diastolic: all.diastolic.filter(|_| diastolic),
                ..all
            };
            let (known, _) = ends(&grade(term, &all).outcome);
            let (least, most) = ends(&grade(term, &part).outcome);
            prop_assert!(least <= known && known <= most, "{term:?}: {known} not in {least} to {most}");
        }
    }

    #[test]
    fn a_result_below_a_limit_holds_every_number_below_it(
        limit in 2_i128..60_000, share in 0_i128..1000, lln in 1_i128..20_000, width in 1_i128..20_000,
        baseline in 1_i128..50_000, flags: [bool; 3],
    ) {
        for term in Term::ALL.iter().copied() {
            let below = Findings {
                value: Some(Measured::Below(hundredths(limit))),
                ..full(limit, lln, width, baseline, flags)
            };
            let one = Findings {
                value: Some(Measured::At(Exact::fraction(limit * share, 100_000).unwrap())),
                ..below
            };
            let (known, _) = ends(&grade(term, &one).outcome);
            let (least, most) = ends(&grade(term, &below).outcome);
            prop_assert!(least <= known && known <= most, "{term:?}: {known} not in {least} to {most}");
        }
    }
}
