//! Datasets of the shape of SDTM (SDTMIG 3.4): the rows of a participant, for Dataset-JSON and XPORT.
//!
//! SDTM-shaped: the mapping for a submission is the sponsor's. One table describes each dataset ([`tables::ALL`]), from
//! which rows, Define-XML and the columns of XPORT come. Must not keep more than one participant, nor compute a score.

pub mod codes;
pub mod define;
mod findings;
mod given;
pub mod methods;
pub mod row;
mod special;
mod subject;
pub mod tables;
pub mod variable;

use crate::domain::forms::names::scores::{self, ScoreNames};
use crate::export::exporter::{Context, Fault};
use crate::export::person::Person;
use row::{Row, Value};
use subject::Subject;
use variable::{Dataset, Kind};

/// What the rows of every participant are made with.
#[derive(Debug)]
pub struct Datasets {
    context: Context,
    scores: Vec<ScoreNames>,
}

impl Datasets {
    /// Returns the datasets of a study.
    ///
    /// # Errors
    /// A mistake in the names of scores that come with the program.
    pub fn of(context: Context) -> Result<Self, Fault> {
        let scores = scores::all().map_err(|error| Fault::Format(error.to_string()))?;
        Ok(Self { context, scores })
    }

    /// Returns what they are made of.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Returns the rows of a participant, in the order of the datasets; none of one who was enrolled by mistake.
    ///
    /// # Errors
    /// When a row is not what the table of its dataset says, which is a fault of the program.
    pub fn rows(&self, person: &Person<'_>) -> Result<Vec<Row>, Fault> {
        if person.is_void() {
            return Ok(Vec::new());
        }
        let subject = Subject::of(&self.context, &self.scores, person);
        let mut found = findings::all(&subject);
        let mut rows = Vec::new();
        let mut supplements = Vec::new();
        for dataset in tables::ALL.iter().copied() {
            let mut own = match dataset.name {
                "DM" => special::dm(&subject, dataset),
                "SV" => special::sv(&subject, dataset),
                "DS" => special::ds(&subject, dataset),
                "IE" => special::ie(&subject, dataset),
                "DV" => special::dv(&subject, dataset),
                "MH" => special::mh(&subject, dataset),
                "EX" => given::ex(&subject, dataset),
                "CM" => given::cm(&subject, dataset),
                "AE" => given::ae(&subject, dataset),
                name => found.remove(name).unwrap_or_default(),
            };
            for (row, number) in own.iter_mut().zip(1_i64..) {
                row.set_known("SEQ", number);
                row.check()?;
                supplements.extend(supplemental(&subject, row, number)?);
            }
            rows.extend(own);
        }
        // They stand behind the rows that they are about, in the order of the datasets.
        supplements.sort_by_key(|row: &Row| row.dataset.name);
        rows.extend(supplements);
        Ok(rows)
    }
}

/// Returns what a row says beside its variables, as rows.
fn supplemental(subject: &Subject<'_>, row: &Row, number: i64) -> Result<Vec<Row>, Fault> {
    let name = format!("SUPP{}", row.dataset.name);
    let mut found = Vec::new();
    for said in &row.supplements {
        let dataset =
            tables::named(&name).ok_or_else(|| Fault::Format(format!("{name}.{}", said.name)))?;
        let mut own = subject.row(dataset);
        own.set("RDOMAIN", row.dataset.name);
        own.set("IDVAR", format!("{}SEQ", row.dataset.name));
        own.set("IDVARVAL", number.to_string());
        own.set("QNAM", said.name.as_str());
        own.set("QLABEL", said.label.as_str());
        own.set("QVAL", said.value.as_str());
        own.set("QORIG", "CRF");
        own.check()?;
        found.push(own);
    }
    Ok(found)
}

/// Returns where a variable stands that ends a row with a number, as XPORT needs it; none where there is no number.
pub fn last_number(dataset: &Dataset) -> Option<usize> {
    dataset
        .variables
        .iter()
        .rposition(|variable| matches!(variable.kind, Kind::Whole | Kind::Number))
}

/// Returns a value as text; nothing of an empty one.
pub fn value_text(value: &Value) -> Option<String> {
    match value {
        Value::Empty => None,
        Value::Text(text) => Some(text.clone()),
        Value::Whole(number) => Some(number.to_string()),
        Value::Number(number) => Some(super::table::number_text(*number)),
    }
}
