//! What begins a visit, a form there, or a row of a log: that something was entered, and nothing else.

use crate::content::{Memory, today};
use crate::support::bad_events::{self, WHO, place};
use coreset::domain::base::answer::Answer;
use coreset::domain::base::ids::FormId;
use coreset::domain::record::event::{Event, FieldPath, Origin, PromptOutcome};
use coreset::domain::record::rows::{self, SESSION};
use coreset::domain::record::session::ParticipantRecord;
use coreset::domain::record::user::Role;
use coreset::domain::rules::Refusal;
use coreset::domain::rules::checks::RULE_VERSION;
use coreset::domain::study::shipped::embedded_study;
use coreset::domain::study::visit_summary::summarise_visit;
use coreset::domain::views::audit::Teller;
use coreset::domain::views::summary::summarise;

fn prompted(place: FieldPath, rule: &str, outcome: PromptOutcome) -> Event {
    Event::Prompted {
        place,
        rule: rule.to_owned(),
        rule_version: RULE_VERSION.to_owned(),
        value: "9".to_owned(),
        outcome,
        reason: Some("confirmed".to_owned()),
    }
}

/// Returns a record of the participant in which nothing was entered.
fn blank(world: &Memory) -> ParticipantRecord {
    let known = &world.records[WHO];
    ParticipantRecord::new(known.participant.clone())
}

#[test]
fn an_event_of_any_kind_begins_a_visit_exactly_where_it_says_so() {
    let mut begun = 0;
    let kinds = bad_events::good(today()).into_iter();
    for event in kinds.chain(bad_events::owners(today())) {
        let mut world = Memory::new();
        let nothing = blank(&world);
        world.records.insert(WHO.into(), nothing);
        world.put(vec![event.clone()]);
        let record = &world.records[WHO];
        let begins = event.begins().map(|(visit, _)| visit.clone());
        let of_this = event.participant().is_some_and(|who| who.as_str() == WHO);
        let visits: Vec<_> = record.sessions.keys().cloned().collect();
        assert_eq!(
            visits,
            Vec::from_iter(begins.filter(|_| of_this)),
            "{event:?}"
        );
        let form = event.begins().and_then(|(_, form)| form.cloned());
        let forms: Vec<FormId> = record
            .sessions
            .values()
            .flat_map(|session| session.forms.keys().cloned())
            .collect();
        assert_eq!(forms, Vec::from_iter(form.filter(|_| of_this)), "{event:?}");
        begun += visits.len();
    }
    assert!(begun > 2, "the events begin nothing");
}

#[test]
fn a_question_without_an_answer_begins_neither_a_visit_nor_a_form_nor_a_row() {
    let mut world = Memory::new();
    let study = world.study.clone();
    let before = summarise(&study, &world.records[WHO], None);
    let row = place(SESSION, "adverse-event#2", "grade");
    for outcome in [
        PromptOutcome::Corrected,
        PromptOutcome::Refused,
        PromptOutcome::Kept,
    ] {
        for place in [
            place("week-12", "phga", "vas"),
            place("baseline", "haq", "dressing"),
            row.clone(),
        ] {
            world.put(vec![prompted(place, "soft-range", outcome)]);
        }
    }
    let record = &world.records[WHO];
    assert!(record.session("week-12").is_none());
    let baseline = record.session("baseline").unwrap();
    assert!(!baseline.forms.contains_key("haq"));
    assert_eq!(rows::next_row(record, "adverse-event"), 2);
    let after = summarise(&study, record, None);
    assert_eq!(after.visits, before.visits);
    let visit = summarise_visit(&study, &record.participant, baseline);
    assert_eq!(Some(&visit), before.visits.first());
}

#[test]
fn a_question_is_about_no_beginning_so_that_nobody_is_held_up_by_it() {
    // Nobody is eligible yet, so no visit begins.
    let mut world = Memory::new();
    world.study = embedded_study().unwrap();
    let nothing = blank(&world);
    world.records.insert(WHO.into(), nothing);
    let at = place("baseline", "phga", "vas");
    let asked = prompted(at.clone(), "hard-limit", PromptOutcome::Refused);
    assert_eq!(world.judge(&Role::ALL, vec![asked]).err(), None);
    let answered = bad_events::answered(at, bad_events::number("4.7"));
    let refused = world.judge(&Role::ALL, vec![answered]).err();
    assert!(
        matches!(refused, Some(Refusal::NotEligible { .. })),
        "{refused:?}"
    );
}

#[test]
fn nothing_is_completed_at_a_visit_that_was_not_begun() {
    let mut world = Memory::new();
    // A form that asks nothing that must be answered.
    let form = world.study.instruments.get_mut("phga").unwrap();
    for section in &mut form.sections {
        section
            .fields
            .iter_mut()
            .for_each(|field| field.required = false);
    }
    let completed = Event::Completed {
        participant: WHO.into(),
        visit: "week-12".into(),
        form: "phga".into(),
        kept: None,
    };
    assert_eq!(
        world.judge(&Role::ALL, vec![completed]).err(),
        Some(Refusal::Incomplete)
    );
}

#[test]
fn the_trail_tells_the_version_of_a_visit_by_what_began_it() {
    let mut world = Memory::new();
    world.put(vec![
        prompted(
            place("week-2", "phga", "vas"),
            "hard-limit",
            PromptOutcome::Refused,
        ),
        Event::Answered {
            place: place("week-2", "phga", "vas"),
            answer: Answer::missing("refused"),
            origin: Origin::Typed,
        },
    ]);
    let entries = world.entries();
    let study = world.study.clone();
    let mut teller = Teller::new();
    let lines: Vec<_> = entries
        .iter()
        .flat_map(|entry| teller.tell(&study, entry, &[]))
        .collect();
    let begun = lines.last().unwrap().begun;
    assert_eq!(begun.0, entries.last().unwrap().seq);
    let session = world.records[WHO].session("week-2").unwrap();
    assert_eq!((session.begun, session.date), (begun.0, begun.1.unwrap()));
}
