//! Which enzyme counts is open while a blank at baseline can still make it another: what is decided, and what is not.

use coreset::domain::base::measured::Measured;
use coreset::domain::base::ratio::Exact;
use coreset::domain::forms::engine::instrument::Measure;
use coreset::domain::forms::enzymes::{
    AtBaseline, ByEnzyme, Candidate, Choices, Enzyme, Known, Lack, choices, select,
};
use coreset::domain::study::{Population, ZeroBaseline};
use coreset::domain::verdict::core_set::{CoreSet, Lab, Reading};
use coreset::domain::verdict::response::{Category, Outcome, Points, Scale};
use coreset::domain::verdict::{Direction, Note, Rules, Verdict, judge_by};
use coreset::text;
use coreset::text::DEFAULT;
use proptest::prelude::*;

fn number(text: &str) -> Exact {
    Exact::parse(text).unwrap()
}

fn value(text: &str) -> Reading {
    Reading::Value(number(text))
}

fn gone() -> Reading {
    Reading::Missing("not-done".to_owned())
}

fn rules() -> Rules {
    Rules {
        scale: Scale::centimetres(Exact::int(150)),
        population: Population::Adult,
        zero_baseline: ZeroBaseline::Worse,
        worsening: Default::default(),
    }
}

/// A result with its limit, `-` for one that is blank and `!` for one that is missing.
fn lab(result: &str, limit: &str) -> Lab {
    Lab {
        value: match result {
            "-" => Reading::Blank,
            "!" => gone(),
            text => value(text),
        },
        uln: Exact::parse(limit).ok(),
        uln_blank: limit == "-",
        ..Lab::default()
    }
}

fn blank() -> Lab {
    lab("-", "-")
}

fn missing() -> Lab {
    lab("!", "!")
}

fn labs(each: [Lab; 5]) -> ByEnzyme<Lab> {
    let [ck, aldolase, ldh, ast, alt] = each;
    ByEnzyme {
        ck,
        aldolase,
        ldh,
        ast,
        alt,
    }
}

fn set(visit: &str, phga: &str, ptga: &str, enzymes: ByEnzyme<Lab>) -> CoreSet {
    let max = Exact::int(150);
    let mut set = CoreSet::blank(visit.into(), max);
    set.phga = value(phga);
    set.ptga = value(ptga);
    set.mmt = value("120");
    set.enzymes = enzymes;
    set
}

/// Baseline with CK 1000 (ULN 200), and what is said of the others.
fn baseline(others: [Lab; 4]) -> CoreSet {
    let [aldolase, ldh, ast, alt] = others;
    let mut all = labs([lab("1000", "200"), aldolase, ldh, ast, alt]);
    all.ck = lab("1000", "200");
    set("baseline", "5", "5", all)
}

/// Week 12 with both globals better by 40 %, CK 500, aldolase 200 and no difficulty at all.
fn week_12() -> CoreSet {
    let all = [
        lab("500", "200"),
        lab("200", "7.6"),
        blank(),
        blank(),
        blank(),
    ];
    let mut now = set("week-12", "3", "3", labs(all));
    now.haq = value("0");
    now
}

fn judge(before: &CoreSet, now: &CoreSet) -> Verdict {
    judge_by(&rules(), before, now)
}

#[test]
fn a_blank_enzyme_that_can_overturn_it_leaves_the_verdict_open() {
    let before = baseline([blank(), blank(), blank(), blank()]);
    let verdict = judge(&before, &week_12());
    assert_eq!((verdict.doi.met, verdict.registered.met), (None, None));
    // 15 for the physician, 5 for the patient, 0 for strength; whichever enzyme counts may bring none.
    assert_eq!(verdict.tis.low, Points::tenths(200));
    assert_eq!((verdict.tis.total, verdict.tis.category), (None, None));
    let enzyme = verdict.measures.get(Measure::Enzyme);
    assert_eq!(enzyme.enzyme, Some(Enzyme::Ck));
    assert_eq!(enzyme.outcome, Outcome::Open);
    assert_eq!((enzyme.points, enzyme.next), (None, None));
    assert_eq!(enzyme.direction, Direction::Better);
    assert_eq!(verdict.doi.improved, 2);
    let why = text::DEFAULT.undecided(&verdict.undecided().unwrap());
    assert!(
        why.contains("Aldolase, LDH, AST, ALT") && !why.contains("CK"),
        "{why}"
    );
    // Once all are entered or missing it is decided.
    let closed = baseline([missing(), missing(), missing(), missing()]);
    let mut now = week_12();
    now.extramuscular = gone();
    now.haq = gone();
    let verdict = judge(&closed, &now);
    assert_eq!(verdict.doi.met, Some(true));
    assert_eq!(verdict.open_choice, None);
    assert_eq!(verdict.measures.enzyme.points, Some(Points::tenths(50)));
}

