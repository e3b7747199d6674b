//! Who does not see the answers of a form yet does not change them, and learns nothing by what is refused there.

use crate::content::{Memory, today};
use crate::support::bad_events::{WHO, answered, number, participant, place, with_origin};
use chrono::{Days, NaiveDate};
use coreset::domain::base::answer::Answer;
use coreset::domain::base::ids::ParticipantId;
use coreset::domain::record::entry::Draft;
use coreset::domain::record::event::{Event, Origin, PromptOutcome};
use coreset::domain::record::moved::MoveSide;
use coreset::domain::record::query::Step;
use coreset::domain::record::user::Role;
use coreset::domain::rules::checks::RULE_VERSION;
use coreset::domain::rules::{ContentFault, HiddenUntil, MoveFault, Refusal, moved_answers};
use coreset::text::{English, Language as _};
use proptest::prelude::*;

fn begun(visit: &str, date: NaiveDate) -> Event {
    Event::SessionBegun {
        participant: WHO.into(),
        visit: visit.into(),
        date,
    }
}

/// A participant whose week 2 is due today, with a baseline that nobody has rated yet.
fn due() -> Memory {
    let mut world = Memory::empty();
    let first = today() - Days::new(14);
    world.put(vec![
        Event::Enrolled {
            participant: participant(WHO, first),
        },
        begun("baseline", first),
    ]);
    world
}

fn left(visit: &str) -> Event {
    Event::FormLeft {
        participant: WHO.into(),
        visit: visit.into(),
        form: "ptga".into(),
    }
}

fn rated(visit: &str, vas: &str) -> Vec<Event> {
    vec![
        answered(place(visit, "ptga", "vas"), number(vas)),
        answered(place(visit, "ptga", "likert"), Answer::code("2")),
        answered(place(visit, "ptga", "obtained"), Answer::code("interview")),
    ]
}

/// The same, with a baseline that was rated and left.
fn rated_before() -> Memory {
    let mut world = due();
    world.put(rated("baseline", "4.0"));
    world.put(vec![left("baseline")]);
    world
}

/// What is tried at the baseline.
fn tries(vas: &str) -> Vec<Event> {
    let at = || place("baseline", "ptga", "vas");
    let mut tries: Vec<Event> = [Origin::Typed, Origin::Undone, Origin::Carried]
        .map(|origin| with_origin(at(), number(vas), origin))
        .to_vec();
    tries.extend(
        [Origin::Typed, Origin::Undone].map(|origin| Event::Cleared {
            place: at(),
            origin,
        }),
    );
    tries.push(Event::Noted {
        place: at(),
        text: "by phone".to_owned(),
    });
    tries.push(Event::Filled {
        participant: WHO.into(),
        visit: "baseline".into(),
        form: "ptga".into(),
        answers: vec![("vas".into(), number(vas))],
        origin: Origin::Typed,
    });
    tries.push(Event::Prompted {
        place: at(),
        rule: "likert-vas".to_owned(),
        rule_version: RULE_VERSION.to_owned(),
        value: vas.to_owned(),
        outcome: PromptOutcome::Kept,
        reason: Some("patient".to_owned()),
    });
    tries
}

fn judged(world: &mut Memory, roles: &[Role], event: Event) -> Result<(), Refusal> {
    let admitted = world.judge_for(Some("misread"), roles, vec![event]);
    admitted.map(|_| ())
}

fn hidden() -> Refusal {
    let fault = ContentFault::HiddenForm {
        form: "Patient global".to_owned(),
        until: Some(HiddenUntil::Entered {
            visit: "Week 2".to_owned(),
        }),
    };
    Refusal::Content { fault }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    /// Whatever is tried with whatever value, the answer to it is the same, so that it tells nothing of what stands there.
    #[test]
    fn whoever_does_not_see_a_form_changes_nothing_there_and_learns_nothing(tenths in 0_u32..=120) {
        let mut world = rated_before();
        let vas = format!("{}.{}", tenths / 10, tenths % 10);
        for event in tries(&vas) {
            let refused = judged(&mut world, &[Role::Assessor], event.clone());
            prop_assert_eq!(refused, Err(hidden()), "{:?}", event);
        }
    }
}

#[test]
fn what_is_repeated_from_a_hidden_form_is_refused_whatever_it_is() {
    let mut world = rated_before();
    let at = |field: &str| place("week-2", "ptga", field);
    // What stands there is "interview".
    for code in ["interview", "self-completed", "nothing"] {
        let guess = with_origin(at("obtained"), Answer::code(code), Origin::Carried);
        assert_eq!(
            judged(&mut world, &[Role::Assessor], guess),
            Err(hidden()),
            "{code}"
        );
    }
    // Typed, the same is taken, whatever stands there.
    let typed = answered(at("obtained"), Answer::code("interview"));
    assert_eq!(judged(&mut world, &[Role::Assessor], typed), Ok(()));
}

#[test]
fn another_day_of_the_baseline_uncovers_nothing_that_was_hidden() {
    let mut world = rated_before();
    let change = answered(place("baseline", "ptga", "vas"), number("4.1"));
    let first = today() - Days::new(14);
    let mut before = first;
    // Week 2 is ahead of its window then, or long past it.
    for away in [0, 7, 40] {
        let date = today() - Days::new(away);
        let dated = Event::SessionDated {
            participant: WHO.into(),
            visit: "baseline".into(),
            before,
            date,
        };
        world.put(vec![dated]);
        before = date;
        let refused = judged(&mut world, &[Role::Assessor], change.clone());
        assert_eq!(refused, Err(hidden()), "{away} days ago");
    }
}

