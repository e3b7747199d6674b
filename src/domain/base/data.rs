//! Reading of data files: the positions of what was read, and errors that point at it.
//!
//! Knows TOML and nothing of forms or studies. Values keep their exact decimals: a number is read
//! from its text, never through binary floating point.

pub mod keys;
mod table;

pub(crate) use table::{Item, Table};

use super::nearest::nearest;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use toml::Spanned;
use toml::de::DeTable;

/// A data file: its name in messages and its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataFile<'a> {
    /// Name, as messages show it.
    pub name: &'a str,
    /// Text.
    pub text: &'a str,
}

/// A mistake in a data file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataError {
    /// File, as it was named to the reader.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// The valid name that was probably meant.
    pub nearest: Option<String>,
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            column,
            message,
            nearest,
        } = self;
        write!(f, "{file}:{line}:{column}: {message}")?;
        match nearest {
            Some(name) => write!(f, "; did you mean \"{name}\"?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for DataError {}

/// Where a data file comes from, which decides how its texts are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileOrigin {
    /// From outside: its texts hold what `base::text` lets them.
    New,
    /// From the record: the program of its time has judged it.
    Kept,
}

/// The text of a data file with its name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'a> {
    file: &'a str,
    text: &'a str,
    origin: FileOrigin,
}

impl<'a> Source<'a> {
    pub(crate) fn new(file: &'a str, text: &'a str, origin: FileOrigin) -> Self {
        Self { file, text, origin }
    }

    /// Returns the first character of a text that may not stand in it.
    fn unfit(&self, text: &str, unfit: impl Fn(&str) -> Option<char>) -> Option<char> {
        match self.origin {
            FileOrigin::New => unfit(text),
            FileOrigin::Kept => None,
        }
    }

    /// Reads the text as TOML; the tree keeps the place of every key and value.
    pub(crate) fn read(&self) -> Result<Spanned<DeTable<'a>>, DataError> {
        DeTable::parse(self.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let message = error.message().trim().replace('\n', ", ");
            self.error(at, format!("this is not TOML: {message}"))
        })
    }

    /// Returns the mistake at a byte of the text.
    pub(crate) fn error(&self, at: usize, message: impl Into<String>) -> DataError {
        let (line, column) = self.place(at);
        DataError {
            file: self.file.to_owned(),
            line,
            column,
            message: message.into(),
            nearest: None,
        }
    }

    /// Returns the mistake of a name that is none of the valid ones.
    pub(crate) fn unknown<'n>(
        &self,
        at: usize,
        message: impl Into<String>,
        given: &str,
        valid: impl IntoIterator<Item = &'n str>,
    ) -> DataError {
        DataError {
            nearest: nearest(given, valid).map(str::to_owned),
            ..self.error(at, message)
        }
    }

    /// Returns line and column, both from 1, of a byte of the text.
    fn place(&self, at: usize) -> (usize, usize) {
        place(self.text, at)
    }

    /// Returns room for the places of parts of the text.
    pub(crate) fn marks(&self) -> Marks {
        Marks {
            text: Arc::from(self.text),
            ..Marks::new(self.file)
        }
    }
}

/// Returns line and column, both from 1, of a byte of a text.
fn place(text: &str, at: usize) -> (usize, usize) {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = text.get(..at).unwrap_or_default();
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let column = before.get(start..).unwrap_or_default().chars().count() + 1;
    (line, column)
}

/// What was read, with the places of its parts for checks that need more than one file.
#[derive(Clone, Debug)]
pub(crate) struct Marked<T> {
    /// What was read.
    pub(crate) value: T,
    /// Where its parts stand.
    pub(crate) marks: Marks,
}

/// Places in one file, each under a name made by who reads it.
#[derive(Clone, Debug)]
pub(crate) struct Marks {
    file: String,
    text: Arc<str>,
    /// Bytes of the text: lines are counted only for a mistake, since every field of every form is kept here.
    places: BTreeMap<String, usize>,
}

impl Marks {
    pub(crate) fn new(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            text: Arc::default(),
            places: BTreeMap::new(),
        }
    }

    /// Keeps the place of an item under a name.
    pub(crate) fn keep(&mut self, name: impl Into<String>, item: &Item<'_>) {
        self.places.insert(name.into(), item.at());
    }

    /// Returns the mistake at a kept place; at the start of the file when the name is not kept.
    pub(crate) fn error(&self, name: &str, message: impl Into<String>) -> DataError {
        let at = self.places.get(name).copied().unwrap_or_default();
        let (line, column) = place(&self.text, at);
        DataError {
            file: self.file.clone(),
            line,
            column,
            message: message.into(),
            nearest: None,
        }
    }

    /// Returns the mistake of a name that is none of the valid ones.
    pub(crate) fn unknown<'n>(
        &self,
        name: &str,
        message: impl Into<String>,
        given: &str,
        valid: impl IntoIterator<Item = &'n str>,
    ) -> DataError {
        DataError {
            nearest: nearest(given, valid).map(str::to_owned),
            ..self.error(name, message)
        }
    }
}
