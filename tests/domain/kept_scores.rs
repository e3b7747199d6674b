//! What is kept of scores and verdicts with a completion and with a signature, and what comparing it later finds.

use crate::support::shipped::{baseline, fill, rest_absent, session, study, week_12};
use chrono::{DateTime, FixedOffset, NaiveDate};
use coreset::domain::base::answer::Answer;
use coreset::domain::base::ids::{FormId, VisitId};
use coreset::domain::base::ratio::Exact;
use coreset::domain::record::entry::{Assessor, Draft, Entry};
use coreset::domain::record::event::{Event, FieldPath, Origin};
use coreset::domain::record::kept_scores::{
    KeptForm, KeptJudgement, KeptNumber, KeptTotal, KeptValue, KeptVisit, WhyOpen,
};
use coreset::domain::record::participant::{Diagnosis, Participant, Sex};
use coreset::domain::record::session::{ParticipantRecord, Session};
use coreset::domain::record::signature::{self, Meaning};
use coreset::domain::study::{EarlierScores, Population, Study};
use coreset::domain::verdict::kept::{kept_form, kept_visit};
use coreset::domain::views::recheck::{Differing, Finding, Found, kept_differences};
use coreset::text::DEFAULT;
use rust_decimal::Decimal;

const WHO: &str = "01-001";
const PROGRAM: &str = "coreset 1";
const GROUPS: [&str; 7] = [
    "deltoid", "biceps", "gmax", "gmed", "quads", "wristext", "ankledf",
];

/// Answers the six measures of a visit: the scales in cm, each item of the HAQ, each muscle grade, CK in U/L.
fn measures(study: &Study, session: &mut Session, scales: [&str; 3], item: u8, grade: u8, ck: u32) {
    let [phga, ptga, emg] = scales;
    fill(study, session, "phga", &format!("vas={phga} likert=2"));
    fill(study, session, "ptga", &format!("vas={ptga}"));
    fill(study, session, "mdaat", &format!("emg.vas={emg}"));
    for n in 1..=20 {
        fill(study, session, "haq", &format!("item{n:02}={item}"));
    }
    rest_absent(study, session, "haq");
    fill(study, session, "mmt8", &format!("neckflex={grade}"));
    for group in GROUPS {
        let sides = format!("{group}.r={grade} {group}.l={grade}");
        fill(study, session, "mmt8", &sides);
    }
    let labs = format!(
        "unit=U/L haemolysed=n ck={ck} ck.uln=200 aldolase=!not-done ldh=!not-done ast=!not-done alt=!not-done"
    );
    fill(study, session, "enzymes", &labs);
}

fn before(study: &Study) -> Session {
    let mut session = baseline();
    measures(study, &mut session, ["6.0", "5.0", "4.0"], 2, 5, 1000);
    session
}

fn after(study: &Study) -> Session {
    let mut session = week_12();
    measures(study, &mut session, ["3.0", "2.0", "2.0"], 1, 7, 300);
    session
}

/// Returns a record in which every answer was stored as entry 10.
fn record(sessions: Vec<Session>) -> ParticipantRecord {
    let mut record = ParticipantRecord::new(Participant {
        id: WHO.into(),
        initials: "AB".to_owned(),
        birth_year: 1970,
        sex: Sex::Female,
        diagnosis: Diagnosis::Dermatomyositis,
        weight_kg: Decimal::from(62),
        enrolled_on: NaiveDate::from_ymd_opt(2026, 1, 5).unwrap(),
    });
    for mut session in sessions {
        for cell in session
            .forms
            .values_mut()
            .flat_map(|form| form.values_mut())
        {
            cell.origin = Some(Origin::Typed);
            cell.seq = 10;
        }
        record.sessions.insert(session.visit.clone(), session);
    }
    record
}

fn at() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-03-30T10:00:00+02:00").unwrap()
}

fn store(record: &mut ParticipantRecord, seq: u64, event: Event) {
    let by = Assessor {
        user: "kern".to_owned(),
        name: "M. Kern".to_owned(),
        role: "investigator".to_owned(),
        from: "tty1".to_owned(),
    };
    let entry = Entry {
        seq,
        ..Entry::preview(Draft::new(by, event), at())
    };
    record.apply(&entry);
}

/// Stores that a form was completed, as the owner does.
fn complete(study: &Study, record: &mut ParticipantRecord, visit: &str, form: &str, seq: u64) {
    let (visit, form) = (VisitId::new(visit), FormId::new(form));
    let kept = kept_form(study, record, &visit, &form, PROGRAM);
    let event = Event::Completed {
        participant: WHO.into(),
        visit,
        form,
        kept: kept.map(Box::new),
    };
    store(record, seq, event);
}

