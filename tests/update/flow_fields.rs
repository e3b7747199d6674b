//! What single keys do in single fields: keys in, model and record out.

use crate::support::bedside;
use crate::support::bedside::{Bedside, Owner, study};
use coreset::domain::base::answer::{Answer, Value};
use coreset::domain::base::ids::{FieldId, VisitId};
use coreset::domain::forms::engine::instrument::{FieldKind, Measure};
use coreset::domain::forms::engine::progress;
use coreset::domain::forms::engine::progress::Setting;
use coreset::domain::record::event::{Event, Origin, PromptOutcome};
use coreset::domain::study::EarlierScores;
use coreset::input::action::Action;
use coreset::input::key::{Code, Key};
use coreset::input::keymap::Keymap;
use coreset::protocol::messages::Request;
use coreset::screens::look::Look;
use proptest::prelude::*;
use std::collections::BTreeMap;

const FORMS: [&str; 8] = [
    "ptga",
    "haq",
    "rand36",
    "mmt8",
    "mdaat",
    "phga",
    "enzymes",
    "glucocorticoid",
];

/// Opens a form of the baseline visit from the list of participants.
fn open(bedside: &mut Bedside, form: &str) {
    let number = FORMS.iter().position(|id| *id == form).unwrap() + 1;
    bedside.keys("enter 1").type_text(&number.to_string());
    assert_eq!(bedside.form().form.as_str(), form);
}

fn at_form(form: &str) -> Bedside {
    let mut bedside = Bedside::enrolled();
    open(&mut bedside, form);
    bedside
}

/// Opens a form of week 12, with whatever `fill` has stored before.
fn at_week_12(form: &str, fill: impl FnOnce(&mut Owner)) -> Bedside {
    let mut bedside = Bedside::after(fill);
    bedside.today("2026-05-25");
    let number = FORMS.iter().position(|id| *id == form).unwrap() + 1;
    bedside.keys("enter enter").type_text(&number.to_string());
    assert_eq!(bedside.form().form.as_str(), form);
    assert_eq!(bedside.form().visit, Some("week-12".into()));
    bedside
}

/// Every answer of the participant: visit, form, field.
fn answers(bedside: &Bedside) -> BTreeMap<String, Answer> {
    let mut answers = BTreeMap::new();
    for session in bedside.record("01-001").sessions.values() {
        for (form, cells) in &session.forms {
            for (field, cell) in cells {
                if let Some(answer) = &cell.answer {
                    answers.insert(format!("{} {form} {field}", session.visit), answer.clone());
                }
            }
        }
    }
    answers
}

// Going on by itself, and back.

#[test]
fn a_grade_that_can_grow_no_further_goes_on_by_itself() {
    let mut bedside = at_form("mmt8");
    bedside.keys("8");
    assert_eq!(bedside.here(), "mmt8 deltoid.l");
    // 1 can become 10, so that it waits.
    bedside.keys("1");
    assert_eq!(bedside.here(), "mmt8 deltoid.l");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.l"), "");
    bedside.keys("0");
    assert_eq!(bedside.here(), "mmt8 biceps.r");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.l"), "10");
    bedside.keys("* 9 1 enter");
    assert_eq!(bedside.here(), "mmt8 wristext.l");
    assert_eq!(bedside.stored("baseline", "mmt8", "biceps.r"), "10");
    // 1 beside nothing yet, and a trace in either case.
    bedside.keys("t");
    assert_eq!(bedside.stored("baseline", "mmt8", "wristext.l"), "T");
    bedside.keys("T");
    assert_eq!(bedside.stored("baseline", "mmt8", "quads.r"), "T");
    assert_eq!(bedside.here(), "mmt8 quads.l");
    bedside.assert_settled();
}

#[test]
fn who_wants_it_has_every_choice_wait_for_enter() {
    let mut bedside = at_form("mmt8");
    bedside.keys("ctrl-g G");
    assert_eq!(
        bedside.notice(),
        "A choice waits for Enter now, as every other field does."
    );
    let first = bedside.here();
    bedside.keys("7");
    assert_eq!((bedside.here(), bedside.text()), (first.clone(), "7"));
    // A second key is refused with the first, not taken for the next field.
    bedside.keys("6 enter");
    let refusal = bedside.form().refusal.clone().unwrap();
    assert!(
        refusal.starts_with("76 is not a grade; Backspace takes the 6 away."),
        "{refusal}"
    );
    bedside.keys("backspace enter");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.r"), "7");
    assert_eq!(bedside.here(), "mmt8 deltoid.l");
    bedside.keys("* enter");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.l"), "10");
    assert_eq!(bedside.here(), "mmt8 biceps.r");
    // The same action brings the key back.
    bedside.keys("ctrl-g G 8");
    assert_eq!(bedside.here(), "mmt8 biceps.l");
    bedside.assert_settled();
}

#[test]
fn a_key_that_has_no_place_here_says_so_and_changes_nothing() {
    let mut bedside = at_form("mmt8");
    bedside.keys("x");
    let refusal = bedside.form().refusal.clone().unwrap();
    assert!(refusal.starts_with("x is not a grade: choose"), "{refusal}");
    assert_eq!((bedside.text(), bedside.count()), ("x", 1));
    // Once a word is open, the key is a part of it.
    bedside.keys("delete 1 1");
    assert_eq!(bedside.text(), "11");
    let refusal = bedside.form().refusal.clone().unwrap();
    assert_eq!(refusal, "11 is not a grade; Backspace takes the 1 away.");
    assert_eq!(bedside.count(), 1);
}

#[test]
fn every_way_back_after_going_on_by_itself_shows_the_answer() {
    for back in ["backspace", "up", "shift-tab"] {
        let mut bedside = at_form("mmt8");
        bedside.keys("8").keys(back);
        assert_eq!(bedside.here(), "mmt8 deltoid.r", "{back}");
        assert_eq!(bedside.shows("deltoid.r"), "8");
        // It is typed over in one key; the earlier answer stays in the record before it.
        bedside.keys("7");
        assert_eq!(bedside.here(), "mmt8 deltoid.l");
        assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.r"), "7");
        let set = bedside
            .events()
            .iter()
            .filter(|event| matches!(event, Event::Answered { .. }))
            .count();
        assert_eq!(set, 2);
    }
}

#[test]
fn going_on_over_an_answer_writes_nothing() {
    let mut bedside = at_form("mmt8");
    bedside.keys("8 up");
    let before = bedside.count();
    bedside.keys("enter up 8 up tab");
    assert_eq!(bedside.here(), "mmt8 deltoid.l");
    assert_eq!(bedside.count(), before);
}

#[test]
fn a_scale_waits_for_enter_and_has_no_default() {
    let mut bedside = at_form("ptga");
    // There is nothing to open.
    bedside.keys("right left");
    assert_eq!(bedside.text(), "");
    bedside.keys("4.");
    assert_eq!(bedside.here(), "ptga vas");
    // A longer word could follow, so that it waits for Enter.
    bedside.keys("7");
    assert_eq!(bedside.here(), "ptga vas");
    bedside.keys("enter");
    assert_eq!(bedside.here(), "ptga likert");
    assert_eq!(bedside.stored("baseline", "ptga", "vas"), "4.7");
    bedside.keys("up 10 enter");
    assert_eq!(bedside.stored("baseline", "ptga", "vas"), "10.0");
}

#[test]
fn a_decimal_comma_is_a_point() {
    let mut bedside = at_form("ptga");
    bedside.keys("4,7 enter");
    assert_eq!(bedside.stored("baseline", "ptga", "vas"), "4.7");
}

// Missing.

#[test]
fn a_point_alone_and_enter_ask_why_there_is_no_value() {
    let mut bedside = at_form("ptga");
    bedside.keys(".5 enter");
    assert_eq!(bedside.stored("baseline", "ptga", "vas"), "0.5");
    bedside.keys(". enter");
    assert_eq!(bedside.picker().title, "No value");
    let keys: Vec<char> = bedside.picker().lines.iter().map(|line| line.key).collect();
    // The study's digits: not done 1, refused 3, unable 4, other 6.
    assert_eq!(keys, ['1', '3', '4', '6']);
    // Enter alone gives no reason, and Esc goes back to the field.
    bedside.keys("enter");
    assert_eq!(bedside.top(), "picker");
    bedside.keys("esc");
    assert_eq!(
        (bedside.here().as_str(), bedside.text()),
        ("ptga likert", ".")
    );
    bedside.keys("enter 3");
    assert_eq!(bedside.here(), "ptga obtained");
    assert_eq!(
        bedside.stored_answer("baseline", "ptga", "likert"),
        Some(&Answer::missing("refused"))
    );
    bedside.assert_settled();
}

#[test]
fn a_reason_that_needs_words_gets_them() {
    let mut bedside = at_form("mmt8");
    bedside.keys("ctrl-d 6");
    assert_eq!(bedside.top(), "note");
    bedside.keys("enter");
    assert_eq!(bedside.notice(), "This reason needs words.");
    bedside.keys("type:arm_in_a_cast enter");
    let answer = bedside.stored_answer("baseline", "mmt8", "deltoid.r");
    let expected = Answer::Missing {
        reason: "other".to_owned(),
        text: Some("arm in a cast".to_owned()),
    };
    assert_eq!(answer, Some(&expected));
    assert_eq!(bedside.here(), "mmt8 deltoid.l");
    // Going back from the words gives no reason at all.
    let before = bedside.count();
    bedside.keys("ctrl-d 6 type:x esc");
    assert_eq!(bedside.here(), "mmt8 deltoid.l");
    assert_eq!(bedside.count(), before);
}

#[test]
fn on_the_80_scale_the_left_side_stands_in_for_the_right() {
    let mut study = study();
    study.protocol.scoring.mmt_max = 80;
    let mut bedside = Bedside::with("default", study, &["01-001"]);
    open(&mut bedside, "mmt8");
    bedside.keys("8");
    assert_eq!(bedside.here(), "mmt8 biceps.r");
    bedside.keys("ctrl-d 8");
    assert_eq!(bedside.here(), "mmt8 biceps.l");
    bedside.keys("7");
    assert_eq!(bedside.here(), "mmt8 wristext.r");
    // With a grade on the right after all, the left is not asked any more; what was said stays.
    bedside.keys("up up 8");
    assert_eq!(
        bedside.picker().text[0],
        "1 answer will no longer count: Biceps, left."
    );
    bedside.keys("enter enter down enter");
    assert_eq!(bedside.here(), "mmt8 wristext.r");
    assert_eq!(bedside.stored("baseline", "mmt8", "biceps.l"), "7");
}