#[test]
fn a_blank_limit_of_a_measured_enzyme_leaves_it_open() {
    // LDH went up: were its limit low enough, LDH would count and be worse.
    let before = baseline([missing(), lab("300", "-"), missing(), missing()]);
    let mut now = week_12();
    now.enzymes.ldh = lab("600", "250");
    now.haq = gone();
    now.extramuscular = gone();
    let verdict = judge(&before, &now);
    assert_eq!(verdict.doi.met, None);
    assert_eq!(verdict.doi.outcomes.enzyme, Outcome::Open);
    let open = verdict.open_choice.unwrap();
    assert_eq!(open.lacking(Lack::Limit).collect::<Vec<_>>(), [Enzyme::Ldh]);
    assert_eq!(
        DEFAULT.open_choice(&open),
        "blank at baseline: the ULN of LDH"
    );
    // With its limit known as high, CK counts; missing for a reason, it is not compared.
    for limit in ["250", "!"] {
        let before = baseline([missing(), lab("300", limit), missing(), missing()]);
        let verdict = judge(&before, &now);
        assert_eq!((verdict.doi.met, verdict.open_choice), (Some(true), None));
    }
}

#[test]
fn what_all_choices_agree_on_is_decided() {
    // Both CK and LDH fell by half: the DOI does not need to know which one counts. The points do.
    let before = baseline([missing(), lab("300", "-"), missing(), missing()]);
    let mut now = week_12();
    now.enzymes.ldh = lab("150", "250");
    now.haq = gone();
    now.extramuscular = gone();
    let verdict = judge(&before, &now);
    assert_eq!(verdict.doi.met, Some(true));
    assert_eq!(verdict.doi.outcomes.enzyme, Outcome::Improved);
    assert_eq!(verdict.doi.improved, 3);
    assert_eq!(verdict.tis.total, None);
    // Four others improved and none can be worse: the blank enzymes cannot overturn it.
    let mut before = baseline([blank(), blank(), blank(), blank()]);
    before.haq = value("2");
    before.extramuscular = value("4");
    let mut now = week_12();
    now.haq = value("1");
    now.extramuscular = value("2");
    let verdict = judge(&before, &now);
    assert_eq!(
        (verdict.doi.met, verdict.registered.met),
        (Some(true), Some(true))
    );
    assert!(verdict.open_choice.is_some());
    assert_eq!(verdict.tis.total, None);
    // Nobody improved but the enzyme: not met, whichever counts.
    let mut now = set("week-12", "5", "5", week_12().enzymes);
    now.haq = value("2");
    now.extramuscular = value("4");
    assert_eq!(judge(&before, &now).doi.met, Some(false));
}

#[test]
fn only_the_larger_of_two_known_multiples_can_count() {
    // Aldolase at 10 x ULN beats CK at 5 x; CK's fall counts for nothing, and aldolase rose.
    let before = baseline([lab("76", "7.6"), blank(), missing(), missing()]);
    let found = before.enzyme_choices().unwrap();
    assert_eq!(found.enzymes, [Enzyme::Aldolase, Enzyme::Ldh]);
    let mut now = week_12();
    now.enzymes.ldh = missing();
    now.haq = gone();
    now.extramuscular = gone();
    // Worse or missing: two improved are not enough either way.
    assert_eq!(judge(&before, &now).doi.met, Some(false));
}

