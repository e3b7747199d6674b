//! What can stand in a field: a value with its unit, or the reason why there is none.
//!
//! A blank is neither: a blank field has no answer at all. A missing reason never becomes a number.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A value as it was entered. Its order says nothing of how much it is: it is for keys of maps.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// An exact decimal number.
    Number(Decimal),
    /// A laboratory result below the limit of quantification: any number of 0 or more below it.
    Below(Decimal),
    /// The code of one option of a choice, such as `3`, `T` or `y`.
    Code(String),
    /// Free text.
    Text(String),
    /// A calendar date.
    Date(NaiveDate),
}

impl fmt::Display for Value {
    /// Writes the value as it is stored: a number with the decimals that were entered, `<` before a limit, a date by ISO 8601.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Below(number) => write!(f, "<{number}"),
            Self::Code(text) | Self::Text(text) => f.write_str(text),
            Self::Date(day) => write!(f, "{day}"),
        }
    }
}

/// The answer of one field. Its order is for keys of maps.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// There is a value.
    Value {
        /// The value.
        value: Value,
        /// Its unit, where the field has one, such as `U/L`.
        unit: Option<String>,
    },
    /// There is none, for this reason.
    Missing {
        /// Code of the reason, one that the field's instrument allows, such as `refused`.
        reason: String,
        /// What the assessor added in words; required by the reason `other`.
        text: Option<String>,
    },
}

impl Answer {
    /// Returns the answer that holds a number in a unit.
    pub fn number(number: Decimal, unit: Option<&str>) -> Self {
        Self::Value {
            value: Value::Number(number),
            unit: unit.map(str::to_owned),
        }
    }

    /// Returns the answer that holds an option's code.
    pub fn code(code: &str) -> Self {
        Self::Value {
            value: Value::Code(code.to_owned()),
            unit: None,
        }
    }

    /// Returns the answer that holds free text.
    pub fn text(text: &str) -> Self {
        Self::Value {
            value: Value::Text(text.to_owned()),
            unit: None,
        }
    }

    /// Returns the answer that says why there is no value.
    pub fn missing(reason: &str) -> Self {
        Self::Missing {
            reason: reason.to_owned(),
            text: None,
        }
    }

    /// Returns the value, if there is one.
    pub fn value(&self) -> Option<&Value> {
        match self {
            Self::Value { value, .. } => Some(value),
            Self::Missing { .. } => None,
        }
    }

    /// Returns the number that was typed: the number itself, or the limit of a `<` result. A verdict keeps the sign.
    pub fn as_number(&self) -> Option<Decimal> {
        match self.value()? {
            Value::Number(number) | Value::Below(number) => Some(*number),
            Value::Code(_) | Value::Text(_) | Value::Date(_) => None,
        }
    }

    /// Returns the option's code, if the value is one.
    pub fn as_code(&self) -> Option<&str> {
        match self.value()? {
            Value::Code(code) => Some(code),
            _ => None,
        }
    }

    /// Returns the free text, if the value is text.
    pub fn as_text(&self) -> Option<&str> {
        match self.value()? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the date, if the value is a whole one.
    pub fn as_date(&self) -> Option<NaiveDate> {
        match self.value()? {
            Value::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// Returns the unit of the value.
    pub fn unit(&self) -> Option<&str> {
        match self {
            Self::Value { unit, .. } => unit.as_deref(),
            Self::Missing { .. } => None,
        }
    }

    /// Returns the code of the missing reason.
    pub fn missing_reason(&self) -> Option<&str> {
        match self {
            Self::Missing { reason, .. } => Some(reason),
            Self::Value { .. } => None,
        }
    }
}
