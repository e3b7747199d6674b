//! Points 1 to 6 and 9 to 11 of what a trustworthy record must do, each shown on a study on the disk or at the keys.

use crate::support::bedside;
use crate::support::bedside::Bedside;
use crate::support::owner::{
    Sitter, account, add, answer, enrol, note, open, own_account, place, sit,
};
use coreset::domain::base::answer::Answer;
use coreset::domain::base::ids::ParticipantId;
use coreset::domain::forms::engine::instrument::Respondent;
use coreset::domain::forms::engine::progress;
use coreset::domain::record::entry::Entry;
use coreset::domain::record::event::{Event, Origin, PromptOutcome};
use coreset::domain::record::session::Session;
use coreset::domain::record::user::Role;
use coreset::domain::verdict::core_set::core_set;
use coreset::protocol::messages::{Append, Reply, Request};
use coreset::server::owner::Owner;

fn history(sitter: &Sitter<'_>, field: &str) -> Vec<Entry> {
    match sitter.ask(Request::History(place("01-001", "phga", field))) {
        Reply::History { entries, .. } => entries,
        other => panic!("{other:?}"),
    }
}

fn likert() -> Event {
    Event::Answered {
        place: place("01-001", "phga", "likert"),
        answer: Answer::code("2"),
        origin: Origin::Typed,
    }
}

fn completed() -> Event {
    Event::Completed {
        participant: ParticipantId::new("01-001"),
        visit: "baseline".into(),
        form: "phga".into(),
        kept: None,
    }
}

fn because(sitter: &Sitter<'_>, reason: &str, events: Vec<Event>) -> Request {
    let Request::Append(append) = sitter.append(events) else {
        panic!("no append");
    };
    Request::Append(Append {
        seen: u64::MAX,
        reason: Some(reason.to_owned()),
        ..append
    })
}

#[test]
fn point_01_every_entry_names_its_user_with_role_and_place() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let mk = sit(&owner, own_account("mk"));
    mk.save(vec![enrol("01-001"), add("pt", &[Role::Assessor])]);
    let pt = sit(&owner, account("pt"));
    pt.save(vec![answer("01-001", "vas", 47)]);
    let entry = history(&pt, "vas").remove(0);
    let by = &entry.draft.by;
    assert_eq!(
        [&by.user, &by.name, &by.role, &by.from],
        ["pt", "PT. Example", "assessor", "10.0.0.7"]
    );
    assert!(
        mk.refused(vec![add("pt", &[Role::Monitor])])
            .contains("already"),
        "unique"
    );
}

#[test]
fn point_02_observation_and_storage_are_two_times_with_their_offsets() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let mk = sit(&owner, own_account("mk"));
    mk.save(vec![enrol("01-001")]);
    let Request::Append(append) = mk.append(vec![answer("01-001", "vas", 47)]) else {
        panic!("no append");
    };
    let observed = chrono::Local::now().fixed_offset() - chrono::TimeDelta::minutes(30);
    let late = Append {
        observed_at: Some(observed),
        late: Some("paper source".to_owned()),
        ..append
    };
    assert!(matches!(
        mk.ask(Request::Append(late)),
        Reply::Appended { .. }
    ));
    let text = std::fs::read_to_string(dir.path().join("journal/000001.jsonl")).unwrap();
    let line = text.lines().last().unwrap();
    let entry: serde_json::Value = serde_json::from_str(line).unwrap();
    for time in ["observed_at", "recorded_at"] {
        let time = entry[time].as_str().unwrap();
        assert!(chrono::DateTime::parse_from_rfc3339(time).is_ok(), "{time}");
    }
    assert_eq!(entry["late"], "paper source");
    assert_ne!(entry["observed_at"], entry["recorded_at"]);
}

#[test]
fn point_03_the_old_value_stays_readable_from_the_field_in_one_key() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 6 4.7 enter 2 esc 6 5.1 enter enter 1 up");
    let before = bedside.keys;
    bedside.keys("f8");
    assert_eq!(bedside.keys - before, 1);
    bedside.must_show("4.7 -> 5.1");
    bedside.keys("esc delete 1 f8");
    bedside.must_show("5.1 -> empty");
    bedside.must_show("4.7  (typed)");
}

#[test]
fn point_04_a_change_after_completion_needs_a_reason_that_persists() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let mk = sit(&owner, own_account("mk"));
    mk.save(vec![enrol("01-001"), answer("01-001", "vas", 47), likert()]);
    mk.save(vec![completed()]);
    mk.seen.set(u64::MAX);
    let cleared = || Event::Cleared {
        place: place("01-001", "phga", "vas"),
        origin: Origin::Typed,
    };
    assert!(
        mk.refused(vec![answer("01-001", "vas", 51)])
            .contains("needs a reason")
    );
    assert!(mk.refused(vec![cleared()]).contains("needs a reason"));
    let request = because(&mk, "typing error", vec![cleared()]);
    assert!(matches!(mk.ask(request), Reply::Appended { .. }));
    owner.leave(mk.seat);
    drop(owner);
    let owner = Owner::start(open(dir.path())).unwrap();
    let mk = sit(&owner, own_account("mk"));
    let entries = history(&mk, "vas");
    assert_eq!(
        entries.last().unwrap().draft.reason.as_deref(),
        Some("typing error")
    );
}