// Limits and questions.

#[test]
fn an_impossible_value_is_refused_and_its_text_stays() {
    let mut bedside = at_form("phga");
    bedside.keys("5.0 enter up 12");
    let refusal = bedside.form().refusal.clone().unwrap();
    assert!(refusal.contains("above 10"), "{refusal}");
    bedside.keys("enter");
    assert_eq!(
        (bedside.here().as_str(), bedside.text()),
        ("phga vas", "12")
    );
    let (field, rule, value, outcome, _) = bedside.prompts().pop().unwrap();
    assert_eq!(
        (field.as_str(), rule.as_str(), value.as_str()),
        ("vas", "hard-limit", "12")
    );
    assert_eq!(outcome, PromptOutcome::Refused);
    // Going on with Tab leaves it unfinished and marked.
    bedside.keys("tab");
    assert_eq!(bedside.here(), "phga likert");
    assert_eq!(bedside.form().unfinished[&FieldId::from("vas")], "12");
    bedside.must_show("12 !");
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "5.0");
    // It is there when the form is opened again, and can be corrected.
    bedside.keys("esc");
    assert!(bedside.notice().contains("1 field"), "{}", bedside.notice());
    bedside.keys("6");
    assert_eq!(bedside.here(), "phga likert");
    bedside.keys("up");
    // It stands there like an answer, closed; Backspace opens it and deletes nothing yet.
    assert_eq!((bedside.text(), bedside.waits()), ("", "12"));
    bedside.keys("backspace");
    assert_eq!(bedside.text(), "12");
    bedside.keys("backspace .5 enter enter 1");
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "1.5");
    assert!(bedside.form().unfinished.is_empty());
}

#[test]
fn an_answer_that_is_not_one_yet_does_not_hold_anybody() {
    let mut bedside = at_form("phga");
    bedside.keys("4. enter");
    assert_eq!(bedside.here(), "phga vas");
    assert!(
        bedside
            .form()
            .refusal
            .as_ref()
            .unwrap()
            .contains("not an answer yet")
    );
    bedside.keys("down");
    assert_eq!(bedside.here(), "phga likert");
    bedside.keys("up");
    assert_eq!(bedside.waits(), "4.");
    bedside.keys("backspace 2 enter");
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "4.2");
}

fn weight(owner: &mut Owner) {
    owner.fill(
        "01-001",
        "baseline",
        bedside::DAY,
        "glucocorticoid",
        "taken=n weight=62.5",
    );
}

#[test]
fn an_unusual_value_is_kept_by_a_digit_with_its_reason() {
    let mut bedside = at_week_12("glucocorticoid", weight);
    bedside.keys("0 72.5 enter");
    assert_eq!(bedside.picker().title, "Weight: is this right?");
    // A digit typed ahead answers no question; neither does Enter alone, nor a paste.
    bedside.keys("3");
    assert!(
        bedside.notice().contains("Enter keeps"),
        "{}",
        bedside.notice()
    );
    bedside.keys("enter enter").paste("1");
    assert_eq!(bedside.top(), "picker");
    assert_eq!(bedside.stored("week-12", "glucocorticoid", "weight"), "");
    bedside.keys("3");
    assert_eq!(bedside.here(), "glucocorticoid end");
    assert_eq!(
        bedside.stored("week-12", "glucocorticoid", "weight"),
        "72.5"
    );
    let kept = (
        "weight".to_owned(),
        "jump".to_owned(),
        "72.5".to_owned(),
        PromptOutcome::Kept,
        Some("repeated".to_owned()),
    );
    assert_eq!(bedside.prompts(), [kept]);
    let cell = bedside.cell("week-12", "glucocorticoid", "weight").unwrap();
    assert_eq!(cell.kept, [("jump".to_owned(), "repeated".to_owned())]);
    bedside.assert_settled();
}

#[test]
fn an_unusual_value_is_kept_in_words() {
    let mut bedside = at_week_12("glucocorticoid", weight);
    bedside.keys("0 72.5 enter enter 6 type:new_scales enter");
    let (.., outcome, reason) = bedside.prompts().pop().unwrap();
    assert_eq!(outcome, PromptOutcome::Kept);
    assert_eq!(reason.as_deref(), Some("other: new scales"));
    assert_eq!(
        bedside.stored("week-12", "glucocorticoid", "weight"),
        "72.5"
    );
}

#[test]
fn an_unusual_value_is_corrected_in_its_field() {
    for back in [
        "esc",
        "enter enter 0",
        "backspace",
        "enter enter 6 type:hm esc",
    ] {
        let mut bedside = at_week_12("glucocorticoid", weight);
        bedside.keys("0 62.5 enter up 72.5 enter").keys(back);
        // The text waits and can be edited; what stood there stands until then.
        assert_eq!(bedside.here(), "glucocorticoid weight", "{back}");
        assert_eq!((bedside.text(), bedside.waits()), ("", "72.5"), "{back}");
        assert_eq!(
            bedside.stored("week-12", "glucocorticoid", "weight"),
            "62.5"
        );
        let (_, rule, value, outcome, reason) = bedside.prompts().pop().unwrap();
        assert_eq!((rule.as_str(), value.as_str()), ("jump", "72.5"));
        assert_eq!((outcome, reason), (PromptOutcome::Corrected, None));
        bedside.keys("62.0 enter");
        assert_eq!(
            bedside.stored("week-12", "glucocorticoid", "weight"),
            "62.0"
        );
        bedside.assert_settled();
    }
}

#[test]
fn back_from_a_question_a_new_character_begins_a_new_number() {
    for back in ["esc", "backspace", "enter 0"] {
        let mut bedside = at_week_12("glucocorticoid", weight);
        bedside.keys("0 86.4 enter").keys(back);
        assert_eq!((bedside.text(), bedside.waits()), ("", "86.4"), "{back}");
        bedside.must_show("Not saved: Enter or Backspace opens it.");
        bedside.keys("62,4");
        assert_eq!(bedside.text(), "62.4", "{back}");
        bedside.keys("enter");
        assert_eq!(bedside.here(), "glucocorticoid end", "{back}");
        let stored = bedside.stored("week-12", "glucocorticoid", "weight");
        assert_eq!(stored, "62.4", "{back}");
        assert!(bedside.form().unfinished.is_empty());
        bedside.assert_settled();
    }
}

#[test]
fn back_from_a_question_backspace_left_and_enter_open_the_word() {
    let asked = || {
        let mut bedside = at_week_12("glucocorticoid", weight);
        bedside.keys("0 86.4 enter esc");
        bedside
    };
    for open in ["backspace", "left", "enter"] {
        let mut bedside = asked();
        bedside.keys(open);
        assert_eq!(bedside.text(), "86.4", "{open}");
        // Left as it is, it is not asked about again.
        bedside.keys("up down");
        assert_eq!((bedside.top(), bedside.waits()), ("form", "86.4"), "{open}");
    }
    let mut bedside = asked();
    bedside.keys("backspace backspace backspace backspace backspace 62.4 enter");
    let stored = bedside.stored("week-12", "glucocorticoid", "weight");
    assert_eq!(stored, "62.4");
    // Enter asks once more what it asked before.
    let mut bedside = asked();
    bedside.keys("enter enter");
    assert_eq!(bedside.picker().title, "Weight: is this right?");
    assert_eq!(bedside.stored("week-12", "glucocorticoid", "weight"), "");
}

#[test]
fn back_from_a_question_a_new_key_is_a_new_grade() {
    let mut bedside = at_form("mmt8");
    bedside.keys("9 5");
    assert_eq!(bedside.top(), "picker");
    bedside.keys("backspace");
    assert_eq!(
        (bedside.here().as_str(), bedside.text(), bedside.waits()),
        ("mmt8 deltoid.l", "", "5")
    );
    bedside.keys("8");
    assert_eq!(bedside.here(), "mmt8 biceps.r");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.l"), "8");
    // The grade that was typed is opened by Backspace, and goes with the next one.
    let mut bedside = at_form("mmt8");
    bedside.keys("9 5 esc backspace");
    assert_eq!(
        (bedside.here().as_str(), bedside.text()),
        ("mmt8 deltoid.l", "5")
    );
    bedside.keys("backspace 9");
    assert_eq!(bedside.here(), "mmt8 biceps.r");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.l"), "9");
    bedside.assert_settled();
}

#[test]
fn a_first_value_that_is_taken_back_begins_no_visit() {
    let mut bedside = at_week_12("glucocorticoid", weight);
    let begins = |bedside: &Bedside| {
        let events = bedside.events().into_iter();
        events.filter(|event| event.begins().is_some()).count()
    };
    let before = begins(&bedside);
    bedside.keys("down 172.5 enter esc").deliver_all();
    let (_, rule, _, outcome, _) = bedside.prompts().pop().unwrap();
    assert_eq!(outcome, PromptOutcome::Corrected, "{rule}");
    assert!(bedside.record("01-001").session("week-12").is_none());
    assert_eq!(begins(&bedside), before);
    bedside.keys("62.0 enter");
    assert!(bedside.record("01-001").session("week-12").is_some());
    bedside.assert_settled();
}

#[test]
fn sides_that_differ_are_asked_about() {
    let mut bedside = at_form("mmt8");
    bedside.keys("9 5");
    assert!(bedside.picker().text[0].contains("Right and left differ"));
    // The Enter that some press after each digit opens nothing.
    bedside.keys("enter 5");
    assert_eq!(bedside.top(), "picker");
    // Nor does the one behind a digit that was typed ahead: it belongs to that digit.
    bedside.keys("enter");
    assert!(!bedside.picker().armed);
    bedside.keys("enter 5");
    assert_eq!(bedside.here(), "mmt8 biceps.r");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.l"), "5");
}

/// Lets so many seconds go by.
fn wait(bedside: &mut Bedside, seconds: i64) {
    let later = bedside.model().shared.now + chrono::TimeDelta::seconds(seconds);
    bedside.tell(coreset::screens::effect::Msg::Now(later));
}

