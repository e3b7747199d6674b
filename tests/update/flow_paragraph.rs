//! A field of several lines: typed and pasted whole, its lines ended by a key of their own, and kept as any text is.

use crate::support::bedside::{Bedside, study};
use crate::support::narrative::with_narrative;
use coreset::domain::base::answer::Answer;
use coreset::input::line::Line;

/// The cursor is in the empty field.
fn at_narrative(keymap: &str) -> Bedside {
    let study = with_narrative(study());
    let mut bedside = Bedside::with(keymap, study, &["01-001"]);
    bedside.keys("enter 1 6 4.7 enter 2");
    assert_eq!(bedside.here(), "phga narrative");
    bedside
}

fn stored(bedside: &Bedside) -> Option<&Answer> {
    bedside.stored_answer("baseline", "phga", "narrative")
}

/// How many characters stand before the cursor.
fn cursor(bedside: &Bedside) -> usize {
    bedside.form().line.position()
}

#[test]
fn each_key_for_a_new_line_ends_one_and_enter_takes_them_all() {
    for keymap in ["default", "vi", "emacs", "numpad"] {
        let mut bedside = at_narrative(keymap);
        bedside.type_text("one").keys("alt-enter");
        bedside.type_text("two, jk").keys("ctrl-a ctrl-a");
        bedside.type_text("four");
        assert_eq!(bedside.text(), "one\ntwo, jk\n\nfour", "{keymap}");
        bedside.keys("enter").deliver_all();
        let lines = Answer::text("one\ntwo, jk\n\nfour");
        assert_eq!(stored(&bedside), Some(&lines), "{keymap}");
        assert!(bedside.form().at_end, "{keymap}");
        bedside.must_show("one\u{21b5}t");
        bedside.must_show("(4 lines)");
    }
}

#[test]
fn the_hint_names_the_key_while_lines_are_written_and_not_before() {
    let mut bedside = at_narrative("default");
    bedside.must_not_show("new line");
    bedside.keys("ctrl-a");
    assert_eq!(bedside.text(), "");
    assert!(bedside.notice().contains("Nothing is written"));
    bedside.type_text("one");
    bedside.must_show("Alt-Enter new line");
}

#[test]
fn in_another_field_the_key_ends_no_line_and_alt_enter_is_escape_and_enter() {
    let mut bedside = at_narrative("default");
    bedside.keys("home 5");
    bedside.keys("ctrl-a");
    assert!(bedside.notice().contains("no second line"));
    assert_eq!(bedside.text(), "5");
    bedside.keys("alt-enter");
    let mut other = at_narrative("default");
    other.keys("home 5 esc enter");
    assert_eq!(bedside.here(), other.here());
    assert_eq!(bedside.layers(), other.layers());
}

#[test]
fn pasted_lines_are_taken_whole_however_they_end() {
    let mut bedside = at_narrative("default");
    bedside.type_text("Seen: ");
    bedside.paste("one\r\ntwo\tcell\rthree\n");
    assert_eq!(bedside.text(), "Seen: one\ntwo cell\nthree\n");
    bedside.keys("enter").deliver_all();
    let lines = Answer::text("Seen: one\ntwo cell\nthree");
    assert_eq!(stored(&bedside), Some(&lines));
}

#[test]
fn a_paste_that_does_not_fit_changes_nothing_and_says_why() {
    let mut bedside = at_narrative("default");
    bedside.type_text("a");
    bedside.paste(&"x".repeat(20_000));
    assert_eq!(bedside.text(), "a");
    assert!(
        bedside.notice().contains("at most 20000"),
        "{}",
        bedside.notice()
    );
    bedside.paste(&"\u{1f9ea}".repeat(16_000));
    assert_eq!(bedside.text(), "a");
    assert!(
        bedside.notice().contains("61440 fit"),
        "{}",
        bedside.notice()
    );
    bedside.paste("one\n\u{202e}two");
    assert_eq!(bedside.text(), "a");
    bedside.paste(&"x".repeat(19_999));
    assert_eq!(bedside.notice(), "20000 of 20000 characters.");
    bedside.keys("enter").deliver_all();
    let long = format!("a{}", "x".repeat(19_999));
    assert_eq!(stored(&bedside), Some(&Answer::text(&long)));
}

#[test]
fn a_field_of_one_line_takes_no_pasted_lines() {
    let mut bedside = Bedside::with("default", with_narrative(study()), &["01-001"]);
    bedside.keys("enter 1 7");
    assert_eq!(bedside.here(), "enzymes laboratory");
    bedside.paste("one\r\ntwo");
    assert_eq!(bedside.text(), "");
    assert!(bedside.notice().contains("does not fit"));
}

#[test]
fn up_and_down_stay_in_the_text_while_it_has_several_rows() {
    let mut bedside = at_narrative("default");
    bedside.type_text("one").keys("alt-enter");
    bedside.type_text("second").keys("alt-enter");
    bedside.type_text("3");
    bedside.keys("up");
    assert_eq!(cursor(&bedside), "one\ns".len());
    bedside.keys("up");
    assert_eq!(cursor(&bedside), "o".len());
    bedside.keys("up");
    assert_eq!(
        (bedside.here().as_str(), cursor(&bedside)),
        ("phga narrative", 1)
    );
    bedside.keys("down down down");
    assert_eq!(bedside.here(), "phga narrative");
    assert_eq!(cursor(&bedside), "one\nsecond\n3".len());
    bedside.keys("up end left left up").type_text("!");
    assert_eq!(bedside.text(), "one!\nsecond\n3");
    bedside.keys("tab").deliver_all();
    assert!(stored(&bedside).is_some());
}

