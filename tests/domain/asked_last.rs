//! Two answers that contradict each other: whoever gives the last of them is asked, whichever it is.

use crate::content::Memory;
use crate::support::bad_events::{answered, number, place};
use coreset::domain::base::answer::Answer;
use coreset::domain::record::event::{Event, FieldPath, Origin, PromptOutcome};
use coreset::domain::record::rows::SESSION;
use coreset::domain::record::user::Role;
use coreset::domain::rules::checks::RULE_VERSION;
use coreset::domain::rules::{ContentFault, Refusal};

/// Two fields with answers that contradict each other, with what else stands there, and the check that asks.
struct Pair {
    stands: Vec<Event>,
    fields: [(FieldPath, Answer); 2],
    rule: &'static str,
}

fn pairs() -> Vec<Pair> {
    let medication = |field: &str| place(SESSION, "medication#1", field);
    let adverse = |field: &str| place(SESSION, "adverse-event#1", field);
    let text = Answer::text;
    vec![
        Pair {
            stands: Vec::new(),
            fields: [
                (place("baseline", "ptga", "vas"), number("9.0")),
                (place("baseline", "ptga", "likert"), Answer::code("0")),
            ],
            rule: "likert-vas",
        },
        Pair {
            stands: Vec::new(),
            fields: [
                (place("baseline", "mmt8", "biceps.r"), Answer::code("9")),
                (place("baseline", "mmt8", "biceps.l"), Answer::code("2")),
            ],
            rule: "right-left",
        },
        Pair {
            stands: vec![answered(medication("ongoing"), Answer::code("n"))],
            fields: [
                (medication("start"), text("2025-06")),
                (medication("end"), text("2025-02")),
            ],
            rule: "medication-dates",
        },
        Pair {
            stands: vec![answered(adverse("ongoing"), Answer::code("n"))],
            fields: [
                (adverse("onset"), text("2026-02-20")),
                (adverse("end"), text("2026-02-10")),
            ],
            rule: "adverse-dates",
        },
    ]
}

fn said(place: &FieldPath, rule: &str, outcome: PromptOutcome) -> Event {
    Event::Prompted {
        place: place.clone(),
        rule: rule.to_owned(),
        rule_version: RULE_VERSION.to_owned(),
        value: "9".to_owned(),
        outcome,
        reason: Some("patient".to_owned()),
    }
}

fn asked(world: &mut Memory, events: Vec<Event>) -> Option<String> {
    match world.judge(&Role::ALL, events) {
        Ok(_) => None,
        Err(Refusal::Content {
            fault: ContentFault::NotAnswered { rule, .. },
        }) => Some(rule),
        Err(other) => panic!("refused otherwise: {other:?}"),
    }
}

#[test]
fn a_contradiction_is_asked_about_at_the_field_that_is_answered_last() {
    for order in [[0, 1], [1, 0]] {
        for Pair {
            stands,
            fields,
            rule,
        } in pairs()
        {
            let [first, last] = order.map(|n| fields[n].clone());
            let mut world = Memory::new();
            world.put(stands);
            let one = answered(first.0.clone(), first.1.clone());
            assert_eq!(
                asked(&mut world, vec![one.clone()]),
                None,
                "{rule} {order:?}"
            );
            world.put(vec![one]);
            let two = answered(last.0.clone(), last.1.clone());
            let unsaid = asked(&mut world, vec![two.clone()]);
            assert_eq!(unsaid.as_deref(), Some(rule), "{order:?}");
            let kept = said(&last.0, rule, PromptOutcome::Kept);
            let taken = asked(&mut world, vec![two.clone(), kept.clone()]);
            assert_eq!(taken, None, "{rule} {order:?}");
            // Said before the answer that it is about, or taken back.
            let early = asked(&mut world, vec![kept, two.clone()]);
            assert_eq!(early.as_deref(), Some(rule), "{order:?}");
            let corrected = said(&last.0, rule, PromptOutcome::Corrected);
            let unsaid = asked(&mut world, vec![two, corrected]);
            assert_eq!(unsaid.as_deref(), Some(rule), "{order:?}");
        }
    }
}

#[test]
fn two_answers_of_one_event_are_asked_about_and_so_is_the_one_that_begins_a_visit() {
    for Pair {
        stands,
        fields,
        rule,
    } in pairs()
    {
        let mut world = Memory::new();
        world.put(stands);
        let (at, _) = &fields[0];
        let answers = fields.clone().map(|(place, answer)| (place.field, answer));
        let filled = Event::Filled {
            participant: at.participant.clone(),
            visit: at.visit.clone(),
            form: at.form.clone(),
            answers: answers.to_vec(),
            origin: Origin::Typed,
        };
        let unsaid = asked(&mut world, vec![filled.clone()]);
        assert_eq!(unsaid.as_deref(), Some(rule));
        let kept = said(&fields[1].0, rule, PromptOutcome::Kept);
        assert_eq!(asked(&mut world, vec![filled, kept]), None, "{rule}");
    }
    // Outside its soft limits, at a visit that nobody has begun.
    let mut world = Memory::new();
    let weight = answered(
        place("week-2", "glucocorticoid", "weight"),
        Answer::number(rust_decimal::Decimal::from(25), Some("kg")),
    );
    assert!(asked(&mut world, vec![weight]).is_some());
}

#[test]
fn what_is_said_before_an_answer_in_its_field_is_said_of_the_answer_that_stood_there() {
    // Only where the check asks at both fields.
    for Pair { fields, rule, .. } in pairs().into_iter().take(2) {
        let [(first, one), (last, other)] = fields;
        let mut world = Memory::new();
        let kept = said(&first, rule, PromptOutcome::Kept);
        let (one, other) = (answered(first, one), answered(last, other));
        let early = vec![kept.clone(), one.clone(), other.clone()];
        assert_eq!(asked(&mut world, early).as_deref(), Some(rule));
        // What stood there was kept before, which the new answer does away with as well.
        world.put(vec![one.clone(), kept.clone()]);
        let early = vec![kept.clone(), one.clone(), other.clone()];
        assert_eq!(asked(&mut world, early).as_deref(), Some(rule));
        assert_eq!(asked(&mut world, vec![one, other, kept]), None, "{rule}");
    }
}

#[test]
fn what_was_kept_of_an_earlier_contradiction_does_not_keep_the_next_one() {
    let mut world = Memory::new();
    let (vas, likert) = (
        place("baseline", "ptga", "vas"),
        place("baseline", "ptga", "likert"),
    );
    world.put(vec![
        answered(likert.clone(), Answer::code("0")),
        answered(vas.clone(), number("9.0")),
        said(&vas, "likert-vas", PromptOutcome::Kept),
    ]);
    let other = answered(likert.clone(), Answer::code("1"));
    let unsaid = asked(&mut world, vec![other.clone()]);
    assert_eq!(unsaid.as_deref(), Some("likert-vas"));
    let kept = said(&likert, "likert-vas", PromptOutcome::Kept);
    assert_eq!(asked(&mut world, vec![other, kept]), None);
}
