//! The record of a participant, built entry by entry.

use super::*;
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::record::entry::Entry;
use crate::domain::record::entry::{Assessor, Draft};
use crate::domain::record::event::{Event, FieldPath, Origin};
use crate::domain::record::signature;
use crate::domain::sample::participant;
use chrono::DateTime;

fn entry(seq: u64, event: Event) -> Entry {
    let at = DateTime::parse_from_rfc3339("2026-01-05T09:00:00+01:00").unwrap();
    let draft = Draft::new(
        Assessor {
            user: "mk".to_owned(),
            name: String::new(),
            role: String::new(),
            from: String::new(),
        },
        event,
    );
    Entry {
        seq,
        ..Entry::preview(draft, at)
    }
}

fn place() -> FieldPath {
    FieldPath {
        participant: "01-001".into(),
        visit: "baseline".into(),
        form: "mixed".into(),
        field: "rash".into(),
    }
}

fn answered(seq: u64, code: &str) -> Entry {
    let event = Event::Answered {
        place: place(),
        answer: Answer::code(code),
        origin: Origin::Typed,
    };
    entry(seq, event)
}

fn noted(seq: u64, text: &str) -> Entry {
    let event = Event::Noted {
        place: place(),
        text: text.to_owned(),
    };
    entry(seq, event)
}

#[test]
fn an_entry_older_than_what_stands_changes_nothing_and_one_not_stored_always_does() {
    let mut record = ParticipantRecord::new(participant("01-001", "2026-01-05"));
    for entry in [
        answered(5, "y"),
        noted(6, "six"),
        answered(4, "n"),
        noted(3, "three"),
    ] {
        record.apply(&entry);
    }
    let cell = |record: &ParticipantRecord| {
        let session = record.session("baseline").unwrap();
        assert_eq!(session.last_seq, 6);
        session.forms[&FormId::from("mixed")][&FieldId::from("rash")].clone()
    };
    let stands = cell(&record);
    assert_eq!((stands.answer, stands.seq), (Some(Answer::code("y")), 5));
    assert_eq!((stands.note.as_deref(), stands.noted), (Some("six"), 6));
    record.apply(&answered(0, "n"));
    assert_eq!(
        (cell(&record).answer, cell(&record).seq),
        (Some(Answer::code("n")), 0)
    );
    record.apply(&answered(7, "y"));
    record.apply(&answered(6, "n"));
    assert_eq!(cell_answer(&record), Some(Answer::code("y")));
}

#[test]
fn a_signature_is_void_from_the_entry_that_changed_an_answer_on() {
    let mut record = ParticipantRecord::new(participant("01-001", "2026-01-05"));
    record.apply(&answered(1, "y"));
    let content = signature::content(&"01-001".into(), record.session("baseline").unwrap());
    let signed = Event::Signed {
        participant: "01-001".into(),
        visit: "baseline".into(),
        meaning: signature::Meaning::Approved,
        content,
        kept: None,
    };
    record.apply(&entry(2, signed));
    let void = |record: &ParticipantRecord| {
        let signature = &record.session("baseline").unwrap().signatures[0];
        signature.voided.as_ref().map(|void| void.seq)
    };
    record.apply(&noted(3, "seen"));
    assert_eq!(void(&record), None);
    record.apply(&answered(0, "n"));
    assert_eq!(void(&record), Some(0), "not stored yet");
    record.apply(&answered(4, "n"));
    record.apply(&answered(5, "n"));
    assert_eq!(void(&record), Some(4));
    // Put back, it was changed all the same; and an older entry that comes again changes nothing.
    record.apply(&answered(6, "y"));
    assert_eq!(void(&record), Some(4));
    record.apply(&answered(4, "n"));
    assert_eq!(void(&record), Some(4));
}

#[test]
fn a_lock_on_the_study_is_known_in_every_record() {
    let mut record = ParticipantRecord::new(participant("01-001", "2026-01-05"));
    let scope = super::super::lock::Scope::study();
    let (reason, part) = ("closed".to_owned(), scope.clone());
    record.apply(&entry(
        1,
        Event::Locked {
            scope: part,
            reason,
        },
    ));
    assert!(record.locks.on(&scope).is_some());
    let reason = "one more query".to_owned();
    record.apply(&entry(
        2,
        Event::Unlocked {
            scope: scope.clone(),
            reason,
        },
    ));
    assert!(record.locks.on(&scope).is_none());
}

fn cell_answer(record: &ParticipantRecord) -> Option<Answer> {
    record.session("baseline")?.answer("mixed", "rash").cloned()
}

#[test]
fn the_last_entry_is_the_newest_at_any_visit_or_in_a_log_or_the_enrolment() {
    let at = |minute: u32| {
        let text = format!("2026-01-05T09:{minute:02}:00+01:00");
        DateTime::parse_from_rfc3339(&text).unwrap()
    };
    let stored = |seq: u64, minute: u32, event: Event| Entry {
        recorded_at: at(minute),
        ..entry(seq, event)
    };
    let answered_in = |visit: &str, minute: u32, seq: u64| {
        let place = FieldPath {
            visit: visit.into(),
            ..place()
        };
        let event = Event::Answered {
            place,
            answer: Answer::code("y"),
            origin: Origin::Typed,
        };
        stored(seq, minute, event)
    };
    let who = participant("01-001", "2026-01-05");
    let mut record = ParticipantRecord::new(who.clone());
    assert_eq!(record.last_entry(), None);
    let enrolled = Event::Enrolled { participant: who };
    record.apply(&stored(1, 0, enrolled));
    assert_eq!(record.last_entry(), Some(at(0)));
    record.apply(&answered_in("week-2", 5, 2));
    record.apply(&answered_in("baseline", 3, 3));
    assert_eq!(record.last_entry(), Some(at(5)));
    record.apply(&answered_in(super::visit::LOG, 9, 4));
    assert_eq!(record.last_entry(), Some(at(9)));
    let somebody = Event::Enrolled {
        participant: participant("01-002", "2026-01-05"),
    };
    record.apply(&stored(5, 20, somebody));
    assert_eq!(record.last_entry(), Some(at(9)));
}
