use super::*;
use crate::domain::base::ids::ParticipantId;
use crate::domain::record::session::Session;
use crate::domain::record::signature::{self, Meaning, Signature};
use crate::domain::record::status_history::StatusHistory;
use crate::domain::sample::{amended, number, participant, session, study};
use crate::domain::study::Study;
use proptest::prelude::*;

const MEASURES: [Measure; 2] = [Measure::Haq, Measure::Ptga];

/// The sample study with these two measures asked at every visit, and what it says of their earlier scores.
fn asking(policies: [EarlierScores; 2]) -> Study {
    let mut study = study();
    let form = study.instruments["mixed"].clone();
    for (measure, policy) in MEASURES.into_iter().zip(policies) {
        let mut form = form.clone();
        form.id = measure.key().into();
        form.measure = Some(measure);
        for section in &mut form.sections {
            section.fields.retain(|field| !field.at_baseline);
        }
        study.instruments.insert(form.id.clone(), form);
        study.protocol.earlier_scores.insert(measure, policy);
    }
    for visit in &mut study.protocol.visits {
        visit.forms = MEASURES.map(|measure| measure.key().into()).to_vec();
    }
    study
}

/// A visit at which the forms of some measures have an answer, are complete, and give a value.
fn begun(
    visit: &str,
    date: NaiveDate,
    [answered, complete, entered]: [&[Measure]; 3],
    signed: bool,
) -> VisitSummary {
    VisitSummary {
        chosen: Vec::new(),
        unfit_date: false,
        earlier_days: Vec::new(),
        visit: visit.into(),
        date,
        complete: u16::try_from(complete.len()).unwrap(),
        forms: 2,
        ending: Vec::new(),
        answered: answered.to_vec(),
        entered: entered.to_vec(),
        signed,
        version: 1,
    }
}

fn policy() -> impl Strategy<Value = EarlierScores> {
    prop_oneof![
        Just(EarlierScores::Show),
        Just(EarlierScores::AfterEntry),
        Just(EarlierScores::Never),
    ]
}

proptest! {
    /// The rule said again in the words of the specification, visit by visit.
    #[test]
    fn a_score_is_left_out_exactly_while_a_later_visit_still_asks_for_it(
        policies in [policy(), policy()],
        // Of each visit whether it is begun, how far both forms are (blank, answered, complete, with a value), and whether
        // it is signed.
        held in prop::collection::vec((any::<bool>(), [0_u8..4, 0_u8..4], any::<bool>()), 3),
        after in 0_i64..200,
        signs in any::<bool>(),
    ) {
        let study = asking(policies);
        let who = participant("01-001", "2026-01-05");
        let schedule = &study.protocol.visits;
        let visits: Vec<VisitSummary> = schedule
            .iter()
            .zip(&held)
            .filter(|(_, (begun, ..))| *begun)
            .map(|(visit, (_, far, signed))| {
                let from = |least: u8| {
                    let far = MEASURES.into_iter().zip(far).filter(|(_, far)| **far >= least);
                    far.map(|(measure, _)| measure).collect::<Vec<_>>()
                };
                let [answered, complete, entered] = [from(1), from(2), from(3)];
                let date = who.enrolled_on + chrono::Duration::days(visit.day);
                let signed = *signed && complete.len() == 2;
                begun(visit.id.as_str(), date, [&answered, &complete, &entered], signed)
            })
            .collect();
        let today = who.enrolled_on + chrono::Duration::days(after);
        let plan = schedule::plan(&study, (&who, &StatusHistory::default()), &visits, today);
        let viewer = if signs { Viewer::Signs } else { Viewer::Enters };
        let left_out = hidden(&study, &plan, &visits, (viewer, today));
        prop_assert!(hidden(&study, &plan, &visits, (Viewer::Reads, today)).is_empty());
        for (place, visit) in schedule.iter().enumerate() {
            let own = visits.iter().find(|own| own.visit == visit.id);
            for (measure, policy) in MEASURES.into_iter().zip(policies) {
                let has = |visit: &VisitSummary| visit.entered.contains(&measure);
                let asks = |planned: &PlannedVisit| {
                    let begun = visits.iter().find(|begun| begun.visit == planned.visit);
                    match (policy, begun) {
                        (EarlierScores::Show, _) => false,
                        (EarlierScores::Never, Some(_)) => true,
                        (EarlierScores::AfterEntry, Some(begun)) => !begun.signed && !has(begun),
                        (_, None) => matches!(planned.state, VisitState::Due | VisitState::Late { .. }),
                    }
                };
                let to_sign = own.is_some_and(|own| signs && own.complete == 2 && !own.signed);
                let wanted = own.is_some_and(|own| own.answered.contains(&measure))
                    && !to_sign
                    && plan.iter().skip(place + 1).any(asks);
                let form = FormId::from(measure.key());
                prop_assert_eq!(left_out.has(&visit.id, &form), wanted, "{} {}", visit.id, form);
            }
        }
    }
}

