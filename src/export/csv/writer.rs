//! Writes one table as a CSV file.

use crate::export::exporter::{Fault, Options, Remark};
use crate::export::files::Files;
use crate::export::legible::{is_in_xml, replaced};
use crate::export::table::{Cell, Kind, Table};
use std::io::Write;

/// Bytes that are gathered before they are written.
const BUFFER: usize = 1 << 16;
/// Characters with which a cell begins that a spreadsheet takes for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A CSV file while it is written.
pub(super) struct Writer {
    file: String,
    out: csv::Writer<Box<dyn Write>>,
    /// Which columns hold text that somebody typed.
    is_text: Vec<bool>,
    guards: bool,
    text: String,
    rows: u64,
    formulas: u64,
    replaced: u64,
}

impl Writer {
    /// Begins the file of a table with the names of its columns.
    pub(super) fn begin(
        table: &Table,
        options: Options,
        files: &mut dyn Files,
    ) -> Result<Self, Fault> {
        let file = format!("{}.csv", table.name);
        let mut bytes = files.create(&file)?;
        if options.for_spreadsheet {
            // By this Excel knows that a file is UTF-8.
            bytes.write_all("\u{feff}".as_bytes())?;
        }
        let mut out = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .buffer_capacity(BUFFER)
            .from_writer(bytes);
        let names = table.columns.iter().map(|column| column.name.as_str());
        out.write_record(names).map_err(fault)?;
        Ok(Self {
            file,
            out,
            is_text: table
                .columns
                .iter()
                .map(|column| column.kind == Kind::Text)
                .collect(),
            guards: options.for_spreadsheet,
            text: String::new(),
            rows: 0,
            formulas: 0,
            replaced: 0,
        })
    }

    /// Writes a row.
    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Fault> {
        if cells.len() != self.is_text.len() {
            return Err(Fault::Format(format!(
                "{}: {} cells for {} columns",
                self.file,
                cells.len(),
                self.is_text.len()
            )));
        }
        for (place, cell) in cells.iter().enumerate() {
            self.text.clear();
            // Most cells are empty.
            if !cell.is_empty() {
                let is_text = self.is_text.get(place).copied().unwrap_or_default();
                self.fill(cell, is_text);
            }
            self.out.write_field(&self.text).map_err(fault)?;
        }
        self.out.write_record(None::<&[u8]>).map_err(fault)?;
        self.rows += 1;
        Ok(())
    }

    /// Makes the text of a cell, and counts what a reader has to know of it.
    fn fill(&mut self, cell: &Cell<'_>, is_text: bool) {
        cell.write(&mut self.text);
        if let Some((legible, _)) = replaced(&self.text, is_in_xml) {
            self.replaced += 1;
            self.text = legible;
        }
        if is_text && self.text.starts_with(FORMULA) {
            self.formulas += 1;
            if self.guards {
                self.text.insert(0, '\'');
            }
        }
    }

    /// Ends the file; returns how many rows it has, and what a reader has to know.
    pub(super) fn finish(mut self) -> Result<(u64, Vec<Remark>), Fault> {
        self.out.flush()?;
        let formulas = (self.formulas > 0).then(|| Remark::Formulas {
            file: self.file.clone(),
            count: self.formulas,
        });
        let replaced = (self.replaced > 0).then(|| Remark::Replaced {
            file: self.file.clone(),
            count: self.replaced,
        });
        Ok((self.rows, formulas.into_iter().chain(replaced).collect()))
    }
}

fn fault(error: csv::Error) -> Fault {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => Fault::Files(error),
        other => Fault::Format(format!("{other:?}")),
    }
}
