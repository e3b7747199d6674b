//! Words on their way into the record: a line takes no more of them than is stored, and loses nothing that stands.

use crate::support::bedside;
use crate::support::bedside::{Bedside, Owner};
use crate::support::signer::to;
use coreset::domain::record::entry::Assessor;
use coreset::domain::record::event::{Event, FieldPath, Origin, PromptOutcome};
use coreset::domain::record::user::Role;
use coreset::domain::rules::text_limits::{TEXT, TextName, check_event, check_text};
use coreset::input::action::Action;
use coreset::protocol::messages::Reply;
use coreset::screens::stack::Layer;
use coreset::screens::workspace::resume_point::ResumePoint;

/// The passphrase of who locks.
const PASSPHRASE: &str = "correct horse";

/// What is typed in the line on top.
fn line(bedside: &Bedside) -> String {
    let line = match bedside.model().layers.last() {
        Some(Layer::Note(note)) => &note.line,
        Some(Layer::Late(ask)) => &ask.line,
        Some(Layer::Locking(locking)) => &locking.line,
        _ => panic!("no words are asked for at {}", bedside.top()),
    };
    line.text().to_owned()
}

fn complete(owner: &mut Owner) {
    owner.fill(
        "01-001",
        "baseline",
        bedside::DAY,
        "phga",
        "vas=4.7 likert=2",
    );
}

fn at_vas() -> Bedside {
    let mut bedside = Bedside::after(complete);
    bedside.keys("enter 1 6 home");
    assert_eq!(bedside.here(), "phga vas");
    bedside
}

/// A form that was left complete, so that its changes need a reason.
fn left() -> Bedside {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 6 4.7 enter 2 esc 6");
    bedside
}

fn investigator() -> Bedside {
    let mut bedside = Bedside::after(|owner| {
        complete(owner);
        // Who has none is asked to set one before words are.
        owner
            .passphrases
            .insert("md".to_owned(), PASSPHRASE.to_owned());
    });
    let seat = bedside.joined_by("md", "M. Doctor", &[Role::Investigator]);
    bedside.sit(seat).keys("enter 1 f10");
    to(&mut bedside, "Lock this visit");
    bedside.keys("enter");
    bedside
}

/// A weight that is asked about.
fn unusual() -> Bedside {
    let mut bedside = Bedside::after(|owner| {
        let answers = "taken=n weight=62.5";
        owner.fill(
            "01-001",
            "baseline",
            bedside::DAY,
            "glucocorticoid",
            answers,
        );
    });
    bedside
        .today("2026-05-25")
        .keys("enter enter 8 0 72.5 enter enter");
    assert_eq!(bedside.picker().title, "Weight: is this right?");
    bedside
}

fn late() -> Bedside {
    let mut bedside = Bedside::after(complete);
    bedside.today("2026-03-30").keys("enter 2 enter 2");
    bedside.keys("type:2026-03-16 enter type:0930 enter");
    bedside.must_show("Why is it entered late?");
    bedside
}

/// At the reasons for changing the day of the baseline.
fn day(mut bedside: Bedside) -> Bedside {
    bedside.today("2026-03-30").keys("enter 1 0");
    bedside.keys("type:2026-03-03 enter enter");
    bedside.must_show("Reason for the change");
    bedside
}

/// Chooses the line of a question that wants words.
fn choose(mut bedside: Bedside, label: &str) -> Bedside {
    let picker = bedside.picker();
    let line = picker.lines.iter().find(|line| line.label.contains(label));
    let key = line
        .unwrap_or_else(|| panic!("no {label} in {:?}", picker.lines))
        .key;
    bedside.type_text(&key.to_string());
    bedside
}

/// Every place where words are asked for, and how many are stored there: behind the code of a reason, fewer.
fn places() -> Vec<(&'static str, Bedside, usize)> {
    let with = |mut bedside: Bedside, keys: &str| {
        bedside.keys(keys);
        bedside
    };
    let mut note = at_vas();
    note.act(Action::Note);
    let behind = TEXT - "other: ".len();
    vec![
        ("note", note, TEXT),
        ("query", with(at_vas(), "f5"), TEXT),
        ("missing", choose(with(at_vas(), ". enter"), "other"), TEXT),
        (
            "why",
            choose(with(left(), "5.1 enter enter"), "other"),
            behind,
        ),
        ("keep", choose(unusual(), "other"), behind),
        ("lock", investigator(), TEXT),
        ("late", choose(late(), "other"), behind),
        (
            "day",
            choose(day(Bedside::after(complete)), "other"),
            behind,
        ),
    ]
}