fn at(measure: Measure) -> FormId {
    measure.key().into()
}

/// A participant with a complete baseline, signed, and week 2 as begun.
fn record(week_2: &[Measure]) -> ParticipantRecord {
    let mut record = ParticipantRecord::new(participant("01-001", "2026-01-05"));
    let answers = [
        ("rash", crate::domain::base::answer::Answer::code("n")),
        ("vas", number("7.7")),
    ];
    for (visit, day, measures) in [
        ("baseline", "2026-01-05", &MEASURES[..]),
        ("week-2", "2026-01-19", week_2),
    ] {
        let mut held = session(visit, day, "unused", &[]);
        for measure in measures {
            let cells = session(visit, day, measure.key(), &answers);
            held.forms.extend(cells.forms);
        }
        held.forms.remove("unused");
        record.sessions.insert(held.visit.clone(), held);
    }
    record
}

fn signed_by_ines(who: &ParticipantId, session: &Session) -> Signature {
    Signature {
        meaning: Meaning::Approved,
        user: "ines".to_owned(),
        name: "I. Nes".to_owned(),
        role: "investigator".to_owned(),
        at: chrono::DateTime::default(),
        seq: 9,
        content: signature::content(who, session),
        voided: None,
    }
}

#[test]
fn what_is_left_out_is_gone_from_the_record_with_how_far_it_is() {
    let study = asking([EarlierScores::AfterEntry; 2]);
    let today = "2026-01-19".parse().unwrap();
    let mut whole = record(&[Measure::Haq]);
    let signed = whole.sessions.get_mut("baseline").unwrap();
    let signature = signed_by_ines(&"01-001".into(), signed);
    signed.signatures.push(signature);
    let seen = summaries(&study, &whole);
    assert!(seen[0].signed);
    assert!(seen[0].entered.contains(&Measure::Ptga), "{seen:?}");
    let mut left = whole.clone();
    withhold(&study, &mut left, Viewer::Enters, today);
    let baseline = left.session("baseline").unwrap();
    assert!(!baseline.forms.contains_key("ptga") && baseline.forms.contains_key("haq"));
    // The hash of what was signed would tell which answers it was.
    assert_eq!(baseline.signatures[0].content, "");
    let how_far = baseline.withheld["ptga"];
    assert!(how_far.is_complete() && how_far.asked > 0);
    // It counts as before but for whether what is left out has a value, and the rule says the same of what it has left.
    let mut told = summaries(&study, &left);
    assert_eq!(told[0].entered, [Measure::Haq]);
    told[0].entered.clone_from(&seen[0].entered);
    assert_eq!(told, seen);
    let mut again = left.clone();
    withhold(&study, &mut again, Viewer::Enters, today);
    assert_eq!(again, left);
    let mut reader = whole.clone();
    withhold(&study, &mut reader, Viewer::Reads, today);
    assert_eq!(reader, whole);
    // An answer alone may say the score: what is not complete is left out too.
    let mut begun = whole.clone();
    let baseline = begun.sessions.get_mut("baseline").unwrap();
    baseline.forms.get_mut("ptga").unwrap().remove("rash");
    withhold(&study, &mut begun, Viewer::Enters, today);
    let baseline = begun.session("baseline").unwrap();
    let how_far = baseline.withheld["ptga"];
    assert!(!baseline.forms.contains_key("ptga") && !how_far.is_complete());
    let baseline = begun.sessions.get_mut("baseline").unwrap();
    baseline.withheld.clear();
    let blank = begun.clone();
    withhold(&study, &mut begun, Viewer::Enters, today);
    assert_eq!(begun, blank);
    let next = waits_for(
        &study,
        &left,
        (&"baseline".into(), &at(Measure::Ptga)),
        today,
    );
    assert_eq!(next, Some(Wait::Entry("week-2".into())));
    let next = waits_for(
        &study,
        &left,
        (&"baseline".into(), &at(Measure::Haq)),
        today,
    );
    assert_eq!(next, None);
}

