//! Writes the rows of a data set one by one, and keeps none of them.
//!
//! A row is judged whole before its first byte is written. Must not be left without [`Writer::finish`], which fills the
//! last record.

use super::headers::{self, padded};
use super::{Dataset, Kind, RECORD, Variable, foreign, ibm};
use crate::domain::base::ratio::Exact;
use crate::text::DEFAULT;
use crate::text::exports::XportFault;
use std::error::Error;
use std::fmt;
use std::io::{self, Write};

/// What stands in one column of one row.
#[derive(Clone, Copy, Debug)]
pub enum Cell<'a> {
    /// A text of printable ASCII. Blanks at its end are as if they were not there, and an empty one is a missing one.
    Text(&'a str),
    /// A number.
    Number(Exact),
    /// Nothing: blanks in a column of texts, a point in one of numbers.
    Missing,
}

/// Why a data set or a row of it was not written.
#[derive(Debug)]
pub enum Fault {
    /// What it is written to does not take it.
    Io(io::Error),
    /// The format cannot hold it.
    Refused(XportFault),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::Refused(fault) => f.write_str(&DEFAULT.xport_fault(fault)),
        }
    }
}

impl Error for Fault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            Self::Refused(_) => None,
        }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<XportFault> for Fault {
    fn from(fault: XportFault) -> Self {
        Self::Refused(fault)
    }
}

/// A data set that is being written.
#[derive(Debug)]
#[must_use = "the last record is only full when it was finished"]
pub struct Writer<W> {
    into: W,
    variables: Vec<Variable>,
    /// The bytes of a row, kept for the next one.
    row: Vec<u8>,
    /// How many rows there are.
    rows: u64,
    /// How many bytes the last record has.
    filled: usize,
}

impl<W: Write> Writer<W> {
    /// Writes what stands before the rows.
    pub fn begin(mut into: W, dataset: &Dataset) -> Result<Self, Fault> {
        if let Some(fault) = dataset.fault() {
            return Err(fault.into());
        }
        into.write_all(&headers::of(dataset))?;
        Ok(Self {
            into,
            variables: dataset.variables.clone(),
            row: Vec::with_capacity(dataset.row_width()),
            rows: 0,
            filled: 0,
        })
    }

    /// Writes a row, a cell for each variable; nothing of it when one of them is refused.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Fault> {
        let row = self.rows.saturating_add(1);
        if cells.len() != self.variables.len() {
            return Err(Fault::Refused(XportFault::CellCount {
                row,
                variables: self.variables.len(),
                cells: cells.len(),
            }));
        }
        self.row.clear();
        for (variable, cell) in self.variables.iter().zip(cells) {
            add(&mut self.row, row, variable, *cell)?;
        }
        self.into.write_all(&self.row)?;
        self.rows = row;
        self.filled = (self.filled + self.row.len()) % RECORD;
        Ok(())
    }

    /// Fills the last record with blanks and gives back what was written to, flushed.
    pub fn finish(mut self) -> Result<W, Fault> {
        if self.filled > 0 {
            let blanks = [b' '; RECORD];
            let filling = blanks.get(self.filled..).unwrap_or_default();
            self.into.write_all(filling)?;
        }
        self.into.flush()?;
        Ok(self.into)
    }
}

/// Adds a cell to a row.
fn add(
    bytes: &mut Vec<u8>,
    row: u64,
    variable: &Variable,
    cell: Cell<'_>,
) -> Result<(), XportFault> {
    let name = || variable.name.clone();
    match (variable.kind, cell) {
        (Kind::Number, Cell::Number(number)) => bytes.extend(ibm::bytes(number)),
        (Kind::Number, Cell::Missing) => bytes.extend(ibm::MISSING),
        (Kind::Text { width }, Cell::Text(text)) => {
            if let Some(char) = foreign(text) {
                let variable = name();
                return Err(XportFault::NotAscii {
                    row,
                    variable,
                    char,
                });
            }
            if text.len() > width {
                return Err(XportFault::TooLong {
                    row,
                    variable: name(),
                    width,
                    bytes: text.len(),
                });
            }
            padded(bytes, text, width);
        }
        (Kind::Text { width }, Cell::Missing) => padded(bytes, "", width),
        (Kind::Number, Cell::Text(_)) | (Kind::Text { .. }, Cell::Number(_)) => {
            return Err(XportFault::OtherKind {
                row,
                variable: name(),
            });
        }
    }
    Ok(())
}