#[test]
fn a_value_of_zero_cannot_overtake_whatever_its_limit() {
    let before = baseline([lab("0", "-"), missing(), missing(), missing()]);
    assert_eq!(before.open_choice(), None);
    assert_eq!(before.select_enzyme().unwrap().unwrap().enzyme, Enzyme::Ck);
    // Against another 0 the order decides: CK stands before aldolase, LDH after it.
    let mut zero = baseline([lab("0", "-"), missing(), missing(), missing()]);
    zero.enzymes.ck = lab("0", "200");
    assert_eq!(zero.enzyme_choices().unwrap().enzymes, [Enzyme::Ck]);
    zero.enzymes.ck = missing();
    zero.enzymes.ldh = lab("0", "250");
    let found = zero.enzyme_choices().unwrap();
    assert_eq!(found.enzymes, [Enzyme::Aldolase, Enzyme::Ldh]);
}

#[test]
fn all_enzymes_missing_for_a_reason_leave_the_measure_missing_and_nothing_open() {
    let mut before = baseline([missing(), missing(), missing(), missing()]);
    before.enzymes.ck = missing();
    let mut now = week_12();
    now.extramuscular = gone();
    now.haq = gone();
    let verdict = judge(&before, &now);
    assert_eq!(verdict.open_choice, None);
    assert_eq!(
        verdict.measures.enzyme.baseline,
        Reading::Missing("no-enzyme".to_owned())
    );
    assert_eq!(
        (verdict.doi.met, verdict.doi.outcomes.enzyme),
        (Some(false), Outcome::Missing)
    );
}

#[test]
fn enzymes_that_are_not_asked_for_open_nothing() {
    let mut before = baseline([blank(), blank(), blank(), blank()]);
    before.enzymes = ByEnzyme::make(|_| Lab {
        value: Reading::NotAsked,
        ..Lab::default()
    });
    let verdict = judge(&before, &week_12());
    assert_eq!(verdict.open_choice, None);
    assert!(verdict.not_asked.contains(&Measure::Enzyme));
    // Not asked at the visit that is judged: no choice brings a value.
    let before = baseline([blank(), blank(), blank(), blank()]);
    let mut now = week_12();
    now.enzymes = ByEnzyme::make(|_| Lab {
        value: Reading::NotAsked,
        ..Lab::default()
    });
    assert_eq!(
        judge(&before, &now).doi.met,
        None,
        "HAQ and extramuscular are open"
    );
    now.haq = gone();
    now.extramuscular = gone();
    assert_eq!(judge(&before, &now).doi.met, Some(false));
}

#[test]
fn a_blank_at_the_visit_of_an_enzyme_that_may_count_is_open_too() {
    // CK did not change; LDH, which may count, is not entered yet and could be the third that improved.
    let before = baseline([missing(), lab("300", "-"), missing(), missing()]);
    let mut now = week_12();
    now.enzymes.ck = lab("1000", "200");
    now.haq = gone();
    now.extramuscular = gone();
    assert_eq!(judge(&before, &now).doi.met, None);
    now.enzymes.ldh = missing();
    assert_eq!(judge(&before, &now).doi.met, Some(false));
}

#[test]
fn an_unanswered_haemolysis_at_baseline_leaves_the_choice_open() {
    // LDH at 10 x ULN counts, unless the sample was haemolysed: then CK.
    let spoilable = |result: &str, limit: &str| Lab {
        may_be_spoilt: true,
        ..lab(result, limit)
    };
    let before = baseline([missing(), spoilable("2500", "250"), missing(), missing()]);
    let found = before.enzyme_choices().unwrap();
    assert_eq!(found.enzymes, [Enzyme::Ck, Enzyme::Ldh]);
    let mut now = week_12();
    now.enzymes.ldh = lab("2500", "250");
    now.haq = gone();
    now.extramuscular = gone();
    let verdict = judge(&before, &now);
    assert_eq!(verdict.doi.met, None);
    let why = text::DEFAULT.undecided(&verdict.undecided().unwrap());
    assert!(why.contains("haemolysed"), "{why}");
    // Where CK is the larger one anyway, haemolysis takes nothing away.
    let before = baseline([missing(), spoilable("300", "250"), missing(), missing()]);
    assert_eq!(before.open_choice(), None);
}

