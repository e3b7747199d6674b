//! A study that is amended while somebody types: what was begun stays as it was begun, what is begun later is new.

use crate::support::bedside::Bedside;
use coreset::domain::forms::table::FORMS;
use coreset::domain::record::amendment::Acceptance;
use coreset::domain::record::user::Role;
use coreset::domain::rules::{AmendFault, Refusal};
use coreset::domain::study::Study;
use coreset::domain::study::named_files::study_from;
use coreset::domain::study::shipped::STUDY;
use coreset::domain::study::version::change::{Change, Part, Step, What};
use coreset::domain::study::version::value::Value;
use coreset::protocol::messages::{Amendment, EarlierFiles, Reply, SentStudy};
use coreset::screens::effect::Msg;
use std::sync::Arc;

type Files = Vec<(String, String)>;

/// The shipped study that does not ask for eligibility, so that a visit begins with its first answer.
fn first() -> Files {
    // A table ends where the next begins.
    let mut asks = false;
    let lines = STUDY.text.lines().filter(|line| {
        if line.starts_with('[') {
            asks = line.contains("eligibility");
        }
        !asks
    });
    let text: Vec<&str> = lines.collect();
    vec![("study.toml".to_owned(), text.join("\n"))]
}

/// The same with another label in a form.
fn second() -> Files {
    let form = FORMS.iter().find(|form| form.name == "phga.toml").unwrap();
    let text = form.text.replace("Physician global VAS", "Doctor's VAS");
    assert_ne!(text, form.text);
    let mut files = first();
    files.push(("instruments/phga.toml".to_owned(), text));
    files
}

fn read(files: Files) -> Study {
    study_from(files).unwrap()
}

/// Amends the study of the bedside as its owner does; for visits of a day or later where one is named.
fn amend_from(bedside: &mut Bedside, from: Option<&str>) {
    amend_asking(bedside, from, None);
}

/// The same; a consent of the second day or a later one is one to the new version, where participants consent again.
fn amend_asking(bedside: &mut Bedside, from: Option<&str>, reconsent: Option<&str>) {
    let until = bedside.owner.entries.len() as u64 + 1;
    let sent = SentStudy {
        protocol_hash: read(second()).hash,
        files: second(),
        version: 2,
        earlier: vec![EarlierFiles {
            number: 1,
            until,
            next_from: from.map(|day| day.parse().unwrap()),
            reconsent: reconsent.map(|day| day.parse().unwrap()),
            protocol_hash: read(first()).hash,
            content: String::new(),
            files: first(),
        }],
        ..SentStudy::default()
    };
    bedside.owner.study = Arc::new(sent.study(|| None).unwrap());
    bedside.tell(Msg::Reply(Reply::Amended(Box::new(sent))));
}

#[test]
fn a_visit_that_was_begun_keeps_its_form_and_one_begun_later_has_the_new_one() {
    let mut bedside = Bedside::with("default", read(first()), &["01-001", "01-002"]);
    bedside.keys("enter 1 6 4.7 enter");
    bedside.must_show("Physician global VAS");
    amend(&mut bedside);
    bedside.must_show("The study was amended (version 2).");
    bedside.must_show("Physician global VAS");
    bedside.keys("2 esc esc esc down enter 1 6");
    bedside.must_show("Doctor's VAS");
    bedside.keys("4.1 enter");
    bedside.keys("esc esc esc up enter 1 6");
    bedside.must_show("Physician global VAS");
    bedside.assert_settled();
}

fn amend(bedside: &mut Bedside) {
    amend_from(bedside, None);
}

#[test]
fn who_owes_a_renewed_consent_is_named_until_it_is_recorded() {
    let mut bedside = Bedside::with("default", read(first()), &["01-001", "01-002"]);
    bedside.keys("enter");
    bedside.must_not_show("renewed consent");
    amend_asking(&mut bedside, Some("2026-03-20"), Some("2026-03-02"));
    let owes = "owes a renewed consent: version 2 of the study, which holds from 2026-03-20";
    bedside.must_show(owes);
    bedside.keys("ctrl-n 3").must_show("owes a renewed consent");
    bedside.type_text("2.0").keys("enter enter").deliver_all();
    bedside.must_not_show("renewed consent");
    bedside.keys("esc type:reconsent");
    bedside.must_show("01-002");
    bedside.must_not_show("01-001");
    bedside.keys("enter").must_show(owes);
    bedside.keys("esc ctrl-u ctrl-e");
    bedside.must_show("1 renewed consent owed");
    bedside.assert_settled();
}

