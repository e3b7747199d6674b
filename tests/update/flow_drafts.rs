//! Text that was typed and left is listed over all participants, and each place is gone back to.

use crate::support::bedside::{Bedside, study};
use coreset::screens::effect::Msg;
use coreset::text::screens::drafts::TypedFor;

/// Text in two fields of one participant and in one of another; the list of participants is on top.
fn two() -> Bedside {
    let mut bedside = Bedside::with("default", study(), &["01-001", "01-002"]);
    bedside.keys("type:01-001 Enter 1 6 4 . esc 4 8 1 esc esc esc esc");
    bedside.keys("Ctrl-U type:01-002 Enter 1 6 7 . esc esc esc esc");
    assert_eq!(bedside.layers(), ["participants"]);
    bedside
}

#[test]
fn every_text_that_waits_is_listed_with_its_place_and_time() {
    let mut bedside = two();
    bedside.keys("Ctrl-G U");
    assert_eq!(bedside.top(), "drafts");
    let drafts = bedside.model().waiting();
    let places: Vec<_> = drafts
        .iter()
        .map(|draft| {
            let place = &draft.place;
            format!(
                "{} {} {} {}",
                place.participant, place.visit, place.form, draft.text
            )
        })
        .collect();
    assert!(
        places.contains(&"01-001 baseline phga 4.".to_owned()),
        "{places:?}"
    );
    assert!(
        places.contains(&"01-002 baseline phga 7.".to_owned()),
        "{places:?}"
    );
    let now = bedside.model().shared.now;
    assert!(drafts.iter().all(|draft| draft.when == Some(now)));
    bedside.must_show("Typed and not saved");
    bedside.must_show("01-002 Baseline");
    bedside.must_show("Physician global, Physician global VAS: 7.");
    bedside.keys("esc");
    assert_eq!(bedside.layers(), ["participants"]);
}

#[test]
fn enter_goes_to_the_field_of_a_text_with_it_and_leaves_the_others_waiting() {
    let mut bedside = two();
    let all = bedside.model().waiting();
    bedside.keys("Ctrl-G U");
    for place in 0..all.len() {
        let wanted = &all[place];
        while bedside.top() != "drafts" {
            bedside.keys("esc");
            if bedside.layers() == ["participants"] {
                bedside.keys("F11");
            }
        }
        bedside.keys("Home");
        let listed = bedside.model().waiting();
        assert_eq!(listed.len(), all.len());
        let at = listed
            .iter()
            .position(|draft| draft.place == wanted.place)
            .unwrap();
        for _ in 0..at {
            bedside.keys("down");
        }
        bedside.keys("Enter");
        let open = bedside.model().shared.open.record.as_ref().unwrap();
        assert_eq!(open.participant.id, wanted.place.participant);
        assert_eq!(
            bedside.here(),
            format!("{} {}", wanted.place.form, wanted.place.field)
        );
        assert_eq!(bedside.text(), wanted.text);
    }
    bedside.assert_settled();
}

#[test]
fn from_a_form_of_somebody_else_what_is_typed_there_waits_too() {
    let mut bedside = two();
    bedside.keys("Ctrl-U type:01-001 Enter 2 Enter 1");
    let before = bedside.model().waiting().len();
    bedside.keys("Ctrl-G U");
    assert_eq!(bedside.top(), "drafts");
    let listed = bedside.model().waiting();
    let at = listed
        .iter()
        .position(|draft| draft.place.participant.as_str() == "01-002")
        .unwrap();
    bedside.keys("Home");
    for _ in 0..at {
        bedside.keys("down");
    }
    bedside.keys("Enter");
    let open = bedside.model().shared.open.record.as_ref().unwrap();
    assert_eq!(open.participant.id.as_str(), "01-002");
    assert_eq!(
        (bedside.here().as_str(), bedside.text()),
        ("phga vas", "7.")
    );
    assert_eq!(bedside.model().waiting().len(), before);
    bedside.assert_settled();
}

#[test]
fn the_time_of_a_text_outlives_the_program_and_changes_with_the_text() {
    let mut bedside = two();
    let when = bedside.model().shared.now;
    let later = when + chrono::Duration::hours(3);
    let mut again = bedside.restarted();
    again.tell(Msg::Now(later));
    again.keys("esc F11");
    assert_eq!(again.top(), "drafts");
    let drafts = again.model().waiting();
    assert!(
        drafts.iter().all(|draft| draft.when == Some(when)),
        "{drafts:?}"
    );
    let at = drafts.iter().position(|draft| draft.text == "7.").unwrap();
    for _ in 0..at {
        again.keys("down");
    }
    again.keys("Enter Enter 1 5 esc");
    let drafts = again.model().waiting();
    assert!(
        drafts.iter().all(|draft| draft.text != "7."),
        "7.5 was accepted or waits: {drafts:?}"
    );
    bedside = again;
    bedside.assert_settled();
}

