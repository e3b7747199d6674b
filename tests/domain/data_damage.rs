//! Damaged data files: reading them never panics, and a mistake that is found lies inside the file.

use coreset::domain::base::data::DataError;
use coreset::domain::forms::table::FORMS;
use coreset::domain::forms::table::parse_instrument;
use coreset::domain::study::named_files::study_from;
use coreset::domain::study::parse::parse_protocol;
use coreset::domain::study::shipped::STUDY;
use proptest::prelude::*;

/// Changes some bytes of a text: each change is a place, how many bytes go, and what comes instead.
fn mutate(text: &str, changes: &[(prop::sample::Index, usize, Vec<u8>)]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for (place, gone, new) in changes {
        let start = place.index(bytes.len());
        let end = (start + gone).min(bytes.len());
        bytes.splice(start..end, new.iter().copied());
        if bytes.is_empty() {
            break;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Moves, doubles or drops lines of a text, which leaves most of it TOML.
fn shuffle(text: &str, changes: &[(prop::sample::Index, prop::sample::Index, u8)]) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    for (from, to, how) in changes {
        let (from, to) = (from.index(lines.len()), to.index(lines.len()));
        match how {
            0 => lines.swap(from, to),
            1 => lines.insert(to, lines[from]),
            _ => drop(lines.remove(from)),
        }
    }
    lines.join("\n")
}

fn inside(error: &DataError, text: &str) -> bool {
    let lines: Vec<&str> = text.split('\n').collect();
    error.line >= 1
        && error.column >= 1
        && lines
            .get(error.line - 1)
            .is_some_and(|line| error.column <= line.chars().count() + 1)
}

fn file_of(file: usize) -> (&'static str, &'static str) {
    match FORMS.get(file) {
        Some(form) => ("instruments/x.toml", form.text),
        None => ("study.toml", STUDY.text),
    }
}

fn judge(name: &str, text: &str) -> Result<(), TestCaseError> {
    let alone = match name {
        "study.toml" => parse_protocol(name, text).err(),
        _ => parse_instrument(name, text).err(),
    };
    let together = study_from([(name.to_owned(), text.to_owned())]).err();
    for error in [alone, together].into_iter().flatten() {
        // A study file that lacks something may put a built-in form in the wrong.
        if error.file == name {
            prop_assert!(inside(&error, text), "{error}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_file_never_panics_and_its_mistake_lies_inside(
        file in 0..=FORMS.len(),
        changes in prop::collection::vec(
            (any::<prop::sample::Index>(), 0_usize..30, prop::collection::vec(any::<u8>(), 0..4)),
            1..4,
        ),
    ) {
        let (name, original) = file_of(file);
        judge(name, &mutate(original, &changes))?;
    }

    #[test]
    fn a_shuffled_file_never_panics_and_its_mistake_lies_inside(
        file in 0..=FORMS.len(),
        changes in prop::collection::vec(
            (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0_u8..3),
            1..4,
        ),
    ) {
        let (name, original) = file_of(file);
        judge(name, &shuffle(original, &changes))?;
    }
}
