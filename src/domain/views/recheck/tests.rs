use super::*;
use crate::domain::course::ADVERSE_EVENT;
use crate::domain::record::query::Query;
use crate::domain::record::signature::{Meaning, Signature, content};
use crate::domain::rules::checks::Side;
use crate::domain::sample::{cells, decimal, number, participant, session, study};
use chrono::DateTime;

const TODAY: &str = "2026-06-01";

fn record(sessions: Vec<Session>) -> ParticipantRecord {
    let mut record = ParticipantRecord::new(participant("01-001", "2026-01-05"));
    for session in sessions {
        record.sessions.insert(session.visit.clone(), session);
    }
    record
}

/// What is found, as `visit form field rule`, with `kept` behind what was kept.
fn found(study: &Study, record: &ParticipantRecord) -> Vec<String> {
    let found = recheck(study, record, TODAY.parse().unwrap());
    found
        .iter()
        .map(|finding| {
            let form = finding.form.as_ref().map_or("-", |form| form.as_str());
            let field = finding.field.as_ref().map_or("-", |field| field.as_str());
            let kept = if finding.kept.is_some() { " kept" } else { "" };
            format!("{} {form} {field} {}{kept}", finding.visit, finding.rule)
        })
        .collect()
}

fn kg(text: &str) -> Answer {
    Answer::number(decimal(text), Some("kg"))
}

fn good() -> Session {
    let answers = [("rash", Answer::code("n")), ("vas", number("4.7"))];
    session("week-2", "2026-01-19", "mixed", &answers)
}

#[test]
fn a_visit_with_all_in_it_has_no_finding() {
    assert_eq!(found(&study(), &record(vec![good()])), [""; 0]);
}

#[test]
fn what_is_required_and_empty_is_found_and_an_empty_form_once() {
    let mut visit = session(
        "week-12",
        "2026-03-30",
        "mixed",
        &[("rash", Answer::code("y"))],
    );
    assert_eq!(
        found(&study(), &record(vec![visit.clone()])),
        [
            "week-12 mixed site required",
            "week-12 mixed vas required",
            "week-12 mdaat - required"
        ]
    );
    // A reason is an answer.
    visit.cell_mut(&"mixed".into(), &"vas".into()).answer = Some(Answer::missing("refused"));
    assert!(
        !found(&study(), &record(vec![visit])).contains(&"week-12 mixed vas required".to_owned())
    );
}

#[test]
fn what_could_not_be_entered_is_found() {
    for (field, answer) in [
        ("vas", number("10.1")),
        ("vas", Answer::text("much")),
        ("vas", Answer::missing("lost-sample")),
        ("weight", number("301")),
        ("rash", Answer::code("x")),
    ] {
        let mut visit = good();
        visit.cell_mut(&"mixed".into(), &field.into()).answer = Some(answer.clone());
        let seen = found(&study(), &record(vec![visit]));
        let wanted = format!("week-2 mixed {field} hard-limit");
        assert!(seen.contains(&wanted), "{answer:?}: {seen:?}");
    }
    let mut visit = good();
    visit.cell_mut(&"mixed".into(), &"none".into()).answer = Some(Answer::code("n"));
    visit.cell_mut(&"nowhere".into(), &"f".into()).answer = Some(Answer::code("n"));
    assert_eq!(
        found(&study(), &record(vec![visit])),
        [
            "week-2 mixed none unknown-field",
            "week-2 nowhere - unknown-form"
        ]
    );
}

