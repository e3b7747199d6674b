mod edges;
mod properties;

use super::*;
use crate::domain::base::measured::Measured;
use crate::domain::base::ratio::Exact;
use crate::domain::treatment::adverse::terms::word_of_interest;
use crate::domain::treatment::units::{Quantity, Unit};
use std::collections::BTreeSet;

fn exact(text: &str) -> Exact {
    Exact::parse(text).unwrap()
}

fn value(text: &str) -> Findings {
    Findings {
        value: Some(match text.strip_prefix('<') {
            Some(limit) => Measured::Below(exact(limit)),
            None => Measured::At(exact(text)),
        }),
        ..Findings::default()
    }
}

fn with_lln(text: &str, lln: &str) -> Findings {
    Findings {
        lln: Some(exact(lln)),
        ..value(text)
    }
}

fn with_uln(text: &str, uln: &str) -> Findings {
    Findings {
        uln: Some(exact(uln)),
        ..value(text)
    }
}

fn with_baseline(findings: Findings, baseline: &str, abnormal: Option<bool>) -> Findings {
    Findings {
        baseline: Some(Baseline {
            value: exact(baseline),
            abnormal,
        }),
        ..findings
    }
}

/// Returns an outcome in short: `0` to `4`, or `0-4` with what is missing.
fn told(term: Term, findings: Findings) -> String {
    let graded = grade(term, &findings);
    assert_eq!((graded.term, graded.version), (term, "5.0"));
    match graded.outcome {
        Outcome::NotGraded => "0".to_owned(),
        Outcome::Graded(grade) => grade.number().to_string(),
        Outcome::Open { least, most, lacks } => {
            let least = least.map_or(0, Grade::number);
            format!("{least}-{} {lacks:?}", most.number())
        }
    }
}

#[test]
fn codes_and_names_are_unlike_each_other_and_no_term_is_a_risk_of_special_interest() {
    let codes: BTreeSet<&str> = Term::ALL.iter().map(|term| term.code()).collect();
    let names: BTreeSet<&str> = Term::ALL.iter().map(|term| term.name()).collect();
    assert_eq!((codes.len(), names.len()), (27, 27));
    for term in Term::ALL {
        assert_eq!(Term::of(term.code()), Some(*term));
        assert_eq!(word_of_interest(term.name()), None, "{}", term.name());
    }
    assert_eq!(Term::of("gout"), None);
    assert_eq!(Term::Anemia.quantity(), Some(Quantity::Haemoglobin));
}

#[test]
fn a_limit_below_the_absolute_ones_changes_nothing_above_grade_1() {
    assert_eq!(told(Term::Anemia, with_lln("98", "95")), "2");
    assert_eq!(told(Term::Anemia, with_lln("100", "95")), "0");
    assert_eq!(
        told(Term::PlateletCountDecreased, with_lln("74", "60")),
        "2"
    );
}

#[test]
fn without_a_lower_limit_only_grade_1_cannot_be_told() {
    assert_eq!(told(Term::Anemia, value("99")), "2");
    assert_eq!(told(Term::Anemia, value("79")), "3");
    assert_eq!(told(Term::Anemia, value("100")), "0-1 [LowerLimit]");
    assert_eq!(told(Term::Anemia, Findings::default()), "0-3 [Value]");
    assert_eq!(told(Term::AltIncreased, value("99")), "0-4 [UpperLimit]");
    assert_eq!(
        told(Term::AltIncreased, with_uln("99", "0")),
        "0-4 [UpperLimit]"
    );
    assert_eq!(told(Term::Hyperkalemia, value("5.4")), "0-1 [UpperLimit]");
    assert_eq!(told(Term::Hyperkalemia, value("5.6")), "2");
}

#[test]
fn a_result_is_graded_in_its_unit() {
    let in_unit = |unit: Unit, findings: Findings| Findings {
        unit: Some(unit),
        ..findings
    };
    let mg = |text: &str| in_unit(Unit::MilligramsPerDecilitre, with_lln(text, "70"));
    // 1.68 mmol/L is 30.3 mg/dL.
    assert_eq!(told(Term::Hypoglycemia, with_lln("1.68", "3.9")), "4");
    assert_eq!(told(Term::Hypoglycemia, mg("30.3")), "3");
    assert_eq!(told(Term::Hypoglycemia, mg("54.9")), "2");
    assert_eq!(told(Term::Hypoglycemia, mg("70")), "0");
    let grams = |text: &str| in_unit(Unit::GramsPerDecilitre, with_lln(text, "12.0"));
    assert_eq!(told(Term::Anemia, grams("8.0")), "2");
    assert_eq!(told(Term::Anemia, grams("7.9")), "3");
    // 4.96 mmol/L is 79.9 g/L, 4.97 is 80.1; by the printed 4.9 the first would be grade 2.
    let moles = |text: &str| in_unit(Unit::MillimolesPerLitre, with_lln(text, "7.4"));
    assert_eq!(told(Term::Anemia, moles("4.96")), "3");
    assert_eq!(told(Term::Anemia, moles("4.97")), "2");
    assert_eq!(told(Term::Anemia, mg("80")), "0-3 [Unit]");
    let cubic = in_unit(Unit::PerCubicMillimetre, with_lln("1499", "1800"));
    assert_eq!(told(Term::NeutrophilCountDecreased, cubic), "2");
}

