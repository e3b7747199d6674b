//! Synthetic participants: every state is there, every answer is legal, nothing depends on chance.

use crate::support::safety::with_safety;
use chrono::{DateTime, NaiveDate};
use coreset::domain::base::answer::{Answer, Value};
use coreset::domain::base::ids::FormId;
use coreset::domain::base::ratio::Exact;
use coreset::domain::course;
use coreset::domain::course::eligibility::{Reason, State, judge as judge_eligibility};
use coreset::domain::forms::engine::instrument::{Choice, Field, FieldKind, Instrument, pattern};
use coreset::domain::forms::engine::progress::{Setting, asked, complete};
use coreset::domain::forms::engine::total::SUM;
use coreset::domain::forms::engine::typing;
use coreset::domain::record::entry::{Assessor, Draft, Entry};
use coreset::domain::record::event::{Event, Origin};
use coreset::domain::record::participant::{Diagnosis, Participant};
use coreset::domain::record::rows::{SESSION, rows};
use coreset::domain::record::session::{FormCells, ParticipantRecord, Session};
use coreset::domain::rules::checks::{Context, Question, form_questions, questions};
use coreset::domain::study::Study;
use coreset::domain::study::schedule;
use coreset::domain::study::schedule::VisitState;
use coreset::domain::study::shipped::embedded_study;
use coreset::domain::treatment::abatacept::{Deviation, Given, deviations};
use coreset::domain::treatment::equivalence::Table;
use coreset::domain::treatment::medication::Course;
use coreset::domain::treatment::medication::glucocorticoid::dose_on;
use coreset::domain::verdict::core_set::{Reading, core_set};
use coreset::domain::verdict::response::Category;
use coreset::domain::verdict::{Verdict, confirmed_deterioration, judge};
use coreset::domain::views::summary::summarise;
use coreset::tools::demo;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

const SEEDS: [u64; 5] = [0, 1, 42, 4_946_669, u64::MAX];

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).unwrap()
}

fn made(study: &Study, count: usize, seed: u64) -> Vec<Vec<Event>> {
    demo::participants(study, count, today(), seed).collect()
}

/// Plays events into a record, as the store does.
pub(crate) fn record(events: &[Event]) -> ParticipantRecord {
    let Event::Enrolled { participant } = &events[0] else {
        panic!("the first event enrols: {:?}", events[0]);
    };
    let mut record = ParticipantRecord::new(participant.clone());
    for (seq, event) in (1..).zip(events) {
        record.apply(&Entry {
            seq,
            recorded_at: DateTime::parse_from_rfc3339("2026-03-02T09:00:00.000+01:00").unwrap(),
            program: String::new(),
            request: String::new(),
            draft: Draft::new(
                Assessor {
                    user: "demo".to_owned(),
                    name: String::new(),
                    role: String::new(),
                    from: String::new(),
                },
                event.clone(),
            ),
            salt: None,
            more: 0,
            prev: String::new(),
            hash: String::new(),
        });
    }
    record
}

pub(crate) fn records(study: &Study, count: usize, seed: u64) -> Vec<ParticipantRecord> {
    made(study, count, seed).iter().map(|e| record(e)).collect()
}

fn plan(study: &Study, record: &ParticipantRecord) -> Vec<schedule::PlannedVisit> {
    let summary = summarise(study, record, None);
    schedule::plan(study, record.who(), &summary.visits, today())
}

fn words(study: &Study, record: &ParticipantRecord) -> Vec<&'static str> {
    let plan = plan(study, record);
    plan.iter().map(|visit| visit.state.word()).collect()
}

fn session<'a>(record: &'a ParticipantRecord, visit: &str) -> &'a Session {
    record.session(visit).unwrap()
}

fn outcome(study: &Study, record: &ParticipantRecord) -> Option<Verdict> {
    let set = |id: &str| Some(core_set(study, record.session(id)?));
    let baseline = set(study.protocol.baseline.as_str())?;
    let now = set(study.protocol.outcome.as_str())?;
    Some(judge(study, &baseline, &now))
}