#[test]
fn what_is_unlikely_is_found_until_it_is_kept_with_a_reason() {
    // No jump since the enrolment.
    let heavy = |visit: Session| {
        let mut record = record(vec![visit]);
        record.participant.weight_kg = decimal("165");
        record
    };
    let mut visit = good();
    let weight = visit.cell_mut(&"mixed".into(), &"weight".into());
    weight.answer = Some(kg("170"));
    assert_eq!(
        found(&study(), &heavy(visit.clone())),
        ["week-2 mixed weight soft-range"]
    );
    let weight = visit.cell_mut(&"mixed".into(), &"weight".into());
    weight
        .kept
        .push(("soft-range".to_owned(), "confirmed".to_owned()));
    let record = heavy(visit);
    assert_eq!(
        found(&study(), &record),
        ["week-2 mixed weight soft-range kept"]
    );
    let told = recheck(&study(), &record, TODAY.parse().unwrap());
    assert_eq!(told[0].kept.as_deref(), Some("confirmed"));
    let side = Side::Above;
    assert!(
        matches!(&told[0].found, Found::Asked(About::OutOfRange { side: found, .. }) if *found == side),
        "{:?}",
        told[0]
    );
}

#[test]
fn a_jump_against_the_visit_before_is_found() {
    let mut before = good();
    before.cell_mut(&"mixed".into(), &"weight".into()).answer = Some(kg("60"));
    let answers = [
        ("rash", Answer::code("n")),
        ("vas", number("4.7")),
        ("weight", kg("80")),
    ];
    let now = session("week-4", "2026-02-02", "mixed", &answers);
    let seen = found(&study(), &record(vec![now, before]));
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert!(seen[0].starts_with("week-4 mixed weight jump"), "{seen:?}");
}

#[test]
fn a_query_is_found_until_it_is_closed() {
    let mut visit = good();
    let mut query = Query {
        id: 9,
        state: State::Proposed,
        question: "Is it so?".to_owned(),
        asked_by: "M. Kern".to_owned(),
        asked_at: DateTime::default(),
        last: None,
        seq: 9,
    };
    let cell = visit.cell_mut(&"mixed".into(), &"vas".into());
    cell.queries.push(query.clone());
    assert_eq!(
        found(&study(), &record(vec![visit.clone()])),
        ["week-2 mixed vas query"]
    );
    query.state = State::Closed;
    visit.cell_mut(&"mixed".into(), &"vas".into()).queries = vec![query];
    assert_eq!(found(&study(), &record(vec![visit])), [""; 0]);
}

#[test]
fn a_signature_is_found_once_a_change_made_it_void() {
    let mut visit = good();
    let signature = Signature {
        meaning: Meaning::Approved,
        user: "mk".to_owned(),
        name: "M. Kern".to_owned(),
        role: "investigator".to_owned(),
        at: DateTime::default(),
        seq: 9,
        voided: None,
        content: content(&"01-001".into(), &visit),
    };
    visit.signatures.push(signature);
    assert_eq!(found(&study(), &record(vec![visit.clone()])), [""; 0]);
    visit.cell_mut(&"mixed".into(), &"vas".into()).answer = Some(number("4.8"));
    assert_eq!(
        found(&study(), &record(vec![visit])),
        ["week-2 - - signature-void"]
    );
}

#[test]
fn what_cannot_be_true_of_an_event_is_found_and_an_error_row_owes_only_that_it_is_seen() {
    let row = |wrong: &str| {
        cells(&[
            ("onset", Answer::text("2026-03")),
            ("ongoing", Answer::code("n")),
            ("end", Answer::text("2026-02-11")),
            ("grade", Answer::code("5")),
            ("outcome", Answer::code("recovered")),
            ("serious", Answer::code("y")),
            (rows::IN_ERROR, Answer::code(wrong)),
        ])
    };
    let id: FormId = format!("{ADVERSE_EVENT}#2").as_str().into();
    let rules: Vec<_> = log_rows::contradictions(&id, &row("n"))
        .unwrap()
        .into_iter()
        .map(|(field, rule, _)| format!("{field} {rule}"))
        .collect();
    assert_eq!(
        rules,
        [
            "end adverse-dates",
            "grade contradiction",
            "seen serious-unseen"
        ]
    );
    let in_error = Found::SeriousUnseen { in_error: true };
    let unseen = ("seen".into(), "serious-unseen", in_error);
    assert_eq!(log_rows::contradictions(&id, &row("y")), Some(vec![unseen]));
    assert_eq!(log_rows::contradictions(&"phga".into(), &row("n")), None);
}
