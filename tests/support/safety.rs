//! The study that comes with the program, with the history of the disease at its last visit as well.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::indexing_slicing
)]

use coreset::domain::base::data::DataFile;
use coreset::domain::forms::table::FORMS;
use coreset::domain::study::Study;
use coreset::domain::study::assemble::assemble;
use coreset::domain::study::shipped::STUDY;

/// The forms of the last visit, and what stands there then.
const AT_THE_END: [&str; 2] = [
    r#"forms = ["ptga", "haq", "rand36", "mmt8", "mdaat", "phga", "enzymes", "glucocorticoid", "vital-signs", "laboratory", "events-asked"]"#,
    r#"forms = ["ptga", "haq", "rand36", "mmt8", "mdaat", "phga", "enzymes", "glucocorticoid", "vital-signs", "laboratory", "disease", "events-asked"]"#,
];

/// Returns the text of a study file that names the forms of safety and disease at its first and its last visit.
pub fn study_file() -> String {
    let [named, with] = AT_THE_END;
    assert_eq!(STUDY.text.matches(named).count(), 1);
    STUDY.text.replace(named, with)
}

/// Returns the study of that file.
pub fn with_safety() -> Study {
    let text = study_file();
    let file = DataFile {
        name: "study.toml",
        text: &text,
    };
    assemble(file, FORMS).unwrap()
}
