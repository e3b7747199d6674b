//! Answers that a new one makes not asked: asked about before, listed in the review, printed nowhere, told by the check.

use crate::support::bedside::{self, Bedside, DAY};
use coreset::domain::forms::engine::instrument::Condition;
use coreset::domain::record::entry::Head;
use coreset::domain::record::event::PromptOutcome;
use coreset::domain::views::recheck::{Found, recheck};
use coreset::screens::look::Look;
use coreset::screens::sign::sheet::{self, Printing};

/// At the weight loss of the activity form, which asks for two weights as long as it is there.
fn at_weight_loss() -> Bedside {
    let mut bedside = Bedside::after(|owner| {
        let answers = "con.02=2 con.02.weight=60.5 con.02.weight-before=66";
        owner.fill("01-001", "baseline", DAY, "mdaat", answers);
    });
    bedside.keys("enter 1 5 F6 type:weight_loss enter");
    assert_eq!(bedside.here(), "mdaat con.02");
    bedside
}

fn con02(bedside: &Bedside) -> (String, String) {
    let stored = |field| bedside.stored("baseline", "mdaat", field);
    (stored("con.02"), stored("con.02.weight"))
}

#[test]
fn answers_that_would_no_longer_count_are_named_and_only_enter_on_the_line_hides_them() {
    let mut bedside = at_weight_loss();
    let count = bedside.count();
    bedside.keys("0");
    assert_eq!(
        bedside.picker().text,
        ["2 answers will no longer count: Weight now; Weight before."]
    );
    // Neither the Enter of the digit nor a digit typed ahead answers it.
    bedside.keys("1 0");
    assert_eq!((bedside.top(), bedside.count()), ("picker", count));
    bedside.keys("enter");
    let said = "2 keys were not taken. Enter once more lets you choose.";
    assert_eq!(bedside.notice(), said);
    // Nor does any number of Enters.
    bedside.keys("enter enter enter enter");
    assert_eq!((bedside.top(), bedside.count()), ("picker", count));
    bedside.keys("down enter");
    assert_eq!(bedside.top(), "form");
    // What is hidden stands as it was.
    assert_eq!(con02(&bedside), ("0".to_owned(), "60.5".to_owned()));
    let (field, rule, value, outcome, reason) = bedside.prompts().pop().unwrap();
    assert_eq!(
        (field.as_str(), rule.as_str(), value.as_str(), outcome),
        ("con.02", "hides-answers", "0", PromptOutcome::Kept)
    );
    assert_eq!(
        reason.as_deref(),
        Some("2 answers will no longer count: Weight now; Weight before.")
    );
    // The answer is no unusual value, and nothing is left there to be mended: it has no mark.
    bedside.keys("F6 type:weight_loss enter");
    bedside.must_not_show("0 ?");
    bedside.must_not_show("kept:");
    // The next answer that hides nothing more asks nothing.
    bedside.keys("1");
    assert_eq!(bedside.top(), "form");
    assert_eq!(con02(&bedside).0, "1");
    bedside.assert_settled();
}

#[test]
fn esc_takes_the_new_answer_back() {
    for keys in ["0 esc", "0 backspace", "0 enter enter down down enter"] {
        let mut bedside = at_weight_loss();
        bedside.keys(keys);
        assert_eq!(
            (bedside.top(), bedside.here().as_str(), bedside.text()),
            ("form", "mdaat con.02", ""),
            "{keys}"
        );
        assert_eq!(con02(&bedside), ("2".to_owned(), "60.5".to_owned()));
        let (field, rule, _, outcome, _) = bedside.prompts().pop().unwrap();
        assert_eq!(
            (field.as_str(), rule.as_str(), outcome),
            ("con.02", "hides-answers", PromptOutcome::Corrected)
        );
        bedside.assert_settled();
    }
}