#[test]
fn an_unanswered_haemolysis_at_the_visit_can_still_take_the_enzyme_away() {
    let mut before = baseline([missing(), lab("2500", "250"), missing(), missing()]);
    before.enzymes.ck = missing();
    let mut now = week_12();
    now.haq = gone();
    now.extramuscular = gone();
    now.enzymes.ldh = Lab {
        may_be_spoilt: true,
        ..lab("1000", "250")
    };
    let verdict = judge(&before, &now);
    assert_eq!((verdict.doi.met, verdict.open_choice), (None, None));
    assert_eq!(verdict.tis.total, None);
    assert!(
        verdict
            .notes
            .contains(&Note::MaybeHaemolysed(vec![Enzyme::Ldh])),
        "{:?}",
        verdict.notes
    );
    now.enzymes.ldh = lab("1000", "250");
    assert_eq!(judge(&before, &now).doi.met, Some(true));
}

#[test]
fn haemolysis_that_is_answered_closes_a_blank_that_could_not_count() {
    let spoilt = Lab {
        spoilt: true,
        ..blank()
    };
    let before = baseline([missing(), spoilt.clone(), spoilt.clone(), spoilt]);
    assert_eq!(before.open_choice(), None);
}

#[test]
fn deterioration_of_six_spans_every_choice() {
    // CK fell; LDH, which may count, doubled.
    let before = baseline([missing(), lab("300", "-"), missing(), missing()]);
    let mut now = set("week-12", "8", "8", week_12().enzymes);
    now.enzymes.ldh = lab("600", "250");
    let found = judge(&before, &now).deterioration;
    assert_eq!((found.of_six.low, found.of_six.high), (2, 3));
    // The physician is worse by 3 cm, but strength is not.
    assert_eq!((found.met(), found.met_of_six()), (false, None));
}

#[test]
fn a_missing_measure_brings_no_more_than_its_baseline_allows() {
    let closed = [missing(), missing(), missing(), missing()];
    let high = |change: fn(&mut CoreSet, &mut CoreSet)| {
        let mut before = baseline(closed.clone());
        before.haq = value("1");
        before.extramuscular = value("4.1");
        let mut now = before.clone();
        change(&mut before, &mut now);
        let verdict = judge(&before, &now);
        assert_eq!(
            (verdict.tis.total, verdict.tis.low),
            (None, Points::default())
        );
        verdict.tis.high.as_tenths()
    };
    // 0.5 of 10 is exactly 5 %: no points. A little more is.
    assert_eq!(
        high(|b, n| {
            b.phga = value("0.5");
            n.phga = Reading::Blank;
        }),
        0
    );
    assert_eq!(
        high(|b, n| {
            b.phga = value("0.6");
            n.phga = gone();
        }),
        75
    );
    assert_eq!(high(|_, n| n.phga = Reading::Blank), 200);
    // 30 of 150 are left to gain: exactly 20 %.
    assert_eq!(high(|_, n| n.mmt = Reading::Blank), 200);
    // 1 of 3 is 33.3 %.
    assert_eq!(high(|_, n| n.haq = gone()), 75);
    assert_eq!(high(|_, n| n.extramuscular = Reading::Blank), 200);
    // CK 200 of 15 x 200 is 6.7 %.
    let low_ck = |b: &mut CoreSet, n: &mut CoreSet| {
        b.enzymes.ck = lab("200", "200");
        n.enzymes.ck = missing();
    };
    assert_eq!(high(low_ck), 25);
    // Without a baseline the value now bounds it: from at most 10 to 9.5.
    assert_eq!(
        high(|b, n| {
            b.phga = Reading::Blank;
            n.phga = value("9.5");
        }),
        0
    );
    assert_eq!(
        high(|b, n| {
            b.mmt = gone();
            n.mmt = value("15");
        }),
        100
    );
    assert_eq!(
        high(|b, n| {
            b.mmt = gone();
            n.mmt = Reading::Blank;
        }),
        325
    );
}

