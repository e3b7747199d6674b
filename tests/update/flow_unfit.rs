//! An answer that is not by the rules: shown with what is stored, counted nowhere, mended at its field.

use crate::support::bedside::Bedside;
use coreset::domain::base::answer::Answer;
use coreset::domain::record::entry::Head;
use coreset::domain::record::event::{Event, FieldPath, Origin};
use coreset::screens::look::Look;
use coreset::screens::sign::sheet::{self, Printing};

/// A scale of 99 cm, stored by an earlier version of the program.
fn forged() -> Bedside {
    Bedside::after(|owner| {
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
    })
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
