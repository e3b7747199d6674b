//! What somebody who reads the screens can rely on: the help stays, the menu narrows.

use crate::support::bedside::{self, Bedside};
use coreset::input::action::Action;
use coreset::input::keymap::Keymap;
use coreset::screens::picker::state::Pick;

/// Opens the menu in a form.
fn menu() -> Bedside {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 4 ctrl-g");
    assert_eq!(bedside.picker().title, "Menu");
    bedside
}

fn shown(bedside: &Bedside) -> Vec<Action> {
    let lines = bedside.picker().shown().into_iter();
    let actions = lines.filter_map(|line| match line.pick {
        Pick::Do(action) => Some(action),
        _ => None,
    });
    actions.collect()
}

#[test]
fn a_letter_of_the_menu_acts_at_once_as_ever() {
    for name in Keymap::names() {
        let at = |keys: &str| {
            let mut bedside = Bedside::with(name, bedside::study(), &["01-001"]);
            bedside.keys(keys).act(Action::Menu);
            bedside
        };
        for place in ["", "enter", "enter 1", "enter 1 4"] {
            let lines = at(place).picker().lines.clone();
            for line in lines {
                let mut bedside = at(place);
                let before = bedside.layers().len();
                bedside.type_text(&line.key.to_string());
                let gone = bedside.layers().len() < before || bedside.top() != "picker";
                let other = gone || bedside.picker().title != "Menu";
                assert!(other || bedside.quit, "{name} at {place:?}: {}", line.key);
            }
        }
    }
}

#[test]
fn the_menu_narrows_to_the_words_typed() {
    let mut bedside = menu();
    let all = shown(&bedside);
    bedside.must_show("/ filter by words");
    bedside.keys("/");
    assert_eq!(shown(&bedside), all);
    // Letters that are keys of lines are words now, capitals and the order of words aside.
    bedside.keys("type:NOTE");
    assert_eq!(shown(&bedside), [Action::Note]);
    bedside.must_show("Filter: NOTE");
    bedside.keys("backspace backspace backspace backspace type:field space type:history");
    assert_eq!(shown(&bedside), [Action::History]);
    bedside.keys("enter");
    assert_eq!(bedside.top(), "history");

    // The name of an action finds it.
    let mut bedside = menu();
    bedside.keys("/ type:timel");
    assert_eq!(shown(&bedside), [Action::Timeline]);

    // A key finds what it does, and the cursor moves among the lines in sight alone.
    let mut bedside = menu();
    bedside.keys("/ type:ctrl-n end down enter");
    assert_eq!(bedside.top(), "note");
}

#[test]
fn a_character_that_is_no_key_begins_the_words() {
    let mut bedside = menu();
    bedside.keys("8");
    assert_eq!(bedside.picker().filter.as_deref(), Some("8"));
    assert_eq!(shown(&bedside), [Action::History]);
    bedside.keys("backspace");
    // Empty words, then none: a letter is a key again.
    assert_eq!(bedside.picker().filter.as_deref(), Some(""));
    bedside.keys("backspace t");
    assert_eq!(bedside.top(), "note");
}

#[test]
fn the_way_out_of_a_narrowed_menu_is_one_step_at_a_time() {
    let mut bedside = menu();
    let all = shown(&bedside);
    bedside.keys("/ type:qqqq");
    assert!(shown(&bedside).is_empty());
    assert!(
        bedside.notice().contains("Backspace"),
        "{}",
        bedside.notice()
    );
    bedside.keys("enter");
    assert_eq!(bedside.picker().filter.as_deref(), Some("qqqq"));
    bedside.keys("esc");
    assert_eq!(shown(&bedside), all);
    bedside.keys("esc");
    assert_eq!(bedside.top(), "form");
    // And nothing was typed into the field beneath.
    assert_eq!(bedside.text(), "");
}

#[test]
fn keys_that_move_go_on_moving_in_a_narrowed_menu() {
    let mut bedside = Bedside::with("numpad", bedside::study(), &["01-001"]);
    bedside.keys("enter 1 4 ctrl-g / type:field");
    assert!(shown(&bedside).len() > 2);
    bedside.keys("+ +");
    assert_eq!(bedside.picker().cursor, Some(2));
    bedside.keys("-");
    assert_eq!(bedside.picker().cursor, Some(1));
    bedside.keys("* *");
    assert_eq!(bedside.top(), "form");
}

#[test]
fn words_narrow_nothing_but_the_menu() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 4 . enter");
    let before = bedside.picker().lines.clone();
    bedside.keys("/");
    assert_eq!(bedside.picker().filter, None);
    assert_eq!(bedside.picker().shown().len(), before.len());
    assert_eq!(
        bedside.notice(),
        "Press one of the keys shown, or move to a line and press Enter."
    );
}

#[test]
fn the_key_of_the_help_never_closes_it() {
    for name in Keymap::names() {
        for place in ["", "enter", "enter 1", "enter 1 4"] {
            let mut bedside = Bedside::with(name, bedside::study(), &["01-001"]);
            bedside.keys(place);
            let before = bedside.layers();
            for _ in 0..3 {
                bedside.act(Action::Help);
                assert_eq!(bedside.top(), "page", "{name} at {place:?}");
                assert_eq!(bedside.layers().len(), before.len() + 1);
            }
            assert!(bedside.notice().contains("leaves"), "{}", bedside.notice());
            bedside.keys("esc");
            assert_eq!(bedside.layers(), before, "{name} at {place:?}");
        }
    }
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 4 ? ? f1 ?");
    assert_eq!(bedside.top(), "page");
    bedside.keys("left");
    assert_eq!(bedside.top(), "form");
}

#[test]
fn the_change_is_explained_and_still_there_afterwards() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 f4");
    let before = bedside.layers();
    assert_eq!(bedside.top(), "page");
    bedside.keys("?");
    assert_eq!(bedside.layers().len(), before.len() + 1);
    bedside.must_show("What the signs mean");
    bedside.keys("left");
    assert_eq!(bedside.layers(), before);
}