#[test]
fn a_note_and_an_enrolment_that_wait_are_listed_and_gone_back_to() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("Ctrl-N type:0100 esc");
    assert_eq!(bedside.layers(), ["participants"]);
    bedside.keys("Enter 1 6 Ctrl-N type:sore Ctrl-G U");
    let drafts = bedside.model().waiting();
    assert_eq!(drafts.len(), 2, "{drafts:?}");
    // The line under the cursor is said in whole.
    bedside.keys("End");
    bedside.must_show("note: sore");
    let to = |bedside: &mut Bedside, note: bool| {
        let drafts = bedside.model().waiting();
        let at = drafts
            .iter()
            .position(|draft| (draft.typed_for == TypedFor::Note) == note)
            .unwrap();
        bedside.keys(if at == 0 { "Home Enter" } else { "End Enter" });
    };
    to(&mut bedside, false);
    assert_eq!((bedside.top(), bedside.text()), ("form", "01-00"));
    bedside.keys("esc F11");
    to(&mut bedside, true);
    assert_eq!(bedside.top(), "note");
    bedside.must_show("sore");
    assert_eq!(bedside.model().waiting().len(), 2);
}

#[test]
fn without_any_text_the_list_says_so_and_enter_does_nothing() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("F11");
    bedside.must_show("Nothing typed is unsaved.");
    bedside.keys("Enter");
    assert_eq!(bedside.top(), "drafts");
    bedside.keys("F11");
    assert_eq!(bedside.layers(), ["participants"]);
}

/// A text in a weight that is asked no more since the finding that asked for it is absent.
fn not_asked() -> Bedside {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 5 F6 type:weight_loss enter 2 F6 type:Weight_now enter 6 . up");
    assert_eq!(bedside.here(), "mdaat con.02");
    bedside.keys("0 esc");
    assert_eq!(bedside.stored("baseline", "mdaat", "con.02"), "0");
    bedside
}

#[test]
fn a_text_in_a_field_that_is_no_longer_asked_is_listed_as_such_and_forgotten_by_a_key() {
    let mut bedside = not_asked();
    assert_eq!(
        bedside.notice(),
        "1 field of MDAAT held text that was not accepted; it waits where nothing is asked any more; \
         the key . on a list shows it."
    );
    bedside.keys("F11");
    assert_eq!(bedside.model().waiting().len(), 1);
    bedside.must_show("Weight now, no longer asked: 6.");
    // Enter puts the cursor into no other field.
    bedside.keys("enter");
    assert_eq!(bedside.top(), "drafts");
    assert_eq!(
        bedside.notice(),
        "This field is no longer asked, so that nothing leads there. Del forgets the text."
    );
    bedside.keys("delete");
    assert_eq!(bedside.model().waiting().len(), 0);
    bedside.must_show("Weight now, forgotten: 6.");
    // The same key, or undo, brings it back as long as the list is open.
    for key in ["delete", "Ctrl-U"] {
        bedside.keys(key);
        assert_eq!(bedside.model().waiting().len(), 1, "{key}");
        assert_eq!(bedside.notice(), "The text waits again.");
        bedside.keys("delete");
    }
    bedside.keys("esc 5 esc");
    assert!(bedside.notice().is_empty(), "{}", bedside.notice());
    assert_eq!(bedside.model().waiting().len(), 0);
}

#[test]
fn any_text_that_waits_can_be_forgotten_where_it_is_listed_also_in_a_form_that_is_open() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 6 4 .");
    bedside.keys("Ctrl-G U delete");
    assert_eq!(bedside.model().waiting().len(), 0);
    bedside.keys("delete esc");
    assert_eq!(
        (bedside.here().as_str(), bedside.waits()),
        ("phga vas", "4.")
    );
    bedside.keys("Ctrl-G U delete esc");
    assert_eq!((bedside.waits(), bedside.text()), ("", ""));
    let mut bedside = two();
    let all = bedside.model().waiting().len();
    bedside.keys("F11 delete down delete Ctrl-U");
    assert_eq!(bedside.model().waiting().len(), all - 1);
}

#[test]
fn going_back_to_a_text_whose_field_is_no_longer_asked_says_so() {
    let mut bedside = not_asked();
    bedside.keys("esc esc");
    assert_eq!(bedside.layers(), ["participants"]);
    // Of somebody who is not open nobody knows what is asked.
    bedside.keys("F11");
    bedside.must_not_show("no longer asked");
    bedside.keys("enter");
    assert_eq!(
        bedside.notice(),
        "Weight now is no longer asked; \"6.\" waits there unseen. The list of texts, key . on a list, can forget it."
    );
    let review = bedside.model().shared.review(&"baseline".into());
    let waits = |point: &coreset::domain::views::review::Point| point.label == "Weight now";
    assert!(!review.open.iter().any(waits), "{:?}", review.open);
}