#[test]
fn a_visit_that_is_not_begun_has_the_form_that_holds_on_its_day() {
    let mut bedside = Bedside::with("default", read(first()), &["01-001"]);
    bedside.keys("enter 1 6");
    amend_from(&mut bedside, Some("2026-03-20"));
    bedside.must_show("Physician global VAS");
    bedside.keys("4.7 enter");
    bedside.must_show("Physician global VAS");
    bedside.assert_settled();
    let mut bedside = Bedside::with("default", read(first()), &["01-001"]);
    bedside.keys("enter 1 6");
    amend_from(&mut bedside, Some("2026-03-02"));
    bedside.must_show("Doctor's VAS");
    bedside.keys("4.7 enter");
    bedside.must_show("Doctor's VAS");
    bedside.assert_settled();
}

#[test]
fn half_a_text_outlives_the_amendment() {
    let mut bedside = Bedside::with("default", read(first()), &["01-001"]);
    bedside.keys("enter 1 6 4.");
    amend(&mut bedside);
    bedside.keys("7 enter");
    bedside.must_show("4.7");
    bedside.assert_settled();
}

#[test]
fn changed_files_that_wait_are_a_lasting_line_on_every_screen() {
    let mut bedside = Bedside::with("default", read(first()), &["01-001"]);
    let waits = SentStudy {
        protocol_hash: bedside.owner.study.hash.clone(),
        files: first(),
        version: 1,
        amendment_waits: true,
        ..SentStudy::default()
    };
    bedside.tell(Msg::Reply(Reply::Amended(Box::new(waits))));
    let line = "! Changed study files wait; version 1 goes on.";
    let by = |bedside: &Bedside, key: &str| bedside.must_show(&format!("{line}{key}"));
    by(&bedside, " F7 F7 shows them.");
    for (keys, key) in [
        ("enter", " F7 shows them."),
        ("1", " F7 shows them."),
        ("1", " F7 in a list shows them."),
        ("f1", ""),
        ("esc esc esc esc f7", " F7 shows them."),
    ] {
        bedside.keys(keys);
        by(&bedside, key);
    }
    // The keys of the study's screen name it too, and on its own page nothing leads to it.
    bedside.must_show("F7 changed files");
    bedside.keys("f7");
    let screen = bedside.screen();
    let named = screen.lines().find(|said| said.contains("wait; version 1"));
    assert_eq!(named.map(str::trim), Some(line));
}

#[test]
fn what_every_hint_of_a_waiting_amendment_says_is_what_its_key_does() {
    for before in [
        "", "enter", "enter 1", "enter f3", "enter 6", "f7", "ctrl-f",
    ] {
        let mut bedside = waiting(&[Role::Manager]);
        bedside.keys(before);
        let screen = bedside.screen();
        let presses = match screen.split_once("goes on. ") {
            Some((_, rest)) if rest.starts_with("F7 F7 shows") => "f7 f7",
            Some((_, rest)) if rest.starts_with("F7 shows") => "f7",
            _ => continue,
        };
        bedside.keys(presses);
        bedside.must_show("Version 2 against version 1");
    }
}

#[test]
fn the_first_character_typed_begins_a_new_day_and_backspace_opens_the_one_that_stands_there() {
    let mut bedside = waiting(&[Role::Manager]);
    let from = |bedside: &Bedside| bedside.owner.accepted[0].acceptance.from.to_string();
    let today = bedside.owner.now.date_naive();
    bedside.keys("enter f7 enter o k enter");
    bedside.must_show(&today.to_string());
    // What stands there is opened by the first Backspace, and changed by the second.
    bedside.keys("backspace backspace");
    let opened = today.to_string();
    bedside.must_show(&opened[..opened.len() - 1]);
    bedside.must_not_show(&opened);
    bedside.keys("esc");
    bedside.must_show("Why is it put in force?");
    bedside.keys("y e s enter");
    bedside.keys("type:2026-04-01 enter 2");
    assert_eq!(from(&bedside), "2026-04-01");
    // The reason that was given before was replaced as well.
    assert_eq!(bedside.owner.accepted[0].acceptance.reason, "yes");
    let mut pasted = waiting(&[Role::Manager]);
    pasted.keys("enter f7 enter o k enter").paste("2026-04-02");
    pasted.keys("enter 2");
    assert_eq!(from(&pasted), "2026-04-02");
}

