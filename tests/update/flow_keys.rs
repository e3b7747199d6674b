//! Keys that act in a field: signs in front of a number, repeating, the cursor in a word, Esc, undo, an Enter too many,
//! letters of a label, and the rest of a section.

use crate::support::bedside;
use crate::support::bedside::{Bedside, Owner, study};
use coreset::domain::record::event::Origin;
use coreset::domain::record::rows::SESSION;
use coreset::input::keymap::Keymap;

fn enzymes(owner: &mut Owner) {
    let answers = "laboratory=Central unit=U/L haemolysed=n";
    owner.fill("01-001", "baseline", bedside::DAY, "enzymes", answers);
}

/// At the creatine kinase of baseline, which is empty.
fn at_ck(keymap: &str) -> Bedside {
    let mut owner = Bedside::enrolled().owner;
    enzymes(&mut owner);
    let mut bedside = Bedside::start(keymap, owner, None, "mk-1");
    bedside.keys("enter 1 7");
    assert_eq!(bedside.here(), "enzymes ck");
    bedside
}

/// A form of week 12, after a baseline with a dose and a laboratory.
fn at_week_12(form: char) -> Bedside {
    let mut bedside = Bedside::after(|owner| {
        let fill = |owner: &mut Owner, form: &str, answers: &str| {
            owner.fill("01-001", "baseline", bedside::DAY, form, answers);
        };
        let dose = "taken=y drug=1 dose=20 frequency=1 route=1 weight=62.5";
        fill(owner, "glucocorticoid", dose);
        let enzymes = "laboratory=Central_lab unit=U/L haemolysed=n ck=1260 ck.uln=170";
        fill(owner, "enzymes", enzymes);
    });
    bedside.today("2026-05-25").keys("enter enter");
    bedside.type_text(&form.to_string());
    bedside
}

#[test]
fn a_sign_in_front_of_a_number_is_a_part_of_the_word_and_moves_nowhere() {
    for keymap in ["default", "vi", "emacs"] {
        for word in ["-1", "+5", "－５", "−5"] {
            let mut bedside = at_ck(keymap);
            let before = bedside.count();
            bedside.type_text(word).keys("enter");
            assert_eq!(bedside.here(), "enzymes ck", "{word} in {keymap}");
            assert!(bedside.form().refusal.is_some(), "{word} in {keymap}");
            assert_eq!(bedside.stored("baseline", "enzymes", "haemolysed"), "n");
            assert_eq!(bedside.stored("baseline", "enzymes", "ck"), "");
            // That it was refused is in the record, and nothing else.
            assert_eq!(bedside.since(before).len(), 1, "{word} in {keymap}");
        }
    }
}

#[test]
fn no_map_but_the_number_pad_moves_by_a_sign_of_a_number() {
    for name in Keymap::names().filter(|name| *name != "numpad") {
        let mut bedside = at_ck(name);
        for sign in ["-", "+"] {
            bedside.type_text(sign);
            assert_eq!(bedside.text(), sign, "{name}");
            bedside.keys("delete");
        }
    }
}

#[test]
fn the_sign_of_the_number_pad_goes_back_from_an_empty_date_and_mends_a_refused_word() {
    let mut owner = Bedside::enrolled().owner;
    let answers = "number=1 state=whole given=750";
    owner.fill("01-001", SESSION, bedside::DAY, "abatacept#1", answers);
    let mut bedside = Bedside::start("numpad", owner, None, "mk-1");
    bedside.keys("enter 7 enter home");
    while bedside.form().focus.as_str() != "date" {
        bedside.keys("down");
    }
    bedside.type_text("-");
    assert_eq!(bedside.text(), "");
    assert_ne!(bedside.form().focus.as_str(), "date");
    // Elsewhere it is yesterday.
    let mut bedside = at_ck("numpad");
    bedside.type_text("12..");
    bedside.keys("enter").type_text("-");
    assert_eq!(bedside.text(), "12.");
    bedside.type_text("5").keys("enter");
    assert_eq!(bedside.stored("baseline", "enzymes", "ck"), "12.5");
}

