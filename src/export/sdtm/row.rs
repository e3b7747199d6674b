//! A row of a dataset while it is filled. Must not hold a variable that its dataset does not have.

use super::variable::{Dataset, Kind};
use crate::domain::base::ratio::Exact;
use crate::export::exporter::Fault;
use crate::export::table::number_text;
use rust_decimal::Decimal;

/// What stands in a variable of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    #[default]
    Empty,
    /// Text, a term, a date.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(Exact),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        match text.trim() {
            "" => Self::Empty,
            text => Self::Text(text.to_owned()),
        }
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}

impl From<Exact> for Value {
    fn from(number: Exact) -> Self {
        // A fraction that no decimal holds is rounded here, so that every format has the same number.
        Self::Number(Exact::parse(&number_text(number)).unwrap_or(number))
    }
}

impl From<Decimal> for Value {
    fn from(number: Decimal) -> Self {
        Self::Number(Exact::from_decimal(number))
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// What a row says that its dataset has no variable for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Supplement {
    /// Name, at most 8 characters.
    pub(super) name: String,
    /// Label, at most 40 characters.
    pub(super) label: String,
    /// What it says.
    pub(super) value: String,
}

/// A row.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its dataset.
    pub dataset: &'static Dataset,
    /// A value for each variable.
    pub values: Vec<Value>,
    pub(super) supplements: Vec<Supplement>,
    /// A variable that was set and is none of the dataset: a fault of the program.
    unknown: Option<&'static str>,
}

impl Row {
    pub(super) fn new(dataset: &'static Dataset) -> Self {
        Self {
            dataset,
            values: vec![Value::Empty; dataset.variables.len()],
            supplements: Vec::new(),
            unknown: None,
        }
    }

    /// Sets a variable by the stem of its name.
    pub(super) fn set(&mut self, stem: &'static str, value: impl Into<Value>) {
        if !self.set_known(stem, value) {
            self.unknown = Some(stem);
        }
    }

    /// Sets a variable that the dataset may not have; returns whether it has it.
    pub(super) fn set_known(&mut self, stem: &str, value: impl Into<Value>) -> bool {
        let place = self.dataset.place(stem);
        match place.and_then(|place| self.values.get_mut(place)) {
            Some(cell) => {
                *cell = value.into();
                true
            }
            None => false,
        }
    }

    /// Returns what stands in a variable.
    pub fn get(&self, stem: &str) -> &Value {
        static EMPTY: Value = Value::Empty;
        let place = self.dataset.place(stem);
        place
            .and_then(|place| self.values.get(place))
            .unwrap_or(&EMPTY)
    }

    /// Returns the text of a variable; nothing where it has none.
    pub fn text(&self, stem: &str) -> &str {
        match self.get(stem) {
            Value::Text(text) => text,
            Value::Empty | Value::Whole(_) | Value::Number(_) => "",
        }
    }

    /// Says something beside the variables; nothing where there is no value. Name and label are cut to their lengths.
    pub(super) fn supplement(&mut self, name: &str, label: &str, value: impl AsRef<str>) {
        let value = value.as_ref().trim();
        if !value.is_empty() {
            self.supplements.push(Supplement {
                name: name.chars().take(8).collect(),
                label: label.chars().take(40).collect(),
                value: value.to_owned(),
            });
        }
    }

    /// Checks that the values are what the table of the dataset says.
    ///
    /// # Errors
    /// The first variable that is not, which is a fault of the program.
    pub fn check(&self) -> Result<(), Fault> {
        if let Some(unknown) = self.unknown {
            return Err(self.fault(unknown));
        }
        for (variable, value) in self.dataset.variables.iter().zip(&self.values) {
            let fits = match (variable.kind, value) {
                (_, Value::Empty) => true,
                (Kind::Text | Kind::Moment, Value::Text(text)) => {
                    variable.codes.is_none_or(|codes| codes.has(text))
                }
                (Kind::Whole, Value::Whole(_)) | (Kind::Number, Value::Number(_)) => true,
                (Kind::Text | Kind::Moment, Value::Whole(_) | Value::Number(_))
                | (Kind::Whole, Value::Text(_) | Value::Number(_))
                | (Kind::Number, Value::Text(_) | Value::Whole(_)) => false,
            };
            if !fits {
                return Err(self.fault(variable.stem));
            }
        }
        Ok(())
    }

    fn fault(&self, stem: &str) -> Fault {
        Fault::Format(format!("{}.{stem}", self.dataset.name))
    }
}
