//! One key explains the signs of a screen and works out the verdict that it shows.

use crate::support::bedside::{Bedside, Owner, at, study};
use coreset::screens::look::Look;
use coreset::tools::demo;
use std::sync::Arc;

const TODAY: &str = "2026-03-02";

fn demo() -> Bedside {
    let study = Arc::new(study());
    let mut owner = Owner::new(study.clone());
    for (number, events) in demo::participants(&study, 14, at(TODAY).date_naive(), 7).enumerate() {
        owner.store(format!("demo-{number}"), events);
    }
    Bedside::start("default", owner, None, "mk-1")
}

/// All lines of the page on top, however long it is.
fn whole(bedside: &Bedside) -> String {
    bedside.screen_of(120, 200, Look::FULL)
}

fn must(text: &str, part: &str) {
    let flat: Vec<&str> = text.split_whitespace().collect();
    assert!(flat.join(" ").contains(part), "{part} is not in\n{text}");
}

#[test]
fn the_help_over_the_change_page_works_its_verdict_out_and_goes_back_to_it() {
    let mut bedside = demo();
    bedside.keys("type:XI Enter 5 F4");
    let change = bedside.screen();
    bedside.keys("F1");
    let help = whole(&bedside);
    // The numbers of the change page: see its snapshot.
    must(&help, "The verdict at Week 12, worked out");
    must(
        &help,
        "Physician VAS: 8.5 at baseline, 1.1 now; change -87.1 % of the baseline: improved (20 % or more)",
    );
    must(
        &help,
        "TIS: +74.0 % of the range of 10, more than 40: 20.0 of 20.0 points",
    );
    must(
        &help,
        "MMT-8: 113 at baseline, 127 now; change +12.4 % of the baseline: neither improved nor worse",
    );
    must(
        &help,
        "TIS: +9.3 % of the range of 150, more than 2 up to 10: 10.0 of 32.5 points",
    );
    must(
        &help,
        "met: at least 3 improved by 20 % or more: 5 (Physician VAS, Patient VAS, HAQ-DI, Enzyme, Extramuscular)",
    );
    must(&help, "met: at most 2 worse by 25 % or more: 0");
    must(
        &help,
        "met: MMT-8 not worse by 25 % or more: its change is +12.4 %",
    );
    must(&help, "met: at least 3 improved by more than 20 %: 5");
    must(&help, "20.0 + 10.0 + 10.0 + 5.0 + 2.5 + 20.0 = 67.5");
    must(
        &help,
        "minimal from 20.0, moderate from 40.0, major from 60.0",
    );
    must(&help, "What the signs mean");
    bedside.keys("Esc");
    assert_eq!(bedside.screen(), change);
}

#[test]
fn the_same_key_explains_the_panel_and_the_timeline_with_the_same_verdict() {
    let mut bedside = demo();
    bedside.keys("type:XI Enter 5 6 F1");
    let panel = whole(&bedside);
    bedside.keys("Esc F3 F1");
    let timeline = whole(&bedside);
    for part in [
        "The verdict at Week 12, worked out",
        "20.0 + 10.0 + 10.0 + 5.0 + 2.5 + 20.0 = 67.5",
        "met: at least 3 improved by 20 % or more: 5",
    ] {
        must(&panel, part);
        must(&timeline, part);
    }
    must(&timeline, "W12 Week 12");
}

#[test]
fn the_verdict_worked_out_says_what_is_typed_as_the_panel_does() {
    let mut bedside = demo();
    bedside.keys("type:XG Enter 5 Enter 1 6 4 . 2");
    assert_eq!(bedside.text(), "4.2");
    bedside.keys("F1");
    must(&whole(&bedside), "4.2 now");
}

#[test]
fn the_help_shows_no_score_that_the_screen_beneath_hides() {
    let mut bedside = demo();
    // Week 8 of XH is due: patient global and HAQ are seen once they are entered here.
    for keys in ["type:XH Enter 4 4 F1", "Esc F3 left F1", "Esc Esc F4 F1"] {
        bedside.keys(keys);
        let help = whole(&bedside);
        must(
            &help,
            "The verdict shows once every hidden measure is entered.",
        );
        for hidden in ["Patient VAS: ", "HAQ-DI: ", "improved by 20 % or more: "] {
            assert!(!help.contains(hidden), "{hidden} in\n{help}");
        }
    }
    // A patient answers.
    let mut bedside = demo();
    bedside.keys("type:XH Enter 4 1 F1");
    let help = whole(&bedside);
    must(
        &help,
        "Scores are hidden while the patient answers this form.",
    );
    assert!(
        !help.contains("VAS: ") && !help.contains("improved by 20 % or more: "),
        "{help}"
    );
}

#[test]
fn the_list_and_the_study_explain_their_own_signs_alone() {
    let mut bedside = demo();
    bedside.keys("F1");
    let list = whole(&bedside);
    must(
        &list,
        "a serious adverse event that no investigator has seen",
    );
    assert!(!list.contains("withheld"), "{list}");
    assert!(!list.contains("worked out"), "{list}");
    bedside.keys("Esc F7 F1");
    let study = whole(&bedside);
    must(&study, "exact 95 % interval");
    assert!(!study.contains("withheld"), "{study}");
    // A screen without signs of its own explains its keys alone.
    bedside.keys("Esc Esc Ctrl-N F1");
    assert!(!whole(&bedside).contains("What the signs mean"));
}