/// What a user comes to see by the forms of week 2 as it stands first, and as it stands then.
fn seen(study: &Study, before: &ParticipantRecord, after: &ParticipantRecord) -> Vec<FormId> {
    let today = "2026-01-19".parse().unwrap();
    let left_out = |record| hidden_in(study, record, Viewer::Enters, today);
    let (before, now) = (left_out(before), left_out(after));
    revealed(study, after, &"week-2".into(), (&before, &now))
}

#[test]
fn an_entered_form_shows_the_earlier_scores_of_its_measure_only() {
    let study = asking([EarlierScores::AfterEntry; 2]);
    let (none, one, both) = (record(&[]), record(&[Measure::Haq]), record(&MEASURES));
    assert_eq!(seen(&study, &none, &one), [at(Measure::Haq)]);
    assert_eq!(seen(&study, &one, &both), [at(Measure::Ptga)]);
    assert_eq!(
        seen(&study, &none, &both),
        [at(Measure::Haq), at(Measure::Ptga)]
    );
    // What was seen before is not shown by it.
    assert_eq!(seen(&study, &both, &both), []);
    assert_eq!(seen(&study, &both, &one), []);
    let never = asking([EarlierScores::Never, EarlierScores::Show]);
    assert_eq!(seen(&never, &none, &both), []);
}

#[test]
fn a_measure_that_is_missing_shows_nothing_until_it_has_a_value_or_the_visit_is_signed() {
    let study = asking([EarlierScores::AfterEntry; 2]);
    let today = "2026-01-19".parse().unwrap();
    let none = record(&[]);
    let mut missing = record(&MEASURES);
    let week_2 = missing.sessions.get_mut("week-2").unwrap();
    for cell in week_2.forms.get_mut("ptga").unwrap().values_mut() {
        cell.answer = Some(crate::domain::base::answer::Answer::missing("refused"));
    }
    let summary = &summaries(&study, &missing)[1];
    assert_eq!(
        (summary.complete, summary.entered.as_slice()),
        (2, &[Measure::Haq][..])
    );
    assert_eq!(seen(&study, &none, &missing), [at(Measure::Haq)]);
    let wait = |record: &ParticipantRecord| {
        let place = (&"baseline".into(), &at(Measure::Ptga));
        waits_for(&study, record, place, today)
    };
    assert_eq!(wait(&missing), Some(Wait::Signature("week-2".into())));
    let mut signed = missing.clone();
    let who = signed.participant.id.clone();
    let week_2 = signed.sessions.get_mut("week-2").unwrap();
    let signature = signed_by_ines(&who, week_2);
    week_2.signatures.push(signature);
    assert_eq!(seen(&study, &missing, &signed), [at(Measure::Ptga)]);
    assert_eq!(wait(&signed), None);
    // Without the signature they are hidden again, and a value shows them.
    let mut changed = signed.clone();
    let week_2 = changed.sessions.get_mut("week-2").unwrap();
    week_2.forms.get_mut("ptga").unwrap().remove("vas");
    assert!(
        hidden_in(&study, &changed, Viewer::Enters, today)
            .has(&"baseline".into(), &at(Measure::Ptga))
    );
    assert_eq!(
        seen(&study, &changed, &record(&MEASURES)),
        [at(Measure::Ptga)]
    );
}

