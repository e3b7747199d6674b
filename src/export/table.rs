//! Tables: columns with their meaning, and cells. CSV, its description, and the datasets of SDTM are made of them.
//!
//! Must not know where a table is written to.

use crate::domain::base::ratio::Exact;
use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat};
use rust_decimal::Decimal;
use std::borrow::Cow;

/// Decimals to which a fraction is rounded that no decimal holds exactly, such as a third.
pub const MOST_DECIMALS: u32 = 10;

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// One of these codes, each with its meaning.
    Code(Vec<(String, String)>),
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// A calendar date, `2026-03-09`.
    Day,
    /// A date of which month or day may be unknown: `2026`, `2026-03`, `2026-03-09`.
    PartialDay,
    /// A time of day, `09:05`.
    Time,
    /// A moment with its offset, `2026-03-09T10:20:30.123+01:00`.
    Moment,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name, unique in its table: small letters, digits and `_`, at most 32 characters.
    pub name: String,
    /// What it means, in words.
    pub label: String,
    /// What it holds.
    pub kind: Kind,
    /// Unit of its numbers.
    pub unit: Option<String>,
    /// Smallest number that it can hold.
    pub min: Option<Decimal>,
    /// Largest number that it can hold.
    pub max: Option<Decimal>,
    /// Whether every row has something here.
    pub required: bool,
    /// OID of the item that it is in ODM, if it is one.
    pub oid: Option<String>,
}

impl Column {
    /// Returns a column that may be empty.
    pub fn new(name: impl Into<String>, label: impl Into<String>, kind: Kind) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            kind,
            unit: None,
            min: None,
            max: None,
            required: false,
            oid: None,
        }
    }

    /// Returns the same column, of which ODM has an item.
    pub fn of_item(self, oid: Option<String>) -> Self {
        Self { oid, ..self }
    }

    /// Returns the same column, in which every row has something.
    pub fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Name, unique in the export; also that of its file.
    pub name: String,
    /// What it holds, in words.
    pub label: String,
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// Names of the columns that tell a row from all others.
    pub key: Vec<String>,
    /// OID of the form that it is in ODM, if it is one.
    pub oid: Option<String>,
}

/// What stands in a column of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    #[default]
    Empty,
    /// Text, a code, a partial date, a time of day.
    Text(Cow<'a, str>),
    /// A whole number.
    Whole(i64),
    /// A number as it was entered.
    Decimal(Decimal),
    /// A number that was computed.
    Exact(Exact),
    /// A date.
    Day(NaiveDate),
    /// A moment.
    Moment(DateTime<FixedOffset>),
}

impl<'a> Cell<'a> {
    /// Returns text; none where it is empty.
    pub fn text(text: &'a str) -> Self {
        match text.is_empty() {
            true => Self::Empty,
            false => Self::Text(Cow::Borrowed(text)),
        }
    }

    /// Returns text of its own; none where it is empty.
    pub fn owned(text: String) -> Self {
        match text.is_empty() {
            true => Self::Empty,
            false => Self::Text(Cow::Owned(text)),
        }
    }

    /// Returns what a value becomes, nothing where there is none.
    pub fn of<T>(value: Option<T>, make: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Empty, make)
    }

    /// Returns how many there are, or the number of an entry.
    pub fn count(count: impl TryInto<i64>) -> Self {
        Self::Whole(count.try_into().unwrap_or(i64::MAX))
    }

    /// Returns 1 for yes and 0 for no.
    pub fn flag(flag: bool) -> Self {
        Self::Whole(flag.into())
    }

    /// Returns whether nothing stands there.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// Writes the cell as text: a number as an exact decimal where there is one, else rounded to [`MOST_DECIMALS`].
    pub fn write(&self, out: &mut String) {
        use std::fmt::Write as _;
        // Writing into a text never fails.
        let _ = match self {
            Self::Empty => Ok(()),
            Self::Text(text) => out.write_str(text),
            Self::Whole(number) => write!(out, "{number}"),
            Self::Decimal(number) => write!(out, "{number}"),
            Self::Exact(number) => out.write_str(&number_text(*number)),
            Self::Day(day) => write!(out, "{day}"),
            Self::Moment(at) => out.write_str(&at.to_rfc3339_opts(SecondsFormat::Millis, false)),
        };
    }
}

/// Returns a number as a decimal: exact where it has at most [`MOST_DECIMALS`] decimals, else rounded to them.
pub fn number_text(number: Exact) -> String {
    let text = number.rounded(MOST_DECIMALS);
    match text.contains('.') {
        true => {
            let kept = text.trim_end_matches('0').trim_end_matches('.');
            // What is rounded to nothing has no sign.
            match kept {
                "-0" | "" => "0".to_owned(),
                kept => kept.to_owned(),
            }
        }
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(cell: &Cell<'_>) -> String {
        let mut out = String::new();
        cell.write(&mut out);
        out
    }

    #[test]
    fn numbers_are_exact_decimals_where_they_have_one() {
        for (top, bottom, expected) in [
            (1, 8, "0.125"),
            (-5, 2, "-2.5"),
            (100, 1, "100"),
            (0, 7, "0"),
            (1, 3, "0.3333333333"),
            (-2, 3, "-0.6666666667"),
            (-1, 1_000_000_000_000, "0"),
        ] {
            let number = Exact::fraction(top, bottom).unwrap();
            assert_eq!(number_text(number), expected, "{top}/{bottom}");
        }
    }

    #[test]
    fn a_moment_keeps_its_offset() {
        let at = DateTime::parse_from_rfc3339("2026-03-09T10:20:30.120+01:00").unwrap();
        assert_eq!(text(&Cell::Moment(at)), "2026-03-09T10:20:30.120+01:00");
    }
}
