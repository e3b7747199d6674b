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