#[test]
fn an_enter_that_cannot_belong_to_the_digit_does_what_the_question_says() {
    let at_question = || {
        let mut bedside = at_form("mmt8");
        bedside.keys("9 5");
        bedside.must_show("Enter      keep it, and say why (in a moment)");
        bedside.must_show("Enter keep it (in a moment)");
        bedside
    };
    // Within that moment it is held back once, and the line says what the next one does.
    let mut bedside = at_question();
    wait(&mut bedside, 1);
    bedside.keys("enter");
    assert!(!bedside.picker().armed);
    let said = "Enter once more keeps the value and asks why.";
    assert_eq!(bedside.notice(), said);
    bedside.must_not_show("in a moment");
    bedside.keys("enter");
    assert!(bedside.picker().armed);
    // Later the first one opens the reasons.
    let mut bedside = at_question();
    wait(&mut bedside, 2);
    bedside.keys("enter");
    assert!(bedside.picker().armed);
    bedside.keys("5");
    assert_eq!(bedside.here(), "mmt8 biceps.r");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.l"), "5");
    bedside.assert_settled();
    // The same behind a digit that is not taken.
    let mut bedside = at_question();
    wait(&mut bedside, 6);
    bedside.keys("3");
    let said = "In a moment, Enter keeps the value and asks why; Backspace goes back to it.";
    assert_eq!(bedside.notice(), said);
    bedside.keys("enter");
    assert!(!bedside.picker().armed);
    bedside.keys("3");
    wait(&mut bedside, 2);
    bedside.keys("enter");
    assert!(bedside.picker().armed);
}

#[test]
fn no_key_before_the_question_was_drawn_answers_it_however_late_the_next_one_comes() {
    let mut bedside = at_form("mmt8");
    bedside.keys("9").burst("5 enter 5 enter");
    assert!(!bedside.picker().armed);
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.l"), "");
    wait(&mut bedside, 6);
    bedside.keys("5");
    assert_eq!(bedside.top(), "picker");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.l"), "");
}

#[test]
fn an_enter_at_a_word_that_waits_opens_it_and_does_not_call_the_field_empty() {
    let at_draft = || {
        let mut bedside = at_form("mmt8");
        bedside.keys("down 1 9 up 8");
        assert_eq!(bedside.here(), "mmt8 deltoid.l");
        bedside.must_show("Not saved: Enter or Backspace opens it.");
        bedside
    };
    let mut bedside = at_draft();
    wait(&mut bedside, 2);
    bedside.keys("enter");
    assert_eq!(bedside.text(), "19");
    // The Enter that some press behind every digit says so first: the next digit is not added to the word.
    let mut bedside = at_draft();
    bedside.keys("enter");
    let said = "What waits here is not saved. The same key again opens it.";
    assert_eq!((bedside.text(), bedside.notice()), ("", said));
    bedside.keys("enter");
    assert_eq!(bedside.text(), "19");
    let mut bedside = at_draft();
    bedside.keys("enter 7");
    assert_eq!(bedside.here(), "mmt8 biceps.r");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.l"), "7");
    bedside.assert_settled();
}

// A form as a whole.

const QUIET: &str = "con.01=0 con.02=0 con.03=0 cut.04=0 cut.05=0 cut.06=0 cut.07a=0 cut.07b=0 \
    cut.08=0 cut.09=0 cut.10=0 cut.11a=0 cut.11b=0 cut.12=0 ske.13a=0 ske.13b=0 ske.13c=0 \
    ske.14=0 gi.15a=0 gi.15b=0 gi.16a=0 gi.16b=0 gi.16c=0 pul.17a=0 pul.17b=0 pul.18a=0 pul.18b=0 \
    pul.18c=0 pul.19a=0 pul.19b=0 car.20=0 car.21=0 car.22a=0 car.22b=0 car.23=0 mus.25a=0 \
    mus.25b=0 mus.25c=0 mus.26=0 cut.vas=0 ske.vas=0 gi.vas=0 pul.vas=0 car.vas=0 emg.vas=0 \
    mus.vas=0 ever.con=n ever.cut=n ever.ske=n ever.gi=n ever.pul=n ever.car=n ever.mus=n \
    mitax.con=E mitax.cut=E mitax.ske=E mitax.gi=E mitax.pul=E mitax.car=E mitax.mus=E";

#[test]
fn a_form_asks_at_its_end_and_not_again_once_kept() {
    let mut bedside = Bedside::after(|owner| {
        let answers = format!("{QUIET} con.vas=2 oth.vas=1 oth.cf=1 all.vas=1");
        owner.fill("01-001", "baseline", bedside::DAY, "mdaat", &answers);
    });
    open(&mut bedside, "mdaat");
    bedside.keys("end enter");
    assert_eq!(bedside.here(), "mdaat end");
    assert!(bedside.prompts().is_empty());
    // M3 at the scale that has no item, then M8 at the empty name of what else was rated.
    bedside.keys("enter");
    assert!(bedside.picker().text[0].contains("none of its items"));
    bedside.keys("enter 5");
    assert_eq!(bedside.here(), "mdaat end");
    bedside.keys("enter");
    assert!(
        bedside.picker().text[0].contains("not named"),
        "{:?}",
        bedside.picker().text
    );
    bedside.keys("esc");
    assert_eq!(bedside.here(), "mdaat oth.text");
    bedside.keys("end enter enter enter 5 enter");
    assert_eq!(bedside.here(), "phga vas");
    let asked: Vec<_> = bedside
        .prompts()
        .into_iter()
        .map(|(field, rule, value, outcome, _)| (field, rule, value, outcome))
        .collect();
    let of = |field: &str, rule: &str, value: &str, outcome| {
        (field.to_owned(), rule.to_owned(), value.to_owned(), outcome)
    };
    assert_eq!(
        asked,
        [
            of("con.vas", "M3", "2.0", PromptOutcome::Kept),
            of("oth.text", "M8", "", PromptOutcome::Corrected),
            of("oth.text", "M8", "", PromptOutcome::Kept),
        ]
    );
    bedside.assert_settled();
    // Kept is kept.
    bedside.keys("esc 5 end enter enter");
    assert_eq!(bedside.here(), "phga vas");
    // A new value is a new question.
    bedside.keys("esc 5 home 3.0 enter enter 1 end enter enter");
    assert!(bedside.picker().text[0].contains("none of its items"));
}

#[test]
fn a_question_about_an_answer_that_came_up_later_is_asked_at_the_end_of_its_form() {
    let mut bedside = at_week_12("glucocorticoid", |owner| {
        owner.fill(
            "01-001",
            "baseline",
            bedside::DAY,
            "glucocorticoid",
            "taken=n weight=70",
        );
        // Stored by a program that asked nothing.
        owner.fill(
            "01-001",
            "week-12",
            "2026-05-25",
            "glucocorticoid",
            "taken=n weight=92.5",
        );
    });
    // Enter there would ask it at the field.
    bedside.keys("end tab");
    assert_eq!(bedside.here(), "glucocorticoid end");
    bedside.keys("enter");
    assert_eq!(bedside.picker().title, "Weight: is this right?");
    bedside.keys("enter 3");
    let cell = bedside.cell("week-12", "glucocorticoid", "weight").unwrap();
    assert_eq!(cell.kept, [("jump".to_owned(), "repeated".to_owned())]);
    assert_eq!(
        bedside.stored("week-12", "glucocorticoid", "weight"),
        "92.5"
    );
    bedside.keys("enter");
    assert_eq!(bedside.here(), "vital-signs weight", "kept is kept");
    bedside.assert_settled();
}

#[test]
fn behind_the_last_field_no_field_can_change() {
    let mut bedside = at_form("haq");
    bedside.keys("end 1");
    assert_eq!(bedside.here(), "haq end");
    let before = (bedside.count(), answers(&bedside));
    for key in [
        "delete", "ctrl-d", "left", "right", "=", "ctrl-n", "5", "ctrl-w",
    ] {
        bedside.keys(key);
        assert_eq!(bedside.here(), "haq end", "{key}");
        assert_eq!(bedside.text(), "", "{key}");
    }
    assert_eq!((bedside.count(), answers(&bedside)), before);
    bedside.keys("backspace");
    assert_eq!(bedside.here(), "haq obtained");
}

// Rest absent, facts, the laboratory.

#[test]
fn rest_absent_counts_asks_once_and_writes_an_entry_for_each() {
    let mut bedside = at_form("haq");
    bedside.keys("page-down 1 f9");
    let text = bedside.picker().text.join(" ");
    let asked = "set the 7 fields still empty to \"no\", each as its own entry? Walker; Crutches;";
    assert!(text.contains(asked), "{text}");
    let before = bedside.count();
    bedside.keys("enter");
    assert_eq!((bedside.top(), bedside.count()), ("picker", before));
    bedside.keys("1");
    let events = bedside.since(before);
    assert_eq!(events.len(), 7);
    for event in events {
        let bulk = matches!(event, Event::Answered { origin: Origin::Bulk, answer, .. }
            if answer.as_code() == Some("n"));
        assert!(bulk, "{event:?}");
    }
    assert_eq!(bedside.sent.last().unwrap().1.len(), 7);
    // What was answered stays, and the focus is at the next empty field.
    assert_eq!(bedside.stored("baseline", "haq", "aid.cane"), "y");
    assert_eq!(bedside.here(), "haq help.dressing");
    // One undo takes all seven back.
    bedside.keys("ctrl-u");
    assert_eq!(bedside.stored("baseline", "haq", "aid.walker"), "");
    assert_eq!(bedside.stored("baseline", "haq", "aid.chair"), "");
    assert_eq!(bedside.stored("baseline", "haq", "aid.cane"), "y");
    // A scale has nothing to be absent.
    bedside.keys("end f9");
    assert!(
        bedside.notice().contains("Left alone: "),
        "{}",
        bedside.notice()
    );
}

#[test]
fn rest_absent_takes_what_is_typed_first() {
    let mut bedside = at_form("mdaat");
    bedside.keys("3 f9");
    assert_eq!(bedside.stored("baseline", "mdaat", "con.vas"), "3.0");
    bedside.keys("1");
    assert_eq!(bedside.here(), "mdaat cut.vas");
    assert_eq!(bedside.stored("baseline", "mdaat", "con.03"), "0");
    bedside.assert_settled();
}

#[test]
fn a_number_behind_the_question_about_the_rest_is_refused_whole_and_fills_nothing() {
    let mut bedside = at_form("haq");
    bedside.keys("page-down 1 f9");
    let before = bedside.count();
    // Its second digit would be yes.
    bedside.keys("3 1");
    assert_eq!((bedside.top(), bedside.count()), ("picker", before));
    assert_eq!(
        bedside.notice(),
        "Nothing was chosen: 31 is none of these lines. Enter takes it away."
    );
    bedside.keys("enter");
    assert_eq!((bedside.top(), bedside.count()), ("picker", before));
    bedside.keys("1");
    assert_eq!(bedside.count(), before + 7);
}

