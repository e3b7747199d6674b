//! An answer that is not by the rules: shown with what is stored, counted nowhere, mended at its field.

use crate::support::bedside::{Bedside, Owner};
use coreset::cli::status;
use coreset::domain::base::answer::Answer;
use coreset::domain::record::entry::Head;
use coreset::domain::record::event::{Event, FieldPath, Origin};
use coreset::domain::views::overview::overview;
use coreset::screens::look::Look;
use coreset::screens::sign::sheet::{self, Printing};
use coreset::screens::study;
use coreset::text;

/// A scale of 99 cm, stored by an earlier version of the program.
fn forged() -> Bedside {
    Bedside::after(store_99)
}

fn store_99(owner: &mut Owner) {
    let place = FieldPath {
        participant: "01-001".into(),
        visit: "baseline".into(),
        form: "phga".into(),
        field: "vas".into(),
    };
    let answer = Answer::number(99.into(), None);
    let (visit, participant) = (place.visit.clone(), place.participant.clone());
    let date = owner.now.date_naive();
    owner.store_unjudged(
        "old-1",
        vec![
            Event::SessionBegun {
                participant,
                visit,
                date,
            },
            Event::Answered {
                place,
                answer,
                origin: Origin::Typed,
            },
        ],
    );
}

#[test]
fn it_is_shown_as_not_by_the_rules_and_is_answered_again() {
    let mut bedside = forged();
    bedside.keys("enter 1 6 home");
    bedside.must_show("99.0 !");
    bedside.must_show("Not by the rules: \"99.0\"");
    bedside.keys("f8");
    bedside.must_show("99.0, not by the rules");
    bedside.keys("esc 4 . 7 enter");
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "4.7");
    bedside.must_not_show("by the rules");
    assert!(
        bedside
            .cell("baseline", "phga", "vas")
            .unwrap()
            .unfit
            .is_none()
    );
}

#[test]
fn it_is_cleared_by_the_key_that_makes_a_field_blank() {
    let mut bedside = forged();
    bedside.keys("enter 1 6 home delete");
    let cell = bedside.cell("baseline", "phga", "vas").unwrap();
    assert_eq!((&cell.answer, &cell.unfit), (&None, &None));
    bedside.must_not_show("by the rules");
}

#[test]
fn the_signature_sheet_says_it() {
    let mut bedside = forged();
    bedside.keys("enter 1");
    let shared = &bedside.model().shared;
    let printing = Printing {
        head: Head {
            seq: 1,
            hash: "0".repeat(64),
            at: None,
        },
        program: "test".to_owned(),
        columns: sheet::COLUMNS,
        pages: false,
    };
    let sheet = sheet::as_text(shared, &"baseline".into(), &printing, &Look::FULL).unwrap();
    assert!(
        sheet.contains("not by the rules, not counted: \"99.0\""),
        "{sheet}"
    );
}

#[test]
fn a_later_visit_says_so_of_what_was_stored_before() {
    let mut bedside = forged();
    let visit = bedside.owner.study.visit("week-4").unwrap();
    let place = visit.forms.iter().position(|form| form.as_str() == "phga");
    let number = place.unwrap() + 1;
    bedside.today("2026-03-30");
    bedside.keys(&format!("enter 3 {number} home"));
    // In the row with a mark, in words below.
    bedside.must_show("(99.0 !)");
    bedside.must_show("Baseline: not by the rules: 99.0");
}

#[test]
fn the_study_screen_and_the_status_say_it() {
    let mut bedside = forged();
    let told = "? 1 not by the rules, of 1 participant: coreset check lists what";
    bedside.keys("f7");
    bedside.must_show("? 0/");
    bedside.must_show(told);
    bedside.keys("f1");
    bedside.must_show("an answer, the day of the visit or a fact of the enrolment");
    bedside.must_show("is not by the rules, and counts nowhere");
    let today = bedside.owner.now.date_naive();
    let whole = |bedside: &Bedside| {
        let all = bedside.owner.summaries();
        overview(&bedside.owner.study, all.iter(), today)
    };
    let printed = |bedside: &Bedside| {
        let study = &bedside.owner.study;
        study::draw::as_text(study, &whole(bedside), 80, &Look::FULL, text::DEFAULT)
    };
    assert!(printed(&bedside).contains(told), "{}", printed(&bedside));
    let json = status::as_json(&whole(&bedside), text::DEFAULT);
    assert_eq!(json["not_by_the_rules"], 1);
    let person = &json["participants"][0];
    assert_eq!(person["not_by_the_rules"], 1);
    assert_eq!(person["visits"][0]["not_by_the_rules"], 1);
    bedside.keys("esc esc enter 1 6 home 4 . 7 enter");
    assert!(!printed(&bedside).contains("by the rules"));
    let json = status::as_json(&whole(&bedside), text::DEFAULT);
    assert_eq!(json["not_by_the_rules"], 0);
}