#[test]
fn a_line_takes_what_is_stored_and_no_more_and_a_paste_whole_or_not() {
    for (name, mut bedside, most) in places() {
        let count = bedside.count();
        bedside.paste(&"\u{e9}".repeat(most + 1));
        assert_eq!(line(&bedside), "", "{name}");
        let said = format!(
            "Not pasted: it has {} characters, and {most} more",
            most + 1
        );
        assert!(
            bedside.notice().starts_with(&said),
            "{name}: {}",
            bedside.notice()
        );
        let almost = "\u{e9}".repeat(most - 1);
        bedside.paste(&almost).type_text("a");
        let full = format!("{almost}a");
        assert_eq!(line(&bedside), full, "{name}");
        bedside.type_text("b");
        assert_eq!(line(&bedside), full, "{name}");
        let said = format!("The line is full: at most {most} characters are stored here.");
        assert_eq!(bedside.notice(), said, "{name}");
        bedside.paste("cd");
        assert_eq!(line(&bedside), full, "{name}");
        // What is there can still be edited, and is stored whole.
        bedside.keys("backspace").type_text("c").keys("enter");
        match name {
            "late" => {
                bedside.keys("2 3.0 enter 2 esc");
            }
            "lock" => {
                bedside.type_text(PASSPHRASE).keys("enter");
            }
            _ => {}
        }
        let entries = &bedside.owner.entries[count..];
        let stored = serde_json::to_string(entries).unwrap();
        assert!(stored.contains(&format!("{almost}c")), "{name}");
        for entry in entries {
            assert_eq!(check_event(&entry.draft.event), Ok(()), "{name}");
            let (reason, late) = (&entry.draft.reason, &entry.draft.late);
            for text in reason.iter().chain(late) {
                assert_eq!(check_text(TextName::Text, text), Ok(()), "{name}");
            }
        }
    }
}

/// Opens the same line again after the program was started anew.
fn opened_again(name: &str, place: Option<ResumePoint>, owner: Owner) -> Bedside {
    let role = if name == "lock" {
        Role::Investigator
    } else {
        Role::Assessor
    };
    let who = Assessor {
        user: if name == "lock" { "md" } else { "mk" }.to_owned(),
        ..bedside::who()
    };
    let mut again = Bedside::start_as("default", owner, place, "again-2", who, &[role]);
    let with = |mut bedside: Bedside, keys: &str| {
        bedside.keys(keys);
        bedside
    };
    match name {
        "note" => {
            again.keys("enter");
            if again.top() == "form" {
                again.act(Action::Note);
            }
            again
        }
        "query" => with(again, "enter f5"),
        "missing" => choose(with(again, "enter ctrl-d"), "other"),
        "why" => choose(with(again, "enter enter 1 enter enter"), "other"),
        "keep" => {
            again.today("2026-05-25");
            choose(with(again, "enter enter 1 enter enter"), "other")
        }
        "lock" => {
            again.keys("enter 1 f10");
            to(&mut again, "Lock this visit");
            with(again, "enter")
        }
        "late" => {
            again.today("2026-03-30").keys("enter 2 enter 2");
            again.keys("type:2026-03-16 enter type:0930 enter");
            choose(again, "other")
        }
        "day" => choose(day(again), "other"),
        name => panic!("{name}"),
    }
}

#[test]
fn words_of_every_line_survive_a_step_back_a_lost_line_and_a_new_start() {
    for leave in ["esc", "kill", "lose"] {
        for (name, mut bedside, _) in places() {
            bedside.type_text("sore");
            match leave {
                "esc" => _ = bedside.keys("esc"),
                "lose" => _ = bedside.lose(),
                _ => {}
            }
            let waits = |bedside: &Bedside| {
                let waiting = bedside.model().waiting().into_iter();
                waiting
                    .filter(|draft| draft.text.starts_with("sore"))
                    .count()
            };
            assert_eq!(waits(&bedside), 1, "{name} {leave}");
            let mut again = opened_again(name, bedside.place, bedside.owner);
            assert_eq!(line(&again), "sore", "{name} {leave}");
            let count = again.count();
            again.type_text(" knee").keys("enter");
            match name {
                "late" => _ = again.keys("2 3.0 enter 2 esc"),
                "lock" => _ = again.type_text(PASSPHRASE).keys("enter"),
                _ => {}
            }
            let stored = serde_json::to_string(&again.owner.entries[count..]).unwrap();
            assert!(stored.contains("sore knee"), "{name} {leave}: {stored}");
            assert_eq!(waits(&again), 0, "{name} {leave}");
        }
    }
}