#[test]
fn fourteen_participants_are_in_every_state() {
    let study = embedded_study().unwrap();
    for seed in SEEDS {
        let records = records(&study, 14, seed);
        let of = |index: usize| words(&study, &records[index]);
        let expected: [[&str; 5]; 8] = [
            ["due", "ahead", "ahead", "ahead", "ahead"],
            ["open", "early", "ahead", "ahead", "ahead"],
            ["done", "done", "early", "ahead", "ahead"],
            ["done", "done", "done", "early", "ahead"],
            ["done", "done", "done", "done", "early"],
            ["done", "done", "late", "ahead", "ahead"],
            ["done", "done", "missed", "done", "early"],
            ["done", "done", "done", "due", "ahead"],
        ];
        for (index, expected) in expected.iter().enumerate() {
            assert_eq!(of(index), expected, "participant {index}, seed {seed}");
        }
        for index in 8..14 {
            assert_eq!(of(index), ["done"; 5], "participant {index}, seed {seed}");
        }
        let early = &plan(&study, &records[7])[3];
        assert!(
            early.state == VisitState::Due && early.days < 0,
            "{early:?}"
        );
        let baseline = &plan(&study, &records[0])[0];
        assert_eq!((baseline.target, baseline.days), (today(), 0));
    }
}

#[test]
fn half_a_baseline_has_complete_begun_and_missing_forms() {
    let study = embedded_study().unwrap();
    for seed in SEEDS {
        let record = record(&made(&study, 2, seed)[1]);
        let session = record.session("baseline").unwrap();
        assert_eq!(session.date, today());
        let planned = &study.visit("baseline").unwrap().forms;
        let done = planned.iter().filter(|id| {
            let form = study.form(id.as_str()).unwrap();
            let cells = session.forms.get(*id);
            cells.is_some_and(|cells| {
                complete(study.scoring(), form, Setting::of_nobody(true), cells)
            })
        });
        assert_eq!(
            (done.count(), session.forms.len(), planned.len()),
            (6, 7, 12)
        );
    }
}

#[test]
fn verdicts_differ_at_the_outcome_visit() {
    let study = embedded_study().unwrap();
    for seed in SEEDS {
        let records = records(&study, 14, seed);
        let verdict = |index: usize| outcome(&study, &records[index]).unwrap();

        let major = verdict(8);
        assert_eq!(major.doi.met, Some(true), "seed {seed}");
        assert_eq!(major.registered.met, Some(true));
        assert_eq!(major.tis.category, Some(Category::Major), "seed {seed}");

        let stable = verdict(9);
        assert_eq!(stable.doi.met, Some(false), "seed {seed}");

        let exactly = verdict(10);
        assert_eq!(exactly.doi.met, Some(true), "seed {seed}");
        assert_eq!(exactly.registered.met, Some(false), "seed {seed}");
        assert!(exactly.registered_differs);

        let worse = verdict(11);
        assert_eq!(worse.doi.met, Some(false), "seed {seed}");
        assert!(worse.doi.worse > 2 && worse.deterioration.met());
        let sets: Vec<_> = study
            .protocol
            .visits
            .iter()
            .map(|visit| core_set(&study, session(&records[11], visit.id.as_str())))
            .collect();
        assert!(
            confirmed_deterioration(&study, &sets).is_some(),
            "seed {seed}"
        );
    }
}

#[test]
fn one_is_amyopathic_and_one_has_another_laboratory() {
    let study = embedded_study().unwrap();
    for seed in SEEDS {
        let records = records(&study, 14, seed);
        let amyopathic = records
            .iter()
            .filter(|r| r.participant.diagnosis == Diagnosis::Amyopathic);
        assert_eq!(amyopathic.count(), 1);
        let set = core_set(&study, session(&records[12], "baseline"));
        assert_eq!(set.mmt.value(), Some(Exact::int(150)));
        assert_eq!(set.haq.value(), Some(Exact::ZERO));
        for (enzyme, lab) in set.enzymes.iter() {
            assert!(
                lab.value.measured().unwrap().number() < lab.uln.unwrap(),
                "{enzyme:?}"
            );
        }
        let units = |index: usize| {
            let session = session(&records[index], "week-12");
            let ck = session.answer("enzymes", "ck").unwrap();
            ck.unit().unwrap().to_owned()
        };
        assert_eq!(units(9), "ukat/L");
        assert_eq!(units(8), "U/L");
    }
}

