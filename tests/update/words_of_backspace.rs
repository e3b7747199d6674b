//! What is said about Backspace beside a word that is refused is what one Backspace does: in every field of every form that
//! comes with the program, wherever the cursor was moved in the word.

use crate::support::bedside;
use crate::support::bedside::Bedside;
use crate::words_anywhere::{Draw, at, place_count, word, word_options};
use coreset::domain::forms::engine::instrument::{FieldKind, Instrument};
use coreset::domain::forms::engine::typing;
use coreset::domain::forms::engine::typing::Typed;
use coreset::domain::study::shipped::embedded_study;
use coreset::input::line::Line;
use coreset::text::English;
use coreset::text::typing::Typing as _;

/// What the words say that Backspace leaves of a text; none where they say nothing of it.
fn said_to_be_left<'a>(words: &str, text: &'a str) -> Option<&'a str> {
    let (_, said) = words.rsplit_once("Backspace ")?;
    let gone = said
        .strip_prefix("takes the ")
        .and_then(|said| said.split_once(" away"));
    match gone {
        Some((gone, _)) => Some(
            text.strip_suffix(gone)
                .expect("it ends with what goes away"),
        ),
        None if said.starts_with("shortens it") => {
            let mut line = Line::new(text);
            assert!(line.delete_back());
            let left = line.text().len();
            Some(&text[..left])
        }
        None => panic!("something else is said of Backspace: {words}"),
    }
}

#[test]
fn in_every_field_of_every_shipped_form_the_key_takes_away_what_is_said() {
    let study = embedded_study().unwrap();
    let today = "2026-03-02".parse().unwrap();
    let (mut draw, mut said) = (Draw(7), 0);
    let forms = study.instruments.values().chain([&study.enrolment]);
    for form in forms {
        for field in form.fields() {
            let unit = match &field.kind {
                FieldKind::Lab { unit_field, .. } => unit_of(form, unit_field.as_str()),
                _ => field.own_unit().map(str::to_owned),
            };
            let options = word_options(form, field);
            for _ in 0..60 {
                let text = word(&mut draw, field, &options);
                // As the field has it.
                let text: String = text.chars().map(|c| typing::plain_in(field, c)).collect();
                let read = typing::read(form, field, &text, unit.as_deref(), today);
                let Typed::Wrong(refusal) = read else {
                    continue;
                };
                let words = English.refused_word(&refusal, "Backspace");
                // What was typed may say it too.
                if words == English.refused_text(&refusal) {
                    continue;
                }
                let mut line = Line::new(&text);
                line.delete_back();
                let left = said_to_be_left(&words, &text);
                assert_eq!(left, Some(line.text()), "{} {}: {words}", form.id, field.id);
                said += 1;
            }
        }
    }
    assert!(said > 1000, "{said}");
}

/// The first unit of a result.
fn unit_of(form: &Instrument, field: &str) -> Option<String> {
    let field = form.field(field)?;
    Some(form.choices(field).first()?.code.clone())
}

#[test]
fn wherever_the_cursor_is_the_next_backspace_does_what_is_said() {
    let study = embedded_study().unwrap();
    let (mut draw, mut said) = (Draw(3), 0);
    for place in 0..place_count() {
        let mut bedside = at(&study, place);
        for _ in 0..120 {
            if bedside.top() != "form" {
                bedside.keys("esc").deliver_all();
                if bedside.top() != "form" {
                    break;
                }
            }
            said += usize::from(typed_then_deleted(&mut bedside, &mut draw));
        }
    }
    assert!(said > 60, "{said}");
}

/// Types and moves in the focused field, and presses Backspace where something is said of it; returns whether it was.
fn typed_then_deleted(bedside: &mut Bedside, draw: &mut Draw) -> bool {
    let form = bedside.form();
    if form.at_end {
        bedside.keys("home");
        return false;
    }
    let shared = &bedside.model().shared;
    let instrument = shared.instrument(form).unwrap();
    let field = instrument.field(form.focus.as_str()).unwrap();
    let key = ["enter", "left", "left", "right", "home", "end"][draw.below(6)];
    match draw.below(8) {
        0 => drop(bedside.keys("down")),
        1..=4 if !bedside.text().is_empty() => drop(bedside.keys(key)),
        _ => {
            let options = word_options(instrument, field);
            let word = word(draw, field, &options);
            // A line end is a key of its own.
            bedside.type_text(&word.replace('\n', " "));
        }
    }
    bedside.deliver_all();
    if bedside.top() != "form" {
        return false;
    }
    let before = bedside.text().to_owned();
    let Some(words) = bedside.form().refusal.clone() else {
        return false;
    };
    if before.is_empty() {
        return false;
    }
    let Some(left) = said_to_be_left(&words, &before).map(str::to_owned) else {
        return false;
    };
    let here = bedside.here();
    bedside.keys("backspace");
    assert_eq!(
        (bedside.here(), bedside.text()),
        (here, left.as_str()),
        "{words}"
    );
    true
}

#[test]
fn a_word_that_is_not_finished_says_nothing_of_the_key_once_the_cursor_is_elsewhere() {
    let mut bedside = Bedside::with("default", bedside::study(), &["01-001"]);
    bedside.keys("enter 1").type_text("7");
    bedside.keys("F6 type:sample enter");
    bedside.type_text("2026-0").keys("enter");
    let refusal = |bedside: &Bedside| bedside.form().refusal.clone().unwrap();
    assert!(refusal(&bedside).contains("Backspace shortens it"));
    bedside.keys("home");
    assert!(
        !refusal(&bedside).contains("Backspace"),
        "{}",
        refusal(&bedside)
    );
    bedside.keys("end");
    assert!(refusal(&bedside).contains("Backspace shortens it"));
}

#[test]
fn of_a_word_that_is_too_long_by_two_the_first_to_go_is_named() {
    let mut bedside = Bedside::with("default", bedside::study(), &["01-001"]);
    bedside.keys("enter 1").type_text("4");
    bedside.keys("ctrl-g G").type_text("131");
    let refusal = bedside.form().refusal.clone().unwrap();
    let said = "131 is not a grade: what stands behind 1 is too much; Backspace takes the 1 away.";
    assert_eq!(refusal, said);
}
