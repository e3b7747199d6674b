//! Answers that were entered for the wrong participant or visit: moved whole, both sides or none.

use crate::content::{Memory, today};
use crate::support::bad_events::{WHO, answered, begun, number, participant, place};
use coreset::domain::base::answer::Answer;
use coreset::domain::base::ids::{FormId, VisitId};
use coreset::domain::record::event::{Event, FieldPath, Origin};
use coreset::domain::record::moved::{MoveSide, MovedAnswer};
use coreset::domain::record::participant::Participant;
use coreset::domain::record::session::{ParticipantRecord, has_answer};
use coreset::domain::record::signature::{self, Meaning};
use coreset::domain::record::user::Role;
use coreset::domain::rules::{ContentFault, MoveFault, Refusal, moved_answers};
use coreset::domain::study::fit;
use coreset::domain::views::audit::{Action, Line, Teller};
use proptest::prelude::*;

const OTHER: &str = "01-002";

/// The physician's global of the baseline stands with the first participant; the second one's baseline is begun.
fn two() -> Memory {
    let mut world = Memory::new();
    let other = Participant {
        initials: "CD".to_owned(),
        ..participant(OTHER, today())
    };
    let Event::SessionBegun { visit, date, .. } = begun("baseline", today()) else {
        unreachable!()
    };
    world.put(vec![
        Event::Enrolled { participant: other },
        Event::SessionBegun {
            participant: OTHER.into(),
            visit,
            date,
        },
    ]);
    world
}

fn side(
    side: MoveSide,
    (participant, visit): (&str, &str),
    (other, other_visit): (&str, &str),
    form: &str,
    answers: &[MovedAnswer],
) -> Event {
    Event::FormMoved {
        participant: participant.into(),
        visit: visit.into(),
        form: form.into(),
        side,
        other: other.into(),
        other_visit: other_visit.into(),
        answers: answers.to_vec(),
    }
}

/// Both sides of a move of all that stands in a form.
fn moved(world: &Memory, from: (&str, &str), to: (&str, &str), form: &str) -> Vec<Event> {
    let record = &world.records[from.0];
    let answers = moved_answers(record, &VisitId::new(from.1), &FormId::new(form));
    vec![
        side(MoveSide::Away, from, to, form, &answers),
        side(MoveSide::Here, to, from, form, &answers),
    ]
}

fn fault(world: &mut Memory, events: Vec<Event>) -> ContentFault {
    match world.judge_for(Some("wrong participant"), &Role::ALL, events) {
        Err(Refusal::Content { fault }) => fault,
        other => panic!("{other:?}"),
    }
}

const FROM: (&str, &str) = (WHO, "baseline");
const TO: (&str, &str) = (OTHER, "baseline");

#[test]
fn what_was_moved_stands_there_with_its_source_and_here_no_more() {
    let mut world = two();
    let events = moved(&world, FROM, TO, "phga");
    let source = world.records[WHO].session("baseline").unwrap().forms["phga"]["vas"].seq;
    let taken = world.judge_for(Some("wrong participant"), &[Role::Assessor], events.clone());
    let reasons: Vec<_> = taken
        .unwrap()
        .into_iter()
        .map(|draft| draft.reason)
        .collect();
    assert_eq!(
        reasons,
        [
            Some("wrong participant".to_owned()),
            Some("wrong participant".to_owned())
        ]
    );
    world.put(events);
    let here = world.records[WHO].session("baseline").unwrap();
    let there = world.records[OTHER].session("baseline").unwrap();
    assert!(!has_answer(&here.forms["phga"]));
    let cell = &there.forms["phga"]["vas"];
    assert_eq!(cell.answer, Some(number("4.7")));
    assert_eq!(cell.origin, Some(Origin::Moved));
    let entry = &world.entries[usize::try_from(cell.seq).unwrap() - 1];
    let told = entry.draft.event.moved().unwrap();
    let of_field = told
        .answers
        .iter()
        .find(|moved| moved.field.as_str() == "vas");
    assert_eq!(of_field.unwrap().source, source);
    // A change of it there is one of what was entered before; here the form is as new.
    assert!(there.left.contains_key("phga"));
    assert!(!here.left.contains_key("phga"));
}