#[test]
fn gaps_have_reasons_and_leave_the_form_complete() {
    let study = embedded_study().unwrap();
    let record = record(&made(&study, 14, 3)[13]);
    let reason = |visit: &str, form: &str, field: &str| {
        let session = record.session(visit).unwrap();
        let answer = session.answer(form, field).unwrap();
        answer.missing_reason().map(str::to_owned)
    };
    let is = |code: &str| Some(code.to_owned());
    assert_eq!(reason("baseline", "mmt8", "biceps.l"), is("contracture"));
    assert_eq!(reason("baseline", "haq", "item07"), is("not-applicable"));
    assert_eq!(reason("week-12", "mdaat", "pul.18c"), is("not-assessed"));
    assert_eq!(reason("week-12", "enzymes", "aldolase"), is("lost-sample"));
    assert_eq!(reason("week-4", "ptga", "vas"), is("refused"));
    let with_words = record.session("week-4").unwrap().answer("phga", "likert");
    assert!(
        matches!(with_words, Some(Answer::Missing { reason, text: Some(text) })
            if reason == "other" && !text.is_empty())
    );
    // The measures are still there at the outcome visit.
    assert!(outcome(&study, &record).unwrap().tis.total.is_some());
}

#[test]
fn the_smaller_muscle_scale_takes_the_left_side_for_an_untestable_right_one() {
    let mut study = embedded_study().unwrap();
    study.protocol.scoring.mmt_max = 80;
    for record in records(&study, 28, 5) {
        check(&study, &record);
    }
    let record = record(&made(&study, 14, 5)[13]);
    let session = session(&record, "baseline");
    assert!(
        session
            .answer("mmt8", "biceps.r")
            .unwrap()
            .value()
            .is_none()
    );
    assert!(
        session
            .answer("mmt8", "biceps.l")
            .unwrap()
            .value()
            .is_some()
    );
    assert!(session.answer("mmt8", "deltoid.l").is_none());
    assert!(core_set(&study, session).mmt.value().is_some());
}

/// Fails unless every answer is legal and asked, and every form of a begun visit complete (but for
/// the participant whose baseline is being entered).
fn check(study: &Study, record: &ParticipantRecord) {
    let who = &record.participant;
    assert!(who.enrolled_on <= today());
    check_log(study, record);
    let half = record.visits().count() == 1
        && record
            .session("baseline")
            .is_some_and(|session| session.date == today());
    for session in record.visits() {
        let setting = Setting::of(session.visit == study.protocol.baseline, who.sex);
        let visit = study.visit(session.visit.as_str()).unwrap();
        assert!(session.date >= who.enrolled_on && session.date <= today());
        for (id, cells) in &session.forms {
            assert!(visit.forms.contains(id));
            let form = study.form(id.as_str()).unwrap();
            for (field, cell) in cells {
                let at = format!("{} {} {id} {field}", who.id, session.visit);
                let field = form.field(field.as_str()).expect(&at);
                let answer = cell.answer.as_ref().unwrap();
                assert!(
                    asked(study.scoring(), form, setting, cells, field),
                    "{at} is not asked"
                );
                assert_eq!(cell.origin, Some(Origin::Generated));
                legal(study, form, field, cells, answer, session.date, &at);
            }
        }
        for id in &visit.forms {
            let empty = FormCells::new();
            let cells = session.forms.get(id).unwrap_or(&empty);
            let form = study.form(id.as_str()).unwrap();
            assert!(
                half || complete(study.scoring(), form, setting, cells),
                "{} {id}",
                who.id
            );
        }
    }
}