/// Stores that a visit was signed, as the owner does.
fn sign(study: &Study, record: &mut ParticipantRecord, visit: &str, seq: u64) {
    let visit = VisitId::new(visit);
    let kept = kept_visit(study, record, &visit, PROGRAM);
    let event = Event::Signed {
        participant: WHO.into(),
        content: signature::content(&WHO.into(), &record.sessions[&visit]),
        visit,
        meaning: Meaning::Approved,
        kept: Some(Box::new(kept)),
    };
    store(record, seq, event);
}

fn change(record: &mut ParticipantRecord, place: (&str, &str, &str), answer: Answer, seq: u64) {
    let (visit, form, field) = place;
    let event = Event::Answered {
        place: FieldPath {
            participant: WHO.into(),
            visit: visit.into(),
            form: form.into(),
            field: field.into(),
        },
        answer,
        origin: Origin::Typed,
    };
    store(record, seq, event);
}

fn number(text: &str) -> KeptValue {
    KeptValue::Number(KeptNumber(Exact::parse(text).unwrap()))
}

fn answer(text: &str) -> Answer {
    Answer::number(Decimal::from_str_exact(text).unwrap(), None)
}

fn of_form(study: &Study, record: &ParticipantRecord, visit: &str, form: &str) -> KeptForm {
    kept_form(study, record, &visit.into(), &form.into(), PROGRAM).unwrap()
}

fn of_visit(study: &Study, record: &ParticipantRecord, visit: &str) -> KeptVisit {
    kept_visit(study, record, &visit.into(), PROGRAM)
}

/// What is found, as `visit form rule name then now`.
fn found(study: &Study, record: &ParticipantRecord) -> Vec<String> {
    let found = kept_differences(study, record, "coreset 2");
    found.iter().map(in_short).collect()
}

fn in_short(finding: &Finding) -> String {
    let Found::KeptDiffers(difference) = &finding.found else {
        panic!("{finding:?}");
    };
    let form = finding.form.as_ref().map_or("-", |form| form.as_str());
    let what = match &difference.differing {
        Differing::Score { name, .. } => name,
        Differing::Imacs { .. } => "imacs",
        Differing::Registered { .. } => "registered",
        Differing::Total { .. } => "total",
    };
    let entry = difference.entry;
    format!("{} {form} {} {what} {entry}", finding.visit, finding.rule)
}

#[test]
fn a_completed_form_keeps_its_score_and_the_parts_of_it() {
    let study = study();
    let record = record(vec![before(&study)]);
    let haq = of_form(&study, &record, "baseline", "haq");
    assert_eq!(haq.with.program, PROGRAM);
    assert_eq!(haq.with.protocol_hash, study.hash);
    let main = haq.scores.main.as_ref().unwrap();
    assert_eq!((main.name.as_str(), &main.value), ("haq_di", &number("2")));
    assert_eq!(haq.scores.value("dressing"), Some(&number("2")));
    assert_eq!(haq.scores.parts.len(), 9, "without aids, and 8 categories");
    for (form, name, value) in [
        ("phga", "vas", number("6")),
        ("mmt8", "mmt8_150", number("75")),
        ("mmt8", "mmt8_80", number("40")),
        ("mdaat", "extramuscular_vas", number("4")),
        ("mdaat", "myoact", KeptValue::NoValue),
        ("enzymes", "most_abnormal", KeptValue::Code("ck".to_owned())),
        ("enzymes", "ck_times_uln", number("5")),
    ] {
        let kept = of_form(&study, &record, "baseline", form);
        assert_eq!(kept.scores.value(name), Some(&value), "{form} {name}");
    }
    for none in ["eligibility", "medication#1", "nothing"] {
        let kept = kept_form(&study, &record, &"log".into(), &none.into(), PROGRAM);
        assert_eq!(kept, None, "{none}");
    }
}

#[test]
fn a_reason_in_place_of_a_value_and_a_blank_are_kept_as_what_they_are() {
    let study = study();
    let mut session = before(&study);
    fill(&study, &mut session, "phga", "vas=!not-done");
    session.forms.remove("ptga");
    let record = record(vec![session]);
    let value = |form| {
        of_form(&study, &record, "baseline", form)
            .scores
            .main
            .unwrap()
            .value
    };
    assert_eq!(value("phga"), KeptValue::Missing("not-done".to_owned()));
    assert_eq!(value("ptga"), KeptValue::Blank);
}