#[test]
fn a_move_needs_a_reason_and_both_sides_in_one_request() {
    let mut world = two();
    let both = moved(&world, FROM, TO, "phga");
    let without = world.judge_for(None, &Role::ALL, both.clone());
    assert_eq!(without, Err(Refusal::ChangeWithoutReason));
    let half = ContentFault::Move(MoveFault::Half);
    let [away, here] = <[Event; 2]>::try_from(both).unwrap();
    for events in [
        vec![away.clone()],
        vec![here.clone()],
        vec![here.clone(), away.clone()],
        vec![away.clone(), away.clone()],
        vec![away.clone(), here.clone(), begun("week-2", today())],
        vec![begun("week-2", today()), away.clone(), here.clone()],
    ] {
        assert_eq!(fault(&mut world, events.clone()), half, "{events:?}");
    }
    let answers = moved_answers(&world.records[WHO], &"baseline".into(), &"phga".into());
    let other_form = side(MoveSide::Here, TO, FROM, "ptga", &answers);
    let fewer = side(MoveSide::Here, TO, FROM, "phga", &answers[..1]);
    let elsewhere = side(MoveSide::Here, (OTHER, "week-2"), FROM, "phga", &answers);
    for other in [other_form, fewer, elsewhere] {
        assert_eq!(fault(&mut world, vec![away.clone(), other]), half);
    }
    let same = moved(&world, FROM, FROM, "phga");
    assert_eq!(fault(&mut world, same), MoveFault::SamePlace.into());
}

#[test]
fn only_all_that_stands_in_a_form_moves_and_only_onto_an_empty_one_that_was_begun() {
    let mut world = two();
    let all = moved_answers(&world.records[WHO], &"baseline".into(), &"phga".into());
    let of = |answers: &[MovedAnswer]| {
        vec![
            side(MoveSide::Away, FROM, TO, "phga", answers),
            side(MoveSide::Here, TO, FROM, "phga", answers),
        ]
    };
    let mut other = all.clone();
    other[0].answer = number("9");
    let mut newer = all.clone();
    newer[0].source += 1;
    for answers in [&all[..1], &other, &newer] {
        assert_eq!(
            fault(&mut world, of(answers)),
            MoveFault::ChangedSince.into()
        );
    }
    assert_eq!(fault(&mut world, of(&[])), MoveFault::Nothing.into());
    let nowhere = moved(&world, FROM, (OTHER, "week-4"), "phga");
    let visit = "week-4".into();
    assert_eq!(fault(&mut world, nowhere), ContentFault::NotBegun { visit });
    let nobody = moved(&world, FROM, ("01-009", "baseline"), "phga");
    let participant = "01-009".into();
    assert_eq!(
        fault(&mut world, nobody),
        ContentFault::NoParticipant { participant }
    );
    let there = FieldPath {
        participant: OTHER.into(),
        ..place("baseline", "phga", "vas")
    };
    world.put(vec![answered(there, number("1"))]);
    let events = moved(&world, FROM, TO, "phga");
    let visit = "Baseline".to_owned();
    assert_eq!(
        fault(&mut world, events),
        MoveFault::NotEmpty { visit }.into()
    );
}

#[test]
fn a_row_of_a_log_is_not_moved() {
    let mut world = two();
    let events = moved(&world, (WHO, "log"), (OTHER, "log"), "adverse-event#1");
    assert_eq!(fault(&mut world, events), MoveFault::NotOfVisit.into());
}

#[test]
fn what_is_not_by_the_rules_stays_until_it_is_corrected() {
    let mut world = two();
    world.put(vec![answered(
        place("baseline", "phga", "vas"),
        number("99"),
    )]);
    let events = moved(&world, FROM, TO, "phga");
    let found = fault(&mut world, events);
    assert!(
        matches!(found, ContentFault::Move(MoveFault::Unfit { .. })),
        "{found:?}"
    );
}

#[test]
fn a_question_that_is_not_asked_there_keeps_its_form_here() {
    let mut world = two();
    // Which enzymes are measured at all is asked at baseline alone.
    let enzymes = world.study.form("enzymes").unwrap().clone();
    let record = &world.records[WHO];
    let events = moved(&world, FROM, (WHO, "week-12"), "enzymes");
    assert!(!moved_answers(record, &"baseline".into(), &enzymes.id).is_empty());
    world.put(vec![begun("week-12", today())]);
    let judged = world.judge_for(Some("wrong visit"), &Role::ALL, events);
    assert!(judged.is_ok(), "{judged:?}");
}