/// Fails unless every form beside the visits is legal and complete, and lets the visits begin that were held.
fn check_log(study: &Study, record: &ParticipantRecord) {
    let log = record.session(SESSION).unwrap();
    let setting = Setting::of(false, record.participant.sex);
    for (id, cells) in &log.forms {
        let form = study.form(id.as_str()).unwrap();
        for (field, cell) in cells {
            let at = format!("{} {id} {field}", record.participant.id);
            let field = form.field(field.as_str()).expect(&at);
            assert!(
                asked(study.scoring(), form, setting, cells, field),
                "{at} is not asked"
            );
            assert_eq!(cell.origin, Some(Origin::Generated));
            let answer = cell.answer.as_ref().unwrap();
            legal(study, form, field, cells, answer, today(), &at);
        }
        assert!(complete(study.scoring(), form, setting, cells), "{id}");
        // Nothing that an assessor would be asked about.
        let context = Context::whole(study, record, SESSION).unwrap().at(id);
        let mut asked: Vec<Question> = form_questions(study, form, &context)
            .into_iter()
            .map(|(_, question)| question)
            .collect();
        for (field, cell) in cells {
            let (field, answer) = (form.field(field.as_str()).unwrap(), cell.answer.as_ref());
            asked.extend(questions(study, form, field, answer.unwrap(), &context));
        }
        assert_eq!(asked, [], "{} {id}", record.participant.id);
    }
    let judged = judge_eligibility(study, record).unwrap();
    let state = judged.state();
    if record.visits().next().is_some() {
        assert!(
            matches!(state, State::Eligible | State::Exception),
            "{}: {:?}",
            record.participant.id,
            judged.reasons()
        );
    }
    // The log of medications and the visits tell the same doses, to the day.
    let courses = course::courses(study, record);
    for session in record.visits() {
        let mut own = record.clone();
        own.sessions.remove(SESSION);
        let at_visit = course::dose_at(study, &own, &session.visit);
        let amount = dose_on(&Table::published(), &courses, session.date).unwrap();
        if let Some(dose) = at_visit {
            assert_eq!(
                amount.exact(),
                Some(dose),
                "{} {}",
                record.participant.id,
                session.visit
            );
        }
    }
}

#[test]
fn one_has_a_rich_story_one_failed_and_one_is_an_exception() {
    let study = embedded_study().unwrap();
    for seed in SEEDS {
        let records = records(&study, 20, seed);
        let state = |index: usize| judge_eligibility(&study, &records[index]).unwrap().state();
        let states: Vec<State> = (0..20).map(state).collect();
        assert_eq!(states[14], State::Failed, "seed {seed}");
        assert_eq!(states[13], State::Exception, "seed {seed}");
        let eligible = states.iter().filter(|state| **state == State::Eligible);
        assert_eq!(eligible.count(), 18, "seed {seed}");
        let judged = judge_eligibility(&study, &records[14]).unwrap();
        assert_eq!(
            judged.reasons(),
            ["Hepatitis B or C", "Active or latent tuberculosis"]
                .map(|label| Reason::NotMet(label.to_owned()))
        );

        let rich = &records[11];
        let events = course::events(rich);
        let unseen: Vec<&str> = events
            .iter()
            .filter(|event| event.is_unseen())
            .map(|event| event.term.as_str())
            .collect();
        assert_eq!(unseen, ["shortness of breath"], "seed {seed}");
        assert!(
            events
                .iter()
                .filter(|event| event.serious == Some(true))
                .count()
                == 2
        );
        assert_eq!(
            rows(rich, course::ADVERSE_EVENT).len(),
            events.len() + 1,
            "one in error"
        );
        let infusions = course::infusions(rich);
        let given: Vec<Given> = infusions.iter().map(|row| row.infusion.given).collect();
        assert_eq!(
            given,
            [
                Given::Whole,
                Given::Whole,
                Given::Interrupted,
                Given::LeftOut,
                Given::Whole
            ]
        );
        let rules = study.protocol.rules.abatacept.as_ref().unwrap();
        for (index, record) in records.iter().enumerate() {
            let rows: Vec<_> = course::infusions(record)
                .into_iter()
                .map(|row| row.infusion)
                .collect();
            let odd = deviations(&rules.regimen, &rows).unwrap();
            let odd = odd
                .iter()
                .filter(|(_, d)| !matches!(d, Deviation::Early(_) | Deviation::Late(_)));
            let expected = match index {
                6 => 1,
                11 => 3,
                _ => 0,
            };
            assert_eq!(odd.count(), expected, "participant {index}, seed {seed}");
        }
        assert!(course::courses(&study, rich).iter().any(Course::is_pulse));
        let summary = summarise(&study, rich, None).story;
        assert_eq!(
            (summary.serious_unseen, summary.highest_grade()),
            (1, Some(3))
        );
    }
}

