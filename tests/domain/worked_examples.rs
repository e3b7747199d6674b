//! Worked examples of the scores and verdicts, by hand, through the study and the forms that are shipped.
//!
//! Answers are read by the forms themselves, so that a code, a limit or a name that a form does not
//! have fails here.

use crate::support::earlier::version_2;
use crate::support::shipped::{
    baseline, cells, fill, judged, put, rest_absent, score_lines, scored, study, week_12,
};
use coreset::domain::base::ratio::Exact;
use coreset::domain::forms::engine::instrument::{FieldKind, Measure};
use coreset::domain::forms::engine::scoring::ScoringFacts;
use coreset::domain::forms::enzymes::Enzyme;
use coreset::domain::forms::table::form_score;
use coreset::domain::record::session::Session;
use coreset::domain::study::Study;
use coreset::domain::verdict::Note;
use coreset::domain::verdict::core_set::{Reading, core_set};
use coreset::domain::verdict::response::Outcome;
use coreset::text;
use std::collections::BTreeMap;

// ---- MMT-8

const EXAMPLE_RIGHT: &str =
    "neckflex=6 deltoid.r=7 biceps.r=8 gmax.r=5 gmed.r=6 quads.r=8 wristext.r=9 ankledf.r=9";
const EXAMPLE_LEFT: &str =
    "deltoid.l=7 biceps.l=8 gmax.l=5 gmed.l=7 quads.l=8 wristext.l=9 ankledf.l=10";

fn strength() -> Session {
    let mut session = baseline();
    let study = study();
    fill(&study, &mut session, "mmt8", EXAMPLE_RIGHT);
    fill(&study, &mut session, "mmt8", EXAMPLE_LEFT);
    session
}

#[test]
fn mmt8_is_58_of_80_and_112_of_150() {
    let mut study = study();
    let session = strength();
    assert_eq!(scored(&study, &session, "mmt8", "MMT-8 of 150"), "112/150");
    assert_eq!(scored(&study, &session, "mmt8", "MMT-8 of 80"), "58/80");
    assert_eq!(
        core_set(&study, &session).mmt,
        Reading::Value(Exact::int(112))
    );
    study.protocol.scoring.mmt_max = 80;
    assert_eq!(
        core_set(&study, &session).mmt,
        Reading::Value(Exact::int(58))
    );
}

#[test]
fn fifteen_of_150_is_exactly_ten_percent_and_scores_the_lower_points() {
    let study = study();
    let before = strength();
    let mut now = week_12();
    now.forms = before.forms.clone();
    // +1 on every cell: 15 cells.
    fill(
        &study,
        &mut now,
        "mmt8",
        "neckflex=7 deltoid.r=8 biceps.r=9 gmax.r=6 gmed.r=7 quads.r=9 wristext.r=10 ankledf.r=10
         deltoid.l=8 biceps.l=9 gmax.l=6 gmed.l=8 quads.l=9 wristext.l=10 ankledf.l=10",
    );
    // The left ankle was at 10 already, so one more comes from the neck.
    put(&study, &mut now, "mmt8", "neckflex", "8");
    let verdict = judged(&study, &before, &now);
    let mmt = verdict.measures.get(Measure::Mmt);
    assert_eq!(mmt.now, Reading::Value(Exact::int(127)));
    assert_eq!(mmt.of_range_by_band().unwrap(), "+10.0 %");
    assert_eq!(mmt.points.unwrap().to_string(), "10.0");
    put(&study, &mut now, "mmt8", "gmax.l", "7");
    let verdict = judged(&study, &before, &now);
    let mmt = verdict.measures.get(Measure::Mmt);
    assert_eq!(mmt.points.unwrap().to_string(), "20.0");
}

