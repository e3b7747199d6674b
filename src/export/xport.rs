//! SAS transport files (XPORT), version 5: one data set a file, as the public note TS-140 of SAS lays out its records.
//!
//! A [`Dataset`] says what is in the columns, a [`Writer`] takes the rows one by one and keeps none of them. Numbers are
//! rounded once, from the exact number to what a reader can hold; what the format cannot hold is refused and never
//! cut. Must not know what a data set is about, and must not order or widen columns: the caller does, as
//! [`Dataset::fault`] tells.

mod headers;
mod ibm;
#[cfg(test)]
mod tests;
mod writer;

pub use writer::{Cell, Fault, Writer};

use crate::text::exports::XportFault;
use chrono::{Datelike as _, NaiveDateTime};
use std::collections::BTreeSet;

/// Most characters of the name of a data set or a variable.
pub const NAME: usize = 8;

/// Most characters of a label.
pub const LABEL: usize = 40;

/// Most bytes of a text.
pub const TEXT: usize = 200;

/// Most variables: their number has four digits in the file.
pub const VARIABLES: usize = 9_999;

/// Fewest bytes of a row: one more than a record.
///
/// A file does not say how many rows it has, and its last record is filled with blanks. Where a row fits into a record,
/// pandas counts the blank words of the last record as filling, those of a text too, and loses rows without a word.
pub const ROW: usize = RECORD + 1;

/// Bytes of a record; a file is a whole number of them.
const RECORD: usize = 80;

/// Bytes of a number.
const NUMBER: usize = 8;

/// What a data set is called, and its columns in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dataset {
    /// Its name: 1 to 8 capital letters, digits or underscores, no digit first.
    pub name: String,
    /// What it is about, in at most 40 characters of ASCII.
    pub label: String,
    /// Its columns.
    pub variables: Vec<Variable>,
    /// When the data were last changed, from 1960 to 2059; the file has two digits for the year.
    pub modified: NaiveDateTime,
}

/// A column of a data set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name, which no other column has: 1 to 8 capital letters, digits or underscores, no digit first.
    pub name: String,
    /// What is in it, in at most 40 characters of ASCII.
    pub label: String,
    /// What its cells are.
    pub kind: Kind,
}

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Texts of printable ASCII, filled with blanks up to a width.
    Text {
        /// Bytes of each cell, 1 to 200.
        width: usize,
    },
    /// Numbers.
    Number,
}

impl Kind {
    /// Returns how many bytes a cell takes.
    pub const fn width(self) -> usize {
        match self {
            Self::Text { width } => width,
            Self::Number => NUMBER,
        }
    }
}

impl Dataset {
    /// Returns how many bytes a row takes.
    pub fn row_width(&self) -> usize {
        self.variables
            .iter()
            .map(|variable| variable.kind.width())
            .fold(0, usize::saturating_add)
    }

    /// Returns why it cannot be written, or could be written and would be read wrongly by others.
    ///
    /// A caller mends [`XportFault::LastIsText`] by moving a number to the end, and [`XportFault::RowTooShort`] by
    /// widening a text by what is missing up to [`ROW`]. All other faults are names, labels and limits.
    pub fn fault(&self) -> Option<XportFault> {
        let own = name_fault(&self.name).or_else(|| label_fault(&self.name, &self.label));
        own.or_else(|| {
            let year = self.modified.year();
            (!(1960..=2059).contains(&year)).then_some(XportFault::Year { year })
        })
        .or_else(|| self.variables_fault())
        .or_else(|| self.row_fault())
    }

    fn variables_fault(&self) -> Option<XportFault> {
        let count = self.variables.len();
        if count > VARIABLES {
            return Some(XportFault::TooManyVariables { count });
        }
        let mut names = BTreeSet::new();
        self.variables.iter().find_map(|variable| {
            let Variable { name, label, kind } = variable;
            let name = || name.clone();
            name_fault(&variable.name)
                .or_else(|| {
                    let is_new = names.insert(variable.name.as_str());
                    (!is_new).then(|| XportFault::Twice { name: name() })
                })
                .or_else(|| label_fault(&variable.name, label))
                .or_else(|| match *kind {
                    Kind::Text { width } if !(1..=TEXT).contains(&width) => {
                        let variable = name();
                        Some(XportFault::Width { variable, width })
                    }
                    Kind::Text { .. } | Kind::Number => None,
                })
        })
    }

    fn row_fault(&self) -> Option<XportFault> {
        // A number is never eight blanks, so that no row ends like the filling behind the last one.
        match self.variables.last() {
            None => return Some(XportFault::NoVariables),
            Some(last) => match last.kind {
                Kind::Text { .. } => {
                    return Some(XportFault::LastIsText {
                        variable: last.name.clone(),
                    });
                }
                Kind::Number => {}
            },
        }
        let bytes = self.row_width();
        (bytes < ROW).then_some(XportFault::RowTooShort { bytes, least: ROW })
    }
}

fn name_fault(name: &str) -> Option<XportFault> {
    let is_name = (1..=NAME).contains(&name.len())
        && !name.starts_with(|first: char| first.is_ascii_digit())
        && name
            .bytes()
            .all(|byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'_'));
    (!is_name).then(|| XportFault::Name {
        name: name.to_owned(),
    })
}

fn label_fault(of: &str, label: &str) -> Option<XportFault> {
    let fits = label.len() <= LABEL && foreign(label).is_none();
    (!fits).then(|| XportFault::Label {
        of: of.to_owned(),
        label: label.to_owned(),
    })
}

/// Returns the first character that is no printable ASCII.
fn foreign(text: &str) -> Option<char> {
    text.chars().find(|char| !matches!(char, ' '..='~'))
}