#[test]
fn a_repeated_number_waits_for_enter_and_a_word_behind_the_sign_is_refused_whole() {
    let mut bedside = at_week_12('8');
    bedside.keys("y 1");
    assert_eq!(bedside.here(), "glucocorticoid dose");
    bedside.type_text("=200");
    assert_eq!(
        (bedside.here().as_str(), bedside.text()),
        ("glucocorticoid dose", "=200")
    );
    bedside.keys("enter");
    assert!(bedside.form().refusal.is_some());
    assert_eq!(bedside.stored("week-12", "glucocorticoid", "dose"), "");
    assert_eq!(bedside.stored("week-12", "glucocorticoid", "frequency"), "");
    // Alone it waits, says so, and goes in by Enter as repeated.
    bedside.keys("enter").type_text("=");
    assert_eq!(bedside.text(), "20");
    bedside.must_show("Enter takes 20 as it was before");
    bedside.keys("enter");
    assert_eq!(bedside.stored("week-12", "glucocorticoid", "dose"), "20");
    assert_eq!(
        bedside.origin("week-12", "glucocorticoid", "dose"),
        Some(Origin::Carried)
    );
    // Changed, it is an answer of its own.
    let mut bedside = at_week_12('8');
    bedside.keys("y 1 = backspace 5 enter");
    assert_eq!(bedside.stored("week-12", "glucocorticoid", "dose"), "25");
    assert_eq!(
        bedside.origin("week-12", "glucocorticoid", "dose"),
        Some(Origin::Typed)
    );
    // By its other key, what is typed next is the word.
    let mut bedside = at_week_12('8');
    bedside.keys("y 1 ctrl-y 15 enter");
    assert_eq!(bedside.stored("week-12", "glucocorticoid", "dose"), "15");
}

#[test]
fn the_sign_of_repeating_begins_a_refused_word_where_nothing_is_repeated() {
    let mut bedside = at_ck("default");
    bedside.type_text("=200").keys("enter");
    assert_eq!(
        (bedside.here().as_str(), bedside.text()),
        ("enzymes ck", "=200")
    );
    assert_eq!(bedside.stored("baseline", "enzymes", "ck"), "");
}

#[test]
fn a_yes_or_no_field_shows_every_key_that_answers_it() {
    let mut bedside = at_ck("default");
    bedside.keys("up");
    bedside.must_show("1 y yes");
    bedside.must_show("0 n no");
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 4");
    bedside.must_show("10*normal");
}

#[test]
fn left_opens_what_stands_on_a_scale_too_and_home_and_end_stay_in_a_word() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 1 4.0 enter up left");
    assert_eq!(bedside.text(), "4.0");
    bedside.keys("down");
    assert_eq!(bedside.stored("baseline", "ptga", "vas"), "4.0");
    bedside.keys("up 37 home");
    assert_eq!(
        (bedside.here().as_str(), bedside.text()),
        ("ptga vas", "37")
    );
    bedside.keys("right . enter");
    assert_eq!(bedside.stored("baseline", "ptga", "vas"), "3.7");
    bedside.keys("up 27 left left . end backspace enter");
    assert_eq!(bedside.stored("baseline", "ptga", "vas"), "0.2");
    // With no word open they are the first and the last field.
    bedside.keys("end");
    assert_eq!(bedside.here(), "ptga obtained");
    bedside.keys("home");
    assert_eq!(bedside.here(), "ptga vas");
}

#[test]
fn esc_says_that_an_emptied_word_keeps_the_answer_and_that_enter_was_missing() {
    let mut bedside = at_ck("default");
    bedside.keys("35.5 enter up backspace ctrl-w esc");
    assert!(
        bedside.notice().contains("35.5 stays"),
        "{}",
        bedside.notice()
    );
    assert_eq!(bedside.stored("baseline", "enzymes", "ck"), "35.5");
    let mut bedside = at_ck("default");
    bedside.keys("3.4 esc");
    assert_eq!(
        bedside.notice(),
        "3.4 in Muscle enzymes is not stored, Enter was missing: it waits there, marked."
    );
    assert_eq!(bedside.stored("baseline", "enzymes", "ck"), "");
    // A word that is no answer has no Enter missing.
    let mut bedside = at_ck("default");
    bedside.keys("3. esc");
    assert!(bedside.notice().contains("held text that was not accepted"));
}

