//! What is said of a text that is no answer: each refusal names a way out that can be followed where the cursor stands.

use crate::support::bedside::Bedside;

fn refusal(bedside: &Bedside) -> String {
    bedside.form().refusal.clone().unwrap_or_default()
}

fn at_form(form: &str) -> Bedside {
    let forms = [
        "ptga",
        "haq",
        "rand36",
        "mmt8",
        "mdaat",
        "phga",
        "enzymes",
        "glucocorticoid",
        "vital-signs",
        "laboratory",
    ];
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1");
    for _ in 0..forms.iter().position(|id| *id == form).unwrap() {
        bedside.keys("down");
    }
    bedside.keys("enter");
    assert_eq!(bedside.form().form.as_str(), form);
    bedside
}

/// Goes to a field by its id.
fn go_to(bedside: &mut Bedside, field: &str) {
    bedside.keys("insert").type_text(field).keys("enter");
    assert_eq!(bedside.form().focus.as_str(), field);
}

#[test]
fn a_word_that_is_no_option_is_told_the_digits_of_the_options() {
    let mut bedside = Bedside::new();
    bedside.keys("ctrl-n type:01-005 enter type:AB enter type:1970 enter f 9");
    assert_eq!(
        refusal(&bedside),
        "9 is not an answer here: choose 1 dermatomyositis, 2 amyopathic dermatomyositis."
    );
}

#[test]
fn backspace_is_advised_only_where_it_does_what_is_said() {
    let mut bedside = at_form("mmt8");
    bedside.keys("ctrl-g G 7 6");
    assert_eq!(
        refusal(&bedside),
        "76 is not a grade; Backspace takes the 6 away."
    );
    bedside.keys("home");
    assert_eq!(refusal(&bedside), "76 is not a grade: the 6 is too much.");
    bedside.keys("end");
    assert_eq!(
        refusal(&bedside),
        "76 is not a grade; Backspace takes the 6 away."
    );
    bedside.keys("left");
    assert_eq!(refusal(&bedside), "76 is not a grade: the 6 is too much.");
    bedside.keys("right backspace");
    assert_eq!((refusal(&bedside).as_str(), bedside.text()), ("", "7"));
}

#[test]
fn one_sentence_says_what_backspace_does() {
    let mut bedside = at_form("mmt8");
    bedside.keys("ctrl-g G 7 6 enter");
    assert_eq!(
        refusal(&bedside),
        "76 is not a grade; Backspace takes the 6 away. Enter takes it away, Tab leaves it."
    );
    // In the middle of the word nothing is said of it.
    bedside.keys("left");
    assert_eq!(
        refusal(&bedside),
        "76 is not a grade: the 6 is too much. Enter takes it away, Tab leaves it."
    );
    let mut bedside = at_form("phga");
    bedside.keys("4. enter");
    assert!(
        refusal(&bedside).ends_with("Backspace shortens it, Enter takes it away, Tab leaves it."),
        "{}",
        refusal(&bedside)
    );
}

#[test]
fn a_height_in_metres_and_a_creatinine_too_low_are_told_the_limit_with_its_unit() {
    let mut bedside = at_form("vital-signs");
    go_to(&mut bedside, "height");
    bedside.keys("type:1.68 enter");
    assert!(
        refusal(&bedside).starts_with("1.68 is below 80 cm, the smallest possible value."),
        "{}",
        refusal(&bedside)
    );
    let mut bedside = at_form("laboratory");
    go_to(&mut bedside, "unit.creatinine");
    bedside.keys("1 enter");
    go_to(&mut bedside, "creatinine");
    bedside.keys("2 enter");
    assert!(
        refusal(&bedside).contains(", the smallest possible value."),
        "{}",
        refusal(&bedside)
    );
}

#[test]
fn a_shortened_answer_that_stays_is_not_said_to_be_untyped() {
    let mut bedside = at_form("phga");
    bedside.keys("4.7 enter up backspace backspace backspace enter");
    assert_eq!(
        bedside.notice(),
        "4 is only what was left of it, so that 4.7 stays. Type the whole new value; Del erases it."
    );
}
