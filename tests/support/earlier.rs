//! The study that came with the program before its forms of version 2: a running study goes on with it.
#![allow(dead_code, missing_docs, clippy::unwrap_used)]

use coreset::domain::study::Study;
use coreset::domain::study::named_files::{FORMS_DIRECTORY, STUDY_FILE, study_from};

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
        ("medication", kept!("medication-3")),
    ];
    let forms = forms.map(|(id, text)| (format!("{FORMS_DIRECTORY}/{id}.toml"), text.to_owned()));
    let study = (STUDY_FILE.to_owned(), kept!("nct04946669-5").to_owned());
    std::iter::once(study).chain(forms).collect()
}

/// The study of version 1.
pub(crate) fn version_1() -> Study {
    study_from(files_of_version_1()).unwrap()
}