fn legal(
    study: &Study,
    form: &Instrument,
    field: &Field,
    cells: &FormCells,
    answer: &Answer,
    date: NaiveDate,
    at: &str,
) {
    if let Answer::Missing { reason, text } = answer {
        assert!(form.reasons(field).contains(reason), "{at}: {reason}");
        let needs_text = study.missing_reason(reason).unwrap().needs_text;
        assert_eq!(needs_text, text.is_some(), "{at}");
        return;
    }
    let value = answer.value().unwrap();
    let unit = match &field.kind {
        FieldKind::Lab { unit_field, .. } => {
            let unit = cells[unit_field].answer.as_ref().unwrap();
            assert_eq!(answer.unit(), unit.as_code(), "{at}");
            unit.as_code()
        }
        _ => None,
    };
    // What an assessor would type for it is taken as exactly this answer.
    let text = typing::show(form, field, answer);
    let typed = typing::read(form, field, &text, unit, date);
    assert_eq!(typed.answer(), Some(answer), "{at}: {text}");

    let number = answer.as_number();
    match (&field.kind, value) {
        (FieldKind::Vas { .. }, Value::Number(n)) => {
            assert!(
                *n >= Decimal::ZERO && *n <= Decimal::TEN && n.scale() <= 1,
                "{at}"
            );
        }
        (FieldKind::Number { min, max, .. }, Value::Number(n)) => {
            assert!(n >= min && n <= max, "{at}");
        }
        (FieldKind::Lab { max, .. }, Value::Number(_) | Value::Below(_)) => {
            assert!(number.unwrap() <= *max, "{at}");
        }
        (FieldKind::Choice { .. }, Value::Code(code)) => {
            assert!(form.choices(field).iter().any(|c| c.code == *code), "{at}");
        }
        (FieldKind::Text { max_length, .. }, Value::Text(text)) => {
            assert!(text.chars().count() <= *max_length, "{at}");
        }
        (FieldKind::Paragraph, Value::Text(text)) => {
            assert!(text.chars().count() <= 20_000, "{at}");
        }
        (FieldKind::Date, Value::Date(day)) => assert!(*day <= date, "{at}"),
        (FieldKind::PartialDate { .. } | FieldKind::Time, Value::Text(_)) => {}
        other => panic!("{at}: {other:?}"),
    }
}

#[test]
fn every_answer_is_legal_and_every_form_complete() {
    let study = embedded_study().unwrap();
    for seed in SEEDS {
        for record in records(&study, 42, seed) {
            check(&study, &record);
        }
    }
}

#[test]
fn the_forms_of_safety_and_disease_are_filled_without_a_question() {
    let study = with_safety();
    for record in records(&study, 42, 1) {
        check(&study, &record);
        for session in record.visits() {
            let context = Context::whole(&study, &record, session.visit.as_str()).unwrap();
            for id in ["vital-signs", "laboratory", "disease"].map(FormId::from) {
                if session.forms.contains_key(&id) {
                    let form = study.form(id.as_str()).unwrap();
                    let asked = form_questions(&study, form, &context);
                    assert_eq!(asked, [], "{} {id}", record.participant.id);
                }
            }
        }
    }
}

#[test]
fn the_same_seed_and_day_give_the_same_participants() {
    let study = embedded_study().unwrap();
    assert_eq!(made(&study, 30, 7), made(&study, 30, 7));
    assert_ne!(made(&study, 30, 7), made(&study, 30, 8));
    // More participants are the same ones and others after them.
    assert_eq!(made(&study, 30, 7), made(&study, 60, 7)[..30]);
}

