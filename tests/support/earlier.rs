//! The study that came with the program before its forms of version 2: a running study goes on with it.
#![allow(dead_code, missing_docs, clippy::unwrap_used)]

use coreset::domain::base::data::DataFile;
use coreset::domain::forms::table::FORMS;
use coreset::domain::study::Study;
use coreset::domain::study::named_files::{FORMS_DIRECTORY, STUDY_FILE, study_from};
use coreset::domain::study::shipped::STUDY;
use coreset::domain::study::version::content::Content;
use coreset::domain::study::version::difference::difference;

macro_rules! kept {
    ($name:literal) => {
        include_str!(concat!(
            "../../src/domain/study/earlier_studies/",
            $name,
            ".toml"
        ))
    };
}

/// The study file and the forms of version 1, by their names in a study directory.
pub(crate) fn files_of_version_1() -> Vec<(String, String)> {
    let forms = [
        ("abatacept", kept!("abatacept-1")),
        ("adverse-event", kept!("adverse-event-2")),
        ("eligibility", kept!("eligibility-1")),
        ("enrolment", kept!("enrolment-3")),
        ("enzymes", kept!("enzymes-3")),
        ("glucocorticoid", kept!("glucocorticoid-3")),
        ("mdaat", kept!("mdaat-3")),
        ("medication", kept!("medication-3")),
    ];
    let forms = forms.map(|(id, text)| (format!("{FORMS_DIRECTORY}/{id}.toml"), text.to_owned()));
    let study = (STUDY_FILE.to_owned(), kept!("nct04946669-5").to_owned());
    std::iter::once(study).chain(forms).collect()
}

/// The study file of version 2, and the forms that version 3 changes.
pub(crate) fn files_of_version_2() -> Vec<(String, String)> {
    let form = |id: &str| format!("{FORMS_DIRECTORY}/{id}.toml");
    vec![
        (STUDY_FILE.to_owned(), kept!("nct04946669-6").to_owned()),
        (form("eligibility"), kept!("eligibility-1").to_owned()),
        (form("enrolment"), kept!("enrolment-3").to_owned()),
        (form("enzymes"), kept!("enzymes-3").to_owned()),
        (form("glucocorticoid"), kept!("glucocorticoid-3").to_owned()),
        (form("mdaat"), kept!("mdaat-3").to_owned()),
        (form("medication"), kept!("medication-4").to_owned()),
    ]
}

/// The study of version 2.
pub(crate) fn version_2() -> Study {
    study_from(files_of_version_2()).unwrap()
}

/// The content of the study that files make, those that come with the program in place of forms that are not among them.
pub(crate) fn content(files: &[(String, String)]) -> Content {
    let named = |name: String| {
        let found = files.iter().find(|(file, _)| *file == name);
        found.map(|(_, text)| text.as_str())
    };
    let forms: Vec<DataFile<'_>> = FORMS
        .iter()
        .map(|file| DataFile {
            name: file.name,
            text: named(format!("{FORMS_DIRECTORY}/{}", file.name)).unwrap_or(file.text),
        })
        .collect();
    let study = DataFile {
        name: STUDY.name,
        text: named(STUDY_FILE.to_owned()).unwrap_or(STUDY.text),
    };
    Content::of(study, &forms).unwrap()
}

/// The lines that say how one study differs from another.
pub(crate) fn differences(old: &Content, new: &Content) -> Vec<String> {
    let changes = difference(old, new);
    let lines = changes.iter();
    lines
        .map(|change| coreset::text::DEFAULT.content_change(change))
        .collect()
}

/// The study of version 1.
pub(crate) fn version_1() -> Study {
    study_from(files_of_version_1()).unwrap()
}