#[test]
fn a_result_that_there_is_none_of_owes_no_limit_of_normal() {
    let mut bedside = at_form("enzymes");
    bedside
        .keys("type:Central enter 1 0")
        .keys("F6 type:aldolase enter");
    bedside.keys(". enter 1").deliver_all();
    // It is gone past, and says nothing of being empty.
    assert_eq!(bedside.here(), "enzymes ldh");
    bedside.keys("up");
    assert_eq!(bedside.here(), "enzymes aldolase.uln");
    bedside.keys("enter enter");
    assert_eq!(bedside.here(), "enzymes ldh");
    let empty = |bedside: &Bedside| {
        let form = bedside.form();
        let shared = &bedside.model().shared;
        let instrument = shared.instrument(form).unwrap();
        let setting = Setting::of_nobody(true);
        let cells = shared.form_cells(form);
        let empty = progress::empty_required(shared.scoring(form), instrument, setting, &cells);
        empty
            .iter()
            .map(|field| field.id.to_string())
            .collect::<Vec<_>>()
    };
    let owed = empty(&bedside);
    assert!(!owed.contains(&"aldolase.uln".to_owned()), "{owed:?}");
    assert!(owed.contains(&"ldh.uln".to_owned()), "{owed:?}");
    // With a result it is owed again.
    bedside
        .keys("F6 type:aldolase enter type:6.1 enter")
        .deliver_all();
    assert!(empty(&bedside).contains(&"aldolase.uln".to_owned()));
}

#[test]
fn a_value_is_kept_for_reasons_that_fit_its_field_alone() {
    let labels = |bedside: &Bedside| {
        let lines = bedside.picker().lines.iter();
        lines.map(|line| line.label.clone()).collect::<Vec<_>>()
    };
    let laboratory = "confirmed with the laboratory".to_owned();
    let mut bedside = at_form("phga");
    bedside.keys("9 enter 0 enter");
    assert_eq!(bedside.top(), "picker");
    assert!(
        !labels(&bedside).contains(&laboratory),
        "{:?}",
        labels(&bedside)
    );
    assert!(labels(&bedside).contains(&"real change, seen by the assessor".to_owned()));
    let mut bedside = at_form("enzymes");
    bedside.keys("type:Central enter 1 0 type:90000 enter enter");
    assert_eq!(bedside.top(), "picker");
    assert!(
        labels(&bedside).contains(&laboratory),
        "{:?}",
        labels(&bedside)
    );
}

#[test]
fn the_mark_of_what_was_kept_goes_when_the_contradiction_goes() {
    let mut bedside = at_form("phga");
    bedside.keys("9 enter 0 enter enter 3").deliver_all();
    assert_eq!(bedside.stored("baseline", "phga", "likert"), "0");
    let marked = |bedside: &mut Bedside| {
        bedside.keys("home down");
        assert_eq!(bedside.here(), "phga likert");
        let screen = bedside.screen();
        let row = screen.lines().find(|row| row.contains("global category"));
        (row.unwrap().contains('?'), screen.contains("? kept: "))
    };
    assert_eq!(marked(&mut bedside), (true, true));
    bedside.keys("home type:0.5 enter").deliver_all();
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "0.5");
    assert_eq!(marked(&mut bedside), (false, false));
    // What was said stays in the record.
    let cell = bedside.cell("baseline", "phga", "likert").unwrap();
    assert!(cell.is_kept("likert-vas"));
}

fn first_visit(owner: &mut Owner) {
    let fill = |owner: &mut Owner, form: &str, answers: &str| {
        owner.fill("01-001", "baseline", bedside::DAY, form, answers);
    };
    fill(owner, "ptga", "vas=7.7 likert=3 obtained=1");
    fill(owner, "phga", "vas=8.6 likert=3");
    fill(
        owner,
        "glucocorticoid",
        "taken=y drug=1 dose=20 frequency=1 route=1 weight=62.5",
    );
    fill(
        owner,
        "enzymes",
        "laboratory=Central_lab unit=U/L haemolysed=n ck=1260 ck.uln=170 aldolase=8.4 \
         aldolase.uln=!not-done ldh=410 ldh.uln=250 ast=88 ast.uln=35 alt=64 alt.uln=35",
    );
}

#[test]
fn facts_are_repeated_and_ratings_and_results_are_not() {
    let mut bedside = at_week_12("glucocorticoid", first_visit);
    bedside.keys("= = = enter ctrl-y");
    assert_eq!(bedside.here(), "glucocorticoid route");
    assert_eq!(bedside.stored("week-12", "glucocorticoid", "dose"), "20");
    let origin = bedside.origin("week-12", "glucocorticoid", "frequency");
    assert_eq!(origin, Some(Origin::Carried));
    // The weight is measured anew.
    bedside.keys("= =");
    assert_eq!(bedside.here(), "glucocorticoid weight");
    assert!(
        bedside.notice().contains("Only facts"),
        "{}",
        bedside.notice()
    );
    assert_eq!(bedside.stored("week-12", "glucocorticoid", "weight"), "");
    for form in ["phga", "ptga", "haq", "mmt8"] {
        let mut bedside = at_week_12(form, first_visit);
        let before = bedside.count();
        bedside.keys("=");
        assert!(bedside.notice().contains("Only facts"), "{form}");
        assert_eq!(bedside.count(), before);
    }
    // There is nothing to repeat at the first visit.
    let mut bedside = at_form("glucocorticoid");
    bedside.keys("=");
    assert!(
        bedside.notice().contains("no earlier visit"),
        "{}",
        bedside.notice()
    );
}

#[test]
fn the_limit_of_the_same_laboratory_is_carried_and_skipped() {
    let mut bedside = at_week_12("enzymes", first_visit);
    bedside.keys("= enter = 0 420 enter");
    assert_eq!(bedside.here(), "enzymes aldolase");
    assert_eq!(bedside.stored("week-12", "enzymes", "ck.uln"), "170");
    let origin = bedside.origin("week-12", "enzymes", "ck.uln");
    assert_eq!(origin, Some(Origin::Carried));
    // A limit that was missing then is asked for now, and a result is never carried.
    bedside.keys("6.1 enter");
    assert_eq!(bedside.here(), "enzymes aldolase.uln");
    bedside.keys("=");
    bedside.must_show("Enter takes not done as it was before");
    bedside.keys("enter");
    assert_eq!(
        bedside.stored_answer("week-12", "enzymes", "aldolase.uln"),
        Some(&Answer::missing("not-done"))
    );
    bedside.keys("=");
    assert!(
        bedside.notice().contains("Only facts"),
        "{}",
        bedside.notice()
    );
    bedside.keys("delete 300 enter");
    // One undo takes the result and its limit back.
    bedside.keys("ctrl-u");
    assert_eq!(bedside.stored("week-12", "enzymes", "ldh"), "");
    assert_eq!(bedside.stored("week-12", "enzymes", "ldh.uln"), "");
    assert_eq!(bedside.here(), "enzymes ldh");
    // Another laboratory has its own limits.
    let mut bedside = at_week_12("enzymes", first_visit);
    bedside.keys("type:Elsewhere enter 1 0 420 enter");
    assert_eq!(bedside.here(), "enzymes ck.uln");
    assert_eq!(bedside.stored("week-12", "enzymes", "ck.uln"), "");
}

#[test]
fn a_limit_that_is_typed_one_field_too_late_is_asked_about() {
    let mut bedside = at_week_12("enzymes", first_visit);
    bedside.keys("= enter = 0 420 enter");
    let notice = "CK upper limit: 170, as this laboratory had it before.";
    assert_eq!(bedside.notice(), notice);
    bedside.keys("170 enter");
    let text = bedside.picker().text.join(" ");
    assert!(
        text.contains("Was the limit typed one field too late?"),
        "{text}"
    );
    assert_eq!(bedside.stored("week-12", "enzymes", "aldolase"), "");
    // Another number is a result, and the limit that somebody typed has led nobody on.
    let mut bedside = at_week_12("enzymes", first_visit);
    bedside.keys("= enter = 0 420 enter 6.1 enter");
    assert_eq!(bedside.stored("week-12", "enzymes", "aldolase"), "6.1");
    let mut bedside = at_form("enzymes");
    bedside.keys("type:Lab enter 1 0 420 enter 100 enter 100 enter");
    assert_eq!(bedside.stored("baseline", "enzymes", "aldolase"), "100");
}

#[test]
fn a_result_is_judged_by_the_limit_that_is_carried_with_it() {
    let mut bedside = at_week_12("enzymes", first_visit);
    bedside.keys("= enter = 0 9000 enter");
    // 9000 is more than 50 times 170, though less than 10 times 1260.
    let text = bedside.picker().text.join(" ");
    assert!(text.contains("50 times its limit"), "{text}");
}

#[test]
fn results_below_quantification_and_in_microkatal() {
    let mut bedside = at_form("enzymes");
    bedside.keys("type:Lab enter 2 0 21 enter 2.8 enter <.02 enter");
    let value = |field: &str| bedside.stored_answer("baseline", "enzymes", field).unwrap();
    let ck = Answer::number("21".parse().unwrap(), Some("ukat/L"));
    assert_eq!(value("ck"), &ck);
    let below = Answer::Value {
        value: Value::Below("0.02".parse().unwrap()),
        unit: Some("ukat/L".to_owned()),
    };
    assert_eq!(value("aldolase"), &below);
    // A limit of normal is a plain number.
    let mut bedside = at_form("enzymes");
    bedside.keys("type:Lab enter 1 0 <15 enter <");
    assert_eq!(bedside.stored("baseline", "enzymes", "ck"), "<15");
    let refusal = bedside.form().refusal.clone().unwrap();
    assert!(
        refusal.contains("a plain number above 0, without <"),
        "{refusal}"
    );
    // What looks like the other unit is asked about.
    let mut bedside = at_form("enzymes");
    bedside.keys("type:Lab enter 2 0 1260 enter");
    let text = bedside.picker().text.join(" ");
    assert!(text.contains("looks like a value in U/L"), "{text}");
    // Without a unit there is no result.
    let mut bedside = at_form("enzymes");
    bedside.keys("type:Lab enter enter enter 0 21 enter");
    assert!(
        bedside
            .form()
            .refusal
            .as_ref()
            .unwrap()
            .contains("unit comes first")
    );
}

