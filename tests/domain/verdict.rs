//! From the answers in a session to the verdict on the panel.

use crate::support::scored::{cells, choice, form, put, session, study};
use chrono::DateTime;
use coreset::domain::base::ratio::Exact;
use coreset::domain::forms::engine::instrument::{Condition, Field, Instrument, Measure};
use coreset::domain::forms::engine::scoring::ScoringFacts;
use coreset::domain::forms::engine::total::{MEAN, SUM};
use coreset::domain::forms::enzymes::Enzyme;
use coreset::domain::forms::table::form_score;
use coreset::domain::forms::{enzymes, glucocorticoid, mdaat};
use coreset::domain::record::participant::Participant;
use coreset::domain::record::session::{ParticipantRecord, Session};
use coreset::domain::study::Study;
use coreset::domain::study::shipped::embedded_study;
use coreset::domain::study::version::earlier::Earlier;
use coreset::domain::verdict::core_set::{CoreSet, Reading, core_set};
use coreset::domain::verdict::response::{Category, Outcome, Points};
use coreset::domain::verdict::{
    Direction, Note, baseline_of, confirmed_deterioration, judge, summary_verdict,
};
use std::sync::Arc;

const MUSCLES: [&str; 7] = [
    "deltoid", "biceps", "gmax", "gmed", "quads", "wristext", "ankledf",
];

fn strength(session: &mut Session, neck: u8, right: [u8; 7], left: [u8; 7]) {
    put(session, "mmt8", &[("neckflex", &neck.to_string())]);
    for (n, muscle) in MUSCLES.iter().enumerate() {
        put(
            session,
            "mmt8",
            &[
                (&format!("{muscle}.r"), &right[n].to_string()),
                (&format!("{muscle}.l"), &left[n].to_string()),
            ],
        );
    }
}

fn function(session: &mut Session, item: &str) {
    for n in 1..=20 {
        put(session, "haq", &[(&format!("item{n:02}"), item)]);
    }
    for field in ["aid.cane", "aid.chair", "help.hygiene", "aid.other1"] {
        put(session, "haq", &[(field, "n")]);
    }
}

fn baseline() -> Session {
    let mut s = session("week-0");
    put(&mut s, "phga", &[("vas", "#6.2"), ("likert", "3")]);
    put(&mut s, "ptga", &[("vas", "#5.0")]);
    strength(&mut s, 6, [7, 8, 5, 6, 8, 9, 9], [7, 8, 5, 7, 8, 9, 10]);
    function(&mut s, "2");
    put(
        &mut s,
        "enzymes",
        &[
            ("unit", "U/L"),
            ("ck", "#1260"),
            ("ck.uln", "#200"),
            ("ldh", "#8 ukat/L"),
            ("ldh.uln", "#250 U/L"),
            ("aldolase", "!not-done"),
            ("ast", "!not-done"),
            ("alt", "!not-done"),
        ],
    );
    put(&mut s, "mdaat", &[("emg.vas", "#4.0")]);
    s
}

fn week_12() -> Session {
    let mut s = session("week-12");
    put(&mut s, "phga", &[("vas", "#3.9")]);
    put(&mut s, "ptga", &[("vas", "#5.5")]);
    strength(&mut s, 7, [8, 9, 6, 7, 9, 10, 10], [8, 9, 6, 8, 9, 10, 10]);
    function(&mut s, "1");
    put(
        &mut s,
        "enzymes",
        &[("unit", "U/L"), ("ck", "#540"), ("ck.uln", "#220")],
    );
    put(&mut s, "mdaat", &[("emg.vas", "#4.0")]);
    s
}

fn sets(study: &Study, now: &Session) -> (CoreSet, CoreSet) {
    (core_set(study, &baseline()), core_set(study, now))
}

#[test]
fn the_six_measures_are_read_from_their_forms() {
    let set = core_set(&study(150, "worse"), &baseline());
    assert_eq!(set.mmt, Reading::Value(Exact::int(112)));
    assert_eq!(set.haq, Reading::Value(Exact::int(2)));
    assert_eq!(set.phga.value().unwrap().to_string(), "6.2");
    assert_eq!(set.enzymes.ldh.value, Reading::Value(Exact::int(480)));
    assert_eq!(
        set.enzymes.alt.value,
        Reading::Missing("not-done".to_owned())
    );
    let chosen = set.select_enzyme().unwrap().unwrap();
    assert_eq!(chosen.enzyme, Enzyme::Ck);
    assert_eq!(chosen.multiple.unwrap().rounded(2), "6.30");
    let of_80 = core_set(&study(80, "worse"), &baseline());
    assert_eq!(of_80.mmt, Reading::Value(Exact::int(58)));
}