#[test]
fn the_kendall_chart_has_twelve_rows_and_a_trace_counts_nothing() {
    // IMACS form 04, Kendall key of 1993: grade, MRC, word.
    let chart = [
        ("0", "0", "zero", 0),
        ("T", "1", "trace", 0),
        ("1", "2-", "poor-", 1),
        ("2", "2", "poor", 2),
        ("3", "2+", "poor+", 3),
        ("4", "3-", "fair-", 4),
        ("5", "3", "fair", 5),
        ("6", "3+", "fair+", 6),
        ("7", "4-", "good-", 7),
        ("8", "4", "good", 8),
        ("9", "4+", "good+", 9),
        ("10", "5", "normal", 10),
    ];
    let study = study();
    let form = study.form("mmt8").unwrap();
    let graded = form
        .fields()
        .filter(|field| !field.id.as_str().starts_with("tester"));
    for field in graded {
        let rows = form.choices(field);
        assert_eq!(rows.len(), chart.len(), "{}", field.id);
        for (choice, (grade, mrc, word, _)) in rows.iter().zip(chart) {
            assert_eq!(choice.code, grade);
            let begins = format!("{word} (MRC {mrc}):");
            assert!(choice.label.starts_with(&begins), "{}", choice.label);
        }
    }
    for (grade, _, _, points) in chart {
        let mut session = strength();
        put(&study, &mut session, "mmt8", "neckflex", grade);
        let total = format!("{}/150", 106 + points);
        assert_eq!(scored(&study, &session, "mmt8", "MMT-8 of 150"), total);
        assert_eq!(
            session.answer("mmt8", "neckflex").unwrap().as_code(),
            Some(grade)
        );
    }
}

#[test]
fn an_untestable_side_is_replaced_by_the_other_and_a_neck_by_nothing() {
    let mut study = study();
    let mut session = strength();
    put(&study, &mut session, "mmt8", "gmed.r", "!pain");
    // 112 - 6 + 7, and of one side 58 - 6 + 7.
    assert_eq!(scored(&study, &session, "mmt8", "MMT-8 of 150"), "113/150");
    assert_eq!(scored(&study, &session, "mmt8", "MMT-8 of 80"), "59/80");
    put(&study, &mut session, "mmt8", "gmed.l", "!contracture");
    assert_eq!(scored(&study, &session, "mmt8", "MMT-8 of 150"), "-");
    assert_eq!(
        core_set(&study, &session).mmt,
        Reading::Missing("untestable".into())
    );
    let mut session = strength();
    put(&study, &mut session, "mmt8", "neckflex", "!line-in-place");
    for label in ["MMT-8 of 150", "MMT-8 of 80"] {
        assert_eq!(scored(&study, &session, "mmt8", label), "-");
    }
    // On the smaller scale the left side is asked for only where it must stand in.
    study.protocol.scoring.mmt_max = 80;
    let mut session = baseline();
    fill(&study, &mut session, "mmt8", EXAMPLE_RIGHT);
    assert_eq!(
        core_set(&study, &session).mmt,
        Reading::Value(Exact::int(58))
    );
    put(&study, &mut session, "mmt8", "gmed.r", "!refused");
    assert_eq!(core_set(&study, &session).mmt, Reading::Blank);
    put(&study, &mut session, "mmt8", "gmed.l", "7");
    assert_eq!(
        core_set(&study, &session).mmt,
        Reading::Value(Exact::int(59))
    );
}

// ---- HAQ-DI

/// Example A: a special chair, a cane, and help with hygiene.
fn haq_a() -> Session {
    let study = study();
    let mut session = baseline();
    fill(
        &study,
        &mut session,
        "haq",
        "item01=1 item02=2 item03=1 item04=0 item05=0 item06=1 item07=0 item08=1 item09=2
         item10=1 item11=3 item12=1 item13=2 item14=1 item15=0 item16=1 item17=0
         item18=2 item19=1 item20=2 aid.chair=y aid.cane=y help.hygiene=y",
    );
    rest_absent(&study, &mut session, "haq");
    session
}

fn haq_indices(session: &Session) -> (String, String) {
    let study = study();
    let line = |label| scored(&study, session, "haq", label);
    (line("HAQ-DI"), line("HAQ-DI without aids"))
}

#[test]
fn haq_example_a_is_1_875_and_1_750() {
    let session = haq_a();
    assert_eq!(haq_indices(&session), ("1.875".into(), "1.750".into()));
    let standard = Exact::fraction(15, 8).unwrap();
    assert_eq!(core_set(&study(), &session).haq, Reading::Value(standard));
}

#[test]
fn haq_example_b_without_reach_is_13_of_7() {
    let study = study();
    let mut session = haq_a();
    fill(
        &study,
        &mut session,
        "haq",
        "item13=!refused item14=!refused",
    );
    assert_eq!(haq_indices(&session).0, "1.857");
    let exact = Exact::fraction(13, 7).unwrap();
    assert_eq!(core_set(&study, &session).haq, Reading::Value(exact));
    // An aid alone does not make a category.
    put(&study, &mut session, "haq", "aid.reach", "y");
    assert_eq!(core_set(&study, &session).haq, Reading::Value(exact));
    // One answered item is enough for one.
    put(&study, &mut session, "haq", "item14", "0");
    let raised = Exact::fraction(15, 8).unwrap();
    assert_eq!(core_set(&study, &session).haq, Reading::Value(raised));
}