// Notes, undo, going to a field.

#[test]
fn notes_are_written_changed_and_removed() {
    let mut bedside = at_form("phga");
    bedside.keys("ctrl-n type:after_exercise enter");
    assert_eq!(bedside.here(), "phga vas");
    let note = |bedside: &Bedside| {
        bedside
            .cell("baseline", "phga", "vas")
            .unwrap()
            .note
            .clone()
    };
    assert_eq!(note(&bedside).as_deref(), Some("after exercise"));
    // The visit was begun by it.
    assert!(matches!(bedside.events()[1], Event::SessionBegun { .. }));
    let before = bedside.count();
    bedside.keys("ctrl-n enter");
    assert_eq!(bedside.count(), before, "an unchanged note is no entry");
    bedside.keys("ctrl-n ctrl-u type:before esc");
    assert_eq!(note(&bedside).as_deref(), Some("after exercise"));
    bedside.keys("ctrl-n ctrl-u enter");
    assert_eq!(note(&bedside), None);
    // A note is no answer.
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "");
    bedside.assert_settled();
}

#[test]
fn words_are_deleted_in_a_field() {
    let mut bedside = at_form("enzymes");
    bedside.keys("type:Central_labb ctrl-w type:lab enter");
    assert_eq!(
        bedside.stored("baseline", "enzymes", "laboratory"),
        "Central lab"
    );
}

#[test]
fn erase_empties_the_text_then_the_answer() {
    let mut bedside = at_form("phga");
    bedside.keys("4.7 enter up 5 delete");
    assert_eq!((bedside.text(), bedside.shows("vas").as_str()), ("", "4.7"));
    bedside.keys("delete");
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "");
    let last = bedside.events().pop().unwrap().clone();
    assert!(matches!(
        last,
        Event::Cleared {
            origin: Origin::Typed,
            ..
        }
    ));
    bedside.keys("ctrl-u");
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "4.7");
    assert_eq!(
        bedside.origin("baseline", "phga", "vas"),
        Some(Origin::Undone)
    );
}

#[test]
fn a_field_is_gone_to_by_its_name() {
    let mut bedside = at_form("mmt8");
    bedside.keys("8 8 8 / type:delt enter");
    assert_eq!(bedside.here(), "mmt8 deltoid.r");
    bedside.keys("f6 type:neck esc");
    assert_eq!(bedside.here(), "mmt8 deltoid.r");
    bedside.keys("insert type:hip_abd enter");
    assert_eq!(bedside.here(), "mmt8 gmed.r");
}

#[test]
fn a_field_of_another_form_is_gone_to_and_nothing_typed_is_lost() {
    let mut bedside = at_form("ptga");
    bedside.keys("6 f6 type:neck_fl enter");
    assert_eq!(bedside.here(), "mmt8 neckflex");
    assert_eq!(bedside.stored("baseline", "ptga", "vas"), "6.0");
    bedside.keys("5 esc");
    assert_eq!(bedside.top(), "visit");
    // What is no answer yet waits in its field.
    let mut bedside = at_form("ptga");
    bedside.keys("6. f6 type:neck_fl enter / type:patient_global_vas enter");
    assert_eq!(
        (bedside.here().as_str(), bedside.waits()),
        ("ptga vas", "6.")
    );
    // A question comes first, and then the field.
    let mut bedside = at_week_12("glucocorticoid", weight);
    bedside.keys("0 72 f6 type:neck_fl enter");
    assert_eq!(bedside.picker().title, "Weight: is this right?");
    bedside.keys("enter 1");
    assert_eq!(bedside.here(), "mmt8 neckflex");
    assert_eq!(bedside.prompts()[0].2, "72");
    let mut bedside = at_week_12("glucocorticoid", weight);
    bedside.keys("0 72 f6 type:neck_fl enter esc");
    assert_eq!(bedside.here(), "glucocorticoid weight");
    assert_eq!(bedside.waits(), "72");
}

#[test]
fn the_next_empty_required_field_is_one_key_away() {
    let mut bedside = at_form("mmt8");
    bedside.keys("8 down 8 f10");
    assert_eq!(bedside.here(), "mmt8 wristext.r");
    bedside.keys("end f10");
    assert_eq!(bedside.here(), "mmt8 deltoid.l");
    bedside.keys("8 ctrl-e");
    assert_eq!(bedside.here(), "mmt8 biceps.l");
    let mut bedside = at_form("phga");
    bedside.keys("5.0 enter 3 f10");
    assert!(
        bedside.notice().contains("No required field"),
        "{}",
        bedside.notice()
    );
}

#[test]
fn a_visit_outside_its_window_asks_first() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 5");
    assert_eq!(bedside.picker().title, "Outside the window");
    bedside.keys("enter");
    assert_eq!(bedside.top(), "picker");
    bedside.keys("esc");
    assert_eq!(bedside.layers(), ["participants", "participant"]);
    bedside.keys("5 enter 0");
    assert_eq!(bedside.layers(), ["participants", "participant"]);
    // A digit that was typed ahead, for the first form of the visit, opens nothing.
    bedside.keys("5 1 2 3");
    assert_eq!(bedside.top(), "picker");
    bedside.must_show("3 keys were not taken.");
    bedside.keys("esc 5 enter 1");
    assert_eq!(bedside.layers(), ["participants", "participant", "visit"]);
    assert_eq!(bedside.model().open_visit().unwrap().as_str(), "week-12");
    assert_eq!(bedside.count(), 1);
}

// Pastes, Esc, Alt.

#[test]
fn a_paste_is_one_edit_and_no_answer() {
    let mut bedside = at_form("phga");
    bedside.paste(" 4.7\n");
    assert_eq!(
        (bedside.here().as_str(), bedside.text()),
        ("phga vas", "4.7")
    );
    assert_eq!(bedside.count(), 1);
    bedside.keys("enter");
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "4.7");
    bedside.keys("up").paste("4.7 enter cm");
    assert!(
        bedside.notice().contains("does not fit"),
        "{}",
        bedside.notice()
    );
    assert_eq!(bedside.text(), "");
    bedside.keys(". enter").paste("1");
    assert_eq!(bedside.top(), "picker");
    assert!(bedside.notice().contains("does not answer this"));
    bedside.keys("esc esc");
    // The last field has its own text: the one who pastes at the end pastes nowhere.
    bedside.keys("6 end 3").paste("2");
    assert_eq!(bedside.text(), "");
}

#[test]
fn a_paste_into_the_finder_is_text_in_every_keymap() {
    for name in Keymap::names() {
        let mut bedside = Bedside::with(name, study(), &["01-001", "02-002"]);
        bedside.paste("/gk-\n+");
        assert_eq!(bedside.layers(), ["participants"], "{name}");
        let coreset::screens::stack::Layer::Participants(list) = &bedside.model().layers[0] else {
            panic!("the list is gone");
        };
        assert_eq!(list.line.text(), "/gk- +", "{name}");
    }
}

#[test]
fn esc_is_harmless_everywhere() {
    let places = [
        "type:01",
        "enter",
        "enter 5",
        "enter 1",
        "enter 1 1",
        "enter 1 1 4",
        "enter 1 1 4.",
        "enter 1 1 12",
        "enter 1 1 . enter",
        "enter 1 1 . enter 6 type:words",
        "enter 1 1 / type:neck",
        "enter 1 1 ctrl-n type:words",
        "enter 1 2 page-down f9",
        "enter 1 4 1",
        "enter 1 4 9 5",
        "enter 1 8 0 90.5",
        "ctrl-n type:01-00",
        "f1",
        "ctrl-g",
        "enter 1 1 f4",
    ];
    for place in places {
        let mut bedside = Bedside::enrolled();
        bedside.keys(place);
        let before = answers(&bedside);
        for _ in 0..8 {
            bedside.keys("esc");
        }
        assert_eq!(answers(&bedside), before, "{place}");
        assert_eq!(bedside.layers(), ["participants"], "{place}");
        assert!(!bedside.quit);
        bedside.assert_settled();
    }
    // What was typed is not thrown away.
    let mut bedside = at_form("mmt8");
    bedside.keys("1 esc 4");
    assert_eq!(
        (bedside.here().as_str(), bedside.waits()),
        ("mmt8 deltoid.r", "1")
    );
    bedside.keys("backspace 0");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.r"), "10");
}

#[test]
fn an_alt_key_that_nobody_bound_is_esc_and_the_key() {
    let mut bedside = at_form("ptga");
    bedside.keys("alt-6");
    assert_eq!(bedside.here(), "phga vas");
    bedside.keys("ctrl-d alt-4");
    assert_eq!((bedside.here().as_str(), bedside.text()), ("phga vas", "4"));
}

// Saving.

#[test]
fn answers_do_not_flicker_while_receipts_are_outstanding() {
    let mut bedside = at_form("mmt8");
    bedside.holds = true;
    let typed = ["8", "7", "6", "9", "8"];
    let fields = [
        "deltoid.r",
        "deltoid.l",
        "biceps.r",
        "biceps.l",
        "wristext.r",
    ];
    for key in typed {
        bedside.keys(key);
    }
    // Corrected before the first receipt is there.
    bedside.keys("home 5");
    assert!(bedside.screen().contains("saving"));
    let steady = |bedside: &Bedside| {
        assert_eq!(bedside.shows("deltoid.r"), "5");
        for (field, key) in fields.iter().zip(typed).skip(1) {
            assert_eq!(bedside.shows(field), key, "{field}");
        }
    };
    steady(&bedside);
    while bedside.deliver() {
        steady(&bedside);
    }
    bedside.assert_settled();
    bedside.must_show("saved #");
}

#[test]
fn what_was_kept_is_kept_once_whatever_the_order_of_receipts() {
    let mut bedside = at_form("mmt8");
    bedside.holds = true;
    bedside.keys("9 5 enter enter 5 8 8");
    bedside.deliver_all();
    bedside.assert_settled();
    assert_eq!(
        bedside
            .cell("baseline", "mmt8", "deltoid.l")
            .unwrap()
            .kept
            .len(),
        1
    );
}

