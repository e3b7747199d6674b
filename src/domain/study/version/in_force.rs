//! Which version of a study is in force at a start: that of its record, or what was found in its directory.
//!
//! Once somebody is enrolled, what was found takes effect only through an amendment; until then the study goes on with
//! the texts that its record keeps.

use super::content::Content;
use super::earlier::Earlier;
use super::recorded::{FileText, NamedVersion, Recorded};
use crate::domain::base::data::{DataError, DataFile};
use crate::domain::study::Study;
use crate::domain::study::assemble::assemble;
use std::sync::Arc;

/// A study with the files that make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudyFiles {
    /// The study.
    pub study: Arc<Study>,
    /// The study file and every form that it uses.
    pub files: Vec<FileText>,
    /// Hash of what is versioned of them.
    pub content: String,
}

impl StudyFiles {
    /// Reads a study from all its files.
    ///
    /// # Errors
    /// The first mistake in any of them.
    pub fn read(files: Vec<FileText>) -> Result<Self, DataError> {
        let study = assembled(&files, assemble)?;
        Self::of(Arc::new(study), files)
    }

    /// Returns a study that was read from these files, with the hash of what is versioned of them.
    ///
    /// # Errors
    /// A mistake in one of them, which the reading would have found.
    pub fn of(study: Arc<Study>, files: Vec<FileText>) -> Result<Self, DataError> {
        let content = assembled(&files, Content::of)?.hash();
        Ok(Self {
            study: Arc::new(Study {
                content: content.clone(),
                ..Study::clone(&study)
            }),
            files,
            content,
        })
    }
}

fn assembled<T>(
    files: &[FileText],
    make: impl Fn(DataFile<'_>, &[DataFile<'_>]) -> Result<T, DataError>,
) -> Result<T, DataError> {
    let (study, forms): (Vec<_>, Vec<_>) = files.iter().partition(|file| file.file.form.is_none());
    let forms: Vec<DataFile<'_>> = forms.into_iter().map(data).collect();
    match study.first() {
        Some(study) => make(data(study), &forms),
        None => Err(DataError {
            file: String::new(),
            line: 1,
            column: 1,
            message: "no study file is among the files of the study".to_owned(),
            nearest: None,
        }),
    }
}

fn data(file: &FileText) -> DataFile<'_> {
    DataFile {
        name: &file.file.name,
        text: &file.text,
    }
}

/// What becomes of the files that were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// They are the version in force.
    GoOn,
    /// They become the next version without a question, since nobody is enrolled, or somebody answers for them.
    Next,
    /// They wait to be accepted, or cannot be read; the study goes on with what its record keeps.
    Waits,
}

/// With what a study goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    /// The version in force, with the versions before it.
    pub study: Arc<Study>,
    /// Its files.
    pub files: Vec<FileText>,
    /// What becomes of the files that were found.
    pub start: Start,
    /// Numbers of versions whose texts the record has lost; what was begun under one is read by the next.
    pub lost: Vec<u32>,
}

/// Why a version cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// The record lacks a text of the version in force, and nobody answers for the files that were found.
    Lost {
        /// Number of the version.
        number: u32,
    },
    /// This program does not read a text of it.
    Mistake {
        /// Number of the version.
        number: u32,
        /// What is wrong.
        error: DataError,
    },
}

/// Decides with what a study goes on whose record names versions; `None` for the record of an earlier program, which
/// names none. `found` is nothing where the files in the directory cannot be read, and `vouched` when somebody who keeps
/// the study answers for them.
///
/// # Errors
/// When the version in force, or one before it, cannot be read.
pub fn in_force(
    recorded: &Recorded,
    found: Option<&StudyFiles>,
    vouched: bool,
) -> Result<Option<InForce>, Unreadable> {
    let Some((last, before)) = recorded.versions.split_last() else {
        return Ok(None);
    };
    let mut lost = Vec::new();
    let mut earlier = Vec::new();
    for (version, next) in before.iter().zip(recorded.versions.iter().skip(1)) {
        match read(recorded, version)? {
            Some(files) => {
                let study = Study {
                    number: version.number,
                    earlier: earlier.clone(),
                    ..Study::clone(&files.study)
                };
                earlier.push(Earlier::ended(study, next));
            }
            None => lost.push(version.number),
        }
    }
    let kept = read(recorded, last)?;
    let (files, start) = match (kept, found) {
        // What is not versioned, such as help, is taken from the directory.
        (Some(kept), Some(found)) if kept.content == found.content => (found.clone(), Start::GoOn),
        (None, Some(found)) if last.content == found.content => (found.clone(), Start::Next),
        (Some(_), Some(found)) if !recorded.enrolled => (found.clone(), Start::Next),
        (Some(kept), _) => (kept, Start::Waits),
        (None, Some(found)) if vouched || !recorded.enrolled => (found.clone(), Start::Next),
        (None, _) => {
            let number = last.number;
            return Err(Unreadable::Lost { number });
        }
    };
    let number = match start {
        Start::GoOn | Start::Waits => last.number,
        Start::Next => last.number + 1,
    };
    let study = Study {
        number,
        earlier,
        ..Study::clone(&files.study)
    };
    Ok(Some(InForce {
        study: Arc::new(study),
        files: files.files,
        start,
        lost,
    }))
}

impl Earlier {
    /// Returns a version as the one before the next; what the record names of that says until when it held.
    fn ended(study: Study, next: &NamedVersion) -> Self {
        Self {
            study: Arc::new(study),
            until: next.seq,
            next_from: next.accepted.as_ref().map(|accepted| accepted.from),
        }
    }
}

/// Returns the version that follows the one in force once it is amended by an entry.
pub fn amended(in_force: &Study, next: &StudyFiles, by: &NamedVersion) -> Arc<Study> {
    let mut earlier = in_force.earlier.clone();
    earlier.push(Earlier::ended(in_force.clone(), by));
    Arc::new(Study {
        number: by.number,
        earlier,
        ..Study::clone(&next.study)
    })
}

fn read(recorded: &Recorded, version: &NamedVersion) -> Result<Option<StudyFiles>, Unreadable> {
    let Some(texts) = recorded.texts(version) else {
        return Ok(None);
    };
    let read = StudyFiles::read(texts);
    read.map(Some).map_err(|error| Unreadable::Mistake {
        number: version.number,
        error,
    })
}

#[cfg(test)]
mod tests;