#[test]
fn haq_example_c_with_five_categories_is_missing() {
    let study = study();
    let mut session = haq_a();
    let refused = |session: &mut Session, items: std::ops::RangeInclusive<usize>| {
        for item in items {
            put(
                &study,
                session,
                "haq",
                &format!("item{item:02}"),
                "!refused",
            );
        }
    };
    refused(&mut session, 13..=17);
    assert_eq!(haq_indices(&session).0, "2.000", "12 of 6 categories");
    refused(&mut session, 18..=20);
    assert_eq!(haq_indices(&session), ("-".into(), "-".into()));
    assert_eq!(
        core_set(&study, &session).haq,
        Reading::Missing("too-few-categories".into())
    );
}

#[test]
fn each_aid_and_help_raises_its_own_category_only() {
    // CLINHAQ scoring instructions; the bathtub seat by site default.
    let raises = [
        ("aid.cane", "HAQ0110", 8),
        ("aid.walker", "HAQ0111", 8),
        ("aid.crutches", "HAQ0112", 8),
        ("aid.wheelchair", "HAQ0113", 8),
        ("aid.dressing", "HAQ0114", 1),
        ("aid.utensils", "HAQ0115", 5),
        ("aid.chair", "HAQ0116", 3),
        ("help.dressing", "HAQ0119", 1),
        ("help.arising", "HAQ0120", 3),
        ("help.eating", "HAQ0121", 5),
        ("help.walking", "HAQ0122", 8),
        ("aid.toilet-seat", "HAQ0134", 10),
        ("aid.bath-seat", "HAQ0135", 10),
        ("aid.jar-opener", "HAQ0136", 15),
        ("aid.bath-bar", "HAQ0137", 10),
        ("aid.reach", "HAQ0138", 13),
        ("aid.bathroom", "HAQ0139", 10),
        ("help.hygiene", "HAQ0142", 10),
        ("help.reach", "HAQ0143", 13),
        ("help.grip", "HAQ0144", 15),
        ("help.activities", "HAQ0145", 18),
    ];
    let study = study();
    let form = study.form("haq").unwrap();
    for (field, code, first_item) in raises {
        assert_eq!(form.field(field).unwrap().cdisc.as_deref(), Some(code));
        // With 3 in its own category nothing is raised, with 0 or 1 it is 2; all others are 0.
        for (own, sum) in [(0, 2), (1, 2), (2, 2), (3, 3)] {
            let mut session = baseline();
            for item in 1..=20 {
                let text = if item == first_item { own } else { 0 }.to_string();
                put(
                    &study,
                    &mut session,
                    "haq",
                    &format!("item{item:02}"),
                    &text,
                );
            }
            put(&study, &mut session, "haq", field, "y");
            rest_absent(&study, &mut session, "haq");
            let expected = Exact::fraction(sum, 8).unwrap();
            assert_eq!(
                core_set(&study, &session).haq,
                Reading::Value(expected),
                "{field} {own}"
            );
            let plain = Exact::fraction(own, 8).unwrap().rounded(3);
            assert_eq!(haq_indices(&session).1, plain, "{field} {own}");
        }
    }
}

#[test]
fn another_aid_counts_for_the_category_that_is_chosen() {
    let study = study();
    let lists = [
        ("aid.other1", ["dressing", "arising", "eating", "walking"]),
        ("aid.other2", ["hygiene", "reach", "grip", "activities"]),
    ];
    for (field, categories) in lists {
        for category in categories {
            let mut session = baseline();
            for item in 1..=20 {
                put(&study, &mut session, "haq", &format!("item{item:02}"), "0");
            }
            put(&study, &mut session, "haq", field, "y");
            rest_absent(&study, &mut session, "haq");
            // Until it is chosen the index is not known.
            assert_eq!(core_set(&study, &session).haq, Reading::Blank);
            let at = format!("{field}.category");
            put(&study, &mut session, "haq", &at, category);
            let quarter = Exact::fraction(2, 8).unwrap();
            assert_eq!(core_set(&study, &session).haq, Reading::Value(quarter));
            let raised = scored(&study, &session, "haq", category);
            assert_eq!(raised, "2", "{field} {category}");
            // Taken back, it counts no more, though the category still stands in the record.
            put(&study, &mut session, "haq", field, "n");
            assert_eq!(core_set(&study, &session).haq, Reading::Value(Exact::ZERO));
        }
    }
}

