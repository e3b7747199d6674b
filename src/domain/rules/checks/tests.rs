//! Each rule on both sides of its threshold.

use super::*;
use crate::domain::record::status_history::StatusHistory;
use crate::domain::sample::{cells, decimal, number, participant, session, study};
use rust_decimal::Decimal;

const NOW: &str = "2026-02-02";

fn lab(value: &str, unit: &str) -> Answer {
    Answer::number(decimal(value), Some(unit))
}

/// The rules asked about an answer, with what else the form has now and what it had on a day before.
fn rules_on(
    form: &str,
    field: &str,
    answer: &Answer,
    now: &[(&str, Answer)],
    before: Option<(&str, &[(&str, Answer)])>,
) -> Vec<String> {
    let study = study();
    let form = study.form(form).unwrap();
    let who = participant("01-001", "2026-01-05");
    let session_now = session("week-4", NOW, form.id.as_str(), now);
    let earlier = before.map(|(day, answers)| session("baseline", day, form.id.as_str(), answers));
    let context = Context {
        participant: &who,
        statuses: &StatusHistory::default(),
        session: &session_now,
        earlier: earlier.iter().collect(),
        totals: Totals::default(),
        row: None,
        weights: Vec::new(),
        strength: Strength::default(),
        logs: Logs::default(),
    };
    let field = form.field(field).unwrap();
    questions(&study, form, field, answer, &context)
        .into_iter()
        .map(|question| question.rule)
        .collect()
}

fn rules(form: &str, field: &str, answer: &Answer) -> Vec<String> {
    rules_on(form, field, answer, &[], None)
}

fn against(form: &str, field: &str, before: &Answer, now: &Answer) -> Vec<String> {
    rules_on(
        form,
        field,
        now,
        &[],
        Some(("2026-01-05", &[(field, before.clone())])),
    )
}

/// The form-level rules, with the field of each.
fn form_rules(form: &str, now: &[(&str, Answer)], totals: Totals) -> Vec<String> {
    let study = study();
    let who = participant("01-001", "2026-01-05");
    let mut session = session("week-4", NOW, form, now);
    if form == "mdaat" {
        session
            .forms
            .insert("phga".into(), cells(&[("vas", number("5.0"))]));
    }
    let context = Context {
        participant: &who,
        statuses: &StatusHistory::default(),
        session: &session,
        earlier: vec![],
        totals,
        row: None,
        weights: Vec::new(),
        strength: Strength::default(),
        logs: Logs::default(),
    };
    form_questions(&study, study.form(form).unwrap(), &context)
        .into_iter()
        .map(|(field, question)| format!("{field} {}", question.rule))
        .collect()
}

fn mdaat(now: &[(&str, &str)]) -> Vec<String> {
    let now: Vec<_> = now
        .iter()
        .map(|(id, text)| {
            let answer = match *id {
                "oth.text" => Answer::text(text),
                _ if id.ends_with(".vas") || id.starts_with("pul.18c.") => number(text),
                _ => Answer::code(text),
            };
            (*id, answer)
        })
        .collect();
    form_rules("mdaat", &now, Totals::default())
}

#[test]
fn soft_limits_ask_beyond_and_not_at_them() {
    let weight = |text: &str| Answer::number(decimal(text), Some("kg"));
    // The weight at enrolment is 62 kg: 55.8 to 68.2 is within 10 %.
    assert_eq!(rules("mixed", "weight", &weight("68.2")), [""; 0]);
    assert_eq!(rules("mixed", "weight", &weight("68.3")), ["jump"]);
    assert_eq!(
        rules("mixed", "weight", &weight("34.9")),
        ["soft-range", "jump"]
    );
    let at = |text: &str| against("mixed", "weight", &weight(text), &weight(text));
    assert_eq!(at("35"), [""; 0]);
    assert_eq!(at("34.9"), ["soft-range"]);
    assert_eq!(at("160"), [""; 0]);
    assert_eq!(at("160.1"), ["soft-range"]);
    assert_eq!(
        rules("mixed", "weight", &Answer::missing("refused")),
        [""; 0]
    );
}

#[test]
fn only_a_weight_in_kg_is_held_against_the_weight_at_enrolment() {
    let study = study();
    let form = study.form("mixed").unwrap();
    let who = participant("01-001", "2026-01-05");
    let session = session("week-4", NOW, "mixed", &[]);
    let context = Context {
        participant: &who,
        statuses: &StatusHistory::default(),
        session: &session,
        earlier: vec![],
        totals: Totals::default(),
        row: None,
        weights: Vec::new(),
        strength: Strength::default(),
        logs: Logs::default(),
    };
    let mut field = form.field("weight").unwrap().clone();
    let asked = |field: &Field, unit: &str| {
        let answer = Answer::number(decimal("100"), Some(unit));
        questions(&study, form, field, &answer, &context).len()
    };
    assert_eq!(asked(&field, "kg"), 1);
    assert_eq!(asked(&field, "lb"), 0);
    field.id = "grip".into();
    assert_eq!(asked(&field, "kg"), 0);
}

