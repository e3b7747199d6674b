//! Words on their way into the record: a line takes no more of them than is stored, and loses nothing that stands.

use crate::support::bedside;
use crate::support::bedside::{Bedside, Owner};
use crate::support::signer::to;
use coreset::domain::record::event::{Event, FieldPath, Origin};
use coreset::domain::record::user::Role;
use coreset::domain::rules::text_limits::{TEXT, TextName, check_event, check_text};
use coreset::input::action::Action;
use coreset::screens::stack::Layer;

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
