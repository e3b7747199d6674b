//! SAS XPORT version 5 of the datasets of SDTM, a file each.
//!
//! The widths of texts are those of the tables, at most 200 bytes. The last column is a number, as the writer asks: where
//! the last variable is text, the last number is moved behind it, and supplemental qualifiers, which have no number, get
//! that of the row as [`ROW_NUMBER`]. What is no printable ASCII is written by its plain letter or as `?`, and counted.

mod ascii;

use super::exporter::{Context, Exporter, Fault, Reads, Remark};
use super::files::{Files, Scratch};
use super::person::Person;
use super::sdtm::row::{Row, Value};
use super::sdtm::tables;
use super::sdtm::variable::{Dataset, Kind};
use super::sdtm::{Datasets, last_number};
use super::xport::{self, Cell, TEXT, Writer};
use crate::domain::base::ratio::Exact;
use std::io::{self, BufWriter, Seek as _, SeekFrom, Write as _};

/// Name of the column that ends the rows of a dataset without numbers.
pub const ROW_NUMBER: &str = "ROWNUM";

/// A dataset while it is written.
struct Part {
    dataset: &'static Dataset,
    writer: Writer<BufWriter<Box<dyn Scratch>>>,
    /// The places of the variables, in the order of the columns.
    order: Vec<usize>,
    rows: i64,
    replaced: u64,
    cut: u64,
}

/// The format while it is written.
pub struct Xpt {
    datasets: Datasets,
    parts: Vec<Part>,
    remarks: Vec<Remark>,
}

fn fault(fault: xport::Fault) -> Fault {
    match fault {
        xport::Fault::Io(error) => Fault::Files(error),
        refused @ xport::Fault::Refused(_) => Fault::Format(refused.to_string()),
    }
}

impl Xpt {
    /// Begins all datasets.
    ///
    /// # Errors
    /// When there is no room for one.
    pub fn begin(context: Context, files: &mut dyn Files) -> Result<Self, Fault> {
        let mut parts = Vec::new();
        for dataset in tables::ALL.iter().copied() {
            let into = BufWriter::new(files.scratch()?);
            let described = described(dataset, &context);
            parts.push(Part {
                dataset,
                writer: Writer::begin(into, &described).map_err(fault)?,
                order: order(dataset),
                rows: 0,
                replaced: 0,
                cut: 0,
            });
        }
        Ok(Self {
            datasets: Datasets::of(context)?,
            parts,
            remarks: Vec::new(),
        })
    }
}

/// Returns the places of the variables of a dataset in the order of the columns.
fn order(dataset: &Dataset) -> Vec<usize> {
    let mut order: Vec<usize> = (0..dataset.variables.len()).collect();
    if let Some(number) = last_number(dataset) {
        order.retain(|place| *place != number);
        let is_last = number + 1 == dataset.variables.len();
        match is_last {
            true => order.insert(number, number),
            false => order.push(number),
        }
    }
    order
}

/// Returns how a dataset is laid out.
fn described(dataset: &Dataset, context: &Context) -> xport::Dataset {
    let columns = order(dataset).into_iter();
    let variables = columns.filter_map(|place| dataset.variables.get(place));
    let mut variables: Vec<xport::Variable> = variables
        .map(|variable| xport::Variable {
            name: dataset.name_of(variable).into_owned(),
            label: variable.label.to_owned(),
            kind: match variable.kind {
                Kind::Text | Kind::Moment => xport::Kind::Text {
                    width: usize::from(variable.length).min(TEXT),
                },
                Kind::Whole | Kind::Number => xport::Kind::Number,
            },
        })
        .collect();
    if last_number(dataset).is_none() {
        variables.push(xport::Variable {
            name: ROW_NUMBER.to_owned(),
            label: "Number of the Row in this File".to_owned(),
            kind: xport::Kind::Number,
        });
    }
    xport::Dataset {
        name: dataset.name.to_owned(),
        label: dataset.label.to_owned(),
        variables,
        modified: context.as_of.at.naive_local(),
    }
}

/// What becomes of a value.
enum Written {
    Empty,
    Text(String),
    Number(Exact),
}

impl Part {
    fn row(&mut self, row: &Row) -> Result<(), Fault> {
        self.rows += 1;
        let mut written = Vec::with_capacity(self.order.len() + 1);
        for place in &self.order {
            let width = self.dataset.variables.get(*place);
            let width = width.map_or(0, |variable| usize::from(variable.length).min(TEXT));
            written.push(match row.values.get(*place) {
                None | Some(Value::Empty) => Written::Empty,
                Some(Value::Text(text)) => {
                    let (mut plain, is_other) = ascii::plain(text);
                    self.replaced += u64::from(is_other);
                    if plain.len() > width {
                        // All of it is ASCII, so that every place is one between two characters.
                        plain.truncate(width);
                        self.cut += 1;
                    }
                    Written::Text(plain)
                }
                Some(Value::Whole(number)) => Written::Number(Exact::int(*number)),
                Some(Value::Number(number)) => Written::Number(*number),
            });
        }
        if last_number(self.dataset).is_none() {
            written.push(Written::Number(Exact::int(self.rows)));
        }
        let cells: Vec<Cell<'_>> = written
            .iter()
            .map(|written| match written {
                Written::Empty => Cell::Missing,
                Written::Text(text) => Cell::Text(text.trim_end()),
                Written::Number(number) => Cell::Number(*number),
            })
            .collect();
        self.writer.row(&cells).map_err(fault)
    }

    fn finish(self, files: &mut dyn Files) -> Result<Vec<Remark>, Fault> {
        let name = format!("{}.xpt", self.dataset.file());
        let buffer = self.writer.finish().map_err(fault)?;
        let mut rows = buffer.into_inner().map_err(|error| error.into_error())?;
        rows.seek(SeekFrom::Start(0))?;
        let mut file = files.create(&name)?;
        io::copy(&mut rows, &mut file)?;
        file.flush()?;
        let mut remarks = Vec::new();
        if self.replaced > 0 {
            remarks.push(Remark::Replaced {
                file: name.clone(),
                count: self.replaced,
            });
        }
        if self.cut > 0 {
            remarks.push(Remark::Cut {
                file: name,
                count: self.cut,
            });
        }
        Ok(remarks)
    }
}

impl Exporter for Xpt {
    fn reads(&self) -> Reads {
        Reads::Records
    }

    fn participant(&mut self, person: &Person<'_>, _: &mut dyn Files) -> Result<(), Fault> {
        self.remarks.extend(Remark::hidden(person.record));
        for row in self.datasets.rows(person)? {
            let mut parts = self.parts.iter_mut();
            if let Some(part) = parts.find(|part| part.dataset.name == row.dataset.name) {
                part.row(&row)?;
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>, files: &mut dyn Files) -> Result<Vec<Remark>, Fault> {
        let Self {
            parts, mut remarks, ..
        } = *self;
        for part in parts {
            if part.rows > 0 || part.dataset.name == "DM" {
                remarks.extend(part.finish(files)?);
            }
        }
        Ok(remarks)
    }
}
