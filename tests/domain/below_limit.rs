//! A result that is only known to be below a limit keeps its sign in every verdict: what each value below it gives is decided,
//! what they give differently is not.

use crate::support::bad_events::participant;
use crate::support::shipped::{baseline, fill, study};
use coreset::domain::base::ratio::Exact;
use coreset::domain::forms::enzymes::{ByEnzyme, Enzyme, Lack};
use coreset::domain::record::kept_scores::{KeptValue, WhyOpen};
use coreset::domain::record::session::ParticipantRecord;
use coreset::domain::study::{Population, ZeroBaseline};
use coreset::domain::verdict::core_set::{CoreSet, Lab, Reading};
use coreset::domain::verdict::kept::kept_form;
use coreset::domain::verdict::response::{Category, Outcome, Points, Scale};
use coreset::domain::verdict::{Direction, Note, Rules, Undecided, Verdict, judge_by};
use coreset::text::DEFAULT;
use coreset::tools::batch::score_line;
use proptest::prelude::*;
use serde_json::{Value, json};

fn number(text: &str) -> Exact {
    Exact::parse(text).unwrap()
}

/// A value, `<800` for one below a limit, `!` for one that was not measured.
fn reading(text: &str) -> Reading {
    match (text, text.strip_prefix('<')) {
        ("!", _) => Reading::Missing("not-done".to_owned()),
        (_, Some(limit)) => Reading::Below(number(limit)),
        (value, None) => Reading::Value(number(value)),
    }
}

/// CK with a ULN of 200 U/L and aldolase with one of 10 U/L; the other enzymes were not measured.
fn labs(ck: &str, aldolase: &str) -> ByEnzyme<Lab> {
    let lab = |text: &str, uln: i64| Lab {
        value: reading(text),
        uln: Some(Exact::int(uln)),
        ..Lab::default()
    };
    ByEnzyme {
        ck: lab(ck, 200),
        aldolase: lab(aldolase, 10),
        ldh: lab("!", 250),
        ast: lab("!", 40),
        alt: lab("!", 40),
    }
}

/// Physician, patient, strength, function, extramuscular, then the enzymes.
fn set(visit: &str, others: [&str; 5], enzymes: ByEnzyme<Lab>) -> CoreSet {
    let mut set = CoreSet::blank(visit.into(), Exact::int(150));
    let [phga, ptga, mmt, haq, extramuscular] = others.map(reading);
    (set.phga, set.ptga, set.mmt) = (phga, ptga, mmt);
    (set.haq, set.extramuscular) = (haq, extramuscular);
    set.enzymes = enzymes;
    set
}

fn rules(zero_baseline: ZeroBaseline) -> Rules {
    Rules {
        scale: Scale::centimetres(Exact::int(150)),
        population: Population::Adult,
        zero_baseline,
        worsening: Default::default(),
    }
}

const BEFORE: [&str; 5] = ["5", "5", "100", "1", "5"];

/// Both globals better by more than 20 %, the rest the same: the enzyme decides.
const TWO_BETTER: [&str; 5] = ["3", "3", "100", "1", "5"];

fn judged(ck_before: &str, ck_now: &str) -> Verdict {
    let before = set("baseline", BEFORE, labs(ck_before, "!"));
    let now = set("week-12", TWO_BETTER, labs(ck_now, "!"));
    judge_by(&rules(ZeroBaseline::Worse), &before, &now)
}

#[test]
fn a_fall_from_1000_to_below_800_is_more_than_a_fifth_by_both_readings() {
    // 1000 - 800 = 200 = 20.0 % of 1000; any value below 800 fell by more.
    let verdict = judged("1000", "<800");
    assert_eq!(verdict.doi.met, Some(true));
    assert_eq!(verdict.registered.met, Some(true));
    let enzyme = &verdict.measures.enzyme;
    assert_eq!(
        (enzyme.outcome, enzyme.direction),
        (Outcome::Improved, Direction::Better)
    );
    assert_eq!(enzyme.relative().as_deref(), Some("<-20.0 %"));
    assert_eq!(enzyme.absolute().as_deref(), Some("<-200"));
    assert_eq!(enzyme.shown(enzyme.now.measured().unwrap()), "<800");
    // Exactly 800 is exactly 20 %: not more than it.
    assert_eq!(judged("1000", "800").registered.met, Some(false));
    // The range is 15 x 200 = 3000; a fall of 200 is 6.7 % (2.5 points), one of 1000 is 33.3 % (7.5 points).
    assert_eq!((enzyme.points, verdict.tis.total), (None, None));
    // Physician and patient fell by 2 of 10 cm = 20 %: 15 + 5 points.
    assert_eq!(verdict.tis.low, Points::tenths(150 + 50 + 25));
    assert_eq!(verdict.tis.high, Points::tenths(150 + 50 + 75));
    // 22.5 and 27.5 are both minimal: 20 or more, below 40.
    assert_eq!(verdict.tis.category, Some(Category::Minimal));
    assert_eq!(verdict.undecided(), Some(Undecided::BelowLimit));
    assert!(verdict.notes.contains(&Note::BelowLimit(Enzyme::Ck)));
}

