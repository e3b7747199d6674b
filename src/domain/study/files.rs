//! With which files a study is run: what the record names, what was found at a start, and whether the study may go on.
//!
//! A changed study file or form would change the scores of visits that are already recorded, so that once somebody is
//! enrolled the files must be those that the record names. Before that a change is taken, with an entry. What a newer
//! program ships is not the site's doing: it locks nobody out, and is recorded. Reads no file and writes no entry.

use super::version::in_force::Unreadable;
use super::version::recorded::{Named, Recorded};
use crate::domain::base::ids::FormId;
use crate::domain::record::own_file::OwnFile;
use crate::domain::study::Study;
use crate::domain::study::assemble::ENROLMENT;
use std::fmt;

/// How many digits of a hash a message shows, of 64.
const SHOWN: usize = 12;

/// The files that were found at a start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<'a> {
    /// The study that they make.
    pub study: &'a Study,
    /// The site's own files.
    pub own: &'a [OwnFile],
    /// Hashes of the files that come with this program: an own file with the same bytes changes nothing.
    pub shipped_files: &'a [String],
    /// Hashes of the studies that came with this program and with earlier ones.
    pub shipped_studies: &'a [&'a str],
    /// Whether somebody who keeps the study says that a record without a list of files was run with these.
    pub vouched: bool,
}

/// How a study may go on with the files that were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// They are those that the record names.
    GoOn,
    /// They are recorded first.
    Record,
    /// They are recorded first: the program came with other files than before, and the site changed nothing.
    RecordShipped,
    /// They are recorded first: somebody answered for them where the record cannot tell.
    RecordVouched,
}

impl Step {
    /// Returns whether what was worked out before, such as verdicts, may follow from other files than these.
    pub fn rescores(self) -> bool {
        match self {
            Self::GoOn | Self::Record => false,
            Self::RecordShipped | Self::RecordVouched => true,
        }
    }
}

/// What happened to one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It has other bytes than the record names.
    Changed {
        /// Name that it has.
        name: String,
        /// Hash in the record.
        recorded: String,
        /// Hash of what was found.
        found: String,
    },
    /// The record does not name it.
    Added {
        /// Name that it has.
        name: String,
        /// Hash of what was found.
        found: String,
    },
    /// The record names it and it is not there.
    Removed {
        /// Name that it had.
        name: String,
        /// Hash in the record.
        recorded: String,
    },
}

/// Why a study does not go on: its files are not those that its record names, and somebody is enrolled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedFiles {
    /// What happened to each file; empty when the record does not list them.
    pub changes: Vec<Change>,
    /// The site's own files that were found, by name.
    pub there: Vec<String>,
    /// What the record names; none when the entry that did so is lost.
    pub named: Option<Named>,
    /// Hash of the study that was found.
    pub found: String,
    /// Whether the record may be older than the last change: it lists no files, or lost entries.
    pub uncertain: bool,
}

/// Why a study does not go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilesFault {
    /// Its files are not those that its record names.
    Changed(Box<ChangedFiles>),
    /// A version in its record cannot be read.
    Unreadable(Box<Unreadable>),
    /// The files that were found cannot be read, as this says, and nothing in the record stands in for them.
    Mistake(String),
}

/// Decides whether a study may go on with the files that were found.
///
/// # Errors
/// When somebody is enrolled and the files are not those that the record names.
pub fn judge(recorded: &Recorded, found: &Found<'_>) -> Result<Step, Box<ChangedFiles>> {
    let Some(named) = &recorded.named else {
        // The entry that named them is among those that were lost.
        let lost = recorded.enrolled && recorded.has_gaps();
        return match (lost, found.vouched) {
            (false, _) => Ok(Step::Record),
            (true, true) => Ok(Step::RecordVouched),
            (true, false) => Err(Box::new(ChangedFiles {
                changes: Vec::new(),
                there: names(found),
                named: None,
                found: found.study.hash.clone(),
                uncertain: true,
            })),
        };
    };
    let same = named.protocol_hash == found.study.hash;
    let was_shipped = found
        .shipped_studies
        .contains(&named.protocol_hash.as_str());
    // A record that lists no files and began as the program came had none of its own.
    let known = match &named.own {
        Some(own) => Some(own.as_slice()),
        None => (same || was_shipped).then_some([].as_slice()),
    };
    let changes = known.map(|known| differences(known, found));
    let unchanged = changes.as_ref().is_some_and(Vec::is_empty);
    let copied = |changes: &Vec<Change>| changes.iter().all(|change| is_copy(change, found));
    if same {
        if unchanged {
            return Ok(Step::GoOn);
        }
        // The entry that began the study hashed its forms too, and a copy of what the study is run with changes nothing.
        if named.own.is_none() || changes.as_ref().is_some_and(copied) {
            return Ok(Step::Record);
        }
    }
    if !recorded.enrolled {
        return Ok(Step::Record);
    }
    if unchanged {
        return Ok(Step::RecordShipped);
    }
    let uncertain = named.own.is_none() || recorded.may_lack_after(named.seq);
    if uncertain && found.vouched {
        return Ok(Step::RecordVouched);
    }
    Err(Box::new(ChangedFiles {
        changes: changes.unwrap_or_default(),
        there: names(found),
        named: Some(named.clone()),
        found: found.study.hash.clone(),
        uncertain,
    }))
}

