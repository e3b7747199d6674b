//! What a field of several lines takes that a field of one line refuses: judged by the field of the answer.

use crate::content::{Memory, today};
use crate::support::bad_events::{WHO, stored};
use crate::support::narrative::with_narrative;
use coreset::domain::base::answer::Answer;
use coreset::domain::record::event::{Event, FieldPath, Origin};
use coreset::domain::record::user::Role;
use coreset::domain::rules::text_limits::{ENTRY, TextName, TooLong};
use coreset::domain::rules::{ContentFault, Refusal};
use coreset::text::{English, Language as _};

fn world() -> Memory {
    let mut world = Memory::empty();
    world.study = with_narrative(world.study);
    world.put(stored(today()));
    world
}

fn answered(form: &str, field: &str, text: &str) -> Event {
    Event::Answered {
        place: FieldPath {
            participant: WHO.into(),
            visit: "baseline".into(),
            form: form.into(),
            field: field.into(),
        },
        answer: Answer::text(text),
        origin: Origin::Typed,
    }
}

fn refused(event: Event) -> Refusal {
    let judged = world().judge(&Role::ALL, vec![event]);
    judged.unwrap_err()
}

#[test]
fn a_paragraph_takes_lines_and_20000_characters() {
    for text in ["one\ntwo\n\nthree", "one", &"\u{e9}".repeat(20_000)] {
        world().takes(answered("phga", "narrative", text));
    }
    let answers = vec![("narrative".into(), Answer::text("one\ntwo"))];
    world().takes(Event::Filled {
        participant: WHO.into(),
        visit: "baseline".into(),
        form: "phga".into(),
        answers,
        origin: Origin::Typed,
    });
}

#[test]
fn a_field_of_one_line_refuses_the_end_of_a_line_and_2001_characters() {
    let what = TextName::Text;
    let fault = ContentFault::UnfitCharacter {
        what,
        character: '\n',
    };
    let event = answered("enzymes", "laboratory", "one\ntwo");
    assert_eq!(refused(event), fault.into());
    let event = answered("enzymes", "laboratory", &"x".repeat(2001));
    let what = TooLong::Text { what, length: 2001 };
    assert_eq!(refused(event), Refusal::TooLong { what });
    // No field is none of several lines.
    let event = answered("phga", "nothing", "one\ntwo");
    assert!(matches!(
        refused(event),
        Refusal::Content {
            fault: ContentFault::UnfitCharacter { .. }
        }
    ));
}

#[test]
fn a_paragraph_refuses_other_ends_of_lines_tabs_and_what_is_no_answer() {
    for text in [
        "one\r\ntwo",
        "one\ttwo",
        "one\n\u{202e}two",
        "",
        "one\n",
        " one",
        ".",
    ] {
        let refusal = refused(answered("phga", "narrative", text));
        assert!(matches!(refusal, Refusal::Content { .. }), "{text:?}");
    }
}

#[test]
fn a_refusal_says_whether_characters_or_bytes_are_too_many() {
    let words = |text: &str| English.refusal(&refused(answered("phga", "narrative", text)));
    let said = words(&"x".repeat(20_001));
    assert!(
        said.contains("20001 characters, and at most 20000"),
        "{said}"
    );
    // Each of four bytes, so that they are too many before their number is.
    let text = "\u{1f9ea}".repeat(15_361);
    let said = words(&text);
    let bytes = 4 * 15_361 + 4096;
    let wanted = format!("takes {bytes} bytes, and at most {ENTRY}");
    assert!(said.contains(&wanted), "{said}");
    world().takes(answered("phga", "narrative", &"\u{1f9ea}".repeat(15_360)));
}

#[test]
fn words_that_are_no_answer_have_one_line_as_before() {
    let note = Event::Noted {
        place: FieldPath {
            participant: WHO.into(),
            visit: "baseline".into(),
            form: "phga".into(),
            field: "narrative".into(),
        },
        text: "one\ntwo".to_owned(),
    };
    let (what, character) = (TextName::Note, '\n');
    let fault = ContentFault::UnfitCharacter { what, character };
    assert_eq!(refused(note), fault.into());
}