#[test]
fn one_row_is_left_by_the_arrows_and_a_long_line_has_several() {
    let mut bedside = at_narrative("default");
    bedside.type_text("one").keys("up").deliver_all();
    assert_eq!(bedside.here(), "phga likert");
    assert_eq!(stored(&bedside), Some(&Answer::text("one")));
    bedside
        .keys("down backspace")
        .type_text(&" word".repeat(40));
    bedside.keys("up");
    assert_eq!(bedside.here(), "phga narrative");
    assert!(cursor(&bedside) < bedside.text().len());
}

#[test]
fn a_text_that_is_left_keeps_its_lines_and_comes_back_after_a_fresh_start() {
    let mut bedside = at_narrative("default");
    bedside.type_text("one").keys("alt-enter").type_text("two");
    bedside.keys("esc");
    assert!(bedside.notice().contains("one\u{21b5}two") || bedside.notice().contains("one\ntwo"));
    bedside.keys("6 end");
    assert_eq!(bedside.here(), "phga narrative");
    bedside.must_show("one\u{21b5}two !");
    bedside.keys("backspace");
    assert_eq!(bedside.text(), "one\ntwo");
    bedside.keys("alt-enter");
    assert_eq!(bedside.text(), "one\ntwo\n");
    let mut bedside = bedside.restarted();
    bedside.keys("enter").deliver_all();
    assert_eq!(bedside.here(), "phga narrative");
    bedside.keys("enter");
    assert_eq!(bedside.top(), "picker");
    bedside.keys("1");
    assert_eq!(bedside.text(), "one\ntwo\n");
    bedside.keys("enter").deliver_all();
    assert_eq!(stored(&bedside), Some(&Answer::text("one\ntwo")));
}

#[test]
fn what_stands_is_opened_with_its_lines_and_a_change_of_it_needs_a_reason_in_few_words() {
    let mut bedside = at_narrative("default");
    bedside.paste(&"many words\n".repeat(100)).keys("enter esc");
    bedside.keys("6 end").deliver_all();
    bedside.keys("left");
    let text = "many words\n".repeat(100).trim().to_owned();
    assert_eq!(bedside.form().line, Line::of_lines(&text));
    bedside.keys("enter");
    assert_eq!(bedside.text(), "");
    bedside.keys("end backspace alt-enter").type_text("more");
    bedside.keys("enter");
    assert_eq!(bedside.top(), "picker");
    bedside.must_show("many words\u{21b5}many words\u{21b5}many words\u{21b5}");
    bedside.must_show("...");
}

#[test]
fn a_long_text_of_an_earlier_visit_takes_no_columns_from_other_fields() {
    let at_week_12 = |narrative: &str| {
        let mut bedside = at_narrative("default");
        bedside.paste(narrative).keys("enter esc esc").deliver_all();
        bedside.today("2026-05-25").keys("5 6").deliver_all();
        assert_eq!(bedside.here(), "phga vas");
        bedside.screen()
    };
    let category = |screen: &str| {
        let mut lines = screen.lines();
        let line = lines.find(|line| line.contains("global category"));
        line.unwrap().to_owned()
    };
    let long = at_week_12(&"many words\n".repeat(100));
    assert_eq!(category(&long), category(&at_week_12("few")), "{long}");
}

#[test]
fn a_text_that_waits_is_asked_about_before_anything_is_typed_over_it() {
    let mut bedside = at_narrative("default");
    bedside.type_text("ten minutes of words").keys("home");
    bedside.keys("esc 6 end");
    assert_eq!(bedside.here(), "phga narrative");
    bedside.keys("x");
    assert_eq!(bedside.top(), "picker");
    bedside.must_show("\"ten minutes of words\" was typed here, and is not saved.");
    bedside.keys("enter enter 1");
    assert_eq!(bedside.text(), "ten minutes of words");
    bedside.keys("esc 6 end x");
    bedside.keys("enter enter 2");
    assert_eq!(bedside.text(), "x");
    bedside.keys("backspace esc 6 end");
    bedside.must_show("ten minutes of…! ");
    bedside.paste("pasted");
    assert_eq!(bedside.top(), "picker");
}

#[test]
fn delete_takes_one_character_of_an_open_text_and_undo_brings_a_forgotten_one_back() {
    let mut bedside = at_narrative("default");
    bedside.type_text("one").keys("home delete");
    assert_eq!(bedside.text(), "ne");
    bedside.keys("end delete");
    assert_eq!(bedside.text(), "ne");
    bedside.keys("esc 6 end delete");
    assert!(
        bedside.notice().contains("Ctrl-U brings it back"),
        "{}",
        bedside.notice()
    );
    bedside.must_not_show("ne !");
    bedside.keys("ctrl-z");
    bedside.must_show("ne !");
}

#[test]
fn a_refused_text_that_enter_takes_away_comes_back_by_undo() {
    let mut bedside = at_narrative("default");
    bedside.paste(&"x".repeat(20_000)).type_text("y");
    bedside.keys("enter enter");
    assert_eq!(bedside.text(), "");
    bedside.keys("ctrl-z enter");
    assert_eq!(bedside.text().len(), 20_001);
}

#[test]
fn a_long_draft_leaves_the_choices_of_its_question_in_sight() {
    let mut bedside = at_narrative("default");
    bedside.paste(&"many words\n".repeat(400)).keys("esc 6 end");
    bedside.keys("x");
    assert_eq!(bedside.top(), "picker");
    bedside.keys("enter enter");
    bedside.must_show("1 go on with many words");
    bedside.must_show("2 begin anew");
}
