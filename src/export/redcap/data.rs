//! `data.csv`: one row a participant and event, and one for each row of a log.
//!
//! UTF-8, CRLF at the end of a line, times local without an offset. Must not know a form.

use super::dictionary::Sheet;
use crate::domain::forms::names::redcap;
use crate::export::exporter::{Fault, Remark};
use crate::export::files::Files;
use crate::export::table::Cell;
use std::io::Write;

/// Name of the file.
pub(super) const FILE: &str = "data.csv";
/// Bytes that are gathered before they are written.
const BUFFER: usize = 1 << 16;
/// Characters with which a cell begins that a spreadsheet takes for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
/// How many columns say which row it is.
const ENVELOPE: usize = 4;

pub(super) type Out = csv::Writer<Box<dyn Write>>;

/// Begins a file of REDCap.
pub(super) fn writer(files: &mut dyn Files, name: &str) -> Result<Out, Fault> {
    Ok(csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .buffer_capacity(BUFFER)
        .from_writer(files.create(name)?))
}

pub(super) fn fault(error: csv::Error) -> Fault {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => Fault::Files(error),
        other => Fault::Format(format!("{other:?}")),
    }
}

/// The data while they are written.
pub(super) struct Data {
    out: Out,
    is_text: Vec<bool>,
    formulas: u64,
}

/// A row before it is written.
pub(super) struct Line {
    cells: Vec<String>,
}

impl Line {
    /// Says that the row is one of a form that repeats.
    pub(super) fn repeat(&mut self, form: &str, number: u32) {
        self.text(2, form);
        self.text(3, &number.to_string());
    }

    /// Puts something into a column.
    pub(super) fn put(&mut self, at: usize, cell: &Cell<'_>) {
        if let Some(text) = self.cells.get_mut(at) {
            text.clear();
            cell.write(text);
        }
    }

    /// Puts text into a column.
    pub(super) fn text(&mut self, at: usize, text: &str) {
        self.put(at, &Cell::text(text));
    }

    /// Returns whether it says nothing but which row it is.
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().skip(ENVELOPE).all(String::is_empty)
    }
}

impl Data {
    /// Begins the file with the names of its columns.
    pub(super) fn begin(sheet: &Sheet, files: &mut dyn Files) -> Result<Self, Fault> {
        let mut out = writer(files, FILE)?;
        let names = sheet.columns.iter().map(|(name, _)| name.as_str());
        out.write_record(names).map_err(fault)?;
        Ok(Self {
            out,
            is_text: sheet.columns.iter().map(|(_, is_text)| *is_text).collect(),
            formulas: 0,
        })
    }

    /// Returns an empty row of a participant and an event.
    pub(super) fn line(&self, who: &str, event: &redcap::Event) -> Line {
        let mut line = Line {
            cells: vec![String::new(); self.is_text.len()],
        };
        line.text(0, who);
        line.text(1, &event.unique);
        line
    }

    /// Writes a row.
    pub(super) fn write(&mut self, line: &Line) -> Result<(), Fault> {
        let cells = line.cells.iter().zip(&self.is_text);
        let formulas = cells.filter(|(cell, is_text)| **is_text && cell.starts_with(FORMULA));
        self.formulas += formulas.count() as u64;
        self.out.write_record(&line.cells).map_err(fault)
    }

    /// Ends the file; returns what a reader has to know.
    pub(super) fn finish(mut self) -> Result<Option<Remark>, Fault> {
        self.out.flush()?;
        Ok((self.formulas > 0).then(|| Remark::Formulas {
            file: FILE.to_owned(),
            count: self.formulas,
        }))
    }
}