#[test]
fn an_abnormal_baseline_takes_the_place_of_the_limit() {
    let alt = |text: &str, abnormal: Option<bool>| {
        told(
            Term::AltIncreased,
            with_baseline(with_uln(text, "40"), "100", abnormal),
        )
    };
    let (yes, no) = (Some(true), Some(false));
    assert_eq!((alt("149", yes), alt("150", yes)), ("0".into(), "1".into()));
    assert_eq!((alt("300", yes), alt("301", yes)), ("1".into(), "2".into()));
    assert_eq!(alt("149", no), "2");
    assert_eq!(alt("149", None), "0-2 [BaselineLimit]");
    assert_eq!(alt("160", None), "1-2 [BaselineLimit]");
    assert_eq!(alt("30", None), "0");
    let ggt = |text: &str| told(Term::GgtIncreased, with_baseline(value(text), "100", yes));
    assert_eq!((ggt("199"), ggt("200")), ("0".into(), "1".into()));
    assert_eq!((ggt("250"), ggt("251")), ("1".into(), "2".into()));
    let bilirubin = |text: &str| {
        told(
            Term::BloodBilirubinIncreased,
            with_baseline(value(text), "30", yes),
        )
    };
    assert_eq!(
        (bilirubin("30"), bilirubin("30.1")),
        ("0".into(), "1".into())
    );
    assert_eq!(
        (bilirubin("45"), bilirubin("45.1")),
        ("1".into(), "2".into())
    );
}

#[test]
fn a_baseline_is_abnormal_above_its_own_limit() {
    let baseline = |value: &str, uln: Option<&str>| {
        Baseline::with_limit(exact(value), uln.map(exact)).abnormal
    };
    assert_eq!(baseline("41", Some("40")), Some(true));
    assert_eq!(baseline("40", Some("40")), Some(false));
    assert_eq!(baseline("40", None), None);
}

#[test]
fn a_normal_creatinine_can_be_grade_2() {
    let creatinine = |text: &str, baseline: &str| {
        told(
            Term::CreatinineIncreased,
            with_baseline(with_uln(text, "97"), baseline, Some(false)),
        )
    };
    assert_eq!(creatinine("75", "50"), "0");
    assert_eq!(creatinine("76", "50"), "2");
    assert_eq!(creatinine("151", "50"), "3");
    assert_eq!(told(Term::CreatinineIncreased, with_uln("76", "97")), "0");
    let no_limit = with_baseline(value("151"), "50", None);
    assert_eq!(
        told(Term::CreatinineIncreased, no_limit),
        "3-4 [UpperLimit]"
    );
}

#[test]
fn low_potassium_is_1_or_2_until_the_symptoms_are_known() {
    let potassium = |text: &str, symptoms: Option<bool>| {
        told(
            Term::Hypokalemia,
            Findings {
                symptoms,
                ..with_lln(text, "3.5")
            },
        )
    };
    assert_eq!(potassium("3.0", None), "1-2 [Symptoms]");
    assert_eq!(potassium("3.0", Some(false)), "1");
    assert_eq!(potassium("3.0", Some(true)), "2");
    assert_eq!(potassium("2.99", None), "3");
    assert_eq!(potassium("3.5", None), "0");
}

#[test]
fn rates_and_intervals_are_rounded_before_they_are_compared() {
    let rate = |text: &str| told(Term::ChronicKidneyDisease, with_lln(text, "90"));
    let grades = [
        "89.5", "89.4", "59.5", "59.4", "29.5", "29.4", "14.5", "14.4",
    ]
    .map(rate);
    assert_eq!(grades, ["0", "1", "1", "2", "2", "3", "3", "4"]);
    let protein = Findings {
        strip: Some(Strip::Two),
        ..with_lln("95", "90")
    };
    assert_eq!(told(Term::ChronicKidneyDisease, protein), "1");
    let ratio = |mg_per_g: i64| Findings {
        protein_over_creatinine: Some(Exact::int(mg_per_g)),
        ..with_lln("95", "90")
    };
    assert_eq!(told(Term::ChronicKidneyDisease, ratio(500)), "0");
    assert_eq!(told(Term::ChronicKidneyDisease, ratio(501)), "1");
    let qtc = |text: &str| told(Term::QtCorrectedIntervalProlonged, value(text));
    let grades = ["449.4", "449.5", "480.4", "480.5", "500.4", "500.5"].map(qtc);
    assert_eq!(grades, ["0", "1", "1", "2", "2", "3"]);
    let rose = |text: &str| {
        let findings = with_baseline(value(text), "410", None);
        told(Term::QtCorrectedIntervalProlonged, findings)
    };
    assert_eq!((rose("470"), rose("471")), ("1".into(), "3".into()));
}

