use super::*;
use crate::domain::answer::Answer;
use crate::domain::event::Origin;
use crate::domain::query::{Query, State};
use crate::domain::sample::{number, participant, session, study};
use chrono::DateTime;

const WHO: &str = "01-001";

fn record() -> ParticipantRecord {
    let mut record = ParticipantRecord::new(participant(WHO, "2026-01-05"));
    let answers = [("rash", Answer::code("n")), ("vas", number("4.7"))];
    let visit = session("week-2", "2026-01-19", "mixed", &answers);
    record.sessions.insert(visit.visit.clone(), visit);
    record
}

fn place() -> Place {
    Place {
        participant: WHO.into(),
        visit: "week-2".into(),
        form: "mixed".into(),
        field: "rash".into(),
    }
}

fn answered() -> Event {
    Event::Answered {
        place: place(),
        answer: Answer::code("y"),
        origin: Origin::Typed,
    }
}

fn a_lock() -> Lock {
    Lock {
        reason: "database closed.".to_owned(),
        name: "M. Kern".to_owned(),
        at: DateTime::default(),
        seq: 3,
    }
}

fn queried(query: u64, step: Step, text: &str) -> Event {
    Event::Queried {
        place: place(),
        query,
        step,
        text: text.to_owned(),
    }
}

#[test]
fn an_open_form_changes_freely_and_a_complete_or_signed_one_only_with_a_reason() {
    let (study, mut record, locks) = (study(), record(), Locks::default());
    let judge =
        |record: &ParticipantRecord, reason| fit(&study, record, &locks, &answered(), reason);
    assert_eq!(judge(&record, None), Ok(()));
    let visit = record.sessions.get_mut("week-2").unwrap();
    visit.completed.insert("mixed".into(), 5);
    assert!(judge(&record, None).unwrap_err().contains("needs a reason"));
    assert!(judge(&record, Some(" ")).is_err());
    assert_eq!(judge(&record, Some("misread")), Ok(()));
    let visit = record.sessions.get_mut("week-2").unwrap();
    visit.completed.clear();
    visit.signatures.push(signature::Signature {
        meaning: signature::Meaning::Approved,
        user: String::new(),
        name: String::new(),
        role: String::new(),
        at: DateTime::default(),
        seq: 8,
        content: "of something else".to_owned(),
        voided: None,
    });
    assert!(judge(&record, None).is_err(), "a void signature was one");
}

#[test]
fn what_is_locked_takes_queries_and_nothing_else() {
    let (study, record) = (study(), record());
    let (who, visit) = (WHO.into(), "week-2".into());
    for scope in [
        Scope::study(),
        Scope::participant(&who),
        Scope::visit(&who, &visit),
        Scope::of(&place()),
    ] {
        let mut locks = Locks::default();
        locks.put(scope.clone(), a_lock());
        let refused = fit(&study, &record, &locks, &answered(), Some("misread")).unwrap_err();
        let words = format!(
            "This {} was locked by M. Kern on 1970-01-01: database closed. An",
            scope.word()
        );
        assert!(refused.contains(&words), "{refused}");
        let asks = queried(0, Step::Open, "why?");
        assert_eq!(fit(&study, &record, &locks, &asks, None), Ok(()));
    }
}

#[test]
fn locking_and_unlocking_need_words_and_come_in_turn() {
    let (study, record, scope) = (study(), record(), Scope::study());
    let lock = |reason: &str| Event::Locked {
        scope: scope.clone(),
        reason: reason.to_owned(),
    };
    let unlock = |reason: &str| Event::Unlocked {
        scope: scope.clone(),
        reason: reason.to_owned(),
    };
    let none = Locks::default();
    let judge = |locks: &Locks, event: Event| fit(&study, &record, locks, &event, None);
    assert_eq!(judge(&none, lock("end")), Ok(()));
    assert!(judge(&none, lock(" ")).is_err());
    assert!(judge(&none, unlock("more")).is_err());
    let mut locked = Locks::default();
    locked.put(scope.clone(), a_lock());
    assert!(judge(&locked, lock("end")).is_err());
    assert!(judge(&locked, unlock("")).is_err());
    assert_eq!(judge(&locked, unlock("more")), Ok(()));
    // The lock of the study is not lifted at a visit.
    let visit = Event::Unlocked {
        scope: Scope::visit(&WHO.into(), &"week-2".into()),
        reason: "more".to_owned(),
    };
    assert!(
        judge(&locked, visit)
            .unwrap_err()
            .contains("This study was locked")
    );
}

#[test]
fn a_query_is_answered_and_closed_in_its_order_with_words() {
    let (study, mut record, locks) = (study(), record(), Locks::default());
    let judge =
        |record: &ParticipantRecord, event: Event| fit(&study, record, &locks, &event, None);
    assert!(judge(&record, queried(0, Step::Open, "")).is_err());
    assert!(judge(&record, queried(7, Step::Answer, "so")).is_err());
    let visit = record.sessions.get_mut("week-2").unwrap();
    visit
        .cell_mut(&"mixed".into(), &"rash".into())
        .queries
        .push(Query {
            id: 7,
            state: State::New,
            question: "why?".to_owned(),
            asked_by: "A. Monitor".to_owned(),
            asked_at: DateTime::default(),
            last: None,
            seq: 7,
        });
    assert!(judge(&record, queried(7, Step::Answer, " ")).is_err());
    assert_eq!(judge(&record, queried(7, Step::Answer, "so")), Ok(()));
    assert_eq!(judge(&record, queried(7, Step::Close, "")), Ok(()));
    assert!(judge(&record, queried(7, Step::Reopen, "again")).is_err());
}

#[test]
fn a_visit_is_signed_complete_settled_and_as_it_was_seen() {
    let (study, mut record) = (study(), record());
    let (who, visit) = (WHO.into(), VisitId::from("week-2"));
    let seen = signature::content(&who, record.session("week-2").unwrap());
    assert_eq!(may_sign(&study, &record, &visit, &seen), Ok(()));
    assert_eq!(
        may_sign(&study, &record, &"week-4".into(), &seen)
            .unwrap_err()
            .len(),
        1
    );
    let session = record.sessions.get_mut("week-2").unwrap();
    let cell = session.cell_mut(&"mixed".into(), &"vas".into());
    cell.answer = None;
    cell.queries.push(Query {
        id: 7,
        state: State::Proposed,
        question: "why?".to_owned(),
        asked_by: String::new(),
        asked_at: DateTime::default(),
        last: None,
        seq: 7,
    });
    let open = may_sign(&study, &record, &visit, &seen).unwrap_err();
    assert_eq!(open.len(), 3, "{open:?}");
}

#[test]
fn a_form_is_marked_complete_only_when_it_is() {
    let (study, mut record, locks) = (study(), record(), Locks::default());
    let event = Event::Completed {
        participant: WHO.into(),
        visit: "week-2".into(),
        form: "mixed".into(),
    };
    assert_eq!(fit(&study, &record, &locks, &event, None), Ok(()));
    let session = record.sessions.get_mut("week-2").unwrap();
    session.cell_mut(&"mixed".into(), &"vas".into()).answer = None;
    assert!(fit(&study, &record, &locks, &event, None).is_err());
}