#[test]
fn a_category_is_certain_only_when_all_choices_give_it() {
    // CK brings 5 points, LDH between none and 7.5: 20 + 20 lie at the edge of moderate.
    let mut before = baseline([missing(), lab("300", "-"), missing(), missing()]);
    before.haq = value("1.5");
    before.extramuscular = value("4");
    let mut now = week_12();
    now.haq = value("1.25");
    now.extramuscular = value("2.6");
    now.enzymes.ldh = lab("100", "250");
    let verdict = judge(&before, &now);
    // 15 + 5 + 0 + 5 + 7.5 without the enzyme.
    assert_eq!(
        (verdict.tis.low, verdict.tis.high),
        (Points::tenths(325), Points::tenths(400))
    );
    assert_eq!(verdict.tis.certain_category(), None);
    now.haq = value("1.5");
    let verdict = judge(&before, &now);
    assert_eq!(verdict.tis.certain_category(), Some(Category::Minimal));
    assert_eq!((verdict.tis.total, verdict.tis.category), (None, None));
}

// Against every completion of the blanks.

/// What is known of one enzyme: at baseline, and at the visit. In tenths.
#[derive(Clone, Copy, Debug)]
struct Known5 {
    value: Cell,
    uln: Cell,
    now: Cell,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cell {
    Blank,
    Gone,
    Is(i128),
}

/// A participant at two visits, in tenths; MMT-8 as a whole number.
#[derive(Clone, Debug)]
struct Case {
    enzymes: [Known5; 5],
    /// Whether the baseline sample was haemolysed: answered, or not yet.
    spoilt: Option<bool>,
    spoilt_now: Option<bool>,
    /// Physician, patient, strength, function, extramuscular: before and now.
    others: [(Cell, Cell); 5],
}

const MAX: [i128; 5] = [100, 100, 1500, 30, 100];

fn cell(values: &'static [i128], blank: u32) -> impl Strategy<Value = Cell> {
    prop_oneof![
        blank => Just(Cell::Blank),
        2 => Just(Cell::Gone),
        4 => prop::sample::select(values).prop_map(Cell::Is),
    ]
}

fn any_case() -> impl Strategy<Value = Case> {
    let enzyme = (
        cell(&[0, 1000, 3000, 10000], 1),
        cell(&[400, 2000], 1),
        cell(&[0, 800, 3000, 12500], 1),
    )
        .prop_map(|(value, uln, now)| Known5 { value, uln, now });
    let other = |n: usize| {
        let values: &'static [i128] = match n {
            2 => &[0, 600, 1200, 1500],
            3 => &[0, 10, 20, 30],
            _ => &[0, 5, 30, 40, 100],
        };
        let known = prop::sample::select(values).prop_map(Cell::Is);
        let blank = prop_oneof![6 => known, 1 => Just(Cell::Gone)];
        (blank.clone(), blank)
    };
    let others = [other(0), other(1), other(2), other(3), other(4)];
    let half = prop_oneof![3 => Just(Some(false)), 1 => Just(Some(true)), 1 => Just(None)];
    (
        prop::array::uniform5(enzyme),
        half.clone(),
        half,
        others,
        0_usize..5,
        any::<bool>(),
    )
        .prop_map(
            |(mut enzymes, spoilt, spoilt_now, mut others, open, at_visit)| {
                // At most two enzymes have blanks, so that all completions can be tried.
                let mut seen = 0;
                for enzyme in &mut enzymes {
                    let blanks = [enzyme.value, enzyme.uln, enzyme.now].contains(&Cell::Blank);
                    seen += usize::from(blanks);
                    if blanks && seen > 2 {
                        *enzyme = Known5 {
                            value: Cell::Gone,
                            uln: Cell::Gone,
                            now: Cell::Gone,
                        };
                    }
                }
                // And one other measure is blank now and then.
                if open % 2 == 0 && at_visit {
                    others[open].1 = Cell::Blank;
                }
                Case {
                    enzymes,
                    spoilt,
                    spoilt_now,
                    others,
                }
            },
        )
}

