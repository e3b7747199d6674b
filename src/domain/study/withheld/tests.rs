use super::*;
use crate::domain::sample::{number, participant, session, study};
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

fn begun(visit: &str, date: NaiveDate, entered: &[Measure], signed: bool) -> VisitSummary {
    VisitSummary {
        unfit_date: false,
        visit: visit.into(),
        date,
        complete: u16::try_from(entered.len()).unwrap(),
        forms: 2,
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
        held in prop::collection::vec((any::<bool>(), any::<[bool; 2]>(), any::<bool>()), 3),
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
            .map(|(visit, (_, has, signed))| {
                let entered = MEASURES.into_iter().zip(has).filter(|(_, has)| **has);
                let entered: Vec<Measure> = entered.map(|(measure, _)| measure).collect();
                let date = who.enrolled_on + chrono::Duration::days(visit.day);
                begun(visit.id.as_str(), date, &entered, *signed && entered.len() == 2)
            })
            .collect();
        let today = who.enrolled_on + chrono::Duration::days(after);
        let plan = schedule::plan(&study, &who, &visits, today);
        let viewer = if signs { Viewer::Signs } else { Viewer::Enters };
        let left_out = hidden(&study, &plan, &visits, viewer);
        prop_assert!(hidden(&study, &plan, &visits, Viewer::Reads).is_empty());
        for (place, visit) in schedule.iter().enumerate() {
            let own = visits.iter().find(|own| own.visit == visit.id);
            for (measure, policy) in MEASURES.into_iter().zip(policies) {
                let has = |visit: &VisitSummary| visit.entered.contains(&measure);
                let asks = |planned: &PlannedVisit| {
                    let begun = visits.iter().find(|begun| begun.visit == planned.visit);
                    match (policy, begun) {
                        (EarlierScores::Show, _) => false,
                        (EarlierScores::Never, Some(_)) => true,
                        (EarlierScores::AfterEntry, Some(begun)) => !has(begun),
                        (_, None) => matches!(planned.state, VisitState::Due | VisitState::Late { .. }),
                    }
                };
                let to_sign = own.is_some_and(|own| signs && own.complete == 2 && !own.signed);
                let wanted = own.is_some_and(has)
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

#[test]
fn what_is_left_out_is_gone_from_the_record_with_how_far_it_is() {
    let study = asking([EarlierScores::AfterEntry; 2]);
    let today = "2026-01-19".parse().unwrap();
    let whole = record(&[Measure::Haq]);
    let seen = summaries(&study, &whole);
    assert!(seen[0].entered.contains(&Measure::Ptga), "{seen:?}");
    let mut left = whole.clone();
    withhold(&study, &mut left, Viewer::Enters, today);
    let baseline = left.session("baseline").unwrap();
    assert!(!baseline.forms.contains_key("ptga") && baseline.forms.contains_key("haq"));
    let how_far = baseline.withheld["ptga"];
    assert!(how_far.is_complete() && how_far.asked > 0);
    // It counts as before, and the rule says the same of what it has left.
    assert_eq!(summaries(&study, &left), seen);
    let mut again = left.clone();
    withhold(&study, &mut again, Viewer::Enters, today);
    assert_eq!(again, left);
    let mut reader = whole.clone();
    withhold(&study, &mut reader, Viewer::Reads, today);
    assert_eq!(reader, whole);
    let next = waits_for(
        &study,
        &left,
        (&"baseline".into(), &at(Measure::Ptga)),
        today,
    );
    assert_eq!(next, Some("week-2".into()));
    let next = waits_for(
        &study,
        &left,
        (&"baseline".into(), &at(Measure::Haq)),
        today,
    );
    assert_eq!(next, None);
}

#[test]
fn completing_a_form_shows_the_earlier_scores_of_its_measure_only() {
    let study = asking([EarlierScores::AfterEntry; 2]);
    let today = "2026-01-19".parse().unwrap();
    let week_2: VisitId = "week-2".into();
    let shows = |record: &ParticipantRecord, measure, study: &Study| {
        reveals(
            study,
            record,
            (&week_2, &at(measure)),
            Viewer::Enters,
            today,
        )
    };
    let one = record(&[Measure::Haq]);
    assert!(shows(&one, Measure::Haq, &study));
    // It is not complete.
    assert!(!shows(&one, Measure::Ptga, &study));
    let never = asking([EarlierScores::Never, EarlierScores::Show]);
    let both = record(&MEASURES);
    assert!(!shows(&both, Measure::Haq, &never));
    assert!(!shows(&both, Measure::Ptga, &never));
    assert!(!reveals(
        &study,
        &both,
        (&week_2, &at(Measure::Haq)),
        Viewer::Reads,
        today
    ));
}