#[test]
fn points_that_every_value_below_the_limit_gives_are_the_points() {
    // 3000 to <1500: a fall of more than 1500 of 3000 is more than 50 %, the highest band.
    let verdict = judged("3000", "<1500");
    assert_eq!(verdict.measures.enzyme.points, Some(Points::tenths(75)));
    assert_eq!(verdict.tis.total, Some(Points::tenths(150 + 50 + 75)));
    assert_eq!(verdict.undecided(), None);
    assert_eq!(
        verdict.measures.enzyme.of_range_by_band().as_deref(),
        Some(">+50.0 %")
    );
    // 600 to <150: more than 450 of 3000 is more than 15 %, at most 600 is 20 %: the band above exactly 15 %.
    let verdict = judged("600", "<150");
    assert_eq!(verdict.measures.enzyme.points, Some(Points::tenths(50)));
    // 600 to <151: 449.5 of 3000 would be below 15 %.
    assert_eq!(judged("600", "<151").measures.enzyme.points, None);
}

#[test]
fn a_limit_that_leaves_a_threshold_open_is_not_decided_and_says_why() {
    // 1000 to <900: 850 would be 15 %, 700 would be 30 %.
    let verdict = judged("1000", "<900");
    assert_eq!((verdict.doi.met, verdict.registered.met), (None, None));
    assert_eq!(verdict.measures.enzyme.outcome, Outcome::Open);
    let why = DEFAULT.undecided(&verdict.undecided().unwrap());
    assert!(why.contains("below its limit"), "{why}");
    let note = DEFAULT.note(&verdict.notes[0]);
    assert!(
        note.starts_with("CK is only known to be below a limit"),
        "{note}"
    );
    // 1000 to <1250: any value is worse by less than 25 %, but it can still be improved.
    let verdict = judged("1000", "<1250");
    assert_eq!(verdict.doi.met, None);
    assert_eq!(verdict.doi.conditions.worse, Some(true));
    assert_eq!(
        verdict.measures.enzyme.relative().as_deref(),
        Some("<+25.0 %")
    );
}

#[test]
fn a_baseline_below_a_limit_keeps_its_sign_too() {
    // <1000 to 1250: 1250 is more than 25 % above whatever is below 1000, so worse by the strict reading too.
    let verdict = judged("<1000", "1250");
    assert_eq!(
        (
            verdict.doi.outcomes.enzyme,
            verdict.registered.outcomes.enzyme
        ),
        (Outcome::Worse, Outcome::Worse)
    );
    assert_eq!(verdict.measures.enzyme.absolute().as_deref(), Some(">+250"));
    // Exactly 1000 to 1250 is exactly 25 %: not more.
    assert_eq!(
        judged("1000", "1250").registered.outcomes.enzyme,
        Outcome::Neither
    );
    // <1000 to 800: from 999 it is 19.9 % better, from 500 it is 60 % worse; never 20 % better.
    let verdict = judged("<1000", "800");
    assert_eq!(verdict.doi.outcomes.enzyme, Outcome::Open);
    assert_eq!(verdict.doi.met, Some(false));
    // <100 to <80 can be anything.
    let verdict = judged("<100", "<80");
    assert_eq!(
        (verdict.doi.met, verdict.doi.outcomes.enzyme),
        (None, Outcome::Open)
    );
    assert_eq!(verdict.measures.enzyme.relative().as_deref(), Some("?"));
}