#[test]
fn what_is_refused_stays_says_so_and_is_sent_again_under_its_own_name() {
    let mut bedside = at_form("mmt8");
    bedside.owner.refuses = Some("The disk is full; make room, then type on.".to_owned());
    bedside.keys("8");
    assert_eq!(bedside.shows("deltoid.r"), "8");
    assert!(bedside.notice().contains("disk is full"));
    bedside.must_show("NOT SAVED");
    bedside.keys("7");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.r").as_str(), "");
    bedside.owner.refuses = None;
    bedside.keys("6");
    let names: Vec<&str> = bedside.sent.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        ["mk-1-1", "mk-1-1", "mk-1-2", "mk-1-1", "mk-1-2", "mk-1-3"]
    );
    bedside.assert_settled();
    for (field, grade) in [("deltoid.r", "8"), ("deltoid.l", "7"), ("biceps.r", "6")] {
        assert_eq!(bedside.stored("baseline", "mmt8", field), grade);
    }
    assert!(!bedside.screen().contains("NOT SAVED"));
}

#[test]
fn what_was_refused_never_replaces_a_newer_answer() {
    let mut bedside = at_form("mmt8");
    bedside.holds = true;
    bedside.keys("8 up 5");
    // The first is refused, the second is stored.
    bedside.owner.refuses = Some("The disk is full.".to_owned());
    bedside.deliver();
    bedside.owner.refuses = None;
    bedside.deliver();
    assert_eq!(bedside.shows("deltoid.r"), "5");
    bedside.holds = false;
    bedside.keys("6");
    bedside.assert_settled();
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.r"), "5");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.l"), "6");
}

#[test]
fn a_participant_opened_again_shows_what_is_not_saved_yet() {
    let mut bedside = at_form("mmt8");
    bedside.owner.refuses = Some("The disk is full.".to_owned());
    bedside.keys("8 esc esc esc enter 1 4 home");
    assert_eq!(bedside.shows("deltoid.r"), "8");
}

#[test]
fn a_record_that_comes_late_gets_the_keys_that_were_meant_for_it() {
    let mut bedside = Bedside::enrolled();
    bedside.holds = true;
    bedside.keys("enter 1 4 8 7 enter");
    let records = |bedside: &Bedside| {
        let records = bedside.mail.iter();
        records
            .filter(|mail| matches!(mail, Request::Record(_)))
            .count()
    };
    assert_eq!(records(&bedside), 1, "one record is asked for once");
    assert_eq!(bedside.layers(), ["participants"]);
    bedside.holds = false;
    bedside.deliver_all();
    assert_eq!(bedside.here(), "mmt8 biceps.r");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.r"), "8");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.l"), "7");
    // Whoever gives up waiting is not taken anywhere when it comes.
    let mut bedside = Bedside::enrolled();
    bedside.holds = true;
    bedside.keys("enter 1 4 esc ctrl-n type:02-0");
    bedside.holds = false;
    bedside.deliver_all();
    assert_eq!(bedside.here(), "enrolment id");
    assert_eq!(bedside.text(), "02-0");
}

#[test]
fn leaving_waits_for_the_receipt() {
    let mut bedside = at_form("mmt8");
    bedside.keys("8");
    bedside.holds = true;
    bedside.keys("7 ctrl-x");
    assert!(!bedside.quit);
    // Any other key stays.
    bedside.keys("down").deliver_all();
    assert!(!bedside.quit);
    bedside.keys("7 ctrl-x").deliver_all();
    assert!(bedside.quit);
    let mut bedside = at_form("mmt8");
    bedside.holds = true;
    bedside.keys("7 ctrl-x ctrl-x");
    assert!(bedside.quit);
}

// Earlier scores.

fn shown(bedside: &Bedside) -> Vec<String> {
    let shown = bedside
        .events()
        .into_iter()
        .filter_map(|event| match event {
            Event::Shown { form, .. } => Some(form.to_string()),
            _ => None,
        });
    shown.collect()
}

#[test]
fn earlier_scores_are_shown_and_that_is_recorded_once() {
    let mut bedside = at_week_12("phga", first_visit);
    bedside.must_show("8.6");
    assert!(shown(&bedside).is_empty());
    bedside.keys("6.0 enter 3 up up 6.1 enter");
    assert_eq!(shown(&bedside), ["phga"]);
    let session = bedside.record("01-001").session("week-12").unwrap();
    assert_eq!(session.shown, ["phga".into()]);
    // It stands before the answer that may have been swayed by it.
    let kinds = bedside.events();
    let place = |wanted: fn(&Event) -> bool| kinds.iter().position(|event| wanted(event));
    let told = place(|event| matches!(event, Event::Shown { .. }));
    let answered = place(|event| matches!(event, Event::Answered { .. }));
    assert!(told < answered);
    bedside.assert_settled();
}

#[test]
fn earlier_scores_wait_for_the_entry() {
    let mut bedside = at_week_12("ptga", first_visit);
    for look in [bedside.screen(), bedside.screen_of(160, 50, Look::FULL)] {
        assert!(!look.contains("7.7"), "{look}");
    }
    bedside.keys("5.0 enter 3");
    bedside.must_not_show("7.7");
    assert!(shown(&bedside).is_empty());
    bedside.keys("1");
    bedside.must_show("7.7");
    // Whoever changes an answer after that was shown the earlier one.
    bedside.keys("home 5.1 enter");
    assert_eq!(shown(&bedside), ["ptga"]);
}

#[test]
fn earlier_scores_are_never_shown_where_the_study_says_so() {
    let mut study = study();
    for measure in Measure::ALL {
        study
            .protocol
            .earlier_scores
            .insert(measure, EarlierScores::Never);
    }
    let mut bedside = Bedside::with("default", study, &["01-001"]);
    first_visit(&mut bedside.owner);
    bedside.today("2026-05-25");
    bedside.keys("enter enter 6 6.0 enter 3");
    for look in [bedside.screen(), bedside.screen_of(160, 50, Look::FULL)] {
        assert!(!look.contains("8.6") && !look.contains("7.7"), "{look}");
    }
    bedside.keys("f4");
    let page = bedside.screen();
    assert!(!page.contains("8.6") && !page.contains("7.7"), "{page}");
    assert!(shown(&bedside).is_empty());
}

#[test]
fn a_patient_never_sees_the_values_of_the_physician() {
    let mut bedside = at_week_12("ptga", |owner| {
        first_visit(owner);
        let today = "2026-05-25";
        owner.fill("01-001", "week-12", today, "phga", "vas=9.4 likert=3");
        owner.fill("01-001", "week-12", today, "haq", "item01=1");
    });
    for form in ["1", "2", "3"] {
        bedside.keys("esc").keys(form);
        for look in [bedside.screen(), bedside.screen_of(160, 50, Look::FULL)] {
            assert!(!look.contains("8.6"), "{look}");
            assert!(!look.contains("9.4"), "{look}");
            assert!(!look.contains("1260"), "{look}");
        }
    }
}

// Going on where the program was left.

#[test]
fn the_place_is_remembered_at_each_key_and_comes_back() {
    let mut bedside = at_form("ptga");
    bedside.keys("4");
    let place = bedside.place.clone().unwrap();
    assert_eq!(place.participant.as_deref(), Some("01-001"));
    assert_eq!(place.form.as_deref(), Some("ptga"));
    assert_eq!(
        (place.field.as_deref(), place.text.as_str()),
        (Some("vas"), "4")
    );
    let places = bedside.places;
    bedside.keys(".");
    assert_eq!(bedside.places, places + 1);
    let mut bedside = bedside.restarted();
    assert_eq!(bedside.picker().title, "Go on where you were?");
    let words = bedside.picker().text.join(" ");
    assert!(
        words.contains("01-001 AB at Baseline") && words.contains("\"4.\""),
        "{words}"
    );
    bedside.keys("enter");
    assert_eq!(
        (bedside.here().as_str(), bedside.text(), bedside.waits()),
        ("ptga vas", "", "4.")
    );
    assert_eq!(
        bedside.layers(),
        ["participants", "participant", "visit", "form"]
    );
    bedside.keys("enter 1");
    assert_eq!(bedside.text(), "4.");
    bedside.keys("7 enter");
    assert_eq!(bedside.stored("baseline", "ptga", "vas"), "4.7");
    bedside.assert_settled();
    // Back on the list there is nothing to go back to.
    bedside.keys("esc esc esc");
    assert!(bedside.place.as_ref().unwrap().is_nowhere());
    let bedside = bedside.restarted();
    assert_eq!(bedside.layers(), ["participants"]);
}

#[test]
fn a_text_says_how_full_it_is_once_that_matters_and_takes_no_character_that_nobody_sees() {
    let mut bedside = at_form("enzymes");
    bedside.keys("F6 type:laboratory enter");
    assert_eq!(bedside.here(), "enzymes laboratory");
    bedside.type_text(&"e".repeat(47));
    assert_eq!(bedside.notice(), "");
    bedside.type_text("e");
    assert_eq!(bedside.notice(), "48 of 60 characters.");
    bedside.type_text("\u{200b}").keys("enter");
    assert_eq!(bedside.here(), "enzymes laboratory");
    bedside.must_show("sees: take it out.");
    bedside.keys("backspace enter");
    assert_eq!(
        bedside.stored("baseline", "enzymes", "laboratory"),
        "e".repeat(48)
    );
}

/// A program started anew and gone on in the field where 17 was typed when the line was lost.
fn gone_on_at_17() -> Bedside {
    let mut bedside = at_form("enzymes");
    bedside.keys("F6 type:ck enter 17").lose();
    let mut again = bedside.restarted();
    again.keys("enter");
    assert_eq!(again.layers().last(), Some(&"form"));
    assert_eq!((again.text(), again.waits()), ("", "17"));
    again
}

#[test]
fn a_draft_from_before_the_start_is_asked_about_before_a_key_changes_it() {
    for typed in ["2", ".", "enter", "paste"] {
        let mut bedside = gone_on_at_17();
        let here = bedside.here();
        match typed {
            "paste" => _ = bedside.paste("2"),
            key => _ = bedside.keys(key),
        }
        assert_eq!(bedside.top(), "picker", "{typed}");
        let lines = &bedside.picker().lines;
        let lines: Vec<_> = lines.iter().map(|line| (line.key, &*line.label)).collect();
        assert_eq!(lines, [('1', "go on with 17"), ('2', "begin anew")]);
        assert_eq!(bedside.waits(), "17");
        // A digit of the word that was meant answers nothing, and neither does its Enter.
        if typed != "enter" {
            bedside.keys("1 2 enter");
            assert_eq!((bedside.top(), bedside.waits()), ("picker", "17"));
            bedside.keys("enter");
        }
        // Back to the field: it is asked again.
        bedside.keys("backspace");
        assert_eq!((bedside.top(), bedside.text()), ("form", ""));
        bedside.keys("enter 1");
        assert_eq!((bedside.here(), bedside.text()), (here.clone(), "17"));
        bedside.keys("2 backspace 3");
        assert_eq!(bedside.text(), "173");
    }
}

