//! The same person twice: whoever enrols somebody like a participant says that it is somebody else, whatever the client.

use crate::content::{Memory, today};
use crate::support::bad_events::{WHO, participant, place};
use coreset::domain::record::entry::Draft;
use coreset::domain::record::event::{Event, FieldPath, PromptOutcome};
use coreset::domain::record::participant::{Participant, Sex};
use coreset::domain::record::user::{Role, User};
use coreset::domain::rules::checks::RULE_VERSION;
use coreset::domain::rules::checks::names::{SAME_PERSON, SAME_PERSON_FIELD};
use coreset::domain::rules::{Append, Asker, ContentFault, Refusal, admit};

fn asker() -> Asker {
    Asker {
        user: User::new("root", "R. Oot", &Role::ALL),
        client: "root-1".to_owned(),
        from: "test".to_owned(),
        proof: None,
    }
}

/// Sends events of a client that has seen the entries up to one.
fn send(world: &mut Memory, seen: u64, events: Vec<Event>) -> Result<Vec<Draft>, Refusal> {
    let append = Append {
        request: "root-1-1".to_owned(),
        seen,
        events,
        ..Append::default()
    };
    admit(world, &asker(), append)
}

fn enrolled(participant: Participant) -> Event {
    Event::Enrolled { participant }
}

fn somebody_else(id: &str, reason: &str) -> Event {
    Event::Prompted {
        place: FieldPath {
            participant: id.into(),
            ..place("log", "enrolment", SAME_PERSON_FIELD)
        },
        rule: SAME_PERSON.to_owned(),
        rule_version: RULE_VERSION.to_owned(),
        value: "AB".to_owned(),
        outcome: PromptOutcome::Kept,
        reason: Some(reason.to_owned()),
    }
}

#[test]
fn somebody_like_a_known_participant_is_enrolled_only_when_it_was_said_that_it_is_somebody_else() {
    let mut world = Memory::new();
    let same = || enrolled(participant("01-002", today()));
    let refused = Err(Refusal::Content {
        fault: ContentFault::SamePerson {
            participant: WHO.into(),
            enrolled_on: today(),
        },
    });
    assert_eq!(send(&mut world, 1, vec![same()]), refused);
    let said = vec![same(), somebody_else("01-002", "somebody else than 01-001")];
    assert_eq!(send(&mut world, 1, said).unwrap().len(), 2);
    // Said of somebody else, or without words, it is not said.
    let other = vec![same(), somebody_else(WHO, "somebody else")];
    assert!(send(&mut world, 1, other).is_err());
    let blank = vec![same(), somebody_else("01-002", " ")];
    assert!(send(&mut world, 1, blank).is_err());
}

#[test]
fn the_same_person_twice_in_one_request_is_asked_about_too() {
    let mut world = Memory::new();
    let one = |id: &str| {
        enrolled(Participant {
            initials: "XY".to_owned(),
            ..participant(id, today())
        })
    };
    let refused = Err(Refusal::Content {
        fault: ContentFault::SamePerson {
            participant: "01-002".into(),
            enrolled_on: today(),
        },
    });
    let both = || vec![one("01-002"), one("01-003")];
    assert_eq!(send(&mut world, 1, both()), refused);
    let mut said = both();
    said.push(somebody_else("01-003", "somebody else than 01-002"));
    assert_eq!(send(&mut world, 1, said).unwrap().len(), 3);
}

#[test]
fn who_differs_in_one_of_the_three_is_not_asked_about() {
    let mut world = Memory::new();
    let one = participant("01-002", today());
    for other in [
        Participant {
            initials: "AC".to_owned(),
            ..one.clone()
        },
        Participant {
            birth_year: 1971,
            ..one.clone()
        },
        Participant {
            sex: Sex::Male,
            ..one
        },
    ] {
        let taken = send(&mut world, 1, vec![enrolled(other)]);
        assert!(taken.is_ok(), "{taken:?}");
    }
}

#[test]
fn an_enrolment_is_not_refused_for_one_that_its_client_has_not_seen() {
    let mut world = Memory::new();
    let same = enrolled(participant("01-002", today()));
    assert!(send(&mut world, 0, vec![same]).is_ok());
}

#[test]
fn that_somebody_is_somebody_else_is_said_with_the_enrolment_alone() {
    let mut world = Memory::new();
    let later = send(&mut world, 1, vec![somebody_else(WHO, "somebody else")]);
    assert!(
        matches!(
            later,
            Err(Refusal::Content {
                fault: ContentFault::NoCheck { .. }
            })
        ),
        "{later:?}"
    );
}

#[test]
fn a_correction_by_which_somebody_becomes_like_another_one_is_asked_about_too() {
    let mut world = Memory::new();
    let before = Participant {
        initials: "AC".to_owned(),
        ..participant("01-002", today())
    };
    world.put(vec![enrolled(before.clone())]);
    let corrected = |initials: &str, weight: i64| Event::EnrolmentCorrected {
        before: Box::new(before.clone()),
        participant: Box::new(Participant {
            initials: initials.to_owned(),
            weight_kg: weight.into(),
            ..before.clone()
        }),
    };
    let mut send = |events: Vec<Event>| {
        let append = Append {
            request: "root-1-1".to_owned(),
            seen: 9,
            reason: Some("misread".to_owned()),
            events,
            ..Append::default()
        };
        admit(&mut world, &asker(), append)
    };
    let refused = Err(Refusal::Content {
        fault: ContentFault::SamePerson {
            participant: WHO.into(),
            enrolled_on: today(),
        },
    });
    assert_eq!(send(vec![corrected("AB", 62)]), refused);
    let said = || somebody_else("01-002", "somebody else than 01-001");
    let both = send(vec![corrected("AB", 62), said()]);
    assert_eq!(both.unwrap().len(), 2);
    // One that changes none of the three is not asked about, and nothing is said without a correction.
    assert!(send(vec![corrected("AC", 70)]).is_ok());
    assert!(send(vec![corrected("AD", 62)]).is_ok());
    assert!(send(vec![said()]).is_err());
}
