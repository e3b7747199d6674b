//! Tables as CSV: one file a form and a log, and files of participants, visits, scores, deviations and queries, with a
//! description for programs (Frictionless Data Package 1.0) and scripts that read them in R, SPSS and Stata.
//!
//! UTF-8, a comma between cells, CRLF at the end of a line (RFC 4180), ISO 8601 dates. Must not compute a score of its own.

mod beside;
mod columns;
mod deviations;
mod form;
mod package;
mod participants;
mod scores;
mod scripts;
mod tables;
mod visits;
mod writer;

use super::exporter::{Context, Exporter, Fault, Reads, Remark};
use super::files::Files;
use super::person::Person;
use super::table::Table;
use columns::Put;
use writer::Writer;

/// A table that is made participant by participant.
trait Rows {
    /// Returns the table.
    fn table(&self) -> &Table;

    /// Gives each row of a participant to `put`.
    fn rows(&self, person: &Person<'_>, put: &mut Put<'_>) -> Result<(), Fault>;
}

/// The CSV format while it is written.
pub struct Csv {
    context: Context,
    tables: Vec<(Box<dyn Rows>, Writer)>,
    remarks: Vec<Remark>,
}

impl Csv {
    /// Begins all files.
    ///
    /// # Errors
    /// When one cannot be made.
    pub fn begin(context: Context, files: &mut dyn Files) -> Result<Self, Fault> {
        let mut tables = Vec::new();
        for rows in tables::all(&context.study, &context.names) {
            let writer = Writer::begin(rows.table(), context.options, files)?;
            tables.push((rows, writer));
        }
        Ok(Self {
            context,
            tables,
            remarks: Vec::new(),
        })
    }
}

impl Exporter for Csv {
    fn reads(&self) -> Reads {
        Reads::Records
    }

    fn participant(&mut self, person: &Person<'_>, _: &mut dyn Files) -> Result<(), Fault> {
        self.remarks.extend(Remark::hidden(person.record));
        for (rows, writer) in &mut self.tables {
            rows.rows(person, &mut |cells| writer.row(cells))?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>, files: &mut dyn Files) -> Result<Vec<Remark>, Fault> {
        let Self {
            context,
            tables,
            mut remarks,
        } = *self;
        let mut described = Vec::new();
        for (rows, writer) in tables {
            let table = rows.table().clone();
            let (rows, found) = writer.finish()?;
            remarks.extend(found);
            described.push((table, rows));
        }
        package::write(&context, &described, files)?;
        scripts::write(&described, files)?;
        Ok(remarks)
    }
}