#[test]
fn undo_leaves_an_open_word_and_says_how_to_have_an_answer_back() {
    for key in ["ctrl-z", "ctrl-u"] {
        let mut bedside = at_ck("default");
        bedside.keys("64").keys(key);
        assert_eq!(bedside.text(), "64");
        assert!(
            bedside.notice().contains("Undo is for stored answers"),
            "{}",
            bedside.notice()
        );
        bedside.keys("enter").keys(key);
        assert_eq!(bedside.stored("baseline", "enzymes", "ck"), "");
        assert_eq!(
            bedside.notice(),
            "Taken back: Creatine kinase 64. Type 64 again to have it back."
        );
    }
}

#[test]
fn an_enter_too_many_says_that_a_required_field_is_empty_and_leaves_it_only_the_second_time() {
    // Behind an answer by Enter, behind a choice, and across the end of a form.
    let mut bedside = at_ck("default");
    bedside.keys("35 enter enter");
    assert_eq!(bedside.here(), "enzymes ck.uln");
    let said = bedside.notice();
    assert!(
        said.contains("is empty: type it, . for a reason why not, Enter again leaves it."),
        "{said}"
    );
    bedside.keys("enter");
    assert_eq!(bedside.here(), "enzymes aldolase");
    let mut bedside = Bedside::after(|owner| {
        let vas = "vas=2.0 likert=1 obtained=1";
        owner.fill("01-001", "baseline", bedside::DAY, "ptga", vas);
    });
    bedside.keys("enter 1 1 end enter enter enter");
    assert_eq!(bedside.here(), "haq item01");
    assert!(
        bedside.notice().contains("is empty: type it"),
        "{}",
        bedside.notice()
    );
    bedside.keys("enter");
    assert_eq!(bedside.here(), "haq item02");
    // Tab and arrows move freely, after a choice too.
    bedside.keys("tab down");
    assert_eq!(bedside.here(), "haq item04");
    bedside.keys("1 tab");
    assert_eq!(bedside.here(), "haq item06");
    // A key in between makes the next Enter the first one again.
    bedside.keys("enter up enter");
    assert_eq!(bedside.here(), "haq item05");
    // Nothing is missing for a reason before anybody is enrolled.
    let mut bedside = Bedside::new();
    bedside.keys("ctrl-n enter");
    assert_eq!(bedside.here(), "enrolment id");
    assert!(!bedside.notice().contains("reason"), "{}", bedside.notice());
}

#[test]
fn letters_of_a_label_are_an_answer_that_waits_for_enter() {
    let mut bedside = at_week_12('8');
    bedside.keys("y 1 20 enter");
    bedside.type_text("tw");
    assert_eq!(bedside.here(), "glucocorticoid frequency");
    bedside.must_show("Enter takes twice a day");
    bedside.keys("enter");
    assert_eq!(
        bedside.stored("week-12", "glucocorticoid", "frequency"),
        "twice-daily"
    );
    // The end of the word is no answer of the next field: intravenous begins with i too.
    bedside.keys("up").type_text("twice a day").keys("enter");
    assert_eq!(bedside.stored("week-12", "glucocorticoid", "route"), "");
    // What two labels begin with is none yet.
    bedside.keys("up").type_text("once a").keys("enter");
    assert!(bedside.form().refusal.is_some());
    bedside.type_text(" w").keys("enter");
    assert_eq!(
        bedside.stored("week-12", "glucocorticoid", "frequency"),
        "weekly"
    );
    // Codes and keys go before labels.
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 4 t");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.r"), "T");
}