#[test]
fn point_05_a_prompt_is_kept_with_what_was_typed_and_what_came_of_it() {
    let mut bedside = Bedside::after(|owner| {
        owner.fill(
            "01-001",
            "baseline",
            bedside::DAY,
            "phga",
            "vas=2.0 likert=2",
        );
    });
    bedside
        .today("2026-03-16")
        .keys("enter 2 2 9.9 enter enter 5 up f8");
    let prompt = bedside.prompts().pop().unwrap();
    assert_eq!((prompt.0.as_str(), prompt.2.as_str()), ("vas", "9.9"));
    assert_eq!(prompt.3, PromptOutcome::Kept);
    bedside.must_show("Asked about 9.9 by rule");
    bedside.must_show("kept: real change, seen by the");
}

#[test]
fn point_06_the_first_value_is_in_the_trail() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 6 4.7 up f8");
    bedside.must_show("4.7  (typed)");
    bedside.must_show("stored 2026-03-02 09:00:00 +01:00 by M. Kern, assessor, from tty1");
}

#[test]
fn point_09_it_is_recorded_who_said_it_and_how_it_was_obtained() {
    let study = bedside::study();
    for form in study.instruments.values() {
        let last = form.fields().last().unwrap();
        if form.respondent == Respondent::Patient {
            assert!(
                last.required && last.id.as_str() == "obtained",
                "{}",
                form.id
            );
            let codes: Vec<_> = form.choices(last).iter().map(|c| c.code.as_str()).collect();
            let all = [
                "self-completed",
                "read-aloud",
                "interview",
                "paper-measured",
            ];
            assert_eq!(codes, all, "{}", form.id);
        }
    }
    assert!(
        study
            .form("enzymes")
            .unwrap()
            .field("laboratory")
            .unwrap()
            .required
    );
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 1 6.5 enter 3");
    assert_eq!(bedside.here(), "ptga obtained");
    bedside.keys("2");
    assert_eq!(bedside.stored("baseline", "ptga", "obtained"), "read-aloud");
    // Whoever types is in the entry; whoever tested is in the form, by name if it is somebody else.
    bedside.keys("esc 4 end");
    assert_eq!(bedside.here(), "mmt8 tester");
    bedside.keys("2 type:A._Physio enter");
    assert_eq!(
        bedside.stored("baseline", "mmt8", "tester.name"),
        "A. Physio"
    );
    assert_eq!(
        bedside.owner.entries.last().unwrap().draft.by.name,
        "M. Kern"
    );
}

#[test]
fn how_it_was_obtained_holds_up_completeness_and_no_score() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 1 6.5 enter 3 enter");
    let session = bedside.record("01-001").session("baseline").unwrap();
    assert!(
        !session.completed.contains_key("ptga"),
        "it is not said yet"
    );
    let set = core_set(&bedside.owner.study, session);
    assert!(set.ptga.value().is_some());
    let again = |session: &mut Session, answer: Option<Answer>| {
        session.cell_mut(&"ptga".into(), &"obtained".into()).answer = answer;
        core_set(&bedside.owner.study, session)
    };
    let mut session = session.clone();
    assert_eq!(again(&mut session, Some(Answer::code("interview"))), set);
    assert_eq!(again(&mut session, None), set);
}

#[test]
fn point_10_what_is_typed_and_what_is_saved_are_told_apart() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 6 4.7 enter 2 esc 6 5 .");
    let saved = bedside.owner.entries.len();
    // A draft for recovery, no entry.
    assert_eq!(bedside.place.as_ref().unwrap().text, "5.");
    bedside.keys("1 enter esc esc");
    assert_eq!(bedside.owner.entries.len(), saved);
    bedside.must_show("1 field of Physician global held text that was not accepted");
    bedside.holds = true;
    bedside.keys("6 home enter enter enter 1 2");
    bedside.must_show("saving");
    bedside.deliver_all();
    bedside.must_show("saved #");
}

#[test]
fn point_11_missing_is_explicit_and_a_blank_is_no_value() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 6 . enter 1 2 esc");
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "not done");
    let session = bedside.record("01-001").session("baseline").unwrap();
    assert!(
        session.completed.contains_key("phga"),
        "a reason is an answer"
    );
    let form = bedside.owner.study.form("phga").unwrap();
    let progress = progress::progress(
        bedside.owner.study.scoring(),
        form,
        progress::Setting::of_nobody(true),
        &session.forms["phga"],
    );
    assert_eq!((progress.answered, progress.missing), (1, 1));
    assert!(bedside.stored_answer("baseline", "ptga", "vas").is_none());
    // A note is no answer either.
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let mk = sit(&owner, own_account("mk"));
    mk.save(vec![enrol("01-001"), note("01-001", "vas", "not asked")]);
    assert!(
        mk.refused(vec![completed()])
            .contains("required fields are empty")
    );
}
