//! Reading the files of a study directory: what a site has put in place of what comes with the program.
//!
//! A directory may hold `study.toml`, which replaces the study file, and `instruments/*.toml`, each
//! of which adds a form or replaces the one with its id. Reads files, never writes; what the texts
//! say is judged in `domain`.

use crate::domain::base::data::DataError;
use crate::domain::base::data::DataFile;
use crate::domain::base::ids::FormId;
use crate::domain::forms::table::FORMS;
use crate::domain::record::own_file::OwnFile;
use crate::domain::study::Study;
use crate::domain::study::assemble::assemble;
use crate::domain::study::shipped::STUDY;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Name of the study file in a study directory.
pub const STUDY_FILE: &str = "study.toml";

/// Name of the directory of forms in a study directory.
pub const FORMS_DIRECTORY: &str = "instruments";

/// Why a study could not be loaded from its directory.
#[derive(Debug)]
pub enum LoadError {
    /// A file or directory could not be read.
    Read {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// A file holds a mistake.
    Data(DataError),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { path, error } => write!(
                f,
                "{} could not be read ({error}); check that it is there, is a file with text in UTF-8, and may be read by you",
                path.display()
            ),
            Self::Data(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for LoadError {}

impl From<DataError> for LoadError {
    fn from(error: DataError) -> Self {
        Self::Data(error)
    }
}

/// Returns the study of a directory's files, given as names such as `study.toml` or
/// `instruments/haq.toml` with their texts; embedded files stand in for those that are not given.
///
/// # Errors
/// The first mistake in any of the files; a file that is neither the study file nor a form is one.
pub fn study_from(files: impl IntoIterator<Item = (String, String)>) -> Result<Study, DataError> {
    let files: Vec<(String, String)> = files.into_iter().collect();
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
    assemble(study, &forms)
}

/// Returns the study of a directory.
///
/// # Errors
/// A file that cannot be read, or the first mistake in one.
pub fn load_study(directory: &Path) -> Result<Study, LoadError> {
    Ok(study_from(study_files(directory)?)?)
}

/// Returns the files by which a directory's study differs from the one that comes with the program, with their texts.
///
/// # Errors
/// A file that cannot be read.
pub fn study_files(directory: &Path) -> Result<Vec<(String, String)>, LoadError> {
    let mut paths = Vec::new();
    let found = entries(directory)?;
    let study = directory.join(STUDY_FILE);
    if found.contains(&study) {
        paths.push(study);
    }
    let forms = directory.join(FORMS_DIRECTORY);
    if found.contains(&forms) {
        paths.extend(
            entries(&forms)?
                .into_iter()
                .filter(|path| path.extension().is_some_and(|end| end == "toml")),
        );
    }
    let mut files = Vec::new();
    for path in paths {
        match read(&path) {
            Ok(text) => files.push((path.display().to_string(), text)),
            Err(error) => return Err(LoadError::Read { path, error }),
        }
    }
    Ok(files)
}

/// Reads a file; a pipe in the place of one would be waited for without end.
fn read(path: &Path) -> io::Result<String> {
    match path.metadata()?.is_file() {
        true => std::fs::read_to_string(path),
        false => Err(io::Error::other("it is not a regular file")),
    }
}

/// Returns the files of [`study_files`] under their names inside the directory; those elsewhere are left out.
pub fn inside(directory: &Path, files: Vec<(String, String)>) -> Vec<(String, String)> {
    let own = files.into_iter().filter_map(|(name, text)| {
        let inside = Path::new(&name).strip_prefix(directory).ok()?;
        Some((inside.to_str()?.to_owned(), text))
    });
    own.collect()
}

/// Returns the same files by their bytes, as the record names them.
pub fn own_files(files: &[(String, String)]) -> Vec<OwnFile> {
    let own = files.iter().map(|(name, text)| {
        let form = match in_forms_directory(name) {
            true => form_id(&DataFile { name, text }),
            false => None,
        };
        OwnFile::new(name, form.map(FormId::new), text)
    });
    own.collect()
}

/// Returns the hash of each file that comes with the program.
pub fn shipped_files() -> Vec<String> {
    let files = FORMS.iter().chain([&STUDY]);
    files
        .map(|file| OwnFile::new(file.name, None, file.text).hash)
        .collect()
}

/// Returns what a directory holds, sorted by name.
fn entries(directory: &Path) -> Result<Vec<PathBuf>, LoadError> {
    let wrap = |error| LoadError::Read {
        path: directory.to_path_buf(),
        error,
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(wrap)? {
        paths.push(entry.map_err(wrap)?.path());
    }
    paths.sort();
    Ok(paths)
}

fn is_study_file(name: &str) -> bool {
    Path::new(name).file_name().is_some_and(|n| n == STUDY_FILE)
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
    crate::domain::forms::table::parse_instrument(file.name, file.text)
        .ok()
        .map(|form| form.id.as_str().to_owned())
}