#[test]
fn an_erased_answer_a_missing_reason_and_an_undo_are_asked_about_as_well() {
    let mut bedside = at_weight_loss();
    bedside.keys("delete");
    assert_eq!(bedside.top(), "picker");
    bedside.keys("esc");
    assert_eq!(con02(&bedside).0, "2");
    bedside.keys("delete enter down enter");
    assert_eq!(con02(&bedside).0, "");
    assert_eq!(agreed(&bedside), ("con.02".to_owned(), String::new()));
    // Taking that back shows the weights again, and asks nothing.
    bedside.keys("ctrl-u");
    assert_eq!((bedside.top(), con02(&bedside).0.as_str()), ("form", "2"));
    bedside.keys("ctrl-d 7");
    assert_eq!(bedside.top(), "picker");
    assert!(bedside.picker().text[0].starts_with("2 answers will no longer count"));
    bedside.keys("esc");
    assert_eq!(con02(&bedside).0, "2");
    // An answer entered here and undone, with what it asked for entered meanwhile.
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 5 F6 type:weight_loss enter 2 6 0 enter 6 6 enter");
    assert_eq!(con02(&bedside), ("2".to_owned(), "60".to_owned()));
    // Taken back step by step nothing is hidden: what was entered last goes first.
    bedside.keys("ctrl-u ctrl-u ctrl-u");
    assert_eq!((bedside.top(), con02(&bedside).0.as_str()), ("form", ""));
    // What somebody else entered meanwhile is, and whoever takes back agrees to it.
    bedside.keys("2");
    let answers = "con.02.weight=60.5";
    bedside
        .owner
        .fill("01-001", "baseline", DAY, "mdaat", answers);
    bedside.spread();
    bedside.keys("F6 type:weight_loss enter ctrl-u");
    assert_eq!(
        bedside.picker().text,
        ["1 answer will no longer count: Weight now."]
    );
    let count = bedside.count();
    bedside.keys("esc");
    assert_eq!((con02(&bedside).0.as_str(), bedside.count()), ("2", count));
    bedside.keys("ctrl-u enter down enter");
    assert_eq!(con02(&bedside), (String::new(), "60.5".to_owned()));
    assert_eq!(agreed(&bedside), ("con.02".to_owned(), String::new()));
    bedside.assert_settled();
}

/// The field and the value of the newest question, which the user agreed to: answers no longer count.
fn agreed(bedside: &Bedside) -> (String, String) {
    let (field, rule, value, outcome, reason) = bedside.prompts().pop().unwrap();
    assert_eq!(
        (rule.as_str(), outcome),
        ("hides-answers", PromptOutcome::Kept)
    );
    assert!(reason.unwrap().contains("will no longer count"));
    (field, value)
}

#[test]
fn an_enrolment_form_asks_as_well_before_an_answer_no_longer_counts() {
    let mut study = bedside::study();
    let mut fields = study
        .enrolment
        .sections
        .iter_mut()
        .flat_map(|section| &mut section.fields);
    let weight = fields.find(|field| field.id.as_str() == "weight").unwrap();
    weight.visible_when = Some(Condition {
        field: "diagnosis".into(),
        is: vec!["dermatomyositis".to_owned()],
        compared: None,
        missing: false,
    });
    let mut bedside = Bedside::with("default", study, &[]);
    bedside.keys("ctrl-n type:01-001 enter type:ab enter 1970 enter type:f 1 62.5 enter up up");
    let here = bedside.here();
    bedside.keys("down");
    assert_eq!(
        (here.as_str(), bedside.here().as_str()),
        ("enrolment diagnosis", "enrolment weight")
    );
    for change in ["2", "delete"] {
        bedside.keys("up");
        bedside.keys(change);
        assert_eq!(
            bedside.picker().text,
            ["1 answer will no longer count: Weight."],
            "{change}"
        );
        bedside.keys("esc");
        assert_eq!(bedside.here(), "enrolment diagnosis");
        assert_eq!(bedside.shows("weight"), "62.5");
        bedside.keys("down");
    }
    bedside.keys("up 2 enter enter down enter");
    assert_eq!(bedside.top(), "form");
    assert_ne!(bedside.shows("diagnosis"), "");
}

#[test]
fn they_are_listed_in_the_review_printed_nowhere_and_told_by_the_check() {
    let mut bedside = at_weight_loss();
    bedside.keys("0 enter enter down enter esc f10 end");
    let review = bedside.model().shared.review(&"baseline".into());
    let hidden: Vec<_> = review
        .seen
        .iter()
        .filter(|point| point.label.starts_with("Weight "))
        .map(|point| point.field.as_ref().unwrap().as_str())
        .collect();
    // Each leads to the answer that hides it.
    assert!(
        hidden.starts_with(&["con.02", "con.02"]),
        "{:?}",
        review.seen
    );
    let printing = Printing {
        head: Head {
            seq: 1,
            hash: "0".repeat(64),
            at: None,
        },
        program: "test".to_owned(),
        columns: 80,
        pages: false,
    };
    let look = Look::FULL;
    let shared = &bedside.model().shared;
    let sheet = sheet::as_text(shared, &"baseline".into(), &printing, &look).unwrap();
    assert!(!sheet.contains("60.5"), "{sheet}");
    let flat = sheet.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = "Answered, no longer asked and not counted: Weight now; Weight before";
    assert!(flat.contains(line), "{sheet}");
    let found = recheck(
        &bedside.owner.study,
        bedside.record("01-001"),
        bedside.owner.now.date_naive(),
    );
    let hidden: Vec<_> = found
        .iter()
        .filter(|finding| finding.rule == "not-asked")
        .collect();
    assert_eq!(hidden.len(), 2);
    // Somebody was asked, so they are settled.
    for finding in hidden {
        assert!(matches!(finding.found, Found::NotAsked { .. }));
        assert!(finding.kept.as_ref().unwrap().contains("no longer count"));
    }
    assert!(!found.iter().any(|finding| finding.rule == "hides-answers"));
}