#[test]
fn rest_absent_names_what_it_leaves_and_why() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 5 f9");
    let text = bedside.picker().text.join(" ");
    assert!(
        text.contains("Left alone: Constitutional activity."),
        "{text}"
    );
    // What it sets is named where that is not plain to see.
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 7 f9");
    let text = bedside.picker().text.join(" ");
    assert!(text.contains("set Haemolysed to \"no\""), "{text}");
    bedside.keys("0");
    // Where nothing can be set it is not silent either.
    let mut bedside = at_ck("default");
    bedside.keys("f9");
    let said = bedside.notice();
    assert!(said.starts_with("Nothing set. Left alone: "), "{said}");
    assert!(said.contains("Creatine kinase"), "{said}");
    let mut bedside = Bedside::with("default", study(), &["01-001"]);
    bedside.keys("enter 1 1 5. down f9");
    assert!(
        bedside
            .notice()
            .contains("Text that is not stored waits in: ")
    );
}

#[test]
fn no_result_of_a_test_is_set_with_the_rest_of_its_section() {
    let mut bedside = Bedside::with("default", study(), &["01-001"]);
    bedside.keys("enter 1").type_text("b");
    bedside.keys("F6 type:jo-1 enter");
    assert_eq!(bedside.here(), "disease jo1");
    let count = bedside.count();
    bedside.keys("f9");
    assert_eq!((bedside.top(), bedside.count()), ("form", count));
    let said = bedside.notice();
    assert!(
        said.starts_with("Nothing set. Left alone: Jo-1; PL-7;"),
        "{said}"
    );
}

#[test]
fn a_digit_at_once_behind_a_question_that_did_not_come_is_no_answer() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 2");
    assert_eq!(bedside.here(), "haq item01");
    bedside.is_blind = true;
    bedside.keys("f9 1 0");
    assert_eq!(
        bedside.notice(),
        "10 was not taken: nothing was asked. Wait a moment, then type it whole."
    );
    assert_eq!(bedside.here(), "haq item01");
    assert_eq!(bedside.stored("baseline", "haq", "item01"), "");
    // Whoever waits a moment types on.
    let later = bedside.model().shared.now + chrono::TimeDelta::seconds(3);
    bedside.tell(coreset::screens::effect::Msg::Now(later));
    bedside.keys("1");
    assert_eq!(bedside.stored("baseline", "haq", "item01"), "1");
    // A key that is no character is none of the question's, and ends it.
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 2");
    bedside.is_blind = true;
    bedside.keys("f9 down 2").deliver_all();
    assert_eq!(bedside.stored("baseline", "haq", "item02"), "2");
}

// Typed in one write, before anything of it was drawn.

#[test]
fn what_was_typed_before_a_question_was_seen_does_not_answer_it() {
    // The visit lies ahead: neither digits nor Enters behind the key that opens it begin it.
    for burst in [
        "5 enter 1",
        "5 enter enter 1",
        "5 1 enter 1",
        "5 enter enter enter",
    ] {
        let mut bedside = Bedside::enrolled();
        bedside.keys("enter");
        let before = bedside.count();
        bedside.burst(burst);
        assert_eq!(bedside.top(), "picker", "{burst}");
        bedside.must_show("keys were not taken");
        bedside.keys("esc");
        assert_eq!(
            (bedside.top(), bedside.count()),
            ("participant", before),
            "{burst}"
        );
    }
    // Seen, it is answered as ever.
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 5 enter 1");
    assert_eq!(bedside.top(), "visit");
}

#[test]
fn enters_that_were_typed_before_the_first_one_was_seen_to_stay_go_past_nothing() {
    let at_form = || {
        let mut bedside = Bedside::enrolled();
        bedside.keys("enter 1 6");
        bedside
    };
    let mut bedside = at_form();
    bedside.burst("enter enter enter enter enter enter enter enter enter enter");
    assert_eq!(bedside.here(), "phga vas");
    bedside.must_show("is empty");
    bedside.keys("3.2 enter");
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "3.2");
    // One more, once it was seen, goes past.
    let mut bedside = at_form();
    bedside.keys("enter enter");
    assert_eq!(bedside.here(), "phga likert");
}