#[test]
fn the_words_of_a_reason_come_back_for_the_same_value_and_for_no_other() {
    for (name, mut bedside, own, other) in [
        ("why", left(), "5.1", "5.2"),
        ("keep", unusual(), "72.5", "73.5"),
    ] {
        if name == "keep" {
            bedside.keys("esc delete");
        }
        for leave in ["esc", "lose"] {
            let asks = |mut bedside: Bedside, value: &str| {
                bedside.keys(value).keys("enter enter");
                choose(bedside, "other")
            };
            bedside = asks(bedside, own);
            bedside.keys("ctrl-u").type_text("sore");
            match leave {
                "esc" => _ = bedside.keys("esc delete"),
                _ => {
                    let at = opened_again(name, bedside.place.clone(), bedside.owner);
                    bedside = at;
                    assert_eq!(line(&bedside), "sore", "{name}");
                    bedside.keys("esc delete");
                }
            }
            bedside = asks(bedside, other);
            assert_eq!(
                (line(&bedside), bedside.notice()),
                (String::new(), ""),
                "{name}"
            );
            bedside.keys("esc delete");
            bedside = asks(bedside, own);
            assert_eq!(line(&bedside), "sore", "{name} {leave}");
            bedside.keys("esc delete");
        }
    }
}

#[test]
fn words_that_wait_are_listed_with_what_they_were_typed_for() {
    let said = [
        ("note", "Physician global VAS, note: sore"),
        ("query", "Physician global VAS, query: sore"),
        (
            "missing",
            "Physician global VAS, why there is no value: sore",
        ),
        (
            "why",
            "Physician global VAS, reason for the change to 5.1: sore",
        ),
        ("keep", "Weight, why 72.5 stays: sore"),
        ("lock", "01-001 Baseline reason for the lock: sore"),
        ("late", "01-001 Week 2 why it is entered late: sore"),
        ("day", "01-001 Baseline why the day is changed: sore"),
    ];
    for ((name, mut bedside, _), (known, said)) in places().into_iter().zip(said) {
        assert_eq!(name, known);
        bedside.type_text("sore").keys("esc ctrl-g U");
        let listed = bedside.model().waiting();
        let at = listed
            .iter()
            .position(|draft| draft.text == "sore")
            .unwrap();
        for _ in 0..at {
            bedside.keys("down");
        }
        let screen = bedside.screen();
        let screen = screen.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(screen.contains(said), "{screen}");
        bedside.keys("enter");
        let top = bedside.top();
        assert!(
            ["form", "note", "participant"].contains(&top),
            "{name}: {top}"
        );
        let open = bedside.model().shared.open.record.as_ref().unwrap();
        assert_eq!(open.participant.id.as_str(), "01-001");
    }
}

#[test]
fn a_passphrase_is_never_kept_among_the_words() {
    let mut bedside = investigator();
    bedside
        .type_text(PASSPHRASE)
        .keys("enter")
        .type_text(PASSPHRASE);
    bedside.keys("enter");
    bedside.must_show("The reason held your passphrase");
    let place = serde_json::to_string(bedside.place.as_ref().unwrap()).unwrap();
    assert!(!place.contains(PASSPHRASE), "{place}");
    bedside
        .type_text("all is done")
        .keys("enter")
        .type_text(PASSPHRASE);
    let place = serde_json::to_string(bedside.place.as_ref().unwrap()).unwrap();
    assert!(
        place.contains("all is done") && !place.contains("horse"),
        "{place}"
    );
}

#[test]
fn a_line_says_how_full_it_is_once_that_matters() {
    for (name, mut bedside, most) in places() {
        let matters = (most * 4).div_ceil(5);
        bedside.paste(&"e".repeat(matters - 1));
        assert_eq!(bedside.notice(), "", "{name}");
        bedside.type_text("e");
        let said = format!("{matters} of {most} characters.");
        assert_eq!(bedside.notice(), said, "{name}");
    }
}