fn tenths(value: i128) -> Exact {
    Exact::fraction(value, 10).unwrap()
}

fn reading(cell: Cell) -> Reading {
    match cell {
        Cell::Blank => Reading::Blank,
        Cell::Gone => gone(),
        Cell::Is(value) => Reading::Value(tenths(value)),
    }
}

impl Case {
    fn sets(&self) -> (CoreSet, CoreSet) {
        let all = |now: bool| {
            let spoilt = if now { self.spoilt_now } else { self.spoilt };
            let labs = ByEnzyme::make(|enzyme| {
                let known = self.enzymes[place(enzyme)];
                let uln = if now { Cell::Gone } else { known.uln };
                Lab {
                    value: reading(if now { known.now } else { known.value }),
                    uln: match uln {
                        Cell::Is(uln) => Some(tenths(uln)),
                        Cell::Blank | Cell::Gone => None,
                    },
                    uln_blank: uln == Cell::Blank,
                    spoilt: enzyme.spoilt_by_haemolysis() && spoilt == Some(true),
                    may_be_spoilt: enzyme.spoilt_by_haemolysis() && spoilt.is_none(),
                }
            });
            let other = |n: usize| {
                let (before, after) = self.others[n];
                reading(if now { after } else { before })
            };
            let mut set = CoreSet::blank(
                if now { "week-12" } else { "baseline" }.into(),
                Exact::int(150),
            );
            (set.phga, set.ptga, set.mmt) = (other(0), other(1), other(2));
            (set.haq, set.extramuscular) = (other(3), other(4));
            set.enzymes = labs;
            set
        };
        (all(false), all(true))
    }

    /// Every completion over a grid of values and limits.
    fn completions(&self) -> Vec<Case> {
        let mut all = vec![self.clone()];
        let mut fill =
            |is_blank: &dyn Fn(&Case) -> bool, put: &dyn Fn(&mut Case, Cell), grid: &[i128]| {
                if !is_blank(self) {
                    return;
                }
                let cells = grid
                    .iter()
                    .map(|value| Cell::Is(*value))
                    .chain([Cell::Gone]);
                let cells: Vec<Cell> = cells.collect();
                all = all
                    .iter()
                    .flat_map(|case| {
                        cells.iter().map(|cell| {
                            let mut case = case.clone();
                            put(&mut case, *cell);
                            case
                        })
                    })
                    .collect();
            };
        for (n, max) in MAX.into_iter().enumerate() {
            fill(
                &|c| c.enzymes[n].value == Cell::Blank,
                &|c, cell| c.enzymes[n].value = cell,
                &[0, 900, 90_000],
            );
            fill(
                &|c| c.enzymes[n].uln == Cell::Blank,
                &|c, cell| c.enzymes[n].uln = cell,
                &[1, 300, 900_000],
            );
            fill(
                &|c| c.enzymes[n].now == Cell::Blank,
                &|c, cell| c.enzymes[n].now = cell,
                &[0, 900, 200_000],
            );
            fill(
                &|c| c.others[n].0 == Cell::Blank,
                &|c, cell| c.others[n].0 = cell,
                &[0, max / 2, max],
            );
            fill(
                &|c| c.others[n].1 == Cell::Blank,
                &|c, cell| c.others[n].1 = cell,
                &[0, max / 2, max],
            );
        }
        for now in [false, true] {
            let blank = if now { self.spoilt_now } else { self.spoilt }.is_none();
            if blank {
                all = all
                    .iter()
                    .flat_map(|case| {
                        [true, false].map(|answer| {
                            let mut case = case.clone();
                            *(if now {
                                &mut case.spoilt_now
                            } else {
                                &mut case.spoilt
                            }) = Some(answer);
                            case
                        })
                    })
                    .collect();
            }
        }
        all
    }