// ---- Muscle enzymes

const ENZYMES: &str =
    "laboratory=A unit=U/L haemolysed=n ck=1260 ck.uln=200 aldolase=21.0 aldolase.uln=7.6
     ldh=480 ldh.uln=250 ast=96 ast.uln=40 alt=88 alt.uln=45";

fn enzymes(session: Session, answers: &str) -> Session {
    let mut session = session;
    fill(&study(), &mut session, "enzymes", answers);
    session
}

#[test]
fn the_five_multiples_make_ck_the_enzyme_that_counts() {
    let study = study();
    let before = enzymes(baseline(), ENZYMES);
    for (label, times) in [
        ("CK", "6.30 x"),
        ("Aldolase", "2.76 x"),
        ("LDH", "1.92 x"),
        ("AST", "2.40 x"),
        ("ALT", "1.96 x"),
        ("Most abnormal: CK", "6.30 x"),
    ] {
        assert_eq!(scored(&study, &before, "enzymes", label), times);
    }
    let now = enzymes(week_12(), ENZYMES);
    let now = enzymes(now, "ck=540");
    assert_eq!(scored(&study, &now, "enzymes", "CK"), "2.70 x");
    // At week 12 the enzyme stays, though another is the most abnormal by then.
    let now = enzymes(now, "ast=800");
    let verdict = judged(&study, &before, &now);
    let entry = verdict.measures.get(Measure::Enzyme);
    assert_eq!(entry.enzyme, Some(Enzyme::Ck));
    assert_eq!(entry.absolute().unwrap(), "-720");
    // 720 of 15 x 200 is 24 %.
    assert_eq!(entry.of_range_by_band().unwrap(), "+24.0 %");
    assert_eq!(entry.points.unwrap().to_string(), "5.0");
}

#[test]
fn microkatals_are_sixty_units_and_the_range_keeps_the_limit_of_baseline() {
    let study = study();
    let before = enzymes(
        baseline(),
        "unit=ukat/L ck=21 ck.uln=3.333 aldolase=!not-done ldh=8 ldh.uln=4 ast=!not-done alt=!not-done",
    );
    let set = core_set(&study, &before);
    assert_eq!(set.enzymes.ck.value, Reading::Value(Exact::int(1260)));
    assert_eq!(set.enzymes.ldh.uln, Some(Exact::int(240)));
    let before = enzymes(baseline(), ENZYMES);
    // Half the ULN at week 12 would double the percentage, were it used.
    let now = enzymes(week_12(), "unit=U/L ck=540 ck.uln=100");
    let verdict = judged(&study, &before, &now);
    let entry = verdict.measures.get(Measure::Enzyme);
    assert_eq!(entry.of_range_by_band().unwrap(), "+24.0 %");
    let limit = Note::OtherLimit {
        enzyme: Enzyme::Ck,
        old: Exact::int(200),
        new: Exact::int(100),
    };
    let told = verdict.notes.iter().filter(|note| **note == limit);
    assert_eq!(told.count(), 1);
}

#[test]
fn haemolysis_takes_ldh_ast_and_alt_out() {
    let study = study();
    let high = "ck=300 aldolase=9 ldh=2500 ast=200 alt=225";
    let clean = enzymes(enzymes(baseline(), ENZYMES), high);
    let chosen = |s: &Session| core_set(&study, s).select_enzyme().unwrap().unwrap();
    assert_eq!(chosen(&clean).enzyme, Enzyme::Ldh);
    let spoilt = enzymes(clean.clone(), "haemolysed=y");
    assert_eq!(chosen(&spoilt).enzyme, Enzyme::Ck);
    // Spoilt at follow-up, the enzyme that counts is missing; there is no other in its place.
    let now = enzymes(enzymes(week_12(), ENZYMES), "haemolysed=y");
    let verdict = judged(&study, &clean, &now);
    let entry = verdict.measures.get(Measure::Enzyme);
    assert_eq!(entry.enzyme, Some(Enzyme::Ldh));
    assert_eq!(entry.now, Reading::Missing("haemolysed".into()));
    assert_eq!(entry.outcome, Outcome::Missing);
}

