//! What a field takes.

use crate::domain::forms::engine::instrument::{Choice, Field, FieldKind, Instrument};
use rust_decimal::Decimal;

/// What can be typed into a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expectation<'a> {
    /// A place on a line: 0.0 to 10.0 cm in steps of 0.1.
    Scale {
        /// Words at 0.
        low: &'a str,
        /// Words at 10.
        high: &'a str,
    },
    /// A number.
    Number {
        /// Smallest possible value.
        min: Decimal,
        /// Largest possible value.
        max: Decimal,
        /// Its unit.
        unit: Option<&'a str>,
        /// Decimals allowed.
        decimals: u32,
    },
    /// A year that has begun.
    Year {
        /// The first possible one.
        min: Decimal,
    },
    /// A laboratory's upper limit of normal.
    Limit,
    /// A laboratory result, possibly below quantification.
    Result,
    /// One of these options.
    Choice(&'a [Choice]),
    /// Any text on one line.
    Text {
        /// Characters that it may have.
        max_length: usize,
    },
    /// Text of several lines.
    Paragraph,
    /// Text of a form: `9` a digit, `A` a capital letter, `#` the check character, `|` between alternatives, anything else itself.
    Pattern(&'a str),
    /// A whole date.
    Date,
    /// A date, or a month or a year alone.
    PartialDate,
    /// A time of day.
    Time,
}

/// Returns what can be typed into a field.
pub fn expects<'a>(instrument: &'a Instrument, field: &'a Field) -> Expectation<'a> {
    match &field.kind {
        FieldKind::Vas { low, high, .. } => Expectation::Scale { low, high },
        FieldKind::Number {
            min, year: true, ..
        } => Expectation::Year { min: *min },
        FieldKind::Number {
            unit,
            decimals,
            min,
            max,
            ..
        } => Expectation::Number {
            min: *min,
            max: *max,
            unit: unit.as_deref(),
            decimals: *decimals,
        },
        FieldKind::Lab { is_limit: true, .. } => Expectation::Limit,
        FieldKind::Lab {
            is_limit: false, ..
        } => Expectation::Result,
        FieldKind::Choice { .. } => Expectation::Choice(instrument.choices(field)),
        FieldKind::Text {
            max_length,
            pattern: None,
        } => Expectation::Text {
            max_length: *max_length,
        },
        FieldKind::Text {
            pattern: Some(pattern),
            ..
        } => Expectation::Pattern(pattern),
        FieldKind::Paragraph => Expectation::Paragraph,
        FieldKind::PartialDate { .. } => Expectation::PartialDate,
        FieldKind::Time => Expectation::Time,
        FieldKind::Date => Expectation::Date,
    }
}