#[test]
fn two_thousand_participants_differ_and_their_events_stay_small() {
    let study = embedded_study().unwrap();
    let mut ids = BTreeSet::new();
    let mut answers = BTreeSet::new();
    let mut with_sessions = 0;
    for events in demo::participants(&study, 2_000, today(), 11) {
        let record = record(&events);
        let Participant { id, initials, .. } = &record.participant;
        assert!(
            pattern::matches(&study.protocol.participant_id, id.as_str()),
            "{id}"
        );
        assert!(initials.starts_with('X') && (2..=3).contains(&initials.len()));
        assert!(ids.insert(id.clone()), "{id} twice");
        if let Some(first) = record.visits().next() {
            with_sessions += 1;
            answers.insert(format!("{:?}", first.forms));
        }
        for event in &events {
            assert_eq!(event.participant(), Some(id));
            let size = serde_json::to_string(event).unwrap().len();
            assert!(size < 4096, "{size} bytes: {event:?}");
        }
    }
    assert_eq!(ids.len(), 2_000);
    assert_eq!(answers.len(), with_sessions);
}

/// Returns Spearman's correlation: that of the ranks, ties at their mean.
fn spearman(pairs: &[(Exact, Exact)]) -> f64 {
    let ranks = |values: Vec<Exact>| -> Vec<f64> {
        let rank = |value: &Exact| {
            let below = values.iter().filter(|other| *other < value).count();
            let same = values.iter().filter(|other| *other == value).count();
            below as f64 + (same as f64 - 1.0) / 2.0
        };
        values.iter().map(rank).collect()
    };
    let x = ranks(pairs.iter().map(|pair| pair.0).collect());
    let y = ranks(pairs.iter().map(|pair| pair.1).collect());
    let mean = (pairs.len() as f64 - 1.0) / 2.0;
    let sum = |a: &[f64], b: &[f64]| -> f64 {
        a.iter().zip(b).map(|(a, b)| (a - mean) * (b - mean)).sum()
    };
    sum(&x, &y) / (sum(&x, &x) * sum(&y, &y)).sqrt()
}

#[test]
fn measures_of_one_person_hang_together_as_published() {
    let study = embedded_study().unwrap();
    let mut found: Vec<[Exact; 5]> = Vec::new();
    for record in records(&study, 2_000, 11) {
        let Some(baseline) = record.session("baseline") else {
            continue;
        };
        // Who is amyopathic has full strength whatever the rest.
        if record.participant.diagnosis == Diagnosis::Amyopathic {
            continue;
        }
        let set = core_set(&study, baseline);
        // Items 3 to 12 with 1 to 3 each, higher is better: in the order of the scale.
        let cells = baseline.forms.get("rand36");
        let item = |item: usize| {
            let cell = cells?.get(format!("item{item:02}").as_str())?;
            cell.answer.as_ref()?.as_code()?.parse::<i64>().ok()
        };
        let quality = (3..=12).map(item).sum::<Option<i64>>().map(Exact::int);
        let value = |reading: &Reading| match reading {
            Reading::Value(value) => Some(*value),
            _ => None,
        };
        if let (Some(phga), Some(mmt), Some(haq), Some(ck), Some(pf)) = (
            value(&set.phga),
            value(&set.mmt),
            value(&set.haq),
            value(&set.enzymes.ck.value),
            quality,
        ) {
            found.push([phga, mmt, haq, ck, pf]);
        }
    }
    let all = |x: usize, y: usize| -> f64 {
        let pairs: Vec<(Exact, Exact)> = found.iter().map(|of| (of[x], of[y])).collect();
        spearman(&pairs)
    };
    // Moderate: 0.3 to 0.7. Two measures of what a person can do go together more closely.
    for (name, r, from, to) in [
        ("physician and MMT", -all(0, 1), 0.3, 0.7),
        ("HAQ and MMT", -all(2, 1), 0.3, 0.7),
        ("CK and MMT", -all(3, 1), 0.2, 0.6),
        ("physician and HAQ", all(0, 2), 0.2, 0.6),
        ("HAQ and physical functioning", -all(2, 4), 0.6, 0.9),
    ] {
        println!("{name}: {r:.2} of {}", found.len());
        assert!((from..to).contains(&r), "{name}: {r:.2}");
    }
}

#[test]
fn ids_end_when_the_form_of_the_study_has_no_more() {
    let mut study = embedded_study().unwrap();
    study.protocol.participant_id = "A-9".to_owned();
    let made = made(&study, 500, 1);
    // 26 letters with the numbers 1 to 9.
    assert_eq!(made.len(), 26 * 9);
}