#[test]
fn a_limit_at_baseline_never_ties_with_the_multiple_that_it_is_below() {
    // CK <1000 of 200 is below 5 x; aldolase 50 of 10 is 5 x, so aldolase counts although CK stands first.
    let before = set("baseline", BEFORE, labs("<1000", "50"));
    assert_eq!(before.open_choice(), None);
    assert_eq!(
        before.select_enzyme().unwrap().unwrap().enzyme,
        Enzyme::Aldolase
    );
    // Aldolase at 4.9 x leaves it open: CK can be more or less.
    let before = set("baseline", BEFORE, labs("<1000", "49"));
    let open = before.open_choice().unwrap();
    assert_eq!(open.lacking(Lack::Number).collect::<Vec<_>>(), [Enzyme::Ck]);
    let now = set("week-12", TWO_BETTER, labs("800", "10"));
    let verdict = judge_by(&rules(ZeroBaseline::Worse), &before, &now);
    // If CK counts it was 980 at least: 18.4 % better. Aldolase is 79.6 % better.
    assert_eq!(verdict.doi.met, None);
    let why = DEFAULT.undecided(&verdict.undecided().unwrap());
    assert!(
        why.ends_with("only known to be below a limit at baseline: CK."),
        "{why}"
    );
    // If CK counts it was more than 980: 700 is at least 28.5 % better, so both choices are improved.
    let now = set("week-12", TWO_BETTER, labs("700", "10"));
    let verdict = judge_by(&rules(ZeroBaseline::Worse), &before, &now);
    assert_eq!(verdict.doi.met, Some(true));
}

#[test]
fn a_completed_form_keeps_no_enzyme_while_a_limit_leaves_it_open_which_one_counts() {
    let study = study();
    let day = "2026-01-05".parse().unwrap();
    let kept = |labs: &str| {
        let mut session = baseline();
        fill(&study, &mut session, "enzymes", labs);
        let mut record = ParticipantRecord::new(participant("01-001", day));
        record.sessions.insert(session.visit.clone(), session);
        let kept = kept_form(
            &study,
            &record,
            &"baseline".into(),
            &"enzymes".into(),
            "coreset 1",
        );
        kept.unwrap().scores.main.unwrap().value
    };
    let others = "unit=U/L haemolysed=n aldolase=!not-done ast=!not-done alt=!not-done";
    // CK is below 5 x, LDH is 3.6 x: either can be the most abnormal.
    let open = kept(&format!("{others} ck=<1000 ck.uln=200 ldh=900 ldh.uln=250"));
    assert_eq!(open, KeptValue::NotDecided(WhyOpen::BelowLimit));
    // Below 3.5 x it cannot be CK, and without LDH it cannot be another one.
    let ldh = kept(&format!("{others} ck=<700 ck.uln=200 ldh=900 ldh.uln=250"));
    assert_eq!(ldh, KeptValue::Code("ldh".to_owned()));
    let ck = kept(&format!("{others} ck=<1000 ck.uln=200 ldh=!not-done"));
    assert_eq!(ck, KeptValue::Code("ck".to_owned()));
    // While something is blank, that is why.
    let blank = kept(&format!("{others} ck=<1000 ck.uln=200"));
    assert_eq!(blank, KeptValue::Blank);
}

#[test]
fn the_batch_scorer_reads_and_writes_the_sign() {
    let case = |before: &str, now: &str| {
        let values = |phga: &str, ck: &str| {
            json!({"phga": phga, "ptga": phga, "mmt": "100", "haq": "1", "extramuscular": "5",
                   "enzymes": {"ck": ck}})
        };
        let case = json!({
            "id": "B", "population": "adult",
            "scale": {"vas_max": "10", "mmt_max": "150", "haq_max": "3", "extramuscular_max": "10"},
            "uln": {"ck": "200"}, "baseline": values("5", before), "followup": values("3", now),
        });
        let line = score_line(&case.to_string()).unwrap();
        serde_json::from_str::<Value>(&line).unwrap()
    };
    let result = case("1000", "<800");
    assert_eq!(result["doi"]["relative_percent"]["enzyme"], ">20");
    assert_eq!(result["doi"]["met"], true);
    assert_eq!(result["registered_literal"]["met"], true);
    assert_eq!(result["tis"]["total"], Value::Null);
    assert!(result["open"].as_str().unwrap().contains("below a limit"));
    let result = case("1000", "<900");
    assert_eq!(result["doi"]["met"], Value::Null);
    assert_eq!(result["doi"]["missing"], json!(["enzyme"]));
    let result = case("3000", "<1500");
    assert_eq!(result["tis"]["percent_of_range"]["enzyme"], ">50");
    assert!(result.get("open").is_none(), "{result}");
    // 1000 to 1250 is +25 %, and whatever is below 1000 rose by more.
    assert_eq!(
        case("<1000", "1250")["doi"]["relative_percent"]["enzyme"],
        "not-known"
    );
    assert_eq!(case("<1000", "1250")["doi"]["worse"], json!(["enzyme"]));
    for wrong in ["<0", "<-1", "<", "< x", "<<8"] {
        let line = case_line(wrong);
        assert!(line.unwrap_err().contains("followup.enzymes.ck"), "{wrong}");
    }
}