#[test]
fn a_character_that_nobody_sees_is_shown_in_the_line_and_refused_with_it() {
    for (name, mut bedside, _) in places() {
        let (top, count) = (bedside.top(), bedside.count());
        // It is still said, and seen, when more was typed behind it.
        bedside.type_text("pa\u{202e}in");
        assert_eq!(line(&bedside), "pa\u{202e}in", "{name}");
        let said = "This has a character that nobody sees (U+202E). Take it out.";
        assert_eq!(bedside.notice(), said, "{name}");
        bedside.must_show("pa\\u{202e}in");
        bedside.keys("enter");
        assert_eq!((bedside.top(), bedside.count()), (top, count), "{name}");
        let said = "Not saved: this has a character that nobody sees (U+202E). Take it out.";
        assert_eq!(bedside.notice(), said, "{name}");
        // Taken out, the words are as good as others.
        bedside.keys("backspace backspace backspace");
        bedside.type_text("in");
        assert_eq!(
            (line(&bedside), bedside.notice()),
            ("pain".to_owned(), ""),
            "{name}"
        );
        bedside.keys("ctrl-u");
    }
}

#[test]
fn a_paste_with_a_character_that_nobody_sees_is_refused_whole_and_the_words_can_be_typed() {
    for (name, mut bedside, _) in places() {
        bedside.paste("pa\u{200b}in");
        assert_eq!(line(&bedside), "", "{name}");
        let said = "Not pasted: it has a character that nobody sees (U+200B). Type the words, or paste them without it.";
        assert_eq!(bedside.notice(), said, "{name}");
        bedside.type_text("pain");
        assert_eq!(line(&bedside), "pain", "{name}");
        bedside.keys("ctrl-u");
        // A joiner has its place between two letters only; it is judged when the words are whole.
        let (top, count) = (bedside.top(), bedside.count());
        bedside.type_text("pain\u{200d}").keys("enter");
        assert_eq!((bedside.top(), bedside.count()), (top, count), "{name}");
        assert!(
            bedside.notice().contains("(U+200D)"),
            "{name}: {}",
            bedside.notice()
        );
        assert_eq!(line(&bedside), "pain\u{200d}", "{name}");
    }
}

#[test]
fn text_refused_in_a_field_for_what_nobody_sees_is_recorded_as_it_was_shown() {
    let mut bedside = Bedside::after(complete);
    bedside.keys("enter 1 7 F6 type:laboratory enter");
    assert_eq!(bedside.here(), "enzymes laboratory");
    let before = bedside.prompts().len();
    bedside.type_text("he\u{202e}ad\u{200b}x").keys("enter");
    bedside.must_show("he\\u{202e}ad\\u{200b}x");
    // The owner takes it: whoever typed honestly is no forger.
    let prompts = bedside.prompts();
    let [(field, rule, value, outcome, _)] = &prompts[before..] else {
        panic!("{prompts:?}");
    };
    let known = (field.as_str(), rule.as_str(), value.as_str(), *outcome);
    let refused = PromptOutcome::Refused;
    let shown = "he\\u{202e}ad\\u{200b}x";
    assert_eq!(known, ("laboratory", "hard-limit", shown, refused));
    bedside.assert_settled();
    // Sent raw, it stays refused.
    let forged = Event::Prompted {
        place: FieldPath {
            form: "enzymes".into(),
            field: "laboratory".into(),
            ..vas()
        },
        rule: "hard-limit".to_owned(),
        rule_version: "1".to_owned(),
        value: "he\u{202e}ad".to_owned(),
        outcome: PromptOutcome::Refused,
        reason: None,
    };
    let reply = bedside.owner.store("early-9".to_owned(), vec![forged]);
    assert!(matches!(reply, Reply::Refused { .. }), "{reply:?}");
}

#[test]
fn a_reason_that_says_nothing_is_not_taken() {
    for (name, mut bedside, _) in places() {
        if ["note", "query"].contains(&name) {
            continue;
        }
        for nothing in [".", "x", "...", "- 1"] {
            let (top, count) = (bedside.top(), bedside.count());
            bedside.keys("ctrl-u").type_text(nothing).keys("enter");
            assert_eq!(
                (bedside.top(), bedside.count()),
                (top, count),
                "{name} {nothing}"
            );
            assert_eq!(
                bedside.notice(),
                "This says nothing; write the reason in words.",
                "{name} {nothing}"
            );
            assert_eq!(line(&bedside), nothing, "{name}");
        }
    }
}