#[test]
fn a_signed_baseline_keeps_every_score_and_no_verdict() {
    let study = study();
    let record = record(vec![before(&study)]);
    let kept = of_visit(&study, &record, "baseline");
    assert_eq!(kept.verdict, None);
    let forms: Vec<&str> = kept.forms.keys().map(FormId::as_str).collect();
    for form in ["enzymes", "haq", "mdaat", "mmt8", "phga", "ptga", "rand36"] {
        assert!(forms.contains(&form), "{form} in {forms:?}");
    }
    let of_form = of_form(&study, &record, "baseline", "haq").scores;
    assert_eq!(kept.forms["haq"], of_form);
}

#[test]
fn a_signed_visit_keeps_both_readings_and_the_total_with_its_category() {
    let study = study();
    let record = record(vec![before(&study), after(&study)]);
    let verdict = of_visit(&study, &record, "week-12").verdict.unwrap();
    assert_eq!(verdict.imacs, KeptJudgement::Met);
    assert_eq!(verdict.registered, KeptJudgement::Met);
    // 17.5 + 7.5 + 20 + 7.5 + 5 + 12.5 by the published table.
    let points = KeptNumber(Exact::int(70));
    let category = "major".to_owned();
    assert_eq!(verdict.total, KeptTotal::Known { points, category });
}

#[test]
fn what_is_not_decided_is_kept_with_its_reason() {
    let study = study();
    let visit = |keep: &[&str]| {
        let mut session = after(&study);
        session
            .forms
            .retain(|form, _| keep.contains(&form.as_str()));
        session
    };
    let verdict = |before: Session, now: Session| {
        let id = now.visit.clone();
        let record = record(vec![before, now]);
        of_visit(&study, &record, id.as_str()).verdict.unwrap()
    };
    let open = |why: WhyOpen| {
        (
            KeptJudgement::NotDecided(why.clone()),
            KeptTotal::NotDecided(why),
        )
    };
    let said = verdict(before(&study), visit(&["phga"]));
    assert_eq!((said.imacs, said.total), open(WhyOpen::Blank));
    // Which enzyme counts.
    let mut blank = before(&study);
    blank.forms.remove("enzymes");
    let said = verdict(blank, after(&study));
    assert_eq!(said.total, KeptTotal::NotDecided(WhyOpen::EnzymeOpen));
    assert_eq!(said.imacs, KeptJudgement::Met, "five measures decide it");
    // Whether a sample counts.
    let only_ldh = |mut session: Session, labs: &str| {
        fill(&study, &mut session, "enzymes", "ck=!not-done");
        fill(&study, &mut session, "enzymes", labs);
        session
    };
    let first = only_ldh(before(&study), "ldh=1000 ldh.uln=250");
    let mut sample = only_ldh(after(&study), "ldh=300 ldh.uln=250");
    let said = verdict(first.clone(), sample.clone());
    assert!(matches!(said.total, KeptTotal::Known { .. }), "{said:?}");
    let enzymes = sample.forms.get_mut("enzymes").unwrap();
    enzymes.remove("haemolysed");
    let said = verdict(first, sample);
    assert_eq!(said.total, KeptTotal::NotDecided(WhyOpen::Blank));
    // What will never come.
    let mut gone = after(&study);
    fill(&study, &mut gone, "mdaat", "emg.vas=!not-assessed");
    let said = verdict(before(&study), gone);
    let missing = WhyOpen::Missing(vec!["extramuscular".to_owned()]);
    assert_eq!(said.total, KeptTotal::NotDecided(missing));
    assert_eq!(said.imacs, KeptJudgement::Met);
    // A visit that does not ask for all six.
    let mut early = session("week-2", "2026-01-19");
    fill(&study, &mut early, "phga", "vas=6.0 likert=3");
    let said = verdict(before(&study), early);
    let KeptJudgement::NotDecided(WhyOpen::NotAsked(measures)) = &said.imacs else {
        panic!("{said:?}");
    };
    assert!(measures.contains(&"mmt".to_owned()), "{measures:?}");
    assert!(matches!(
        said.total,
        KeptTotal::NotDecided(WhyOpen::NotAsked(_))
    ));
}

#[test]
fn nothing_differs_while_the_study_is_the_same() {
    let study = study();
    let mut record = record(vec![before(&study), after(&study)]);
    complete(&study, &mut record, "baseline", "haq", 20);
    sign(&study, &mut record, "baseline", 21);
    sign(&study, &mut record, "week-12", 22);
    assert_eq!(found(&study, &record), [""; 0]);
    // Nor does another hash by itself.
    let mut other = study.clone();
    other.hash = "other".to_owned();
    assert_eq!(found(&other, &record), [""; 0]);
}

