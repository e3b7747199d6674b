//! Version 2 of the study that comes with the program beside version 1, with which a running study goes on.

use crate::support::earlier::{
    content, differences, files_of_version_1, files_of_version_2, version_1, version_2,
};
use coreset::domain::course::{ADVERSE_EVENT, asks_events};
use coreset::domain::record::rows::{ERROR_REASON, IN_ERROR};
use coreset::domain::study::shipped::SHIPPED_STUDIES;

#[test]
fn the_difference_that_is_shown_names_what_changes_and_nothing_else() {
    let old = content(&files_of_version_1());
    let lines = differences(&old, &content(&files_of_version_2()));
    assert_eq!(
        lines,
        [
            "study: version \"1\" becomes \"2\"",
            "visit baseline, forms: \"events-asked\" added",
            "visit week-2, forms: \"events-asked\" added",
            "visit week-4, forms: \"events-asked\" added",
            "visit week-8, forms: \"events-asked\" added",
            "visit week-12, forms: \"events-asked\" added",
            "form abatacept: version \"1\" becomes \"2\"",
            "form abatacept: field error-reason removed (\"Why it is an error\")",
            "form abatacept, field entered-in-error: by-action added (true)",
            "form adverse-event: version \"1\" becomes \"2\"",
            "form adverse-event: field error-reason removed (\"Why it is an error\")",
            "form adverse-event, field entered-in-error: by-action added (true)",
            "study: form events-asked added (\"Adverse events\")",
            "form medication: version \"1\" becomes \"2\"",
            "form medication: field error-reason removed (\"Why it is an error\")",
            "form medication, field entered-in-error: by-action added (true)",
        ]
    );
}

#[test]
fn version_1_is_the_one_that_was_shipped_before_and_asks_as_it_did() {
    let (old, new) = (version_1(), version_2());
    let before = SHIPPED_STUDIES.iter().rev().nth(2);
    assert_eq!(before, Some(&old.hash.as_str()));
    for visit in &new.protocol.visits {
        assert!(asks_events(&new, visit.id.as_str()), "{}", visit.id);
        assert!(!asks_events(&old, visit.id.as_str()), "{}", visit.id);
    }
    for log in old.logs() {
        assert!(!log.field(IN_ERROR).unwrap().by_action, "{}", log.id);
        assert!(log.field(ERROR_REASON).is_some(), "{}", log.id);
        let log = new.form(&format!("{}#1", log.id)).unwrap();
        assert!(log.field(IN_ERROR).unwrap().by_action, "{}", log.id);
        assert!(log.field(ERROR_REASON).is_none(), "{}", log.id);
    }
    assert!(new.form(&format!("{ADVERSE_EVENT}#1")).is_some());
}
