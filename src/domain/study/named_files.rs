//! The files of a study by their names in its directory: those that a site has, with those that come with the program.
//!
//! Takes names and texts, never reads a file.

use super::Study;
use super::assemble::{ENROLMENT, assemble, assemble_kept};
use super::shipped::STUDY;
use super::version::recorded::FileText;
use crate::domain::base::data::{DataError, DataFile, FileOrigin};
use crate::domain::base::ids::FormId;
use crate::domain::forms::table::{self, FORMS};
use crate::domain::record::own_file::OwnFile;
use std::path::Path;

/// Name of the study file in a study directory.
pub const STUDY_FILE: &str = "study.toml";

/// Name of the directory of forms in a study directory.
pub const FORMS_DIRECTORY: &str = "instruments";

/// How the name of a file of names ends, behind the id of its form.
const NAMES_END: &str = ".names.toml";

/// Returns the study of a directory's files, given as names such as `study.toml` or
/// `instruments/haq.toml` with their texts; embedded files stand in for those that are not given.
///
/// # Errors
/// The first mistake in any of the files; a file that is neither the study file nor a form is one.
pub fn study_from(files: impl IntoIterator<Item = (String, String)>) -> Result<Study, DataError> {
    assembled_by(assemble, files)
}

/// Returns the study of files that its record keeps, whose texts were judged when they were new.
///
/// # Errors
/// The first mistake in any of the files; a file that is neither the study file nor a form is one.
pub fn kept_study_from(
    files: impl IntoIterator<Item = (String, String)>,
) -> Result<Study, DataError> {
    assembled_by(assemble_kept, files)
}

fn assembled_by(
    assemble: fn(DataFile<'_>, &[DataFile<'_>]) -> Result<Study, DataError>,
    files: impl IntoIterator<Item = (String, String)>,
) -> Result<Study, DataError> {
    let files = files.into_iter();
    let (names, files): (Vec<_>, Vec<_>) = files.partition(|(name, _)| is_names_file(name));
    let mut study = STUDY;
    let mut own: Vec<DataFile<'_>> = Vec::new();
    for (name, text) in &files {
        let file = DataFile { name, text };
        if in_forms_directory(name) {
            own.push(file);
        } else if is_study_file(name) {
            study = file;
        } else {
            return Err(DataError {
                file: name.clone(),
                line: 1,
                column: 1,
                message: format!(
                    "this is no file of a study; it takes {STUDY_FILE} and {FORMS_DIRECTORY}/*.toml"
                ),
                nearest: None,
            });
        }
    }
    let given: Vec<String> = own.iter().filter_map(form_id).collect();
    let mut forms: Vec<DataFile<'_>> = FORMS
        .iter()
        .filter(|file| !given.iter().any(|id| file.name == format!("{id}.toml")))
        .copied()
        .collect();
    forms.extend(own);
    let study = Study {
        own_names: names,
        ..assemble(study, &forms)?
    };
    if !study.own_names.is_empty() {
        // A mistake in them is told when the study is read, not when somebody exports.
        study.names()?;
    }
    Ok(study)
}

/// Returns the same files by their bytes, as the record names them; it does not name files of names.
pub fn own_files(files: &[(String, String)]) -> Vec<OwnFile> {
    named(files).map(|(file, _)| file).collect()
}

/// Returns the files that a version is made of, each with its text.
fn named(files: &[(String, String)]) -> impl Iterator<Item = (OwnFile, &str)> {
    let files = files.iter().filter(|(name, _)| !is_names_file(name));
    files.map(|(name, text)| {
        let form = match in_forms_directory(name) {
            true => form_id(&DataFile { name, text }),
            false => None,
        };
        let file = OwnFile::new(name, form.map(FormId::new), text);
        (file, text.as_str())
    })
}

/// Returns the hash of each file that comes with the program.
pub fn shipped_files() -> Vec<String> {
    let files = FORMS.iter().chain([&STUDY]);
    files
        .map(|file| OwnFile::new(file.name, None, file.text).hash)
        .collect()
}

/// Returns every file that a study is made of, which was read from these own ones: the study file, then each form that it
/// uses; those that are not its own come with the program.
pub fn used_files(study: &Study, own: &[(String, String)]) -> Vec<FileText> {
    let file = |name: String, form: Option<FormId>, text: &str| FileText {
        file: OwnFile::new(name, form, text),
        text: text.to_owned(),
    };
    let own_study = own.iter().find(|(name, _)| is_study_file(name));
    let text = own_study.map_or(STUDY.text, |(_, text)| text);
    let mut files = vec![file(STUDY_FILE.to_owned(), None, text)];
    let enrolment = FormId::from(ENROLMENT);
    let named: Vec<(OwnFile, &str)> = named(own).collect();
    for id in [&enrolment].into_iter().chain(study.instruments.keys()) {
        let usual = format!("{id}.toml");
        let own = named
            .iter()
            .find(|(file, _)| file.form.as_ref() == Some(id));
        let shipped = || FORMS.iter().find(|file| file.name == usual);
        let text = match own {
            Some((_, text)) => Some(*text),
            None => shipped().map(|file| file.text),
        };
        if let Some(text) = text {
            let name = format!("{FORMS_DIRECTORY}/{usual}");
            files.push(file(name, Some(id.clone()), text));
        }
    }
    files
}

fn is_study_file(name: &str) -> bool {
    Path::new(name).file_name().is_some_and(|n| n == STUDY_FILE)
}

fn is_names_file(name: &str) -> bool {
    in_forms_directory(name) && name.ends_with(NAMES_END)
}

fn in_forms_directory(name: &str) -> bool {
    let path = Path::new(name);
    path.extension().is_some_and(|end| end == "toml")
        && path
            .parent()
            .and_then(Path::file_name)
            .is_some_and(|parent| parent == FORMS_DIRECTORY)
}

/// Returns the id that a form file gives its form; none when the file cannot be read, which `assemble` reports.
fn form_id(file: &DataFile<'_>) -> Option<String> {
    // Its texts are judged with the whole study.
    table::read(file.name, file.text, FileOrigin::Kept)
        .ok()
        .map(|form| form.value.id.as_str().to_owned())
}