#[test]
fn what_the_rules_give_now_is_compared_with_what_was_kept_by_each_entry() {
    let study = study();
    let mut now = after(&study);
    // Seven categories answered.
    for item in ["item01", "item02"] {
        fill(&study, &mut now, "haq", &format!("{item}=!not-done"));
    }
    let mut record = record(vec![before(&study), now]);
    complete(&study, &mut record, "week-12", "haq", 20);
    complete(&study, &mut record, "week-12", "phga", 21);
    sign(&study, &mut record, "week-12", 22);
    let mut stricter = study.clone();
    stricter.protocol.scoring.haq_min_categories = 8;
    stricter.hash = "b".repeat(64);
    assert_eq!(
        found(&stricter, &record),
        [
            "week-12 haq kept-score haq_di 20",
            "week-12 haq kept-score haq_di_without_aids 20",
            "week-12 haq kept-score haq_di 22",
            "week-12 haq kept-score haq_di_without_aids 22",
            "week-12 - kept-verdict total 22",
        ]
    );
    let all = kept_differences(&stricter, &record, "coreset 2");
    let said = DEFAULT.found(&all[2].found);
    assert_eq!(
        said,
        format!(
            "HAQ-DI was 1 when M. Kern signed it (entry 22; coreset 1, protocol {}), and from the same answers it is without a value now (coreset 2, protocol {}). If the rule was not changed on purpose, one of the two is wrong: compare the versions.",
            study.hash, stricter.hash
        )
    );
    let said = DEFAULT.found(&all[4].found);
    assert!(
        said.contains("the ACR/EULAR score was 70.0 (major)")
            && said.contains("it is not decided (missing: HAQ-DI) now"),
        "{said}"
    );
}

#[test]
fn other_thresholds_show_in_the_verdict_and_what_is_no_rule_of_scoring_does_not() {
    let study = study();
    let mut now = after(&study);
    fill(&study, &mut now, "ptga", "vas=5.0");
    let mut record = record(vec![before(&study), now]);
    sign(&study, &mut record, "week-12", 22);
    // 62.5 points are major for adults and moderate for children.
    let mut other = study.clone();
    other.protocol.population = Population::Jdm;
    assert_eq!(found(&other, &record), ["week-12 - kept-verdict total 22"]);
    let mut shown = study.clone();
    for scores in shown.protocol.earlier_scores.values_mut() {
        *scores = EarlierScores::Show;
    }
    assert_eq!(found(&shown, &record), [""; 0]);
}

#[test]
fn a_change_of_an_answer_is_no_difference() {
    let study = study();
    let mut stricter = study.clone();
    stricter.protocol.scoring.haq_min_categories = 9;
    let mut whole = record(vec![before(&study), after(&study)]);
    complete(&study, &mut whole, "week-12", "haq", 20);
    sign(&study, &mut whole, "week-12", 21);
    assert_eq!(found(&stricter, &whole).len(), 5);
    // An answer of the form, then of another form of the visit, then at baseline.
    let mut changed = whole.clone();
    change(
        &mut changed,
        ("week-12", "haq", "item01"),
        Answer::code("3"),
        30,
    );
    assert_eq!(found(&stricter, &changed), [""; 0]);
    let mut changed = whole.clone();
    change(&mut changed, ("week-12", "phga", "vas"), answer("3.1"), 30);
    assert_eq!(
        found(&stricter, &changed),
        [
            "week-12 haq kept-score haq_di 20",
            "week-12 haq kept-score haq_di_without_aids 20",
        ],
        "the signature is void, the form is as it was"
    );
    let mut changed = whole.clone();
    change(&mut changed, ("baseline", "phga", "vas"), answer("0.1"), 30);
    let lines = found(&stricter, &changed);
    assert_eq!(lines.len(), 4, "no verdict is compared: {lines:?}");
    assert!(lines.iter().all(|line| line.contains("kept-score")));
    // What no measure is read from does not keep the verdict from being compared.
    let mut changed = whole.clone();
    change(
        &mut changed,
        ("baseline", "rand36", "item01"),
        Answer::code("1"),
        30,
    );
    assert_eq!(found(&stricter, &changed).len(), 5);
    // A note is no answer.
    let mut noted = whole;
    let place = FieldPath {
        participant: WHO.into(),
        visit: "week-12".into(),
        form: "haq".into(),
        field: "item03".into(),
    };
    let text = "asked twice".to_owned();
    store(&mut noted, 31, Event::Noted { place, text });
    assert_eq!(found(&stricter, &noted).len(), 5);
    // Left complete again, the scores of that moment are the ones that are compared.
    change(
        &mut noted,
        ("week-12", "haq", "item01"),
        Answer::code("3"),
        40,
    );
    complete(&stricter, &mut noted, "week-12", "haq", 41);
    assert_eq!(found(&stricter, &noted), [""; 0]);
    assert_eq!(found(&study, &noted).len(), 2);
}
