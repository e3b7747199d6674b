//! Values of a data file in one spelling: no comments, no white space, the keys of a table in the order of the alphabet.
//!
//! No reader of a study or a form asks in which order the keys of a table stand; the order of a list always counts.

use crate::domain::base::data::{DataError, DataFile, FileOrigin, Source};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

/// A table: its values by their keys.
pub type Table = BTreeMap<String, Value>;

/// A value of a data file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// Text.
    Text(String),
    /// A number, exact. Numbers that are equal have one spelling: `1`, `1.0` and `+1.00` are the same, as for the
    /// readers.
    Number(String),
    /// True or false.
    Bool(bool),
    /// A list, in its order.
    List(Vec<Value>),
    /// A table.
    Table(Table),
}

impl Value {
    /// Reads a data file as one table.
    ///
    /// # Errors
    /// When the text is not TOML.
    pub(super) fn of_file(file: DataFile<'_>) -> Result<Self, DataError> {
        let tree = Source::new(file.name, file.text, FileOrigin::Kept).read()?;
        Ok(Self::Table(table(tree.get_ref())))
    }

    /// Returns the value of a key; none when there is no such key, or this is no table.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_table()?.get(key)
    }

    /// Returns the text; none of anything else.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(_) | Self::Bool(_) | Self::List(_) | Self::Table(_) => None,
        }
    }

    /// Returns the values of a list; none of anything else.
    pub fn as_list(&self) -> Option<&[Self]> {
        match self {
            Self::List(values) => Some(values),
            Self::Text(_) | Self::Number(_) | Self::Bool(_) | Self::Table(_) => None,
        }
    }

    /// Returns the table; none of anything else.
    pub fn as_table(&self) -> Option<&Table> {
        match self {
            Self::Table(table) => Some(table),
            Self::Text(_) | Self::Number(_) | Self::Bool(_) | Self::List(_) => None,
        }
    }

    /// Takes out what stands under a path of keys. Where a list lies on the path, all of its values are meant.
    pub(super) fn leave_out(&mut self, path: &[&str]) {
        match self {
            Self::List(values) => values.iter_mut().for_each(|value| value.leave_out(path)),
            Self::Table(table) => match path {
                [] => {}
                [key] => {
                    table.remove(*key);
                }
                [key, rest @ ..] => {
                    if let Some(value) = table.get_mut(*key) {
                        value.leave_out(rest);
                    }
                }
            },
            Self::Text(_) | Self::Number(_) | Self::Bool(_) => {}
        }
    }

    /// Hashes the value. Its kind and its length come first, so that no two values run together to the same bytes.
    pub(super) fn hash_into(&self, hasher: &mut blake3::Hasher) {
        match self {
            Self::Text(text) => hash_text(hasher, 't', text),
            Self::Number(digits) => hash_text(hasher, 'n', digits),
            Self::Bool(value) => hash_count(hasher, 'b', usize::from(*value)),
            Self::List(values) => {
                hash_count(hasher, 'l', values.len());
                values.iter().for_each(|value| value.hash_into(hasher));
            }
            Self::Table(table) => {
                hash_count(hasher, 'd', table.len());
                for (key, value) in table {
                    hash_text(hasher, 'k', key);
                    value.hash_into(hasher);
                }
            }
        }
    }
}

/// Hashes a number behind a letter that says of what it is.
pub(super) fn hash_count(hasher: &mut blake3::Hasher, of: char, count: usize) {
    hasher.update(format!("{of}{count}:").as_bytes());
}

/// Hashes a text behind its length in bytes.
pub(super) fn hash_text(hasher: &mut blake3::Hasher, of: char, text: &str) {
    hash_count(hasher, of, text.len());
    hasher.update(text.as_bytes());
}

fn table(table: &DeTable<'_>) -> Table {
    table
        .iter()
        .map(|(key, of)| (key.get_ref().to_string(), value(of.get_ref())))
        .collect()
}

fn value(read: &DeValue<'_>) -> Value {
    match read {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(integer) if integer.radix() == 10 => number(integer.as_str()),
        // The readers of studies and forms refuse these two; here they only stay apart from all others.
        DeValue::Integer(integer) => Value::Number(integer.to_string()),
        DeValue::Datetime(at) => Value::Number(at.to_string()),
        DeValue::Float(float) => number(float.as_str()),
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Array(values) => {
            Value::List(values.iter().map(|of| value(of.get_ref())).collect())
        }
        DeValue::Table(of) => Value::Table(table(of)),
    }
}

/// Spells a number as the readers take it; what they refuse stays as it is written.
fn number(written: &str) -> Value {
    let plain = written.replace('_', "");
    let exact = Decimal::from_str_exact(plain.trim_start_matches('+'));
    Value::Number(exact.map_or(plain, |exact| exact.normalize().to_string()))
}