#[test]
fn the_panel_says_when_the_choice_of_the_enzyme_is_not_final() {
    let study = study();
    let notes = |baseline: &Session| {
        let now = enzymes(week_12(), "unit=U/L ck=540 ck.uln=200");
        judged(&study, baseline, &now).notes
    };
    let all = enzymes(baseline(), ENZYMES);
    assert_eq!(notes(&all), []);
    let not_done = enzymes(all.clone(), "ldh=!not-done ast=!lost-sample");
    assert_eq!(notes(&not_done), []);
    let mut blank = all.clone();
    let cells = blank.forms.get_mut("enzymes").unwrap();
    cells.remove("ldh");
    cells.remove("alt.uln");
    let [open @ Note::OpenChoice(_)] = &notes(&blank)[..] else {
        panic!("{:?}", notes(&blank))
    };
    let open = text::DEFAULT.note(open);
    assert!(open.contains("LDH") && open.contains("the ULN of ALT") && !open.contains("AST"));
    // A limit that is missing for a reason will not come: the result is not compared.
    let closed = enzymes(all, "alt.uln=!not-done");
    let not_compared = Note::NotCompared {
        enzyme: Enzyme::Ck,
        unlimited: vec![Enzyme::Alt],
    };
    assert_eq!(notes(&closed), [not_compared]);
}

#[test]
fn equal_multiples_go_to_ck_aldolase_ldh_ast_alt_in_this_order() {
    let study = study();
    let all = ["ck", "aldolase", "ldh", "ast", "alt"];
    let order = [
        Enzyme::Ck,
        Enzyme::Aldolase,
        Enzyme::Ldh,
        Enzyme::Ast,
        Enzyme::Alt,
    ];
    for (n, expected) in order.into_iter().enumerate() {
        let mut session = enzymes(baseline(), "unit=U/L");
        for (place, enzyme) in all.into_iter().enumerate() {
            let value = if place < n { "10" } else { "80" };
            put(&study, &mut session, "enzymes", enzyme, value);
            put(
                &study,
                &mut session,
                "enzymes",
                &format!("{enzyme}.uln"),
                "40",
            );
        }
        let chosen = core_set(&study, &session).select_enzyme().unwrap().unwrap();
        assert_eq!(chosen.enzyme, expected);
    }
}

// ---- MDAAT

#[test]
fn myoact_is_0_1667_and_without_the_lungs_0_1700() {
    let study = study();
    let mut session = baseline();
    fill(
        &study,
        &mut session,
        "mdaat",
        "con.vas=2.0 cut.vas=5.5 ske.vas=1.0 gi.vas=0.0 pul.vas=1.5 car.vas=0.0
         mus.vas=9.0 oth.vas=9.0 emg.vas=4.0 all.vas=9.0",
    );
    assert_eq!(scored(&study, &session, "mdaat", "MYOACT"), "0.1667");
    put(&study, &mut session, "mdaat", "pul.vas", "!not-assessed");
    assert_eq!(scored(&study, &session, "mdaat", "MYOACT"), "0.1700");
    // The core set measure is the global scale, never a sum.
    let emg = core_set(&study, &session).extramuscular.value().unwrap();
    assert_eq!(emg, Exact::int(4));
    put(&study, &mut session, "mdaat", "emg.vas", "!not-assessed");
    assert_eq!(
        core_set(&study, &session).extramuscular,
        Reading::Missing("not-assessed".into())
    );
}

#[test]
fn mitax_is_16_of_63_and_16_of_54_without_the_heart() {
    let study = study();
    let mut session = baseline();
    fill(
        &study,
        &mut session,
        "mdaat",
        "mitax.con=C mitax.cut=A mitax.ske=B mitax.gi=E mitax.pul=D mitax.car=E mitax.mus=B",
    );
    let line = |session: &Session| {
        let form = study.form("mdaat").unwrap();
        let score = form_score(
            study.scoring(),
            form,
            cells(session, "mdaat"),
            &ScoringFacts::NONE,
        )
        .unwrap();
        let mut lines = coreset::text::DEFAULT.score(&score).into_iter();
        let line = lines.find(|l| l.label == "MITAX");
        line.map(|l| (l.value, l.note)).unwrap()
    };
    let (value, note) = line(&session);
    assert_eq!(value, "0.254");
    assert!(note.starts_with("16/63"), "{note}");
    put(&study, &mut session, "mdaat", "mitax.car", "!not-assessed");
    let (value, note) = line(&session);
    assert_eq!(value, "0.296");
    assert!(note.starts_with("16/54"), "{note}");
}