#[test]
fn both_signatures_are_void_after_a_move() {
    let mut world = two();
    for who in [WHO, OTHER] {
        let session = world.records[who].session("baseline").unwrap();
        let content = signature::content(&who.into(), session);
        world.put(vec![Event::Signed {
            participant: who.into(),
            visit: "baseline".into(),
            meaning: Meaning::Reviewed,
            content,
            kept: None,
        }]);
    }
    let is_signed = |world: &Memory, who: &str| {
        let session = world.records[who].session("baseline").unwrap();
        signature::is_signed(&who.into(), session)
    };
    assert!(is_signed(&world, WHO) && is_signed(&world, OTHER));
    let events = moved(&world, FROM, TO, "phga");
    world.put(events);
    assert!(!is_signed(&world, WHO) && !is_signed(&world, OTHER));
}

/// Everything is entered again and moved back and forth, in any order of applying.
fn story() -> Memory {
    let mut world = two();
    let away = moved(&world, FROM, TO, "phga");
    world.put(away);
    world.put(vec![
        answered(place("baseline", "phga", "vas"), number("2")),
        Event::FormLeft {
            participant: WHO.into(),
            visit: "baseline".into(),
            form: "phga".into(),
        },
        Event::UnscheduledBegun {
            participant: OTHER.into(),
            visit: "unscheduled-1".into(),
            date: today(),
            words: "flare".to_owned(),
            forms: vec!["phga".into()],
        },
    ]);
    let on = moved(&world, TO, (OTHER, "unscheduled-1"), "phga");
    world.put(on);
    let back = moved(&world, FROM, TO, "phga");
    world.put(back);
    world.put(vec![answered(
        place("baseline", "ptga", "vas"),
        Answer::missing("refused"),
    )]);
    world
}

proptest! {
    /// A client may be told of an entry twice, and of an old one after a newer one.
    #[test]
    fn applying_entries_again_changes_nothing(again in prop::collection::vec(any::<prop::sample::Index>(), 0..40)) {
        let world = story();
        for who in [WHO, OTHER] {
            let mut record: ParticipantRecord = world.records[who].clone();
            for index in &again {
                let entry = index.get(&world.entries);
                record.apply(entry);
                fit::judge(&world.study, &mut record, entry);
            }
            prop_assert_eq!(&record, &world.records[who]);
        }
    }
}

#[test]
fn the_trail_tells_each_field_on_both_sides_and_what_is_entered_anew_is_new() {
    let mut world = two();
    let events = moved(&world, FROM, TO, "phga");
    world.put(events);
    let first = world.entries.len();
    world.put(vec![
        answered(place("baseline", "phga", "vas"), number("2")),
        Event::SessionVoided {
            participant: OTHER.into(),
            visit: "baseline".into(),
            last: 0,
        },
        begun_by(OTHER),
        answered(
            FieldPath {
                participant: OTHER.into(),
                ..place("baseline", "phga", "vas")
            },
            number("3"),
        ),
    ]);
    let mut teller = Teller::new();
    let told: Vec<Vec<Line>> = world
        .entries
        .iter()
        .map(|entry| teller.tell(&world.study, entry, &[]))
        .collect();
    let of_field = |lines: &[Line]| {
        let vas = lines
            .iter()
            .find(|line| line.field.as_ref().is_some_and(|f| f.as_str() == "vas"));
        vas.map(|line| (line.action, line.old.clone(), line.new.clone()))
    };
    let stood = || Some(number("4.7"));
    let [away, here] = [&told[first - 2], &told[first - 1]];
    assert_eq!(of_field(away), Some((Action::Cleared, stood(), None)));
    assert_eq!(of_field(here), Some((Action::Entered, None, stood())));
    let entered = |text| Some((Action::Entered, None, Some(number(text))));
    assert_eq!(of_field(&told[first]), entered("2"));
    assert_eq!(of_field(&told[first + 3]), entered("3"));
}

fn begun_by(who: &str) -> Event {
    Event::SessionBegun {
        participant: who.into(),
        visit: "baseline".into(),
        date: today(),
    }
}