    /// The enzyme that counts, in whole numbers; nothing is blank.
    fn chosen(&self) -> Option<usize> {
        let fit = |n: usize| n < 2 || self.spoilt != Some(true);
        let measured: Vec<usize> = (0..5)
            .filter(|n| matches!(self.enzymes[*n].value, Cell::Is(_)) && fit(*n))
            .collect();
        let mut best: Option<(usize, i128, i128)> = None;
        for n in &measured {
            if let (Cell::Is(value), Cell::Is(uln)) = (self.enzymes[*n].value, self.enzymes[*n].uln)
                && best.is_none_or(|(_, most, of)| value * of > most * uln)
            {
                best = Some((*n, value, uln));
            }
        }
        match (best, measured.as_slice()) {
            (Some((n, ..)), _) => Some(n),
            (None, [only]) => Some(*only),
            (None, _) => None,
        }
    }

    /// Improvement, baseline and range of every measure that has both values, in tenths.
    fn gains(&self) -> [Option<(i128, i128, Option<i128>)>; 6] {
        let mut gains = [None; 6];
        for n in 0..5 {
            if let (Cell::Is(before), Cell::Is(now)) = self.others[n] {
                let gain = if n == 2 { now - before } else { before - now };
                gains[n] = Some((gain, before, Some(MAX[n])));
            }
        }
        if let Some(n) = self.chosen()
            && let (Cell::Is(before), Cell::Is(now)) = (self.enzymes[n].value, self.enzymes[n].now)
            && !(n >= 2 && self.spoilt_now == Some(true))
        {
            let range = match self.enzymes[n].uln {
                Cell::Is(uln) => Some(uln * [15, 6, 3, 3, 3][n]),
                Cell::Blank | Cell::Gone => None,
            };
            gains[5] = Some((before - now, before, range));
        }
        gains
    }

    fn met(&self, strict: bool) -> bool {
        let (mut improved, mut worse, mut weaker) = (0, 0, false);
        for (n, gain) in self.gains().into_iter().enumerate() {
            let Some((gain, base, _)) = gain else {
                continue;
            };
            let reached = |gain: i128, percent: i128| match (base, strict) {
                (0, _) => gain > 0,
                (_, true) => 100 * gain > percent * base,
                (_, false) => 100 * gain >= percent * base,
            };
            improved += usize::from(reached(gain, 20));
            worse += usize::from(reached(-gain, 25));
            weaker |= n == 2 && reached(-gain, 25);
        }
        improved >= 3 && worse <= 2 && (strict || !weaker)
    }

    fn worse_by_30(&self) -> usize {
        let worse = |(n, gain): (usize, &Option<(i128, i128, _)>)| match gain {
            Some((gain, 0, _)) => n != 2 && *gain < 0,
            Some((gain, base, _)) => -100 * gain >= 30 * base,
            None => false,
        };
        self.gains()
            .iter()
            .enumerate()
            .filter(|g| worse((g.0, g.1)))
            .count()
    }

    /// The points of what is there, and whether nothing is missing.
    fn points(&self) -> (u16, bool) {
        const TABLE: [[u16; 4]; 6] = [
            [75, 150, 175, 200],
            [25, 50, 75, 100],
            [100, 200, 275, 325],
            [50, 75, 75, 100],
            [75, 125, 150, 200],
            [25, 50, 75, 75],
        ];
        let (mut total, mut complete) = (0, true);
        for (n, gain) in self.gains().into_iter().enumerate() {
            let Some((gain, _, Some(range))) = gain else {
                complete = false;
                continue;
            };
            let edges = if n == 2 {
                [2, 10, 20, 30]
            } else {
                [5, 15, 25, 40]
            };
            let above = edges.iter().rposition(|edge| 100 * gain > edge * range);
            total += above.map_or(0, |band| TABLE[n][band]);
        }
        (total, complete)
    }
}

