//! A study that is amended while somebody types: what was begun stays as it was begun, what is begun later is new.

use crate::support::bedside::Bedside;
use coreset::domain::forms::table::FORMS;
use coreset::domain::study::Study;
use coreset::domain::study::named_files::study_from;
use coreset::domain::study::shipped::STUDY;
use coreset::protocol::messages::{EarlierFiles, Reply, SentStudy};
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
    let until = bedside.owner.entries.len() as u64 + 1;
    let sent = SentStudy {
        protocol_hash: read(second()).hash,
        files: second(),
        version: 2,
        earlier: vec![EarlierFiles {
            number: 1,
            until,
            next_from: from.map(|day| day.parse().unwrap()),
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
    let line = "! Changed study files wait; version 1 goes on. See: coreset amend";
    bedside.must_show(line);
    for keys in ["enter", "1", "1", "f1"] {
        bedside.keys(keys);
        bedside.must_show(line);
    }
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
    bedside.keys("enter 2 1 1 4.1 enter");
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
    other.keys("enter 2 1");
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
