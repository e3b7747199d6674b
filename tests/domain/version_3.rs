//! Version 3 of the study that comes with the program beside version 2, with which a running study goes on.

use crate::support::earlier::{content, differences, files_of_version_2, version_2};
use crate::support::shipped::study;
use coreset::domain::study::shipped::SHIPPED_STUDIES;

#[test]
fn the_difference_that_is_shown_names_the_new_forms_limits_and_fields() {
    let lines = differences(&content(&files_of_version_2()), &content(&[]));
    let of = |part: &str| -> Vec<&str> {
        let lines = lines.iter().map(String::as_str);
        lines.filter(|line| line.starts_with(part)).collect()
    };
    assert_eq!(
        of("study, eligibility"),
        [
            "study, eligibility: least-egfr added (30)",
            "study, eligibility: least-ejection-fraction added (45)",
            "study, eligibility: least-haemoglobin added (80)",
            "study, eligibility: least-neutrophils added (1)",
            "study, eligibility: least-platelets added (50)",
            "study, eligibility: most-nyha-class added (2)",
            "study, eligibility: most-qtcf added (500)",
            "study, eligibility: tuberculosis-years added (3)",
        ]
    );
    assert_eq!(of("study: version"), ["study: version \"2\" becomes \"3\""]);
    // Two forms at each of the five visits, and the disease at the first.
    assert_eq!(of("visit ").len(), 11);
    assert!(of("visit ").iter().all(|line| line.contains("added")));
    assert_eq!(
        of("visit baseline"),
        [
            "visit baseline, forms: \"vital-signs\" added",
            "visit baseline, forms: \"laboratory\" added",
            "visit baseline, forms: \"disease\" added",
        ]
    );
    let forms = of("form ");
    let named = [
        "eligibility",
        "enrolment",
        "enzymes",
        "glucocorticoid",
        "mdaat",
        "medication",
    ];
    let named = named.map(|form| format!("form {form}"));
    let is_named = |line: &&str| named.iter().any(|form| line.starts_with(form.as_str()));
    assert!(forms.iter().all(is_named));
    assert_eq!(
        of("form enrolment"),
        [
            "form enrolment: version \"1\" becomes \"2\"",
            "form enrolment: field enrolled-on added (\"Enrolled on\")",
        ]
    );
    assert!(forms.contains(&"form eligibility: version \"1\" becomes \"2\""));
    let removed = forms.iter().filter(|line| line.contains("removed"));
    assert_eq!(removed.count(), 0, "{forms:?}");
}

#[test]
fn version_2_is_the_one_that_was_shipped_before_and_asks_as_it_did() {
    let (old, new) = (version_2(), study());
    let before = SHIPPED_STUDIES.iter().rev().nth(1);
    assert_eq!(before, Some(&old.hash.as_str()));
    for (old, new) in old.protocol.visits.iter().zip(&new.protocol.visits) {
        // What was asked keeps its place, and so its key, but for the adverse events, which come last.
        let kept = old.forms.len() - 1;
        assert_eq!(old.forms[..kept], new.forms[..kept]);
        assert_eq!(old.forms.last(), new.forms.last());
    }
    let (old, new) = (old.eligibility().unwrap(), new.eligibility().unwrap());
    for field in old.fields() {
        assert!(new.field(field.id.as_str()).is_some(), "{}", field.id);
    }
    assert!(old.field("ex.tumour").is_none());
    assert!(new.field("ex.tumour").is_some());
}