fn case_line(now: &str) -> Result<String, String> {
    let case = json!({
        "id": "B", "population": "adult",
        "scale": {"vas_max": "10", "mmt_max": "150", "haq_max": "3", "extramuscular_max": "10"},
        "uln": {"ck": "200"}, "baseline": {"enzymes": {"ck": "10"}},
        "followup": {"enzymes": {"ck": now}},
    });
    score_line(&case.to_string()).map_err(|error| error.to_string())
}

/// Every value below a limit that can make a difference: a grid, and each mark with its two neighbours.
fn below(text: &str, marks: &[Exact]) -> Vec<Reading> {
    let Some(limit) = text.strip_prefix('<').map(number) else {
        return vec![reading(text)];
    };
    let little = Exact::fraction(1, 1_000_000).unwrap();
    let grid = (0..20).map(|step| limit.times(Exact::fraction(step, 20).unwrap()).unwrap());
    let marks = marks.iter().chain([&Exact::ZERO, &limit]);
    let beside = marks.flat_map(|mark| {
        [
            mark.minus(little).unwrap(),
            *mark,
            mark.plus(little).unwrap(),
        ]
    });
    let mut all: Vec<Exact> = grid.chain(beside).collect();
    all.retain(|value| !value.is_negative() && *value < limit);
    all.sort();
    all.dedup();
    all.into_iter().map(Reading::Value).collect()
}

/// The number of a result, or its limit.
fn number_of(text: &str) -> Option<Exact> {
    (text != "!").then(|| number(text.trim_start_matches('<')))
}

/// The values at which the change from or to this result crosses a threshold: of the results by 20, 25 and 30 %, of the
/// score by 5, 15, 25 and 40 % of the range.
fn thresholds(other: &str, range: Exact) -> Vec<Exact> {
    let Some(other) = number_of(other) else {
        return Vec::new();
    };
    let parts = [
        (1, 1),
        (4, 5),
        (5, 4),
        (3, 4),
        (4, 3),
        (7, 10),
        (10, 7),
        (13, 10),
        (10, 13),
    ];
    let parts = parts.map(|(n, d)| other.times(Exact::fraction(n, d).unwrap()).unwrap());
    let bands =
        [5, 15, 25, 40].map(|percent| range.times(Exact::fraction(percent, 100).unwrap()).unwrap());
    let bands = bands
        .into_iter()
        .flat_map(|band| [other.plus(band).unwrap(), other.minus(band).unwrap()]);
    parts.into_iter().chain(bands).collect()
}

/// The value at which this result is the same multiple of its ULN as another of its own, where these are so many times apart.
fn same_multiple(other: &str, times: Exact) -> Option<Exact> {
    Some(number_of(other)?.times(times).unwrap())
}

fn with(mut set: CoreSet, ck: Reading, aldolase: Reading) -> CoreSet {
    set.enzymes.ck.value = ck;
    set.enzymes.aldolase.value = aldolase;
    set
}

fn decided<T: PartialEq + Clone>(all: &[Verdict], of: impl Fn(&Verdict) -> T) -> Option<T> {
    let first = of(all.first()?);
    all.iter().all(|one| of(one) == first).then_some(first)
}

fn result() -> impl Strategy<Value = &'static str> {
    prop::sample::select(
        &[
            "0", "75", "125", "500", "800", "1000", "1250", "<50", "<80", "<100", "<125", "<800",
            "<900", "<1000", "<1250", "<5000",
        ][..],
    )
}

fn small() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        2 => Just("!"),
        1 => prop::sample::select(&["0", "4", "5", "50", "<5", "<50", "<60"][..]),
    ]
}

fn range(enzyme: Enzyme, uln: i64) -> Exact {
    enzyme.range(Exact::int(uln)).unwrap()
}