#[test]
fn a_complete_visit_is_judged_in_every_way() {
    let study = study(150, "worse");
    let (before, now) = sets(&study, &week_12());
    let verdict = judge(&study, &before, &now);
    let phga = verdict.measures.get(Measure::Phga);
    assert_eq!(phga.absolute().unwrap(), "-2.3");
    assert_eq!(phga.relative().unwrap(), "-37.1 %");
    assert_eq!(phga.of_range_by_band().unwrap(), "+23.0 %");
    assert_eq!(
        (phga.direction, phga.outcome),
        (Direction::Better, Outcome::Improved)
    );
    assert_eq!(phga.points, Some(Points::tenths(150)));
    let next = phga.next.unwrap();
    assert_eq!(next.points, Points::tenths(175));
    assert_eq!(
        (next.beyond.to_string(), next.more_than.to_string()),
        ("3.7".into(), "0.2".into())
    );
    assert!(next.possible);
    // 112 to 126: 9.3 % of the range; the next band begins above 127.
    let mmt = verdict.measures.get(Measure::Mmt);
    assert_eq!(
        (mmt.absolute().unwrap(), mmt.relative().unwrap()),
        ("+14".into(), "+12.5 %".into())
    );
    assert_eq!(mmt.next.unwrap().beyond, Exact::int(127));
    assert_eq!(
        verdict.measures.get(Measure::Ptga).direction,
        Direction::Worse
    );
    assert_eq!(
        verdict.measures.get(Measure::Extramuscular).direction,
        Direction::Same
    );
    // 15 + 0 + 10 + 7.5 (1/3 of the range) + 5 (720 of 3000) + 0.
    assert_eq!(verdict.tis.total, Some(Points::tenths(375)));
    assert_eq!(verdict.tis.category, Some(Category::Minimal));
    assert_eq!(
        verdict.tis.to_next,
        Some((Category::Moderate, Points::tenths(25)))
    );
    assert_eq!(verdict.doi.met, Some(true));
    assert_eq!(
        verdict.doi.which(Outcome::Improved),
        [Measure::Phga, Measure::Haq, Measure::Enzyme]
    );
    assert!(!verdict.registered_differs);
    assert_eq!(
        verdict.notes,
        [Note::OtherLimit {
            enzyme: Enzyme::Ck,
            old: Exact::int(200),
            new: Exact::int(220),
        }]
    );
}

#[test]
fn nothing_is_decided_that_a_blank_could_change() {
    let study = study(150, "worse");
    // Three measures improved, but a blank MMT could still be worse by 25 %.
    let mut now = week_12();
    now.forms.remove("mmt8");
    let (before, open) = sets(&study, &now);
    let verdict = judge(&study, &before, &open);
    assert_eq!((verdict.doi.met, verdict.doi.met_as_is), (None, true));
    assert_eq!(verdict.registered.met, Some(true));
    assert!(verdict.doi.reachable && !verdict.registered_differs);
    assert_eq!(
        (verdict.tis.total, verdict.tis.low, verdict.tis.high),
        // 38 of 150 are left to gain: 25.3 %, at most 27.5 points.
        (None, Points::tenths(275), Points::tenths(550))
    );
    // Once the muscles are missing for a reason, they count as neither.
    put(&mut now, "mmt8", &[("neckflex", "!pain")]);
    let (before, closed) = sets(&study, &now);
    assert_eq!(judge(&study, &before, &closed).doi.met, Some(true));
    assert_eq!(judge(&study, &before, &closed).tis.total, None);
}

#[test]
fn what_cannot_be_reached_any_more_is_said() {
    let study = study(150, "worse");
    let mut before = core_set(&study, &baseline());
    // From 140 of 150 strength cannot improve by 20 %; a VAS of 9 cannot worsen by 25 %.
    before.mmt = Reading::Value(Exact::int(140));
    before.phga = Reading::Value(Exact::int(9));
    let mut now = core_set(&study, &week_12());
    now.haq = before.haq.clone();
    now.enzymes.ck.value = Reading::Value(Exact::int(1260));
    now.mmt = Reading::Blank;
    now.phga = Reading::Blank;
    now.extramuscular = Reading::Blank;
    let verdict = judge(&study, &before, &now);
    assert_eq!(
        (verdict.doi.met, verdict.doi.reachable),
        (Some(false), false)
    );
    // With a lower start it could be.
    before.mmt = Reading::Value(Exact::int(100));
    let verdict = judge(&study, &before, &now);
    assert_eq!((verdict.doi.met, verdict.doi.reachable), (None, true));
}