#[test]
fn the_mdaat_has_ten_scales_forty_codes_and_one_text() {
    let study = study();
    let form = study.form("mdaat").unwrap();
    let mut per_system = BTreeMap::new();
    let mut scales = 0;
    for field in form.fields() {
        let id = field.id.as_str();
        let system = id.split('.').next().unwrap();
        if matches!(field.kind, FieldKind::Vas { .. }) {
            scales += 1;
        }
        let codes: Vec<&str> = form
            .choices(field)
            .iter()
            .map(|c| c.code.as_str())
            .collect();
        if codes == ["0", "1", "2", "3", "4"] {
            *per_system.entry(system).or_insert(0) += 1;
        }
    }
    assert_eq!(scales, 10);
    let expected = [
        ("car", 5),
        ("con", 3),
        ("cut", 11),
        ("gi", 5),
        ("mus", 4),
        ("oth", 1),
        ("pul", 7),
        ("ske", 4),
    ];
    assert_eq!(per_system, BTreeMap::from(expected));
    assert_eq!(per_system.values().sum::<i32>(), 40);
}

// ---- RAND-36

fn rand(answers: &str) -> Session {
    let mut session = baseline();
    fill(&study(), &mut session, "rand36", answers);
    session
}

#[test]
fn rand_36_examples() {
    let study = study();
    let session = rand(
        "item03=1 item04=2 item05=2 item06=2 item07=3 item08=2 item09=1 item10=2 item11=3 item12=3
         item21=4 item22=3 item20=2 item32=4 item23=4 item27=4 item29=3 item31=2",
    );
    for (label, score) in [
        ("Physical functioning", "55.0"),
        ("Pain", "45.0"),
        ("Social functioning", "75.0"),
        ("Energy/fatigue", "35.0"),
        ("General health", "-"),
    ] {
        assert_eq!(scored(&study, &session, "rand36", label), score);
    }
}

#[test]
fn rand_36_recodes_every_option_of_every_item() {
    // RAND 36-Item Health Survey 1.0, scoring instructions, table of recoding.
    let k: [&[u8]; 6] = [
        &[100, 75, 50, 25, 0],
        &[0, 50, 100],
        &[0, 100],
        &[100, 80, 60, 40, 20, 0],
        &[0, 20, 40, 60, 80, 100],
        &[0, 25, 50, 75, 100],
    ];
    let rule = |item: usize| match item {
        1 | 2 | 20 | 22 | 34 | 36 => 1,
        3..=12 => 2,
        13..=19 => 3,
        21 | 23 | 26 | 27 | 30 => 4,
        24 | 25 | 28 | 29 | 31 => 5,
        32 | 33 | 35 => 6,
        _ => unreachable!(),
    };
    let scale = |item: usize| match item {
        3..=12 => "Physical functioning",
        13..=16 => "Role limits, physical",
        17..=19 => "Role limits, emotional",
        23 | 27 | 29 | 31 => "Energy/fatigue",
        24..=26 | 28 | 30 => "Emotional well-being",
        20 | 32 => "Social functioning",
        21 | 22 => "Pain",
        1 | 33..=36 => "General health",
        _ => "Change of health",
    };
    let mut study = study();
    // A scale of one answered item is that item.
    study.protocol.scoring.rand36_missing =
        coreset::domain::forms::engine::scoring::Rand36Missing::Any;
    let form = study.form("rand36").unwrap().clone();
    for item in 1..=36 {
        let field = format!("item{item:02}");
        let options = form.choices(form.field(&field).unwrap());
        let recoded = k[rule(item) - 1];
        assert_eq!(options.len(), recoded.len(), "{field}");
        let cdisc = form.field(&field).unwrap().cdisc.clone().unwrap();
        assert_eq!(cdisc, format!("R3601{item:02}"));
        for (option, points) in options.iter().zip(recoded) {
            let session = rand(&format!("{field}={}", option.code));
            let value = scored(&study, &session, "rand36", scale(item));
            assert_eq!(value, format!("{points}.0"), "{field} {}", option.code);
        }
    }
}