#[test]
fn a_value_just_above_the_multiple_of_another_enzyme_can_decide() {
    // CK 75 of 200 is 0.375 x ULN, so aldolase below 5 of 10 counts from just above 3.75: 3.8 to 5 is +31.6 %, worse by
    // 30 %, while 4 to 5 is +25 %.
    let others = ["6.5", "4", "120", "1.3", "4"];
    let judged = |aldolase: &str| {
        let before = set("baseline", BEFORE, labs("75", aldolase));
        let now = set("week-12", others, labs("<50", "5"));
        judge_by(&rules(ZeroBaseline::Worse), &before, &now)
            .deterioration
            .met_of_six()
    };
    assert_eq!((judged("3.8"), judged("4")), (Some(true), Some(false)));
    assert_eq!(judged("<5"), None);
    // Below 3.75 aldolase does not count: CK does, which fell.
    assert_eq!(judged("<3.7"), Some(false));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_verdict_over_a_limit_is_decided_exactly_when_every_value_below_it_gives_the_same(
        ck in result(), ck_now in result(), aldolase in small(), aldolase_now in small(),
        others in prop::array::uniform5(0_usize..3), unevaluable in any::<bool>(),
    ) {
        // Two limits at once at most, so that all values can be tried.
        let limits = [ck, ck_now, aldolase, aldolase_now];
        prop_assume!(limits.iter().filter(|text| text.starts_with('<')).count() <= 2);
        let rules = rules(if unevaluable { ZeroBaseline::Unevaluable } else { ZeroBaseline::Worse });
        // Better by exactly 20 %, the same, worse by exactly 30 %.
        let after = [["4", "5", "6.5"], ["4", "5", "6.5"], ["120", "100", "70"], ["0.8", "1", "1.3"], ["4", "5", "6.5"]];
        let others = [0, 1, 2, 3, 4].map(|n| after[n][others[n]]);
        let before = set("baseline", BEFORE, labs(ck, aldolase));
        let now = set("week-12", others, labs(ck_now, aldolase_now));
        let shown = judge_by(&rules, &before, &now);
        // The ULN of CK is 20 times that of aldolase.
        let (ck_range, aldolase_range) = (range(Enzyme::Ck, 200), range(Enzyme::Aldolase, 10));
        let mut ck_marks = thresholds(ck_now, ck_range);
        ck_marks.extend(same_multiple(aldolase, Exact::int(20)));
        let mut aldolase_marks = thresholds(aldolase_now, aldolase_range);
        aldolase_marks.extend(same_multiple(ck, Exact::fraction(1, 20).unwrap()));
        let mut all = Vec::new();
        for ck_before in below(ck, &ck_marks) {
            for aldolase_before in below(aldolase, &aldolase_marks) {
                let before = with(before.clone(), ck_before.clone(), aldolase_before.clone());
                for ck in below(ck_now, &thresholds(ck, ck_range)) {
                    for aldolase in below(aldolase_now, &thresholds(aldolase, aldolase_range)) {
                        let now = with(now.clone(), ck.clone(), aldolase.clone());
                        all.push(judge_by(&rules, &before, &now));
                    }
                }
            }
        }
        prop_assert_eq!(shown.doi.met, decided(&all, |v| v.doi.met).flatten());
        prop_assert_eq!(shown.registered.met, decided(&all, |v| v.registered.met).flatten());
        let worse = decided(&all, |v| v.deterioration.met_of_six()).flatten();
        prop_assert_eq!(shown.deterioration.met_of_six(), worse);
        let category = decided(&all, |v| v.tis.category).flatten();
        prop_assert!(shown.tis.category.is_none() || shown.tis.category == category);
        if shown.open_choice.is_none() {
            prop_assert_eq!(shown.tis.category, category);
            prop_assert_eq!(shown.tis.total, decided(&all, |v| v.tis.total).flatten());
            let outcome = decided(&all, |v| v.doi.outcomes.enzyme).unwrap_or(Outcome::Open);
            prop_assert_eq!(shown.doi.outcomes.enzyme, outcome);
        }
        prop_assert!(all.iter().all(|v| shown.tis.low <= v.tis.low && v.tis.high <= shown.tis.high));
        // Where every measure has points the bounds are their sum, which is the total; else there is none.
        let sum = shown.tis.missing().is_empty().then_some((shown.tis.low, shown.tis.high));
        prop_assert_eq!(sum, shown.tis.total.map(|total| (total, total)));
        // Whatever of it is open says why.
        if shown.doi.met.is_none() || shown.registered.met.is_none() {
            prop_assert!(matches!(shown.undecided(), Some(Undecided::Choice(_) | Undecided::BelowLimit)));
        }
    }
}