#[test]
fn a_date_before_birth_is_asked_about() {
    let on = |text: &str| Answer::Value {
        value: crate::domain::base::answer::Value::Date(text.parse().unwrap()),
        unit: None,
    };
    assert_eq!(
        rules("mixed", "history", &on("1969-12-31")),
        ["before-birth"]
    );
    assert_eq!(rules("mixed", "history", &on("1970-01-01")), [""; 0]);
}

#[test]
fn jumps_ask_beyond_their_limit() {
    for (form, field, before, now, asked) in [
        ("mixed", "vas", number("2.0"), number("6.0"), false),
        ("mixed", "vas", number("2.0"), number("6.1"), true),
        ("mixed", "vas", number("6.1"), number("2.0"), true),
        (
            "phga",
            "likert",
            Answer::code("1"),
            Answer::code("3"),
            false,
        ),
        ("phga", "likert", Answer::code("1"), Answer::code("4"), true),
        (
            "mmt8",
            "neckflex",
            Answer::code("5"),
            Answer::code("8"),
            false,
        ),
        (
            "mmt8",
            "neckflex",
            Answer::code("5"),
            Answer::code("9"),
            true,
        ),
        (
            "mmt8",
            "neckflex",
            Answer::code("T"),
            Answer::code("4"),
            true,
        ),
        (
            "mmt8",
            "neckflex",
            Answer::code("T"),
            Answer::code("3"),
            false,
        ),
        ("haq", "item01", Answer::code("0"), Answer::code("2"), false),
        ("haq", "item01", Answer::code("0"), Answer::code("3"), true),
        (
            "mdaat",
            "con.01",
            Answer::code("4"),
            Answer::code("0"),
            false,
        ),
        (
            "mixed",
            "vas",
            Answer::missing("refused"),
            number("9.0"),
            false,
        ),
    ] {
        let expected: &[&str] = if asked { &["jump"] } else { &[] };
        let rules = against(form, field, &before, &now);
        assert_eq!(rules, expected, "{form} {field} {before:?} {now:?}");
    }
}

#[test]
fn the_last_value_counts_even_when_a_visit_lies_between() {
    let study = study();
    let form = study.form("mixed").unwrap();
    let mut record = ParticipantRecord::new(participant("01-001", "2026-01-05"));
    for visit in [
        session("baseline", "2026-01-05", "mixed", &[("vas", number("1.0"))]),
        session(
            "week-2",
            "2026-01-19",
            "mixed",
            &[("vas", Answer::missing("refused"))],
        ),
        session("week-4", NOW, "mixed", &[]),
        session("week-12", "2026-03-30", "mixed", &[("vas", number("9.0"))]),
    ] {
        record.sessions.insert(visit.visit.clone(), visit);
    }
    let context = Context::of(&study, &record, "week-4").unwrap();
    let order: Vec<_> = context.earlier.iter().map(|s| s.visit.as_str()).collect();
    assert_eq!(order, ["week-2", "baseline"]);
    let field = form.field("vas").unwrap();
    let asked = questions(&study, form, field, &number("9.0"), &context);
    let jump = |was| About::Jump {
        limit: decimal("4"),
        was,
    };
    let was = Earlier {
        value: "1.0".to_owned(),
        unit: None,
        on: "2026-01-05".parse().unwrap(),
    };
    assert_eq!(asked[0].about, jump(Some(was)));
    assert!(Context::of(&study, &record, "week-52").is_none());
    // Where earlier scores are hidden the question does not give them away.
    let mut patients = form.clone();
    patients.respondent = Respondent::Patient;
    let asked = questions(&study, &patients, field, &number("9.0"), &context);
    assert_eq!(asked[0].about, jump(None));
    let mut hidden = study.clone();
    let measure = crate::domain::forms::engine::instrument::Measure::Phga;
    hidden
        .protocol
        .earlier_scores
        .insert(measure, EarlierScores::Never);
    let mut global = form.clone();
    global.measure = Some(measure);
    let asked = questions(&hidden, &global, field, &number("9.0"), &context);
    assert_eq!(asked[0].about, jump(None));
}