#[test]
fn the_enzyme_stays_the_one_of_baseline() {
    let study = study(150, "worse");
    let mut now = week_12();
    put(
        &mut now,
        "enzymes",
        &[("ck", "!lost-sample"), ("ldh", "#100")],
    );
    let (before, set) = sets(&study, &now);
    let enzyme = judge(&study, &before, &set).measures.enzyme;
    assert_eq!(enzyme.enzyme, Some(Enzyme::Ck));
    assert_eq!(enzyme.now, Reading::Missing("lost-sample".to_owned()));
    assert_eq!(enzyme.direction, Direction::NotKnown);
}

#[test]
fn haemolysis_and_unknown_units_never_count() {
    let study = study(150, "worse");
    let mut s = session("week-0");
    put(
        &mut s,
        "enzymes",
        &[
            ("haemolysed", "y"),
            ("unit", "U/L"),
            ("ldh", "#2500"),
            ("ldh.uln", "#250"),
            ("ck", "<30"),
            ("ck.uln", "#200"),
        ],
    );
    let set = core_set(&study, &s);
    let chosen = set.select_enzyme().unwrap().unwrap();
    assert_eq!((chosen.enzyme, chosen.none_abnormal), (Enzyme::Ck, true));
    assert_eq!(set.enzymes.ck.value, Reading::Below(Exact::int(30)));
    s.forms.get_mut("enzymes").unwrap().remove("unit");
    let set = core_set(&study, &s);
    assert_eq!(set.enzymes.ck.value, Reading::Blank);
    assert_eq!(set.select_enzyme().unwrap(), None);
}

#[test]
fn a_half_entered_questionnaire_is_not_a_value() {
    let study = study(150, "worse");
    let mut s = baseline();
    s.forms.get_mut("haq").unwrap().remove("item20");
    assert_eq!(core_set(&study, &s).haq, Reading::Blank);
    put(&mut s, "haq", &[("item20", "!refused")]);
    assert_eq!(core_set(&study, &s).haq, Reading::Value(Exact::int(2)));
    // An aid that is not assigned to a category yet could still change the index.
    put(&mut s, "haq", &[("aid.other1", "y")]);
    assert_eq!(core_set(&study, &s).haq, Reading::Blank);
    put(&mut s, "haq", &[("aid.other1.category", "eating")]);
    assert!(core_set(&study, &s).haq.value().is_some());
    for n in 5..=20 {
        put(&mut s, "haq", &[(&format!("item{n:02}"), "!refused")]);
    }
    assert_eq!(
        core_set(&study, &s).haq,
        Reading::Missing("too-few-categories".to_owned())
    );
}

#[test]
fn a_baseline_of_zero_follows_the_study() {
    let zero = |rule: &str| {
        let study = study(150, rule);
        let mut before = core_set(&study, &baseline());
        before.extramuscular = Reading::Value(Exact::ZERO);
        let now = core_set(&study, &week_12());
        judge(&study, &before, &now).measures.extramuscular
    };
    let worse = zero("worse");
    assert_eq!(
        (worse.direction, worse.outcome),
        (Direction::Worse, Outcome::Worse)
    );
    assert_eq!(worse.relative().unwrap(), "n/c");
    let neither = zero("unevaluable");
    assert_eq!(
        (neither.direction, neither.outcome),
        (Direction::Undefined, Outcome::Neither)
    );
}

#[test]
fn deterioration_needs_two_visits_in_a_row() {
    let study = study(150, "worse");
    let before = core_set(&study, &baseline());
    let visit = |name: &str, vas: i64| {
        let mut set = before.clone();
        set.visit = coreset::domain::base::ids::VisitId::new(name);
        set.extramuscular = Reading::Value(Exact::int(vas));
        set
    };
    let (bad, fine) = (|name| visit(name, 6), |name| visit(name, 5));
    let sets = [before.clone(), bad("a"), fine("b"), bad("c")];
    assert_eq!(confirmed_deterioration(&study, &sets), None);
    let sets = [before.clone(), fine("a"), bad("b"), bad("c")];
    let found = confirmed_deterioration(&study, &sets).unwrap();
    assert_eq!((found.first.as_str(), found.confirmed.as_str()), ("b", "c"));
    assert_eq!(confirmed_deterioration(&study, &[]), None);
}