fn place(enzyme: Enzyme) -> usize {
    Enzyme::ALL.iter().position(|e| *e == enzyme).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn no_completion_of_the_blanks_overturns_what_is_shown(case in any_case()) {
        let (before, now) = case.sets();
        let verdict = judge(&before, &now);
        let completions = case.completions();
        for full in &completions {
            for (shown, strict) in [(verdict.doi.met, false), (verdict.registered.met, true)] {
                if let Some(met) = shown {
                    prop_assert_eq!(met, full.met(strict), "strict {} of {:?}", strict, full);
                }
            }
            let (points, complete) = full.points();
            prop_assert!(verdict.tis.low.as_tenths() <= points, "{:?}", full);
            prop_assert!(!complete || points <= verdict.tis.high.as_tenths(), "{:?}", full);
            if let Some(total) = verdict.tis.total {
                prop_assert_eq!((total.as_tenths(), true), (points, complete), "{:?}", full);
            }
            // Without an open choice a measure still to come counts as not worse.
            if verdict.open_choice.is_some() && case.others.iter().all(|(_, now)| *now != Cell::Blank) {
                let worse = full.worse_by_30();
                let found = verdict.deterioration.of_six;
                prop_assert!(found.contains(worse), "{worse} of {found} in {full:?}");
            }
        }
        // What is not blank is decided, and as it is.
        if let [only] = completions.as_slice() {
            prop_assert_eq!(verdict.doi.met, Some(only.met(false)));
            prop_assert_eq!(verdict.registered.met, Some(only.met(true)));
            let (points, complete) = only.points();
            let total = verdict.tis.total.map(Points::as_tenths);
            prop_assert_eq!(total, complete.then_some(points));
        }
    }

    #[test]
    fn the_choices_are_those_that_completions_lead_to(
        known in prop::array::uniform5((0_u8..4, 0_u8..4)), unsure in any::<bool>()
    ) {
        let read = |code: u8, values: [i64; 2]| match code {
            0 => Known::Blank,
            1 => Known::Gone,
            n => Known::Value(Exact::int(values[usize::from(n) - 2])),
        };
        let entries = ByEnzyme::make(|enzyme| {
            let (value, uln) = known[place(enzyme)];
            AtBaseline {
                value: read(value, [0, 80]),
                uln: read(uln, [20, 40]),
                may_be_unfit: unsure && enzyme.spoilt_by_haemolysis(),
            }
        });
        let found = choices(&entries).unwrap();
        let mut enzymes = Vec::new();
        let mut none = false;
        let mut each = vec![ByEnzyme::<Candidate>::default()];
        for (enzyme, entry) in entries.iter() {
            let all = |known: Known, grid: [&str; 2]| match known {
                Known::Gone => vec![None],
                Known::Value(value) => vec![Some(value)],
                Known::Below(_) => unreachable!("none is made here"),
                Known::Blank => vec![None, Some(number(grid[0])), Some(number(grid[1]))],
            };
            let values = all(entry.value, ["0", "1000000000"]);
            let limits = all(entry.uln, ["0.000001", "1000000"]);
            each = each.iter().flat_map(|filled| {
                let values = &values;
                limits.iter().flat_map(move |uln| values.iter().map(move |value| {
                    let mut filled = *filled;
                    *filled.get_mut(enzyme) = Candidate { value: value.map(Measured::At), uln: *uln };
                    filled
                }))
            }).collect();
        }
        for filled in &each {
            for unfit in [false, unsure] {
                let filled = ByEnzyme::make(|enzyme| match unfit && enzyme.spoilt_by_haemolysis() {
                    true => Candidate::default(),
                    false => *filled.get(enzyme),
                });
                match select(&filled).unwrap() {
                    Some(chosen) => enzymes.push(chosen.enzyme),
                    None => none = true,
                }
            }
        }
        enzymes.sort();
        enzymes.dedup();
        // A blank value is taken to be able to count even where its limit is missing for a reason.
        let cautious = |enzyme: &Enzyme| {
            let entry = entries.get(*enzyme);
            (entry.value, entry.uln) == (Known::Blank, Known::Gone)
        };
        let sharp: Vec<Enzyme> = found.enzymes.iter().copied()
            .filter(|enzyme| !cautious(enzyme) || enzymes.contains(enzyme)).collect();
        prop_assert_eq!(Choices { enzymes: sharp, none: found.none }, Choices { enzymes, none });
    }
}
