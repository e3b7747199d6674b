//! What is longer than its screen: nothing is cut without a mark, and all of it can be reached.

use crate::support::bedside::{Bedside, Owner, study};
use coreset::screens::effect::Msg;
use coreset::screens::look::{Glyphs, Look};
use coreset::tools::demo;
use std::collections::BTreeSet;
use std::sync::Arc;

const ASCII: Look = Look {
    colour: false,
    glyphs: Glyphs::Ascii,
};

/// Opens the list of fourteen synthetic participants on a screen so large.
fn on(columns: u16, rows: u16) -> Bedside {
    let study = Arc::new(study());
    let mut owner = Owner::new(study.clone());
    let today = owner.now.date_naive();
    for (number, events) in demo::participants(&study, 14, today, 7).enumerate() {
        owner.store(format!("demo-{number}"), events);
    }
    let mut bedside = Bedside::start("default", owner, None, "mk-1");
    bedside.tell(Msg::Resize(columns, rows));
    bedside
}

/// Text without its blanks, as lines are broken.
fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn the_whole_study_is_reached_with_the_keys_that_the_last_row_names() {
    for (columns, rows) in [(40, 20), (60, 20), (80, 24), (120, 40), (40, 12)] {
        let mut bedside = on(columns, rows);
        bedside.keys("F7");
        let mut seen = BTreeSet::new();
        let mut screen = bedside.screen_of(columns, rows, ASCII);
        for _ in 0..60 {
            seen.extend(screen.lines().map(bare));
            let last = screen.lines().last().unwrap();
            let is_marked = screen.lines().any(|line| line.contains("~ "));
            let goes_on = screen.lines().any(|line| line.trim_end().ends_with("more"));
            let is_named = last.contains("Down next");
            assert!(is_named || !goes_on, "{columns}x{rows}:\n{screen}");
            assert!(is_marked || !is_named, "{columns}x{rows}:\n{screen}");
            bedside.keys("down");
            screen = bedside.screen_of(columns, rows, ASCII);
        }
        let said = |words: &str| seen.iter().any(|line| line.contains(&bare(words)));
        for number in 1..=14 {
            assert!(
                said(&format!("99-{number:03}")),
                "{number} at {columns}x{rows}"
            );
        }
        let figures = [
            "Responders at Week 12",
            "TIS major",
            "Medians",
            "Prednisone mg/d",
        ];
        for words in figures.into_iter().chain(["grade 1-5", "serious, open"]) {
            assert!(said(words), "{words} at {columns}x{rows}: {seen:?}");
        }
        // The way back leads through the same lines, to the first participant.
        bedside.keys("home");
        let top = bedside.screen_of(columns, rows, ASCII);
        assert!(top.contains("> 99-001"), "{top}");
    }
}

#[test]
fn a_line_of_the_figures_opens_nobody() {
    let mut bedside = on(60, 20);
    bedside.keys("F7 End Down Enter");
    assert_eq!(bedside.top(), "study");
    bedside.keys("Up Enter");
    assert_eq!(bedside.top(), "participant");
}

#[test]
fn each_sentence_of_the_menu_is_whole() {
    for (columns, rows) in [(40, 20), (60, 20), (80, 24)] {
        for way in ["Ctrl-G", "Enter Ctrl-G", "Enter 1 1 Ctrl-G"] {
            let mut bedside = on(columns, rows);
            bedside.keys(way);
            for _ in 0..40 {
                let screen = bedside.screen_of(columns, rows, ASCII);
                let cut = screen.lines().find(|line| line.contains('~'));
                assert_eq!(cut, None, "{columns}, {way}:\n{screen}");
                bedside.keys("down");
            }
        }
    }
}

#[test]
fn the_timeline_says_whole_whom_it_is_about() {
    for (place, diagnosis) in [(7, "dermatomyositis"), (13, "clinically amyopathic")] {
        let mut bedside = on(80, 24);
        bedside.keys(&format!("type:{place:03} Ctrl-P"));
        let screen = bedside.screen_of(80, 24, ASCII);
        let head: Vec<&str> = screen.lines().skip(1).take(2).collect();
        assert!(!head.join(" ").contains('~'), "{screen}");
        assert!(bare(&head.join(" ")).contains(&bare(diagnosis)), "{screen}");
    }
}
