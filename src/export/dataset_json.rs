//! CDISC Dataset-JSON 1.1, a file a dataset, with `define.xml`.
//!
//! The rows of each dataset are written beside until their number is known, which its file says first. Decimals are exact,
//! as texts. A dataset without rows has no file, but for DM.

use super::exporter::{Context, Exporter, Fault, Reads, Remark};
use super::files::{Files, Scratch};
use super::person::Person;
use super::sdtm::row::{Row, Value};
use super::sdtm::tables;
use super::sdtm::variable::{Dataset, Kind};
use super::sdtm::{Datasets, define, value_text};
use serde_json::{Map, Value as Json, json};
use std::io::{self, BufWriter, Seek as _, SeekFrom, Write};

/// The rows of a dataset while they are written.
struct Part {
    dataset: &'static Dataset,
    rows: BufWriter<Box<dyn Scratch>>,
    count: u64,
    cut: u64,
}

/// The format while it is written.
pub struct DatasetJson {
    datasets: Datasets,
    parts: Vec<Part>,
    remarks: Vec<Remark>,
}

impl DatasetJson {
    /// Makes room for all datasets.
    ///
    /// # Errors
    /// When there is none.
    pub fn begin(context: Context, files: &mut dyn Files) -> Result<Self, Fault> {
        let mut parts = Vec::new();
        for dataset in tables::ALL.iter().copied() {
            parts.push(Part {
                dataset,
                rows: BufWriter::new(files.scratch()?),
                count: 0,
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

impl Part {
    fn row(&mut self, row: &Row) -> Result<(), Fault> {
        let mut cells = Vec::with_capacity(row.values.len());
        for (variable, value) in row.dataset.variables.iter().zip(&row.values) {
            let longest = usize::from(variable.length);
            cells.push(match value {
                Value::Whole(number) => json!(number),
                Value::Text(text) if text.chars().count() > longest => {
                    self.cut += 1;
                    Json::String(text.chars().take(longest).collect())
                }
                Value::Empty | Value::Text(_) | Value::Number(_) => json!(value_text(value)),
            });
        }
        let before = if self.count == 0 { "\n" } else { ",\n" };
        self.rows.write_all(before.as_bytes())?;
        serde_json::to_writer(&mut self.rows, &cells).map_err(io::Error::from)?;
        self.count += 1;
        Ok(())
    }

    fn finish(self, context: &Context, files: &mut dyn Files) -> Result<(), Fault> {
        let mut rows = self.rows.into_inner().map_err(|error| error.into_error())?;
        rows.seek(SeekFrom::Start(0))?;
        let mut file = files.create(&format!("{}.json", self.dataset.file()))?;
        let head = head(context, self.dataset, self.count);
        let head = serde_json::to_string_pretty(&head).map_err(io::Error::from)?;
        // What is written last of the head is its closing brace.
        let open = head.trim_end_matches('}').trim_end();
        write!(file, "{open},\n  \"rows\": [")?;
        io::copy(&mut rows, &mut file)?;
        file.write_all(b"\n  ]\n}\n")?;
        file.flush()?;
        Ok(())
    }
}

/// Returns what stands before the rows.
fn head(context: &Context, dataset: &Dataset, records: u64) -> Json {
    let study = &context.study.protocol;
    let created = context.as_of.at.format("%Y-%m-%dT%H:%M:%S%:z").to_string();
    let (program, version) = match context.program.split_once(' ') {
        Some((program, version)) => (program, version),
        None => (context.program.as_str(), "0"),
    };
    let mut head = Map::new();
    let mut say = |key: &str, value: Json| head.insert(key.to_owned(), value);
    say("datasetJSONCreationDateTime", json!(created));
    say("datasetJSONVersion", json!("1.1.0"));
    say(
        "fileOID",
        json!(format!("{}.{}", define::file_oid(context), dataset.name)),
    );
    say("dbLastModifiedDateTime", json!(created));
    say("originator", json!(study.id));
    say(
        "sourceSystem",
        json!({ "name": program, "version": version }),
    );
    say("studyOID", json!(define::study_oid(context)));
    say("metaDataVersionOID", json!(define::version_oid(context)));
    say("metaDataRef", json!(define::FILE));
    say("itemGroupOID", json!(define::group_oid(dataset)));
    say("records", json!(records));
    say("name", json!(dataset.name));
    say("label", json!(dataset.label));
    let columns: Vec<Json> = dataset
        .variables
        .iter()
        .map(|variable| {
            let mut column = Map::new();
            let mut say = |key: &str, value: Json| column.insert(key.to_owned(), value);
            say("itemOID", json!(define::item_oid(dataset, variable)));
            say("name", json!(dataset.name_of(variable)));
            say("label", json!(variable.label));
            match variable.kind {
                Kind::Text => {
                    say("dataType", json!("string"));
                    say("length", json!(variable.length));
                }
                Kind::Whole => {
                    say("dataType", json!("integer"));
                }
                Kind::Number => {
                    say("dataType", json!("decimal"));
                    say("targetDataType", json!("decimal"));
                }
                Kind::Moment => {
                    say("dataType", json!("datetime"));
                }
            }
            if let Some(key) = dataset.key(variable) {
                say("keySequence", json!(key));
            }
            Json::Object(column)
        })
        .collect();
    say("columns", Json::Array(columns));
    Json::Object(head)
}

impl Exporter for DatasetJson {
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
            datasets,
            parts,
            mut remarks,
        } = *self;
        let mut written = Vec::new();
        for part in parts {
            let dataset = part.dataset;
            if part.count == 0 && dataset.name != "DM" {
                continue;
            }
            if part.cut > 0 {
                remarks.push(Remark::Cut {
                    file: format!("{}.json", dataset.file()),
                    count: part.cut,
                });
            }
            part.finish(datasets.context(), files)?;
            written.push(dataset);
        }
        define::write(datasets.context(), &written, files)?;
        Ok(remarks)
    }
}