/// What an edit of the study, from a day on, hides of the baseline on other days.
fn hidden_on(
    record: &ParticipantRecord,
    edit: fn(&mut Study),
    viewer: Viewer,
    day: &str,
) -> Vec<FormId> {
    let study = amended(asking([EarlierScores::AfterEntry; 2]), "2026-01-25", edit);
    let left_out = hidden_in(&study, record, viewer, day.parse().unwrap());
    let at_baseline = left_out.forms().filter(|(at, _)| at.as_str() == "baseline");
    at_baseline.map(|(_, form)| form.clone()).collect()
}

#[test]
fn a_form_that_an_amendment_took_away_hides_earlier_scores_while_it_can_be_entered() {
    let drop = |study: &mut Study| {
        study.instruments.remove("ptga");
        for visit in &mut study.protocol.visits {
            visit.forms.retain(|form| form.as_str() != "ptga");
        }
    };
    let record = record(&[Measure::Haq]);
    let on = |day: &str| hidden_on(&record, drop, Viewer::Enters, day);
    assert_eq!(on("2026-01-24"), [at(Measure::Ptga)]);
    assert_eq!(on("2026-01-25"), []);
    // What was entered in it before stays hidden while another form of the measure can be entered.
    let moved = |study: &mut Study| {
        let mut other = study.instruments.remove("ptga").unwrap();
        other.id = "other".into();
        study.instruments.insert(other.id.clone(), other);
        for visit in &mut study.protocol.visits {
            visit.forms.retain(|form| form.as_str() != "ptga");
            visit.forms.push("other".into());
        }
    };
    let mut part = record.clone();
    let baseline = part.sessions.get_mut("baseline").unwrap();
    baseline.forms.get_mut("ptga").unwrap().remove("rash");
    part.sessions.remove("week-2");
    let on = |day: &str| hidden_on(&part, moved, Viewer::Enters, day);
    let both = [at(Measure::Haq), at(Measure::Ptga)];
    assert_eq!(
        (on("2026-01-20"), on("2026-02-02")),
        (both.to_vec(), both.to_vec())
    );
}

#[test]
fn a_visit_that_an_amendment_takes_away_hides_earlier_scores_before_it_is_begun() {
    let without = |study: &mut Study| {
        study
            .protocol
            .visits
            .retain(|visit| visit.id.as_str() != "week-2");
    };
    let mut record = record(&[]);
    record.sessions.remove("week-2");
    let on = |day: &str| hidden_on(&record, without, Viewer::Enters, day);
    // Its window is open from the 16th to the 22nd, and the amendment holds from the 25th.
    assert_eq!(on("2026-01-15"), []);
    assert_eq!(on("2026-01-19"), [at(Measure::Haq), at(Measure::Ptga)]);
    assert_eq!(on("2026-01-25"), []);
    let study = amended(
        asking([EarlierScores::AfterEntry; 2]),
        "2026-01-25",
        without,
    );
    let place = (&"baseline".into(), &at(Measure::Ptga));
    let wait = waits_for(&study, &record, place, "2026-01-19".parse().unwrap());
    assert_eq!(wait, Some(Wait::Entry("week-2".into())));
}

#[test]
fn a_signer_sees_all_of_a_visit_of_which_nothing_more_can_be_entered() {
    let without = |study: &mut Study| {
        study
            .protocol
            .visits
            .retain(|visit| visit.id.as_str() != "baseline");
        study.protocol.baseline = "week-2".into();
    };
    let mut record = record(&[]);
    let baseline = record.sessions.get_mut("baseline").unwrap();
    for form in ["haq", "ptga"] {
        baseline.forms.get_mut(form).unwrap().remove("rash");
    }
    let both = [at(Measure::Haq), at(Measure::Ptga)];
    let on = |viewer, day: &str| hidden_on(&record, without, viewer, day);
    assert_eq!(on(Viewer::Signs, "2026-01-24"), both);
    assert_eq!(on(Viewer::Enters, "2026-01-25"), both);
    assert_eq!(on(Viewer::Signs, "2026-01-25"), []);
}