#[test]
fn a_day_in_the_past_is_asked_about_with_what_was_begun_since() {
    let mut bedside = waiting(&[Role::Assessor, Role::Manager]);
    bedside.keys("enter 1 6 4 . 7 enter esc esc");
    bedside.keys("f7 enter o k enter type:2026-01-01 enter 1");
    bedside.must_show("Is a day in the past meant?");
    bedside.must_show("2026-01-01 lies in the past. 1 visit of that day or later was");
    bedside.must_show("begun and stays under its version.");
    bedside.must_show("1 2 choose");
    assert!(bedside.owner.accepted.is_empty());
    // Another day is typed in the place of that one.
    bedside.keys("2");
    bedside.must_show("From which day on?");
    bedside.keys("enter 1");
    bedside.must_show("Is a day in the past meant?");
    bedside.keys("3 enter");
    assert!(bedside.owner.accepted.is_empty());
    bedside.keys("1");
    let accepted = &bedside.owner.accepted[0];
    assert!(accepted.past && accepted.acceptance.reconsent);
    assert_eq!(accepted.acceptance.from.to_string(), "2026-01-01");
}

/// A bedside whose study's files were changed; whoever is there is also an investigator.
fn waiting(roles: &[Role]) -> Bedside {
    let mut bedside = Bedside::with("default", read(first()), &["01-001"]);
    let change = |key: &str| Change {
        part: Part::Study,
        path: vec![Step::Key(key.to_owned())],
        what: What::Changed {
            from: Value::Number("20".to_owned()),
            to: Value::Number("40".to_owned()),
        },
    };
    bedside.owner.waits = Some(Amendment {
        number: 2,
        content: "c0ffee".to_owned(),
        changes: ["target", "mmt-max"].map(change).to_vec(),
        sessions: 3,
        signed: 1,
        rows: 2,
        refused: None,
    });
    bedside.app.model.shared.amendment_waits = true;
    bedside.app.model.shared.account.roles = roles.to_vec();
    bedside
}

#[test]
fn what_waits_is_read_from_any_list_and_accepted_with_reason_day_and_consent() {
    let mut bedside = waiting(&[Role::Assessor, Role::Investigator]);
    bedside.keys("enter f7");
    bedside.must_show("Version 2 against version 1, which is in force: 2 changes");
    bedside.must_show("3 visits (1 signed) and 2 rows of logs");
    bedside.must_show("study: target 20 becomes 40");
    bedside.keys("enter");
    bedside.must_show("Why is it put in force?");
    bedside.keys("enter");
    bedside.must_show("Say why, then press Enter.");
    bedside.keys("o k enter");
    bedside.must_show("From which day on?");
    bedside.keys("ctrl-u s o o n enter");
    bedside.must_show("Type the day as");
    bedside.keys("ctrl-u type:2026-04-01 enter");
    bedside.must_show("Do participants have to consent again?");
    // The bottom line names the keys that answer.
    bedside.must_show("1 2 choose");
    bedside.must_not_show("Enter go on");
    // One step back keeps what was said.
    bedside.keys("esc");
    bedside.must_show("2026-04-01");
    bedside.keys("enter 1");
    let accepted: Vec<_> = bedside
        .owner
        .accepted
        .iter()
        .map(|amend| &amend.acceptance)
        .collect();
    assert_eq!(
        accepted,
        [&Acceptance {
            from: "2026-04-01".parse().unwrap(),
            reconsent: true,
            reason: "ok".to_owned(),
        }]
    );
    bedside.must_not_show("Do participants have to consent again?");
}

#[test]
fn the_screen_of_the_study_leads_to_what_waits_and_back() {
    let mut bedside = waiting(&[Role::Assessor]);
    bedside.keys("f7");
    bedside.must_not_show("2 changes");
    bedside.keys("f7");
    bedside.must_show("2 changes");
    bedside.must_show("A manager or an investigator accepts it.");
    bedside.keys("enter");
    bedside.must_not_show("Why is it put in force?");
    bedside.keys("esc esc");
    bedside.must_show("01-001");
    assert!(bedside.owner.accepted.is_empty());
}