#[test]
fn the_summary_takes_the_latest_visit_that_can_be_compared() {
    let study = study(150, "worse");
    let participant: Participant = serde_json::from_value(serde_json::json!({
        "id": "01",
        "initials": "AB",
        "birth_year": 1970,
        "sex": "female",
        "diagnosis": "dermatomyositis",
        "weight_kg": "62",
        "enrolled_on": "2026-01-01"
    }))
    .unwrap();
    let mut record = ParticipantRecord::new(participant);
    assert_eq!(summary_verdict(&study, &record), None);
    for session in [baseline(), session("week-12")] {
        record.sessions.insert(session.visit.clone(), session);
    }
    assert_eq!(summary_verdict(&study, &record), None);
    let mut week_4 = week_12();
    week_4.visit = "week-4".into();
    record.sessions.insert(week_4.visit.clone(), week_4);
    let summary = summary_verdict(&study, &record).unwrap();
    assert_eq!(
        (summary.visit.as_str(), summary.doi),
        ("week-4", Some(true))
    );
    assert_eq!(summary.tis.unwrap().to_string(), "37.5");
}

fn lines(form: &Instrument, answers: &[(&str, &str)]) -> Vec<String> {
    let score = form_score(
        study(150, "worse").scoring(),
        form,
        &cells(answers),
        &ScoringFacts::NONE,
    )
    .unwrap();
    let show =
        |l: coreset::text::totals::ScoreLine| format!("{}: {} ({})", l.label, l.value, l.note);
    let lines = coreset::text::DEFAULT.score(&score);
    lines.into_iter().map(show).collect()
}

#[test]
fn forms_show_their_scores_and_why() {
    let enzymes = lines(
        &form("enzymes", Some(enzymes::SCORER), vec![]),
        &[
            ("unit", "U/L"),
            ("ck", "#1260"),
            ("ck.uln", "#200"),
            ("ast", "#96"),
        ],
    );
    assert_eq!(
        enzymes,
        [
            "Most abnormal: CK: 6.30 x (largest multiple of ULN)",
            "CK: 6.30 x (1260 U/L)",
            "AST: - (96 U/L; ULN is not entered)",
        ]
    );
    let dose = lines(
        &form("glucocorticoid", Some(glucocorticoid::SCORER), vec![]),
        &[
            ("drug", "methylprednisolone"),
            ("dose", "#40"),
            ("frequency", "QD"),
            ("weight", "#62"),
        ],
    );
    assert_eq!(
        dose,
        [
            "Prednisone equivalent: 50.0 mg/day (methylprednisolone x 1.25, table prednisone-5mg-1)",
            "By body weight: 0.806 mg/kg/day ()",
        ]
    );
    let haq = lines(
        study(150, "worse").form("haq").unwrap(),
        &[("item03", "1"), ("item04", "0"), ("aid.chair", "y")],
    );
    assert_eq!(
        haq,
        [
            "HAQ-DI: - (1 of at least 6 categories answered; provisional, 21 fields are blank)",
            "HAQ-DI without aids: - (1 of at least 6 categories answered; provisional, 21 fields are blank)",
            "arising: 2 (raised from 1 by special chair)",
        ]
    );
    let mdaat = lines(
        &form("mdaat", Some(mdaat::SCORER), vec![]),
        &[
            ("emg.vas", "#4.0"),
            ("con.vas", "#2.0"),
            ("cut.vas", "#5.5"),
            ("ske.vas", "#1.0"),
            ("gi.vas", "#0.0"),
            ("pul.vas", "!not-assessed"),
            ("car.vas", "#0.0"),
            ("mitax.con", "C"),
        ],
    );
    assert_eq!(
        mdaat[..4],
        [
            "Extramuscular VAS: 4.0 ()",
            "MYOACT: 0.1700 (8.5/50)",
            "MITAX: - (categories are blank)",
            "MITAX constitutional: C (suggested - (provisional-1))",
        ]
    );
}