#[test]
fn right_and_left_are_compared() {
    let graded = |right: &str, left: &str| {
        let now = [("deltoid.l", Answer::code(left))];
        rules_on("mmt8", "deltoid.r", &Answer::code(right), &now, None)
    };
    assert_eq!(graded("8", "5"), [""; 0]);
    assert_eq!(graded("9", "5"), ["right-left"]);
    assert_eq!(graded("T", "4"), ["right-left"]);
    let untestable = [("deltoid.l", Answer::missing("unable"))];
    let rules = rules_on("mmt8", "deltoid.r", &Answer::code("9"), &untestable, None);
    assert_eq!(rules, [""; 0]);
}

#[test]
fn category_and_scale_must_not_contradict() {
    for (likert, vas, asked) in [
        ("0", "1.0", false),
        ("0", "1.1", true),
        ("1", "5.0", false),
        ("1", "5.1", true),
        ("2", "9.9", false),
        ("4", "6.0", false),
        ("4", "5.9", true),
    ] {
        let expected: &[&str] = if asked { &["likert-vas"] } else { &[] };
        let (code, line) = (Answer::code(likert), number(vas));
        let at_likert = rules_on("phga", "likert", &code, &[("vas", line.clone())], None);
        let at_vas = rules_on("phga", "vas", &line, &[("likert", code)], None);
        assert_eq!(at_likert, expected, "{likert} {vas}");
        assert_eq!(at_vas, expected, "{likert} {vas}");
    }
    // Fields of the same names in a form that is no global activity say nothing about each other.
    let mut study = study();
    let form = study.instruments.get_mut("phga").unwrap();
    form.measure = None;
    let form = study.form("phga").unwrap();
    let who = participant("01-001", "2026-01-05");
    let session = session("week-4", NOW, "phga", &[("vas", number("9.0"))]);
    let context = Context {
        participant: &who,
        statuses: &StatusHistory::default(),
        session: &session,
        earlier: vec![],
        totals: Totals::default(),
        row: None,
        weights: Vec::new(),
        strength: Strength::default(),
        logs: Logs::default(),
    };
    let likert = form.field("likert").unwrap();
    let asked = questions(&study, form, likert, &Answer::code("0"), &context);
    assert_eq!(asked, []);
}

#[test]
fn results_are_compared_in_units_per_litre() {
    let ck = |value, unit| rules("enzymes", "ck", &lab(value, unit));
    assert_eq!(ck("10", "U/L"), [""; 0]);
    assert_eq!(ck("9.9", "U/L"), ["soft-range"]);
    assert_eq!(ck("20001", "U/L"), ["soft-range"]);
    // 0.16 microkatal/L are 9.6 U/L.
    assert_eq!(ck("0.16", "ukat/L"), ["soft-range"]);
    assert_eq!(ck("200", "ukat/L"), [""; 0]);
    assert_eq!(ck("201", "µkat/L"), ["looks-like-units"]);
    let ast = rules("enzymes", "ast", &lab("40", "ukat/L"));
    assert_eq!(ast, ["looks-like-units"]);
    let limit = rules("enzymes", "ck.uln", &lab("200", "ukat/L"));
    assert_eq!(limit, ["looks-like-units"]);
}

#[test]
fn a_result_far_above_its_limit_is_asked_about_at_either() {
    let now = [("ck.uln", lab("200", "U/L"))];
    let at = |value: &str| rules_on("enzymes", "ck", &lab(value, "U/L"), &now, None);
    assert_eq!(at("10000"), [""; 0]);
    assert_eq!(at("10001"), ["uln-multiple"]);
    let now = [("ck", lab("10001", "U/L"))];
    let limit = rules_on("enzymes", "ck.uln", &lab("200", "U/L"), &now, None);
    assert_eq!(limit, ["uln-multiple"]);
    // 3.4 microkatal/L are 204 U/L.
    let limit = rules_on("enzymes", "ck.uln", &lab("3.4", "ukat/L"), &now, None);
    assert_eq!(limit, [""; 0]);
}

#[test]
fn creatine_kinase_may_change_tenfold() {
    let change = |before, now| against("enzymes", "ck", &before, &now);
    assert_eq!(change(lab("100", "U/L"), lab("1000", "U/L")), [""; 0]);
    assert_eq!(change(lab("100", "U/L"), lab("1001", "U/L")), ["jump"]);
    assert_eq!(change(lab("1001", "U/L"), lab("100", "U/L")), ["jump"]);
    assert_eq!(change(lab("100", "U/L"), lab("16.6", "ukat/L")), [""; 0]);
    assert_eq!(change(lab("100", "U/L"), lab("16.7", "ukat/L")), ["jump"]);
    assert_eq!(change(lab("0", "U/L"), lab("100", "U/L")), [""; 0]);
}