/// Returns the names of the site's own files.
fn names(found: &Found<'_>) -> Vec<String> {
    found.own.iter().map(|file| file.name.clone()).collect()
}

/// Returns what happened to the files since they were named; a form is known by its id, whatever its file is called.
fn differences(named: &[OwnFile], found: &Found<'_>) -> Vec<Change> {
    let comes_with_program = |file: &OwnFile| found.shipped_files.contains(&file.hash);
    let mut changes = Vec::new();
    for file in found.own {
        match named.iter().find(|known| known.form == file.form) {
            Some(known) if known.hash == file.hash => {}
            Some(known) => changes.push(Change::Changed {
                name: file.name.clone(),
                recorded: known.hash.clone(),
                found: file.hash.clone(),
            }),
            None if comes_with_program(file) => {}
            None => changes.push(Change::Added {
                name: file.name.clone(),
                found: file.hash.clone(),
            }),
        }
    }
    for known in named {
        let there = found.own.iter().any(|file| file.form == known.form);
        if !there && !comes_with_program(known) {
            changes.push(Change::Removed {
                name: known.name.clone(),
                recorded: known.hash.clone(),
            });
        }
    }
    changes
}

/// Returns whether a change, in a study that is the same as before, is a file put in the place of one with its bytes:
/// one that no visit uses would be new.
fn is_copy(change: &Change, found: &Found<'_>) -> bool {
    let Change::Added { name, .. } = change else {
        return false;
    };
    let study = found.study;
    let used = |form: &FormId| form.as_str() == ENROLMENT || study.instruments.contains_key(form);
    let file = found.own.iter().find(|file| file.name == *name);
    file.is_some_and(|file| file.form.as_ref().is_none_or(used))
}

impl fmt::Display for ChangedFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let own = |f: &mut fmt::Formatter<'_>| match self.there.as_slice() {
            [] => f.write_str("none of its own is there"),
            there => write!(f, "its own files are {}", there.join(", ")),
        };
        let Some(named) = &self.named else {
            f.write_str("participants are enrolled, and the entry that names its files is lost; ")?;
            return own(f);
        };
        let Named { seq, at, .. } = named;
        let at = at.format("%Y-%m-%d %H:%M %:z");
        let entry = format!("entry {seq} of {at}");
        if self.changes.is_empty() {
            write!(
                f,
                "participants are enrolled, and its files are not those of {entry}: together they had the hash {} and have {}",
                short(&named.protocol_hash),
                short(&self.found)
            )?;
            if self.there.is_empty() {
                return f.write_str("; the study began with files of its own, and none is there");
            }
            f.write_str("; ")?;
            return own(f);
        }
        write!(
            f,
            "participants are enrolled, and its files are not those that {entry} names: "
        )?;
        for (index, change) in self.changes.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{change}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed {
                name,
                recorded,
                found,
            } => write!(
                f,
                "{name} was changed (recorded {}, found {})",
                short(recorded),
                short(found)
            ),
            Self::Added { name, found } => write!(f, "{name} was added (found {})", short(found)),
            Self::Removed { name, recorded } => {
                write!(f, "{name} is missing (recorded {})", short(recorded))
            }
        }
    }
}

impl std::error::Error for ChangedFiles {}

/// Returns the first digits of a hash.
fn short(hash: &str) -> &str {
    hash.get(..SHOWN).unwrap_or(hash)
}

#[cfg(test)]
mod tests;
