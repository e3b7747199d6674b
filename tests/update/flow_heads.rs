//! A record that lacks what somebody was told: a lasting line says so on every screen, and nothing typed is lost.

use crate::support::bedside::{Bedside, at};
use coreset::domain::record::heads::MissingHead;
use coreset::protocol::messages::{HeadStatus, OwnHead, Reply};
use coreset::screens::effect::Msg;
use coreset::screens::look::Look;

fn say(bedside: &mut Bedside, status: HeadStatus) {
    bedside.tell(Msg::Reply(Reply::Heads(Box::new(status))));
}

fn missing(proven: bool) -> HeadStatus {
    HeadStatus {
        missing: vec![MissingHead {
            user: "pt".to_owned(),
            seq: 41,
            hash: "ab".repeat(32),
            proven,
            at: at("2026-03-02"),
        }],
        ..HeadStatus::default()
    }
}

/// The screen as one line of words.
fn words(bedside: &Bedside, columns: u16, rows: u16) -> String {
    let screen = bedside.screen_of(columns, rows, Look::FULL);
    let words: Vec<&str> = screen.split_whitespace().collect();
    words.join(" ")
}

#[test]
fn the_own_missing_head_stops_saving_and_what_was_typed_is_sent_once_it_is_accepted() {
    let mut bedside = Bedside::after(|_| {});
    let own = OwnHead::Missing { seq: 41 };
    let status = HeadStatus {
        own,
        ..missing(false)
    };
    say(&mut bedside, status);
    let line = "! Nothing is saved from here: entry 41, which this account was told is stored, is not in the record. Tell a manager: coreset verify, then coreset head accept 41.";
    for size in [(80, 24), (100, 40), (60, 20)] {
        let shown = words(&bedside, size.0, size.1);
        assert!(shown.contains(line), "{size:?}: {shown}");
    }
    // On the list, at a participant, and in a form; a key does not take it away.
    bedside.keys("enter enter");
    assert!(words(&bedside, 80, 24).contains(line));
    bedside.keys("1");
    assert!(words(&bedside, 80, 24).contains(line));
    let before = bedside.owner.entries.len();
    bedside.owner.refuses = Some("Not saved: entry 41 is missing.".to_owned());
    bedside.keys("4.8 enter enter");
    assert_eq!(bedside.owner.entries.len(), before);
    bedside.must_show("NOT SAVED");
    bedside.owner.refuses = None;
    let accepted = OwnHead::Accepted {
        seq: 41,
        at: at("2026-03-03"),
    };
    say(
        &mut bedside,
        HeadStatus {
            own: accepted,
            ..HeadStatus::default()
        },
    );
    let shown = words(&bedside, 80, 24);
    assert!(!shown.contains("Nothing is saved"), "{shown}");
    assert!(shown.contains("accepted that on 3 Mar 2026"), "{shown}");
    bedside.assert_settled();
    assert!(bedside.owner.entries.len() > before);
}

#[test]
fn the_head_of_somebody_else_is_a_lasting_line_and_stops_nobody_unless_it_is_proven() {
    let mut bedside = Bedside::after(|_| {});
    say(&mut bedside, missing(false));
    let line = "pt was told that entry 41 is stored, and the record lacks it. Tell a manager: coreset verify, then coreset head accept 41.";
    bedside.keys("down up");
    assert!(words(&bedside, 80, 24).contains(&format!("! {line}")));
    say(&mut bedside, missing(true));
    assert!(words(&bedside, 80, 24).contains(&format!("! Nothing is saved: {line}")));
    say(&mut bedside, HeadStatus::default());
    assert!(!words(&bedside, 80, 24).contains("record lacks it"));
}

#[test]
fn a_restore_is_told_with_its_day_and_is_no_alarm() {
    let mut bedside = Bedside::after(|_| {});
    let own = OwnHead::Restored {
        seq: 41,
        entries: 30,
        at: at("2026-03-02"),
    };
    say(
        &mut bedside,
        HeadStatus {
            own,
            ..HeadStatus::default()
        },
    );
    let told = "Restored on 2 Mar 2026 from a backup of 30 entries; this account was told of 41.";
    assert!(words(&bedside, 100, 30).contains(told));
    bedside.keys("down");
    assert!(!words(&bedside, 100, 30).contains("Restored on"));
}

#[test]
fn what_is_said_once_of_heads_keeps_its_advice_at_80_columns_with_large_numbers() {
    let at = at("2026-12-22");
    let accepted = OwnHead::Accepted { seq: 1_234_567, at };
    let restored = OwnHead::Restored {
        seq: 1_234_567,
        entries: 1_198_765,
        at,
    };
    for own in [accepted, restored] {
        let mut bedside = Bedside::after(|_| {});
        say(
            &mut bedside,
            HeadStatus {
                own,
                ..HeadStatus::default()
            },
        );
        let shown = words(&bedside, 80, 24);
        assert!(shown.contains("enter again what is missing."), "{shown}");
    }
}