#[test]
fn a_limit_changes_only_with_the_laboratory() {
    let named = |name: &str| ("laboratory", Answer::text(name));
    let limit = |here: &str, there: &str, before: Answer, now: Answer| {
        let before = [named(there), ("ck.uln", before)];
        rules_on(
            "enzymes",
            "ck.uln",
            &now,
            &[named(here)],
            Some(("2026-01-05", &before)),
        )
    };
    let (old, new) = (lab("200", "U/L"), lab("190", "U/L"));
    let asked = limit("Central", "central ", old.clone(), new.clone());
    assert_eq!(asked, ["uln-changed"]);
    assert_eq!(limit("Central", "Local", old.clone(), new), [""; 0]);
    let converted = lab("3.33333333333333333333333333", "ukat/L");
    assert_eq!(
        limit("Central", "Central", old.clone(), old.clone()),
        [""; 0]
    );
    assert_eq!(
        limit("Central", "Central", lab("180", "U/L"), lab("3", "ukat/L")),
        [""; 0]
    );
    assert_eq!(limit("Central", "Central", old, converted), ["uln-changed"]);
}

#[test]
fn m1_and_m2_look_at_the_days_between() {
    // 35 days before 2026-02-02 is 2025-12-29, 56 days before is 2025-12-08.
    for (day, before, now, rule) in [
        ("2025-12-29", "2", "4", Some("M1")),
        ("2025-12-28", "2", "4", None),
        ("2025-12-29", "4", "4", None),
        ("2025-12-29", "0", "4", None),
        ("2025-12-08", "0", "2", Some("M2")),
        ("2025-12-07", "0", "2", None),
        ("2025-12-08", "0", "0", None),
        ("2025-12-08", "NA", "2", None),
    ] {
        let before = [("con.01", Answer::code(before))];
        let now = Answer::code(now);
        let rules = rules_on("mdaat", "con.01", &now, &[], Some((day, &before)));
        assert_eq!(rules, Vec::from_iter(rule), "{day} {before:?} {now:?}");
    }
}

#[test]
fn m3_holds_a_scale_against_its_items() {
    let items =
        |vas, first, second| mdaat(&[("con.vas", vas), ("con.01", first), ("con.02", second)]);
    assert_eq!(items("0.5", "0", "0"), [""; 0]);
    assert_eq!(items("0.6", "0", "0"), ["con.vas M3"]);
    assert_eq!(items("0.6", "0", "NA"), ["con.vas M3"]);
    assert_eq!(items("0.6", "0", "1"), [""; 0]);
    assert_eq!(items("0.0", "0", "1"), [""; 0]);
    assert_eq!(items("0.0", "0", "2"), ["con.vas M3"]);
    assert_eq!(mdaat(&[("con.vas", "0.6"), ("con.01", "0")]), [""; 0]);
    assert_eq!(
        mdaat(&[("mus.vas", "0.0"), ("mus.25a", "3")]),
        ["mus.vas M3"]
    );
}

#[test]
fn m4_allows_one_active_severity() {
    let grades = |a, b, c| mdaat(&[("ske.13a", a), ("ske.13b", b), ("ske.13c", c)]);
    assert_eq!(grades("2", "0", "1"), [""; 0]);
    assert_eq!(grades("2", "0", "4"), ["ske.13c M4"]);
    assert_eq!(grades("2", "3", "4"), ["ske.13b M4"]);
}

#[test]
fn m5_keeps_the_extramuscular_scale_near_the_highest_system() {
    let global = |emg, con, ske, pul| {
        mdaat(&[
            ("emg.vas", emg),
            ("con.vas", con),
            ("ske.vas", ske),
            ("pul.vas", pul),
        ])
    };
    assert_eq!(global("3.0", "5.0", "1.0", "1.0"), [""; 0]);
    assert_eq!(global("2.9", "5.0", "1.0", "1.0"), ["emg.vas M5"]);
    assert_eq!(global("7.0", "5.0", "1.0", "1.0"), [""; 0]);
    assert_eq!(global("7.1", "5.0", "1.0", "1.0"), ["emg.vas M5"]);
    // A system still blank may be the one that explains a high scale; muscle never is.
    assert_eq!(mdaat(&[("emg.vas", "7.1"), ("con.vas", "5.0")]), [""; 0]);
    assert_eq!(
        mdaat(&[("emg.vas", "2.9"), ("con.vas", "5.0")]),
        ["emg.vas M5"]
    );
    assert_eq!(mdaat(&[("emg.vas", "1.0"), ("mus.vas", "9.0")]), [""; 0]);
}