/// A program started anew and gone on in the global scale where 4 was typed when the line was lost.
fn gone_on_at_4() -> Bedside {
    let mut bedside = at_form("ptga");
    bedside.keys("4").lose();
    let mut again = bedside.restarted();
    again.keys("enter");
    assert_eq!((again.top(), again.waits()), ("form", "4"));
    again
}

#[test]
fn begun_anew_the_word_is_empty_or_holds_what_was_typed_over_the_draft() {
    for (asked_by, text) in [("7", "7"), ("paste", "7"), ("enter", "")] {
        let mut bedside = gone_on_at_4();
        match asked_by {
            "paste" => _ = bedside.paste("7").keys("enter enter"),
            "enter" => _ = bedside.keys("enter"),
            key => _ = bedside.keys(key).keys("enter enter"),
        }
        assert_eq!((bedside.top(), bedside.waits()), ("picker", "4"));
        bedside.keys("2");
        assert_eq!(
            (bedside.top(), bedside.text()),
            ("form", text),
            "{asked_by}"
        );
        bedside.must_not_show("4 !");
        if text.is_empty() {
            bedside.keys("7");
        }
        bedside.keys(".1 enter");
        assert_eq!(bedside.stored("baseline", "ptga", "vas"), "7.1");
        assert!(bedside.model().waiting().is_empty(), "{asked_by}");
        bedside.keys("esc");
        assert!(bedside.model().waiting().is_empty(), "{asked_by}");
        bedside.assert_settled();
    }
}

#[test]
fn a_key_typed_over_a_draft_of_a_choice_is_the_choice_once_it_is_begun_anew() {
    let mut bedside = at_form("mmt8");
    let here = bedside.here();
    let field = here.split(' ').nth(1).unwrap().to_owned();
    // The first of two keys of grade 10.
    bedside.keys("1").lose();
    let mut bedside = bedside.restarted();
    bedside.keys("enter 7 enter enter 2");
    assert_eq!(bedside.stored("baseline", "mmt8", &field), "7");
    assert!(bedside.model().waiting().is_empty());
}

#[test]
fn no_enter_takes_a_draft_that_was_begun_anew_over_and_it_comes_back_by_esc_undo_and_a_new_start() {
    for back in ["esc", "undo", "lose"] {
        let mut bedside = gone_on_at_4();
        bedside.keys("enter 2");
        assert_eq!((bedside.text(), bedside.waits()), ("", ""));
        for _ in 0..2 {
            bedside.keys("enter");
            assert_eq!(bedside.text(), "", "{back}");
            assert_eq!(bedside.stored_answer("baseline", "ptga", "vas"), None);
        }
        bedside.keys("home");
        match back {
            "esc" => _ = bedside.keys("esc"),
            "undo" => {
                bedside.act(Action::Undo);
                let said = "What waited here is back, not saved. Enter opens it.";
                assert_eq!((bedside.waits(), bedside.notice()), ("4", said));
            }
            _ => _ = bedside.lose(),
        }
        let waiting = bedside.model().waiting();
        let texts: Vec<_> = waiting.iter().map(|draft| draft.text.as_str()).collect();
        assert_eq!(texts, ["4"], "{back}");
        let bedside = bedside.restarted();
        let waiting = bedside.model().waiting();
        let texts: Vec<_> = waiting.iter().map(|draft| draft.text.as_str()).collect();
        assert_eq!(texts, ["4"], "{back}");
    }
}

#[test]
fn keys_typed_in_one_burst_go_into_no_draft_of_before_and_answer_nothing() {
    for burst in [
        "2",
        "2 2",
        "2 1",
        "2 enter 1 enter",
        "enter 1",
        "enter 1 2 enter",
    ] {
        let mut bedside = gone_on_at_17();
        bedside.burst(burst);
        assert_eq!(
            (bedside.top(), bedside.waits()),
            ("picker", "17"),
            "{burst}"
        );
        assert_eq!(
            bedside
                .owner
                .records
                .values()
                .next()
                .unwrap()
                .sessions
                .len(),
            0
        );
    }
}

#[test]
fn backspace_opens_a_draft_of_before_and_an_arrow_leaves_it() {
    let mut bedside = gone_on_at_17();
    bedside.keys("backspace");
    assert_eq!((bedside.top(), bedside.text()), ("form", "17"));
    let mut bedside = gone_on_at_17();
    let here = bedside.here();
    bedside.keys("down up");
    assert_eq!((bedside.here(), bedside.waits()), (here, "17"));
    // Come back to by moving it stands as an answer does: a character begins a new word.
    bedside.keys("2");
    assert_eq!((bedside.top(), bedside.text()), ("form", "2"));
}

#[test]
fn an_enrolment_comes_back_with_its_answers() {
    let mut bedside = Bedside::new();
    bedside.keys("ctrl-n type:01-001 enter type:ab enter 19");
    let mut bedside = bedside.restarted();
    bedside.keys("enter");
    assert_eq!(
        (bedside.here().as_str(), bedside.waits()),
        ("enrolment birth-year", "19")
    );
    assert_eq!(bedside.shows("initials"), "AB");
    bedside.keys("enter 1 70 enter type:f 1 62.5 enter enter enter enter 1");
    assert_eq!(
        bedside.record("01-001").participant,
        bedside::participant("01-001")
    );
}

#[test]
fn a_note_comes_back_as_a_note() {
    let mut bedside = at_form("mmt8");
    bedside.keys("1 ctrl-n type:pain");
    let mut bedside = bedside.restarted();
    bedside.keys("enter");
    assert_eq!(bedside.top(), "note");
    bedside.keys("type:ful enter");
    assert_eq!(
        (bedside.here().as_str(), bedside.waits()),
        ("mmt8 deltoid.r", "1")
    );
    let cell = bedside.cell("baseline", "mmt8", "deltoid.r").unwrap();
    assert_eq!(cell.note.as_deref(), Some("painful"));
}

#[test]
fn no_means_the_list() {
    for no in ["down enter", "esc"] {
        let mut bedside = at_form("ptga");
        bedside.keys("4");
        let mut bedside = bedside.restarted();
        bedside.keys(no);
        assert_eq!(bedside.layers(), ["participants"]);
        bedside.keys("enter");
        assert_eq!(bedside.layers(), ["participants", "participant"]);
    }
}

// Keymaps.

/// Types every required field that has the focus with its own short key, until the visit is done.
fn type_all(bedside: &mut Bedside, key_of: impl Fn(&str, &str) -> Option<&'static str>) {
    for _ in 0..2000 {
        if bedside.top() != "form" {
            return;
        }
        if bedside.form().at_end {
            bedside.act(Action::Next);
            continue;
        }
        let (form, field) = (bedside.form().form.clone(), bedside.form().focus.clone());
        let study = bedside.owner.study.clone();
        let known = study.form(form.as_str()).unwrap();
        let kind = known.field(field.as_str()).unwrap();
        let text = match key_of(form.as_str(), field.as_str()) {
            Some(text) => text.to_owned(),
            None if !kind.required => String::new(),
            None => match &kind.kind {
                FieldKind::Choice { .. } => {
                    let choices = known.choices(kind);
                    let absent = kind
                        .absent
                        .as_deref()
                        .and_then(|absent| choices.iter().find(|choice| choice.code == absent));
                    let choice = absent.unwrap_or(choices.last().unwrap());
                    choice.key.clone().unwrap_or(choice.code.clone())
                }
                FieldKind::Vas { .. } => "0".to_owned(),
                other => panic!("{form} {field}: {other:?}"),
            },
        };
        bedside.type_text(&text);
        if bedside.top() == "picker" {
            panic!("{form} {field}: {:?}", bedside.picker().text);
        }
        if bedside.form().focus == field && !bedside.form().at_end {
            bedside.act(Action::Next);
        }
    }
    panic!("the visit does not end: {}", bedside.here());
}