#[test]
fn rand_36_scales_need_half_of_their_items() {
    let study = study();
    for (label, items, least) in [
        (
            "Physical functioning",
            vec![3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
            5,
        ),
        ("Role limits, physical", vec![13, 14, 15, 16], 2),
        ("Role limits, emotional", vec![17, 18, 19], 2),
        ("Energy/fatigue", vec![23, 27, 29, 31], 2),
        ("Emotional well-being", vec![24, 25, 26, 28, 30], 3),
        ("Social functioning", vec![20, 32], 1),
        ("Pain", vec![21, 22], 1),
        ("General health", vec![1, 33, 34, 35, 36], 3),
    ] {
        for answered in 0..=items.len() {
            let mut session = rand("item02=1");
            for item in items.iter().take(answered) {
                put(
                    &study,
                    &mut session,
                    "rand36",
                    &format!("item{item:02}"),
                    "1",
                );
            }
            let value = scored(&study, &session, "rand36", label);
            assert_eq!(value != "-", answered >= least, "{label} {answered}");
        }
    }
}

// ---- Glucocorticoid

#[test]
fn methylprednisolone_40_mg_at_62_kg_is_50_mg_and_0_806_mg_per_kg() {
    let study = study();
    let mut session = baseline();
    let dose = "taken=y drug=methylprednisolone dose=40 frequency=once-daily route=oral weight=62";
    fill(&study, &mut session, "glucocorticoid", dose);
    let line = |session: &Session, label| scored(&study, session, "glucocorticoid", label);
    assert_eq!(line(&session, "Prednisone equivalent"), "50.0 mg/day");
    assert_eq!(line(&session, "By body weight"), "0.806 mg/kg/day");
    for (frequency, mean) in [
        ("twice-daily", "100.0 mg/day"),
        ("alternate-days", "25.0 mg/day"),
        ("weekly", "7.1 mg/day"),
    ] {
        put(
            &study,
            &mut session,
            "glucocorticoid",
            "frequency",
            frequency,
        );
        assert_eq!(line(&session, "Prednisone equivalent"), mean);
    }
}

#[test]
fn every_drug_says_the_dose_that_equals_5_mg_and_is_converted_by_it() {
    let study = study();
    let form = study.form("glucocorticoid").unwrap();
    let drugs = [
        ("prednisone", "5"),
        ("prednisolone", "5"),
        ("methylprednisolone", "4"),
        ("triamcinolone", "4"),
        ("hydrocortisone", "20"),
        ("cortisone", "25"),
        ("dexamethasone", "0.75"),
        ("betamethasone", "0.6"),
        ("deflazacort", "6"),
    ];
    assert_eq!(form.choices(form.field("drug").unwrap()).len(), drugs.len());
    let asked = form.choices(form.field("betamethasone").unwrap()).iter();
    let asked: Vec<&str> = asked.map(|choice| choice.code.as_str()).collect();
    assert_eq!(asked, ["0.6-mg", "0.75-mg"]);
    for (choice, (drug, dose)) in form.choices(form.field("drug").unwrap()).iter().zip(drugs) {
        let said = match drug {
            "betamethasone" => "0.6 or 0.75",
            _ => dose,
        };
        assert_eq!(choice.label, format!("{drug}, {said} mg = 5 mg"));
        let mut session = baseline();
        let answers = format!("taken=y drug={drug} dose={dose} frequency=once-daily weight=50");
        fill(&study, &mut session, "glucocorticoid", &answers);
        if drug == "betamethasone" {
            put(&study, &mut session, "glucocorticoid", drug, "0.6-mg");
        }
        let value = scored(&study, &session, "glucocorticoid", "Prednisone equivalent");
        assert_eq!(value, "5.0 mg/day", "{drug}");
        let value = scored(&study, &session, "glucocorticoid", "By body weight");
        assert_eq!(value, "0.100 mg/kg/day", "{drug}");
    }
}

#[test]
fn betamethasone_is_converted_by_the_figure_that_was_answered_and_by_none_while_it_is_open() {
    let study = study();
    let mut session = baseline();
    let dose = "taken=y drug=betamethasone dose=1.5 frequency=once-daily route=oral weight=50";
    fill(&study, &mut session, "glucocorticoid", dose);
    let form = |study: &Study, session: &Session| {
        let lines = score_lines(study, session, "glucocorticoid");
        let line = lines.into_iter().next().unwrap();
        (line.value, line.note)
    };
    let said = |value: &str, note: &str| (value.to_owned(), note.to_owned());
    let open = said("-", "not answered what betamethasone is counted as");
    assert_eq!(form(&study, &session), open);
    for (answer, value, factor) in [
        ("0.6-mg", "12.5 mg/day", "25/3"),
        ("0.75-mg", "10.0 mg/day", "20/3"),
    ] {
        put(
            &study,
            &mut session,
            "glucocorticoid",
            "betamethasone",
            answer,
        );
        let note = format!("betamethasone x {factor}, as the site counts");
        assert_eq!(form(&study, &session), said(value, &note));
    }
    put(
        &study,
        &mut session,
        "glucocorticoid",
        "betamethasone",
        "!other",
    );
    assert_eq!(form(&study, &session), open);
    // A visit by an earlier version of the form keeps its figure, and says so.
    let mut earlier = baseline();
    fill(&version_2(), &mut earlier, "glucocorticoid", dose);
    let note = "betamethasone x 25/3, table prednisone-5mg-1, 0.6 mg = 5 mg since it was not asked";
    assert_eq!(form(&version_2(), &earlier), said("12.5 mg/day", note));
}

#[test]
fn who_takes_no_glucocorticoid_has_a_dose_of_zero_whatever_was_entered_before() {
    let study = study();
    let mut session = baseline();
    let dose = "taken=y drug=prednisone dose=40 frequency=once-daily weight=80";
    fill(&study, &mut session, "glucocorticoid", dose);
    put(&study, &mut session, "glucocorticoid", "taken", "n");
    let line =
        |session: &Session| scored(&study, session, "glucocorticoid", "Prednisone equivalent");
    assert_eq!(line(&session), "0.0 mg/day");
    put(&study, &mut session, "glucocorticoid", "taken", "!refused");
    assert_eq!(line(&session), "-");
    session
        .forms
        .get_mut("glucocorticoid")
        .unwrap()
        .remove("taken");
    assert_eq!(line(&session), "-");
}

// ---- Physician global

#[test]
fn a_physician_global_from_6_2_to_3_9_is_23_percent_of_the_line() {
    let study = study();
    let (mut before, mut now) = (baseline(), week_12());
    fill(&study, &mut before, "phga", "vas=6.2 likert=3");
    fill(&study, &mut now, "phga", "vas=3.9 likert=2");
    let verdict = judged(&study, &before, &now);
    let entry = verdict.measures.get(Measure::Phga);
    assert_eq!(entry.absolute().unwrap(), "-2.3");
    assert_eq!(entry.of_range_by_band().unwrap(), "+23.0 %");
    assert_eq!(entry.points.unwrap().to_string(), "15.0");
}

#[test]
fn a_percentage_is_never_rounded_onto_a_threshold() {
    let study = study();
    let others = "aldolase=!not-done ldh=!not-done ast=!not-done alt=!not-done";
    let ck = |ck: &str| {
        let answers = format!("unit=U/L ck={ck} ck.uln=200 {others}");
        enzymes(baseline(), &answers)
    };
    for (before, now, outcome, shown) in [
        // 19.952 and 20.032 percent better; 24.98 percent worse.
        ("1253", "1003", Outcome::Neither, "-19.95 %"),
        ("1253", "1002", Outcome::Improved, "-20.03 %"),
        ("1253", "1566", Outcome::Neither, "+24.98 %"),
        ("1250", "1000", Outcome::Improved, "-20.0 %"),
        ("1000", "1250", Outcome::Worse, "+25.0 %"),
        ("1000", "333", Outcome::Improved, "-66.7 %"),
    ] {
        let mut after = week_12();
        after.forms = ck(now).forms;
        let verdict = judged(&study, &ck(before), &after);
        let entry = verdict.measures.get(Measure::Enzyme);
        assert_eq!(
            (entry.outcome, entry.relative().unwrap().as_str()),
            (outcome, shown)
        );
    }
}

#[test]
fn the_next_points_on_the_80_scale_begin_above_51_6_not_above_52() {
    let mut study = study();
    study.protocol.scoring.mmt_max = 80;
    let mut before = strength();
    // 58 with neck 6, so 50 without its 6 and two points of the biceps.
    fill(&study, &mut before, "mmt8", "neckflex=0 biceps.r=6");
    let mut now = week_12();
    now.forms = before.forms.clone();
    let verdict = judged(&study, &before, &now);
    let entry = verdict.measures.get(Measure::Mmt);
    assert_eq!(entry.edge(entry.next.unwrap().beyond), "51.6");
    // 52 of 80 is enough: 2.5 percent of the range.
    put(&study, &mut now, "mmt8", "neckflex", "2");
    let verdict = judged(&study, &before, &now);
    let entry = verdict.measures.get(Measure::Mmt);
    assert_eq!(entry.points.unwrap().to_string(), "10.0");
}