#[test]
fn m6_and_m9_place_the_overall_scale() {
    // The physician's global scale is at 5.0.
    assert_eq!(mdaat(&[("all.vas", "5.0"), ("mus.vas", "6.0")]), [""; 0]);
    assert_eq!(
        mdaat(&[("all.vas", "5.0"), ("mus.vas", "6.1")]),
        ["all.vas M6"]
    );
    assert_eq!(
        mdaat(&[("all.vas", "5.0"), ("emg.vas", "6.1")]),
        ["all.vas M6"]
    );
    assert_eq!(mdaat(&[("all.vas", "6.0")]), [""; 0]);
    assert_eq!(mdaat(&[("all.vas", "6.1")]), ["all.vas M9"]);
    assert_eq!(mdaat(&[("all.vas", "3.9")]), ["all.vas M9"]);
}

#[test]
fn m9_is_asked_at_the_physicians_scale_too() {
    let study = study();
    let who = participant("01-001", "2026-01-05");
    let mut session = session("week-4", NOW, "phga", &[("vas", number("5.0"))]);
    session
        .forms
        .insert("mdaat".into(), cells(&[("all.vas", number("6.1"))]));
    let mut asked = |kept: Option<&str>| {
        let cell = session.cell_mut(&"phga".into(), &"vas".into());
        cell.kept = kept
            .iter()
            .flat_map(|rules| rules.split(", "))
            .map(|rule| (rule.to_owned(), "confirmed".to_owned()))
            .collect();
        let context = Context {
            participant: &who,
            statuses: &StatusHistory::default(),
            session: &session,
            earlier: vec![],
            totals: Totals::default(),
            row: None,
            weights: Vec::new(),
            strength: Strength::default(),
            logs: Logs::default(),
        };
        form_questions(&study, study.form("phga").unwrap(), &context).len()
    };
    assert_eq!(asked(None), 1);
    assert_eq!(asked(Some("jump")), 1);
    assert_eq!(asked(Some("jump, M9")), 0);
}

#[test]
fn m7_and_m8_want_what_was_left_out() {
    assert_eq!(mdaat(&[("pul.18c", "1")]), [""; 0]);
    assert_eq!(mdaat(&[("pul.18c", "2")]), ["pul.18c M7"]);
    assert_eq!(mdaat(&[("pul.18c", "2"), ("pul.18c.fvc", "2.1")]), [""; 0]);
    let before = mdaat(&[("pul.18c", "2"), ("pul.18c.fvc-before", "2.1")]);
    assert_eq!(before, ["pul.18c M7"]);
    assert_eq!(mdaat(&[("oth.vas", "0.0")]), [""; 0]);
    assert_eq!(mdaat(&[("oth.vas", "0.1")]), ["oth.text M8"]);
    assert_eq!(mdaat(&[("oth.cf", "1")]), ["oth.text M8"]);
    assert_eq!(mdaat(&[("oth.cf", "1"), ("oth.text", "fever")]), [""; 0]);
}

#[test]
fn totals_ask_beyond_their_limit() {
    let mmt = |before: u32, now: u32| Totals {
        mmt: Some(Was {
            before: Decimal::from(before),
            now: Decimal::from(now),
        }),
        haq: None,
    };
    assert_eq!(form_rules("mmt8", &[], Totals::default()), [""; 0]);
    assert_eq!(form_rules("mmt8", &[], mmt(100, 130)), [""; 0]);
    assert_eq!(
        form_rules("mmt8", &[], mmt(131, 100)),
        ["neckflex mmt-total"]
    );
    let haq = |now: &str| Totals {
        mmt: None,
        haq: Some(Was {
            before: decimal("0.5"),
            now: decimal(now),
        }),
    };
    assert_eq!(form_rules("haq", &[], haq("2.0")), [""; 0]);
    assert_eq!(form_rules("haq", &[], haq("2.125")), ["item01 haq-di"]);
    // On the scale of 80 the limit is 16.
    let mut study = study();
    study.protocol.scoring.mmt_max = 80;
    let who = participant("01-001", "2026-01-05");
    let session = session("week-4", NOW, "mmt8", &[]);
    for (now, expected) in [(66, 0), (67, 1)] {
        let context = Context {
            participant: &who,
            statuses: &StatusHistory::default(),
            session: &session,
            earlier: vec![],
            totals: mmt(50, now),
            row: None,
            weights: Vec::new(),
            strength: Strength::default(),
            logs: Logs::default(),
        };
        let asked = form_questions(&study, study.form("mmt8").unwrap(), &context);
        assert_eq!(asked.len(), expected);
    }
}