#[test]
fn a_visit_is_typed_on_the_number_pad_alone() {
    let mut bedside = Bedside::with("numpad", study(), &["01-001"]);
    let pad = |bedside: &mut Bedside, keys: &str| {
        let allowed = |word: &str| {
            matches!(word, "enter" | "backspace")
                || word.chars().all(|c| "0123456789.-+*/".contains(c))
        };
        assert!(keys.split_whitespace().all(allowed), "{keys}");
        bedside.keys(keys);
    };
    pad(&mut bedside, "enter enter enter");
    let numbers = |form: &str, field: &str| match (form, field) {
        ("ptga" | "phga", "likert") => Some("0"),
        ("mmt8", "tester") => Some("1"),
        ("mmt8", _) => Some("*"),
        // A laboratory that is known by its number.
        ("enzymes", "laboratory") => Some("12"),
        ("enzymes", "unit") => Some("1"),
        ("enzymes", "ck") => Some("1260"),
        ("enzymes", "ck.uln") => Some("170"),
        ("enzymes", "aldolase") => Some("8.4"),
        ("enzymes", "aldolase.uln") => Some("7.6"),
        ("enzymes", "ldh.uln") => Some("250"),
        ("enzymes", "ast.uln" | "alt.uln") => Some("35"),
        ("enzymes", "ldh") => Some("410"),
        ("enzymes", "ast" | "alt") => Some("88"),
        ("glucocorticoid", "taken") => Some("1"),
        ("glucocorticoid", "drug" | "frequency" | "route") => Some("1"),
        ("glucocorticoid", "dose") => Some("20"),
        ("glucocorticoid", "weight") => Some("62.5"),
        ("events-asked", _) => Some("0"),
        ("vital-signs", "weight") => Some("62.5"),
        ("vital-signs", "height") => Some("165"),
        ("vital-signs", "temperature") => Some("36.6"),
        ("vital-signs", "temperature.site") => Some("3"),
        ("vital-signs", "position") => Some("1"),
        ("vital-signs", "pulse") => Some("72"),
        ("vital-signs", "systolic") => Some("118"),
        ("vital-signs", "diastolic") => Some("76"),
        ("vital-signs", "ecg") => Some("0"),
        ("vital-signs", "qt") => Some("388"),
        ("vital-signs", "rr") => Some("820"),
        ("laboratory", "sampled-on") => Some("20260302"),
        ("laboratory", "laboratory") => Some("12"),
        ("laboratory", "haemoglobin") => Some("135"),
        ("laboratory", "haemoglobin.lln") => Some("120"),
        ("laboratory", "haemoglobin.uln") => Some("160"),
        ("laboratory", "leucocytes") => Some("6.1"),
        ("laboratory", "leucocytes.lln") => Some("3.5"),
        ("laboratory", "neutrophils") => Some("4.2"),
        ("laboratory", "neutrophils.lln") => Some("1.8"),
        ("laboratory", "lymphocytes") => Some("1.5"),
        ("laboratory", "lymphocytes.lln") => Some("1.1"),
        ("laboratory", "platelets") => Some("240"),
        ("laboratory", "platelets.lln") => Some("125"),
        ("laboratory", "creatinine") => Some("61"),
        ("laboratory", "creatinine.uln") => Some("73"),
        ("laboratory", "ast" | "alt") => Some("88"),
        ("laboratory", "ast.uln" | "alt.uln") => Some("40"),
        ("laboratory", "bilirubin") => Some("9"),
        ("laboratory", "bilirubin.uln") => Some("21"),
        ("laboratory", "albumin") => Some("42"),
        ("laboratory", "albumin.lln") => Some("40"),
        ("laboratory", "glucose") => Some("5.1"),
        ("laboratory", "glucose.lln") => Some("3.9"),
        ("laboratory", "potassium") => Some("4.2"),
        ("laboratory", "potassium.lln") => Some("3.5"),
        ("laboratory", "potassium.uln") => Some("5.3"),
        ("laboratory", "crp") => Some("3"),
        ("laboratory", "esr") => Some("12"),
        ("laboratory", "urine-protein.strip" | "urine-blood.strip") => Some("0"),
        ("laboratory", unit) if unit.starts_with("unit.") => match unit {
            "unit.leucocytes" | "unit.platelets" => Some("9"),
            "unit.urine-protein" | "unit.protein-creatinine" => None,
            _ => Some("1"),
        },
        ("laboratory", "fasting") => Some("1"),
        (
            "disease",
            "first-symptom" | "diagnosed" | "skin-onset" | "panel.date" | "emg-date" | "mri-date",
        ) => Some("2020"),
        ("disease", "age-at-onset") => Some("49"),
        _ => None,
    };
    // Every key that it takes to go on is the Enter of the pad.
    let next = bedside.model().shared.keymap.clone();
    let next = next.keys(coreset::input::action::Context::Form, Action::Next)[0];
    assert_eq!(next, Key::plain(Code::Enter));
    for form in study().instruments.values() {
        for field in form.fields() {
            let typed = numbers(form.id.as_str(), field.id.as_str()).unwrap_or_default();
            assert!(typed.chars().all(|c| "0123456789.*".contains(c)));
            for choice in form.choices(field) {
                let key = choice.key.as_deref().unwrap_or(&choice.code);
                let plain = key.chars().all(|c| "0123456789.*".contains(c));
                assert!(plain || key == "T", "{} {} {key}", form.id, field.id);
            }
        }
    }
    type_all(&mut bedside, numbers);
    assert_eq!(bedside.summary("01-001").visits[0].complete, 12);
    bedside.assert_settled();
    // Back, on, an empty field, a reason, a correction: all on the pad.
    pad(&mut bedside, "4 - - + backspace * . enter *");
    assert_eq!(bedside.top(), "form");
}

#[test]
fn every_keymap_gives_the_same_record() {
    let mut records = Vec::new();
    for name in Keymap::names() {
        let mut owner = Bedside::enrolled().owner;
        first_visit(&mut owner);
        owner.now = bedside::at("2026-05-25");
        let mut bedside = Bedside::start(name, owner, None, "mk-1");
        use Action as A;
        bedside.act(A::Open).act(A::Open).act(A::Open);
        // Patient global: typed, back, corrected, a reason, undone.
        bedside.type_text("4.7").act(A::Next).act(A::Previous);
        bedside.type_text("4.8").act(A::Next);
        bedside.type_text("2").act(A::Previous).act(A::Missing);
        bedside.type_text("3").act(A::Undo).act(A::Next);
        bedside.type_text("1").act(A::Next);
        // HAQ: a part at once, and one gone to by its name.
        bedside
            .act(A::NextSection)
            .type_text("1")
            .act(A::RestAbsent)
            .type_text("1");
        bedside
            .act(A::GoTo)
            .type_text("pain")
            .act(A::Open)
            .type_text("2.5")
            .act(A::Next);
        bedside
            .act(A::First)
            .type_text("2")
            .act(A::Last)
            .act(A::Erase);
        bedside.act(A::NextRequired).type_text("1").act(A::Back);
        assert_eq!(bedside.top(), "visit", "{name}");
        // The dose, repeated, with a note and a question.
        bedside
            .type_text("8")
            .act(A::Repeat)
            .act(A::Repeat)
            .act(A::Note);
        bedside.type_text("as before").act(A::Open).act(A::Repeat);
        bedside.act(A::Next);
        bedside.type_text("11").type_text("80.5").act(A::Next);
        assert_eq!(bedside.top(), "picker", "{name}");
        bedside.act(A::Open).act(A::Next).act(A::Open);
        assert_eq!(bedside.here(), "glucocorticoid end", "{name}");
        bedside.act(A::Back).act(A::Back).act(A::Back);
        assert_eq!(bedside.layers(), ["participants"], "{name}");
        bedside.assert_settled();
        records.push((
            name,
            bedside.events().into_iter().cloned().collect::<Vec<_>>(),
        ));
    }
    assert_eq!(records.len(), 4);
    let (_, first) = &records[0];
    assert!(first.len() > 20);
    for (name, record) in &records {
        assert_eq!(record, first, "{name}");
    }
}

// Undo.

/// An edit by keys in one form; questions that come up are kept for reason 1.
fn edit() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "8",
        "9",
        "5",
        "*",
        "2",
        "0",
        "1 enter",
        "t",
        "down",
        "up",
        "home",
        "end",
        "page-down",
        "ctrl-d 8",
        "ctrl-d 3",
        "delete",
        "f9",
        "f10",
        "y",
        "n",
        "3.5 enter",
        "enter",
        "<7 enter",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 96,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn undoing_every_change_gives_back_what_was_there(
        form in 0usize..8,
        before in prop::collection::vec(edit(), 0..12),
        edits in prop::collection::vec(edit(), 1..25),
    ) {
        let mut bedside = Bedside::after(first_visit);
        bedside.keys("enter 1").type_text(&(form + 1).to_string());
        let type_all = |bedside: &mut Bedside, edits: &[&str]| {
            for edit in edits.iter().flat_map(|edit| edit.split(' ')) {
                if bedside.form().at_end && matches!(edit, "enter" | "down") {
                    // They would go on to the next form.
                    continue;
                }
                bedside.keys(edit);
                if bedside.top() == "picker" {
                    bedside.keys("1");
                }
                if bedside.top() == "picker" || bedside.top() == "note" {
                    bedside.keys("esc");
                }
            }
        };
        type_all(&mut bedside, &before);
        let changes = bedside.form().undo.len();
        let then = answers(&bedside);
        type_all(&mut bedside, &edits);
        prop_assert_eq!(bedside.layers().len(), 4);
        if !bedside.text().is_empty() {
            // Undo takes no open word away.
            bedside.keys("delete");
        }
        while bedside.form().undo.len() > changes {
            bedside.keys("ctrl-u");
        }
        prop_assert_eq!(answers(&bedside), then);
        bedside.assert_settled();
        prop_assert_eq!(bedside.form().visit.clone(), Some(VisitId::from("baseline")));
    }
}

#[test]
fn an_enter_pressed_from_habit_skips_no_field() {
    let mut bedside = at_form("mmt8");
    // After a grade that went on by itself, after a word that was taken away, and after opening by number.
    bedside.keys("8 enter 7 enter");
    assert_eq!(bedside.here(), "mmt8 biceps.r");
    assert!(
        bedside.notice().contains("Biceps, right is empty"),
        "{}",
        bedside.notice()
    );
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.l"), "7");
    bedside.keys("x enter enter enter");
    assert_eq!(bedside.here(), "mmt8 biceps.r");
    // The same key again does skip, and Down always does.
    bedside.keys("enter");
    assert_eq!(bedside.here(), "mmt8 biceps.l");
    bedside.keys("9 down");
    assert_eq!(bedside.here(), "mmt8 wristext.l");
    bedside.keys("esc 6 enter");
    assert_eq!(bedside.here(), "phga vas");
    bedside.assert_settled();
}

#[test]
fn the_separator_of_an_id_goes_in_by_itself() {
    let mut bedside = Bedside::new();
    bedside.keys("ctrl-n 0 1 0 0 3");
    assert_eq!(bedside.text(), "01-003");
    bedside.keys("enter");
    assert_eq!(bedside.shows("id"), "01-003");
    assert_eq!(bedside.here(), "enrolment initials");
}

#[test]
fn nothing_is_typed_on_a_screen_that_is_too_small() {
    let mut bedside = at_form("mmt8");
    bedside.tell(coreset::screens::effect::Msg::Resize(39, 24));
    bedside.keys("8 enter 7");
    bedside.tell(coreset::screens::effect::Msg::Resize(80, 24));
    assert_eq!(bedside.here(), "mmt8 deltoid.r");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.r"), "");
}

#[test]
fn a_value_that_was_kept_is_kept_when_it_is_put_back() {
    let mut bedside = at_week_12("glucocorticoid", weight);
    bedside.keys("0 72.5 enter enter 1").deliver_all();
    let kept = |bedside: &Bedside| {
        let cell = bedside.cell("week-12", "glucocorticoid", "weight");
        cell.map(|cell| cell.kept.clone()).unwrap_or_default()
    };
    let said = kept(&bedside);
    assert!(!said.is_empty());
    bedside.keys("up 62.0 enter").deliver_all();
    assert_eq!(kept(&bedside), []);
    bedside.keys("ctrl-u").deliver_all();
    assert_eq!(
        bedside.stored("week-12", "glucocorticoid", "weight"),
        "72.5"
    );
    assert_eq!(kept(&bedside), said);
    bedside.assert_settled();
}
