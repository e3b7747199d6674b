//! A study directory: its files replace and add to the built-in ones, and what cannot be read is named.

use coreset::domain::forms::table::FORMS;
use coreset::domain::study::named_files::study_from;
use coreset::domain::study::shipped::{STUDY, embedded_study};
use coreset::study_directory::load_study;

const WALK: &str = r#"id = "walk"
title = "Walk"
long-title = "Timed walk"
version = "1"
respondent = "assessor"
recall = "Now"
source = "Site"
scoring = "sum"

[[section]]
id = "walk"
title = "Walk"

[[section.field]]
id = "metres"
label = "metres in 6 minutes"
kind = "number"
min = 0
max = 900

[[section.field]]
id = "remark"
label = "remark"
kind = "text"
max-length = 20
"#;

/// Returns a text with one snippet, which must stand in it, replaced where it stands first.
fn with(text: &str, snippet: &str, other: &str) -> String {
    assert!(text.contains(snippet), "no such snippet: {snippet}");
    text.replacen(snippet, other, 1)
}

fn form_text(id: &str) -> &'static str {
    let name = format!("{id}.toml");
    FORMS.iter().find(|file| file.name == name).unwrap().text
}

#[test]
fn a_directory_replaces_and_adds_forms() {
    let directory = tempfile::tempdir().unwrap();
    let forms = directory.path().join("instruments");
    let plain = load_study(directory.path()).unwrap();
    assert_eq!(plain, embedded_study().unwrap());

    std::fs::create_dir(&forms).unwrap();
    let phga = with(form_text("phga"), "Physician global VAS", "Arzturteil VAS");
    std::fs::write(forms.join("phga-de.toml"), phga).unwrap();
    std::fs::write(forms.join("README"), "not a form").unwrap();
    let translated = load_study(directory.path()).unwrap();
    let vas = translated.form("phga").unwrap().field("vas").unwrap();
    assert_eq!(vas.label, "Arzturteil VAS");
    assert_ne!(translated.hash, plain.hash);

    // A form that no visit names changes nothing; one that a visit names is part of the study.
    std::fs::write(forms.join("walk.toml"), WALK).unwrap();
    let unused = load_study(directory.path()).unwrap();
    assert_eq!(unused, translated);
    let study = with(
        STUDY.text,
        "forms = [\"ptga\", \"phga\"",
        "forms = [\"ptga\", \"walk\", \"phga\"",
    );
    std::fs::write(directory.path().join("study.toml"), study).unwrap();
    let extended = load_study(directory.path()).unwrap();
    assert_eq!(extended.form("walk").unwrap().fields().count(), 2);
    assert_ne!(extended.hash, translated.hash);
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let missing = directory.path().join("nowhere");
    let error = load_study(&missing).unwrap_err().to_string();
    assert!(
        error.starts_with(&format!("{} could not be read", missing.display())),
        "{error}"
    );

    let study = directory.path().join("study.toml");
    std::fs::write(&study, [b'i', b'd', 0xff]).unwrap();
    let error = load_study(directory.path()).unwrap_err().to_string();
    assert!(
        error.starts_with(&format!("{} could not be read", study.display())),
        "{error}"
    );

    std::fs::write(&study, "ident = 1\n").unwrap();
    let error = load_study(directory.path()).unwrap_err().to_string();
    assert!(
        error.starts_with(&format!("{}:1:1: ", study.display())),
        "{error}"
    );
}

#[test]
fn the_same_text_under_another_name_has_the_same_hash() {
    let copy = study_from([(
        "instruments/copy.toml".to_owned(),
        form_text("haq").to_owned(),
    )]);
    assert_eq!(copy.unwrap().hash, embedded_study().unwrap().hash);
}