#[test]
fn site_forms_are_summed_or_averaged() {
    let optional = Field {
        required: false,
        ..choice("c")
    };
    let fields = vec![choice("a"), choice("b"), optional];
    let sum = form("x", Some(SUM), fields.clone());
    assert_eq!(
        lines(&sum, &[("a", "2")]),
        ["Sum: - (1 required fields are blank)"]
    );
    assert_eq!(
        lines(&sum, &[("a", "2"), ("b", "!refused")]),
        ["Sum: - (a required field is missing)"]
    );
    assert_eq!(
        lines(&sum, &[("a", "2"), ("b", "3")]),
        ["Sum: 5 (of 2 answers)"]
    );
    let mean = form("x", Some(MEAN), fields);
    assert_eq!(
        lines(&mean, &[("a", "2"), ("b", "3"), ("c", "3")]),
        ["Mean: 2.67 (of 3 answers)"]
    );
    assert_eq!(lines(&mean, &[]), ["Mean: - (of 0 answers)"]);
    // What is no longer asked keeps its answer and does not count.
    let when = |id: &str, other: &str| Field {
        visible_when: Some(Condition {
            field: other.into(),
            is: vec!["1".to_owned()],
            compared: None,
            missing: false,
        }),
        ..choice(id)
    };
    let fields = vec![choice("a"), when("b", "a"), when("c", "b")];
    let sum = form("x", Some(SUM), fields);
    let shown = [("a", "1"), ("b", "1"), ("c", "5")];
    assert_eq!(lines(&sum, &shown), ["Sum: 7 (of 3 answers)"]);
    let hidden = [("a", "0"), ("b", "1"), ("c", "5")];
    assert_eq!(lines(&sum, &hidden), ["Sum: 0 (of 1 answers)"]);
    let ring = form("x", Some(MEAN), vec![when("a", "b"), when("b", "a")]);
    assert_eq!(
        lines(&ring, &[("a", "1"), ("b", "1")]),
        ["Mean: - (of 0 answers)"]
    );
    let none = form_score(
        study(150, "worse").scoring(),
        &form("x", None, vec![]),
        &cells(&[]),
        &ScoringFacts::NONE,
    );
    assert_eq!(none, None);
}

/// The study as version 2, without the form of a measure, since entry 50.
fn without_ptga() -> Study {
    let first = embedded_study().unwrap();
    let mut second = Study {
        number: 2,
        ..first.clone()
    };
    second.instruments.remove("ptga");
    for visit in &mut second.protocol.visits {
        visit.forms.retain(|form| form.as_str() != "ptga");
    }
    second.earlier = vec![Earlier {
        study: Arc::new(first),
        until: 50,
        next_from: None,
        reconsent: None,
    }];
    second
}

fn begun(visit: &str, seq: u64) -> Session {
    let day = "2026-03-02".parse().unwrap();
    let mut session = Session::new(visit.into(), day, seq, DateTime::default());
    // Its second version has no such form.
    if seq < 50 {
        put(&mut session, "ptga", &[("vas", "#5.0")]);
    }
    session
}

#[test]
fn a_measure_whose_form_was_removed_is_not_judged_at_later_visits_with_that_reason() {
    let study = without_ptga();
    let before = begun("baseline", 5);
    let removed = Note::Removed {
        measure: Measure::Ptga,
        by: 2,
    };
    for (seq, is_removed) in [(10, false), (60, true)] {
        let now = begun("week-12", seq);
        let version = study.of(&now);
        let sets = (core_set(&study, &before), core_set(&study, &now));
        let verdict = judge(version, &sets.0, &sets.1);
        assert_eq!(verdict.notes.contains(&removed), is_removed, "{seq}");
        assert_eq!(verdict.not_asked.contains(&Measure::Ptga), is_removed);
        let known = verdict.measures.get(Measure::Ptga).direction != Direction::NotKnown;
        assert_eq!(known, !is_removed);
    }
}

#[test]
fn a_verdict_is_measured_from_the_baseline_of_its_own_version() {
    let first = embedded_study().unwrap();
    let mut second = Study {
        number: 2,
        ..first.clone()
    };
    second.protocol.baseline = "week-4".into();
    second.earlier = vec![Earlier {
        study: Arc::new(first),
        until: 50,
        next_from: None,
        reconsent: None,
    }];
    for (visit, seq, from) in [
        ("week-2", 10, Some("baseline")),
        ("week-12", 10, Some("baseline")),
        ("week-12", 60, Some("week-4")),
        ("week-2", 60, None),
        ("baseline", 10, None),
    ] {
        let session = begun(visit, seq);
        let found = baseline_of(second.of(&session), &session.visit);
        assert_eq!(found.map(|id| id.as_str()), from, "{visit} {seq}");
    }
}