/// A form that the generator has never heard of, with a field of every kind.
fn own_form() -> Instrument {
    let field = |id: &str, kind: FieldKind| Field {
        id: id.into(),
        label: id.to_owned(),
        aliases: Vec::new(),
        kind,
        help: String::new(),
        required: true,
        fact: false,
        absent: None,
        missing: None,
        visible_when: None,
        at_baseline: false,
        for_sex: Vec::new(),
        scale: None,
        stands_in_for: None,
        cdisc: None,
        roles: Vec::new(),
        follow_up: false,
        by_action: false,
        same_quantity: None,
        denies_raised: None,
    };
    let mut form = embedded_study().unwrap().form("phga").unwrap().clone();
    form.id = "own".into();
    form.scoring = Some(SUM);
    form.measure = None;
    let choice = |code: &str| Choice {
        code: code.to_owned(),
        label: code.to_owned(),
        key: None,
    };
    form.option_sets = [("sites".to_owned(), vec![choice("arm"), choice("leg")])].into();
    let text = |pattern: Option<&str>| FieldKind::Text {
        max_length: 6,
        pattern: pattern.map(str::to_owned),
    };
    form.sections[0].fields = vec![
        field(
            "site",
            FieldKind::Choice {
                options: "sites".to_owned(),
                jump: None,
            },
        ),
        field("words", text(None)),
        field("code", text(Some("AA-99"))),
        field("day", FieldKind::Date),
        field(
            "line",
            FieldKind::Vas {
                low: String::new(),
                high: String::new(),
                jump: None,
            },
        ),
        field(
            "count",
            FieldKind::Number {
                unit: Some("mm".to_owned()),
                decimals: 2,
                min: Decimal::new(-5, 1),
                max: Decimal::new(75, 2),
                soft_min: None,
                soft_max: None,
                jump: None,
                jump_percent: None,
                year: false,
            },
        ),
    ];
    form
}

#[test]
fn a_form_of_the_study_s_own_is_filled() {
    let mut study = embedded_study().unwrap();
    let form = own_form();
    study.instruments.insert(form.id.clone(), form);
    for visit in &mut study.protocol.visits {
        visit.forms = vec!["own".into(), "not-in-the-study".into()];
    }
    let mut filled = 0;
    for events in made(&study, 28, 9) {
        for event in &events {
            let Event::Filled {
                form,
                answers,
                visit,
                ..
            } = event
            else {
                continue;
            };
            if visit.as_str() == SESSION {
                continue;
            }
            assert_eq!(form.as_str(), "own");
            filled += answers.len();
        }
        let record = record(&events);
        for session in record.visits() {
            for (id, cells) in &session.forms {
                let form = study.form(id.as_str()).unwrap();
                for (field, cell) in cells {
                    let field = form.field(field.as_str()).unwrap();
                    let answer = cell.answer.as_ref().unwrap();
                    legal(
                        &study,
                        form,
                        field,
                        cells,
                        answer,
                        session.date,
                        field.id.as_str(),
                    );
                }
            }
        }
    }
    assert!(filled > 28 * 6, "{filled}");
}

#[test]
fn other_schedules_and_versions_of_forms_are_taken_as_they_come() {
    let mut study = embedded_study().unwrap();
    // A grade scale of the study's own: the generator's codes are unknown here.
    let mmt8 = study.instruments.get_mut("mmt8").unwrap();
    for choice in mmt8.option_sets.get_mut("grade").unwrap() {
        choice.code = format!("g{}", choice.code);
    }
    for baseline in ["baseline", "week-12", "week-2"] {
        study.protocol.baseline = baseline.into();
        for events in made(&study, 14, 2) {
            let record = record(&events);
            let dates: Vec<_> = study
                .protocol
                .visits
                .iter()
                .filter_map(|visit| Some(record.session(visit.id.as_str())?.date))
                .collect();
            assert!(
                dates.is_sorted() && dates.iter().all(|date| *date <= today()),
                "{dates:?}"
            );
            assert!(
                dates
                    .iter()
                    .all(|date| *date >= record.participant.enrolled_on)
            );
        }
    }
    study.protocol.visits.clear();
    assert_eq!(made(&study, 14, 2).len(), 14);
}