#[test]
fn the_refusal_names_where_to_go() {
    let words = English.refusal(&hidden());
    assert!(
        words.contains("Patient global") && words.contains("Week 2"),
        "{words}"
    );
}

#[test]
fn once_it_is_entered_at_the_later_visit_the_earlier_form_is_changed_with_a_reason() {
    let mut world = rated_before();
    world.put(rated("week-2", "3.0"));
    let change = answered(place("baseline", "ptga", "vas"), number("4.1"));
    assert_eq!(judged(&mut world, &[Role::Assessor], change), Ok(()));
}

#[test]
fn what_is_not_hidden_is_changed_and_who_reads_alone_is_refused_for_the_role() {
    let mut world = rated_before();
    let shown = answered(place("baseline", "phga", "vas"), number("4.1"));
    assert_eq!(judged(&mut world, &[Role::Assessor], shown), Ok(()));
    let change = answered(place("baseline", "ptga", "vas"), number("4.1"));
    // A monitor sees the form: what is said to who does not see it would be wrong.
    for roles in [Role::Monitor, Role::Manager] {
        let refused = judged(&mut world, &[roles], change.clone());
        let roles = vec![roles];
        assert_eq!(refused, Err(Refusal::NotAllowed { roles }));
    }
    assert_eq!(judged(&mut world, &[Role::Assessor], change), Err(hidden()));
    // A question changes no answer, whoever asks it.
    let asks = Event::Queried {
        place: place("baseline", "ptga", "vas"),
        query: 0,
        step: Step::Open,
        text: "As on paper?".to_owned(),
    };
    for role in [Role::Monitor, Role::Assessor] {
        assert_eq!(judged(&mut world, &[role], asks.clone()), Ok(()));
    }
}

#[test]
fn a_form_that_nobody_has_entered_is_entered_late_until_it_is_left() {
    let mut world = due();
    for event in rated("baseline", "4.0") {
        assert_eq!(judged(&mut world, &[Role::Assessor], event.clone()), Ok(()));
        world.put(vec![event]);
    }
    let slip = answered(place("baseline", "ptga", "vas"), number("4.1"));
    assert_eq!(judged(&mut world, &[Role::Assessor], slip.clone()), Ok(()));
    world.put(vec![left("baseline")]);
    assert_eq!(judged(&mut world, &[Role::Assessor], slip), Err(hidden()));
}

#[test]
fn a_form_that_somebody_else_is_entering_is_not_gone_on_with() {
    let mut world = due();
    world.put_as("kern", rated("baseline", "4.0"));
    let slip = answered(place("baseline", "ptga", "vas"), number("4.1"));
    assert_eq!(judged(&mut world, &[Role::Assessor], slip), Err(hidden()));
}

#[test]
fn what_is_not_by_the_rules_is_taken_away_unseen() {
    let mut world = due();
    world.put(rated("baseline", "99"));
    world.put(vec![left("baseline")]);
    let clear = |field: &str| Event::Cleared {
        place: place("baseline", "ptga", field),
        origin: Origin::Typed,
    };
    assert_eq!(judged(&mut world, &[Role::Assessor], clear("vas")), Ok(()));
    let right = judged(&mut world, &[Role::Assessor], clear("likert"));
    assert_eq!(right, Err(hidden()));
}

/// Both sides of a move of the patient's global from the baseline, as a terminal sends it that does not see the answers.
fn moved_unseen(to: (&str, &str)) -> Vec<Event> {
    let here = (WHO, "baseline");
    let side = |side, (participant, visit): (&str, &str), (other, other_visit): (&str, &str)| {
        Event::FormMoved {
            participant: participant.into(),
            visit: visit.into(),
            form: "ptga".into(),
            side,
            other: other.into(),
            other_visit: other_visit.into(),
            answers: Vec::new(),
        }
    };
    vec![
        side(MoveSide::Away, here, to),
        side(MoveSide::Here, to, here),
    ]
}

/// Entered at the baseline by these users, one a field, and left; week 2 is begun.
fn misplaced(by: [&str; 3]) -> Memory {
    let mut world = due();
    for (event, by) in rated("baseline", "4.0").into_iter().zip(by) {
        world.put_as(by, vec![event]);
    }
    world.put(vec![left("baseline"), begun("week-2", today())]);
    world
}

fn judged_move(world: &mut Memory, events: Vec<Event>) -> Result<Vec<Draft>, Refusal> {
    world.judge_for(Some("wrong visit"), &[Role::Assessor], events)
}

#[test]
fn who_entered_a_hidden_form_at_the_wrong_visit_moves_it_unseen_to_where_it_is_waited_for() {
    let mut world = misplaced(["root"; 3]);
    let record = &world.records[&ParticipantId::from(WHO)];
    let answers = moved_answers(record, &"baseline".into(), &"ptga".into());
    assert_eq!(answers.len(), 3);
    let moved = judged_move(&mut world, moved_unseen((WHO, "week-2"))).unwrap();
    let sides = moved.iter().filter_map(|draft| draft.event.moved());
    let sides: Vec<_> = sides.map(|moved| moved.answers.to_vec()).collect();
    assert_eq!(sides, [answers.clone(), answers]);
}

#[test]
fn a_hidden_form_is_moved_nowhere_else_and_by_nobody_else() {
    let unseen = MoveFault::Unseen {
        visit: "Week 2".to_owned(),
    };
    let of_others = (["root", "root", "kern"], "week-2");
    for (by, to) in [(["root"; 3], "week-4"), of_others] {
        let mut world = misplaced(by);
        let refused = judged_move(&mut world, moved_unseen((WHO, to)));
        let fault = unseen.clone().into();
        assert_eq!(refused, Err(Refusal::Content { fault }), "{by:?} {to}");
    }
}
