//! Answers that a check asks about.

use super::*;
use crate::domain::record::event::PromptOutcome;
use crate::domain::rules::checks::{RULE_VERSION, open_at};
use crate::domain::study::EarlierScores;
use proptest::prelude::*;

/// The rating at week 2 that was 1.0 cm at baseline: more than 4 cm are asked about.
fn rated(cm: &str) -> Event {
    Event::Answered {
        place: FieldPath {
            field: "vas".into(),
            ..place()
        },
        answer: number(cm),
        origin: Origin::Typed,
    }
}

fn said(rule: &str, outcome: PromptOutcome, reason: Option<&str>) -> Event {
    Event::Prompted {
        place: FieldPath {
            field: "vas".into(),
            ..place()
        },
        rule: rule.to_owned(),
        rule_version: RULE_VERSION.to_owned(),
        value: "9".to_owned(),
        outcome,
        reason: reason.map(str::to_owned),
    }
}

/// A participant who was rated at baseline, by an entry of the number given.
fn rated_before(seq: u64) -> Memory {
    let mut world = Memory::new();
    let mut baseline = session("baseline", "2026-01-05", "mixed", &[("vas", number("1.0"))]);
    baseline.cell_mut(&"mixed".into(), &"vas".into()).seq = seq;
    world.record.sessions.insert("baseline".into(), baseline);
    world
}

fn sent(world: &mut Memory, seen: u64, events: Vec<Event>) -> Result<Vec<Draft>, Refusal> {
    let append = Append {
        request: "kern-1-1".to_owned(),
        seen,
        events,
        ..Append::default()
    };
    admit(world, &asker(&Role::ALL), append)
}

fn is_unanswered(judged: Result<Vec<Draft>, Refusal>) -> bool {
    match judged {
        Ok(_) => false,
        Err(Refusal::Content {
            fault: ContentFault::NotAnswered { rule, .. },
        }) => rule == "jump",
        Err(other) => panic!("refused otherwise: {other:?}"),
    }
}

#[test]
fn an_unusual_answer_comes_with_why_it_stays() {
    let mut world = rated_before(3);
    assert!(is_unanswered(sent(&mut world, 3, vec![rated("9")])));
    let kept = said("jump", PromptOutcome::Kept, Some("confirmed"));
    assert!(!is_unanswered(sent(
        &mut world,
        3,
        vec![rated("9"), kept.clone()]
    )));
    assert!(!is_unanswered(sent(&mut world, 3, vec![rated("5")])));
    // Said of the answer before, or taken back: this one stays without a word.
    assert!(is_unanswered(sent(&mut world, 3, vec![kept, rated("9")])));
    let corrected = said("jump", PromptOutcome::Corrected, None);
    assert!(is_unanswered(sent(
        &mut world,
        3,
        vec![rated("9"), corrected]
    )));
    assert!(!is_unanswered(sent(
        &mut world,
        3,
        vec![rated("9"), rated("5")]
    )));
}

#[test]
fn what_a_terminal_could_not_know_is_stored_and_stands_open_until_somebody_says_why() {
    let mut world = rated_before(5);
    assert!(!is_unanswered(sent(&mut world, 4, vec![rated("9")])));
    world.study.protocol.earlier_scores = [(
        crate::domain::forms::engine::instrument::Measure::Phga,
        EarlierScores::AfterEntry,
    )]
    .into();
    let mixed = world.study.instruments.get_mut("mixed").unwrap();
    mixed.measure = Some(crate::domain::forms::engine::instrument::Measure::Phga);
    assert!(!is_unanswered(sent(&mut world, 5, vec![rated("9")])));

    // While the rating before is hidden from the signer, they are not asked about it.
    world.study.protocol.earlier_scores.clear();
    let visit = VisitId::from("week-2");
    let week = world.record.sessions.get_mut("week-2").unwrap();
    week.cell_mut(&"mixed".into(), &"vas".into()).answer = Some(number("9"));
    let seen = content(&WHO.into(), world.record.session("week-2").unwrap());
    let open = |world: &Memory| may_sign(&world.study, &world.record, &visit, &seen, signer(world));
    assert_eq!(open(&world), Err(vec![Hindrance::OpenChecks { count: 1 }]));
    let week = world.record.sessions.get_mut("week-2").unwrap();
    let kept = ("jump".to_owned(), "confirmed".to_owned());
    week.cell_mut(&"mixed".into(), &"vas".into())
        .kept
        .push(kept);
    assert_eq!(open(&world), Ok(()));
}

/// A rash at a place of which a biopsy was taken, answered by the entries 3, 4 and 5.
fn with_biopsy() -> Memory {
    let mut world = Memory::new();
    let week = world.record.sessions.get_mut("week-2").unwrap();
    for (field, seq) in [("rash", 3), ("site", 4), ("biopsy", 5)] {
        let cell = week.cell_mut(&"mixed".into(), &field.into());
        (cell.answer, cell.seq) = (Some(Answer::code("y")), seq);
        cell.origin = Some(Origin::Typed);
    }
    world
}

fn at(field: &str) -> FieldPath {
    FieldPath {
        field: field.into(),
        ..place()
    }
}

