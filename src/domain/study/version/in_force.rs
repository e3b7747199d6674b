//! Which version of a study is in force at a start: that of its record, or what was found in its directory.
//!
//! Once somebody is enrolled, what was found takes effect only through an amendment; until then the study goes on with
//! the texts that its record keeps.

use super::content::Content;
use super::earlier::Earlier;
use super::recorded::{FileText, NamedVersion, Recorded};
use crate::domain::base::data::{DataError, DataFile};
use crate::domain::study::Study;
use crate::domain::study::assemble::assemble_kept;
use std::sync::Arc;

/// A study with the files that make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudyFiles {
    /// The study.
    pub study: Arc<Study>,
    /// The study file and every form that it uses.
    pub files: Vec<FileText>,
}

impl StudyFiles {
    /// Reads a study from all its files.
    ///
    /// # Errors
    /// The first mistake in any of them.
    fn read(files: Vec<FileText>) -> Result<Self, DataError> {
        let study = Arc::new(assembled(&files, assemble_kept)?);
        Ok(Self { study, files })
    }

    /// Returns what is versioned of its files.
    ///
    /// # Errors
    /// A mistake in one of them, which the reading of the study would have found.
    pub fn content(&self) -> Result<Content, DataError> {
        assembled(&self.files, Content::of_used)
    }

    /// Gives the study the hash of what is versioned of its files, by which a version is named.
    ///
    /// # Errors
    /// As for [`StudyFiles::content`].
    pub fn named(&self) -> Result<Self, DataError> {
        Ok(self.with_name(self.content()?.hash()))
    }

    fn with_name(&self, content: String) -> Self {
        let study = Study {
            content,
            ..Study::clone(&self.study)
        };
        Self {
            study: Arc::new(study),
            files: self.files.clone(),
        }
    }

    /// Returns whether it is made of the same bytes as these.
    fn has_bytes_of(&self, files: &[FileText]) -> bool {
        let is_same = |(one, other): (&FileText, &FileText)| {
            (&one.file.form, &one.file.hash) == (&other.file.form, &other.file.hash)
        };
        self.files.len() == files.len() && self.files.iter().zip(files).all(is_same)
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
    Next(StudyFiles),
    /// They wait to be accepted, or cannot be read; the study goes on with what its record keeps.
    Waits(Option<StudyFiles>),
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
        match recorded.texts(version) {
            Some(texts) => {
                let study = Study {
                    number: version.number,
                    earlier: earlier.clone(),
                    ..Study::clone(&read(version, texts)?.study)
                };
                earlier.push(Earlier::ended(study, next));
            }
            None => lost.push(version.number),
        }
    }
    let (in_force, start) = start(recorded, last, found, vouched)?;
    let number = match start {
        Start::GoOn | Start::Waits(_) => last.number,
        Start::Next(_) => last.number + 1,
    };
    let study = Study {
        number,
        earlier,
        // What things are called outside is no part of a version.
        own_names: found.map_or_else(Vec::new, |found| found.study.own_names.clone()),
        ..Study::clone(&in_force.study)
    };
    Ok(Some(InForce {
        study: Arc::new(study),
        files: in_force.files,
        start,
        lost,
    }))
}

/// Returns what is in force beside the version that the record names last, and what becomes of what was found.
fn start(
    recorded: &Recorded,
    last: &NamedVersion,
    found: Option<&StudyFiles>,
    vouched: bool,
) -> Result<(StudyFiles, Start), Unreadable> {
    let mistake = |error| Unreadable::Mistake {
        number: last.number,
        error,
    };
    let kept = recorded.texts(last);
    let Some(found) = found else {
        let lost = Unreadable::Lost {
            number: last.number,
        };
        let kept = read(last, kept.ok_or(lost)?)?;
        return Ok((kept, Start::Waits(None)));
    };
    if let Some(texts) = &kept
        && found.has_bytes_of(texts)
    {
        // The usual start: nothing is read or hashed again.
        return Ok((found.with_name(last.content.clone()), Start::GoOn));
    }
    let found = found.named().map_err(mistake)?;
    let next = |found: StudyFiles| (found.clone(), Start::Next(found));
    let Some(texts) = kept else {
        let may = found.study.content == last.content || vouched || !recorded.enrolled;
        return match may {
            true => Ok(next(found)),
            false => Err(Unreadable::Lost {
                number: last.number,
            }),
        };
    };
    // By the way in which this program names versions, which an earlier one may not have known.
    let content = assembled(&texts, Content::of_used).map_err(mistake)?;
    if content.hash() == found.study.content {
        // What is not versioned, such as help, is taken from the directory.
        return Ok((found, Start::GoOn));
    }
    match recorded.enrolled {
        false => Ok(next(found)),
        true => Ok((read(last, texts)?, Start::Waits(Some(found)))),
    }
}

impl Earlier {
    /// Returns a version as the one before the next; what the record names of that says until when it held.
    fn ended(study: Study, next: &NamedVersion) -> Self {
        Self {
            study: Arc::new(study),
            until: next.seq,
            next_from: next.accepted.as_ref().map(|accepted| accepted.from),
            reconsent: next.reconsent(),
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

/// Reads a version from its texts, under the name that the record has for it.
fn read(version: &NamedVersion, texts: Vec<FileText>) -> Result<StudyFiles, Unreadable> {
    let read = StudyFiles::read(texts).map_err(|error| Unreadable::Mistake {
        number: version.number,
        error,
    })?;
    Ok(read.with_name(version.content.clone()))
}

#[cfg(test)]
mod tests;