#[test]
fn what_cannot_be_meant_is_said_before_a_reason_is_asked() {
    let mut bedside = waiting(&[Role::Manager]);
    let refused = Refusal::Amend {
        fault: AmendFault::OtherStudy {
            id: "NCT1".to_owned(),
            other: "NCT2".to_owned(),
        },
    };
    bedside.owner.waits.as_mut().unwrap().refused = Some(refused);
    bedside.keys("f7 f7");
    bedside.must_show("Put `id` back");
    bedside.keys("enter");
    bedside.must_not_show("Why is it put in force?");
}

/// The first study without the visit of week 2 and without the patient's global scale at any visit.
fn reduced() -> Files {
    let text = first().remove(0).1;
    let mut kept = Vec::new();
    for block in text.split("\n\n") {
        if !block.contains("id = \"week-2\"") {
            kept.push(block.replace("forms = [\"ptga\", ", "forms = ["));
        }
    }
    let text = kept
        .join("\n\n")
        .replace("ptga = \"after-entry\"", "ptga = \"show\"");
    assert!(!text.contains("\"week-2\"") && !text.contains("[\"ptga\""));
    vec![("study.toml".to_owned(), text)]
}

fn amend_to(bedside: &mut Bedside, files: Files) {
    let until = bedside.owner.entries.len() as u64 + 1;
    let sent = SentStudy {
        protocol_hash: read(files.clone()).hash,
        files,
        version: 2,
        earlier: vec![EarlierFiles {
            number: 1,
            until,
            next_from: None,
            reconsent: None,
            protocol_hash: read(first()).hash,
            content: String::new(),
            files: first(),
        }],
        ..SentStudy::default()
    };
    bedside.owner.study = Arc::new(sent.study(|| None).unwrap());
    bedside.tell(Msg::Reply(Reply::Amended(Box::new(sent))));
}

#[test]
fn a_visit_that_was_removed_is_marked_and_takes_no_answer() {
    let mut bedside = Bedside::with("default", read(first()), &["01-001"]);
    bedside.keys("enter 2 enter 1 1 4.1 enter type:travel enter");
    bedside.keys("esc esc");
    amend_to(&mut bedside, reduced());
    bedside.must_show("removed by amendment 2");
    bedside.must_show("Week 2");
    bedside.keys("2");
    bedside.must_show("Removed by amendment 2: what was entered stays to be read");
    bedside.keys("1");
    bedside.must_show("4.1");
    let before = bedside.owner.entries.len();
    bedside.keys("5 . 5 enter");
    bedside.must_show("emoved by amendment 2");
    assert_eq!(bedside.owner.entries.len(), before);
    // A participant who had not begun it has no such visit; where it was open, it is closed.
    let mut other = Bedside::with("default", read(first()), &["01-001"]);
    other.keys("enter 2 enter 1");
    other.must_show("Not begun");
    amend_to(&mut other, reduced());
    other.must_not_show("Week 2");
}

#[test]
fn a_form_that_was_removed_from_the_study_is_marked_at_the_visit_that_has_it() {
    let mut bedside = Bedside::with("default", read(first()), &["01-001"]);
    bedside.keys("enter 1 1 4.1 enter");
    bedside.keys("esc");
    amend_to(&mut bedside, reduced());
    bedside.must_show("removed");
    bedside.keys("1");
    bedside.must_show("Removed by amendment 2");
    let before = bedside.owner.entries.len();
    bedside.keys("5 . 5 enter");
    assert_eq!(bedside.owner.entries.len(), before);
    bedside.keys("esc 2");
    bedside.must_not_show("Removed by amendment 2");
}

#[test]
fn reasons_are_those_of_the_version_of_the_visit() {
    let mut bedside = Bedside::with("default", read(first()), &["01-001"]);
    bedside.keys("enter 1 6 4.7 enter");
    bedside.keys("esc");
    let text = first().remove(0).1;
    let other = text.replace("label = \"typing error\"", "label = \"slip of the hand\"");
    assert_ne!(text, other);
    amend_to(&mut bedside, vec![("study.toml".to_owned(), other)]);
    bedside.keys("6 up 5.2 enter enter");
    bedside.must_show("typing error");
    bedside.must_not_show("slip of the hand");
}