fn agreed(field: &str) -> Event {
    Event::Prompted {
        place: at(field),
        rule: "hides-answers".to_owned(),
        rule_version: RULE_VERSION.to_owned(),
        value: String::new(),
        outcome: PromptOutcome::Kept,
        reason: Some("2 answers will no longer count.".to_owned()),
    }
}

#[test]
fn what_a_client_entered_itself_it_knows_before_its_receipts() {
    let mut world = with_biopsy();
    let week = world.record.sessions.get_mut("week-2").unwrap();
    for (field, seq) in [("site", 8), ("biopsy", 9)] {
        week.cell_mut(&"mixed".into(), &field.into()).seq = seq;
    }
    let no = || Event::Answered {
        place: at("rash"),
        answer: Answer::code("n"),
        origin: Origin::Typed,
    };
    assert!(hides_unasked(&mut world, 3, vec![no()]));
    assert!(!hides_unasked(&mut world, 3, vec![no(), agreed("rash")]));
}

/// Returns whether a request is refused because nobody was asked about what no longer counts.
fn hides_unasked(world: &mut Memory, seen: u64, events: Vec<Event>) -> bool {
    match sent(world, seen, events) {
        Ok(_) => false,
        Err(Refusal::Content {
            fault: ContentFault::NotAnswered { rule, .. },
        }) => rule == "hides-answers",
        Err(other) => panic!("refused otherwise: {other:?}"),
    }
}

#[test]
fn however_an_answer_is_changed_it_is_asked_what_no_longer_counts_after_it() {
    let changed = |field: &str, code: &str, origin| Event::Answered {
        place: at(field),
        answer: Answer::code(code),
        origin,
    };
    let cleared = |field: &str, origin| Event::Cleared {
        place: at(field),
        origin,
    };
    let filled = Event::Filled {
        participant: WHO.into(),
        visit: "week-2".into(),
        form: "mixed".into(),
        answers: vec![("rash".into(), Answer::code("n"))],
        origin: Origin::Typed,
    };
    let mut world = with_biopsy();
    for event in [
        changed("rash", "n", Origin::Typed),
        cleared("rash", Origin::Typed),
        cleared("rash", Origin::Undone),
        filled,
    ] {
        assert!(
            hides_unasked(&mut world, 5, vec![event.clone()]),
            "{event:?}"
        );
        let asked = vec![event.clone(), agreed("rash")];
        assert!(!hides_unasked(&mut world, 5, asked), "{event:?}");
        // Said before the answer that it is about, or at another field.
        let early = vec![agreed("rash"), event.clone()];
        assert!(hides_unasked(&mut world, 5, early), "{event:?}");
        let elsewhere = vec![event.clone(), agreed("site")];
        assert!(hides_unasked(&mut world, 5, elsewhere), "{event:?}");
        // What the client could not know of comes back as a conflict, also where somebody was asked about the rest.
        for seen in [4, 3, 0] {
            let unseen = usize::try_from(5 - seen.max(3)).unwrap();
            for events in [vec![event.clone()], vec![event.clone(), agreed("rash")]] {
                let judged = sent(&mut world, seen, events);
                let fault = ContentFault::HidesUnseen {
                    label: "rash".to_owned(),
                    count: unseen,
                };
                assert_eq!(judged, Err(Refusal::Content { fault }), "{event:?}");
            }
        }
    }
    // What hides nothing, and what goes together with all that it hides.
    for events in [
        vec![changed("rash", "y", Origin::Typed)],
        vec![cleared("biopsy", Origin::Typed)],
        vec![
            cleared("biopsy", Origin::Undone),
            cleared("site", Origin::Undone),
            cleared("rash", Origin::Undone),
        ],
        vec![
            changed("rash", "n", Origin::Typed),
            changed("rash", "y", Origin::Typed),
        ],
    ] {
        assert!(!hides_unasked(&mut world, 5, events.clone()), "{events:?}");
    }
    let week = world.record.sessions.get_mut("week-2").unwrap();
    week.cell_mut(&"mixed".into(), &"rash".into()).answer = Some(Answer::code("n"));
    // What did not count before is not lost by it.
    assert!(!hides_unasked(
        &mut world,
        5,
        vec![cleared("rash", Origin::Typed)]
    ));
}

proptest! {
    /// Whatever was rated before and is rated now: stored without a word is what no check asks about, or what was
    /// not known; and what is asked about and known is never stored so.
    #[test]
    fn no_known_question_is_left_out(before in 0_u32..=100, now in 0_u32..=100, seq in 1_u64..9, seen in 0_u64..9) {
        let mut world = rated_before(seq);
        let tenths = |n: u32| format!("{}.{}", n / 10, n % 10);
        let baseline = world.record.sessions.get_mut("baseline").unwrap();
        baseline.cell_mut(&"mixed".into(), &"vas".into()).answer = Some(number(&tenths(before)));
        let refused = is_unanswered(sent(&mut world, seen, vec![rated(&tenths(now))]));
        let is_asked = before.abs_diff(now) > 40;
        prop_assert_eq!(refused, is_asked && seq <= seen);
        let week = world.record.sessions.get_mut("week-2").unwrap();
        week.cell_mut(&"mixed".into(), &"vas".into()).answer = Some(number(&tenths(now)));
        let open = open_at(&world.study, &world.record, &"week-2".into(), &"mixed".into());
        prop_assert_eq!(open.len(), usize::from(is_asked));
    }
}