#[test]
fn protein_of_24_hours_outranks_the_strip() {
    let strip = |strip: Strip| Findings {
        strip: Some(strip),
        ..Findings::default()
    };
    let by_strip = Strip::ALL.map(|at| told(Term::Proteinuria, strip(at)));
    assert_eq!(by_strip, ["0", "0", "1", "2", "2", "3"]);
    let day = Findings {
        strip: Some(Strip::Four),
        ..with_uln("0.99", "0.15")
    };
    assert_eq!(told(Term::Proteinuria, day), "1");
    assert_eq!(told(Term::Proteinuria, value("3.5")), "3");
    assert_eq!(told(Term::Proteinuria, value("3.49")), "2");
    assert_eq!(told(Term::Proteinuria, value("0.1")), "0-1 [UpperLimit]");
    assert_eq!(told(Term::Proteinuria, Findings::default()), "0-3 [Value]");
}

#[test]
fn the_worse_pressure_counts_and_one_may_be_enough() {
    let pressure = |systolic: Option<i64>, diastolic: Option<i64>| {
        told(
            Term::Hypertension,
            Findings {
                systolic: systolic.map(Exact::int),
                diastolic: diastolic.map(Exact::int),
                ..Findings::default()
            },
        )
    };
    assert_eq!(pressure(Some(160), Some(70)), "3");
    assert_eq!(pressure(Some(159), Some(99)), "2");
    assert_eq!(pressure(Some(119), Some(80)), "1");
    assert_eq!(pressure(Some(160), None), "3");
    assert_eq!(pressure(Some(130), None), "1-3 [Diastolic]");
    assert_eq!(pressure(None, Some(79)), "0-3 [Systolic]");
}

#[test]
fn fever_needs_its_duration_only_above_40() {
    let fever = |text: &str, over_24_hours: Option<bool>| {
        told(
            Term::Fever,
            Findings {
                over_24_hours,
                ..value(text)
            },
        )
    };
    assert_eq!(fever("40.0", None), "2");
    assert_eq!(fever("40.1", None), "3-4 [Duration]");
    assert_eq!(fever("40.1", Some(false)), "3");
    assert_eq!(fever("40.1", Some(true)), "4");
    let cold =
        ["35.1", "35", "32.1", "32", "28.1", "28"].map(|text| told(Term::Hypothermia, value(text)));
    assert_eq!(cold, ["0", "2", "2", "3", "3", "4"]);
}

#[test]
fn weight_is_compared_with_the_baseline_exactly() {
    let weight = |term: Term, text: &str| told(term, with_baseline(value(text), "60", None));
    let lost = ["57.01", "57", "54.01", "54", "48.01", "48"].map(|kg| weight(Term::WeightLoss, kg));
    assert_eq!(lost, ["0", "1", "1", "2", "2", "3"]);
    let gained =
        ["62.99", "63", "65.99", "66", "71.99", "72"].map(|kg| weight(Term::WeightGain, kg));
    assert_eq!(gained, ["0", "1", "1", "2", "2", "3"]);
    assert_eq!(told(Term::WeightLoss, value("57")), "0-3 [Baseline]");
}

#[test]
fn a_result_below_a_limit_tells_what_all_numbers_below_it_have_in_common() {
    let neutrophils = |text: &str| told(Term::NeutrophilCountDecreased, with_lln(text, "1.8"));
    assert_eq!(neutrophils("<0.5"), "4");
    assert_eq!(neutrophils("<1.0"), "3-4 [BelowLimit]");
    assert_eq!(told(Term::AltIncreased, with_uln("<40", "40")), "0");
    assert_eq!(
        told(Term::AltIncreased, with_uln("<50", "40")),
        "0-1 [BelowLimit]"
    );
    assert_eq!(
        told(Term::ChronicKidneyDisease, with_lln("<14.5", "90")),
        "4"
    );
}

#[test]
fn terms_without_a_grade_do_not_reach_it() {
    assert_eq!(told(Term::Leukocytosis, value("100")), "0");
    assert_eq!(told(Term::Leukocytosis, value("1000")), "3");
    assert_eq!(told(Term::LymphocyteCountIncreased, value("4")), "0");
    assert_eq!(told(Term::LymphocyteCountIncreased, value("100")), "3");
    assert_eq!(told(Term::BloodLdhIncreased, with_uln("9999", "250")), "1");
    assert_eq!(told(Term::Hypoalbuminemia, with_lln("5", "40")), "3");
}