#[test]
fn a_note_of_an_earlier_version_with_a_mark_of_direction_opens_and_shows_it_escaped() {
    let mut bedside = Bedside::after(|owner| {
        complete(owner);
        let text = "seen \u{202e}on paper".to_owned();
        owner.store_unjudged("early-1", vec![Event::Noted { place: vas(), text }]);
    });
    bedside.keys("enter 1 6 home");
    bedside.must_show("seen \\u{202e}on paper");
    // Left as it is, it stays; changed, it must do without.
    let count = bedside.count();
    bedside.act(Action::Note).keys("enter");
    assert_eq!((bedside.top(), bedside.count()), ("form", count));
    bedside.act(Action::Note).type_text("!").keys("enter");
    assert_eq!((bedside.top(), bedside.count()), ("note", count));
    assert!(
        bedside.notice().contains("(U+202E)"),
        "{}",
        bedside.notice()
    );
}

fn vas() -> FieldPath {
    FieldPath {
        participant: "01-001".into(),
        visit: "baseline".into(),
        form: "phga".into(),
        field: "vas".into(),
    }
}

#[test]
fn a_longer_note_of_an_earlier_version_is_shown_and_kept_and_only_stored_anew_when_it_is_shorter() {
    let old = "words ".repeat(400) + "end";
    let mut bedside = Bedside::after(|owner| {
        complete(owner);
        let text = old.clone();
        owner.store_unjudged("early-1", vec![Event::Noted { place: vas(), text }]);
    });
    bedside.keys("enter 1 6 home").act(Action::Note);
    assert_eq!(line(&bedside), old);
    let count = bedside.count();
    // Left as it is, it stays.
    bedside.keys("enter");
    assert_eq!((bedside.top(), bedside.count()), ("form", count));
    bedside.act(Action::Note).keys("backspace enter");
    assert_eq!(bedside.top(), "note");
    assert_eq!(
        bedside.notice(),
        "Not saved: this has 2402 characters, and at most 2000 are stored here. Shorten it."
    );
    assert_eq!(bedside.count(), count);
    bedside.keys("ctrl-u type:short enter");
    let cell = bedside.cell("baseline", "phga", "vas").unwrap();
    assert_eq!(cell.note.as_deref(), Some("short"));
    assert_eq!(
        bedside.origin("baseline", "phga", "vas"),
        Some(Origin::Generated)
    );
}

#[test]
fn the_history_of_a_field_shows_texts_of_any_length() {
    let long = |number: usize| {
        format!(
            "{number} begins {}ends {number}",
            "and goes on ".repeat(80_000)
        )
    };
    let mut bedside = Bedside::after(|owner| {
        complete(owner);
        for number in 1..=22 {
            let (place, text) = (vas(), long(number));
            let request = format!("early-{number}");
            owner.store_unjudged(&request, vec![Event::Noted { place, text }]);
        }
    });
    bedside.keys("enter 1 6 home f8");
    bedside.must_show("Note: 22 begins and goes on");
    bedside.keys("down");
    bedside.must_not_show("22 begins");
}

#[test]
fn the_offer_to_go_on_names_what_else_waits_in_that_field() {
    let mut bedside = at_vas();
    bedside.keys("f5 type:which_arm esc delete 4.");
    bedside.lose();
    let again = bedside.restarted();
    let screen = again.screen();
    let screen = screen.replace('\u{2502}', " ");
    let screen = screen.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        screen.contains("In this field waits too: query."),
        "{screen}"
    );
    assert!(!screen.contains("other field"), "{screen}");
}

#[test]
fn end_leads_to_the_end_of_a_page_and_home_to_its_top() {
    let mut bedside = at_vas();
    let top = |bedside: &mut Bedside| {
        bedside.keys("home");
        bedside.screen()
    };
    bedside.keys("f1");
    let first = top(&mut bedside);
    bedside.keys("end");
    let last = bedside.screen();
    assert_ne!(first, last);
    for _ in 0..60 {
        bedside.keys("down");
    }
    assert_eq!(bedside.screen(), last);
    assert_eq!(top(&mut bedside), first);
    bedside.keys("end up");
    assert_ne!(bedside.screen(), last);
}
